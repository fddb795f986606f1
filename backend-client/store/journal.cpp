#include "backend-client/store/journal.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "backend-client/store/payment_facts.hpp"
#include "backend-client/store/submission_rows.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"

namespace onecard::store {
namespace {

using State = JournalEntry::State;

constexpr std::array states{State::intended, State::debiting, State::paid, State::not_paid, State::unresolved};

std::string place_of(const std::string& id) { return "journal:" + id; }

std::string local_day(Timestamp time) {
    const auto day = to_local(time);
    char text[16];
    std::snprintf(text, sizeof text, "%04d%02d%02d", day.year, day.month, day.day);
    return text;
}

State state_named(std::string_view word) {
    const auto found = std::find_if(states.begin(), states.end(), [word](State state) { return name(state) == word; });
    return found == states.end() ? State::unresolved : *found;
}

/// Which steps the picture in the header allows.
bool follows(State from, State to) {
    switch (from) {
        case State::intended: return to == State::debiting || to == State::not_paid;
        case State::debiting: return to == State::paid || to == State::not_paid || to == State::unresolved;
        case State::unresolved: return to == State::paid || to == State::not_paid;
        case State::paid:
        case State::not_paid: return false;
    }
    return false;
}

Result<JournalEntry> entry_of(const Connection& connection, const Query& row) {
    JournalEntry entry;
    entry.id = row.text(0);
    entry.receipt = row.text(1);
    entry.state = state_named(row.text(2));
    entry.code = row.text(3);
    entry.amount = Fen(row.number(4));
    entry.created_at = from_millis(row.number(5));
    entry.kind = row.text(7) == name(JournalEntry::Kind::load) ? JournalEntry::Kind::load : JournalEntry::Kind::payment;
    if (row.null(6)) return entry;
    auto facts = connection.unseal(row.bytes(6), place_of(entry.id));
    if (!facts) return failure(facts.error());
    const auto read = read_facts(*facts, entry);
    wipe(*facts);
    if (!read) return failure(read.error());
    return entry;
}

Result<std::vector<JournalEntry>> entries_of(const Connection& connection, Query& rows) {
    std::vector<JournalEntry> entries;
    while (rows.step()) {
        auto entry = entry_of(connection, rows);
        if (!entry) return failure(entry.error());
        entries.push_back(std::move(*entry));
    }
    return entries;
}

Result<JournalEntry> load(Connection& connection, const std::string& id) {
    auto row = connection.query("SELECT id, receipt, state, code, amount, created_at, facts, kind FROM journal WHERE id = ?1");
    if (!row.bind(1, id).step()) return failure(Error::Kind::invalid, "journal.unknown", id);
    return entry_of(connection, row);
}

/// Loads the entry when it may take this step.
Result<JournalEntry> load_for(Connection& connection, const std::string& id, State to) {
    auto entry = load(connection, id);
    if (entry && !follows(entry->state, to))
        return failure(Error::Kind::invalid, "journal.order", std::string(name(entry->state)) + " to " + std::string(name(to)));
    return entry;
}

void write_state(Connection& connection, Diary& diary, const std::string& id, State state, std::string_view code) {
    auto row = connection.query("UPDATE journal SET state = ?1, code = ?2, settled_at = ?3 WHERE id = ?4");
    row.bind(1, name(state)).bind(2, code).bind(4, id);
    if (state == State::paid || state == State::not_paid) row.bind(3, connection.now());
    row.run();
    diary.note("journal." + std::string(name(state)), id);
}

void write_facts(Connection& connection, const JournalEntry& entry) {
    auto text = facts_text(entry);
    const auto sealed = connection.seal(text, place_of(entry.id));
    wipe(text);
    connection.query("UPDATE journal SET facts = ?1 WHERE id = ?2").bind(1, sealed).bind(2, entry.id).run();
}

/// Of a load the backend has to hear that it did not happen, as it may have debited an account for it.
Status end_undone(Connection& connection, Diary& diary, const JournalEntry& entry, std::string_view code) {
    write_state(connection, diary, entry.id, State::not_paid, code);
    const bool payment = entry.kind == JournalEntry::Kind::payment;
    // What other kiosks were told of must not be looked for any longer.
    if (payment && entry.state == State::unresolved)
        return insert_submission(connection, diary, {torn_end(entry, connection.clock().now()), {entry.card_serial, {}}});
    if (payment) return {};
    auto submission = ending_of(entry, false, wire::PaymentBody::Proof::balance, connection.clock().now());
    if (!submission) return failure(submission.error());
    return insert_submission(connection, diary, {std::move(*submission), {entry.card_serial, entry.receipt}});
}

Status check_entry(const JournalEntry& entry) {
    const auto bad = [](const char* what) { return failure(Error::Kind::invalid, "journal.form", what); };
    if (!is_id(entry.id)) return bad("id");
    if (entry.receipt.empty() || entry.card_serial.empty()) return bad("receipt or card");
    const bool load = entry.kind == JournalEntry::Kind::load;
    if (entry.lines.empty() != load || entry.amount <= Fen(0) || entry.amount > fen_max) return bad("amount");
    std::int64_t sum = 0;
    for (const auto& line : entry.lines) {
        if (line.amount <= Fen(0) || line.amount > fen_max) return bad("line");
        sum += line.amount.count();
    }
    if (!load && sum != entry.amount.count()) return bad("sum");
    return {};
}

}  // namespace

std::string_view name(JournalEntry::Kind kind) {
    switch (kind) {
        case JournalEntry::Kind::payment: return "payment";
        case JournalEntry::Kind::load: return "load";
    }
    return {};
}

std::string_view name(State state) {
    switch (state) {
        case State::intended: return "intended";
        case State::debiting: return "debiting";
        case State::paid: return "paid";
        case State::not_paid: return "not_paid";
        case State::unresolved: return "unresolved";
    }
    return {};
}

Status Journal::intend(const JournalEntry& entry) {
    if (auto good = check_entry(entry); !good) return good;
    return connection_->writing([&]() -> Status {
        Diary diary(*connection_);
        auto row = connection_->query("INSERT INTO journal (id, receipt, holder, state, amount, day, created_at, facts, kind)"
                                      " VALUES (?1, ?2, ?3, 'intended', ?4, ?5, ?6, ?7, ?8)");
        auto text = facts_text(entry);
        const auto sealed = connection_->seal(text, place_of(entry.id));
        wipe(text);
        row.bind(1, entry.id).bind(2, entry.receipt).bind(3, connection_->holder_key(entry.card_serial)).bind(4, entry.amount.count());
        row.bind(5, local_day(connection_->clock().now())).bind(6, connection_->now()).bind(7, sealed).bind(8, name(entry.kind)).run();
        diary.note("journal.intended", entry.id);
        return {};
    });
}

Status Journal::debiting(const std::string& id, const DebitFacts& facts) {
    return connection_->writing([&]() -> Status {
        auto entry = load_for(*connection_, id, State::debiting);
        if (!entry) return failure(entry.error());
        entry->facts = facts;
        // What could not be handed in afterwards must not be taken from the card now.
        entry->tac = "00000000";
        if (auto body = ending_of(*entry, true, wire::PaymentBody::Proof::debit, connection_->clock().now()); !body) return failure(body.error());
        entry->tac.clear();
        write_facts(*connection_, *entry);
        Diary diary(*connection_);
        write_state(*connection_, diary, id, State::debiting, {});
        return {};
    });
}

Status Journal::paid(const std::string& id, const std::string& tac, wire::PaymentBody::Proof proof) {
    return connection_->writing([&]() -> Status {
        auto entry = load_for(*connection_, id, State::paid);
        if (!entry) return failure(entry.error());
        entry->tac = proof == wire::PaymentBody::Proof::balance ? std::string() : tac;
        // A proof that comes days later is of a payment of its own day.
        const auto now = connection_->clock().now();
        auto submission = ending_of(*entry, true, proof, entry->state == State::unresolved ? entry->created_at : now);
        if (!submission) return failure(submission.error());
        submission->created_at = now;
        write_facts(*connection_, *entry);
        Diary diary(*connection_);
        write_state(*connection_, diary, id, State::paid, {});
        return insert_submission(*connection_, diary, {std::move(*submission), {entry->card_serial, entry->receipt}});
    });
}

Status Journal::not_paid(const std::string& id, const std::string& code) {
    return connection_->writing([&]() -> Status {
        auto entry = load_for(*connection_, id, State::not_paid);
        if (!entry) return failure(entry.error());
        Diary diary(*connection_);
        return end_undone(*connection_, diary, *entry, code);
    });
}

Status Journal::unresolved(const std::string& id, const std::string& code) {
    return connection_->writing([&]() -> Status {
        if (auto entry = load_for(*connection_, id, State::unresolved); !entry) return failure(entry.error());
        Diary diary(*connection_);
        write_state(*connection_, diary, id, State::unresolved, code);
        return {};
    });
}

Result<std::size_t> Journal::recover() {
    return connection_->writing([&]() -> Result<std::size_t> {
        auto left = [&]() -> Result<std::vector<JournalEntry>> {
            auto rows = connection_->query("SELECT id, receipt, state, code, amount, created_at, facts, kind FROM journal"
                                           " WHERE state IN ('intended', 'debiting') ORDER BY place");
            return entries_of(*connection_, rows);
        }();
        if (!left) return failure(left.error());
        Diary diary(*connection_);
        for (const auto& entry : *left) {
            if (entry.state == State::debiting) write_state(*connection_, diary, entry.id, State::unresolved, "payment.interrupted");
            else if (auto ended = end_undone(*connection_, diary, entry, "payment.interrupted"); !ended) return failure(ended.error());
        }
        return left->size();
    });
}

Result<std::optional<JournalEntry>> Journal::find(const std::string& id) {
    return connection_->guarded([&]() -> Result<std::optional<JournalEntry>> {
        auto entry = load(*connection_, id);
        if (entry) return std::move(*entry);
        if (entry.error().code == "journal.unknown") return std::nullopt;
        return failure(entry.error());
    });
}

Result<std::vector<JournalEntry>> Journal::unresolved_of(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<std::vector<JournalEntry>> {
        auto rows = connection_->query("SELECT id, receipt, state, code, amount, created_at, facts, kind FROM journal"
                                       " WHERE state = 'unresolved' AND holder = ?1 ORDER BY place");
        return entries_of(*connection_, rows.bind(1, connection_->holder_key(card_serial)));
    });
}

