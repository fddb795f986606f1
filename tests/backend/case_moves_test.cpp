// What people can do to cases, by the charts of assets/cases.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/posts.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using cases::Mover;
using cases::Verb;

namespace {

const Mover bureau{Mover::Kind::officer, "bureau", "department", {"D:MZ"}};
const Mover resident{Mover::Kind::resident, "K-0001", "", {}};
const Mover supervisor{Mover::Kind::supervisor, "supervisor", "supervisor", {"SUPERVISION"}};

/// The code of the refusal, or nothing.
std::string move(District& district, Verb verb, const Mover& by, std::string note = {}, std::string to = {}, const std::string& number = allowance) {
    const auto moved = district.connection().write([&] {
        return cases::move(district.connection(), district.office().rules, number, {verb, by, std::move(note), std::move(to), district.clock().now()});
    });
    return moved ? std::string() : moved.error().code;
}

Timestamp time_of(const std::string& text) {
    Timestamp time;
    require(from_iso(text, time), "an instant");
    return time;
}

/// Closes it, however many steps are left.
void close(District& district, const Mover& by = full_rights) { REQUIRE(move(district, Verb::decide, by, "同意。", "granted").empty()); }

}  // namespace

TEST_CASE("A step lies at the post that its holder, the resident's grid and the department lead to") {
    District district;
    const auto routed = [&](std::string_view holder, const cases::Place& place) {
        return district.write([&] { return cases::route(district.connection(), district.office().rules, holder, place); });
    };
    const cases::Place wutong{"WT", "梧桐社区第3网格", "MZ"};
    CHECK(routed("社区网格员", wutong) == "G:梧桐社区第3网格");
    CHECK(routed("社区居民委员会", wutong) == "C:WT");
    CHECK(routed("街道政务服务中心", wutong) == "S:LL");
    CHECK(routed("区民政局财务科", wutong) == "D:MZ");
    CHECK(routed("区政务服务中心综合窗口", wutong) == "HALL");
    CHECK(routed("社区网格员", {"WT", "没有的网格", "MZ"}) == "C:WT");
    CHECK(routed("区里没有的部门", {"WT", "", "??"}) == "DISTRICT");
    CHECK(file_of(district).post == "D:MZ");
}

TEST_CASE("Only who sits where the case lies, or answers for it, moves it on; every move is told with who, why and when") {
    District district;
    const Mover other{Mover::Kind::officer, "other", "department", {"D:CG"}};
    CHECK(move(district, Verb::advance, other) == "case.not_yours");
    CHECK(move(district, Verb::advance, supervisor) == "case.not_yours");
    CHECK(move(district, Verb::advance, resident) == "case.not_yours");
    const auto before = file_of(district).history.size();
    CHECK(move(district, Verb::advance, bureau, "已核对。").empty());
    const auto after = file_of(district);
    REQUIRE(after.history.size() == before + 1);
    const auto& told = after.history.back();
    CHECK(told.actor == "bureau");
    CHECK(told.role == "department");
    CHECK(told.note == "已核对。");
    CHECK(told.at == district.clock().now());
}

TEST_CASE("What was told of a case can't be written over") {
    District district;
    district.connection().begin();
    district.connection().run("UPDATE case_events SET note = 'other'");
    CHECK_FALSE(district.connection().commit().has_value());
    district.connection().begin();
    district.connection().run("DELETE FROM case_events");
    CHECK_FALSE(district.connection().commit().has_value());
}

TEST_CASE("While a supplement is awaited both clocks stand; they go on by the working days that were lost, and it can be asked for once") {
    District district;
    const auto before = file_of(district);
    CHECK(move(district, Verb::ask_supplement, bureau) == "case.note_missing");
    CHECK(move(district, Verb::ask_supplement, bureau, "请补交户口簿首页。").empty());
    auto waiting = file_of(district).as_told;
    CHECK(waiting.state == wire::Case::State::supplement);
    CHECK(waiting.question == "请补交户口簿首页。");
    CHECK(waiting.clocks_stopped);
    CHECK_FALSE(waiting.waits_until.empty());
    CHECK(move(district, Verb::advance, bureau) == "case.state");
    district.clock().advance(24h * 7);  // a week: five working days
    CHECK_FALSE(file_of(district).late);
    CHECK(move(district, Verb::answer, resident, "已在大厅交了。").empty());
    const auto after = file_of(district);
    CHECK(after.as_told.state == wire::Case::State::open);
    CHECK(time_of(after.as_told.promised_at) == time_of(before.as_told.promised_at) + 24h * 7);
    CHECK(time_of(after.as_told.steps[2].limit_at) == time_of(before.as_told.steps[2].limit_at) + 24h * 7);
    CHECK(move(district, Verb::ask_supplement, bureau, "再补一份。") == "case.too_often");
}

