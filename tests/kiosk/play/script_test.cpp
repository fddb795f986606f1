#include <doctest/doctest.h>

#include "kiosk/play/json_path.hpp"
#include "kiosk/play/script.hpp"

using namespace onecard;
using namespace onecard::play;

TEST_CASE("a script is split into words, quotations and comments") {
    const auto lines = read_script("# a visit\n\ninsert lin_guilan\n  type form.place \"梧桐路 \\\"12\\\"\"   # where\r\nremove\n");
    REQUIRE(lines.has_value());
    REQUIRE(lines->size() == 3);
    CHECK((*lines)[0].number == 3);
    CHECK((*lines)[1].words == std::vector<std::string>{"type", "form.place", "梧桐路 \"12\""});
    CHECK((*lines)[2].words == std::vector<std::string>{"remove"});
}

TEST_CASE("a script with a line that means nothing is refused, naming the line") {
    for (const char* bad : {"screen welcome\ninsrt card", "screen welcome\ntap", "screen welcome\ntap a b", "screen welcome\ntype a \"b", "screen welcome\ntap \xFF"}) {
        const auto lines = read_script(bad);
        REQUIRE_FALSE(lines.has_value());
        CHECK(lines.error().code == "visit.syntax");
    }
    CHECK(read_script("screen welcome\ntap").error().detail.find("line 2") == 0);
}

TEST_CASE("time shifts are read with their unit") {
    CHECK(*read_shift("+3d") == 3LL * 86'400'000);
    CHECK(*read_shift("-2h") == -2LL * 3'600'000);
    CHECK(*read_shift("+95s") == 95'000);
    for (const char* bad : {"3d", "+d", "+3", "+3w", "+99999999999d", ""}) CHECK_FALSE(read_shift(bad).has_value());
}

TEST_CASE("a path finds members, indexes and lengths, and says where it ended") {
    const auto json = *parse_json(R"({"cases":[{"state":"open","n":3},{"state":"closed"}],"a b":{"c":true}})");
    CHECK(*at_path(json, "$.cases[0].state") == "open");
    CHECK(*at_path(json, "$.cases[-1].state") == "closed");
    CHECK(*at_path(json, "$.cases.length()") == "2");
    CHECK(*at_path(json, "$['a b'].c") == "true");
    CHECK(*at_path(json, "$.cases[0].n") == "3");
    for (const char* bad : {"$.none", "$.cases[2]", "$.cases[x]", "$.cases.state", "$.cases["}) CHECK_FALSE(at_path(json, bad).has_value());
}
