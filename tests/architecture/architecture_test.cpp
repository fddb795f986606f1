// The directions of the house: who may include whom. Goes red when one is broken; says why in the README's words.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Source {
    std::string path;  // from the root of the repository
    std::string text;
};

// Longest matching folder wins. Each may always include itself.
const std::map<std::string, std::vector<std::string>>& allowed() {
    static const std::map<std::string, std::vector<std::string>> rules{
        {"base/", {}},
        {"cardreader/", {"base/"}},
        {"cardreader/crypto/", {"base/"}},
        {"cardreader/apps/", {"base/", "cardreader/transport.hpp", "cardreader/exchange.hpp", "cardreader/tlv.hpp", "cardreader/status.hpp", "cardreader/crypto/"}},
        {"cardreader/pcsc/", {"base/", "cardreader/transport.hpp", "cardreader/reader.hpp"}},
        {"cardreader/sim/", {"base/", "cardreader/"}},
        {"backend-client/wire/", {"base/"}},
        {"backend-client/http/", {"base/", "backend-client/wire/"}},
        {"backend-client/store/", {"base/", "backend-client/wire/"}},
        {"backend-client/sync/", {"base/", "backend-client/"}},
        {"kiosk/flow/", {"base/"}},
        {"kiosk/ui/", {"base/"}},
        {"kiosk/screens/", {"base/", "kiosk/ui/", "kiosk/flow/"}},
        {"kiosk/gallery/", {"base/", "kiosk/ui/", "kiosk/flow/", "kiosk/screens/"}},
        {"kiosk/device/", {"base/", "kiosk/ui/"}},
        {"kiosk/pay/", {"base/", "cardreader/transport.hpp", "cardreader/reader.hpp", "cardreader/apps/", "backend-client/store/", "backend-client/wire/"}},
        {"kiosk/speech/", {"base/", "kiosk/ui/kit.hpp", "kiosk/ui/strings.hpp", "kiosk/ui/formats.hpp"}},
        {"kiosk/play/", {"base/", "backend-client/http/"}},
        {"kiosk/app/", {"base/", "kiosk/", "cardreader/", "backend-client/"}},
        {"backend/", {"base/", "backend-client/wire/", "cardreader/crypto/"}},
        {"backend/gateway/", {"base/", "backend-client/http/", "backend/money/gateway.hpp"}},
    };
    return rules;
}

// Foreign headers live in one folder each.
const std::vector<std::pair<std::regex, std::vector<std::string>>>& foreign() {
    static const std::vector<std::pair<std::regex, std::vector<std::string>>> rules{
        {std::regex("winscard\\.h|pcsclite\\.h|reader\\.h"), {"cardreader/pcsc/"}},
        {std::regex("curl/.*"), {"backend-client/http/"}},
        {std::regex("cups/.*"), {"kiosk/device/"}},
        {std::regex("imgui.*"), {"kiosk/ui/", "kiosk/app/"}},
        {std::regex("SDL.*"), {"kiosk/ui/", "kiosk/app/", "kiosk/speech/", "kiosk/device/sounds"}},
        {std::regex("espeak-ng/.*"), {"kiosk/speech/"}},
        {std::regex("sqlite3\\.h|SQLiteCpp/.*"), {"backend-client/store/", "backend/data/"}},
        {std::regex("boost/(asio|beast)/?.*|boost/(asio|beast)\\.hpp"), {"backend/http/"}},
        {std::regex("p11-kit/.*|pkcs11.*\\.h"), {"backend/keys/"}},
        {std::regex("openssl/.*"), {"base/crypto", "backend/http/"}},
        {std::regex("hb.*\\.h|ft2build\\.h|freetype/.*|pinyin\\.h|zinnia\\.h|png\\.h|(un)?linebreak.*\\.h"), {"kiosk/ui/", "kiosk/device/"}},
        {std::regex("qrencode\\.h"), {"kiosk/ui/", "kiosk/device/"}},
    };
    return rules;
}

const std::vector<std::string>& parts() {
    static const std::vector<std::string> all{"base/", "cardreader/", "backend-client/", "kiosk/", "backend/"};
    return all;
}

