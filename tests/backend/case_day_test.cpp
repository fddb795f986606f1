// A whole day of the district, minute by minute: nothing overdue is ever without exactly one post that answers for it.
#include <doctest/doctest.h>

#include "backend/cases/day.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

cases::DayFigures play(unsigned seed) {
    District district;
    cases::DayPlan plan;
    plan.seed = seed;
    plan.cases = plan.backlog = 250;
    plan.begins = district.clock().now();
    plan.cards = {lin_guilan, zhang_jianguo};
    const auto day = cases::simulate_day(district.connection(), district.office().rules, district.office().catalogue, plan);
    REQUIRE(day.has_value());
    return *day;
}

}  // namespace

TEST_CASE("In a day of 500 cases every overdue one has exactly one post that answers for it, at every minute, though posts fall vacant and a department is abolished") {
    constexpr unsigned seed = 20261122;
    const auto day = play(seed);
    MESSAGE("seed " << seed << ": " << day.opened << " cases, " << day.moves << " moves, at most " << day.overdue_most << " overdue at once");
    CHECK(day.opened == 500);
    CHECK(day.overdue_most > 50);
    CHECK(day.moves > 100);
    CHECK(day.escalated > 0);
    CHECK(day.red_cards > 0);
    CHECK(day.handed_over > 0);
    CHECK(day.unheld == 0);
    CHECK(day.unwatched == 0);
    CHECK(day.findings == 0);
}

TEST_CASE("A day needs somebody to hand in") {
    District district;
    cases::DayPlan plan;
    plan.begins = district.clock().now();
    const auto day = cases::simulate_day(district.connection(), district.office().rules, district.office().catalogue, plan);
    REQUIRE_FALSE(day.has_value());
    CHECK(day.error().code == "simulate.plan");
}
