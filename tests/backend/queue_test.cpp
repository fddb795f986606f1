// Queue tickets: whose turn it is.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "backend-client/wire/tickets.hpp"
#include "backend/fleet/queue.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

wire::SubmissionAnswer take(District& district, const std::string& number, wire::Priority priority, int minute) {
    const wire::Ticket ticket{number, number.substr(0, 1), priority, "2026-11-22", sample_now() + std::chrono::minutes(minute)};
    return district.hand_in({district.new_id(), std::string(wire::ticket_kind), dump_json(wire::to_json(ticket)), sample_now()});
}

std::string call(District& district, const std::string& service = {}) {
    return district.write([&] {
        const auto called = fleet::call_next(district.connection(), {"K-0001", service, "3", "shen", sample_now()});
        return called ? called->number : called.error().code;
    });
}

}  // namespace

TEST_CASE("who comes first by right is called first, but nobody else waits for ever") {
    District district;
    take(district, "A001", wire::Priority::ordinary, 0);
    take(district, "A002", wire::Priority::ordinary, 1);
    take(district, "A003", wire::Priority::first, 2);
    take(district, "A004", wire::Priority::appointment, 3);
    take(district, "A005", wire::Priority::first, 4);
    CHECK(call(district) == "A003");
    CHECK(call(district) == "A004");
    CHECK(call(district) == "A001");
    CHECK(call(district) == "A005");
    CHECK(call(district) == "A002");
    CHECK(call(district) == "queue.empty");
}

TEST_CASE("a counter calls only those who wait for what it does, and the kiosk hears in which order") {
    District district;
    take(district, "A001", wire::Priority::ordinary, 0);
    take(district, "B001", wire::Priority::ordinary, 1);
    CHECK(call(district, "B") == "B001");
    CHECK(call(district, "B") == "queue.empty");
    CHECK(call(district, "A") == "A001");
    const auto called = district.write([&] { return fleet::called(district.connection(), "K-0001", sample_now()); });
    REQUIRE(called.size() == 2);
    CHECK(called[0].number == "B001");
    CHECK(called[1].counter == "3");
}

TEST_CASE("calling the next one ends the call at this counter, not at others, and what is over has no counter for kiosks") {
    District district;
    for (const char* number : {"A001", "A002", "A003"}) take(district, number, wire::Priority::ordinary, number[3] - '0');
    const auto at = [&](const std::string& counter) {
        return district.write([&] { return fleet::call_next(district.connection(), {"K-0001", {}, counter, "shen", sample_now()})->number; });
    };
    CHECK(at("1") == "A001");
    CHECK(at("2") == "A002");
    CHECK(at("1") == "A003");
    const auto made = district.write([&] { return fleet::calls(district.connection(), "K-0001", sample_now()); });
    REQUIRE(made.size() == 3);
    CHECK(made[0].outcome == "done");
    CHECK(made[0].ticket.counter == "1");
    CHECK(made[1].outcome.empty());
    const auto told = district.write([&] { return fleet::called(district.connection(), "K-0001", sample_now()); });
    CHECK(told[0].counter.empty());
    CHECK(told[1].counter == "2");
    CHECK(told[2].counter == "1");
}

TEST_CASE("who did not come is called again as the newest, to whatever counter, and nobody is called who was never called") {
    District district;
    take(district, "A001", wire::Priority::ordinary, 0);
    take(district, "A002", wire::Priority::ordinary, 1);
    take(district, "A003", wire::Priority::ordinary, 2);
    call(district), call(district);
    const auto end = [&](const std::string& number, fleet::CallEnd how) {
        return district.write([&] {
            const auto ended = fleet::end_call(district.connection(), {"K-0001", {}, {}, "shen", sample_now()}, number, how);
            return ended ? std::string() : ended.error().code;
        });
    };
    const auto again = [&](const std::string& number) {
        return district.write([&] {
            const auto called = fleet::call_again(district.connection(), {"K-0001", {}, "4", "shen", sample_now()}, number);
            return called ? called->counter : called.error().code;
        });
    };
    CHECK(end("A002", fleet::CallEnd::absent).empty());
    CHECK(end("A002", fleet::CallEnd::absent) == "queue.unknown");
    CHECK(end("A003", fleet::CallEnd::done) == "queue.unknown");
    CHECK(again("A003") == "queue.unknown");
    CHECK(again("A001") == "4");
    const auto made = district.write([&] { return fleet::calls(district.connection(), "K-0001", sample_now()); });
    REQUIRE(made.size() == 2);
    CHECK(made[0].ticket.number == "A002");
    CHECK(made[0].outcome == "absent");
    CHECK(made[1].ticket.number == "A001");
    CHECK(made[1].outcome.empty());
    CHECK(made[1].times == 2);
}

TEST_CASE("the same ticket twice is one ticket, and one that makes no sense is refused") {
    District district;
    take(district, "A001", wire::Priority::ordinary, 0);
    take(district, "A001", wire::Priority::first, 1);
    CHECK(district.number("SELECT count(*) FROM queue_tickets") == 1);
    CHECK(take(district, "A-01", wire::Priority::ordinary, 0).outcome == wire::SubmissionAnswer::Outcome::refused);
    CHECK(take(district, "<b>", wire::Priority::ordinary, 0).outcome == wire::SubmissionAnswer::Outcome::refused);
}
