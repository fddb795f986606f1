// Staff badges, and whether a request that was handed in with one may be taken.
#pragma once
#include <optional>
#include <string>

#include "backend-client/wire/messages.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// Nothing for one that is not known or was revoked.
std::optional<wire::Badge> find_badge(data::Connection& connection, const std::string& number);

/// Registers a badge, or gives a known number another key, bearer and scope, and lets it be used; tells all kiosks. `resident`: id of the bearer, empty when none is
/// registered. Errors: `badge.malformed`, `badge.resident`.
Status put_badge(data::Connection& connection, const wire::Badge& badge, const std::string& resident);

/// Takes the badge out of use at once, or back; tells all kiosks. Error `badge.unknown`.
Status set_badge_revoked(data::Connection& connection, const std::string& number, bool revoked);

/// The badge that a request was handed in with. Errors, all of kind refused: `assist.badge_unknown` (or revoked), `assist.signature` (it covers
/// something else), `assist.own_card` (the bearer's own), `assist.scope` (neither its department nor the item itself is in their scope), `assist.time` (agreed after it
/// was handed in, or more than a day before).
Result<wire::Badge> check_assistance(data::Connection& connection, const wire::RequestBody& request);

}  // namespace onecard::cases
