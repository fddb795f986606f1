// Places of the district and numbers on cards.
#include <doctest/doctest.h>

#include <algorithm>

#include <string>

#include "base/file.hpp"
#include "base/numbers.hpp"
#include "base/regions.hpp"

using namespace onecard;

namespace {

const Regions& district() {
    static const auto regions = Regions::read(read_file(std::string(ONECARD_SOURCE_DIR) + "/assets/regions/regions.json").value()).value();
    return regions;
}

std::size_t count_below(const std::string& code, std::size_t digits) {
    if (code.size() == digits) return 1;
    std::size_t count = 0;
    for (const auto* place : district().below(code)) count += count_below(place->code, digits);
    return count;
}

std::string wrong_at(std::string_view text) {
    const auto regions = Regions::read(text);
    return regions ? std::string() : regions.error().code;
}

}  // namespace

TEST_CASE("grids across a community's border are those of others within a kilometre, and both sides see it alike") {
    const auto across = district().across_border("990102001001003");
    REQUIRE_FALSE(across.empty());
    for (const auto* grid : across) {
        CAPTURE(grid->code);
        CHECK_FALSE(grid->code.starts_with("990102001001"));
        const auto back = district().across_border(grid->code);
        CHECK(std::any_of(back.begin(), back.end(), [](const Region* one) { return one->code == "990102001001003"; }));
    }
    CHECK(district().across_border("990102001001001").empty());
    for (const char* none : {"", "990102001001", "990102001001003002", "999999999999999"}) CHECK(district().across_border(none).empty());
}

TEST_CASE("a position leads to the grid it lies in, one far from all to none, and a position that is none is refused") {
    const auto* grid = district().find("990102001001003");
    REQUIRE(grid);
    REQUIRE(grid->at);
    CHECK(district().grid_near(*grid->at) == grid);
    CHECK(district().grid_near({grid->at->latitude + 0.001, grid->at->longitude - 0.001}) == grid);
    CHECK(district().grid_near({grid->at->latitude + 1, grid->at->longitude}) == nullptr);
    CHECK(district().grid_near({90, 0}) == nullptr);
    const std::string before = R"({"code": "990102", "zh": "区", "en": "D", "streets": [{"code": "001", "zh": "街", "en": "S", "communities": [{"code": "001", "zh": "社", "en": "C",
        "grids": [{"code": "001", "at": )", after = R"(, "houses": [{"zh": "里", "en": "Li", "from": 1, "to": 2}]}]}]}]})";
    CHECK(wrong_at(before + "[0.5, 120]" + after).empty());
    for (const char* at : {"[0.5]", "[91, 0]", "[0, 181]", "[\"0\", 1]", "7"}) CHECK(wrong_at(before + at + after) == "regions.malformed");
}

TEST_CASE("the district has its 53 communities in 430 grids, and each grid has buildings") {
    const std::string root(district().root());
    CHECK(count_below(root, 9) == 8);
    CHECK(count_below(root, 12) == 53);
    CHECK(count_below(root, 15) == 430);
    CHECK(count_below(root, 18) > 430 * 5);
    for (const auto* street : district().below(root))
        for (const auto* community : district().below(street->code))
            for (const auto* grid : district().below(community->code)) CHECK_FALSE(district().below(grid->code).empty());
}

TEST_CASE("an address is said from the street down in Chinese and from the building up in English, without its grid") {
    CHECK(district().in_words("990102001001003002", "zh-Hans") == "柳林街道梧桐社区梧桐家园2号楼");
    CHECK(district().in_words("990102001001003002", "en") == "Wutong Jiayuan, Building 2, Wutong Community, Liulin Street");
    CHECK(district().in_words("990102001001003", "zh-Hans") == "柳林街道梧桐社区梧桐家园1–6号楼");
    CHECK(district().in_words("990102001", "mn-Mong") == "柳林街道");
    CHECK(district().in_words("990102", "zh-Hans").empty());
    CHECK(district().in_words("990102001001003099", "zh-Hans").empty());
    CHECK(district().in_words("", "en").empty());
    CHECK(district().find("990102001001003002") != nullptr);
    CHECK(district().find("99010200100100300") == nullptr);
}

TEST_CASE("places that make no sense are refused as a whole") {
    const std::string good = R"({"code":"990102","zh":"区","en":"D","streets":[{"code":"001","zh":"街","en":"S","communities":[
        {"code":"001","zh":"社","en":"C","grids":[{"code":"001","houses":[{"zh":"里","en":"L","from":1,"to":3}]}]}]}]})";
    CHECK(Regions::read(good).value().size() == 7);
    CHECK(wrong_at("{") == "regions.malformed");
    CHECK(wrong_at("[]") == "regions.malformed");
    const auto broken = [&](std::string_view from, std::string_view to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return wrong_at(text);
    };
    CHECK(broken("990102", "9901") == "regions.malformed");
    CHECK(broken("\"社\"", "\"\"") == "regions.malformed");
    CHECK(broken("\"to\":3", "\"to\":0") == "regions.malformed");
    CHECK(broken("\"to\":3", "\"to\":400") == "regions.malformed");
    CHECK(broken("\"en\":\"C\"", "\"en\":7") == "regions.malformed");
    CHECK(Regions().in_words("990102", "en").empty());
    CHECK(Regions().below("").empty());
}

TEST_CASE("a bank card number is right only with its check digit and its length") {
    CHECK(is_bank_card("6299990000000000004"));
    CHECK(is_bank_card("6217009999000000"));
    for (char last = '0'; last <= '9'; ++last)
        if (last != '4') CHECK_FALSE(is_bank_card(std::string("629999000000000000") + last));
    CHECK_FALSE(is_bank_card("9626990000000000004"));  // two neighbours swapped
    CHECK_FALSE(is_bank_card("000000000000000"));
    CHECK_FALSE(is_bank_card("62999900000000000a4"));
    CHECK_FALSE(is_bank_card(""));
}
