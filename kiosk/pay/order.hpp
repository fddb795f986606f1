// What a resident wants to pay, and what may be paid here at most.
#pragma once
#include <vector>

#include "backend-client/store/store.hpp"
#include "backend-client/wire/messages.hpp"

namespace onecard::pay {

/// How much may be paid here. `unsent` counts what the backend has not acknowledged yet: it is what the district risks while there is no network, and
/// no clock can hide it. Payments whose outcome is unknown count as paid. The defaults hold until the district's own, signed ones have come; they are
/// strict on purpose (1,000 yuan is the most that a purse of JR/T 0025 usually holds).
struct Ceilings {
    Fen payment{100'000};
    Fen card_today{100'000}, kiosk_today{2'000'000};
    Fen card_unsent{100'000}, kiosk_unsent{1'000'000};
};

/// The district's as sync verified and kept them; the defaults when there are none, or they can't be read.
Ceilings ceilings_in_force(store::Store& store);

struct PaymentOrder {
    std::vector<wire::PaymentBody::Line> lines;  ///< one for each bill
    Ceilings ceilings;
};

/// What a resident wants put on the card, or back from its deposit account.
struct LoadOrder {
    Fen amount;
    wire::LoadSource source = wire::LoadSource::account;
    wire::LoadWay way = wire::LoadWay::onto_card;
};

inline constexpr std::size_t bills_max = 50;
inline constexpr std::size_t bill_id_bytes_max = 64;

/// The sum. Errors: `payment.no_bills`, `payment.too_many_bills`, `payment.bill` (no id or too long), `payment.bill_twice`,
/// `payment.amount` (not positive or beyond fen_max), `payment.over_limit`.
Result<Fen> total(const PaymentOrder& order);

/// Errors, each with what was spent already: `payment.card_limit` and `payment.kiosk_day_limit` (today), `payment.card_unsent_limit` and
/// `payment.kiosk_limit` (what the backend has not heard of yet).
Status check_ceilings(Fen amount, const store::Spent& spent, const Ceilings& ceilings);

}  // namespace onecard::pay
