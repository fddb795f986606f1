#include "backend/money/meters.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "backend/money/money_cases.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"

namespace onecard::money {
namespace {

using data::Connection;
using std::chrono::seconds;

constexpr std::size_t token_digits = 20;
constexpr int tokens_shown_max = 20;
constexpr seconds longest_wait{300};
constexpr std::chrono::hours patience{24};

char check_digit(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int value = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 0) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

void tell_holders(Connection& connection, const std::string& account) {
    auto row = connection.query("SELECT serial FROM cards JOIN utility_accounts ON utility_accounts.resident = cards.resident WHERE number = ?", account);
    while (row.next()) data::holder_changed(connection, row.text(0));
}

void ask_a_person(Connection& connection, const TokenDue& due, const std::string& why, Timestamp now) {
    MoneyCase fresh;
    fresh.kind = "payment_alarm", fresh.subject = due.payment, fresh.amount = due.amount, fresh.detail = "no number for the meter: " + why;
    open_case(connection, fresh, now);
}

}  // namespace

bool is_token(std::string_view text) {
    if (text.size() != token_digits || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    return check_digit(text.substr(0, token_digits - 1)) == text.back();
}

Result<std::string> SampleMeterBiller::issue(const std::string& account, Fen amount, const std::string& reference) {
    static constexpr std::string_view key = "sample meters, for no real one";
    const auto digest = crypto::hmac_sha256(as_bytes(key), as_bytes(account + "|" + std::to_string(amount.count()) + "|" + reference));
    std::string digits;
    for (std::size_t i = 0; digits.size() < token_digits - 1; ++i) digits.push_back(static_cast<char>('0' + digest[i] % 10));
    digits.push_back(check_digit(digits));
    return digits;
}

void note_booked(Connection& connection, const std::string& payment, int position, const std::string& bill, Timestamp now) {
    std::string account, period, due;
    Fen amount;
    {
        auto row = connection.query("SELECT account, period, due, amount FROM bills WHERE id = ? AND offer <> 0", bill);
        if (!row.next()) return;
        account = row.text(0), period = row.text(1), due = row.text(2), amount = row.fen(3);
    }
    connection.run("INSERT INTO meter_tokens (payment, position, account, amount, token, paid_at, due_at) VALUES (?, ?, ?, ?, '', ?, ?)", payment, position, account,
                   amount, now, now);
    const auto next = "PP-" + account + "-" + std::to_string(amount.count()) + "-" + std::to_string(data::next_number(connection, "offer"));
    connection.run("INSERT INTO bills (id, account, period, amount, due, offer) VALUES (?, ?, ?, ?, ?, 1)", next, account, period, amount, due);
}

std::vector<TokenDue> tokens_due(Connection& connection, Timestamp now, std::size_t most) {
    std::vector<TokenDue> due;
    auto row = connection.query("SELECT payment, position, account, amount FROM meter_tokens WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, most);
    while (row.next()) due.push_back({row.text(0), row.number(1), row.text(2), row.fen(3)});
    return due;
}

void keep_token(Connection& connection, const TokenDue& due, const Result<std::string>& token, Timestamp now) {
    if (token && is_token(*token)) {
        // The first number stands: a biller that says yes twice changes nothing.
        connection.run("UPDATE meter_tokens SET token = ?, due_at = NULL WHERE payment = ? AND position = ? AND token = ''", *token, due.payment, due.position);
        return tell_holders(connection, due.account);
    }
    const bool refused = token || token.error().kind == Error::Kind::refused;
    log::warning("no number for a meter: " + (token ? std::string("malformed") : token.error().code));
    std::int64_t failures = 0;
    Timestamp paid_at;
    {
        auto row = connection.query("SELECT failures, paid_at FROM meter_tokens WHERE payment = ? AND position = ?", due.payment, due.position);
        if (row.next()) failures = row.number(0), paid_at = row.time(1);
    }
    if (refused || now - paid_at > patience) ask_a_person(connection, due, refused ? "refused" : "no answer", now);
    const auto wait = std::min(seconds(1LL << std::min<std::int64_t>(failures, 9)), longest_wait);
    connection.run("UPDATE meter_tokens SET failures = failures + 1, due_at = ? WHERE payment = ? AND position = ?",
                   refused ? std::nullopt : std::optional(now + wait), due.payment, due.position);
}

std::vector<MeterToken> tokens_of(Connection& connection, std::string_view resident) {
    std::vector<MeterToken> tokens;
    auto row = connection.query(
        "SELECT payments.receipt, meter_tokens.account, meter_tokens.amount, token, meter_tokens.paid_at FROM utility_accounts "
        "JOIN meter_tokens ON meter_tokens.account = utility_accounts.number JOIN payments ON payments.number = meter_tokens.payment "
        "WHERE resident = ? ORDER BY meter_tokens.paid_at DESC, meter_tokens.payment DESC LIMIT ?",
        resident, tokens_shown_max);
    while (row.next()) tokens.push_back({row.text(0), row.text(1), row.fen(2), row.text(3), row.time(4)});
    return tokens;
}

}  // namespace onecard::money
