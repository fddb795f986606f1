// Whatever the district finds about money has words on the console, in both of its languages.
#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "base/file.hpp"

using namespace onecard;

namespace {

const std::filesystem::path root = ONECARD_SOURCE_DIR;

std::string content(const std::filesystem::path& file) {
    auto text = read_file(file, 4 << 20);
    REQUIRE(text.has_value());
    return *std::move(text);
}

/// What stands as a case's detail in the sources of money/.
std::set<std::string> details() {
    std::set<std::string> found;
    const std::regex patterns[] = {std::regex(R"re(detail = (?:before == "accepted" \? )?"([^":]+))re"), std::regex(R"re("no after yes" : "([^"]+)")re"),
                                   std::regex(R"re(differ\(connection, closing, .*, "([a-z][^"]{12,})", )re"),
                                   std::regex(R"re("SELECT '\w+', \w+, '([^']+)', amount FROM)re")};
    for (const auto& entry : std::filesystem::directory_iterator(root / "backend/money")) {
        if (entry.path().extension() != ".cpp") continue;
        const auto text = content(entry.path());
        for (const auto& pattern : patterns)
            for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern); at != std::sregex_iterator(); ++at) found.insert((*at)[1]);
    }
    return found;
}

}  // namespace

TEST_CASE("Whatever is found about money has words on the console, in both languages") {
    const auto words = content(root / "backend/console/console-words.js");
    const auto all = details();
    CHECK(all.size() >= 14);
    for (const auto& detail : all) {
        CAPTURE(detail);
        const auto key = "\"money.detail." + detail + "\":";
        const auto first = words.find(key);
        CHECK(first != std::string::npos);
        CHECK((first == std::string::npos || words.find(key, first + 1) != std::string::npos));
    }
}
