#include "backend/data/migrations.hpp"

#include "backend/embedded.hpp"

namespace onecard {

std::span<const Embedded> migration_files();

}  // namespace onecard

namespace onecard::data {

Status migrate(Connection& connection) {
    const auto files = migration_files();
    return connection.write([&]() -> Status {
        std::int64_t done = 0;
        if (auto row = connection.query("PRAGMA user_version"); row.next()) done = row.number(0);
        if (done > static_cast<std::int64_t>(files.size()))
            return failure(Error::Kind::invalid, "data.newer", "the database is of version " + std::to_string(done));
        for (auto number = static_cast<std::size_t>(done); number < files.size(); ++number)
            connection.run_script(std::string(files[number].content));
        connection.run_script("PRAGMA user_version = " + std::to_string(files.size()));
        return {};
    });
}

std::string fact(Connection& connection, std::string_view name) {
    auto row = connection.query("SELECT value FROM facts WHERE name = ?", name);
    return row.next() ? row.text(0) : std::string();
}

void set_fact(Connection& connection, std::string_view name, std::string_view value) {
    connection.run("INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
}

std::int64_t next_number(Connection& connection, std::string_view counter) {
    auto row = connection.query(
        "INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value", counter);
    const auto number = row.next() ? row.number(0) : 0;
    while (row.next()) {}
    return number;
}

}  // namespace onecard::data
