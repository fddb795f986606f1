#include <doctest/doctest.h>

#include "base/json.hpp"
#include "base/working_days.hpp"

using namespace onecard;

namespace {

Day day(int year, unsigned month, unsigned date) { return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(date); }

}  // namespace

TEST_CASE("weekends are free unless they make up for a holiday, and a promise is counted from the day after") {
    WorkingDays days;
    REQUIRE(days.add(Json{{"days_off", {"2026-10-01", "2026-10-02"}}, {"work_days", {"2026-10-10"}}}).has_value());
    CHECK(days.works(day(2026, 9, 30)));
    CHECK_FALSE(days.works(day(2026, 10, 1)));
    CHECK_FALSE(days.works(day(2026, 10, 3)));
    CHECK(days.works(day(2026, 10, 10)));
    CHECK(days.last_of(day(2026, 9, 30), 1) == day(2026, 10, 5));
    CHECK(days.last_of(day(2026, 10, 9), 1) == day(2026, 10, 10));
    CHECK(days.last_of(day(2026, 10, 9), 0) == day(2026, 10, 9));
    CHECK(days.last_of(day(2026, 10, 3), 0) == day(2026, 10, 5));
    CHECK(days.last_of(day(2026, 10, 3), -5) == day(2026, 10, 5));
}

TEST_CASE("a list of days is read whole or not at all, and gives itself back") {
    WorkingDays days;
    REQUIRE(days.add(Json{{"days_off", {"2026-10-01"}}}).has_value());
    const auto before = days.to_json();
    for (const auto& wrong : {Json("2026-02-30"), Json("2026-1-1x"), Json(""), Json(7)}) {
        CAPTURE(wrong);
        const auto added = days.add(Json{{"days_off", {"2026-10-02"}}, {"work_days", {wrong}}});
        REQUIRE_FALSE(added.has_value());
        CHECK(added.error().code == "calendar.malformed");
        CHECK(days.to_json() == before);
    }
    CHECK_FALSE(days.add(Json{{"days_off", std::vector<std::string>(5'000, "2026-10-01")}}).has_value());
    WorkingDays again;
    REQUIRE(again.add(before).has_value());
    CHECK(again.to_json() == before);
}

TEST_CASE("ten years without one free weekday and ten without a worked one both come to an end") {
    WorkingDays days;
    Json all = Json::array();
    char text[16];
    for (auto one = day(2026, 1, 1); all.size() < 4'000; one += std::chrono::days(1)) {
        const std::chrono::year_month_day date(one);
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
        all.push_back(text);
    }
    REQUIRE(days.add(Json{{"days_off", all}}).has_value());
    CHECK(days.last_of(day(2026, 1, 1), 1) > day(2036, 1, 1));
    CHECK(days.last_of(day(2026, 1, 1), 100'000) > day(2036, 1, 1));
}
