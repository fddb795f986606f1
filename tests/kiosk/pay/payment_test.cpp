#include <doctest/doctest.h>

#include "tests/kiosk/pay/hall.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using State = PaymentOutcome::State;

namespace {

PaymentOutcome paid_or_not(const std::vector<CardLetter>& letters) {
    const auto ended = of_kind<PaymentEnded>(letters);
    REQUIRE(ended.size() == 1);
    return ended.front().outcome;
}

}  // namespace

TEST_CASE("a payment takes the sum from the card once and is ready for the backend with the card's proof") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    Pay order{{{{"W-2026-10-000123", Fen(4680)}, {"E-2026-10-000124", Fen(13250)}}, {}}};
    const auto outcome = paid_or_not(hall.run(order));
    CHECK(outcome.state == State::paid);
    CHECK(outcome.amount == Fen(17930));
    CHECK(outcome.balance_after == Fen(28650 - 17930));
    CHECK(outcome.receipt == "K0001-20261122-0001");
    CHECK(outcome.alarm.empty());
    CHECK(card.state().balance == Fen(28650 - 17930));
    const auto payments = hall.payments();
    REQUIRE(payments.size() == 1);
    CHECK(payments.front().proof == wire::PaymentBody::Proof::debit);
    CHECK(payments.front().receipt == outcome.receipt);
    CHECK(payments.front().lines == order.order.lines);
    CHECK(payments.front().old_balance == Fen(28650));
}

TEST_CASE("a purchase costs the card at most four exchanges") {
    for (const bool t1 : {false, true}) {
        Hall hall;
        auto& card = hall.card(t1 ? as_t1(card_image("lin_guilan")) : card_image("lin_guilan"));
        hall.arrive(card);
        hall.room().count_anew();
        CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::paid);
        CHECK(hall.room().card_exchanges() == (t1 ? 2 : 4));
    }
}

TEST_CASE("a national transit card pays by a composite purchase, in three exchanges, and keeps the record with it") {
    Hall hall;
    auto& card = hall.card("transit");
    hall.arrive(card);
    hall.room().count_anew();
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::paid);
    CHECK(hall.room().card_exchanges() == 3);
    CHECK(card.state().composite_records == 1);
    const auto payments = hall.payments();
    REQUIRE(payments.size() == 1);
    CHECK(payments.front().type == 9);
}

TEST_CASE("money of a card whose keys nobody has verified here is not moved, and its holder reads why") {
    Hall hall;
    auto image = card_image("lin_guilan");
    image.purses.front().algorithm = 0x04;
    auto& card = hall.card(image);
    hall.arrive(card);
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).code == "purse.algorithm");
    hall.run(VerifyPin{SecretText("123456")});
    CHECK(paid_or_not(hall.run(Load{{Fen(5000), wire::LoadSource::account}})).code == "purse.algorithm");
    CHECK(card.state().balance == Fen(28650));
    CHECK(hall.bank.open.empty());
    // The algorithm byte of real 3DES cards is 00 or 01 (cards.md 10.2).
    image.purses.front().algorithm = 0x01;
    auto& odd = hall.card(image);
    hall.take_off();
    hall.run();
    hall.arrive(odd);
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::paid);
}