Result<std::vector<JournalEntry>> Journal::open_entries(std::size_t count_max) {
    return connection_->guarded([&]() -> Result<std::vector<JournalEntry>> {
        auto rows = connection_->query("SELECT id, receipt, state, code, amount, created_at, facts, kind FROM journal"
                                       " WHERE state IN ('intended', 'debiting', 'unresolved') ORDER BY place LIMIT ?1");
        return entries_of(*connection_, rows.bind(1, static_cast<std::int64_t>(count_max)));
    });
}

Result<std::int64_t> Journal::unresolved_count() {
    return connection_->guarded([&]() -> Result<std::int64_t> {
        auto row = connection_->query("SELECT count(*) FROM journal WHERE state = 'unresolved'");
        row.step();
        return row.number(0);
    });
}

Result<std::size_t> Journal::report_torn() {
    // Seldom anything: looked for without keeping the card's thread from writing.
    const auto untold = connection_->guarded([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> ids;
        auto rows = connection_->query("SELECT id FROM journal WHERE state = 'unresolved' ORDER BY place");
        while (rows.step()) ids.push_back(rows.text(0));
        std::erase_if(ids, [&](const auto& id) { return connection_->query("SELECT 1 FROM outbox WHERE id = ?1").bind(1, torn_report_id(id)).step(); });
        return ids;
    });
    if (!untold || untold->empty()) return untold ? Result<std::size_t>(0) : failure(untold.error());
    return connection_->writing([&]() -> Result<std::size_t> {
        Diary diary(*connection_);
        for (const auto& id : *untold) {
            const auto entry = load(*connection_, id);
            if (!entry) return failure(entry.error());
            const auto report = torn_report(*entry, connection_->clock().now());
            if (!report) return failure(report.error());
            if (auto kept = insert_submission(*connection_, diary, {*report, {entry->card_serial, {}}}); !kept) return failure(kept.error());
        }
        return untold->size();
    });
}

