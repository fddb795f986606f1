// A payment, load or unload torn at one kiosk whose card comes back to another: every exchange × every way to be torn × both protocols.
#include <doctest/doctest.h>

#include "base/json.hpp"
#include "tests/kiosk/pay/tears.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using State = PaymentOutcome::State;

namespace {

const Fen bill{4680}, amount{5000};
const SecretText right_pin("123456");

/// What the first kiosk tells the district, as the second hears it.
Adopt told_to_all(Hall& hall) {
    REQUIRE(hall.store().journal().report_torn().has_value());
    Adopt adopt;
    const auto due = hall.store().outbox().due();
    REQUIRE(due.has_value());
    for (const auto& submission : *due)
        if (submission.kind == wire::torn_kind) adopt.moves.push_back(wire::torn_from(*parse_json(submission.body)).value());
    return adopt;
}

/// How the submission under this id says it ended; nothing when there is none.
std::optional<bool> handed_in(Hall& hall, const std::string& id) {
    const auto due = hall.store().outbox().due();
    REQUIRE(due.has_value());
    for (const auto& submission : *due) {
        if (submission.id != id) continue;
        if (submission.kind == "payment") return true;
        if (submission.kind == wire::torn_end_kind) return false;
        return wire::load_from(*parse_json(submission.body)).value().outcome == wire::LoadBody::Outcome::loaded;
    }
    return std::nullopt;
}

using Happened = std::function<bool(const card::SimCard&)>;

/// False when the conversation was over before the tear.
bool walk(const card::CardImage& image, const Tear& tear, const CardOrder& order, const Happened& done) {
    Hall here(image), there(image);
    auto& card = here.card(image);
    here.arrive(card);
    here.run(VerifyPin{right_pin});
    here.room().plan({tear.exchange, tear.fault, tear.status});
    here.run(order);
    if (!here.room().happened() && here.cuts() == 0) return false;
    here.take_off();
    here.run(EndVisit{});
    const auto adopt = told_to_all(here);
    if (here.store().journal().unresolved_count().value() == 0) {
        CHECK(adopt.moves.empty());
        return true;
    }
    REQUIRE(adopt.moves.size() == 1);
    const auto& id = adopt.moves.front().id;
    const bool was_done = done(card);

    there.bank = here.bank;
    auto letters = there.arrive(card);
    CHECK(of_kind<Repaired>(letters).empty());
    letters = there.run(adopt);
    auto said = told(letters);
    if (said == State::unresolved) said = told(there.run(VerifyPin{right_pin}));
    CHECK(said == (was_done ? State::paid : State::not_paid));
    CHECK(done(card) == was_done);
    CHECK(there.store().journal().unresolved_count().value() == 0);
    CHECK(handed_in(there, id) == was_done);
    CHECK(of_kind<Repaired>(there.run(adopt)).empty());
    there.payments();
    there.take_off();
    there.run();

    here.mend();
    here.run();
    REQUIRE(here.store().journal().ended_elsewhere({id, was_done}).has_value());
    CHECK(here.store().journal().unresolved_count().value() == 0);
    CHECK_FALSE(handed_in(here, id).has_value());
    const auto back = here.arrive(card);
    CHECK(of_kind<Repaired>(back).empty());
    CHECK(of_kind<HolderRead>(back).size() == 1);
    here.run(VerifyPin{right_pin});
    CHECK(told(here.run(order_of(Fen(100), "G-1"))) == State::paid);
    return true;
}

void walk_all(const std::string& what, const std::string& name, int at_least, const CardOrder& order, const std::function<Happened(const card::SimCard&)>& watch) {
    Outcomes outcomes;
    for (const auto& image : {as_t0(card_image(name)), as_t1(card_image(name)), as_both(card_image(name))}) {
        SeededRandom random(1);
        const auto happened = watch(*load_card(image, random));
        bool goes_on = true;
        for (int exchange = 1; goes_on; ++exchange) {
            for (const auto fault : {Fault::card_leaves_before, Fault::card_leaves_after, Fault::reader_leaves_before, Fault::reader_leaves_after,
                                     Fault::power_cut_before, Fault::power_cut_after}) {
                INFO("answer to reset " << to_hex(image.atr) << ", exchange " << exchange << ", " << test::name(fault));
                outcomes.begin();
                goes_on = walk(image, {exchange, fault, 0}, order, happened);
                outcomes.end(goes_on);
                if (!goes_on) break;
            }
        }
    }
    outcomes.print(what, at_least);
}

}  // namespace

