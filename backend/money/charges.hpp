// Charges: bills paid by phone or bank card. The kiosk makes the id, the amount comes from the bills, and the backend alone says how it ended.
//
//   created → paid              the gateway said so, by its callback or when asked; booked in the same unit of work
//           → closed            nobody paid in time, or the resident gave it up, and the gateway has agreed
//   paid, closed → refunded     all of it went back: every bill had been paid elsewhere meanwhile, or it was paid after it was closed
//
// A word that comes twice, late or in the wrong order changes nothing that was decided before.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/charges.hpp"
#include "backend/data/connection.hpp"
#include "backend/money/booking.hpp"
#include "backend/money/gateway.hpp"

namespace onecard::money {

inline constexpr std::chrono::seconds charge_life{120};
/// The gateway of bank card terminals: what they took is in their acquirer's file.
inline constexpr std::string_view terminal_gateway = "bankcard";

/// Takes a charge, in the caller's unit of work; `gateway` is where phones pay, empty when there is none. Errors, all refused:
///   charge.other_body       the id was used for another request
///   charge.unavailable      no gateway
///   charge.amount           the bills are not what the resident was shown
///   bill.unknown, bill.paid, card.unknown, card.black_listed
Result<wire::ChargeState> open_charge(data::Connection& connection, const wire::ChargeRequest& request, std::string_view gateway, const Arrival& arrival);

/// Nothing for a charge of another kiosk or of nobody.
std::optional<wire::ChargeState> charge_state(data::Connection& connection, std::string_view id, std::string_view kiosk);

/// The resident gave it up: the gateway is asked to close it. What it says comes by hear().
void ask_close(data::Connection& connection, std::string_view id, Timestamp now);

/// A word of the gateway about one of its charges, in the caller's unit of work. False for a charge it does not have.
bool hear(data::Connection& connection, std::string_view gateway, const std::string& id, const GatewayWord& word, Timestamp now);

/// What has to be asked of a gateway now.
struct ChargeErrand {
    enum class Kind { open, query, close, refund };
    Kind kind = Kind::query;
    GatewayOrder order;
    Fen refund;
};
std::vector<ChargeErrand> due_errands(data::Connection& connection, Timestamp now, std::size_t most);
/// The gateway gave no answer: it is asked again, later each time, for as long as it takes.
void put_off(data::Connection& connection, std::string_view id, Timestamp now);

/// The submission that ends a sale at a bank card terminal, in the caller's unit of work.
///   received                     booked, or noted as not paid; with `payment.returned` when a bill was paid elsewhere meanwhile
///   refused `charge.unknown`, `charge.amount`, `charge.other_end`
wire::SubmissionAnswer end_sale(data::Connection& connection, const wire::TerminalSale& sale, const Arrival& arrival);

}  // namespace onecard::money
