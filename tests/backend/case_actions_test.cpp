// What residents do to their cases from a kiosk, as submissions; and the figures that come of it all.
#include <doctest/doctest.h>

#include "backend-client/wire/board.hpp"
#include "backend-client/wire/case_actions.hpp"
#include "backend/api/feed.hpp"
#include "backend/api/holders.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/figures.hpp"
#include "backend/cases/moves.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using Kind = wire::CaseAction::Kind;

namespace {

const std::string closed_case = "C-2026-000102";

wire::Submission submission_of(District& district, const wire::CaseAction& action) {
    return {district.new_id(), std::string(wire::case_action_kind), dump_json(wire::to_json(action)), district.clock().now()};
}

wire::SubmissionAnswer act(District& district, Kind kind, const std::string& number, const std::string& text = {}, int rating = 0) {
    return district.hand_in(submission_of(district, {kind, lin_guilan, number, rating, text, district.clock().now()}));
}

void move(District& district, cases::Verb verb, const std::string& note = {}, const std::string& to = {}) {
    const auto moved = district.connection().write([&] {
        return cases::move(district.connection(), district.office().rules, allowance, {verb, full_rights, note, to, district.clock().now()});
    });
    REQUIRE(moved.has_value());
}

wire::Case told(District& district, const std::string& number) {
    return file_of(district, number).as_told;
}

}  // namespace

TEST_CASE("An action on a case comes back from JSON as it was, and what is out of its limits does not") {
    const wire::CaseAction action{Kind::rate, lin_guilan, allowance, 2, "慢", sample_now()};
    CHECK(*wire::case_action_from(wire::to_json(action)) == action);
    const auto json = wire::to_json(action);
    const Json wrong_ones{{"rating", 0}, {"action", "burn"}, {"card_serial", "1"}, {"case", ""}, {"at", "today"}, {"text", std::string(2001, 'x')}};
    for (const auto& [key, value] : wrong_ones.items()) {
        auto wrong = json;
        wrong[key] = value;
        CAPTURE(key);
        REQUIRE_FALSE(wire::case_action_from(wrong).has_value());
        CHECK(wire::case_action_from(wrong).error().code == "wire." + key);
    }
}