std::string home_of(const std::string& path) {
    std::string best;
    for (const auto& [folder, may] : allowed())
        if (path.starts_with(folder) && folder.size() > best.size()) best = folder;
    return best;
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& beginnings) {
    for (const auto& beginning : beginnings)
        if (text.starts_with(beginning)) return true;
    return false;
}

void check_include(const Source& source, const std::string& included, std::vector<std::string>& broken) {
    if (starts_with_any(included, parts())) {
        const auto home = home_of(source.path);
        const bool composition_root = source.path == "kiosk/main.cpp" || source.path == "backend/main.cpp" || source.path == "cardreader/main.cpp";
        const bool fine = composition_root || home.empty() || included.starts_with(home) || starts_with_any(included, allowed().at(home));
        if (!fine) broken.push_back(source.path + " may not include " + included);
    }
    for (const auto& [pattern, homes] : foreign())
        if (std::regex_match(included, pattern) && !starts_with_any(source.path, homes)) broken.push_back(source.path + " may not include <" + included + ">");
}

std::vector<std::string> broken_directions(const std::vector<Source>& sources) {
    static const std::regex include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    std::vector<std::string> broken;
    for (const auto& source : sources) {
        std::istringstream lines(source.text);
        std::smatch found;
        for (std::string line; std::getline(lines, line);)
            if (std::regex_search(line, found, include)) check_include(source, found[1], broken);
    }
    return broken;
}

std::vector<std::string> too_long(const std::vector<Source>& sources) {
    constexpr long lines_max = 400;
    std::vector<std::string> broken;
    for (const auto& source : sources) {
        const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
        if (lines > lines_max) broken.push_back(source.path + " has " + std::to_string(lines) + " lines");
    }
    return broken;
}

std::vector<Source> all_sources() {
    std::vector<Source> sources;
    const fs::path root = ONECARD_SOURCE_DIR;
    for (const auto& part : parts())
        for (const auto& entry : fs::recursive_directory_iterator(root / part)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp" && extension != ".c" && extension != ".h") continue;
            std::ifstream file(entry.path());
            std::ostringstream text;
            text << file.rdbuf();
            sources.push_back({fs::relative(entry.path(), root).string(), text.str()});
        }
    return sources;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const auto& line : lines) all += line + "\n";
    return all;
}

}  // namespace

TEST_CASE("every include follows the directions of the house") {
    const auto sources = all_sources();
    REQUIRE(sources.size() > 50);
    const auto broken = broken_directions(sources);
    CHECK_MESSAGE(broken.empty(), joined(broken));
}

TEST_CASE("no source file is longer than a person can hold in mind") {
    const auto broken = too_long(all_sources());
    CHECK_MESSAGE(broken.empty(), joined(broken));
}

TEST_CASE("a broken direction is found, whichever kind it is") {
    CHECK(broken_directions({{"kiosk/screens/pin.cpp", "#include \"backend-client/store/store.hpp\"\n"}}).size() == 1);
    CHECK(broken_directions({{"kiosk/flow/flow.cpp", "#include \"kiosk/ui/kit.hpp\"\n"}}).size() == 1);
    CHECK(broken_directions({{"cardreader/apps/purse.cpp", "# include \"backend-client/wire/messages.hpp\"\n"}}).size() == 1);
    CHECK(broken_directions({{"kiosk/screens/pin.cpp", "#include <winscard.h>\n"}}).size() == 1);
    CHECK(broken_directions({{"kiosk/pay/payment.cpp", "#include \"cardreader/sim/card.hpp\"\n"}}).size() == 1);
    CHECK(broken_directions({{"backend/api/a.cpp", "#include \"backend-client/http/client.hpp\"\n"}}).size() == 1);
    CHECK(broken_directions({{"kiosk/screens/pin.cpp", "#include \"kiosk/ui/kit.hpp\"\n#include <vector>\n"}}).empty());
    CHECK(too_long({{"base/a.cpp", std::string(401, '\n')}}).size() == 1);
}
