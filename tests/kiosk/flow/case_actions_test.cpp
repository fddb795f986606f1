// What a resident is offered for a case, and how it is prepared.
#include <doctest/doctest.h>

#include "kiosk/flow/case_actions.hpp"
#include "kiosk/flow/turn.hpp"

using namespace onecard;
using namespace onecard::flow;
using Kind = Event::Kind;
using Names = std::vector<std::string>;

namespace {

Timestamp at(int month, int day, int hour = 10) { return from_local({2026, month, day, hour, 0, 0, 0}); }

CaseView open_one() {
    CaseView one;
    one.number = "C-2026-000101";
    one.state = "open";
    one.promised_at = "2026-11-27T17:00:00+08:00";
    one.steps = {{{}, {}, "2026-11-24T17:00:00+08:00", 1}};
    one.goes_up_to = {"街道", "Street"};
    return one;
}

Model visit_with(CaseView one) {
    Model model;
    model.visit.holder.emplace();
    model.visit.card_in = model.visit.pin_verified = true;
    model.visit.open_case = one.number;
    model.visit.cases = {std::move(one)};
    return model;
}

}  // namespace

TEST_CASE("An open case can be urged; only past its limit can it go up, and each once a day") {
    auto one = open_one();
    CHECK(actions_for(one, at(11, 24)) == Names{"urge"});
    CHECK(actions_for(one, at(11, 24, 18)) == Names{"escalate", "urge"});
    one.urged_at = "2026-11-24T09:00:00+08:00";
    one.escalated_at = "2026-11-24T17:30:00+08:00";
    CHECK(actions_for(one, at(11, 24, 18)).empty());
    CHECK(actions_for(one, at(11, 25)) == Names{"escalate", "urge"});
    one.goes_up_to = {};
    CHECK(actions_for(one, at(11, 25)) == Names{"urge"});
}

TEST_CASE("A case is late by its whole promise too, though its step has time; what is over is never late") {
    auto one = open_one();
    one.steps[0].when = "2026-12-04T17:00:00+08:00";
    CHECK_FALSE(is_late(one, at(11, 27, 16)));
    CHECK(is_late(one, at(11, 27, 18)));
    CHECK(actions_for(one, at(11, 27, 18)).front() == "escalate");
    one.steps[0].state = 2;
    CHECK(is_late(one, at(11, 27, 18)));
    one.promised_at.clear();
    CHECK_FALSE(is_late(one, at(12, 30)));
    one = open_one();
    one.state = "closed";
    one.closed_at = "2026-11-25T10:00:00+08:00";
    CHECK_FALSE(is_late(one, at(12, 30)));
}

TEST_CASE("Who joined in with a case can't hurry one that is over or waits for its first teller") {
    auto one = open_one();
    one.seconded = true;
    CHECK(actions_for(one, at(11, 24)) == Names{"urge"});
    for (const auto* state : {"supplement", "closed", "withdrawn"}) {
        one.state = state;
        CHECK(actions_for(one, at(11, 24)).empty());
    }
}

TEST_CASE("While clocks stand nothing is late; a supplement can only be answered") {
    auto one = open_one();
    one.clocks_stopped = true;
    one.state = "suspended";
    CHECK_FALSE(is_late(one, at(12, 24)));
    CHECK(actions_for(one, at(12, 24)) == Names{"urge"});
    one.state = "supplement";
    CHECK(actions_for(one, at(12, 24)) == Names{"answer"});
}

TEST_CASE("What the backend allows to take back can be taken back, last of all and only once it is agreed to") {
    auto one = open_one();
    one.may_withdraw = true;
    CHECK(actions_for(one, at(11, 24)) == Names{"urge", "withdraw"});
    CHECK(is_prepared("withdraw"));
    CHECK_FALSE(needs_words("withdraw"));
    one.asked = {{"withdraw", "waiting", {}}};
    CHECK(actions_for(one, at(11, 24)) == Names{"urge"});
}

