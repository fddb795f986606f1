#include "backend/money/money_cases.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/refunds.hpp"
#include "backend/money/torn.hpp"

namespace onecard::money {
namespace {

using data::Connection;

tl::unexpected<Error> refused(std::string code) { return failure(Error::Kind::refused, std::move(code)); }

std::string new_number(Connection& connection, Timestamp at) {
    const int year = to_local(at).year;
    char text[40];
    std::snprintf(text, sizeof text, "M-%04d-%06lld", year, static_cast<long long>(data::next_number(connection, "money-case-" + std::to_string(year))));
    return text;
}

/// What is unresolved, as kind, subject, detail and amount.
constexpr std::string_view unresolved[] = {
    "SELECT 'payment_held', number, alarm, amount FROM payments WHERE state = 'held' AND ?1 > 0",
    "SELECT 'payment_alarm', number, alarm, amount FROM payments WHERE state <> 'held' AND alarm <> '' AND ?1 > 0 "
    "AND NOT EXISTS (SELECT 1 FROM money_cases WHERE subject = payments.number)",
    "SELECT 'load_held', number, alarm, amount FROM loads WHERE state = 'held' AND ?1 > 0",
    // The card may still come; from now on a person knows as well, should its holder ask.
    "SELECT 'payment_held', id, 'nobody saw its end, and its card has been nowhere since', amount FROM torn_moves WHERE kind = 'payment' AND ended_at IS NULL "
    "AND reported_at < ?1 - 1123200000",
    "SELECT 'load_open', number, 'granted and never ended', amount FROM loads WHERE state = 'authorised' AND authorised_at < ?1",
};

std::optional<MoneyCase> find(Connection& connection, const std::string& number) {
    auto row = connection.query("SELECT number, kind, subject, detail, owner, state, decision, proposed_by, confirmed_by, amount, opened_at FROM money_cases "
                                "WHERE number = ?", number);
    if (!row.next()) return std::nullopt;
    return MoneyCase{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8), row.fen(9),
                     row.time(10)};
}

bool fits(const std::string& kind, const std::string& decision) {
    const auto one_of = [&](std::initializer_list<std::string_view> all) { return std::find(all.begin(), all.end(), decision) != all.end(); };
    if (kind == "payment_held") return one_of({"book", "refund", "reject"});
    if (kind == "load_held" || kind == "load_open") return one_of({"loaded", "return"});
    if (kind == "refund") return one_of({"refund", "reject"});
    return decision == "seen";
}

struct Line {
    int position = 0;
    std::string bill;
    Fen amount;
};

std::vector<Line> lines_of(Connection& connection, const std::string& payment, std::string_view state) {
    std::vector<Line> lines;
    auto row = connection.query("SELECT position, bill, amount FROM payment_lines WHERE payment = ? AND state = ? ORDER BY position", payment, state);
    while (row.next()) lines.push_back({static_cast<int>(row.number(0)), row.text(1), row.fen(2)});
    return lines;
}

/// The biller of a bill that is still open for this amount; empty when it can't be booked.
std::string open_biller(Connection& connection, const Line& line) {
    auto row = connection.query("SELECT utility_accounts.biller FROM bills JOIN utility_accounts ON utility_accounts.number = bills.account "
                                "WHERE bills.id = ? AND bills.amount = ? AND bills.payment IS NULL", line.bill, line.amount);
    return row.next() ? row.text(0) : std::string();
}

void set_line(Connection& connection, const std::string& payment, const Line& line, std::string_view state, std::string_view reason) {
    connection.run("UPDATE payment_lines SET state = ?, reason = ? WHERE payment = ? AND position = ?", state, reason, payment, line.position);
}

Status settle_held(Connection& connection, const MoneyCase& one, Timestamp now);

/// A payment that nobody saw the end of: taken for debited, it is held first and goes on from there. A claim that is rejected stays as it was: no bill is
/// paid, and the card may say otherwise whenever it comes.
Status settle_torn(Connection& connection, MoneyCase one, Timestamp now) {
    if (one.decision == "reject") return {};
    auto payment = take_for_debited(connection, one.subject, now);
    if (!payment) return failure(payment.error());
    one.subject = *std::move(payment);
    connection.run("UPDATE money_cases SET subject = ? WHERE number = ?", one.subject, one.number);
    return settle_held(connection, one, now);
}

/// What was held goes to its bills, to the card, or out of the books again.
Status settle_held(Connection& connection, const MoneyCase& one, Timestamp now) {
    if (connection.query("SELECT 1 FROM torn_moves WHERE id = ?", one.subject).next()) return settle_torn(connection, one, now);
    auto row = connection.query("SELECT card, amount, state FROM payments WHERE number = ?", one.subject);
    if (!row.next() || row.text(2) != "held") return refused("case.stale");
    const auto card = row.text(0);
    std::vector<Entry> entries{{std::string(held), row.fen(1), {}}};
    if (one.decision == "reject") entries.push_back({std::string(purse_unproven), -row.fen(1), {}});
    bool booked = false;
    for (const auto& line : lines_of(connection, one.subject, "held")) {
        if (one.decision == "reject") {
            set_line(connection, one.subject, line, "returned", "case.rejected");
            continue;
        }
        const auto biller = one.decision == "book" ? open_biller(connection, line) : std::string();
        if (!biller.empty()) connection.run("UPDATE bills SET payment = ? WHERE id = ?", one.subject, line.bill);
        set_line(connection, one.subject, line, biller.empty() ? "returned" : "booked", biller.empty() ? "case.refund" : "");
        entries.push_back(biller.empty() ? Entry{std::string(posted_credit), -line.amount, card} : Entry{biller_account(biller), -line.amount, {}});
        booked = booked || !biller.empty();
    }
    post(connection, now, one.number, entries);
    connection.run("UPDATE payments SET state = ? WHERE number = ?", booked ? "booked" : "returned", one.subject);
    data::holder_changed(connection, card);
    return {};
}

Status settle_load(Connection& connection, const MoneyCase& one, Timestamp now) {
    auto row = connection.query("SELECT card, resident, source, amount, way FROM loads WHERE number = ? AND state IN ('held', 'authorised')", one.subject);
    if (!row.next()) return refused("case.stale");
    const auto amount = row.fen(3);
    const bool loaded = one.decision == "loaded";
    const Entry source = row.text(2) == "posted_credit" ? Entry{std::string(posted_credit), -amount, row.text(0)} : Entry{"deposit:" + row.text(1), -amount, {}};
    const bool off_card = row.text(4) == "off_card";
    const Entry onto[] = {{std::string(load_transit), amount, {}}, loaded ? Entry{std::string(purse_float), -amount, {}} : source};
    const Entry off[] = {{std::string(purse_float), amount, {}}, source};
    // What a card is not known to have given was never posted.
    if (loaded || !off_card) post(connection, now, one.subject, off_card ? off : onto);
    connection.run("UPDATE loads SET state = ?, tac = CASE WHEN ?1 = 'loaded' AND tac = '' THEN ?2 ELSE tac END, ended_at = ?3 WHERE number = ?4",
                   loaded ? "loaded" : "returned", one.number, now, one.subject);
    data::holder_changed(connection, row.text(0));
    return {};
}

Status settle_refund(Connection& connection, const MoneyCase& one, Timestamp now) {
    if (one.decision == "reject") return {};
    auto row = connection.query("SELECT card FROM payments WHERE number = ?", one.subject);
    const auto lines = lines_of(connection, one.subject, "booked");
    if (!row.next() || lines.empty()) return refused("case.stale");
    const auto card = row.text(0);
    std::vector<Entry> entries;
    Fen back;
    for (const auto& line : lines) {
        auto bill = connection.query("SELECT utility_accounts.biller FROM bills JOIN utility_accounts ON utility_accounts.number = bills.account "
                                     "WHERE bills.id = ? AND bills.payment = ?", line.bill, one.subject);
        if (!bill.next()) return refused("case.stale");
        entries.push_back({biller_account(bill.text(0)), line.amount, {}});
        back += line.amount;
    }
    entries.push_back(way_back(connection, one.subject, back, now));
    for (const auto& line : lines) {
        connection.run("UPDATE bills SET payment = NULL WHERE id = ?", line.bill);
        set_line(connection, one.subject, line, "returned", "case.refund");
    }
    post(connection, now, one.number, entries);
    connection.run("UPDATE payments SET state = 'returned' WHERE number = ?", one.subject);
    data::holder_changed(connection, card);
    return {};
}

Status carry_out(Connection& connection, const MoneyCase& one, Timestamp now) {
    if (one.kind == "payment_held") return settle_held(connection, one, now);
    if (one.kind == "load_held" || one.kind == "load_open") return settle_load(connection, one, now);
    if (one.kind == "refund") return settle_refund(connection, one, now);
    return {};
}

}  // namespace

