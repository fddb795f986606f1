#include <doctest/doctest.h>

#include <set>

#include "base/json.hpp"
#include "tests/client/kiosk_disk.hpp"

using namespace onecard;
using namespace onecard::test;
using State = store::JournalEntry::State;
using Proof = wire::PaymentBody::Proof;

namespace {

constexpr const char* card = "3100000000123457";

State state_of(store::Store& store, const std::string& id) { return store.journal().find(id).value().value().state; }

}  // namespace

TEST_CASE("a payment that is paid is in the outbox in the same moment, with all that proves it") {
    KioskDisk disk;
    const auto payment = disk.payment();
    {
        auto store = disk.open();
        REQUIRE(store.journal().intend(payment));
        REQUIRE(store.journal().debiting(payment.id, disk.facts()));
        CHECK(store.outbox().counts()->waiting == 0);
        REQUIRE(store.journal().paid(payment.id, "1A2B3C4D", Proof::debit));
    }
    auto store = disk.open();
    CHECK(state_of(store, payment.id) == State::paid);
    const auto due = store.outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due.front().id == payment.id);
    CHECK(due.front().kind == "payment");
    const auto body = wire::payment_from(parse_json(due.front().body).value()).value();
    CHECK(body.receipt == payment.receipt);
    CHECK(body.card_serial == card);
    CHECK(body.amount == payment.amount);
    CHECK(body.lines == payment.lines);
    CHECK(body.offline_number == 41);
    CHECK(body.terminal_sequence == 7);
    CHECK(body.tac == "1A2B3C4D");
    CHECK(body.proof == Proof::debit);
}

TEST_CASE("every step that the picture does not show is refused and changes nothing") {
    const auto step = [](store::Store& store, const std::string& id, State to) -> Status {
        switch (to) {
            case State::intended: return failure(Error::Kind::invalid, "journal.order");
            case State::debiting: return store.journal().debiting(id, KioskDisk::facts());
            case State::paid: return store.journal().paid(id, "1A2B3C4D", Proof::debit);
            case State::not_paid: return store.journal().not_paid(id, "x");
            case State::unresolved: return store.journal().unresolved(id, "x");
        }
        return {};
    };
    const std::vector<std::vector<State>> ways{{State::intended}, {State::intended, State::debiting}, {State::intended, State::debiting, State::paid},
        {State::intended, State::not_paid}, {State::intended, State::debiting, State::unresolved}};
    const auto allowed = [](State from, State to) {
        if (from == State::intended) return to == State::debiting || to == State::not_paid;
        if (from == State::debiting) return to == State::paid || to == State::not_paid || to == State::unresolved;
        return from == State::unresolved && (to == State::paid || to == State::not_paid);
    };
    for (const auto& way : ways) {
        for (const auto to : {State::debiting, State::paid, State::not_paid, State::unresolved}) {
            KioskDisk disk;
            auto store = disk.open();
            const auto payment = disk.payment();
            REQUIRE(store.journal().intend(payment));
            for (std::size_t i = 1; i < way.size(); ++i) REQUIRE(step(store, payment.id, way[i]));
            const auto outcome = step(store, payment.id, to);
            CHECK(outcome.has_value() == allowed(way.back(), to));
            CHECK(state_of(store, payment.id) == (outcome ? to : way.back()));
            if (!outcome) CHECK(outcome.error().code == "journal.order");
            const bool paid = state_of(store, payment.id) == State::paid;
            // Other kiosks may have been told of what was torn: its end is handed in either way.
            const bool torn_ended = way.back() == State::unresolved && to == State::not_paid;
            CHECK(store.outbox().counts()->waiting == (paid || torn_ended ? 1 : 0));
        }
    }
}

