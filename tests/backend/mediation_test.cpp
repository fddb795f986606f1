// Mediation: two sides, times that suit both, an agreement that both accept by card, and where it may be passed on to.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend/cases/mediation.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "backend/cases/slots.hpp"
#include "tests/backend/mediation.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using cases::Verb;
using Kind = wire::CaseAction::Kind;

namespace {

const std::string& asks = lin_guilan;
const std::string& invited = zhang_jianguo;
const std::string third = "3100000000123458", other_card_of_lin = "3100000000123495";
const std::string agreement = "一、楼上在本月底前修好水管。二、楼上赔偿八百元。";

/// With the other side invited: steps `invite` and after.
std::string with_both(District& district) {
    const auto number = hand_in_mediation(district);
    REQUIRE(mediate(district, number, Verb::advance).empty());
    REQUIRE(mediate(district, number, Verb::invite, "楼上楼下漏水的事。", invited).empty());
    return number;
}

/// With a time set, so that the step `mediate` goes on.
std::string at_the_table(District& district) {
    const auto number = with_both(district);
    const auto time = told_to(district, asks, number).mediation->offered.front();
    REQUIRE(at_kiosk(district, number, asks, Kind::choose_times, time).empty());
    REQUIRE(at_kiosk(district, number, invited, Kind::choose_times, time).empty());
    return number;
}

std::string step_of(District& district, const std::string& number) {
    const auto file = mediation_file(district, number);
    for (const auto& step : file.as_told.steps)
        if (step.state == wire::CaseStep::State::current) return step.code;
    return {};
}

std::string start_of(const std::string& local) {
    Timestamp at;
    require(from_iso(local + ":00+08:00", at), "a local time");
    return to_iso(at);
}

bool happened(const wire::Case& one, std::string_view kind) {
    return std::any_of(one.events.begin(), one.events.end(), [&](const wire::CaseEvent& event) { return event.kind == kind; });
}

}  // namespace

TEST_CASE("Whoever is invited sees what it is about and nothing that the other side wrote or is told alone") {
    District district;
    const auto number = with_both(district);
    const auto mine = told_to(district, asks, number), theirs = told_to(district, invited, number);
    CHECK_FALSE(mine.mediation->invited);
    CHECK(theirs.mediation->invited);
    CHECK(theirs.mediation->offered == mine.mediation->offered);
    CHECK_FALSE(theirs.may_withdraw);
    CHECK(mine.may_withdraw);
    CHECK(theirs.receipt.empty());
    const auto json = dump_json(wire::to_json(theirs));
    CHECK(json.find("楼上楼下漏水的事。") != std::string::npos);
    for (const auto& word : {canary_name, canary_text, canary_phone, asks}) CHECK(json.find(word) == std::string::npos);
    for (const auto kind : {Kind::withdraw, Kind::urge, Kind::escalate, Kind::answer, Kind::reopen})
        CHECK(at_kiosk(district, number, invited, kind, "不该由我做") == "case.not_yours");
}

TEST_CASE("Nobody can be invited to their own case, by an unknown or a lost card, or twice once they answered; a wrong card can be put right before") {
    District district;
    const auto number = hand_in_mediation(district);
    CHECK(mediate(district, number, Verb::invite, "请来。", asks) == "mediation.own_card");
    CHECK(mediate(district, number, Verb::invite, "请来。", other_card_of_lin) == "mediation.own_card");
    CHECK(mediate(district, number, Verb::invite, "请来。", nobodys_card) == "mediation.card_unknown");
    CHECK(mediate(district, number, Verb::invite, "请来。", "no card") == "mediation.card_unknown");
    CHECK(mediate(district, number, Verb::invite, "请来。", blocked_card) == "card.black_listed");
    CHECK(mediate(district, number, Verb::invite, {}, invited) == "case.note_missing");
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, "2026-11-24T09:00") == "mediation.alone");
    CHECK(mediate(district, number, Verb::offer_times, "另几个时间。") == "mediation.alone");
    CHECK(mediate(district, number, Verb::propose, agreement) == "case.step");
    REQUIRE(mediate(district, number, Verb::invite, "请来。", third).empty());
    CHECK(mediate(district, number, Verb::invite, "请来。", third) == "mediation.invited");
    // That the one who asked has chosen already does not stand in the way.
    REQUIRE(at_kiosk(district, number, asks, Kind::choose_times, told_to(district, asks, number).mediation->offered.front()).empty());
    REQUIRE(mediate(district, number, Verb::invite, "请来。", invited).empty());
    CHECK_FALSE(is_told(district, third, number));
    CHECK(is_told(district, invited, number));
    const auto time = told_to(district, invited, number).mediation->offered.front();
    REQUIRE(at_kiosk(district, number, invited, Kind::choose_times, time).empty());
    CHECK(mediate(district, number, Verb::invite, "请来。", third) == "mediation.invited");
}

