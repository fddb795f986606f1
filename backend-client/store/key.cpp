#include "backend-client/store/key.hpp"

#include <sys/stat.h>

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace onecard::store {
namespace {

constexpr std::size_t key_bytes = 32;

Result<SecretBytes> read_key(const std::filesystem::path& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failure(Error::Kind::refused, "key.unreadable", "others may read " + path.filename().string());
    auto text = read_file(path, 1024);
    if (!text) return failure(text.error());
    auto bytes = from_hex(trim(*text));
    wipe(*text);
    if (!bytes || bytes->size() != key_bytes) return failure(Error::Kind::corrupt, "key.malformed", path.filename().string());
    SecretBytes key(bytes->begin(), bytes->end());
    wipe(bytes->data(), bytes->size());
    return key;
}

}  // namespace

Result<Key> Key::load_or_make(const std::filesystem::path& path, Random& random) {
    auto key = read_key(path);
    if (key) return Key(std::move(*key));
    if (key.error().code != "file.missing") return failure(key.error());
    SecretBytes fresh(key_bytes);
    random.fill(fresh);
    auto text = to_hex(fresh) + "\n";
    const auto written = write_file(path, text);
    wipe(text);
    if (!written) return failure(written.error());
    return Key(std::move(fresh));
}

SecretBytes Key::derived(std::string_view purpose) const {
    const auto digest = crypto::hmac_sha256(bytes_, as_bytes(purpose));
    return SecretBytes(digest.begin(), digest.end());
}

}  // namespace onecard::store
