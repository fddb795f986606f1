// City management (数字城管): classes say whose work it is and by when, supervision stands apart from command, and what is seen twice is one case.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "backend-client/wire/case_actions.hpp"
#include "backend-client/wire/reports.hpp"
#include "backend/api/feed.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/watch.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using cases::Mover;
using cases::Verb;
using Kind = wire::CaseAction::Kind;

namespace {

const std::string building = "990102001001003002", other_community = "990102001002001001", far_in_it = "990102001002003001";
const Mover watcher{Mover::Kind::officer, "watcher", "department", {"CITY_WATCH"}}, commander{Mover::Kind::officer, "commander", "department", {"CITY_COMMAND"}},
    plumber{Mover::Kind::officer, "plumber", "department", {"D:SL"}};

/// Monday 23 November 2026.
Timestamp monday(int hour, int minute = 0) { return from_local({2026, 11, 23, hour, minute, 0, 0}); }

struct City : District {
    City() { at(monday(10)); }

    void at(Timestamp time) { clock().advance(time - clock().now()); }
    wire::RequestBody request(const std::string& card, const std::string& group, const std::string& value, const std::string& place = building) {
        auto body = street_lamp_request(card, office().catalogue.version());
        body.item_code = "CG-0011";
        body.receipt = "K0001-20261123-" + std::to_string(1000 + ++told);
        body.answers = {{"class", {group}}, {"class_" + group, {value}}, {"place", {place, "东门口"}}};
        body.handed_in_at = clock().now();
        return body;
    }
    std::string tell(const std::string& card, const std::string& group, const std::string& value, const std::string& place = building) {
        const auto answer = hand_in(submission_of(new_id(), request(card, group, value, place)));
        REQUIRE(answer.code == "");
        return answer.reference;
    }
    std::string move(const std::string& number, Verb verb, const Mover& by, std::string note = {}, std::string to = {}) {
        const auto moved = write([&] { return cases::move(connection(), office().rules, number, {verb, by, std::move(note), std::move(to), clock().now(), {}}); });
        return moved ? std::string() : moved.error().code;
    }
    std::string act(Kind kind, const std::string& card, const std::string& number, const std::string& text = {}) {
        const wire::CaseAction action{kind, card, number, 0, text, clock().now()};
        return hand_in({new_id(), std::string(wire::case_action_kind), dump_json(wire::to_json(action)), clock().now()}).code;
    }
    cases::CaseFile file(const std::string& number) {
        return write([&] { return *cases::find_case(connection(), number, clock().now()); });
    }
    wire::OpenReports reports(const std::string& community) {
        const auto changes = write([&] { return api::changes_since(connection(), office().rules, {community, 0, 1000}, clock().now()); });
        for (const auto& entry : changes.entries)
            if (entry.kind == wire::Change::Kind::reports) return *wire::open_reports_from(*parse_json(entry.reports));
        return {};
    }
    int told = 0;
};

}  // namespace