void open_case(Connection& connection, const MoneyCase& fresh, Timestamp now) {
    if (connection.query("SELECT 1 FROM money_cases WHERE kind = ? AND subject = ?", fresh.kind, fresh.subject).next()) return;
    connection.run("INSERT INTO money_cases (number, kind, subject, detail, amount, owner, opened_at, state) VALUES (?, ?, ?, ?, ?, 'staff', ?, 'open')",
                   new_number(connection, now), fresh.kind, fresh.subject, fresh.detail, fresh.amount, now);
}

std::size_t open_cases(Connection& connection, Timestamp now) {
    constexpr std::chrono::hours patience{24};
    std::vector<MoneyCase> found;
    for (const auto sql : unresolved) {
        auto row = connection.query(sql, now - patience);
        while (row.next()) {
            MoneyCase one;
            one.kind = row.text(0), one.subject = row.text(1), one.detail = row.text(2), one.amount = row.fen(3);
            found.push_back(std::move(one));
        }
    }
    const auto count = [&] {
        auto row = connection.query("SELECT count(*) FROM money_cases");
        return row.next() ? row.number(0) : 0;
    };
    const auto before = count();
    for (const auto& one : found) open_case(connection, one, now);
    return static_cast<std::size_t>(count() - before);
}

std::vector<MoneyCase> money_cases(Connection& connection, bool closed_too) {
    std::vector<MoneyCase> all;
    auto row = connection.query("SELECT number, kind, subject, detail, owner, state, decision, proposed_by, confirmed_by, amount, opened_at FROM money_cases "
                                "WHERE ?1 OR state <> 'closed' ORDER BY opened_at, number", closed_too);
    while (row.next())
        all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8), row.fen(9),
                       row.time(10)});
    return all;
}

