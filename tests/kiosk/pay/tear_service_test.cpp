// Promise R3 for what is done with the card itself: money put on it and its PIN changed, whatever is pulled, cut or spoilt at whichever exchange.
#include <doctest/doctest.h>

#include "tests/kiosk/pay/tears.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using State = PaymentOutcome::State;

namespace {

const Fen before{28650}, amount{5000}, account{100'000};
const SecretText old_pin("123456"), new_pin("482915");

Load order_of_load() { return {{amount, wire::LoadSource::account}}; }
Load order_of_unload() { return {{amount, wire::LoadSource::account, wire::LoadWay::off_card}}; }

/// At every moment: the card holds what it held or one load more, and nobody was told otherwise.
void check_money(Hall& hall, const card::SimCard& card, std::optional<State> said) {
    const auto balance = card.state().balance;
    CHECK((balance == before || balance == before + amount));
    const auto unresolved = hall.store().journal().unresolved_count();
    REQUIRE(unresolved.has_value());
    CHECK(*unresolved <= 1);
    if (said == State::paid) CHECK(balance == before + amount);
    if (said == State::not_paid) CHECK(balance == before);
    if (said == State::unresolved) CHECK(*unresolved == 1);
}

/// In the end: account and card hold together what they held, and nothing is on its way.
void check_settled(Hall& hall, const card::SimCard& card) {
    CHECK(hall.store().journal().unresolved_count().value() == 0);
    CHECK(hall.store().journal().open_entries().value().empty());
    hall.settle_loads();
    CHECK(hall.bank.open.empty());
    CHECK(hall.bank.account + card.state().balance == account + before);
}

void come_back(Hall& hall, card::SimCard& card, bool with_pin) {
    hall.take_off();
    hall.mend();
    hall.run();
    auto letters = hall.arrive(card);
    CHECK(of_kind<HolderRead>(letters).size() == 1);
    check_money(hall, card, told(letters));
    if (!with_pin) return;
    letters = hall.run(VerifyPin{old_pin});
    check_money(hall, card, told(letters));
    check_settled(hall, card);
}

/// One walk; false when the load was over before the fault could happen.
bool walk_load(const card::CardImage& image, const Tear& tear, After after) {
    Hall hall(image);
    auto& card = hall.card(image);
    auto& other = hall.card("wang_xiaoyu");
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.room().plan({tear.exchange, tear.fault, tear.status});
    const auto letters = hall.run(order_of_load());
    if (!hall.room().happened() && hall.cuts() == 0) return false;
    if (hall.cuts() == 0) CHECK(of_kind<PaymentEnded>(letters).size() == 1);
    check_money(hall, card, told(letters));
    if (after == After::other_card_first) {
        const auto had = other.state().balance;
        hall.take_off();
        hall.mend();
        hall.run();
        hall.arrive(other);
        CHECK(other.state().balance == had);
        check_money(hall, card, std::nullopt);
    }
    if (after == After::nobody) {
        hall.take_off();
        hall.restart();
        hall.run();
        check_money(hall, card, std::nullopt);
        hall.settle_loads();
        // The account is either whole, or what is missing is on the card or still asked about.
        const bool whole = hall.bank.account + card.state().balance == account + before;
        CHECK((whole || !hall.bank.open.empty()));
        return true;
    }
    come_back(hall, card, true);
    const auto again = told(hall.run(order_of_load()));
    CHECK(again == State::paid);
    return true;
}

/// At every moment of an unload: the card's deposit account holds what it held or less by one unload, and nobody was told otherwise.
void check_deposit(Hall& hall, const card::SimCard& card, Fen had, std::optional<State> said) {
    const auto deposit = card.state().deposit;
    CHECK((deposit == had || deposit == had - amount));
    CHECK(card.state().balance == card.image().purses.front().balance);
    const auto unresolved = hall.store().journal().unresolved_count().value();
    CHECK(unresolved <= 1);
    if (said == State::paid) CHECK(deposit == had - amount);
    if (said == State::not_paid) CHECK(deposit == had);
    if (said == State::unresolved) CHECK(unresolved == 1);
    hall.settle_loads();
    // Never on both sides: what the account got has left the card. It may be on neither for as long as the card's word is not there.
    CHECK(hall.bank.account + deposit <= account + had);
}

/// The card is back, whole: nothing is open any more, each fen is there once, and it can be unloaded again.
void come_back_unloaded(Hall& hall, card::SimCard& card, Fen had) {
    check_deposit(hall, card, had, told(hall.arrive(card)));
    check_deposit(hall, card, had, told(hall.run(VerifyPin{old_pin})));
    CHECK(hall.store().journal().unresolved_count().value() == 0);
    CHECK(hall.bank.open.empty());
    CHECK(hall.bank.account + card.state().deposit == account + had);
    if (card.state().deposit >= amount) CHECK(told(hall.run(order_of_unload())) == State::paid);
}

/// One walk; false when the unload was over before the fault could happen.
bool walk_unload(const card::CardImage& image, const Tear& tear, After after) {
    Hall hall(image);
    auto& card = hall.card(image);
    auto& other = hall.card("wang_xiaoyu");
    const auto had = card.state().deposit;
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.room().plan({tear.exchange, tear.fault, tear.status});
    const auto letters = hall.run(order_of_unload());
    if (!hall.room().happened() && hall.cuts() == 0) return false;
    if (hall.cuts() == 0) CHECK(of_kind<PaymentEnded>(letters).size() == 1);
    check_deposit(hall, card, had, told(letters));
    hall.take_off();
    hall.mend();
    if (after == After::nobody) hall.restart();
    hall.run();
    if (after == After::nobody) {
        check_deposit(hall, card, had, std::nullopt);
        return true;
    }
    if (after == After::other_card_first) {
        const auto others = other.state().balance;
        hall.arrive(other);
        CHECK(other.state().balance == others);
        hall.take_off();
        hall.run();
    }
    come_back_unloaded(hall, card, had);
    return true;
}

/// Carries an order out, torn. Nothing when that left it open, with the card taken off; else why there is nothing to mend.
std::optional<Mended> tear_order(Hall& hall, card::SimCard& card, const Load& order, const Tear& tear) {
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.room().plan({tear.exchange, tear.fault, tear.status});
    hall.run(order);
    if (!hall.room().happened() && hall.cuts() == 0) return Mended::over;
    if (hall.store().journal().unresolved_count().value() == 0) return Mended::nothing_open;
    hall.take_off();
    hall.run();
    return std::nullopt;
}

/// A load that nobody saw the end of, and its repair torn: before the PIN, after it, or never.
Mended walk_load_repair(const card::CardImage& image, const Tear& first, const Tear& second) {
    Hall hall(image);
    auto& card = hall.card(image);
    if (const auto none = tear_order(hall, card, order_of_load(), first)) return *none;
    const int cuts = hall.cuts();
    hall.room().plan({second.exchange, second.fault, second.status});
    check_money(hall, card, told(hall.arrive(card)));
    check_money(hall, card, told(hall.run(VerifyPin{old_pin})));
    const bool happened = hall.room().happened() || hall.cuts() > cuts;
    come_back(hall, card, true);
    CHECK(told(hall.run(order_of_load())) == State::paid);
    return happened ? Mended::happened : Mended::before_fault;
}

Mended walk_unload_repair(const card::CardImage& image, const Tear& first, const Tear& second) {
    Hall hall(image);
    auto& card = hall.card(image);
    const auto had = card.state().deposit;
    if (const auto none = tear_order(hall, card, order_of_unload(), first)) return *none;
    const int cuts = hall.cuts();
    hall.room().plan({second.exchange, second.fault, second.status});
    check_deposit(hall, card, had, told(hall.arrive(card)));
    check_deposit(hall, card, had, told(hall.run(VerifyPin{old_pin})));
    const bool happened = hall.room().happened() || hall.cuts() > cuts;
    hall.take_off();
    hall.mend();
    hall.run();
    come_back_unloaded(hall, card, had);
    return happened ? Mended::happened : Mended::before_fault;
}

bool opens(card::SimCard& card, const SecretText& pin) {
    card.reset();
    const auto& aid = card.image().purses.front().aid;
    card.transmit(join({hex("00A40400"), Bytes{static_cast<std::uint8_t>(aid.size())}, aid}));
    const auto packed = hex(pin.view());
    const auto answer = card.transmit(join({hex("00200000"), Bytes{static_cast<std::uint8_t>(packed.size())}, packed}));
    card.reset();
    return to_hex(answer) == "9000";
}

bool walk_pin(const card::CardImage& image, const Tear& tear, After after) {
    Hall hall(image);
    auto& card = hall.card(image);
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.room().plan({tear.exchange, tear.fault, tear.status});
    const auto letters = of_kind<PinChanged>(hall.run(ChangePin{old_pin, new_pin}));
    if (!hall.room().happened() && hall.cuts() == 0) return false;
    CHECK(letters.size() == (hall.cuts() > 0 ? 0 : 1));
    CHECK(card.state().pin_tries > 0);
    if (after == After::other_card_first) hall.take_off();
    if (after == After::nobody) hall.restart();
    const bool changed = opens(card, new_pin);
    CHECK(changed != opens(card, old_pin));
    if (letters.empty()) return true;
    const auto outcome = letters.front().outcome;
    CHECK(outcome != PinChanged::Outcome::wrong);
    CHECK(outcome != PinChanged::Outcome::blocked);
    if (outcome == PinChanged::Outcome::changed) CHECK(changed);
    if (outcome == PinChanged::Outcome::failed) CHECK_FALSE(changed);
    return true;
}

/// A card whose PIN is blocked is opened with another.
bool walk_unblock(const card::CardImage& image, const Tear& tear, After after) {
    auto blocked = image;
    blocked.purses.front().pin->tries = 0;
    Hall hall(image);
    auto& card = hall.card(blocked);
    hall.arrive(card);
    hall.room().plan({tear.exchange, tear.fault, tear.status});
    const auto letters = of_kind<PinUnblocked>(hall.run(UnblockPin{new_pin}));
    if (!hall.room().happened() && hall.cuts() == 0) return false;
    CHECK(letters.size() <= 1);
    if (after == After::other_card_first) hall.take_off();
    if (after == After::nobody) hall.restart();
    const bool opened = opens(card, new_pin);
    CHECK_FALSE(opens(card, old_pin));
    if (!letters.empty() && letters.front().outcome == PinUnblocked::Outcome::opened) CHECK(opened);
    if (!letters.empty() && letters.front().outcome == PinUnblocked::Outcome::blocked) CHECK_FALSE(opened);
    if (opened || after == After::nobody) return true;
    // Nothing is lost: the next try opens it.
    hall.take_off();
    hall.mend();
    hall.run();
    hall.arrive(card);
    const auto again = of_kind<PinUnblocked>(hall.run(UnblockPin{new_pin}));
    CHECK((again.size() == 1 && again.front().outcome == PinUnblocked::Outcome::opened));
    return true;
}

}  // namespace

TEST_CASE("every fault at every exchange of a PIN that is opened ends as opened, still blocked or honestly unknown, and the next try opens it") {
    run_tears("opening of a PIN", "lin_guilan", 250, walk_unblock);
}

TEST_CASE("a PIN that nobody seals stays blocked, and a seal that comes after the card has left opens no other card") {
    Hall hall;
    auto image = card_image("lin_guilan");
    image.purses.front().pin->tries = 0;
    auto& card = hall.card(image);
    auto& other = hall.card(changed(image, "3100000000888888", Fen(100)));
    hall.bank.seals = false;
    hall.arrive(card);
    const auto asked = of_kind<UnblockAsked>(hall.run(UnblockPin{new_pin}));
    REQUIRE(asked.size() == 1);
    CHECK(of_kind<PinUnblocked>(hall.run(UnblockAnswer{{}, "pin.too_often"})).front().code == "pin.too_often");
    CHECK_FALSE(opens(card, new_pin));
    hall.bank.seals = true;
    const auto late = *hall.bank.seal(asked.front());
    hall.take_off();
    hall.run();
    hall.arrive(other);
    CHECK(of_kind<PinUnblocked>(hall.run(late)).empty());
    hall.take_off();
    hall.run();
    hall.arrive(card);
    CHECK(of_kind<PinUnblocked>(hall.run(late)).empty());
    CHECK(card.state().pin_tries == 0);
    CHECK(of_kind<PinUnblocked>(hall.run(UnblockPin{new_pin})).front().outcome == PinUnblocked::Outcome::opened);
    CHECK(card.state().pin_tries == 3);
}

TEST_CASE("every fault at every exchange of a load leaves the money on the account or on the card, never on both or neither") {
    run_tears("load", "lin_guilan", 2000, walk_load);
}

TEST_CASE("every fault at every exchange of an unload leaves the money on the card or on the account, never on both, and on neither only until the card is back") {
    run_tears("unload", "sun_li", 2000, walk_unload);
}

TEST_CASE("every fault at every exchange of the repair of a load leaves it unresolved or settles it, and the next try settles it on both sides") {
    run_torn_repairs("repair of a torn load", "lin_guilan", 400, walk_load_repair);
}

TEST_CASE("every fault at every exchange of the repair of an unload leaves it unresolved or settles it, and the next try settles it on both sides") {
    run_torn_repairs("repair of a torn unload", "sun_li", 400, walk_unload_repair);
}

TEST_CASE("every fault at every exchange of a PIN change ends as changed, not changed or honestly unknown, and costs nobody the card") {
    run_tears("change of PIN", "lin_guilan", 250, walk_pin);
}

TEST_CASE("whatever the backend says or does not say to a load, and whenever the card leaves meanwhile, account and card agree in the end") {
    Outcomes outcomes;
    for (const auto answer : {Bank::Answer::grant, Bank::Answer::refuse, Bank::Answer::silence, Bank::Answer::silence_after_debit})
        for (const bool restarts : {false, true}) {
            outcomes.begin();
            Hall hall;
            auto& card = hall.card("lin_guilan");
            hall.bank.answer = answer;
            hall.arrive(card);
            hall.run(VerifyPin{old_pin});
            const auto letters = hall.run(order_of_load());
            const bool answered = answer == Bank::Answer::grant || answer == Bank::Answer::refuse;
            if (answered) CHECK(told(letters) == (answer == Bank::Answer::grant ? State::paid : State::not_paid));
            if (restarts) hall.restart();
            hall.take_off();
            const auto left = hall.run();
            if (!answered && !restarts) CHECK(told(left) == State::not_paid);
            hall.bank.answer = Bank::Answer::grant;
            come_back(hall, card, true);
            outcomes.end(true);
        }
    outcomes.print("a load that waits for the backend", 8);
}

TEST_CASE("a grant that comes after the card has left is not given to the next card, and the account gets its money back") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    auto& other = hall.card("wang_xiaoyu");
    hall.bank.answer = Bank::Answer::silence_after_debit;
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.run(order_of_load());
    REQUIRE(hall.bank.open.size() == 1);
    const auto late = LoadAnswer{hall.bank.open.begin()->first, hall.bank.open.begin()->second.grant, {}};
    hall.take_off();
    hall.run();
    hall.arrive(other);
    const auto had = other.state().balance;
    CHECK(of_kind<PaymentEnded>(hall.run(late)).empty());
    CHECK(other.state().balance == had);
    hall.settle_loads();
    CHECK(hall.bank.account == account);
}

