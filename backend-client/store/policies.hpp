// Orders of the district that bind this kiosk whether or not there is a network: what was verified once is kept sealed, and never replaced by something older.
#pragma once
#include <optional>

#include "backend-client/wire/ceilings.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

/// Of one Store; used from its thread. Each function is one durable step.
class Policies {
public:
    explicit Policies(Connection& connection) : connection_(&connection) {}

    /// Puts these in the place of the former ones, all at once; whoever calls has checked the signature. Error `policy.older` (refused), with nothing
    /// changed: there are newer ones here, or others of the same version. The same again is no error.
    Status put_ceilings(const wire::Ceilings& ceilings);
    /// Nothing when there never were any, or what lies in the file is not what was kept.
    Result<std::optional<wire::Ceilings>> ceilings();

private:
    Connection* connection_;
};

}  // namespace onecard::store
