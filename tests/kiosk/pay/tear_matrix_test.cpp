// Promise R3: whatever is pulled, cut or spoilt at whichever exchange, the resident is charged once, not charged, or shown an unresolved
// payment; and when the card is back, it is settled by what the card says.
#include <doctest/doctest.h>

#include "tests/kiosk/pay/tears.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using State = PaymentOutcome::State;

namespace {

const Fen before{28650}, bill{4680};

bool charged(const card::SimCard& card) {
    const auto balance = card.state().balance;
    CHECK((balance == before || balance == before - bill));
    const bool is_charged = balance != before;
    if (card.image().purses.front().composite) CHECK(card.state().composite_records == (is_charged ? 1 : 0));
    return is_charged;
}

/// The one thing that must hold at every moment.
void check_money(Hall& hall, const card::SimCard& card, std::optional<State> said) {
    const auto books = hall.books(card);
    const bool is_charged = charged(card);
    CHECK(books.unresolved_count <= 1);
    if (books.unresolved_count == 0) CHECK(books.paid == (is_charged ? bill : Fen(0)));
    else CHECK(books.paid == Fen(0));
    const auto payments = hall.payments();
    CHECK(payments.size() == (books.paid == bill ? 1 : 0));
    for (const auto& payment : payments) CHECK(payment.type == (card.image().purses.front().composite ? 9 : 6));
    if (said == State::paid) CHECK((is_charged && books.paid == bill));
    if (said == State::not_paid) CHECK((!is_charged && books.paid == Fen(0) && books.unresolved_count == 0));
    if (said == State::unresolved) CHECK(books.unresolved_count == 1);
}

void bring_back(Hall& hall, card::SimCard& card) {
    hall.take_off();
    hall.mend();
    hall.run();
    const auto letters = hall.arrive(card);
    CHECK(hall.books(card).unresolved_count == 0);
    check_money(hall, card, told(letters));
    CHECK(of_kind<HolderRead>(letters).size() == 1);
}

/// The machine must be of use to the next one, and to this one.
void check_serves_on(Hall& hall, card::SimCard& card) {
    const auto had = card.state().balance;
    const auto ended = of_kind<PaymentEnded>(hall.run(order_of(Fen(100), "G-1")));
    REQUIRE(ended.size() == 1);
    CAPTURE(ended.front().outcome.code);
    CHECK(ended.front().outcome.state == State::paid);
    CHECK(card.state().balance == had - Fen(100));
}

void check_other_card(Hall& hall, card::SimCard& other, bool awaited) {
    const auto had = other.state().balance;
    hall.take_off();
    hall.mend();
    hall.run();
    const auto letters = hall.arrive(other);
    CHECK(of_kind<Repaired>(letters).empty());
    if (awaited) {
        REQUIRE(of_kind<CardUnusable>(letters).size() == 1);
        CHECK(of_kind<CardUnusable>(letters).front().code == "card.other_awaited");
    } else {
        CHECK(of_kind<HolderRead>(letters).size() == 1);
    }
    CHECK(other.state().balance == had);
}

/// One walk; false when the payment was over before the fault could happen.
bool walk(const card::CardImage& image, const Tear& fault, After after) {
    Hall hall(image);
    auto& card = hall.card(changed(image, to_hex(image.purses.front().serial), before));
    auto& other = hall.card("wang_xiaoyu");
    hall.arrive(card);
    hall.room().plan({fault.exchange, fault.fault, fault.status});
    // The room is made anew by a power cut, so ask it before.
    const auto letters = hall.run(order_of(bill));
    if (!hall.room().happened() && hall.cuts() == 0) return false;
    const auto said = told(letters);
    if (hall.cuts() == 0) CHECK(of_kind<PaymentEnded>(letters).size() == 1);
    check_money(hall, card, said);
    switch (after) {
        case After::same_card: break;
        case After::other_card_first: check_other_card(hall, other, said == State::unresolved && hall.cuts() == 0); break;
        case After::nobody:
            hall.take_off();
            hall.restart();
            hall.run();
            check_money(hall, card, std::nullopt);
            return true;
    }
    bring_back(hall, card);
    check_serves_on(hall, card);
    return true;
}

/// A payment that nobody saw the end of, and its repair torn.
Mended walk_repair(const card::CardImage& image, const Tear& first, const Tear& second) {
    Hall hall(image);
    auto& card = hall.card(changed(image, to_hex(image.purses.front().serial), before));
    hall.arrive(card);
    hall.room().plan({first.exchange, first.fault, first.status});
    hall.run(order_of(bill));
    if (!hall.room().happened() && hall.cuts() == 0) return Mended::over;
    if (hall.books(card).unresolved_count == 0) return Mended::nothing_open;
    hall.take_off();
    hall.run();
    const int cuts = hall.cuts();
    hall.room().plan({second.exchange, second.fault, second.status});
    const auto letters = hall.arrive(card);
    const bool happened = hall.room().happened() || hall.cuts() > cuts;
    check_money(hall, card, told(letters));
    bring_back(hall, card);
    check_serves_on(hall, card);
    return happened ? Mended::happened : Mended::before_fault;
}

}  // namespace

TEST_CASE("every fault at every exchange of a purchase ends as charged once, not charged, or unresolved and then settled") {
    run_tears("purchase", "lin_guilan", 700, walk);
}

TEST_CASE("every fault at every exchange of a composite purchase ends so too, and the card's own record of it is there with the debit or not at all") {
    run_tears("composite purchase", "transit", 900, walk);
}

TEST_CASE("every fault at every exchange of the repair leaves the payment unresolved or settles it, and the next try settles it") {
    run_torn_repairs("repair of a torn purchase", "lin_guilan", 400, walk_repair);
}

TEST_CASE("every fault at every exchange of the repair of a composite purchase does so too, and the card's record stays with the debit") {
    run_torn_repairs("repair of a torn composite purchase", "transit", 400, walk_repair);
}

TEST_CASE("a power cut right after the payment, before the PSAM hears of it, changes nothing") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.room().plan({7, Fault::power_cut_before});
    hall.run(order_of(bill));
    REQUIRE(hall.cuts() == 1);
    CHECK(hall.books(card).paid == bill);
    CHECK(hall.payments().front().proof == wire::PaymentBody::Proof::debit);
    check_serves_on(hall, card);
}
