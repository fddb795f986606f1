#include <doctest/doctest.h>

#include "kiosk/ui/formats.hpp"

using namespace onecard;
using namespace onecard::ui;

TEST_CASE("money carries its sign where each language writes it") {
    CHECK(money(Fen(1230), Language::zh_hans) == "12.30元");
    CHECK(money(Fen(1230), Language::en) == "¥12.30");
    CHECK(money(Fen(-5), Language::en) == "-¥0.05");
    CHECK(money(Fen(100), Language::zh_hans) == "1.00元");
    CHECK(money(Fen(-123'450), Language::mn_mong) == "-1,234.50 ᠲᠥᠭᠦᠷᠢᠭ");
}

TEST_CASE("money is grouped by thousands") {
    CHECK(money(Fen(100'000), Language::zh_hans) == "1,000.00元");
    CHECK(money(Fen(99'999), Language::zh_hans) == "999.99元");
    CHECK(money(Fen(-123'456'789), Language::en) == "-¥1,234,567.89");
}

TEST_CASE("dates and times are those of China") {
    const Timestamp time = from_local({2026, 11, 22, 9, 5, 0});
    CHECK(date(time, Language::zh_hans) == "2026年11月22日");
    CHECK(date(time, Language::en) == "22 Nov 2026");
    CHECK(time_of_day(time) == "09:05");
    CHECK(date_and_time(time, Language::en) == "22 Nov 2026 09:05");
    CHECK(weekday(time, Language::zh_hans) == "星期日");
    CHECK(date("2026-01-02", Language::zh_hans) == "2026年1月2日");
    CHECK(date(time, Language::mn_mong) == "2026 ᠣᠨ\u202Fᠤ 11 ᠰᠠᠷ\u180Eᠠ\u202Fᠶᠢᠨ 22");
    CHECK(weekday(time, Language::mn_mong) == "ᠭᠠᠷᠠᠭ\u202Fᠤᠨ ᠡᠳᠦᠷ");
}

TEST_CASE("a month is short under a bar, and what is no month stays as it is") {
    CHECK(month("2026-11", Language::zh_hans) == "11月");
    CHECK(month("2026-09", Language::en) == "Sep");
    for (const char* text : {"", "2026", "2026-13", "2026-00", "2026-1x", "2026-011"}) CHECK(month(text, Language::en) == text);
}

TEST_CASE("what is no date stays as it is") {
    CHECK(date("2026-13-02", Language::en) == "2026-13-02");
    CHECK(date("", Language::en).empty());
    CHECK(date("2026-01-02x", Language::en) == "2026-01-02x");
}

TEST_CASE("a masked name shows its first and last character") {
    CHECK(masked_name("张建国") == "张*国");
    CHECK(masked_name("张国") == "张*");
    CHECK(masked_name("古丽巴哈尔") == "古***尔");
    CHECK(masked_name("𠮷") == "*");
    CHECK(masked_name("").empty());
    CHECK(masked_name("阿卜杜热依木·买买提明江·测试之长名").size() < 20);
}

TEST_CASE("a masked number keeps only its ends, a short one nothing") {
    CHECK(masked_number("999999195401010011") == "999***********0011");
    CHECK(masked_number("1234567") == "*******");
    CHECK(masked_number("12345678", 0, 4) == "****5678");
}
