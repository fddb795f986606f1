// The double-entry ledger: debit positive, credit negative, every posting sums to nought, nothing is ever changed.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "backend/data/connection.hpp"

namespace onecard::money {

// Accounts. Assets: what the purse's issuer owes us, proven by a TAC or not. Liabilities: what we owe.
inline constexpr std::string_view purse_clearing = "purse_clearing";
inline constexpr std::string_view purse_unproven = "purse_unproven";
inline constexpr std::string_view held = "held";                    ///< until a person has decided
inline constexpr std::string_view posted_credit = "posted_credit";  ///< to be collected with the card (补登)
inline constexpr std::string_view bank = "bank";                    ///< paid in from outside; asset
inline constexpr std::string_view load_transit = "load_transit";    ///< left its account, not yet known to be on the card
inline constexpr std::string_view purse_float = "purse_float";      ///< loaded onto purses: owed to their issuer
inline constexpr std::string_view gateway_refunds = "gateway_refunds";  ///< owed to payers, to go back the way it came
/// What a gateway has taken for the district and not yet handed over; asset.
std::string gateway_account(std::string_view gateway);
std::string biller_account(std::string_view biller);

struct Entry {
    std::string account;
    Fen amount;
    std::string card;  ///< whose posted credit it is; empty for all others
};

/// Writes one posting; accounts come into being with their first entry. That the entries sum to nought is the caller's
/// promise, and the process ends when it is broken.
void post(data::Connection& connection, Timestamp at, std::string_view reference, std::span<const Entry> entries);

struct Balance {
    std::string account;
    Fen amount;
};
std::vector<Balance> balances(data::Connection& connection);

/// What the card's holder may collect.
Fen posted_credit_of(data::Connection& connection, std::string_view card_serial);

}  // namespace onecard::money
