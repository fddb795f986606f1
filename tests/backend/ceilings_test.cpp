// Ceilings of purse payments: set by the money office, kept for ever, told to kiosks in the right order.
#include <doctest/doctest.h>

#include "backend/api/feed.hpp"
#include "backend/fleet/fleet.hpp"
#include "backend/money/ceilings.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

constexpr wire::Ceilings wanted{0, Fen(700), Fen(900), Fen(1'000), Fen(800), Fen(5'000)};

}  // namespace

TEST_CASE("ceilings that were set are in force under a higher version, wherever the clock goes, and the former stay on record") {
    District district;
    auto& connection = district.connection();
    CHECK_FALSE(money::ceilings_in_force(connection));
    const auto set = [&](Fen payment, Timestamp at) {
        auto ceilings = wanted;
        ceilings.payment = payment;
        return district.write([&] { return money::set_ceilings(connection, ceilings, "shen", at); });
    };
    const auto first = set(Fen(700), sample_now()), second = set(Fen(600), sample_now()), third = set(Fen(500), sample_now() - 24h * 3650);
    CHECK(first.version < second.version);
    CHECK(second.version < third.version);
    CHECK(money::ceilings_in_force(connection) == third);
    const auto all = money::ceilings_set(connection, 10);
    REQUIRE(all.size() == 3);
    CHECK(all.back().ceilings.payment == Fen(700));
    CHECK(all.front().set_by == "shen");
    // A database that was restored from before all of it still gives what kiosks take for newer.
    District restored;
    restored.write([&] { return money::set_ceilings(restored.connection(), wanted, "shen", sample_now() + 1h); });
    CHECK(money::ceilings_in_force(restored.connection())->version > third.version);
}

TEST_CASE("what was set can neither be changed nor removed in the database") {
    District district;
    district.write([&] { return money::set_ceilings(district.connection(), wanted, "shen", sample_now()); });
    for (const auto* sql : {"UPDATE ceilings SET payment = 1", "DELETE FROM ceilings"}) {
        const auto done = district.connection().write([&]() -> Status {
            district.connection().run(sql);
            return {};
        });
        CHECK_FALSE(done.has_value());
    }
    CHECK(money::ceilings_in_force(district.connection())->payment == Fen(700));
}

TEST_CASE("kiosks of every community hear which ceilings are in force, once") {
    District district;
    const auto asked_from = district.number("SELECT max(cursor) FROM changes");
    for (int i = 0; i < 3; ++i) district.write([&] { return money::set_ceilings(district.connection(), wanted, "shen", sample_now()); });
    for (const auto* community : {"990102001001", "990102001002"}) {
        const auto changes = api::changes_since(district.connection(), district.office().rules, {community, asked_from, 100}, sample_now());
        REQUIRE(changes.entries.size() == 1);
        CHECK(changes.entries.front().kind == wire::Change::Kind::ceilings);
        CHECK(changes.entries.front().subject == std::to_string(money::ceilings_in_force(district.connection())->version));
    }
}

TEST_CASE("a kiosk that refuses what it was sent is shown with its reason, until it keeps what is in force") {
    District district;
    auto& connection = district.connection();
    const auto set = district.write([&] { return money::set_ceilings(connection, wanted, "shen", sample_now()); });
    const auto says = [&](std::int64_t version, const std::string& refused) {
        wire::Heartbeat beat;
        beat.version = "0.1.0", beat.state = "in_service", beat.reader = beat.psam = beat.printer = "ready";
        beat.kiosk_time = sample_now();
        beat.ceilings = version, beat.ceilings_refused = refused;
        const auto heard = wire::heartbeat_from(wire::to_json(beat));
        REQUIRE(heard.has_value());
        district.write([&] { return fleet::heartbeat(connection, "K-0001", *heard, sample_now()); });
        return *fleet::find_kiosk(connection, "K-0001", sample_now());
    };
    CHECK(says(0, "signature.broken").ceilings_refused == "signature.broken");
    CHECK_FALSE(says(0, "signature.broken").keeps_ceilings);
    CHECK(says(set.version, "").ceilings_refused.empty());
    CHECK(says(set.version, "").keeps_ceilings);
    auto json = wire::to_json(wire::Heartbeat{"0.1.0", "in_service", "ready", "ready", "ready", 0, 0, 0, {}, sample_now(), 0, {}, {}, 0, std::string(65, 'x')});
    CHECK_FALSE(wire::heartbeat_from(json).has_value());
}

TEST_CASE("a document that says the same in another way round is read, one that allows less in a wider scope is not") {
    const auto document = wire::ceilings_document(wanted);
    CHECK(wire::read_ceilings_document(document).value() == wanted);
    CHECK(wire::read_ceilings_document("{}").error().code == "wire.document");
    auto zero = wanted, upside_down = wanted, huge = wanted;
    zero.payment = Fen(0);
    upside_down.kiosk_unsent = Fen(799);
    huge.kiosk_today = wire::ceiling_max + Fen(1);
    CHECK(wire::read_ceilings_document(wire::ceilings_document(zero)).error().code == "wire.payment");
    CHECK(wire::read_ceilings_document(wire::ceilings_document(upside_down)).error().code == "wire.order");
    CHECK(wire::read_ceilings_document(wire::ceilings_document(huge)).error().code == "wire.kiosk_today");
}
