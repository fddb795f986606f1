// What a resident wants to pay, and what may be paid here at most.
#pragma once
#include <vector>

#include "backend-client/store/journal.hpp"
#include "backend-client/wire/messages.hpp"

namespace onecard::pay {

/// Ceilings of this machine's policy. `unsent` counts what the backend has not acknowledged yet: it is what the district risks while there is no
/// network, and no clock can hide it. Payments whose outcome is unknown count as paid.
struct Ceilings {
    Fen payment{500'000};
    Fen card_today{500'000}, kiosk_today{20'000'000};
    Fen card_unsent{300'000}, kiosk_unsent{10'000'000};
};

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

/// Errors: `payment.card_limit`, `payment.kiosk_limit`, with what was spent already.
Status check_ceilings(Fen amount, const store::Spent& spent, const Ceilings& ceilings);

}  // namespace onecard::pay
