#include "backend-client/store/kiosk_keys.hpp"

#include "backend-client/store/connection.hpp"
#include "base/json.hpp"

namespace onecard::store {
namespace {

std::string place_of(const std::string& kiosk, const std::string& key) { return "kiosk_key:" + kiosk + ":" + key; }

}  // namespace

void write_kiosk_key(Connection& connection, const wire::KioskKey& key, std::int64_t pass) {
    const auto hall = dump_json({{"zh", key.hall.zh}, {"en", key.hall.en}});
    connection.query("INSERT INTO kiosk_keys (kiosk, key, pass, entry) VALUES (?1, ?2, ?3, ?4)"
                     " ON CONFLICT (kiosk, key) DO UPDATE SET pass = excluded.pass, entry = excluded.entry")
        .bind(1, key.kiosk)
        .bind(2, key.key)
        .bind(3, pass)
        .bind(4, connection.seal(hall, place_of(key.kiosk, key.key)))
        .run();
}

void remove_kiosk_keys(Connection& connection, const std::string& kiosk) {
    connection.query("DELETE FROM kiosk_keys WHERE kiosk = ?1").bind(1, kiosk).run();
}

std::vector<wire::KioskKey> read_kiosk_keys(Connection& connection, const std::string& kiosk) {
    std::vector<wire::KioskKey> keys;
    auto row = connection.query("SELECT key, entry FROM kiosk_keys WHERE kiosk = ?1");
    row.bind(1, kiosk);
    while (row.step()) {
        const auto key = row.text(0);
        const auto hall = connection.unseal(row.bytes(1), place_of(kiosk, key));
        const auto json = hall ? parse_json(*hall) : Result<Json>(failure(hall.error()));
        if (json) keys.push_back({kiosk, key, {text_at(*json, "zh"), text_at(*json, "en")}});
    }
    return keys;
}

}  // namespace onecard::store