TEST_CASE("The earliest time that suits both is booked, both see it, and inviting is done by it; no seat of the room is given twice") {
    District district;
    const auto number = with_both(district);
    const auto offered = told_to(district, asks, number).mediation->offered;
    REQUIRE(offered.size() == wire::offered_times_max);
    CHECK(std::is_sorted(offered.begin(), offered.end()));
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, offered[4] + "," + offered[2] + "," + offered[7]).empty());
    CHECK(told_to(district, asks, number).mediation->chosen.size() == 3);
    CHECK(told_to(district, invited, number).mediation->chosen.empty());
    CHECK(at_kiosk(district, number, invited, Kind::choose_times, offered[7] + "," + offered[4]).empty());
    for (const auto& card : {asks, invited}) {
        const auto one = told_to(district, card, number);
        REQUIRE(one.appointment.has_value());
        CHECK(one.appointment->starts_at == start_of(offered[4]));
        CHECK(one.mediation->offered.empty());
        CHECK(happened(one, "time_set"));
    }
    CHECK(step_of(district, number) == "mediate");
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, offered[0]) == "mediation.time_set");
    const auto next = hand_in_mediation(district);
    REQUIRE(mediate(district, next, Verb::invite, "另一件事。", third).empty());
    const auto others = told_to(district, third, next).mediation->offered;
    CHECK(std::find(others.begin(), others.end(), offered[4]) == others.end());
}

TEST_CASE("Whoever can come only at weekends is offered Saturdays and Sundays and gets one; nobody else is") {
    District district;
    const auto offered_to = [&](const std::vector<std::string>& wishes) {
        auto answers = mediation_answers();
        answers["times"] = wishes;
        const auto number = hand_in_mediation(district, answers);
        REQUIRE(mediate(district, number, Verb::advance).empty());
        REQUIRE(mediate(district, number, Verb::invite, "请来谈谈。", invited).empty());
        return std::pair(number, told_to(district, asks, number).mediation->offered);
    };
    const auto weekends = [](const std::vector<std::string>& times) {
        return std::count_if(times.begin(), times.end(), [](const auto& time) { return time.starts_with("2026-11-28") || time.starts_with("2026-11-29"); });
    };
    const auto none = offered_to({"weekday", "evening"}).second, both = offered_to({"weekday", "weekend"}).second;
    CHECK(weekends(none) == 0);
    CHECK(weekends(both) == 4);
    CHECK(both.size() == wire::offered_times_max);
    CHECK(std::is_sorted(both.begin(), both.end()));
    const auto [number, only] = offered_to({"weekend"});
    CHECK(only == std::vector<std::string>{"2026-11-28T10:00", "2026-11-28T14:00", "2026-11-29T10:00", "2026-11-29T14:00"});
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, only[1]).empty());
    CHECK(at_kiosk(district, number, invited, Kind::choose_times, only[1]).empty());
    CHECK(told_to(district, asks, number).appointment->starts_at == start_of(only[1]));
}

