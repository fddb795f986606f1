#include "backend/api/report_keys.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

constexpr std::size_t key_bytes = 16, name_bytes_max = 64;

Bytes digest_of(std::string_view key) {
    const auto digest = crypto::sha256(as_bytes(key));
    return Bytes(digest.begin(), digest.end());
}

}  // namespace

Result<std::string> give_report_key(data::Connection& connection, const std::string& name, Random& random, Timestamp now) {
    if (name.empty() || name.size() > name_bytes_max || !is_utf8(name)) return failure(Error::Kind::invalid, "report_key.name", "a name has 1 to 64 bytes");
    Bytes bytes(key_bytes);
    random.fill(bytes);
    auto key = to_hex(bytes);
    connection.run("INSERT INTO report_keys (name, digest, made_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, "
                   "made_at = excluded.made_at",
                   name, digest_of(key), now);
    return key;
}

Status take_report_key(data::Connection& connection, const std::string& name) {
    connection.run("DELETE FROM report_keys WHERE name = ?", name);
    if (connection.changed() == 0) return failure(Error::Kind::refused, "report_key.unknown", "there is no key of this name");
    return {};
}

Result<std::string> use_report_key(data::Connection& connection, const std::string& key, Timestamp now) {
    const auto minute = to_millis(now) / 60'000;
    std::string name;
    std::int64_t count = 1;
    {
        auto row = connection.query("SELECT name, window, count FROM report_keys WHERE digest = ?", digest_of(key));
        if (!row.next()) return failure(Error::Kind::refused, "report_key.unknown");
        name = row.text(0);
        if (row.number(1) == minute) count = row.number(2) + 1;
    }
    if (count > reports_a_minute) return failure(Error::Kind::refused, "report_key.limit");
    connection.run("UPDATE report_keys SET window = ?, count = ? WHERE name = ?", minute, count, name);
    return name;
}

}  // namespace onecard::api
