#include "backend/money/ledger.hpp"

namespace onecard::money {

std::string biller_account(std::string_view biller) { return "biller:" + std::string(biller); }

std::string gateway_account(std::string_view gateway) { return "gateway:" + std::string(gateway); }

void post(data::Connection& connection, Timestamp at, std::string_view reference, std::span<const Entry> entries) {
    Fen sum;
    for (const auto& entry : entries) sum += entry.amount;
    require(sum == Fen(0) && entries.size() >= 2, "a posting that sums to nought");
    connection.run("INSERT INTO postings (at, reference) VALUES (?, ?)", at, reference);
    const auto posting = connection.last_id();
    for (const auto& entry : entries) {
        connection.run("INSERT OR IGNORE INTO ledger_accounts (code) VALUES (?)", entry.account);
        const auto card = entry.card.empty() ? std::nullopt : std::optional(entry.card);
        connection.run("INSERT INTO entries (posting, account, amount, card) VALUES (?, ?, ?, ?)", posting, entry.account, entry.amount, card);
    }
}

std::vector<Balance> balances(data::Connection& connection) {
    std::vector<Balance> all;
    auto row = connection.query("SELECT code, balance FROM ledger_accounts ORDER BY code");
    while (row.next()) all.push_back({row.text(0), row.fen(1)});
    return all;
}

Fen posted_credit_of(data::Connection& connection, std::string_view card_serial) {
    auto row = connection.query("SELECT -coalesce(sum(amount), 0) FROM entries WHERE card = ? AND account = ?", card_serial, posted_credit);
    return row.next() ? row.fen(0) : Fen();
}

}  // namespace onecard::money
