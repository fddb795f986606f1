// What happens to cases when nobody does anything, and when posts, people or the calendar change.
#include <doctest/doctest.h>

#include <fstream>

#include "backend/api/access.hpp"
#include "backend/cases/audit.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/posts.hpp"
#include "backend/cases/watch.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using cases::Mover;
using cases::Verb;

namespace {

void watch(District& district) {
    while (district.write([&] { return cases::watch(district.connection(), district.office().rules, district.clock().now()); }) > 0) {}
}

std::vector<std::string> kinds_of(District& district, const std::string& number = allowance) {
    std::vector<std::string> kinds;
    for (const auto& event : file_of(district, number).history) kinds.push_back(event.kind);
    return kinds;
}

std::int64_t count(District& district, const std::string& kind, const std::string& number) {
    const auto kinds = kinds_of(district, number);
    return std::count(kinds.begin(), kinds.end(), kind);
}

void move(District& district, Verb verb, const std::string& note, const std::string& to = {}, const std::string& number = allowance) {
    const auto moved = district.connection().write([&] {
        return cases::move(district.connection(), district.office().rules, number, {verb, full_rights, note, to, district.clock().now()});
    });
    REQUIRE(moved.has_value());
}

std::string visit_of_grid_officer(District& district) {
    cases::Item item;
    item.code = "WG-0001";
    item.name = item.department = item.result = {"上门", "Visit"};
    item.promised_days = item.statutory_days = 3;
    item.steps = {{"assign", {"派单", "Assign"}, {"社区网格站", ""}, 1}, {"visit", {"上门", "Visit"}, {"网格员", ""}, 1}, {"reply", {"回访", ""}, {"社区网格站", ""}, 1}};
    cases::Arrival arrival;
    arrival.card_serial = lin_guilan;
    arrival.kiosk = "K-0001";
    arrival.at = district.clock().now();
    return district.write([&] { return cases::open_case(district.connection(), district.office().rules, item, arrival); });
}

}  // namespace

TEST_CASE("A step gets its yellow card in the afternoon of its last day, its red card the moment after, and each only once") {
    District district;
    watch(district);
    const auto limit = file_of(district).as_told.steps[2].limit_at;
    Timestamp end;
    REQUIRE(from_iso(limit, end));
    const auto at = [&](Timestamp time) {
        district.clock().advance(std::chrono::duration_cast<Millis>(time - district.clock().now()));
        watch(district);
        return file_of(district).step_card;
    };
    CHECK(at(end - 4h - 1s) == "none");
    CHECK(at(end - 4h) == "yellow");
    CHECK(at(end) == "yellow");
    CHECK(at(end + 1s) == "red");
    watch(district);
    CHECK(count(district, "yellow_card", allowance) >= 1);
    CHECK(count(district, "red_card", allowance) == 1);
}

TEST_CASE("What nobody does climbs from grid to community to street to district, each rung at its own time") {
    District district;
    const auto number = visit_of_grid_officer(district);
    move(district, Verb::advance, {}, {}, number);  // the station has sent it to the officer
    std::string post = file_of(district, number).holder;
    REQUIRE(post == "G:梧桐社区第3网格");
    std::vector<std::pair<std::string, std::string>> way;
    for (int hour = 0; hour < 24 * 14; ++hour) {
        district.clock().advance(1h);
        watch(district);
        const auto file = file_of(district, number);
        if (file.holder == post) continue;
        post = file.holder;
        way.emplace_back(post, to_iso(district.clock().now()).substr(0, 13));
    }
    REQUIRE(way.size() == 3);
    CHECK(way[0] == std::pair<std::string, std::string>("C:WT", "2026-11-23T17"));
    CHECK(way[1] == std::pair<std::string, std::string>("S:LL", "2026-11-24T17"));
    CHECK(way[2] == std::pair<std::string, std::string>("DISTRICT", "2026-11-26T17"));
    CHECK(file_of(district, number).post == "G:梧桐社区第3网格");
}

TEST_CASE("What a bad rating opened has a clock that goes up by itself too, and its resident is told to whom") {
    District district;
    move(district, Verb::decide, "办好了。", "granted");
    const Mover resident{Mover::Kind::resident, "K-0001", "resident", {}};
    REQUIRE(district.write([&] {
        return cases::move(district.connection(), district.office().rules, allowance, {Verb::rate, resident, {}, "1", district.clock().now(), {}}).has_value();
    }));
    const auto follow_up = district.write([&] {
        auto row = district.connection().query("SELECT number FROM cases WHERE served = ?", allowance);
        return row.next() ? row.text(0) : std::string();
    });
    REQUIRE(file_of(district, follow_up).holder == "SUPERVISION");
    CHECK_FALSE(file_of(district, follow_up).as_told.goes_up_to.zh.empty());
    district.clock().advance(24h * 3);
    watch(district);
    const auto late = file_of(district, follow_up);
    CHECK(late.holder == "DISTRICT");
    CHECK(late.post == "SUPERVISION");
    CHECK(late.as_told.goes_up_to.zh.empty());  // nobody is above
}

TEST_CASE("A backend that was off for two weeks gives every card and climbs every rung, at the times they were due") {
    District on, off;
    const auto first = visit_of_grid_officer(on), second = visit_of_grid_officer(off);
    for (int hour = 0; hour < 24 * 14; ++hour) {
        on.clock().advance(1h);
        watch(on);
    }
    off.clock().advance(24h * 14);
    watch(off);
    CHECK(file_of(on, first).holder == file_of(off, second).holder);
    CHECK(count(on, "escalated", first) == count(off, "escalated", second));
    CHECK(count(off, "red_card", second) == 2);
}