TEST_CASE("Where no time suits both, or none suits one of them, others are offered and both choose again") {
    District district;
    const auto number = with_both(district);
    const auto first = told_to(district, asks, number).mediation->offered;
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, first[0]).empty());
    CHECK(at_kiosk(district, number, invited, Kind::choose_times, first[1]).empty());
    const auto second = told_to(district, invited, number).mediation->offered;
    REQUIRE_FALSE(second.empty());
    for (const auto& time : second) CHECK(std::find(first.begin(), first.end(), time) == first.end());
    CHECK(told_to(district, asks, number).mediation->chosen.empty());
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, first[0]) == "mediation.time");
    CHECK(at_kiosk(district, number, asks, Kind::choose_times).empty());
    const auto third_round = told_to(district, asks, number).mediation->offered;
    REQUIRE_FALSE(third_round.empty());
    CHECK(third_round != second);
    CHECK(happened(told_to(district, invited, number), "no_time_suits"));
    CHECK_FALSE(told_to(district, asks, number).appointment.has_value());
}

TEST_CASE("A time that was not offered, a third card and words that are no times choose nothing; what is booked elsewhere is not matched") {
    District district;
    const auto number = with_both(district);
    const auto offered = told_to(district, asks, number).mediation->offered;
    for (const auto* text : {"2026-11-22T03:00", "tomorrow", "2026-11-24", "'; DROP TABLE cases; --"})
        CHECK(at_kiosk(district, number, asks, Kind::choose_times, text) == "mediation.time");
    CHECK(at_kiosk(district, number, third, Kind::choose_times, offered[0]) == "case.not_yours");
    CHECK(at_kiosk(district, number, other_card_of_lin, Kind::choose_times, offered[0]) == "case.not_yours");
    // The invited side sits in another mediation at the first of the times.
    const auto other = with_both(district);
    REQUIRE(at_kiosk(district, other, asks, Kind::choose_times, offered[0]).empty());
    REQUIRE(at_kiosk(district, other, invited, Kind::choose_times, offered[0]).empty());
    CHECK(at_kiosk(district, number, asks, Kind::choose_times, offered[0] + "," + offered[1]).empty());
    CHECK(at_kiosk(district, number, invited, Kind::choose_times, offered[0] + "," + offered[1]).empty());
    CHECK(told_to(district, asks, number).appointment->starts_at == start_of(offered[1]));
}

TEST_CASE("A mediator who can't come offers other times; the old one is free again; a side that does not wish to mediate is out of it") {
    District district;
    const auto number = at_the_table(district);
    const auto before = told_to(district, asks, number).appointment->starts_at;
    CHECK(mediate(district, number, Verb::offer_times, "调解员临时有事。").empty());
    CHECK_FALSE(told_to(district, invited, number).appointment.has_value());
    const auto offered = told_to(district, invited, number).mediation->offered;
    REQUIRE_FALSE(offered.empty());
    REQUIRE(at_kiosk(district, number, asks, Kind::choose_times, offered[1]).empty());
    REQUIRE(at_kiosk(district, number, invited, Kind::choose_times, offered[1]).empty());
    CHECK(told_to(district, asks, number).appointment->starts_at != before);
    CHECK(at_kiosk(district, number, asks, Kind::decline) == "case.not_yours");
    CHECK(at_kiosk(district, number, invited, Kind::decline).empty());
    CHECK_FALSE(is_told(district, invited, number));
    CHECK_FALSE(told_to(district, asks, number).appointment.has_value());
    CHECK(happened(told_to(district, asks, number), "invitation_declined"));
    CHECK(mediate(district, number, Verb::decide, "对方不愿意调解，可以起诉。", "declined").empty());
}

TEST_CASE("A time at which either side is expected elsewhere is not taken, though both chose it") {
    for (const auto& card : {asks, invited}) {
        District district;
        const auto number = with_both(district);
        const auto time = told_to(district, asks, number).mediation->offered.front();
        REQUIRE(district.write([&] {
            cases::free_times(district.connection(), district.office().rules, "legal_clinic", district.clock().now());
            return cases::book_time(district.connection(), district.office().rules, "legal_clinic", time, {{}, "C-2026-000101", card, {}, district.clock().now()}, {});
        }));
        REQUIRE(at_kiosk(district, number, asks, Kind::choose_times, time).empty());
        REQUIRE(at_kiosk(district, number, invited, Kind::choose_times, time).empty());
        const auto one = told_to(district, asks, number);
        CHECK_FALSE(one.appointment.has_value());
        CHECK(happened(one, "times_differ"));
    }
}

