#include <doctest/doctest.h>

#include "tests/cardreader/sample_cards.hpp"

using namespace onecard;
using namespace onecard::card;

namespace {

const std::string purse_head = R"({"format": 1, "applications": [{"kind": "purse", "aid": "A00000000386980701", "issuer": "0571000000000001",)"
                               R"("serial": "3100000000129999", "start": "20240101", "expiry": "20341231", "balance": 100)";

std::string mistake(const std::string& json) {
    const auto image = parse_image(json, "try");
    return image ? "" : image.error().detail;
}

}  // namespace

TEST_CASE("every image in the assets is well-formed") {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(test::card_file("x").parent_path())) {
        if (entry.path().extension() != ".json" || entry.path().stem() == "keys") continue;
        CAPTURE(entry.path().string());
        const auto image = read_image(entry.path());
        CHECK_MESSAGE(image.has_value(), (image ? "" : image.error().detail));
        ++count;
    }
    CHECK(count >= 25);
}

TEST_CASE("the sample card's public data is that of the computed vectors") {
    const auto image = read_image(test::card_file("zhang_jianguo"));
    REQUIRE(image.has_value());
    CHECK(to_hex(image->purses.front().public_data) == "057100000000000102010000310000000012345620240101203412315566");
}

TEST_CASE("a mistake in an image is named with its place") {
    CHECK(mistake(purse_head + "}]}") == "");
    CHECK(mistake(purse_head + R"(, "balanse": 3}]})") == "applications[0].balanse is not known here");
    CHECK(mistake(purse_head + R"(, "pin": {"digits": "12a4"}}]})") == "applications[0].pin.digits is not one to twelve digits");
    CHECK(mistake(purse_head + R"(, "holder": {"name": "一二三四五六七八九十一"}}]})") == "applications[0].holder.name does not fit into 20 bytes");
    CHECK(mistake(purse_head + R"(, "offline_number": 65536}]})") == "applications[0].offline_number is not a whole number from 0 to 65535");
    CHECK(mistake(R"({"format": 2})") == "format is not a whole number from 1 to 1");
    CHECK(mistake(R"({"format": 1, "applications": [{"kind": "pusre"}]})") == "applications[0].kind is none of purse, social_security, psam, badge, storage, other");
    CHECK(mistake(R"({"format": 1, "atr": "3G"})") == "atr is not hexadecimal");
    CHECK(mistake("[]") == "the file is not an object");
    CHECK(parse_image("{", "try").error().code == "image.malformed");
    CHECK(read_image("/nowhere/card.json").error().code == "file.missing");
}