TEST_CASE("A resident answers what was asked, and the case goes on") {
    District district;
    move(district, cases::Verb::ask_supplement, "请补交照片。");
    const auto answer = act(district, Kind::answer, allowance, "照片在大厅拍了。");
    CHECK(answer.outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(answer.code.empty());
    CHECK(answer.reference == allowance);
    CHECK(told(district, allowance).state == wire::Case::State::open);
    CHECK(told(district, allowance).events.back().kind == "supplemented");
}

TEST_CASE("What a rule says no to is received with its code, so that nothing waits at the kiosk; what is nobody's business is refused") {
    District district;
    CHECK(act(district, Kind::escalate, allowance).code == "case.escalate_early");
    CHECK(act(district, Kind::urge, allowance).code.empty());
    const auto again = act(district, Kind::urge, allowance);
    CHECK(again.outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(again.code == "case.urged_today");
    CHECK(act(district, Kind::urge, "C-1999-000001").code == "case.unknown");
    CHECK(act(district, Kind::urge, "C-2026-000103").outcome == wire::SubmissionAnswer::Outcome::refused);
    CHECK(act(district, Kind::urge, "C-2026-000103").code == "case.not_yours");
    wire::CaseAction stolen{Kind::urge, blocked_card, allowance, 0, {}, district.clock().now()};
    CHECK(district.hand_in(submission_of(district, stolen)).code == "card.black_listed");
}

TEST_CASE("The same action handed in twice counts once and gets the same answer") {
    District district;
    const auto submission = submission_of(district, {Kind::urge, lin_guilan, allowance, 0, {}, district.clock().now()});
    const auto first = district.hand_in(submission);
    CHECK(district.hand_in(submission) == first);
    CHECK(district.number("SELECT count(*) FROM case_events WHERE kind = 'urged'") == 1);
}

TEST_CASE("What a hall without network kept in time is in time, however late it arrives; a kiosk whose clock is ahead gains nothing") {
    District district;
    move(district, cases::Verb::decide, "同意。", "granted");
    const auto asked = district.clock().now() + 24h * 29;
    district.clock().advance(24h * 45);
    const auto late = district.hand_in(submission_of(district, {Kind::reopen, lin_guilan, allowance, 0, "没有到账。", asked}));
    CHECK(late.code.empty());
    CHECK(told(district, allowance).state == wire::Case::State::open);
    const auto ahead = district.hand_in(submission_of(district, {Kind::escalate, lin_guilan, allowance, 0, {}, district.clock().now() + 24h * 365}));
    CHECK(ahead.code == "case.escalate_early");
}

TEST_CASE("A holder takes a request back while it may be, and nobody else does; at the last of several steps it is too late") {
    District district;
    const auto record = [&] { return district.write([&] { return api::holder_record(district.connection(), district.office().rules, lin_guilan, district.clock().now()); }); };
    const auto may = [&](const std::string& number) {
        for (const auto& one : record().cases)
            if (one.number == number) return one.may_withdraw;
        FAIL("no such case");
        return false;
    };
    CHECK(may(allowance));
    CHECK_FALSE(may(closed_case));
    CHECK(act(district, Kind::withdraw, "C-2026-000103").code == "case.not_yours");
    CHECK(act(district, Kind::withdraw, closed_case).code == "case.closed");
    move(district, cases::Verb::advance);
    CHECK_FALSE(may(allowance));
    CHECK(act(district, Kind::withdraw, allowance).code == "case.last_step");
    CHECK(told(district, allowance).state == wire::Case::State::open);
    move(district, cases::Verb::give_back, "请重新核对。");
    CHECK(act(district, Kind::withdraw, allowance).code.empty());
    const auto one = told(district, allowance);
    CHECK(one.state == wire::Case::State::withdrawn);
    CHECK(one.events.back().kind == "withdrawn");
    CHECK_FALSE(may(allowance));
    CHECK(district.number("SELECT count(*) FROM cases WHERE number = 'C-2026-000101' AND due_at IS NULL") == 1);
}

TEST_CASE("A resident is told what happened and who answers, and no officer's name or note to a colleague") {
    District district;
    move(district, cases::Verb::transfer, "请街道核实住址。", "S:LL");
    const auto one = told(district, allowance);
    CHECK(one.holder.zh == "柳林街道办事处");
    CHECK(one.goes_up_to.zh == "区政务服务管理局");
    CHECK_FALSE(one.goes_up_at.empty());
    CHECK(one.events.back().kind == "transferred");
    CHECK(one.events.back().post.zh == "柳林街道办事处");
    const auto json = dump_json(wire::to_json(one));
    CHECK(json.find("office\"") == std::string::npos);
    CHECK(json.find("请街道核实住址") == std::string::npos);
}

TEST_CASE("Figures are reckoned from events: a red card on the whole is not on time, mediation is in none, ratings count from three") {
    District district;
    auto& connection = district.connection();
    const auto& rules = district.office().rules;
    const auto figures = [&] { return district.write([&] { return cases::reckon_figures(connection, rules, district.clock().now()); }); };
    const auto before = figures();
    move(district, cases::Verb::decide, "同意。", "granted");
    act(district, Kind::rate, allowance, "慢", 2);
    auto after = figures();
    CHECK(after["department:MZ"]["on_time"] == cases::Share{1, 1});
    CHECK(after["community:WT"]["satisfaction"] == cases::Share{0, 1});
    CHECK(after["district"]["closing"].counted == before.at("district").at("closing").counted + 1);
    district.write([&] {
        connection.run("INSERT INTO case_events (case_number, at, kind, step, actor, role, post, target, note) VALUES (?, ?, 'red_card', 'whole', '', 'system', '', '', '')",
                       allowance, district.clock().now() - 1h);
        return true;
    });
    after = figures();
    CHECK(after["department:MZ"]["on_time"] == cases::Share{0, 1});
    const auto accepted = after["district"]["closing"].of;
    const auto* mediation = district.office().catalogue.find("SF-0003");
    REQUIRE(mediation);
    district.write([&] {
        cases::Arrival arrival;
        arrival.card_serial = lin_guilan;
        arrival.kiosk = "K-0001";
        arrival.at = district.clock().now() - 1min;
        return cases::open_case(connection, rules, *mediation, arrival);
    });
    CHECK(figures()["district"]["closing"].of == accepted);
}

TEST_CASE("Figures at their edges: a step's red card keeps a case on time, three is satisfied, what follows a bad rating and what is a month ago counts in none") {
    District district;
    auto& connection = district.connection();
    const auto& rules = district.office().rules;
    const auto figures = [&] { return district.write([&] { return cases::reckon_figures(connection, rules, district.clock().now()); }); };
    const auto note = [&](const char* kind, const char* step, const char* target, std::chrono::hours ago) {
        connection.run("INSERT INTO case_events (case_number, at, kind, step, actor, role, post, target, note) VALUES (?, ?, ?, ?, '', 'system', '', ?, '')", allowance,
                       district.clock().now() - ago, kind, step, target);
    };
    move(district, cases::Verb::decide, "同意。", "granted");
    note("red_card", "examine", "", 1h);
    CHECK(figures()["department:MZ"]["on_time"] == cases::Share{1, 1});
    act(district, Kind::rate, allowance, "还可以", 3);
    CHECK(figures()["department:MZ"]["satisfaction"] == cases::Share{1, 1});
    note("rated", "", "5", 24h * 30);
    note("rated", "", "5", 24h * 30 - 1h);
    CHECK(figures()["department:MZ"]["satisfaction"] == cases::Share{2, 2});
    const auto accepted = figures()["district"]["closing"].of;
    connection.run("UPDATE cases SET served = 'C-2026-000101' WHERE number = ?", allowance);
    CHECK(figures()["district"]["closing"].of == accepted - 1);
    CHECK(figures()["department:MZ"]["on_time"].of == 0);
}

TEST_CASE("The kiosks of a community hear of their board when figures change, and only then") {
    District district;
    auto& connection = district.connection();
    const auto& rules = district.office().rules;
    const auto boards = [&](std::int64_t cursor) {
        const auto changes = district.write([&] { return api::changes_since(connection, rules, {"WT", cursor, 1000}, district.clock().now()); });
        std::vector<std::string> texts;
        for (const auto& entry : changes.entries)
            if (entry.kind == wire::Change::Kind::board) texts.push_back(entry.board);
        return std::pair(texts, changes.cursor);
    };
    const auto keep = [&] {
        district.write([&] {
            cases::keep_figures(connection, cases::reckon_figures(connection, rules, district.clock().now()), district.clock().now());
            return true;
        });
    };
    CHECK(boards(0).first.empty());
    keep();
    const auto [texts, cursor] = boards(0);
    REQUIRE(texts.size() == 1);
    const auto board = wire::board_from(*parse_json(texts.front()));
    REQUIRE(board.has_value());
    CHECK(board->community.zh == "梧桐社区");
    CHECK_FALSE(board->figures.empty());
    for (const auto& line : board->figures) CHECK(line.counted <= line.of);
    keep();
    CHECK(boards(cursor).first.empty());
    move(district, cases::Verb::decide, "同意。", "granted");
    keep();
    CHECK(boards(cursor).first.size() == 1);
}