Result<bool> Journal::adopt(const wire::TornMove& move) {
    const auto entry = entry_of(move);
    if (auto good = check_entry(entry); !good) return failure(good.error());
    return connection_->writing([&]() -> Result<bool> {
        auto row = connection_->query("INSERT INTO journal (id, receipt, holder, state, code, amount, day, created_at, facts, kind)"
                                      " VALUES (?1, ?2, ?3, 'unresolved', 'journal.elsewhere', ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING");
        auto text = facts_text(entry);
        const auto sealed = connection_->seal(text, place_of(entry.id));
        wipe(text);
        row.bind(1, entry.id).bind(2, entry.receipt).bind(3, connection_->holder_key(entry.card_serial)).bind(4, entry.amount.count());
        row.bind(5, local_day(entry.created_at)).bind(6, to_millis(entry.created_at)).bind(7, sealed).bind(8, name(entry.kind));
        if (row.run() == 0) return false;
        Diary diary(*connection_);
        diary.note("journal.adopted", entry.id);
        return true;
    });
}

Result<std::vector<std::string>> Journal::unresolved_ids(std::int64_t& turn) {
    return connection_->guarded([&]() -> Result<std::vector<std::string>> {
        auto rows = connection_->query("SELECT id, place FROM journal WHERE state = 'unresolved' AND place > ?1 ORDER BY place LIMIT ?2");
        rows.bind(1, turn).bind(2, static_cast<std::int64_t>(wire::torn_max));
        std::vector<std::string> ids;
        for (turn = 0; rows.step();) {
            ids.push_back(rows.text(0));
            if (ids.size() == wire::torn_max) turn = rows.number(1);
        }
        return ids;
    });
}