TEST_CASE("Hours of office pass only while offices are open; urgent hours pass at night and on free days") {
    const auto calendar = cases::Calendar::load(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets" / "calendar");
    REQUIRE(calendar.has_value());
    CHECK(calendar->after(monday(10), cases::Limit{0, 4, false}) == monday(14));
    CHECK(calendar->after(monday(16), cases::Limit{0, 4, false}) == monday(12) + 24h);
    CHECK(calendar->after(monday(20), cases::Limit{0, 8, false}) == monday(17) + 24h);
    CHECK(calendar->after(monday(3), cases::Limit{0, 1, false}) == monday(10));
    const auto friday_evening = monday(18) + 96h;
    CHECK(calendar->after(friday_evening, cases::Limit{0, 2, false}) == monday(11) + 7 * 24h);
    CHECK(calendar->after(friday_evening, cases::Limit{0, 2, true}) == friday_evening + 2h);
    CHECK(calendar->after(monday(10), cases::Limit{2, 0, false}) == monday(17) + 48h);
}

TEST_CASE("Every small class has a department that is there and a limit, and there are sixty or more of them") {
    City city;
    const auto* item = city.office().catalogue.find("CG-0011");
    REQUIRE(item);
    CHECK(item->classes.size() >= 60);
    for (const auto& one : item->classes) {
        CAPTURE(one.value);
        CHECK(city.office().catalogue.departments().contains(one.department));
        CHECK((one.limit.days > 0) != (one.limit.hours > 0));
    }
}

TEST_CASE("The class decides whose work it is and by when; the place, not the teller's home, decides where") {
    City city;
    const auto number = city.tell(lin_guilan, "part_01", "p0102", other_community);
    auto file = city.file(number);
    CHECK(file.as_told.item.zh == "城市问题上报：污水井盖");
    CHECK(file.community == "HX");
    CHECK(file.post == "CITY_WATCH");
    CHECK(file.as_told.steps[2].holder.zh == "水务局");
    CHECK(city.move(number, Verb::advance, watcher) == "");
    CHECK(city.file(number).post == "CITY_COMMAND");
    CHECK(city.move(number, Verb::advance, commander) == "");
    file = city.file(number);
    CHECK(file.post == "D:SL");
    CHECK(file.as_told.steps[2].limit_at == to_iso(city.clock().now() + 2h));
    CHECK(file.as_told.promised_at < to_iso(city.office().rules.calendar().after(monday(10), 7)));
    const auto slow = city.tell(lin_guilan, "part_04", "p0406");
    CHECK(city.file(slow).as_told.promised_at > file.as_told.promised_at);
    CHECK(city.file(slow).as_told.promised_at <= to_iso(city.office().rules.calendar().after(monday(10), 7)));
}

TEST_CASE("A class of another group, or none, is no class") {
    City city;
    auto body = city.request(lin_guilan, "part_01", "p0401");
    CHECK(city.hand_in(submission_of(city.new_id(), body)).code == "request.field_invalid");
    body.answers.erase("class_part_01");
    CHECK(city.hand_in(submission_of(city.new_id(), body)).code == "request.field_missing");
}

TEST_CASE("Who dispatched or handled it never checks and closes it, nor does the post that did, and nobody closes it in between") {
    City city;
    const auto number = city.tell(lin_guilan, "part_01", "p0102");
    const Mover everybody{Mover::Kind::administrator, "everybody", "administrator", {}};
    CHECK(city.move(number, Verb::advance, watcher) == "");
    CHECK(city.move(number, Verb::decide, commander, "已处理", "granted") == "case.step");
    CHECK(city.move(number, Verb::advance, everybody) == "");
    CHECK(city.move(number, Verb::advance, plumber) == "");
    CHECK(city.move(number, Verb::advance, plumber) == "case.not_yours");
    CHECK(city.move(number, Verb::advance, everybody) == "case.not_apart");
    CHECK(city.move(number, Verb::decide, everybody, "修好了", "granted") == "case.not_apart");
    CHECK(city.move(number, Verb::transfer, watcher, "请核查", "D:SL") == "case.not_apart");
    CHECK(city.move(number, Verb::transfer, watcher, "请核查", "CITY_COMMAND") == "case.not_apart");
    // A person who has seats on both sides is one person.
    const Mover both{Mover::Kind::officer, "plumber", "department", {"D:SL", "CITY_WATCH"}};
    CHECK(city.move(number, Verb::advance, both) == "case.not_apart");
    CHECK(city.move(number, Verb::advance, watcher) == "");
    CHECK(city.file(number).as_told.state == wire::Case::State::closed);
}

TEST_CASE("What others see too is joined in once a card, counted, and followed by them without the first teller's words") {
    City city;
    const auto number = city.tell(lin_guilan, "part_01", "p0102");
    CHECK(city.act(Kind::second, zhang_jianguo, number) == "");
    CHECK(city.act(Kind::second, zhang_jianguo, number) == "case.seconded");
    CHECK(city.act(Kind::second, lin_guilan, number) == "case.seconded");
    CHECK(city.act(Kind::second, blocked_card, number) == "card.black_listed");
    CHECK(city.file(number).as_told.told_by == 2);
    const auto theirs = city.write([&] { return cases::cases_of(city.connection(), city.office().rules, zhang_jianguo); });
    const auto found = std::find_if(theirs.begin(), theirs.end(), [&](const wire::Case& one) { return one.number == number; });
    REQUIRE(found != theirs.end());
    CHECK(found->seconded);
    CHECK(found->receipt.empty());
    CHECK(found->events.back().kind == "seconded");
    CHECK(wire::case_from(wire::to_json(*found)).value() == *found);
    CHECK(city.act(Kind::urge, zhang_jianguo, number) == "");
    CHECK(city.act(Kind::withdraw, zhang_jianguo, number) == "case.not_yours");
    CHECK(city.act(Kind::withdraw, lin_guilan, number) == "case.others_told");
    for (const auto& by : {watcher, commander, plumber, watcher}) CHECK(city.move(number, Verb::advance, by) == "");
    CHECK(city.act(Kind::reopen, zhang_jianguo, number, "还是坏的") == "case.not_yours");
    // Told of in a hall without network before it was closed: it still counts, and shows how it ended.
    CHECK(city.act(Kind::second, "3100000000123458", number) == "");
    CHECK(city.file(number).as_told.told_by == 3);
}

TEST_CASE("Kinds of cases that nobody can join in with refuse it") {
    City city;
    CHECK(city.act(Kind::second, zhang_jianguo, "C-2026-000101") == "case.not_in_chart");
    CHECK(city.act(Kind::second, zhang_jianguo, "C-1999-000001") == "case.unknown");
}

TEST_CASE("The kiosks of the community where it is hear what is open there, and nothing of who told") {
    City city;
    const auto number = city.tell(lin_guilan, "part_01", "p0102");
    city.tell(lin_guilan, "event_01", "e0102", far_in_it);
    city.act(Kind::second, zhang_jianguo, number);
    auto here = city.reports("WT");
    REQUIRE(here.reports.size() == 1);
    CHECK(here.reports[0] == wire::OpenReport{number, "CG-0011", "p0102", building, to_iso(monday(10)), 2});
    CHECK(dump_json(wire::to_json(here)).find("31000000001234") == std::string::npos);
    CHECK(city.reports("HX").reports.size() == 2);  // its own, and what is just across its border
    for (const auto& by : {watcher, commander, plumber, watcher}) city.move(number, Verb::advance, by);
    CHECK(city.reports("WT").reports.empty());
}

TEST_CASE("A hazard has hours, at night too: warned at half, late at the limit, up two hours later") {
    City city;
    city.at(monday(22));
    auto body = city.request(lin_guilan, "part_01", "p0102");
    body.item_code = "YJ-0006";
    body.answers = {{"place", {building, "东门口"}}, {"what", {"exit"}}, {"people_near", {"many"}}, {"phone", {"000-00000457"}}, {"story", {"堵了"}}};
    const auto answer = city.hand_in(submission_of(city.new_id(), body));
    REQUIRE(answer.code == "");
    auto file = city.file(answer.reference);
    CHECK(file.chart == "hazard");
    CHECK(file.as_told.promised_at == to_iso(monday(22) + 24h));
    CHECK(file.as_told.steps[0].limit_at == to_iso(monday(22) + 2h));
    CHECK(file.as_told.goes_up_at == to_iso(monday(22) + 4h));
    const auto before = file.holder;
    const auto watch_at = [&](Timestamp at) {
        city.at(at);
        city.write([&] { return cases::watch(city.connection(), city.office().rules, at); });
        file = city.file(answer.reference);
    };
    watch_at(monday(22) + 59min);
    CHECK(file.step_card == "none");
    watch_at(monday(22) + 61min);
    CHECK(file.step_card == "yellow");
    watch_at(monday(22) + 121min);
    CHECK(file.step_card == "red");
    CHECK(file.holder == before);
    watch_at(monday(22) + 241min);
    CHECK(file.holder != before);
}

TEST_CASE("What is open just across a community's border is told there too and can be joined in with; what lies farther, or is private, is not") {
    City city;
    CHECK(city.reports("WT").reports.empty());
    const auto near = city.tell(zhang_jianguo, "part_01", "p0102", other_community);
    city.tell(zhang_jianguo, "part_01", "p0102", far_in_it);
    cases::Arrival arrival;
    arrival.card_serial = zhang_jianguo;
    arrival.kiosk = "K-0001";
    arrival.at = city.clock().now();
    arrival.community = "HX", arrival.place = other_community;
    city.write([&] { return cases::open_case(city.connection(), city.office().rules, *city.office().catalogue.find("SF-0003"), arrival); });
    const auto here = city.reports("WT"), there = city.reports("HX");
    REQUIRE(here.reports.size() == 1);
    CHECK(here.reports[0].number == near);
    CHECK(there.reports.size() == 2);
    CHECK(city.act(Kind::second, lin_guilan, near) == "");
    CHECK(city.reports("WT").reports[0].told_by == 2);
    const auto own = city.tell(lin_guilan, "part_01", "p0102", "990102001001001001");
    CHECK(city.reports("WT").reports.size() == 2);
    for (const auto& one : city.reports("HX").reports) CHECK(one.number != own);  // that grid lies away from the border
}
