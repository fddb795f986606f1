// Who comes first in the hall's queue because of an appointment.
#include <doctest/doctest.h>

#include "kiosk/flow/expected.hpp"
#include "kiosk/flow/turn.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;

namespace {

/// Somebody with their card there and one appointment.
struct Expected {
    explicit Expected(const std::string& item = "WG-0009", const std::string& starts_at = "2026-11-22T10:15:00+08:00") {
        sample.holder_arrives();
        CaseView one;
        one.number = "C-2026-000120", one.item_code = item, one.state = "open";
        one.appointment = {{"综合窗口", "Counter"}, {"1号窗口", "Counter 1"}, starts_at};
        sample.model.visit.cases = {one};
    }
    support::SampleVisit sample;
};

}  // namespace

TEST_CASE("an appointment of today at the hall's counter is known from the card alone") {
    Expected one;
    CHECK_FALSE(one.sample.model.visit.pin_verified);
    const auto* expected = expected_today(one.sample.model);
    REQUIRE(expected);
    CHECK(expected->starts_at == "2026-11-22T10:15:00+08:00");
}

TEST_CASE("nobody is expected without their card, on another day, elsewhere, or for what is over") {
    CHECK_FALSE(expected_today(Expected("WG-0009", "2026-11-23T10:15:00+08:00").sample.model));
    CHECK_FALSE(expected_today(Expected("SF-0005").sample.model));
    CHECK_FALSE(expected_today(Expected("MZ-0007").sample.model));
    CHECK_FALSE(expected_today(Expected("XX-9999").sample.model));
    Expected over;
    over.sample.model.visit.cases.front().closed_at = "2026-11-22T09:00:00+08:00";
    CHECK_FALSE(expected_today(over.sample.model));
    Expected gone;
    gone.sample.model.visit.holder.reset();
    CHECK_FALSE(expected_today(gone.sample.model));
}