TEST_CASE("A hazard of the city waits for nothing: its clocks run while it is asked about, and it can't be suspended") {
    District district;
    const auto number = district.hand_in(submission_of(district.new_id(), street_lamp_request(lin_guilan, district.office().catalogue.version()))).reference;
    CHECK(move(district, Verb::suspend, full_rights, "等待。", {}, number) == "case.not_in_chart");
    CHECK(move(district, Verb::ask_supplement, full_rights, "在几号楼前？", {}, number).empty());
    CHECK_FALSE(file_of(district, number).as_told.clocks_stopped);
}

TEST_CASE("A case that was suspended goes on by hand") {
    District district;
    const auto promised = file_of(district).as_told.promised_at;
    CHECK(move(district, Verb::suspend, bureau, "专家评审。").empty());
    CHECK(file_of(district).as_told.state == wire::Case::State::suspended);
    CHECK(move(district, Verb::resume, bureau).empty());
    CHECK(file_of(district).as_told.promised_at == promised);
}

TEST_CASE("A transfer changes who holds a case and nothing of its limits; to nowhere or to itself is refused") {
    District district;
    const auto limit = file_of(district).as_told.steps[2].limit_at;
    CHECK(move(district, Verb::transfer, bureau, "属于街道。", "S:LL").empty());
    const auto after = file_of(district);
    CHECK(after.post == "S:LL");
    CHECK(after.holder == "S:LL");
    CHECK(after.as_told.steps[2].limit_at == limit);
    CHECK(move(district, Verb::advance, bureau) == "case.not_yours");
    CHECK(move(district, Verb::transfer, full_rights, "再转。", "S:LL") == "case.same_post");
    CHECK(move(district, Verb::transfer, full_rights, "再转。", "S:??") == "case.post_unknown");
}

TEST_CASE("A case that is given back is at its earlier step again, but not before the first") {
    District district;
    CHECK(move(district, Verb::give_back, bureau, "材料看错了。").empty());
    CHECK(file_of(district).as_told.steps[1].state == wire::CaseStep::State::current);
    CHECK(move(district, Verb::give_back, full_rights, "再退。").empty());
    CHECK(move(district, Verb::give_back, full_rights, "再退。") == "case.first_step");
}

TEST_CASE("Only who has a seat at the post can be given a case") {
    District district;
    CHECK(move(district, Verb::assign, bureau, {}, "nobody") == "case.officer_unknown");
}

TEST_CASE("A request that is declined is closed with its reason") {
    District district;
    CHECK(move(district, Verb::decide, bureau, "年龄不满七十周岁。", "perhaps") == "case.decision");
    CHECK(move(district, Verb::decide, bureau, "年龄不满七十周岁。", "declined").empty());
    const auto file = file_of(district);
    CHECK(file.decision == "declined");
    CHECK(file.as_told.result == "年龄不满七十周岁。");
    CHECK(move(district, Verb::advance, bureau) == "case.closed");
}

TEST_CASE("A resident urges once a day") {
    District district;
    CHECK(move(district, Verb::urge, resident).empty());
    CHECK(move(district, Verb::urge, resident) == "case.urged_today");
    district.clock().advance(24h);
    CHECK(move(district, Verb::urge, resident).empty());
}

TEST_CASE("A resident's card raises a case once its limit has passed: not earlier, not twice a day, not above the top") {
    District district;
    CHECK(move(district, Verb::escalate, resident) == "case.escalate_early");
    district.clock().advance(time_of(file_of(district).as_told.steps[2].limit_at) - district.clock().now());
    CHECK(move(district, Verb::escalate, resident) == "case.escalate_early");
    district.clock().advance(1s);
    CHECK(move(district, Verb::escalate, resident).empty());
    CHECK(file_of(district).holder == "DISTRICT");
    CHECK(file_of(district).post == "D:MZ");
    CHECK(move(district, Verb::escalate, resident) == "case.escalated_today");
    district.clock().advance(24h);
    CHECK(move(district, Verb::escalate, resident) == "case.escalate_top");
}

