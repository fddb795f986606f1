#include "tests/client/tampering.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace onecard::test {

void tamper(const std::filesystem::path& file, const std::string& sql) { SQLite::Database(file.string(), SQLite::OPEN_READWRITE, 2000).exec(sql); }

void swap_bodies(const std::filesystem::path& file, const std::string& a, const std::string& b) {
    const auto body_of = [](const std::string& id) { return "(SELECT body FROM before WHERE id = '" + id + "')"; };
    tamper(file, "CREATE TEMP TABLE before AS SELECT id, body FROM outbox; UPDATE outbox SET body = " + body_of(b) + " WHERE id = '" + a +
                     "'; UPDATE outbox SET body = " + body_of(a) + " WHERE id = '" + b + "'");
}

}  // namespace onecard::test