TEST_CASE("Only what both sides accepted, each once and with the text before them, is an agreement; whoever refuses sends it back") {
    District district;
    const auto number = at_the_table(district);
    const auto read = wire::agreement_digest(agreement);
    for (const auto kind : {Kind::accept, Kind::refuse}) CHECK(at_kiosk(district, number, asks, kind, read) == "mediation.no_agreement");
    CHECK(mediate(district, number, Verb::advance) == "case.step");
    REQUIRE(mediate(district, number, Verb::propose, agreement).empty());
    CHECK(told_to(district, invited, number).mediation->agreement == agreement);
    CHECK(mediate(district, number, Verb::decide, "双方同意。", "granted") == "mediation.no_agreement");
    CHECK(at_kiosk(district, number, third, Kind::accept, read) == "case.not_yours");
    CHECK(at_kiosk(district, number, asks, Kind::accept, wire::agreement_digest("别的")) == "mediation.other_text");
    CHECK(at_kiosk(district, number, asks, Kind::accept, read).empty());
    CHECK(at_kiosk(district, number, asks, Kind::accept, read) == "mediation.accepted");
    CHECK(step_of(district, number) == "mediate");
    CHECK(mediate(district, number, Verb::decide, "双方同意。", "granted") == "mediation.no_agreement");

    CHECK(at_kiosk(district, number, invited, Kind::refuse, "赔偿太多。").empty());
    CHECK(told_to(district, asks, number).mediation->agreement.empty());
    CHECK(mediation_file(district, number).history.back().note == "赔偿太多。");
    CHECK(dump_json(wire::to_json(told_to(district, asks, number))).find("赔偿太多") == std::string::npos);
    CHECK(at_kiosk(district, number, invited, Kind::accept, read) == "mediation.no_agreement");

    const auto milder = agreement + "三、双方不再争吵。";
    REQUIRE(mediate(district, number, Verb::propose, milder).empty());
    CHECK(at_kiosk(district, number, asks, Kind::accept, read) == "mediation.other_text");
    CHECK(at_kiosk(district, number, invited, Kind::accept, wire::agreement_digest(milder)).empty());
    CHECK(step_of(district, number) == "mediate");
    for (const auto& card : {asks, invited}) CHECK_FALSE(told_to(district, card, number).mediation->agreed);
    CHECK(at_kiosk(district, number, asks, Kind::accept, wire::agreement_digest(milder)).empty());
    CHECK(step_of(district, number) == "agree");
    CHECK(at_kiosk(district, number, asks, Kind::withdraw) == "case.step");
    CHECK_FALSE(told_to(district, asks, number).may_withdraw);
    REQUIRE(mediate(district, number, Verb::advance, "协议书已盖章。").empty());
    for (const auto& card : {asks, invited}) {
        const auto one = told_to(district, card, number);
        CHECK(one.state == wire::Case::State::closed);
        CHECK(one.result.find(milder) != std::string::npos);
        CHECK(one.mediation->agreed);
        CHECK(one.mediation->agreement == milder);
    }
}

TEST_CASE("A new text takes back what was accepted of the old one, and an agreement has its limit") {
    District district;
    const auto number = at_the_table(district);
    CHECK(mediate(district, number, Verb::propose) == "case.note_missing");
    std::string longest;
    for (std::size_t i = 0; i < cases::agreement_points_max; ++i) longest += "协";
    CHECK(mediate(district, number, Verb::propose, longest + "议") == "case.note_too_long");
    REQUIRE(mediate(district, number, Verb::propose, longest).empty());
    REQUIRE(at_kiosk(district, number, asks, Kind::accept, wire::agreement_digest(longest)).empty());
    CHECK(wire::case_from(wire::to_json(told_to(district, asks, number))).has_value());
    REQUIRE(mediate(district, number, Verb::propose, agreement).empty());
    CHECK_FALSE(told_to(district, asks, number).mediation->accepted);
}

