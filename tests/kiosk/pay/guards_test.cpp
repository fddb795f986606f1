// Rules of the desk, the engine and the evidence that a changed condition would break without anybody noticing.
#include <doctest/doctest.h>

#include <array>

#include "tests/kiosk/pay/hall.hpp"
#include "tests/support/scripted_transport.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using State = PaymentOutcome::State;

namespace {

const SecretText right_pin("123456"), new_pin("482915");
const Fen amount{5000};

PaymentOutcome ended(const std::vector<CardLetter>& letters) {
    const auto all = of_kind<PaymentEnded>(letters);
    REQUIRE(all.size() == 1);
    return all.front().outcome;
}

Load load_of(Fen much) { return {{much, wire::LoadSource::account}}; }

std::vector<wire::PaymentBody::Line> bills(std::size_t count, Fen each = Fen(1)) {
    std::vector<wire::PaymentBody::Line> lines;
    for (std::size_t i = 0; i < count; ++i) lines.push_back({"W-" + std::to_string(i), each});
    return lines;
}

}  // namespace

TEST_CASE("exactly as many bills, as long an id and as much money as may be are taken, and one more of each is not") {
    CHECK(total({bills(bills_max), wide_ceilings()}).has_value());
    CHECK(total({bills(bills_max + 1), wide_ceilings()}).error().code == "payment.too_many_bills");
    CHECK(total({{{std::string(bill_id_bytes_max, 'W'), Fen(1)}}, wide_ceilings()}).has_value());
    auto ceilings = wide_ceilings();
    ceilings.payment = Fen(2 * fen_max.count());
    CHECK(total({{{"W-1", fen_max - Fen(1)}, {"W-2", Fen(1)}}, ceilings}).value() == fen_max);
    CHECK(total({{{"W-1", fen_max}, {"W-2", Fen(1)}}, ceilings}).error().code == "payment.over_limit");
}

TEST_CASE("each ceiling may be reached to the fen and not passed by one") {
    const Ceilings ceilings{Fen(1000), Fen(500), Fen(600), Fen(700), Fen(800)};
    const auto code = [&](const store::Spent& spent, Fen more) {
        const auto status = check_ceilings(more, spent, ceilings);
        return status ? std::string() : status.error().code;
    };
    CHECK(code({Fen(400), {}, {}, {}}, Fen(100)).empty());
    CHECK(code({Fen(400), {}, {}, {}}, Fen(101)) == "payment.card_limit");
    CHECK(code({{}, Fen(500), {}, {}}, Fen(100)).empty());
    CHECK(code({{}, Fen(500), {}, {}}, Fen(101)) == "payment.kiosk_day_limit");
    CHECK(code({{}, {}, Fen(600), {}}, Fen(100)).empty());
    CHECK(code({{}, {}, Fen(600), {}}, Fen(101)) == "payment.card_unsent_limit");
    CHECK(code({{}, {}, {}, Fen(700)}, Fen(100)).empty());
    CHECK(code({{}, {}, {}, Fen(700)}, Fen(101)) == "payment.kiosk_limit");
}

TEST_CASE("while a payment is not written down no load is begun either") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.run(VerifyPin{right_pin});
    hall.sql("CREATE TRIGGER full BEFORE UPDATE ON journal WHEN NEW.state = 'paid' BEGIN SELECT RAISE(ABORT, 'disk'); END");
    CHECK(ended(hall.run(order_of(Fen(100)))).state == State::unresolved);
    CHECK(ended(hall.run(load_of(amount))).code == "payment.store_failed");
    CHECK(hall.bank.open.empty());
    hall.sql("DROP TRIGGER full");
    hall.run();
    hall.run(VerifyPin{right_pin});
    CHECK(ended(hall.run(load_of(amount))).state == State::paid);
}

