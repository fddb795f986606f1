#include "backend/keys/soft_token.hpp"

#include <array>
#include <cstdlib>

#include <sys/stat.h>

#include "base/file.hpp"
#include "base/random.hpp"

namespace onecard::keys {
namespace {

namespace fs = std::filesystem;

constexpr std::array modules{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"};
constexpr std::string_view label = "onecard";

fs::path user_pin(const fs::path& folder) { return folder / "user.pin"; }
fs::path officer_pin(const fs::path& folder) { return folder / "officer.pin"; }

/// The file is its owner's alone from its first byte on.
Status write_pin(const fs::path& file) {
    SystemRandom random;
    Bytes bytes(16);
    random.fill(bytes);
    const auto before = ::umask(077);
    const auto written = write_file(file, to_hex(bytes) + "\n");
    ::umask(before);
    return written;
}

}  // namespace

Result<TokenSettings> soft_token(const fs::path& folder) {
    std::error_code why;
    const auto whole = fs::absolute(folder, why);
    const auto conf = whole / "softhsm2.conf";
    const auto text = "directories.tokendir = " + (whole / "tokens").string() + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n";
    if (fs::exists(whole, why))
        if (auto written = write_file(conf, text); !written) return failure(written.error());
    ::setenv("SOFTHSM2_CONF", conf.c_str(), 1);
    for (const auto* module : modules)
        if (fs::exists(module, why)) return TokenSettings{module, std::string(label), user_pin(whole)};
    return failure(Error::Kind::invalid, "keys.module", "SoftHSM2 is not installed (package libsofthsm2)");
}

bool soft_token_made(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "made", ignored);
}

Status make_soft_token(const fs::path& folder) {
    std::error_code why;
    const auto before = ::umask(077);
    fs::create_directories(folder / "tokens", why);
    ::umask(before);
    if (why) return failure(Error::Kind::unavailable, "keys.folder", folder.string() + " can't be made: " + why.message());
    for (const auto& file : {user_pin(folder), officer_pin(folder)})
        if (auto written = write_pin(file); !written) return written;
    auto settings = soft_token(folder);
    if (!settings) return failure(settings.error());
    auto officer = read_file(officer_pin(folder), 4096);
    if (!officer) return failure(officer.error());
    const auto made = Token::make(*settings, std::string_view(*officer).substr(0, officer->find('\n')));
    wipe(*officer);
    if (!made) return made;
    // Written last: a token that was cut short while it was made is made anew.
    return write_file(folder / "made", std::string(label) + "\n");
}

}  // namespace onecard::keys