TEST_CASE("what can't be paid is refused before the card is touched") {
    Hall hall;
    auto& card = hall.card("wang_xiaoyu");
    hall.arrive(card);
    const auto refused = [&](PaymentOrder order) {
        hall.room().count_anew();
        const auto outcome = paid_or_not(hall.run(Pay{std::move(order)}));
        CHECK(outcome.state == State::not_paid);
        CHECK(hall.room().card_exchanges() == 0);
        return outcome.code;
    };
    CHECK(refused({{}, {}}) == "payment.no_bills");
    CHECK(refused({{{"W-1", Fen(100)}, {"W-1", Fen(100)}}, {}}) == "payment.bill_twice");
    CHECK(refused({{{"", Fen(100)}}, {}}) == "payment.bill");
    CHECK(refused({{{std::string(65, 'W'), Fen(100)}}, {}}) == "payment.bill");
    CHECK(refused({{{"W-1", Fen(0)}}, {}}) == "payment.amount");
    CHECK(refused({{{"W-1", Fen(-5)}}, {}}) == "payment.amount");
    CHECK(refused({{{"W-1", Fen(INT64_MAX)}}, {}}) == "payment.amount");
    CHECK(refused({{{"W-1", Fen(500'001)}}, {}}) == "payment.over_limit");
    std::vector<wire::PaymentBody::Line> many;
    for (std::size_t i = 0; i <= bills_max; ++i) many.push_back({"W-" + std::to_string(i), Fen(1)});
    CHECK(refused({many, {}}) == "payment.too_many_bills");
    Ceilings small;
    small.card_unsent = Fen(99);
    CHECK(refused({{{"W-1", Fen(100)}}, small}) == "payment.card_unsent_limit");
    small = {};
    small.card_today = Fen(99);
    CHECK(refused({{{"W-1", Fen(100)}}, small}) == "payment.card_limit");
    small = {};
    small.kiosk_today = Fen(99);
    CHECK(refused({{{"W-1", Fen(100)}}, small}) == "payment.kiosk_day_limit");
    small = {};
    small.kiosk_unsent = Fen(99);
    CHECK(refused({{{"W-1", Fen(100)}}, small}) == "payment.kiosk_limit");
    CHECK(card.state().balance == Fen(120000));
    CHECK(hall.payments().empty());
}

TEST_CASE("the ceiling of a card counts what was paid before and is not known to the backend") {
    Hall hall;
    auto& card = hall.card("wang_xiaoyu");
    hall.arrive(card);
    Ceilings ceilings;
    ceilings.card_unsent = Fen(1000);
    CHECK(paid_or_not(hall.run(Pay{{{{"W-1", Fen(600)}}, ceilings}})).state == State::paid);
    CHECK(paid_or_not(hall.run(Pay{{{{"W-2", Fen(500)}}, ceilings}})).code == "payment.card_unsent_limit");
    CHECK(paid_or_not(hall.run(Pay{{{{"W-2", Fen(400)}}, ceilings}})).state == State::paid);
    hall.clock.jump(-std::chrono::hours(24 * 3650));
    CHECK(paid_or_not(hall.run(Pay{{{{"W-3", Fen(1)}}, ceilings}})).code == "payment.card_unsent_limit");
}

TEST_CASE("the district's ceilings stand in the place of those built in, and what was spent is still counted after a restart") {
    Hall hall;
    auto& card = hall.card("wang_xiaoyu");
    CHECK(ceilings_in_force(hall.store()).payment == Ceilings{}.payment);
    REQUIRE(hall.store().policies().put_ceilings({7, Fen(700), Fen(900), Fen(1'000), Fen(800), Fen(5'000)}).has_value());
    hall.arrive(card);
    const auto pay = [&](Fen amount, const std::string& bill) { return paid_or_not(hall.run(Pay{{{{bill, amount}}, ceilings_in_force(hall.store())}})); };
    CHECK(pay(Fen(701), "W-1").code == "payment.over_limit");
    CHECK(pay(Fen(700), "W-1").state == State::paid);
    hall.take_off();
    hall.run();
    hall.restart();
    hall.arrive(card);
    CHECK(pay(Fen(101), "W-2").code == "payment.card_unsent_limit");
    CHECK(pay(Fen(201), "W-2").code == "payment.card_limit");
    CHECK(pay(Fen(100), "W-2").state == State::paid);
    hall.take_off();
    hall.run();
    auto& other = hall.card(changed(card_image("wang_xiaoyu"), "3100000000777777", Fen(50'000)));
    hall.arrive(other);
    CHECK(pay(Fen(201), "W-3").code == "payment.kiosk_day_limit");
    CHECK(pay(Fen(200), "W-3").state == State::paid);
}

TEST_CASE("too little money in the purse is said by the card, and nothing is taken") {
    Hall hall;
    auto& card = hall.card("chen_ming");
    hall.arrive(card);
    const auto outcome = paid_or_not(hall.run(order_of(Fen(3521))));
    CHECK(outcome.state == State::not_paid);
    CHECK(outcome.code == "purse.balance_short");
    CHECK(card.state().balance == Fen(3520));
    CHECK(paid_or_not(hall.run(order_of(Fen(3520)))).state == State::paid);
    CHECK(card.state().balance == Fen(0));
}

TEST_CASE("a MAC that the PSAM does not accept is an alarm, but the payment stands: the card was debited") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    // The seventh exchange tells the PSAM the card's MAC.
    hall.room().plan({7, Fault::status_instead, 0x9302});
    const auto outcome = paid_or_not(hall.run(order_of(Fen(100))));
    CHECK(outcome.state == State::paid);
    CHECK(outcome.alarm == "payment.mac2_wrong");
    CHECK(hall.payments().size() == 1);
}

TEST_CASE("a second purchase waits until the first is cleared up, for it would bury the evidence") {
    Hall hall;
    auto image = card_image("lin_guilan");
    image.purses.front().log.clear();
    auto& card = hall.card(image);
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::unresolved);
    // On another terminal the card's counter was moved by many, without a log that goes back far enough.
    for (int i = 0; i < 12; ++i) spend_elsewhere(card, Fen(7), hall.random);
    const auto letters = hall.arrive(card);
    REQUIRE(of_kind<Repaired>(letters).size() == 1);
    CHECK(of_kind<Repaired>(letters).front().outcome.state == State::unresolved);
    CHECK(of_kind<Repaired>(letters).front().outcome.code == "payment.undecided");
    CHECK(of_kind<HolderRead>(letters).size() == 1);
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).code == "payment.unsettled");
}

TEST_CASE("when the disk does not take the intent, the card is not touched") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.sql("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk'); END");
    hall.room().count_anew();
    const auto outcome = paid_or_not(hall.run(order_of(Fen(100))));
    CHECK(outcome.state == State::not_paid);
    CHECK(outcome.code.starts_with("store."));
    CHECK(hall.room().exchanges() == 0);
    hall.sql("DROP TRIGGER full");
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::paid);
}

TEST_CASE("when the disk does not take the facts, the debit is not sent") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.sql("CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.state = 'debiting' BEGIN SELECT RAISE(ABORT, 'disk'); END");
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::not_paid);
    CHECK(card.state().balance == Fen(28650));
    hall.sql("DROP TRIGGER full");
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::paid);
    CHECK(card.state().balance == Fen(28550));
}