TEST_CASE("A mediation goes through the five levels and the six dockings, nowhere else, and stays where it was taken over") {
    District district;
    const auto number = hand_in_mediation(district);
    CHECK(mediation_file(district, number).post == "MC:WT");
    for (const auto* post : {"D:SF", "C:WT", "S:LL", "SUPERVISION", "MC:HX", "HALL"})
        CHECK(mediate(district, number, Verb::transfer, "转办。", post) == "case.route");
    std::string at = "MC:WT";
    for (const std::string post : {"MG:梧桐社区第3网格", "MC:WT", "MS:LL", "MEDIATION", "MEDIATION_TRADE", "GONGTIAO", "FANGTIAO", "SUTIAO", "JITIAO", "JIANTIAO",
                                   "ZHONGTIAO", "MS:LL"}) {
        CAPTURE(post);
        CHECK(mediate(district, number, Verb::transfer, "这一级更合适。", post, at).empty());
        CHECK(mediation_file(district, number).post == post);
        at = post;
    }
    const auto told = told_to(district, asks, number);
    for (const auto* kind : {"docked_police", "docked_petitions", "docked_court", "docked_discipline", "docked_prosecution", "docked_arbitration"})
        CHECK(happened(told, kind));
    CHECK(dump_json(wire::to_json(told)).find("这一级更合适") == std::string::npos);
    REQUIRE(mediate(district, number, Verb::advance, {}, {}, "MS:LL").empty());
    CHECK(mediation_file(district, number).post == "MS:LL");
    CHECK(told.holder.zh == "柳林街道人民调解委员会");
}

TEST_CASE("The court confirms what was settled fast: that step lies with the court's docking whoever settled it") {
    District district;
    const auto answer = district.hand_in(mediation_submission(
        district, "SF-0006", {{"holder_name", {"林桂兰·测试"}}, {"id_number", {"999999195203040026"}}, {"about", {"neighbour"}}, {"other", {canary_name}}, {"where_other", {"here"}},
                              {"amount", {"120050"}}, {"story", {canary_text}}, {"phone", {canary_phone}}, {"agree", {"yes"}}}));
    REQUIRE(answer.code.empty());
    const auto& number = answer.reference;
    CHECK(mediation_file(district, number).post == "MEDIATION");
    REQUIRE(mediate(district, number, Verb::transfer, "就近。", "MC:WT", "MEDIATION").empty());
    REQUIRE(mediate(district, number, Verb::advance).empty());
    REQUIRE(mediate(district, number, Verb::invite, "请来。", invited).empty());
    const auto time = told_to(district, asks, number).mediation->offered.front();
    REQUIRE(at_kiosk(district, number, asks, Kind::choose_times, time).empty());
    REQUIRE(at_kiosk(district, number, invited, Kind::choose_times, time).empty());
    CHECK(mediation_file(district, number).post == "MC:WT");
    REQUIRE(mediate(district, number, Verb::propose, agreement).empty());
    REQUIRE(at_kiosk(district, number, asks, Kind::accept, wire::agreement_digest(agreement)).empty());
    REQUIRE(at_kiosk(district, number, invited, Kind::accept, wire::agreement_digest(agreement)).empty());
    CHECK(step_of(district, number) == "confirm");
    CHECK(mediation_file(district, number).post == "SUTIAO");
}

TEST_CASE("Who asks for the fast track in a small matter is promised five working days, and its steps fit in; injuries and support take their time") {
    District district;
    const auto promised = [&](const std::string& matter, const std::string& fast) {
        auto answers = mediation_answers();
        answers["matter"] = {matter};
        answers["fast"] = {fast};
        return told_to(district, asks, hand_in_mediation(district, answers));
    };
    const auto& calendar = district.office().rules.calendar();
    const auto after = [&](int days) { return to_iso(calendar.after(district.clock().now(), days)); };
    const auto fast = promised("neighbour", "yes");
    CHECK(fast.promised_at == after(5));
    CHECK(fast.promised_at == "2026-11-27T17:00:00+08:00");
    CHECK(happened(fast, "fast_track"));
    CHECK(fast.steps.front().limit_at == after(1));
    for (const auto& slow : {promised("neighbour", "no"), promised("injury", "yes"), promised("support", "yes")}) {
        CHECK(slow.promised_at == after(15));
        CHECK_FALSE(happened(slow, "fast_track"));
    }
}
