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

TEST_CASE("the same ticket twice is one ticket, and one that makes no sense is refused") {
    District district;
    take(district, "A001", wire::Priority::ordinary, 0);
    take(district, "A001", wire::Priority::first, 1);
    CHECK(district.number("SELECT count(*) FROM queue_tickets") == 1);
    CHECK(take(district, "A-01", wire::Priority::ordinary, 0).outcome == wire::SubmissionAnswer::Outcome::refused);
    CHECK(take(district, "<b>", wire::Priority::ordinary, 0).outcome == wire::SubmissionAnswer::Outcome::refused);
}
