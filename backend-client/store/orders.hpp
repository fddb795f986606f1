// Orders from technicians: none is lost, none is carried out twice, each is reported back until the backend has heard it.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

/// Of one Store; used from its thread.
class Orders {
public:
    explicit Orders(Connection& connection) : connection_(&connection) {}

    /// Keeps those not seen before and gives them.
    Result<std::vector<wire::Order>> take(std::span<const wire::Order> orders);
    /// Taken and not yet obeyed, oldest first; what a restarted kiosk still has to do.
    Result<std::vector<wire::Order>> open();
    /// Call before an order whose effect can't be undone (a restart), after any other.
    Status obeyed(const std::string& id);
    /// Obeyed and not yet heard by the backend.
    Result<std::vector<std::string>> to_report(std::size_t count_max = 100);
    Status reported(std::span<const std::string> ids);

private:
    Connection* connection_;
};

}  // namespace onecard::store