TEST_CASE("a restart before the debit ends unpaid, a restart during it ends unresolved") {
    KioskDisk disk;
    const auto intended = disk.payment(), debiting = disk.payment();
    {
        auto store = disk.open();
        REQUIRE(store.journal().intend(intended));
        REQUIRE(store.journal().intend(debiting));
        REQUIRE(store.journal().debiting(debiting.id, disk.facts()));
    }
    auto store = disk.open();
    CHECK(store.journal().open_entries()->size() == 2);
    CHECK(store.journal().recover().value() == 2);
    CHECK(store.journal().recover().value() == 0);
    CHECK(state_of(store, intended.id) == State::not_paid);
    CHECK(state_of(store, debiting.id) == State::unresolved);
    const auto torn = store.journal().unresolved_of(card).value();
    REQUIRE(torn.size() == 1);
    CHECK(torn.front().facts == disk.facts());
    CHECK(torn.front().lines == debiting.lines);
    CHECK(store.journal().unresolved_of("3100000000123456")->empty());
    REQUIRE(store.journal().paid(debiting.id, "", Proof::balance));
    CHECK(store.journal().unresolved_count().value() == 0);
    CHECK(store.outbox().counts()->waiting == 1);
}

TEST_CASE("ten thousand torn payments are kept for ever and each is found by its card") {
    KioskDisk disk;
    auto store = disk.open();
    const auto serial = [](int i) { return "31000000" + to_hex(big_endian(static_cast<std::uint64_t>(i), 4)); };
    constexpr int count = 10'000;
    for (int i = 0; i < count; ++i) {
        const auto payment = disk.payment(serial(i));
        REQUIRE(store.journal().intend(payment));
        REQUIRE(store.journal().debiting(payment.id, disk.facts()));
        REQUIRE(store.journal().unresolved(payment.id, "card.gone"));
    }
    disk.clock.advance(std::chrono::hours(24 * 365 * 5));
    CHECK(store.prune().value() == 0);
    CHECK(store.journal().unresolved_count().value() == count);
    for (const int i : {0, 4711, count - 1}) CHECK(store.journal().unresolved_of(serial(i))->size() == 1);
}

TEST_CASE("facts that could not be handed in later stop the payment before the card is debited") {
    KioskDisk disk;
    auto store = disk.open();
    const auto payment = disk.payment();
    REQUIRE(store.journal().intend(payment));
    auto facts = disk.facts();
    facts.terminal = "0102";
    CHECK(store.journal().debiting(payment.id, facts).error().code == "journal.form");
    CHECK(state_of(store, payment.id) == State::intended);
    for (auto bad : {disk.payment(card, 0), disk.payment(card, -5), disk.payment(card, fen_max.count() + 1)})
        CHECK(store.journal().intend(bad).error().code == "journal.form");
    auto wrong_sum = disk.payment();
    wrong_sum.amount = Fen(8641);
    CHECK(store.journal().intend(wrong_sum).error().code == "journal.form");
}

TEST_CASE("what was spent counts unknown outcomes as spent and no clock hides what is unsent") {
    KioskDisk disk;
    auto store = disk.open();
    const auto pay = [&](const char* serial, std::int64_t fen, State end) {
        const auto payment = disk.payment(serial, fen);
        REQUIRE(store.journal().intend(payment));
        if (end == State::not_paid) REQUIRE(store.journal().not_paid(payment.id, "card.gone"));
        if (end == State::not_paid) return payment.id;
        REQUIRE(store.journal().debiting(payment.id, disk.facts()));
        if (end == State::paid) REQUIRE(store.journal().paid(payment.id, "1A2B3C4D", Proof::debit));
        if (end == State::unresolved) REQUIRE(store.journal().unresolved(payment.id, "card.gone"));
        return payment.id;
    };
    const auto first = pay(card, 100, State::paid);
    pay(card, 20, State::unresolved);
    pay(card, 3, State::not_paid);
    pay("3100000000123456", 7, State::paid);
    auto spent = store.journal().spent(card).value();
    CHECK(spent.card_today == Fen(120));
    CHECK(spent.kiosk_today == Fen(127));
    CHECK(spent.card_unsent == Fen(120));
    CHECK(spent.kiosk_unsent == Fen(127));
    REQUIRE(store.outbox().settle(std::vector{wire::SubmissionAnswer{first, wire::SubmissionAnswer::Outcome::received, "", "P-1"}}));
    CHECK(store.journal().spent(card)->card_unsent == Fen(20));
    CHECK(store.journal().spent(card)->card_today == Fen(120));
    disk.clock.jump(std::chrono::hours(24 * 365 * 10));
    spent = store.journal().spent(card).value();
    CHECK(spent.card_today == Fen(0));
    CHECK(spent.kiosk_unsent == Fen(27));
}