TEST_CASE("a load torn before the card acted is known without its PIN when nothing else has happened to it") {
    Hall hall;
    auto& card = hall.card(as_t1(card_image("lin_guilan")));
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.room().plan({7, Fault::card_leaves_before});
    hall.run(order_of_load());
    REQUIRE(hall.room().happened());
    REQUIRE(hall.store().journal().unresolved_count().value() == 1);
    hall.take_off();
    hall.run();
    const auto letters = hall.arrive(card);
    CHECK(told(letters) == State::not_paid);
    check_settled(hall, card);
}

TEST_CASE("a load torn before the card acted waits for the PIN when the purse was used elsewhere since") {
    Hall hall;
    auto& card = hall.card(as_t1(card_image("lin_guilan")));
    hall.arrive(card);
    hall.run(VerifyPin{old_pin});
    hall.room().plan({7, Fault::card_leaves_before});
    hall.run(order_of_load());
    hall.take_off();
    hall.run();
    spend_elsewhere(card, Fen(200), hall.random);
    CHECK(told(hall.arrive(card)) == State::unresolved);
    CHECK(told(hall.run(VerifyPin{old_pin})) == State::not_paid);
    hall.settle_loads();
    CHECK(hall.bank.account == account);
}

TEST_CASE("a purse that is told to take more than it can, or a wrong old PIN, changes nothing") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    CHECK(of_kind<PaymentEnded>(hall.run(order_of_load())).front().outcome.code == "card.not_allowed");  // no PIN yet
    hall.run(VerifyPin{old_pin});
    for (const auto much : {Fen(0), Fen(-5), fen_max + Fen(1)})
        CHECK(of_kind<PaymentEnded>(hall.run(Load{{much, wire::LoadSource::account}})).front().outcome.code == "payment.amount");
    CHECK(of_kind<PaymentEnded>(hall.run(Load{{fen_max, wire::LoadSource::account}})).front().outcome.state == State::not_paid);
    const auto changed = of_kind<PinChanged>(hall.run(ChangePin{SecretText("000000"), new_pin}));
    CHECK(changed.front().outcome == PinChanged::Outcome::wrong);
    CHECK(changed.front().tries_left == 2);
    CHECK(of_kind<PinChanged>(hall.run(ChangePin{old_pin, SecretText("12")})).front().code == "card.pin_form");
    CHECK(opens(card, old_pin));
    CHECK(card.state().balance == before);
    CHECK(hall.bank.account == account);
}
