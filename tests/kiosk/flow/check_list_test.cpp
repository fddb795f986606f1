#include <doctest/doctest.h>

#include "base/text.hpp"
#include "kiosk/flow/check_list.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

Material paper(std::string code, std::string name, bool required = true, bool from_card = false) {
    Material material;
    material.code = std::move(code);
    material.name.zh = std::move(name);
    material.required = required;
    material.from_card = from_card;
    return material;
}

Item allowance() {
    Item item;
    item.code = "MZ-0001";
    item.name = {"最低生活保障申请", "Minimum living allowance"};
    item.materials = {paper("id_card", "居民身份证", true, true), paper("household_book", "户口簿"), paper("income", "收入声明"),
                      paper("illness", "大病材料", false)};
    return item;
}

}  // namespace

TEST_CASE("what the card stands for and what is only useful need not be brought") {
    const auto item = allowance();
    CHECK(to_bring(item).size() == 2);
    CHECK(missing(item, {}).size() == 2);
    CHECK(missing(item, {"household_book", "unknown"}).front()->code == "income");
    CHECK(missing(item, {"income", "household_book"}).empty());
}

TEST_CASE("the check list marks what is there and falls back to Chinese") {
    CHECK(check_list(allowance(), {"income"}, "zh-Hans") == "最低生活保障申请 MZ-0001\n□ 户口簿\n√ 收入声明");
    CHECK(check_list(allowance(), {}, "en") == "Minimum living allowance MZ-0001\n□ 户口簿\n□ 收入声明");
}

TEST_CASE("the check list of every item fits its QR code") {
    const support::SampleVisit sample;
    for (const auto& item : sample.catalogue.items)
        for (const char* language : {"zh-Hans", "en", "mn-Mong"}) {
            const auto list = check_list(item, {}, language);
            CHECK(list.size() <= check_list_bytes_max);
            CHECK(split(list, '\n').size() == to_bring(item).size() + 1);
        }
    auto endless = allowance();
    for (int i = 0; i < 100; ++i) endless.materials.push_back(paper("more_" + std::to_string(i), "一张很长很长名字的材料"));
    CHECK(check_list(endless, {}, "zh-Hans").size() <= check_list_bytes_max);
}
