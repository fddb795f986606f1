#include <doctest/doctest.h>

#include <fstream>

#include "backend/data/connection.hpp"
#include "backend/data/migrations.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::test;
using data::Connection;

namespace {

std::unique_ptr<Connection> opened(const TemporaryFolder& folder) {
    auto connection = Connection::open(folder / "test.sqlite", Connection::Access::writing);
    require(connection.has_value(), "a database");
    (*connection)->run_script("CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY, bytes BLOB, count INTEGER) STRICT");
    return std::move(*connection);
}

std::int64_t count(Connection& connection) {
    auto row = connection.query("SELECT count(*) FROM things");
    return row.next() ? row.number(0) : -1;
}

}  // namespace

TEST_CASE("Values come back as they went in, empty and odd ones too") {
    TemporaryFolder folder;
    const auto connection = opened(folder);
    const std::string odd("a\0b'\"𠮷", 9);
    connection->run("INSERT INTO things VALUES (?, ?, ?)", odd, Bytes{0, 1, 255}, std::optional<std::int64_t>());
    connection->run("INSERT INTO things VALUES (?, ?, ?)", "", Bytes(), INT64_MIN);
    auto row = connection->query("SELECT name, bytes, count FROM things ORDER BY length(bytes) DESC");
    REQUIRE(row.next());
    CHECK(row.text(0) == odd);
    CHECK(row.bytes(1) == Bytes{0, 1, 255});
    CHECK(row.null(2));
    REQUIRE(row.next());
    CHECK(row.text(0).empty());
    CHECK(row.bytes(1).empty());
    CHECK(row.number(2) == INT64_MIN);
    CHECK_FALSE(row.next());
}

TEST_CASE("After a failure nothing more is written and the whole unit is undone") {
    TemporaryFolder folder;
    const auto connection = opened(folder);
    const auto done = connection->write([&]() -> Status {
        connection->run("INSERT INTO things (name) VALUES ('one')");
        connection->run("INSERT INTO things (name) VALUES ('one')");
        connection->run("INSERT INTO things (name) VALUES ('two')");
        return {};
    });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == "data.constraint");
    CHECK(count(*connection) == 0);
    CHECK(connection->write([&]() -> Status {
        connection->run("INSERT INTO things (name) VALUES ('three')");
        return {};
    }).has_value());
    CHECK(count(*connection) == 1);
}

TEST_CASE("A unit whose work says no is undone, and its error is the one that is told") {
    TemporaryFolder folder;
    const auto connection = opened(folder);
    const auto done = connection->write([&]() -> Status {
        connection->run("INSERT INTO things (name) VALUES ('one')");
        return failure(Error::Kind::refused, "test.no");
    });
    CHECK(done.error().code == "test.no");
    CHECK(count(*connection) == 0);
}

TEST_CASE("A part can fail alone, and parts can stand within parts") {
    TemporaryFolder folder;
    const auto connection = opened(folder);
    connection->begin();
    connection->begin_part();
    connection->run("INSERT INTO things (name) VALUES ('outer')");
    connection->begin_part();
    connection->run("INSERT INTO things (name) VALUES ('inner')");
    connection->run("INSERT INTO things (name) VALUES ('outer')");
    CHECK_FALSE(connection->end_part().has_value());
    CHECK(connection->end_part().has_value());
    CHECK(connection->commit().has_value());
    CHECK(count(*connection) == 1);
}

TEST_CASE("A reading connection can't write, and sees one moment") {
    TemporaryFolder folder;
    const auto writer = opened(folder);
    auto reader = Connection::open(folder / "test.sqlite", Connection::Access::reading);
    REQUIRE(reader.has_value());
    (*reader)->begin_reading();
    CHECK(count(**reader) == 0);
    writer->run("INSERT INTO things (name) VALUES ('later')");
    CHECK(count(**reader) == 0);
    CHECK((*reader)->commit().has_value());
    CHECK(count(**reader) == 1);
    CHECK_FALSE((*reader)->write([&]() -> Status {
        (*reader)->run("INSERT INTO things (name) VALUES ('never')");
        return {};
    }).has_value());
}

TEST_CASE("A full disk is told as such, and what was there stays") {
    TemporaryFolder folder;
    const auto connection = opened(folder);
    connection->run("INSERT INTO things (name) VALUES ('kept')");
    connection->run_script("PRAGMA max_page_count = 20");
    const auto done = connection->write([&]() -> Status {
        connection->run("INSERT INTO things VALUES ('big', ?, 0)", Bytes(1'000'000));
        return {};
    });
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == "data.disk_full");
    CHECK(done.error().kind == Error::Kind::exhausted);
    CHECK(count(*connection) == 1);
}

TEST_CASE("A file that is no database, and one of a later program, are refused and left as they are") {
    TemporaryFolder folder;
    std::ofstream(folder / "test.sqlite") << std::string(8192, 'x');
    const auto broken = Connection::open(folder / "test.sqlite", Connection::Access::writing);
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().code == "data.corrupt");
    CHECK(std::filesystem::file_size(folder / "test.sqlite") == 8192);

    auto later = Connection::open(folder / "later.sqlite", Connection::Access::writing);
    REQUIRE(later.has_value());
    (*later)->run_script("PRAGMA user_version = 999");
    CHECK(data::migrate(**later).error().code == "data.newer");
}

TEST_CASE("Migrating twice changes nothing, and numbers have no gaps") {
    TemporaryFolder folder;
    auto connection = Connection::open(folder / "fresh.sqlite", Connection::Access::writing);
    REQUIRE(connection.has_value());
    CHECK(data::migrate(**connection).has_value());
    data::set_fact(**connection, "test", "kept");
    CHECK(data::migrate(**connection).has_value());
    CHECK(data::fact(**connection, "test") == "kept");
    for (std::int64_t number = 1; number <= 3; ++number) CHECK(data::next_number(**connection, "test") == number);
}