TEST_CASE("Who is invited chooses times or says no, answers an agreement first of all, and does nothing else to another's case") {
    auto one = open_one();
    one.may_withdraw = true;
    one.mediation.emplace();
    CHECK(actions_for(one, at(11, 24)) == Names{"urge", "withdraw"});
    one.mediation->offered = {"2026-11-25T09:00"};
    CHECK(actions_for(one, at(11, 24)) == Names{"choose_times", "urge", "withdraw"});
    CHECK(is_awaited(one));
    one.mediation->chosen = one.mediation->offered;
    CHECK_FALSE(is_awaited(one));
    one.mediation->chosen.clear();
    one.mediation->invited = true;
    CHECK(actions_for(one, at(11, 24, 18)) == Names{"choose_times", "decline"});
    one.mediation->offered.clear();
    CHECK(actions_for(one, at(11, 24)) == Names{"decline"});
    CHECK_FALSE(is_awaited(one));
    one.mediation->agreement = "修好水管。";
    CHECK(actions_for(one, at(11, 24)) == Names{"accept", "refuse"});
    CHECK(is_awaited(one));
    one.asked = {{"accept", "waiting", {}}};
    CHECK_FALSE(is_awaited(one));
    CHECK(actions_for(one, at(11, 24)) == Names{"refuse"});
    one.asked.clear();
    one.mediation->accepted = true;
    CHECK(actions_for(one, at(11, 24)).empty());
    one.state = "closed";
    one.closed_at = "2026-11-24T10:00:00+08:00";
    CHECK(actions_for(one, at(11, 24)).empty());
}

TEST_CASE("A closed case is rated once, and opened again for thirty days") {
    auto one = open_one();
    one.state = "closed";
    one.closed_at = "2026-11-01T10:00:00+08:00";
    CHECK(actions_for(one, at(11, 24)) == Names{"rate", "reopen"});
    one.rating = 5;
    CHECK(actions_for(one, at(11, 24)) == Names{"reopen"});
    CHECK(actions_for(one, at(12, 2)).empty());
}

TEST_CASE("What was asked and is on its way is not offered again; what was refused is; a case not yet sent has nothing to offer") {
    auto one = open_one();
    one.asked = {{"urge", "waiting", {}}};
    CHECK(actions_for(one, at(11, 24)).empty());
    one.asked = {{"urge", "refused", "case.urged_today"}};
    CHECK(actions_for(one, at(11, 24)) == Names{"urge"});
    one.number.clear();
    CHECK(actions_for(one, at(11, 24)).empty());
}

TEST_CASE("An action is prepared on the page of the case, and given up by leaving it, words and all") {
    auto model = visit_with(open_one());
    CHECK(turn(model, ScreenId::case_detail, {Kind::ask_case, "reopen"}) == ScreenId::case_detail);
    CHECK(model.visit.case_ask == "reopen");
    model.visit.case_words = "没有办好";
    CHECK(turn(model, ScreenId::case_detail, {Kind::help, {}}) == ScreenId::help);
    CHECK(model.visit.case_words == "没有办好");
    CHECK(turn(model, ScreenId::case_detail, {Kind::home, {}}) == ScreenId::my_page);
    CHECK(model.visit.case_ask.empty());
    CHECK(model.visit.case_words.empty());
    turn(model, ScreenId::my_page, {Kind::ask_case, "reopen"});
    CHECK(model.visit.case_ask.empty());
}

TEST_CASE("A paper is offered for what was granted where a paper is the end, and for an agreement once all sides accepted it; nobody else's") {
    const Item paper = [] {
        Item item;
        item.code = "GA-0015";
        item.steps.resize(2);
        item.steps.back().code = "print";
        return item;
    }();
    Catalogue catalogue;
    catalogue.items = {paper};
    Model model;
    model.catalogue = &catalogue;
    auto one = open_one();
    one.item_code = "GA-0015";
    CHECK(paper_of(model, one) == CasePaper::none);
    one.state = "closed";
    CHECK(paper_of(model, one) == CasePaper::none);
    one.granted = true;
    CHECK(paper_of(model, one) == CasePaper::certificate);
    for (auto* flag : {&one.of_relative, &one.seconded}) {
        *flag = true;
        CHECK(paper_of(model, one) == CasePaper::none);
        *flag = false;
    }
    one.mediation.emplace();
    one.mediation->agreement = "一、修好水管。";
    one.mediation->accepted = true;
    CHECK(paper_of(model, one) == CasePaper::none);
    one.mediation->agreed = true;
    CHECK(paper_of(model, one) == CasePaper::agreement);
    one.mediation.reset();
    catalogue.items[0].steps.back().code = "deliver";
    CHECK(paper_of(model, one) == CasePaper::none);
}
