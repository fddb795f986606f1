// What a slip promised in a hall without network holds at the backend, whenever the request arrives.
#include <doctest/doctest.h>

#include "backend-client/wire/case_actions.hpp"
#include "backend/cases/audit.hpp"
#include "backend/cases/watch.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

const std::string by_arrival = "2026-11-27T17:00:00+08:00";  // five working days after the Sunday on which the sample stands

struct Sent {
    std::string code, promised_at;
    cases::CaseFile file;
};

/// A street lamp that was told of `before` now, in a hall whose slip says this day.
Sent sent(District& district, std::chrono::hours before, const std::string& promised_on = {}) {
    auto body = street_lamp_request(lin_guilan, district.office().catalogue.version());
    body.handed_in_at = district.clock().now() - before;
    body.promised_on = promised_on;
    const auto answer = district.hand_in(submission_of(district.new_id(), body));
    REQUIRE(answer.code == "");
    auto file = file_of(district, answer.reference);
    return {answer.code, file.as_told.promised_at, file};
}

std::string promised(std::chrono::hours before, const std::string& promised_on = {}) {
    District district;
    return sent(district, before, promised_on).promised_at;
}

}  // namespace

TEST_CASE("What waited in a hall without network is promised from the day it was handed in, and late at the hour on its slip") {
    District district;
    const auto one = sent(district, 4 * 24h);  // Wednesday 18 November
    CHECK(one.promised_at == "2026-11-25T17:00:00+08:00");
    CHECK(one.file.as_told.steps[0].limit_at == "2026-11-19T17:00:00+08:00");
    CHECK(one.file.as_told.accepted_at == to_iso(sample_now()));
    CHECK(one.file.step_late);
    // Whoever has it since it arrived has one working day before somebody higher answers for it.
    CHECK(one.file.as_told.goes_up_at > to_iso(sample_now()));
    const wire::CaseAction raise{wire::CaseAction::Kind::escalate, lin_guilan, one.file.as_told.number, 0, {}, district.clock().now()};
    CHECK(district.hand_in({district.new_id(), std::string(wire::case_action_kind), dump_json(wire::to_json(raise)), sample_now()}).code == "");
    district.write([&] { return cases::watch(district.connection(), district.office().rules, district.clock().now()); });
    CHECK(district.write([&] { return cases::audit(district.connection(), district.clock().now()); }).empty());
}

TEST_CASE("A calendar that changes later moves the first step by the days from its handing in on") {
    District district;
    district.write([&] { return cases::follow_calendar(district.connection(), district.office().rules, district.clock().now()); });
    const auto one = sent(district, 2 * 24h);  // Friday; one day for the first step
    CHECK(one.file.as_told.steps[0].limit_at == "2026-11-23T17:00:00+08:00");
    TemporaryFolder folder;
    require(write_file(folder / "2026.json", R"({"year": 2026, "days_off": ["2026-11-23"], "work_days": []})").has_value(), "a calendar");
    const auto changed = *cases::Rules::load(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets" / "cases", *cases::Calendar::load(folder.path()));
    district.write([&] { return cases::follow_calendar(district.connection(), changed, district.clock().now()); });
    CHECK(file_of(district, one.file.as_told.number).as_told.steps[0].limit_at == "2026-11-24T17:00:00+08:00");
}

TEST_CASE("The day on a slip holds though the item promises more by now; a later one gives the case no more time") {
    CHECK(promised(0h) == by_arrival);
    CHECK(promised(0h, "2026-11-25") == "2026-11-25T17:00:00+08:00");
    CHECK(promised(0h, "2026-12-31") == by_arrival);
}

TEST_CASE("A kiosk whose clock is ahead, or years behind, neither gains nor loses by it; a day before the request is no promise") {
    CHECK(promised(-72h) == by_arrival);
    CHECK(promised(-72h, "2026-12-02") == by_arrival);
    CHECK(promised(3 * 366 * 24h, "2023-11-25") == by_arrival);
    CHECK(promised(0h, "2026-11-20") == by_arrival);
    District district;
    auto body = street_lamp_request(lin_guilan, district.office().catalogue.version());
    body.promised_on = "soon";
    CHECK(district.hand_in(submission_of(district.new_id(), body)).code == "wire.promised_on");
}

TEST_CASE("Hours that are promised by night too run from the handing in, and no day on the slip cuts them short") {
    District district;
    auto body = street_lamp_request(lin_guilan, district.office().catalogue.version());
    body.item_code = "YJ-0006";
    body.answers = {{"place", {"990102001001003002", "东门口"}}, {"what", {"exit"}}, {"people_near", {"many"}}, {"phone", {"000-00000457"}}, {"story", {"堵了"}}};
    body.handed_in_at = sample_now() - 3h;
    body.promised_on = "2026-11-22";
    const auto answer = district.hand_in(submission_of(district.new_id(), body));
    REQUIRE(answer.code == "");
    const auto file = file_of(district, answer.reference);
    CHECK(file.as_told.promised_at == to_iso(sample_now() + 21h));
    CHECK(file.as_told.steps[0].limit_at == to_iso(sample_now() - 1h));
}
