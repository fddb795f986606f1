#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

support::SampleVisit& sample() {
    static support::SampleVisit visit;
    return visit;
}

bool finds(std::string_view query, std::string_view code, std::size_t within = 5) {
    const auto found = sample().search.find(query);
    const auto place = std::find_if(found.begin(), found.end(), [code](const Item* item) { return item->code == code; });
    return place != found.end() && static_cast<std::size_t>(place - found.begin()) < within;
}

// A catalogue of items with nothing but names.
struct Names {
    Catalogue catalogue;
    ItemSearch search;
    explicit Names(std::vector<std::string> names) : catalogue(of(std::move(names))), search(catalogue, support::asset("pinyin.txt")) {}
    static Catalogue of(std::vector<std::string> names) {
        Catalogue made;
        for (auto& name : names) {
            Item item;
            item.code = "X-" + std::to_string(made.items.size());
            item.name.zh = std::move(name);
            made.items.push_back(std::move(item));
        }
        return made;
    }
    std::vector<std::string> find(std::string_view query) const {
        std::vector<std::string> names;
        for (const auto* item : search.find(query)) names.push_back(item->name.zh);
        return names;
    }
};

}  // namespace

TEST_CASE("an item is found by its name, parts of it, and what people call it") {
    CHECK(finds("高龄津贴申领", "MZ-0007", 1));
    CHECK(finds("津贴", "MZ-0007"));
    CHECK(finds("八十岁补贴", "MZ-0007", 1));
    CHECK(finds("路灯", "CG-0001", 1));
}

TEST_CASE("an item is found by full pinyin, initials, and both mixed") {
    CHECK(finds("gaolingjintie", "MZ-0007", 1));
    CHECK(finds("gljt", "MZ-0007", 1));
    CHECK(finds("gaoljt", "MZ-0007", 1));
    CHECK(finds("gaoling jin", "MZ-0007", 1));
    CHECK(finds("GAOLING", "MZ-0007", 1));
}

TEST_CASE("half a syllable is enough while typing") {
    for (const auto* typed : {"g", "ga", "gao", "gaol", "gaoli", "gaolin", "gaoling", "gaolingj"}) CHECK_MESSAGE(finds(typed, "MZ-0007", 60), typed);
}

TEST_CASE("initials find the water fee") {
    const Names names({"电费", "水费", "四风"});
    CHECK(names.find("sf") == std::vector<std::string>{"水费", "四风"});
    CHECK(names.find("shf") == std::vector<std::string>{"水费"});
    CHECK(names.find("shuifei") == std::vector<std::string>{"水费"});
}

TEST_CASE("characters with several readings are found by each") {
    const Names names({"银行卡", "行车证"});
    CHECK(names.find("yinhang") == std::vector<std::string>{"银行卡"});
    CHECK(names.find("xingche") == std::vector<std::string>{"行车证"});
}

TEST_CASE("one typing error is forgiven from four letters on, and only when nothing else is found") {
    const Names names({"水费", "燃气费"});
    for (const auto* typed : {"shuifwi", "shufei", "shuiffei", "shiufei", "ahuifei"})
        CHECK_MESSAGE(names.find(typed) == std::vector<std::string>{"水费"}, typed);
    CHECK(names.find("shxxfei").empty());
    CHECK(names.find("szi").empty());
    CHECK(finds("goalingjintie", "MZ-0007", 1));
}

TEST_CASE("characters of the same sound are forgiven") {
    const Names names({"高龄津贴", "水费"});
    CHECK(names.find("高令津贴") == std::vector<std::string>{"高龄津贴"});
    CHECK(names.find("睡费") == std::vector<std::string>{"水费"});
}

TEST_CASE("English names are found by words, their beginnings and with an error") {
    CHECK(finds("old-age", "MZ-0007"));
    CHECK(finds("allowance", "MZ-0007"));
    CHECK(finds("alowance", "MZ-0007"));
}

TEST_CASE("an exact name stands before names that contain it") {
    const Names names({"换发居住证", "居住证", "居住证申领"});
    CHECK(names.find("居住证") == std::vector<std::string>{"居住证", "居住证申领", "换发居住证"});
}

TEST_CASE("an empty query gives all items in the order of the catalogue, up to the limit") {
    const auto all = sample().search.find("  ", 1'000);
    REQUIRE(all.size() == sample().catalogue.items.size());
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == &sample().catalogue.items[i]);
    CHECK(sample().search.find("", 3).size() == 3);
}

TEST_CASE("nonsense, endless and ill-formed queries find nothing and do no harm") {
    CHECK(sample().search.find("zzzzqqqq").empty());
    CHECK(sample().search.find(std::string(1'000'000, 'q')).empty());
    CHECK(sample().search.find("\xFF\xFE\xC0").empty());
    CHECK(sample().search.find("😀").empty());
    std::string all_bytes;
    for (int byte = 1; byte < 256; ++byte) all_bytes.push_back(static_cast<char>(byte));
    (void)sample().search.find(all_bytes);
}

TEST_CASE("every character of the catalogue has a reading") {
    const Spelling spelling(support::asset("pinyin.txt"));
    std::string without;
    for (const auto& item : sample().catalogue.items)
        for (const auto point : code_points(item.name.zh))
            if (point >= 0x4E00 && point <= 0x9FFF && spelling.readings(point).empty()) append_utf8(without, point);
    CHECK(without == "");
    CHECK(spelling.readings(U'水') == std::vector<std::string>{"shui"});
    CHECK(spelling.readings(U'女') == std::vector<std::string>{"nv"});
}

TEST_CASE("lines of the pinyin table that make no sense are passed over") {
    const Spelling spelling("水 shui\n\n# 火 huo\n火\n木 MU mu\n金金 jin\n土 tu tu8\n");
    CHECK(spelling.readings(U'水').size() == 1);
    CHECK(spelling.readings(U'火').empty());
    CHECK(spelling.readings(U'木') == std::vector<std::string>{"mu"});
    CHECK(spelling.readings(U'金').empty());
    CHECK(spelling.readings(U'土') == std::vector<std::string>{"tu"});
}
