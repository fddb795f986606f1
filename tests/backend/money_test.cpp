#include <doctest/doctest.h>

#include <array>

#include "backend/api/holders.hpp"
#include "backend/money/ledger.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using Outcome = wire::SubmissionAnswer::Outcome;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)}, power{"E-2026-10-0457", Fen(12350)};

std::int64_t differences(District& district) { return district.differences(); }

bool bill_paid(District& district, const std::string& bill) {
    return district.number("SELECT count(*) FROM bills WHERE payment IS NOT NULL AND id = '" + bill + "'") == 1;
}

wire::SubmissionAnswer pay(District& district, const wire::PaymentBody& body) { return district.hand_in(submission_of(district.new_id(), body)); }

}  // namespace

TEST_CASE("The TAC of the computed vectors is right, and wrong when any one fact differs") {
    District district;
    wire::PaymentBody body;
    body.card_serial = zhang_jianguo;
    body.amount = Fen(250);
    body.terminal = sample_terminal;
    body.terminal_sequence = 0x12;
    body.date = "20240315";
    body.time = "103045";
    body.tac = "9F9B0AC3";  // cards.md 10.4
    const auto& tac = district.office().tac;
    CHECK(tac.right(body).value());
    const auto wrong_with = [&](auto change) {
        auto other = body;
        change(other);
        return !tac.right(other).value();
    };
    CHECK(wrong_with([](auto& b) { b.amount = Fen(251); }));
    CHECK(wrong_with([](auto& b) { b.type = 5; }));
    CHECK(wrong_with([](auto& b) { b.terminal = "057100000002"; }));
    CHECK(wrong_with([](auto& b) { b.terminal_sequence = 0x13; }));
    CHECK(wrong_with([](auto& b) { b.date = "20240316"; }));
    CHECK(wrong_with([](auto& b) { b.time = "103046"; }));
    CHECK(wrong_with([](auto& b) { b.card_serial = lin_guilan; }));
    CHECK(wrong_with([](auto& b) { b.tac = "9F9B0AC4"; }));
    CHECK(wrong_with([](auto& b) { b.tac = ""; }));
    CHECK(wrong_with([](auto& b) { b.tac = "not hex!"; }));
}

TEST_CASE("A payment of two bills settles both and moves the money from the purse to each biller") {
    District district;
    const auto answer = pay(district, payment(lin_guilan, {water, power}));
    CHECK(answer.outcome == Outcome::received);
    CHECK(answer.reference == "P-2026-000001");
    CHECK(bill_paid(district, water.bill));
    CHECK(bill_paid(district, power.bill));
    CHECK(district.balance("purse_clearing") == 20990);
    CHECK(district.balance("biller:qinghe_water") == -8640);
    CHECK(district.balance("biller:qinghe_power") == -12350);
    CHECK(differences(district) == 0);
}

TEST_CASE("A paid bill stands as paid in what kiosks are told") {
    District district;
    pay(district, payment(lin_guilan, {water}));
    const auto record = district.write([&] { return api::holder_record(district.connection(), district.office().rules, lin_guilan, sample_now()); });
    REQUIRE(record.bills.size() == 3);
    for (const auto& bill : record.bills) CHECK(bill.paid == (bill.id == water.bill));
}

TEST_CASE("A payment with a wrong TAC is refused, held, alarmed, and pays nothing") {
    District district;
    auto body = payment(lin_guilan, {water});
    body.tac = body.tac == "00000000" ? "00000001" : "00000000";
    const auto answer = pay(district, body);
    CHECK(answer.outcome == Outcome::refused);
    CHECK(answer.code == "payment.tac_wrong");
    CHECK_FALSE(bill_paid(district, water.bill));
    CHECK(district.balance("held") == -8640);
    CHECK(district.balance("purse_unproven") == 8640);
    CHECK(district.balance("purse_clearing") == 0);
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.tac_wrong' AND state = 'held'") == 1);
    CHECK(differences(district) == 0);
}

TEST_CASE("A payment that proves nothing does not keep out the true one of the same transaction") {
    District district;
    auto forged = payment(lin_guilan, {water});
    forged.tac = "00000000";
    pay(district, forged);
    CHECK(pay(district, payment(lin_guilan, {water})).outcome == Outcome::received);
    CHECK(bill_paid(district, water.bill));
}