Status Journal::ended_elsewhere(const wire::TornSettled& end) {
    return connection_->writing([&]() -> Status {
        const auto known = connection_->query("SELECT 1 FROM journal WHERE id = ?1 AND state = 'unresolved'").bind(1, end.id).step();
        if (!known) return {};
        Diary diary(*connection_);
        write_state(*connection_, diary, end.id, end.done ? State::paid : State::not_paid, "journal.ended_elsewhere");
        connection_->query("UPDATE journal SET unsent = 0 WHERE id = ?1").bind(1, end.id).run();
        return {};
    });
}

Result<std::vector<std::string>> Journal::bills_in_hand(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<std::vector<std::string>> {
        // Both times are this machine's: only a record that came after the backend had received the payment knows of it.
        auto rows = connection_->query("SELECT id, receipt, state, code, amount, created_at, facts, kind FROM journal"
                                       " WHERE holder = ?1 AND facts IS NOT NULL AND (state IN ('debiting', 'unresolved') OR (state = 'paid' AND"
                                       " (unsent = 1 OR (SELECT o.settled_at FROM outbox o WHERE o.id = journal.id) >="
                                       " coalesce((SELECT kept_at FROM holders WHERE holder = ?1), 0)))) ORDER BY place");
        auto entries = entries_of(*connection_, rows.bind(1, connection_->holder_key(card_serial)));
        if (!entries) return failure(entries.error());
        std::vector<std::string> bills;
        for (const auto& entry : *entries)
            for (const auto& line : entry.lines) bills.push_back(line.bill);
        return bills;
    });
}

Result<Spent> Journal::spent(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<Spent> {
        const auto holder = connection_->holder_key(card_serial);
        const auto today = local_day(connection_->clock().now());
        auto day = connection_->query("SELECT coalesce(sum(amount) FILTER (WHERE holder = ?1), 0), coalesce(sum(amount), 0) FROM journal"
                                      " WHERE day = ?2 AND kind = 'payment' AND state IN ('debiting', 'paid', 'unresolved')");
        day.bind(1, holder).bind(2, today).step();
        auto unsent = connection_->query("SELECT coalesce(sum(amount) FILTER (WHERE holder = ?1), 0), coalesce(sum(amount), 0)"
                                         " FROM journal WHERE unsent = 1 AND kind = 'payment' AND state IN ('debiting', 'paid', 'unresolved')");
        unsent.bind(1, holder).step();
        return Spent{Fen(day.number(0)), Fen(day.number(1)), Fen(unsent.number(0)), Fen(unsent.number(1))};
    });
}

Result<std::size_t> Journal::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        auto row = connection_->query("UPDATE journal SET facts = NULL, holder = x'' WHERE place IN (SELECT place FROM journal"
                                      " WHERE facts IS NOT NULL AND (state = 'not_paid' OR (state = 'paid' AND unsent = 0))"
                                      " AND (settled_at < ?1 OR settled_at > ?2) LIMIT ?3)");
        row.bind(1, connection_->now() - personal_lifetime.count()).bind(2, connection_->now() + personal_lifetime.count());
        return static_cast<std::size_t>(row.bind(3, static_cast<std::int64_t>(count_max)).run());
    });
}

}  // namespace onecard::store
