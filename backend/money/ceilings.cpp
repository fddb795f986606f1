#include "backend/money/ceilings.hpp"

#include <algorithm>

#include "backend/data/changes.hpp"

namespace onecard::money {

using data::Connection;

wire::Ceilings set_ceilings(Connection& connection, wire::Ceilings ceilings, const std::string& person, Timestamp now) {
    const auto former = ceilings_in_force(connection);
    ceilings.version = std::max(former ? former->version + 1 : 1, to_millis(now) / 1000);
    connection.run("INSERT INTO ceilings (version, payment, card_today, kiosk_today, card_unsent, kiosk_unsent, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   ceilings.version, ceilings.payment, ceilings.card_today, ceilings.kiosk_today, ceilings.card_unsent, ceilings.kiosk_unsent, person, now);
    data::ceilings_changed(connection);
    return ceilings;
}

std::optional<wire::Ceilings> ceilings_in_force(Connection& connection) {
    const auto newest = ceilings_set(connection, 1);
    return newest.empty() ? std::nullopt : std::optional(newest.front().ceilings);
}

std::vector<SetCeilings> ceilings_set(Connection& connection, std::size_t most) {
    std::vector<SetCeilings> all;
    auto row = connection.query("SELECT version, payment, card_today, kiosk_today, card_unsent, kiosk_unsent, set_by, set_at FROM ceilings "
                                "ORDER BY version DESC LIMIT ?", most);
    while (row.next())
        all.push_back({{row.number(0), row.fen(1), row.fen(2), row.fen(3), row.fen(4), row.fen(5)}, row.text(6), row.time(7)});
    return all;
}

}  // namespace onecard::money
