#include "backend-client/store/orders.hpp"

#include "backend-client/store/connection.hpp"

namespace onecard::store {

Result<std::vector<wire::Order>> Orders::take(std::span<const wire::Order> orders) {
    return connection_->writing([&]() -> Result<std::vector<wire::Order>> {
        std::vector<wire::Order> fresh;
        for (const auto& order : orders) {
            auto row = connection_->query("INSERT INTO orders (id, kind, state, taken_at) VALUES (?1, ?2, 'open', ?3) ON CONFLICT (id) DO NOTHING");
            row.bind(1, order.id).bind(2, wire::name(order.kind)).bind(3, connection_->now());
            if (row.run() > 0) {
                fresh.push_back(order);
                continue;
            }
            // The backend has not heard that it was obeyed: it went on asking. Say so again.
            connection_->query("UPDATE orders SET state = 'obeyed' WHERE id = ?1 AND state = 'reported'").bind(1, order.id).run();
        }
        return fresh;
    });
}

Result<std::vector<wire::Order>> Orders::open() {
    return connection_->guarded([&]() -> Result<std::vector<wire::Order>> {
        std::vector<wire::Order> orders;
        auto row = connection_->query("SELECT id, kind FROM orders WHERE state = 'open' ORDER BY place");
        while (row.step())
            if (const auto kind = wire::order_kind(row.text(1))) orders.push_back({row.text(0), *kind});
        return orders;
    });
}

Status Orders::obeyed(const std::string& id) {
    return connection_->writing([&]() -> Status {
        auto row = connection_->query("UPDATE orders SET state = 'obeyed' WHERE id = ?1 AND state = 'open'");
        if (row.bind(1, id).run() == 0) return failure(Error::Kind::invalid, "store.no_open_order", id);
        return {};
    });
}

Result<std::vector<std::string>> Orders::to_report(std::size_t count_max) {
    return connection_->guarded([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> ids;
        auto row = connection_->query("SELECT id FROM orders WHERE state = 'obeyed' ORDER BY place LIMIT ?1");
        row.bind(1, static_cast<std::int64_t>(count_max));
        while (row.step()) ids.push_back(row.text(0));
        return ids;
    });
}

Status Orders::reported(std::span<const std::string> ids) {
    if (ids.empty()) return {};
    return connection_->writing([&]() -> Status {
        for (const auto& id : ids) connection_->query("UPDATE orders SET state = 'reported' WHERE id = ?1 AND state = 'obeyed'").bind(1, id).run();
        return {};
    });
}

}  // namespace onecard::store
