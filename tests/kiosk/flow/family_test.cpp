// Two cards on one reader: what can be done meanwhile, and for whom something is done afterwards.
#include <doctest/doctest.h>

#include "kiosk/flow/case_actions.hpp"
#include "kiosk/flow/turn.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;
using Kind = Event::Kind;
using State = LinkingView::State;

namespace {

const std::string mother = "3100000000123461";

struct Linking {
    Linking() {
        sample.holder_arrives();
        sample.pin_is_right();
        sample.model.visit.family = {{mother, "刘****试", "parent", true, "2027-11-20T09:30:00+08:00", {}, false}};
    }
    ScreenId on(Kind kind, const std::string& argument = {}) { return at = turn(model, at, {kind, argument}); }
    /// As the attendant does when the other card was read.
    ScreenId other_card() {
        model.visit.linking.state = State::consenting;
        return on(Kind::relative_read);
    }
    support::SampleVisit sample;
    Model& model = sample.model;
    ScreenId at = ScreenId::family;
};

}  // namespace

TEST_CASE("the holder's card makes way for the other one, whose PIN says yes, and the page waits all the while") {
    Linking one;
    CHECK(one.on(Kind::link_card, "parent") == ScreenId::family);
    CHECK(one.model.visit.linking.state == State::waiting);
    CHECK(one.model.visit.linking.relation == "parent");
    CHECK(one.on(Kind::card_out) == ScreenId::family);
    CHECK(one.on(Kind::card_in) == ScreenId::family);
    CHECK(one.model.visit.reading_card);
    CHECK(one.other_card() == ScreenId::pin);
    CHECK_FALSE(one.model.visit.reading_card);
    CHECK(one.on(Kind::pin_wrong, "2") == ScreenId::pin);
    CHECK(one.on(Kind::pin_right) == ScreenId::family);
}

TEST_CASE("while another card lies there nothing of the holder's can be opened, and every way out ends the visit") {
    for (const auto kind : {Kind::home, Kind::back, Kind::end, Kind::open_bills, Kind::open_cases, Kind::open_services, Kind::open_card_service, Kind::open_registers, Kind::time_over})
        for (const bool consenting : {false, true}) {
            CAPTURE(name(kind));
            Linking one;
            one.on(Kind::link_card, "child");
            if (consenting) one.on(Kind::card_out), one.on(Kind::card_in), one.other_card();
            const auto to = one.on(kind);
            CHECK((to == ScreenId::welcome || to == ScreenId::family || to == ScreenId::pin));
            if (to != ScreenId::welcome) CHECK(one.model.visit.linking.state != State::none);
            else CHECK_FALSE(one.model.visit.holder.has_value());
        }
}

TEST_CASE("a card taken away before or after its word ends the visit, with nothing of either holder left") {
    Linking one;
    one.on(Kind::link_card, "spouse");
    one.on(Kind::card_out), one.on(Kind::card_in), one.other_card();
    CHECK(one.on(Kind::card_out) == ScreenId::welcome);
    CHECK(one.model.visit.linking.state == State::none);
    CHECK(one.model.visit.family.empty());
}

TEST_CASE("without linking a card that is taken away ends the visit on this page too") {
    Linking one;
    CHECK(one.on(Kind::card_out) == ScreenId::welcome);
}

TEST_CASE("what is done for a relative says so until the holder is back at their own things") {
    Linking one;
    CHECK(one.on(Kind::act_for, mother) == ScreenId::services);
    CHECK(one.on(Kind::open_item, "MZ-0007") == ScreenId::item_guide);
    CHECK(one.model.visit.for_relative == mother);
    const auto facts = known_facts(one.model);
    CHECK(facts.at("name") == "刘****试");
    for (const auto& [fact, value] : facts) CHECK(value != one.model.visit.holder->facts.at(fact));
    CHECK(one.on(Kind::home) == ScreenId::my_page);
    CHECK(one.model.visit.for_relative.empty());
    CHECK(known_facts(one.model).at("name") == one.model.visit.holder->name);
}

TEST_CASE("a relative's case is read from the page of their card, urged once a day and answered when something is asked for; all else is theirs alone") {
    Linking one;
    auto known = one.model.visit.cases.front();
    known.number = "C-2026-000199", known.of_relative = true;
    one.model.visit.family.front().cases = {known};
    CHECK(one.on(Kind::open_case, "C-2026-000199") == ScreenId::case_detail);
    REQUIRE(open_case(one.model));
    auto theirs = *open_case(one.model);
    const auto now = one.model.machine.now;
    using Names = std::vector<std::string>;
    theirs.may_withdraw = true;
    theirs.goes_up_to = {"街道", "Street"}, theirs.promised_at = "2026-11-01T17:00:00+08:00";
    for (auto& step : theirs.steps) step.code = "card_confirm";
    theirs.state = "open", theirs.urged_at.clear();
    CHECK(actions_for(theirs, now) == Names{"urge"});
    theirs.urged_at = to_iso(now);
    CHECK(actions_for(theirs, now).empty());
    theirs.state = "supplement";
    CHECK(actions_for(theirs, now) == Names{"answer"});
    theirs.state = "closed", theirs.closed_at = to_iso(now);
    CHECK(actions_for(theirs, now).empty());
    CHECK(one.on(Kind::back) == ScreenId::family);
}