Status propose(Connection& connection, const std::string& number, const std::string& decision, const std::string& person) {
    const auto one = find(connection, number);
    if (!one) return refused("case.unknown");
    if (one->state == "closed") return refused("case.closed");
    if (!fits(one->kind, decision)) return refused("case.decision");
    connection.run("UPDATE money_cases SET state = 'proposed', decision = ?, proposed_by = ? WHERE number = ?", decision, person, number);
    return {};
}

Status confirm(Connection& connection, const std::string& number, const std::string& person, Timestamp now) {
    const auto one = find(connection, number);
    if (!one) return refused("case.unknown");
    if (one->state != "proposed") return refused("case.not_proposed");
    if (one->proposed_by == person) return refused("case.same_person");
    if (auto done = carry_out(connection, *one, now); !done) return done;
    connection.run("UPDATE money_cases SET state = 'closed', confirmed_by = ?, closed_at = ? WHERE number = ?", person, now, number);
    return {};
}

Result<std::string> ask_refund(Connection& connection, const std::string& payment, const std::string& reason, const std::string& person, Timestamp now) {
    auto row = connection.query("SELECT amount, state FROM payments WHERE number = ?", payment);
    if (!row.next()) return refused("payment.unknown");
    if (row.text(1) != "booked") return refused("case.stale");
    MoneyCase fresh;
    fresh.kind = "refund", fresh.subject = payment, fresh.detail = reason, fresh.amount = row.fen(0);
    open_case(connection, fresh, now);
    auto made = connection.query("SELECT number FROM money_cases WHERE kind = 'refund' AND subject = ?", payment);
    if (!made.next()) return refused("case.stale");
    const auto number = made.text(0);
    if (auto proposed = propose(connection, number, "refund", person); !proposed) return failure(proposed.error());
    return number;
}

}  // namespace onecard::money
