#include "backend/money/closing.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

#include "backend/money/money_cases.hpp"
#include "base/json.hpp"

namespace onecard::money {
namespace {

using data::Connection;

struct Span {
    Timestamp from, to;
};

/// What the kiosk said itself: the sum over the bodies as they were handed in, not over what was made of them.
Fen handed_in(Connection& connection, const std::string& terminal, const Span& span) {
    Fen sum;
    auto row = connection.query("SELECT submissions.body FROM payments JOIN submissions ON submissions.id = payments.submission "
                                "WHERE payments.terminal = ? AND paid_at >= ? AND paid_at < ?", terminal, span.from, span.to);
    while (row.next())
        if (const auto body = parse_json(row.text(0))) sum += fen_at(*body, "amount");
    return sum;
}

Fen posted(Connection& connection, const std::string& terminal, const Span& span) {
    auto row = connection.query("SELECT coalesce(sum(entries.amount), 0) FROM payments CROSS JOIN postings ON postings.reference = payments.number "
                                "CROSS JOIN entries ON entries.posting = postings.id AND entries.amount > 0 "
                                "WHERE payments.terminal = ? AND paid_at >= ? AND paid_at < ?", terminal, span.from, span.to);
    return row.next() ? row.fen(0) : Fen();
}

std::vector<TerminalDay> terminals_of(Connection& connection, const Span& span) {
    std::vector<TerminalDay> days;
    {
        auto row = connection.query("SELECT terminal, min(kiosk), count(*), min(terminal_sequence), max(terminal_sequence), count(DISTINCT terminal_sequence) "
                                    "FROM payments WHERE way = 'purse' AND alarm <> 'payment.tac_wrong' AND paid_at >= ? AND paid_at < ? GROUP BY terminal ORDER BY terminal",
                                    span.from, span.to);
        while (row.next()) {
            TerminalDay day;
            day.terminal = row.text(0), day.kiosk = row.text(1), day.count = row.number(2);
            day.psam_first = row.number(3), day.psam_last = row.number(4), day.psam_used = row.number(5);
            day.psam_repeated = day.count - day.psam_used;
            days.push_back(std::move(day));
        }
    }
    for (auto& day : days) {
        day.journal = handed_in(connection, day.terminal, span);
        day.ledger = posted(connection, day.terminal, span);
    }
    return days;
}

std::vector<BillerDay> billers_of(Connection& connection, const Span& span, const std::string& day) {
    std::vector<BillerDay> days;
    auto row = connection.query(
        "SELECT code, (SELECT coalesce(sum(payment_lines.amount), 0) FROM payments CROSS JOIN payment_lines ON payment_lines.payment = payments.number "
        "JOIN bills ON bills.id = payment_lines.bill JOIN utility_accounts ON utility_accounts.number = bills.account WHERE payment_lines.state = 'booked' "
        "AND utility_accounts.biller = code AND paid_at >= ?1 AND paid_at < ?2), (SELECT coalesce(sum(total), 0) FROM biller_files "
        "WHERE biller = code AND day = ?3) FROM billers ORDER BY code",
        span.from, span.to, day);
    while (row.next()) days.push_back({row.text(0), row.fen(1), row.fen(2)});
    return days;
}

void differ(Connection& connection, Closing& closing, const std::string& subject, const std::string& detail, Fen amount, Timestamp now) {
    MoneyCase fresh;
    fresh.kind = "close_difference", fresh.subject = subject, fresh.detail = detail, fresh.amount = amount;
    open_case(connection, fresh, now);
    ++closing.differences;
}

}  // namespace

std::string business_day(Timestamp at) {
    const auto local = to_local(at);
    char text[16];
    std::snprintf(text, sizeof text, "%04d%02d%02d", local.year % 10000, local.month % 100, local.day % 100);
    return text;
}

std::optional<Timestamp> start_of(const std::string& day) {
    if (day.size() != 8 || day.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        std::from_chars(day.data() + at, day.data() + at + size, value);
        return value;
    };
    const auto start = from_local({number(0, 4), number(4, 2), number(6, 2), 0, 0, 0, 0});
    if (business_day(start) != day) return std::nullopt;
    return start;
}

Closing close_day(Connection& connection, const std::string& day, Timestamp now) {
    Closing closing;
    closing.day = day;
    const auto start = start_of(day);
    if (!start) return closing;
    const Span span{*start, *start + std::chrono::hours(24)};
    closing.cases_opened = open_cases(connection, now);
    closing.terminals = terminals_of(connection, span);
    closing.billers = billers_of(connection, span, day);
    closing.gateways = gateway_days(connection, day, span.from, span.to);
    for (const auto& one : closing.terminals) {
        if (one.journal != one.ledger)
            differ(connection, closing, day + ":" + one.terminal, "kiosk and ledger differ", one.journal - one.ledger, now);
        // The module counts each purchase once; what it never vouched for can't have a TAC, so only holes are of interest.
        if (one.psam_last - one.psam_first + 1 != one.psam_used)
            differ(connection, closing, day + ":" + one.terminal + ":sequence", "sequences of the security module are missing", Fen(), now);
    }
    for (const auto& one : closing.gateways)
        if (one.has_file && one.file != one.ledger)
            differ(connection, closing, day + ":gateway:" + one.gateway, "the gateway's file and the ledger differ", one.file - one.ledger, now);
    // A kiosk that asked for a sale and never said how it ended: nobody but the acquirer's file knows.
    auto forgotten = connection.query("SELECT id, amount FROM charges WHERE way = 'terminal' AND state = 'created' AND made_at < ?", now - std::chrono::hours(24));
    std::vector<std::pair<std::string, Fen>> unsaid;
    while (forgotten.next()) unsaid.emplace_back(forgotten.text(0), forgotten.fen(1));
    for (const auto& [id, amount] : unsaid) differ(connection, closing, "charge:" + id, "a sale by bank card whose end was never told", amount, now);
    for (const auto& one : closing.billers)
        if (one.files > one.ledger) differ(connection, closing, day + ":" + one.biller, "the biller was told of more than is booked", one.files - one.ledger, now);
    return closing;
}

}  // namespace onecard::money