TEST_CASE("A payment without a TAC is received and held for a person") {
    District district;
    auto body = payment(lin_guilan, {water});
    body.proof = wire::PaymentBody::Proof::balance;
    body.tac.clear();
    CHECK(pay(district, body).outcome == Outcome::received);
    CHECK_FALSE(bill_paid(district, water.bill));
    CHECK(district.balance("held") == -8640);
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.no_tac'") == 1);
}

TEST_CASE("A line that fits no open bill is returned to the card's posted credit, the others are booked") {
    District district;
    pay(district, payment(zhang_jianguo, {power}, 1));
    const wire::PaymentBody::Line unknown{"W-2026-10-9999", Fen(100)}, wrong_amount{"T-2026-11-0457", Fen(3901)};
    const auto answer = pay(district, payment(lin_guilan, {water, power, unknown, wrong_amount}, 2));
    CHECK(answer.outcome == Outcome::received);
    CHECK(district.number("SELECT count(*) FROM payment_lines WHERE state = 'returned' AND reason = 'bill.paid'") == 1);
    CHECK(district.number("SELECT count(*) FROM payment_lines WHERE state = 'returned' AND reason = 'bill.unknown'") == 1);
    CHECK(district.number("SELECT count(*) FROM payment_lines WHERE state = 'returned' AND reason = 'bill.amount'") == 1);
    const auto credit = district.write([&] { return money::posted_credit_of(district.connection(), lin_guilan); });
    CHECK(credit == Fen(12350 + 100 + 3901));
    CHECK(district.balance("posted_credit") == -credit.count());
    CHECK(district.number("SELECT count(*) FROM payments WHERE state = 'booked'") == 2);
    CHECK(differences(district) == 0);
}

TEST_CASE("A bill named twice in one payment is paid once") {
    District district;
    pay(district, payment(lin_guilan, {water, water}));
    CHECK(district.balance("biller:qinghe_water") == -8640);
    CHECK(district.balance("posted_credit") == -8640);
    CHECK(differences(district) == 0);
}

TEST_CASE("The same transaction of the same card under another id is refused as a duplicate") {
    District district;
    const auto body = payment(lin_guilan, {water});
    const auto first = pay(district, body);
    const auto second = pay(district, body);
    CHECK(second.outcome == Outcome::refused);
    CHECK(second.code == "payment.duplicate");
    CHECK(second.reference == first.reference);
    CHECK(district.balance("purse_clearing") == 8640);
}

TEST_CASE("A terminal that nobody registered is booked, for the card did pay, and alarmed") {
    District district;
    auto body = payment(lin_guilan, {water});
    body.terminal = "057100009999";
    body.tac = true_tac(body);
    CHECK(pay(district, body).outcome == Outcome::received);
    CHECK(bill_paid(district, water.bill));
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.terminal_unknown'") == 1);
}

TEST_CASE("A transaction that is no purchase is refused and moves no money") {
    District district;
    auto body = payment(lin_guilan, {water});
    body.type = 2;
    body.tac = true_tac(body);
    CHECK(pay(district, body).code == "payment.type");
    CHECK(district.number("SELECT count(*) FROM postings WHERE reference <> 'opening'") == 0);
}

TEST_CASE("Postings and entries can be neither changed nor removed") {
    District district;
    pay(district, payment(lin_guilan, {water}));
    for (const auto* sql : {"UPDATE entries SET amount = 1", "DELETE FROM entries", "UPDATE postings SET at = 0", "DELETE FROM postings"}) {
        CAPTURE(sql);
        const auto tried = district.connection().write([&]() -> Status {
            district.connection().run(sql);
            return {};
        });
        REQUIRE_FALSE(tried.has_value());
        CHECK(tried.error().code == "data.constraint");
    }
}

