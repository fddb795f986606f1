// A blocked PIN opened again: who may, how often, and what is written down of it.
#pragma once
#include "backend-client/wire/unblocks.hpp"
#include "backend/data/connection.hpp"
#include "backend/keys/key_service.hpp"
#include "backend/money/booking.hpp"

namespace onecard::api {

/// A day's worth for one card; who needs more comes to the card centre.
inline constexpr int unblocks_a_day = 3;

/// Seals the new PIN for the card, in units of its own: the key service is slow. The same request again gets the same answer. Errors of kind refused:
///   pin.command            anything but a PIN UNBLOCK: the key service signs nothing else
///   pin.other_body         the id was used for another request
///   card.unknown, card.black_listed
///   assist.badge_unknown, assist.signature   as of cases::check_assistance()
///   pin.own_card           of whoever carries the badge
///   pin.too_often          unblocks_a_day were given already
/// Else those of the key service and the database.
Result<wire::UnblockGrant> unblock_pin(data::Connection& connection, keys::KeyService& keys, const wire::UnblockRequest& request, const money::Arrival& arrival);

}  // namespace onecard::api