TEST_CASE("the backend's word for an earlier load is not taken for the one that waits now") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.bank.answer = Bank::Answer::silence_after_debit;
    hall.arrive(card);
    hall.run(VerifyPin{right_pin});
    const auto first = of_kind<LoadAsked>(hall.run(load_of(amount)));
    REQUIRE(first.size() == 1);
    const auto late = hall.bank.open.at(first.front().request.id).grant;
    const auto second = of_kind<LoadAsked>(hall.run(load_of(Fen(700))));
    REQUIRE(second.size() == 1);
    const auto id = second.front().request.id;
    CHECK(of_kind<PaymentEnded>(hall.run(LoadAnswer{late.id, late, {}})).empty());
    CHECK(card.state().balance == Fen(28650));
    const auto outcome = ended(hall.run(LoadAnswer{id, hall.bank.open.at(id).grant, {}}));
    CHECK(outcome.state == State::paid);
    CHECK(outcome.id == id);
    CHECK(card.state().balance == Fen(28650 + 700));
    hall.settle_loads();
    CHECK(hall.bank.account == Fen(100'000 - 700));
}

TEST_CASE("a PIN change nobody saw the end of is never looked into with a card's last try") {
    Hall hall;
    auto image = card_image("lin_guilan");
    image.purses.front().pin->tries = 1;
    auto& card = hall.card(image);
    hall.arrive(card);
    hall.room().plan({1, Fault::status_instead, 0x6F00});
    const auto changed = of_kind<PinChanged>(hall.run(ChangePin{right_pin, new_pin}));
    REQUIRE(changed.size() == 1);
    CHECK(changed.front().outcome == PinChanged::Outcome::unknown);
    CHECK(card.state().pin_tries == 1);
}

TEST_CASE("a card with an unresolved load neither pays nor loads, and does both once it has told") {
    Hall hall;
    auto& card = hall.card(as_t1(card_image("lin_guilan")));
    hall.arrive(card);
    hall.run(VerifyPin{right_pin});
    hall.room().plan({7, Fault::card_leaves_before});
    hall.run(load_of(amount));
    REQUIRE(hall.store().journal().unresolved_count().value() == 1);
    hall.take_off();
    hall.run();
    spend_elsewhere(card, Fen(200), hall.random);
    hall.arrive(card);
    REQUIRE(hall.store().journal().unresolved_count().value() == 1);
    CHECK(ended(hall.run(order_of(Fen(100)))).code == "payment.unsettled");
    CHECK(ended(hall.run(load_of(amount))).code == "payment.unsettled");
    hall.run(VerifyPin{right_pin});
    CHECK(ended(hall.run(order_of(Fen(100)))).state == State::paid);
    CHECK(ended(hall.run(load_of(amount))).state == State::paid);
}

TEST_CASE("after a load the purse is read anew, and the deposit account after the PIN and after money has left it") {
    Hall hall;
    auto& card = hall.card("sun_li");
    hall.arrive(card);
    const auto had = card.state();
    const auto shown = of_kind<DepositRead>(hall.run(VerifyPin{right_pin}));
    REQUIRE(shown.size() == 1);
    CHECK(shown.front().balance == had.deposit);
    const auto loaded = hall.run(load_of(amount));
    REQUIRE_FALSE(of_kind<PurseRead>(loaded).empty());
    CHECK(of_kind<PurseRead>(loaded).back().purse.balance == had.balance + amount);
    const auto given = hall.run(Load{{Fen(1000), wire::LoadSource::account, wire::LoadWay::off_card}});
    REQUIRE_FALSE(of_kind<DepositRead>(given).empty());
    CHECK(of_kind<DepositRead>(given).back().balance == had.deposit - Fen(1000));
}

TEST_CASE("a card that was reset while a load or another PIN began is taken again, and the next try goes through") {
    Hall hall;
    auto image = card_image("lin_guilan");
    auto& card = hall.card(image);
    hall.arrive(card);
    hall.run(VerifyPin{right_pin});
    hall.room().plan({1, Fault::card_reset});
    CHECK(ended(hall.run(load_of(amount))).code == "card.reset");
    hall.run(VerifyPin{right_pin});
    CHECK(ended(hall.run(load_of(amount))).state == State::paid);
    hall.take_off();
    hall.run();

    image.purses.front().pin->tries = 0;
    auto& blocked = hall.card(changed(image, "3100000000777777", Fen(100)));
    hall.arrive(blocked);
    hall.room().plan({1, Fault::card_reset});
    auto opened = of_kind<PinUnblocked>(hall.run(UnblockPin{new_pin}));
    REQUIRE(opened.size() == 1);
    CHECK(opened.front().code == "card.reset");
    opened = of_kind<PinUnblocked>(hall.run(UnblockPin{new_pin}));
    REQUIRE(opened.size() == 1);
    CHECK(opened.front().outcome == PinUnblocked::Outcome::opened);
}

TEST_CASE("a PSAM that falls silent while it hears of a payment is told at once, beside the payment that stands") {
    Hall hall;
    hall.arrive(hall.card("lin_guilan"));
    hall.room().plan({7, Fault::answer_lost});
    const auto letters = hall.run(order_of(Fen(100)));
    CHECK(ended(letters).state == State::paid);
    CHECK(ended(letters).alarm == "sam.gone");
    const auto states = of_kind<PsamState>(letters);
    REQUIRE_FALSE(states.empty());
    CHECK_FALSE(states.front().ready);
    CHECK(states.front().code == "sam.gone");
}

TEST_CASE("once a payment is settled nobody is awaited any longer: the next card is served") {
    for (const bool stays : {true, false}) {
        Hall hall;
        auto& card = hall.card("lin_guilan");
        hall.arrive(card);
        hall.room().plan({5, stays ? Fault::card_reset : Fault::card_leaves_after});
        hall.run(order_of(Fen(100)));
        if (!stays) CHECK(of_kind<Repaired>(hall.arrive(card)).size() == 1);
        hall.take_off();
        hall.run();
        CHECK(of_kind<HolderRead>(hall.arrive(hall.card("wang_xiaoyu"))).size() == 1);
    }
}

TEST_CASE("a PSAM that is locked is named so, in whichever words it says it") {
    for (const auto status : std::array<std::uint16_t, 3>{0x6A81, 0x6983, 0x9303}) {
        Hall hall;
        auto image = card_image("psam");
        image.faults.statuses[0x00B0] = status;
        const auto locked = load_card(image, hall.random);
        hall.readers.insert(card::Slot::sam, *locked);
        const auto states = of_kind<PsamState>(hall.run());
        REQUIRE_FALSE(states.empty());
        CHECK(states.back().code == "sam.locked");
        hall.readers.insert(card::Slot::sam, *hall.psam);
        hall.run();
    }
}

TEST_CASE("a line of the log with another amount is another purchase, even at our terminal and moment") {
    MoveFacts facts;
    facts.amount = Fen(250);
    facts.old_balance = Fen(10000);
    facts.number = 5;
    facts.terminal = {0x05, 0x71, 0, 0, 0, 1};
    facts.key_index = 1;
    facts.when = {{0x20, 0x24, 0x03, 0x15}, {0x10, 0x30, 0x45}};
    ScriptedTransport card({{"805001020B01000000000571000000010F", "0000250000070000000100112233449000"},
                            {"00B201C417", "00060000000000011606057100000901202403161200009000"},
                            {"00B202C417", "00050000000000010006057100000001202403151030459000"},
                            {"00B203C417", "6A83"}},
                           card::Protocol::t1);
    CHECK(examine(card, facts).value().verdict == Evidence::Verdict::not_done);
}