TEST_CASE("numbers on slips are never given twice, wherever the clock goes") {
    KioskDisk disk;
    std::vector<std::string> numbers;
    for (const int hours : {0, 0, 24, -24, -48, 48, 24 * 3650, -24 * 3650}) {
        disk.clock.jump(std::chrono::hours(hours));
        auto store = disk.open();
        numbers.push_back(store.next_receipt("K-0001").value());
    }
    CHECK(numbers.front() == "K0001-20261122-0001");
    CHECK(numbers[1] == "K0001-20261122-0002");
    std::sort(numbers.begin(), numbers.end());
    CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
}

TEST_CASE("the personal part of a payment goes when the backend has it and its time is over") {
    KioskDisk disk;
    auto store = disk.open();
    const auto payment = disk.payment();
    REQUIRE(store.journal().intend(payment));
    REQUIRE(store.journal().debiting(payment.id, disk.facts()));
    REQUIRE(store.journal().paid(payment.id, "1A2B3C4D", Proof::debit));
    disk.clock.advance(store::personal_lifetime * 10);
    CHECK(store.journal().prune().value() == 0);  // not yet received
    REQUIRE(store.outbox().settle(std::vector{wire::SubmissionAnswer{payment.id, wire::SubmissionAnswer::Outcome::received, "", "P-1"}}));
    CHECK(store.journal().prune().value() == 1);
    const auto left = store.journal().find(payment.id).value().value();
    CHECK(left.state == State::paid);
    CHECK(left.card_serial.empty());
    CHECK(left.amount == payment.amount);
    CHECK(store.audit().verify());
}

TEST_CASE("a bill is in hand from the debit until a record of its holder knows that it was paid") {
    KioskDisk disk;
    auto store = disk.open();
    const auto in_hand = [&] { return store.journal().bills_in_hand(card).value().size(); };
    wire::HolderRecord record;
    record.card_serial = card;
    record.as_of = disk.clock.now();
    REQUIRE(store.cache().put_holder(record));
    const auto payment = disk.payment();
    REQUIRE(store.journal().intend(payment));
    CHECK(in_hand() == 0);
    REQUIRE(store.journal().debiting(payment.id, disk.facts()));
    CHECK(store.journal().bills_in_hand(card).value() == std::vector<std::string>{"W-2026-10-0457"});
    CHECK(store.journal().bills_in_hand("3100000000123456")->empty());
    REQUIRE(store.journal().unresolved(payment.id, "card.gone"));
    CHECK(in_hand() == 1);
    REQUIRE(store.journal().paid(payment.id, "1A2B3C4D", Proof::prove));
    disk.clock.advance(std::chrono::minutes(1));
    REQUIRE(store.cache().put_holder(record));
    CHECK(in_hand() == 1);  // the backend does not have it yet, so its record can't know
    REQUIRE(store.outbox().settle(std::vector{wire::SubmissionAnswer{payment.id, wire::SubmissionAnswer::Outcome::received, "", "P-1"}}));
    CHECK(in_hand() == 1);  // it has it now, but the record is from before
    disk.clock.advance(std::chrono::minutes(1));
    REQUIRE(store.cache().put_holder(record));
    CHECK(in_hand() == 0);
}

namespace {

/// What a kiosk told of its unresolved ones.
std::vector<wire::TornMove> told(store::Store& store) {
    std::vector<wire::TornMove> moves;
    const auto due = store.outbox().due().value();
    for (const auto& submission : due) {
        if (submission.kind != wire::torn_kind) continue;
        moves.push_back(wire::torn_from(parse_json(submission.body).value()).value());
    }
    return moves;
}

store::JournalEntry torn(KioskDisk& disk, store::Store& store) {
    auto payment = disk.payment();
    REQUIRE(store.journal().intend(payment));
    REQUIRE(store.journal().debiting(payment.id, disk.facts()));
    REQUIRE(store.journal().unresolved(payment.id, "card.silent"));
    return payment;
}

}  // namespace