TEST_CASE("A supplement that never comes ends the case with a sentence; a suspension ends by itself and the case goes on") {
    District district;
    move(district, Verb::suspend, "等待鉴定。");
    district.clock().advance(24h * 60);
    watch(district);
    CHECK(file_of(district).as_told.state == wire::Case::State::open);
    move(district, Verb::ask_supplement, "请补交照片。");
    district.clock().advance(24h * 40);
    watch(district);
    const auto file = file_of(district);
    CHECK(file.as_told.state == wire::Case::State::withdrawn);
    CHECK_FALSE(file.as_told.result.empty());
    CHECK(kinds_of(district).back() == "ended_unanswered");
}

TEST_CASE("Cases of an officer who is gone stay at the post; a post without anybody hands over to the next higher, new ones included") {
    District district;
    auto& connection = district.connection();
    REQUIRE(api::set_user(connection, "grid3", api::Role::grid_officer, "correct-horse-9", district.random()).has_value());
    district.write([&] { return cases::give_seat(connection, "grid3", "G:梧桐社区第3网格").has_value(); });
    const auto number = visit_of_grid_officer(district);
    move(district, Verb::advance, {}, {}, number);
    move(district, Verb::assign, {}, "grid3", number);
    const auto removed = connection.write([&] { return cases::remove_person(connection, district.office().rules, "grid3", district.clock().now()); });
    REQUIRE(removed.has_value());
    const auto file = file_of(district, number);
    CHECK(file.officer.empty());
    CHECK(file.post == "C:WT");
    CHECK(file.holder == "C:WT");
    CHECK(kinds_of(district, number).back() == "handed_over");
    const auto another = visit_of_grid_officer(district);
    move(district, Verb::advance, {}, {}, another);
    CHECK(file_of(district, another).holder == "C:WT");
    const auto twice = connection.write([&] { return cases::remove_person(connection, district.office().rules, "grid3", district.clock().now()); });
    CHECK(twice.error().code == "user.unknown");
}

TEST_CASE("The cases of a department that the catalogue no longer has go to whoever took over, and the audit finds none without a holder") {
    District district;
    auto& connection = district.connection();
    REQUIRE(file_of(district).post == "D:MZ");
    TemporaryFolder folder;
    for (const auto* file : {"justice.json", "shared.json"})
        std::filesystem::copy_file(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets" / "services" / file, folder / file);
    const auto loaded = cases::Catalogue::load(folder.path());
    REQUIRE(loaded.has_value());
    const auto& smaller = *loaded;
    district.write([&] {
        cases::set_up_posts(connection, district.office().rules, smaller, district.clock().now());
        return true;
    });
    const auto holders_gone = district.write([&] { return cases::audit(connection, district.clock().now(), 24h * 365).size(); });
    CHECK(holders_gone > 0);
    district.write([&] { return cases::hand_over(connection, district.office().rules, district.clock().now()); });
    CHECK(file_of(district).holder == "DISTRICT");
    CHECK(district.write([&] { return cases::audit(connection, district.clock().now(), 24h * 365).size(); }) == 0);
}

TEST_CASE("A changed calendar moves the limit of the step that is going on, never the promised date to later") {
    District district;
    auto& connection = district.connection();
    const auto& rules = district.office().rules;
    district.write([&] { return cases::follow_calendar(connection, rules, district.clock().now()); });
    TemporaryFolder folder;
    std::ofstream(folder / "2026.json") << R"({"year": 2026, "days_off": ["2026-11-23"], "work_days": []})";
    const auto changed = *cases::Rules::load(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets" / "cases", *cases::Calendar::load(folder.path()));
    const auto limit = file_of(district).as_told.steps[2].limit_at;
    const auto promised = file_of(district).as_told.promised_at;
    CHECK(district.write([&] { return cases::follow_calendar(connection, changed, district.clock().now()); }) > 0);
    CHECK(file_of(district).as_told.steps[2].limit_at > limit);
    CHECK(file_of(district).as_told.steps[2].limit_at <= promised);
    CHECK(file_of(district).as_told.promised_at == promised);
    CHECK(kinds_of(district).back() == "calendar_changed");
    CHECK(district.write([&] { return cases::follow_calendar(connection, changed, district.clock().now()); }) == 0);
}

TEST_CASE("Cases from before posts were known are routed when the clocks are first looked at") {
    District district;
    district.write([&] {
        district.connection().run("UPDATE cases SET post = 'DISTRICT', holder = 'DISTRICT', held_since = 0, due_at = 0 WHERE number = ?", allowance);
        return true;
    });
    watch(district);
    CHECK(file_of(district).post == "D:MZ");
}

TEST_CASE("The audit finds a case without a clock and one that nobody watches") {
    District district;
    watch(district);
    const auto findings = [&] { return district.write([&] { return cases::audit(district.connection(), district.clock().now()); }); };
    CHECK(findings().empty());
    district.write([&] {
        district.connection().run("UPDATE cases SET step_limit_at = NULL WHERE number = ?", allowance);
        return true;
    });
    REQUIRE(findings().size() == 1);
    CHECK(findings().front().check == "clock_missing");
    district.write([&] {
        district.connection().run("UPDATE cases SET step_limit_at = 1, due_at = 1 WHERE number = ?", allowance);
        return true;
    });
    REQUIRE(findings().size() == 1);
    CHECK(findings().front().check == "overdue_unwatched");
}
