// Ceilings of purse payments while kiosks can't ask: set by the money office, signed and sent to every kiosk. Every one that was ever set stays on record.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/ceilings.hpp"
#include "backend/data/connection.hpp"

namespace onecard::money {

struct SetCeilings {
    wire::Ceilings ceilings;
    std::string set_by;
    Timestamp set_at;
};

/// Takes the place of what was in force, under a higher version, and tells all kiosks; in the caller's unit of work. Versions grow with the clock, so that
/// also a database restored from an old copy gives none that kiosks take for older.
wire::Ceilings set_ceilings(data::Connection& connection, wire::Ceilings ceilings, const std::string& person, Timestamp now);

/// Nothing when none were ever set: kiosks then keep to what is built in.
std::optional<wire::Ceilings> ceilings_in_force(data::Connection& connection);
/// Newest first.
std::vector<SetCeilings> ceilings_set(data::Connection& connection, std::size_t most);

}  // namespace onecard::money
