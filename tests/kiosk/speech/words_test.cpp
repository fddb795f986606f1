#include <doctest/doctest.h>

#include <filesystem>

#include "kiosk/speech/spelling.hpp"
#include "kiosk/speech/words.hpp"

using namespace onecard;
using namespace onecard::speech;
using ui::Language;

namespace {

std::string zh(std::string_view text) { return spoken(text, Language::zh_hans); }
std::string en(std::string_view text) { return spoken(text, Language::en); }

}  // namespace

TEST_CASE("amounts are said as people say them") {
    CHECK(zh("23.50元") == "二十三元五角");
    CHECK(en("¥23.50") == "twenty-three yuan fifty");
    CHECK(zh("86.40元") == "八十六元四角");
    CHECK(zh("0.05元") == "五分");
    CHECK(zh("0.00元") == "零元");
    CHECK(zh("2.00元") == "两元");
    CHECK(zh("1,005.07元") == "一千零五元零七分");
    CHECK(zh("-12.34元") == "负十二元三角四分");
    CHECK(zh("+200.00元") == "加二百元");
    CHECK(zh("10,010.10元") == "一万零一十元一角");
    CHECK(en("¥1,234.05") == "one thousand two hundred thirty-four yuan oh five");
    CHECK(en("-¥100.00") == "minus one hundred yuan");
}

TEST_CASE("what every whole amount up to ten thousand yuan is called is never said twice") {
    for (const auto language : {Language::zh_hans, Language::en}) {
        std::map<std::string, int> known;
        for (int number = 0; number <= 10'000; ++number) {
            const auto [at, fresh] = known.emplace(number_in_words(number, language), number);
            CHECK_MESSAGE(fresh, number << " and " << at->second << " are both " << at->first);
        }
    }
    CHECK(number_in_words(100'000'001, Language::zh_hans) == "一亿零一");
    CHECK(number_in_words(110, Language::zh_hans) == "一百一十");
    CHECK(number_in_words(1'000'000, Language::en) == "one million");
}

TEST_CASE("dates are dates, times are times, months of bills are months") {
    CHECK(zh("2026年11月22日前缴") == "二零二六年十一月二十二日前缴");
    CHECK(en("due 22 Nov 2026") == "due twenty-two November twenty twenty-six");
    CHECK(zh("2026-11-22") == "二零二六年十一月二十二日");
    CHECK(zh("水费  2026-10") == "水费  二零二六年十月");
    CHECK(zh("16:05") == "十六点零五分");
    CHECK(en("09:00") == "nine o'clock");
    CHECK(zh("2026-13-01").find("月") == std::string::npos);
}

TEST_CASE("numbers of cards, receipts and telephones are said digit by digit, counts as counts") {
    CHECK(zh("K-0001") == "K, 零 零 零 一");
    CHECK(zh("13900000058") == "一 三 九 零 零 零 零 零 零 五 八");
    CHECK(zh("请打 110") == "请打 一 一 零");
    CHECK(en("call 120") == "call one two zero");
    CHECK(zh("还可以输 3 次") == "还可以输 三 次");
    CHECK(en("sign-in with A4 paper") == "sign-in with A four paper");
}

TEST_CASE("what is masked stays masked and is said so") {
    CHECK(zh("************3457") == "尾号三 四 五 七");
    CHECK(en("************3457") == "ending in three four five seven");
    CHECK(zh("张*国，您好") == "张某国，您好");
    CHECK(zh("999***********0011") == "九 九 九，中间隐去，零 零 一 一");
    CHECK(zh("合计 ••••") == "合计 已隐藏");
    CHECK(en("Total ••••") == "Total hidden");
}

TEST_CASE("words without numbers are left alone, in every language and ill-formed too") {
    CHECK(zh("梧桐社区服务大厅") == "梧桐社区服务大厅");
    CHECK(zh("") == "");
    CHECK(spoken("86.40 ᠲᠥᠭᠦᠷᠢᠭ", Language::mn_mong) == "86.40 ᠲᠥᠭᠦᠷᠢᠭ");
    CHECK(zh("\xff\xfe 3") == "\xff\xfe 三");
    CHECK(zh("99999999999999999999.00元").find("元") != std::string::npos);
}

TEST_CASE("spelling tells characters apart by a word they are known by") {
    const auto known = read_known_by(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/speech/known_by.zh-Hans.txt");
    REQUIRE(known);
    CHECK(known->size() > 100);
    CHECK(spelled("林兰", Language::zh_hans, *known) == "林，树林的林，兰，兰花的兰");
    CHECK(spelled("K7", Language::zh_hans, *known) == "K，七");
    CHECK(spelled("Li 7", Language::en, {}) == "L, i, seven");
    CHECK(spelled(std::string(5000, 'a'), Language::en, {}).size() < 400);
}
