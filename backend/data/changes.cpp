#include "backend/data/changes.hpp"

namespace onecard::data {
namespace {

void told(Connection& connection, std::string_view topic, std::string_view subject, bool gone) {
    connection.run("INSERT OR REPLACE INTO changes (topic, subject, gone) VALUES (?, ?, ?)", topic, subject, gone ? 1 : 0);
}

}  // namespace

void holder_changed(Connection& connection, std::string_view card_serial) {
    connection.run(
        "INSERT OR REPLACE INTO changes (topic, subject, community) "
        "SELECT 'holder', cards.serial, residents.community FROM cards JOIN residents ON residents.id = cards.resident "
        "WHERE cards.serial = ?",
        card_serial);
}

void notice_changed(Connection& connection, std::string_view id, bool gone) { told(connection, "notice", id, gone); }

void listing_changed(Connection& connection, std::string_view id, const std::optional<std::string>& community, bool gone) {
    connection.run("INSERT OR REPLACE INTO changes (topic, subject, gone, community) VALUES ('listing', ?, ?, ?)", id, gone ? 1 : 0, community);
}

void black_list_changed(Connection& connection, std::string_view card_serial, bool gone) {
    told(connection, "black_list", card_serial, gone);
    holder_changed(connection, card_serial);
}

void boards_changed(Connection& connection) {
    connection.run("INSERT OR REPLACE INTO changes (topic, subject, community) SELECT 'board', code, code FROM communities");
}

void kiosk_key_changed(Connection& connection, std::string_view kiosk, std::string_view key) {
    told(connection, "kiosk_key", std::string(kiosk) + "/" + std::string(key), false);
}

void kiosk_keys_gone(Connection& connection, std::string_view kiosk) { told(connection, "kiosk_keys", kiosk, true); }

void badge_changed(Connection& connection, std::string_view number) { told(connection, "badge", number, false); }
void reports_changed(Connection& connection, std::string_view community) {
    if (!community.empty())
        connection.run("INSERT OR REPLACE INTO changes (topic, subject, community) SELECT 'reports', ?1, ?1 "
                       "UNION SELECT 'reports', community, community FROM border_grids WHERE neighbour = ?1",
                       community);
}

void catalogue_changed(Connection& connection) { told(connection, "catalogue", "catalogue", false); }

void ceilings_changed(Connection& connection) { told(connection, "ceilings", "ceilings", false); }

}  // namespace onecard::data