TEST_CASE("what is unresolved is told once, with all that another kiosk needs, and is there an entry like its own") {
    KioskDisk here, there;
    auto store = here.open();
    const auto payment = torn(here, store);
    CHECK(store.journal().report_torn().value() == 1);
    CHECK(store.journal().report_torn().value() == 0);
    const auto moves = told(store);
    REQUIRE(moves.size() == 1);

    auto other = there.open();
    CHECK(other.journal().adopt(moves.front()).value());
    CHECK_FALSE(other.journal().adopt(moves.front()).value());
    CHECK_FALSE(store.journal().adopt(moves.front()).value());
    const auto adopted = other.journal().unresolved_of(card).value();
    REQUIRE(adopted.size() == 1);
    const auto own = store.journal().unresolved_of(card).value().front();
    CHECK(adopted.front().id == payment.id);
    CHECK(adopted.front().facts == own.facts);
    CHECK(adopted.front().lines == own.lines);
    CHECK(adopted.front().receipt == own.receipt);
    CHECK(adopted.front().issuer == own.issuer);
    CHECK(adopted.front().created_at == own.created_at);
    CHECK(other.journal().bills_in_hand(card).value() == std::vector<std::string>{"W-2026-10-0457"});
    auto cut = moves.front();
    cut.lines.front().amount = Fen(1);
    cut.id = make_id(there.clock, there.random);
    CHECK(other.journal().adopt(cut).error().code == "journal.form");
}

TEST_CASE("a torn payment lands in the day on which its card paid, wherever and whenever that is proven") {
    KioskDisk here, there;
    auto store = here.open();
    const auto payment = torn(here, store);
    REQUIRE(store.journal().report_torn());
    auto other = there.open();
    REQUIRE(other.journal().adopt(told(store).front()));
    there.clock.advance(std::chrono::hours(24 * 40));
    REQUIRE(other.journal().paid(payment.id, "1A2B3C4D", Proof::prove));
    const auto due = other.outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due.front().id == payment.id);
    CHECK(wire::payment_from(parse_json(due.front().body).value()).value().paid_at == morning);
}

TEST_CASE("a torn payment that the card did not make is told as ended under its own id") {
    KioskDisk disk;
    auto store = disk.open();
    const auto payment = torn(disk, store);
    REQUIRE(store.journal().not_paid(payment.id, "payment.not_debited"));
    const auto due = store.outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due.front().id == payment.id);
    CHECK(due.front().kind == wire::torn_end_kind);
    CHECK(wire::torn_end_from(parse_json(due.front().body).value()).value().card_serial == card);
}

TEST_CASE("an end that another kiosk saw settles the entry and hands nothing in; what is settled or unknown stays as it is") {
    KioskDisk disk;
    auto store = disk.open();
    const auto one = torn(disk, store), other = torn(disk, store);
    REQUIRE(store.journal().ended_elsewhere({one.id, true}));
    REQUIRE(store.journal().ended_elsewhere({other.id, false}));
    CHECK(state_of(store, one.id) == State::paid);
    CHECK(state_of(store, other.id) == State::not_paid);
    REQUIRE(store.journal().ended_elsewhere({one.id, false}));
    CHECK(state_of(store, one.id) == State::paid);
    REQUIRE(store.journal().ended_elsewhere({make_id(disk.clock, disk.random), true}));
    CHECK(store.outbox().counts()->waiting == 0);
    CHECK(store.journal().unresolved_count().value() == 0);
    CHECK(store.journal().spent(card)->card_unsent == Fen(0));
    const auto intended = disk.payment();
    REQUIRE(store.journal().intend(intended));
    REQUIRE(store.journal().ended_elsewhere({intended.id, true}));
    CHECK(state_of(store, intended.id) == State::intended);
}

TEST_CASE("however many are unresolved, each is asked about in its turn") {
    KioskDisk disk;
    auto store = disk.open();
    std::set<std::string> all, asked;
    for (std::size_t i = 0; i < 2 * wire::torn_max + 3; ++i) all.insert(torn(disk, store).id);
    std::int64_t turn = 0;
    for (int beat = 0; beat < 3; ++beat) {
        const auto ids = store.journal().unresolved_ids(turn).value();
        CHECK(ids.size() <= wire::torn_max);
        asked.insert(ids.begin(), ids.end());
    }
    CHECK(asked == all);
    CHECK(turn == 0);
}