TEST_CASE("a payment that the disk does not take is shown as unresolved, stops further payments and is written down later") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.sql("CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.state = 'paid' BEGIN SELECT RAISE(ABORT, 'disk'); END");
    const auto outcome = paid_or_not(hall.run(order_of(Fen(100))));
    CHECK(outcome.state == State::unresolved);
    CHECK(card.state().balance == Fen(28550));
    CHECK(paid_or_not(hall.run(order_of(Fen(100), "W-2"))).code == "payment.store_failed");
    SUBCASE("when there is room again") {
        hall.sql("DROP TRIGGER full");
        const auto repaired = of_kind<Repaired>(hall.run());
        REQUIRE(repaired.size() == 1);
        CHECK(repaired.front().outcome.state == State::paid);
        CHECK(repaired.front().outcome.receipt == outcome.receipt);
    }
    SUBCASE("after a restart, from the card") {
        hall.restart();
        hall.sql("DROP TRIGGER full");
        const auto repaired = of_kind<Repaired>(hall.run());
        REQUIRE(repaired.size() == 1);
        CHECK(repaired.front().outcome.state == State::paid);
    }
    REQUIRE(hall.payments().size() == 1);
    CHECK(paid_or_not(hall.run(order_of(Fen(100), "W-2"))).state == State::paid);
    CHECK(card.state().balance == Fen(28450));
}

TEST_CASE("a payment that is written down late is told to its own holder only") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    auto& other = hall.card("wang_xiaoyu");
    hall.arrive(card);
    hall.sql("CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.state = 'paid' BEGIN SELECT RAISE(ABORT, 'disk'); END");
    CHECK(paid_or_not(hall.run(order_of(Fen(100)))).state == State::unresolved);
    hall.take_off();
    hall.run();
    SUBCASE("who waits for it, also when it ended while the card was off") {
        hall.sql("DROP TRIGGER full");
        CHECK(of_kind<Repaired>(hall.run()).empty());
        const auto repaired = of_kind<Repaired>(hall.arrive(card));
        REQUIRE(repaired.size() == 1);
        CHECK(repaired.front().outcome.state == State::paid);
    }
    SUBCASE("not whoever comes next") {
        hall.run(EndVisit{});
        hall.put_on(other);
        CHECK(of_kind<Repaired>(hall.run()).empty());
        hall.sql("DROP TRIGGER full");
        CHECK(of_kind<Repaired>(hall.run()).empty());
    }
    SUBCASE("not the first who comes after it ended") {
        hall.run(EndVisit{});
        hall.sql("DROP TRIGGER full");
        CHECK(of_kind<Repaired>(hall.run()).empty());
        CHECK(of_kind<Repaired>(hall.arrive(other)).empty());
    }
    SUBCASE("not whoever is being read when it ends") {
        hall.run(EndVisit{});
        hall.sql("DROP TRIGGER full");
        CHECK(of_kind<Repaired>(hall.arrive(other)).empty());
    }
    CHECK(hall.payments().size() == 1);
}