TEST_CASE("The audit sees every kind of tampering") {
    const char* const tampering[] = {
        "UPDATE ledger_accounts SET balance = balance + 1 WHERE code = 'purse_clearing'",
        "UPDATE payments SET amount = amount + 1",
        "UPDATE payment_lines SET amount = amount + 1",
        "UPDATE payment_lines SET state = 'returned'",
        "UPDATE bills SET payment = NULL",
        "UPDATE bills SET payment = 'P-2026-000009' WHERE payment IS NULL AND id = 'T-2026-11-0457'",
        "UPDATE bills SET amount = amount + 1 WHERE payment IS NOT NULL",
        "INSERT INTO entries (posting, account, amount) VALUES (1, 'held', 5)",
        "INSERT INTO postings (at, reference) VALUES (0, 'P-2026-000001')",
        "UPDATE submissions SET reference = 'P-2026-000002'",
    };
    for (const auto* sql : tampering) {
        CAPTURE(sql);
        District district;
        pay(district, payment(lin_guilan, {water}));
        pay(district, payment(zhang_jianguo, {{"W-2026-10-0456", Fen(250)}}, 2));
        REQUIRE(differences(district) == 0);
        district.write([&] {
            district.connection().run("PRAGMA ignore_check_constraints = ON");
            district.connection().run("INSERT OR IGNORE INTO ledger_accounts (code) VALUES ('held')");
            district.connection().run(sql);
            return true;
        });
        CHECK(differences(district) > 0);
    }
}

TEST_CASE("Whatever kiosks hand in, the ledger sums to nought, what came in is accounted for, and no bill is paid twice") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        District district;
        SeededRandom random(seed);
        const wire::PaymentBody::Line lines[] = {water, power, {"T-2026-11-0457", Fen(3900)}, {"T-2026-11-0457", Fen(100)},
                                                 {"W-2026-10-0456", Fen(250)}, {"X", Fen(77)}};
        std::int64_t kept = 0;
        std::vector<wire::Submission> sent;
        for (int i = 0; i < 60; ++i) {
            std::vector<wire::PaymentBody::Line> chosen;
            for (std::uint64_t n = 1 + random.below(3); n > 0; --n) chosen.push_back(lines[random.below(std::size(lines))]);
            auto body = payment(random.below(2) ? lin_guilan : zhang_jianguo, chosen, static_cast<std::uint16_t>(1 + random.below(40)));
            if (random.below(5) == 0) body.tac = "01020304";
            if (random.below(8) == 0) {
                body.proof = wire::PaymentBody::Proof::balance;
                body.tac.clear();
            }
            auto submission = random.below(4) == 0 && !sent.empty() ? sent[random.below(sent.size())] : submission_of(district.new_id(), body);
            const auto before = district.number("SELECT count(*) FROM payments");
            district.hand_in(submission);
            if (district.number("SELECT count(*) FROM payments") > before)
                kept += district.number("SELECT amount FROM payments ORDER BY number DESC LIMIT 1");
            sent.push_back(std::move(submission));
        }
        CHECK(differences(district) == 0);
        CHECK(district.balance("purse_clearing") + district.balance("purse_unproven") == kept);
        CHECK(district.number("SELECT count(*) FROM (SELECT bill FROM payment_lines WHERE state = 'booked' GROUP BY bill HAVING count(*) > 1)") == 0);
    }
}

TEST_CASE("While the key service is away nothing is decided about a payment, and it is booked once it is back") {
    District district;
    const auto submission = submission_of(district.new_id(), payment(lin_guilan, {water}));
    district.keys().away(true);
    const auto answer = district.hand_in(submission);
    CHECK(answer.outcome == Outcome::later);
    CHECK(answer.code == "keys.unavailable");
    CHECK(district.number("SELECT count(*) FROM submissions") == 0);
    CHECK(district.number("SELECT count(*) FROM payments") == 0);
    district.keys().away(false);
    CHECK(district.hand_in(submission).outcome == Outcome::received);
    CHECK(bill_paid(district, water.bill));
    CHECK(differences(district) == 0);
}

TEST_CASE("A copied card with an older counter is booked as often as it paid, and each time raises an alarm") {
    District district;
    pay(district, payment(lin_guilan, {water}, 7));
    auto copy = payment(lin_guilan, {power}, 7);
    copy.terminal_sequence += 500;
    copy.time = "101500";
    copy.tac = true_tac(copy);
    CHECK(pay(district, copy).outcome == Outcome::received);
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.counter_reused' AND state = 'booked'") == 1);
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = ''") == 1);
    CHECK(differences(district) == 0);
}