TEST_CASE("a purchase torn at one kiosk is proven at another, once, and the first lets go of it") {
    walk_all("purchase proven elsewhere", "lin_guilan", 80, order_of(bill), [](const card::SimCard& fresh) -> Happened {
        return [had = fresh.state().balance](const card::SimCard& card) { return card.state().balance == had - bill; };
    });
}

TEST_CASE("a composite purchase torn at one kiosk is proven at another, once") {
    walk_all("composite purchase proven elsewhere", "transit", 90, order_of(Fen(300)), [](const card::SimCard& fresh) -> Happened {
        return [had = fresh.state().balance](const card::SimCard& card) { return card.state().balance == had - Fen(300); };
    });
}

TEST_CASE("a load torn at one kiosk is proven at another, once") {
    walk_all("load proven elsewhere", "lin_guilan", 40, Load{{amount, wire::LoadSource::account}}, [](const card::SimCard& fresh) -> Happened {
        return [had = fresh.state().balance](const card::SimCard& card) { return card.state().balance == had + amount; };
    });
}

TEST_CASE("an unload torn at one kiosk is proven at another, once") {
    walk_all("unload proven elsewhere", "sun_li", 40, Load{{Fen(1000), wire::LoadSource::account, wire::LoadWay::off_card}}, [](const card::SimCard& fresh) -> Happened {
        return [had = fresh.state().deposit](const card::SimCard& card) { return card.state().deposit == had - Fen(1000); };
    });
}

TEST_CASE("what another kiosk left open of another card, or of another city's card of the same number, is left alone") {
    Hall here, there;
    auto& card = here.card("lin_guilan");
    here.arrive(card);
    here.room().plan({5, Fault::card_leaves_after});
    here.run(order_of(bill));
    auto adopt = told_to_all(here);
    REQUIRE(adopt.moves.size() == 1);
    there.arrive(there.card("wang_xiaoyu"));
    CHECK(of_kind<Repaired>(there.run(adopt)).empty());
    CHECK(there.store().journal().unresolved_count().value() == 0);
    there.take_off();
    there.run();
    there.arrive(card);
    auto foreign = adopt;
    foreign.moves.front().issuer = "0571000000000009";
    CHECK(of_kind<Repaired>(there.run(foreign)).empty());
    CHECK(of_kind<Repaired>(there.run(adopt)).size() == 1);
}

TEST_CASE("a card that waits for the backend's word is not asked about anything else meanwhile") {
    // Of another seed: both make ids.
    Hall here(1), there(2);
    auto& card = here.card("lin_guilan");
    here.arrive(card);
    here.room().plan({5, Fault::card_leaves_after});
    here.run(order_of(bill));
    here.run(EndVisit{});
    const auto adopt = told_to_all(here);
    there.bank.answer = Bank::Answer::silence;
    there.arrive(card);
    there.run(VerifyPin{right_pin});
    const auto asked = of_kind<LoadAsked>(there.run(Load{{amount, wire::LoadSource::account}}));
    REQUIRE(asked.size() == 1);
    CHECK(of_kind<Repaired>(there.run(adopt)).empty());
    const auto letters = there.run(LoadAnswer{asked.front().request.id, std::nullopt, "account.short"});
    REQUIRE(of_kind<Repaired>(letters).size() == 1);
    CHECK(of_kind<Repaired>(letters).front().outcome.state == State::paid);
}