TEST_CASE("A closed case opens again within thirty days, its last step to be done anew and the next higher post answering") {
    District district;
    CHECK(move(district, Verb::reopen, resident, "钱没有到账。") == "case.state");
    close(district);
    district.clock().advance(24h * 29);
    CHECK(move(district, Verb::reopen, resident) == "case.note_missing");
    CHECK(move(district, Verb::reopen, resident, "钱没有到账。").empty());
    const auto file = file_of(district);
    CHECK(file.as_told.state == wire::Case::State::open);
    CHECK(file.as_told.closed_at.empty());
    CHECK(file.holder == "DISTRICT");
    CHECK(file.as_told.promised_at == "2026-12-28T17:00:00+08:00");
    close(district);
    district.clock().advance(24h * 31);
    CHECK(move(district, Verb::reopen, resident, "还没有到。") == "case.reopen_late");
}

TEST_CASE("A good rating is only kept; a bad one opens a case that nobody who served can touch") {
    District district;
    CHECK(move(district, Verb::rate, resident, {}, "5") == "case.state");
    close(district, bureau);
    CHECK(move(district, Verb::rate, resident, {}, "6") == "case.rating");
    CHECK(move(district, Verb::rate, resident, {}, "5").empty());
    CHECK(move(district, Verb::rate, resident, {}, "1") == "case.rated");
    CHECK(district.number("SELECT count(*) FROM cases WHERE served IS NOT NULL") == 0);
    REQUIRE(move(district, Verb::reopen, resident, "没办完。").empty());
    close(district, bureau);
    CHECK(move(district, Verb::rate, resident, "态度不好。", "2").empty());
    const auto follow_up = district.write([&] {
        auto row = district.connection().query("SELECT number FROM cases WHERE served = ?", allowance);
        return row.next() ? row.text(0) : std::string();
    });
    CHECK(file_of(district, follow_up).post == "SUPERVISION");
    auto insider = bureau;
    insider.posts.push_back("SUPERVISION");
    CHECK(move(district, Verb::decide, insider, "没有问题。", "granted", follow_up) == "case.own_rating");
    auto insider_in_charge = full_rights;
    insider_in_charge.name = "bureau";
    CHECK(move(district, Verb::advance, insider_in_charge, {}, {}, follow_up) == "case.own_rating");
    CHECK(move(district, Verb::decide, supervisor, "已核实，责令道歉。", "granted", follow_up).empty());
}

TEST_CASE("What is offered to somebody is what would not be refused to them") {
    District district;
    const auto open = district.write([&] { return cases::open_moves(district.connection(), district.office().rules, allowance, bureau); });
    for (const auto verb : cases::all_verbs) {
        const auto* note = verb == Verb::assign || verb == Verb::urge ? "" : "理由";
        District fresh;
        const auto code = move(fresh, verb, bureau, note, verb == Verb::transfer ? "S:LL" : verb == Verb::decide ? "granted" : "");
        const bool offered = std::find(open.begin(), open.end(), verb) != open.end();
        CAPTURE(cases::name(verb));
        CHECK(offered == (code.empty() || code == "case.officer_unknown"));
    }
}

TEST_CASE("Every chart knows its states and lets every open case be brought to an end") {
    District district;
    for (const auto& chart : district.office().rules.charts()) {
        CAPTURE(chart.code);
        for (const auto verb : {Verb::advance, Verb::decide}) {
            REQUIRE(chart.rule(verb));
            CHECK(std::find(chart.rule(verb)->from.begin(), chart.rule(verb)->from.end(), "open") != chart.rule(verb)->from.end());
        }
        const bool stops = chart.rule(Verb::ask_supplement) != nullptr;
        CHECK(stops == (chart.rule(Verb::answer) != nullptr));
        CHECK((chart.rule(Verb::suspend) != nullptr) == (chart.rule(Verb::resume) != nullptr));
    }
}