TEST_CASE("A composite purchase of a national transit card is booked with the TAC of its own kind, and with no other") {
    District district;
    auto body = payment(lin_guilan, {water});
    body.type = 9;
    CHECK(pay(district, body).code == "payment.tac_wrong");
    body.tac = true_tac(body);
    CHECK(pay(district, body).outcome == Outcome::received);
    CHECK(bill_paid(district, water.bill));
    CHECK(district.balance("purse_clearing") == 8640);
    for (const auto other : std::to_array<std::uint8_t>({1, 2, 3, 4, 5, 7, 8})) {
        auto no_purchase = payment(lin_guilan, {power}, 2);
        no_purchase.type = other;
        no_purchase.tac = true_tac(no_purchase);
        CHECK(pay(district, no_purchase).code == "payment.type");
    }
    CHECK(differences(district) == 0);
}

TEST_CASE("The TAC of one purchase proves no second one: under another number of the card it is held, and the true one of that number still counts") {
    District district;
    const auto first = payment(lin_guilan, {water}, 5);
    pay(district, first);
    auto copied = first;
    copied.lines = {{power.bill, first.amount}};
    copied.offline_number = 6;
    const auto answer = pay(district, copied);
    CHECK(answer.outcome == Outcome::refused);
    CHECK(answer.code == "payment.tac_wrong");
    CHECK(district.balance("purse_clearing") == 8640);
    CHECK(district.balance("held") == -8640);
    // The module may carry its sequence twice after a lost confirmation: this is another purchase, with another TAC.
    auto next = payment(lin_guilan, {power}, 6);
    next.terminal_sequence = first.terminal_sequence;
    next.time = "101501";
    next.tac = true_tac(next);
    CHECK(pay(district, next).outcome == Outcome::received);
    CHECK(bill_paid(district, power.bill));
    CHECK(differences(district) == 0);
}

TEST_CASE("A card whose number has gone back on the same terminal is booked and alarmed, whatever the clocks say; late arrivals are not") {
    District district;
    const auto arrive = [&](std::uint16_t number, std::uint32_t sequence, const wire::PaymentBody::Line& line) {
        auto body = payment(lin_guilan, {line}, number);
        body.terminal_sequence = sequence;
        body.paid_at = sample_now() - std::chrono::hours(24 * 3650 * static_cast<int>(number % 2));
        body.tac = true_tac(body);
        return pay(district, body).outcome;
    };
    const auto alarms = [&] { return district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.counter_older' AND state = 'booked'"); };
    CHECK(arrive(9, 40, water) == Outcome::received);
    // Handed in late, but paid before: the module's count says so.
    CHECK(arrive(8, 39, power) == Outcome::received);
    CHECK(alarms() == 0);
    CHECK(arrive(3, 41, {"T-2026-11-0457", Fen(3900)}) == Outcome::received);
    CHECK(alarms() == 1);
    // Handed in late, and of a state of the card that was still to come at that count.
    CHECK(arrive(12, 38, {"none", Fen(100)}) == Outcome::received);
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.counter_older'") == 2);
    CHECK(differences(district) == 0);
}

TEST_CASE("A payment of a kiosk whose clock is off by years is booked under the day of its arrival and alarmed; one that was long without network is not") {
    for (const auto days : {-3650, 3650, -367, 2}) {
        CAPTURE(days);
        District district;
        auto body = payment(lin_guilan, {water});
        body.paid_at = sample_now() + std::chrono::hours(24 * days);
        CHECK(pay(district, body).outcome == Outcome::received);
        CHECK(bill_paid(district, water.bill));
        CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = 'payment.clock_wrong' AND paid_at = received_at") == 1);
        CHECK(differences(district) == 0);
    }
    District district;
    auto late = payment(lin_guilan, {water});
    late.paid_at = sample_now() - std::chrono::hours(24 * 90);
    pay(district, late);
    CHECK(district.number("SELECT count(*) FROM payments WHERE alarm = '' AND paid_at < received_at") == 1);
}
