#include <doctest/doctest.h>

#include <algorithm>

#include "base/json.hpp"
#include "tests/client/kiosk_disk.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

constexpr const char* serial = "3100000000123457";

wire::HolderRecord record(Timestamp as_of) {
    wire::HolderRecord value;
    value.card_serial = serial;
    value.standing = wire::HolderRecord::Standing::active;
    value.community = {"梧桐社区", "Wutong"};
    value.bills = {{"W-2026-10-0457", wire::Service::water, {"清河水务", "Qinghe Water"}, "88001234", "2026-10", "2026-12-05", Fen(8640), false}};
    value.as_of = as_of;
    return value;
}

wire::Change notice(const std::string& id, const std::string& published_at, const std::string& ends_on = {}) {
    wire::Change change;
    change.subject = id;
    change.notice = wire::Notice{id, {"停水", "Water off"}, {"明天", "Tomorrow"}, {"社区", "Community"}, 1, published_at, ends_on};
    return change;
}

}  // namespace

TEST_CASE("a holder's record is kept with its age and dies with its time, forwards and backwards") {
    KioskDisk disk;
    auto store = disk.open();
    const auto kept = record(disk.clock.now());
    REQUIRE(store.cache().put_holder(kept));
    disk.clock.advance(std::chrono::hours(71));
    CHECK(store.cache().holder(serial).value().value() == kept);
    CHECK_FALSE(store.cache().holder("3100000000123456").value().has_value());
    disk.clock.advance(std::chrono::hours(2));
    CHECK_FALSE(store.cache().holder(serial).value().has_value());
    CHECK(store.prune().value() == 1);
    REQUIRE(store.cache().put_holder(record(disk.clock.now())));
    disk.clock.jump(-std::chrono::hours(24 * 365));
    CHECK_FALSE(store.cache().holder(serial).value().has_value());
    CHECK(store.prune().value() == 1);
    CHECK(store.prune().value() == 0);
}

TEST_CASE("a newer record takes the place of the older one") {
    KioskDisk disk;
    auto store = disk.open();
    REQUIRE(store.cache().put_holder(record(disk.clock.now())));
    auto newer = record(disk.clock.now());
    newer.bills.clear();
    REQUIRE(store.cache().put_holder(newer));
    CHECK(store.cache().holder(serial).value().value() == newer);
}

TEST_CASE("a private case that a card brought here outlives the feed, which leaves it out, as old as it is; what is asked anew decides") {
    KioskDisk disk;
    auto store = disk.open();
    auto brought = record(disk.clock.now());
    wire::Case one;
    one.number = "C-2026-000110";
    one.item_code = "SF-0003";
    one.item = one.department = {"调解", "Mediation"};
    one.accepted_at = one.promised_at = "2026-11-20T09:00:00+08:00";
    one.mediation.emplace();
    brought.cases.push_back(one);
    REQUIRE(store.cache().put_holder(brought));
    disk.clock.advance(std::chrono::hours(1));
    wire::Change change;
    change.kind = wire::Change::Kind::holder;
    change.subject = serial;
    change.holder = record(disk.clock.now());
    change.holder->bills.clear();
    REQUIRE(store.cache().apply(0, {1, false, {change}}));
    auto kept = store.cache().holder(serial).value().value();
    CHECK(kept.bills.empty());
    CHECK(kept.as_of == brought.as_of);
    REQUIRE(kept.cases.size() == brought.cases.size());
    CHECK(std::any_of(kept.cases.begin(), kept.cases.end(), [&](const wire::Case& other) { return other == one; }));
    REQUIRE(store.cache().put_holder(*change.holder));
    CHECK(store.cache().holder(serial).value().value() == *change.holder);
    REQUIRE(store.cache().put_holder(brought));
    change.holder->standing = wire::HolderRecord::Standing::lost;
    REQUIRE(store.cache().apply(1, {2, false, {change}}));
    CHECK(store.cache().holder(serial).value().value() == *change.holder);
}

TEST_CASE("notices come newest first and end with their last day") {
    KioskDisk disk;
    auto store = disk.open();
    const wire::Changes changes{3, false, {notice("old", "2026-11-01T09:00:00+08:00"), notice("new", "2026-11-20T09:00:00+08:00", "2026-11-22"),
                                           notice("over", "2026-11-02T09:00:00+08:00", "2026-11-21")}};
    REQUIRE(store.cache().apply(0, changes));
    auto notices = store.cache().notices().value();
    REQUIRE(notices.size() == 2);
    CHECK(notices[0].id == "new");
    CHECK(notices[1].id == "old");
    disk.clock.advance(std::chrono::hours(24));
    CHECK(store.cache().notices()->size() == 1);
}

TEST_CASE("a new beginning replaces the old only once its last page has come, also over a restart") {
    KioskDisk disk;
    {
        auto store = disk.open();
        REQUIRE(store.cache().apply(0, {50, false, {notice("a", ""), notice("b", ""), notice("c", "")}}));
        // The backend was restored from an old copy: it starts again, in two pages.
        REQUIRE(store.cache().apply(50, {1, true, {notice("b", "")}}));
        CHECK(store.cache().notices()->size() == 3);
    }
    auto store = disk.open();
    CHECK(store.cache().cursor().value() == 1);
    REQUIRE(store.cache().apply(1, {2, false, {notice("d", "")}}));
    std::vector<std::string> left;
    const auto notices = store.cache().notices().value();
    for (const auto& one : notices) left.push_back(one.id);
    CHECK(left == std::vector<std::string>{"b", "d"});
    CHECK(store.cache().as_of().value().has_value());
}

TEST_CASE("catalogue and settings are there after a restart") {
    KioskDisk disk;
    {
        auto store = disk.open();
        CHECK_FALSE(store.cache().catalogue().value().has_value());
        REQUIRE(store.cache().put_catalogue({7, "\"h\"", "{\"version\":7}", disk.clock.now()}));
        REQUIRE(store.cache().put_catalogue({8, "\"i\"", "{\"version\":8}", disk.clock.now()}));
        REQUIRE(store.cache().set("service.state", "out_of_service"));
    }
    auto store = disk.open();
    const auto catalogue = store.cache().catalogue().value().value();
    CHECK(catalogue.version == 8);
    CHECK(catalogue.bundle == "{\"version\":8}");
    CHECK(catalogue.as_of == disk.clock.now());
    CHECK(store.cache().catalogue_head()->value().etag == "\"i\"");
    CHECK(store.cache().setting("service.state").value() == "out_of_service");
    CHECK_FALSE(store.cache().setting("nothing").value().has_value());
}

TEST_CASE("an order is taken once, stays open over a restart, and is reported until it was heard") {
    KioskDisk disk;
    const std::vector<wire::Order> orders{{make_id(disk.clock, disk.random), wire::Order::Kind::out_of_service}, {make_id(disk.clock,
        disk.random), wire::Order::Kind::restart}};
    {
        auto store = disk.open();
        CHECK(store.orders().take(orders).value() == orders);
        CHECK(store.orders().take(orders).value().empty());
        REQUIRE(store.orders().obeyed(orders[0].id));
    }
    auto store = disk.open();
    CHECK(store.orders().open().value() == std::vector{orders[1]});
    const auto to_report = store.orders().to_report().value();
    CHECK(to_report == std::vector{orders[0].id});
    REQUIRE(store.orders().reported(to_report));
    CHECK(store.orders().to_report().value().empty());
    CHECK(store.orders().take(orders).value().empty());  // the backend goes on asking: it has not heard
    CHECK(store.orders().to_report().value() == to_report);
}

TEST_CASE("keys of kiosks are kept until the backend takes them back or no longer names them, and nobody puts one beside them") {
    KioskDisk disk;
    auto store = disk.open();
    const auto told = [](const std::string& kiosk, char digit) {
        wire::Change change;
        change.kind = wire::Change::Kind::kiosk_key;
        change.subject = kiosk;
        change.kiosk_key = wire::KioskKey{kiosk, std::string(64, digit), {"红星大厅", "Hongxing"}};
        return change;
    };
    REQUIRE(store.cache().apply(0, {5, false, {told("K-0002", 'A'), told("K-0002", 'B'), told("K-0003", 'C')}}));
    CHECK(store.cache().kiosk_keys("K-0002").value().size() == 2);
    CHECK(store.cache().kiosk_keys("K-0002").value().front().hall.zh == "红星大厅");
    CHECK(store.cache().kiosk_keys("K-0009").value().empty());
    wire::Change gone;
    gone.kind = wire::Change::Kind::kiosk_key_gone;
    gone.subject = "K-0003";
    REQUIRE(store.cache().apply(5, {6, false, {gone}}));
    CHECK(store.cache().kiosk_keys("K-0003").value().empty());
    REQUIRE(store.cache().apply(0, {7, false, {told("K-0002", 'B')}}));
    CHECK(store.cache().kiosk_keys("K-0002").value().size() == 1);
}

TEST_CASE("registers are kept apart from the holder's record, sealed, and die with their time") {
    KioskDisk disk;
    auto store = disk.open();
    wire::Register one;
    one.kind = "pension";
    one.title = one.keeper = {canary, "Pension"};
    one.as_of = "2026-11-16T00:00:00+08:00";
    const wire::Registers kept{serial, disk.clock.now(), {one}, {{"S-1", "second", "2026-11-16T00:00:00+08:00"}}};
    REQUIRE(store.cache().put_registers(kept));
    CHECK_FALSE(store.cache().holder(serial).value().has_value());
    REQUIRE(store.cache().put_holder(record(disk.clock.now())));
    CHECK(store.cache().registers(serial).value().value() == kept);
    CHECK_FALSE(store.cache().registers("3100000000123456").value().has_value());
    disk.clock.advance(std::chrono::hours(73));
    CHECK_FALSE(store.cache().registers(serial).value().has_value());
    CHECK(store.prune().value() == 2);
}

TEST_CASE("listings come newest first, change, go, end with their last day, and start again with the changes") {
    KioskDisk disk;
    auto store = disk.open();
    const auto change = [](const std::string& id, const std::string& published_at, const std::string& ends_on, std::int64_t marks) {
        wire::Listing one;
        one.id = id, one.kind = "suggestion", one.published_at = published_at, one.ends_on = ends_on, one.marks = marks;
        one.title = one.publisher = {"座椅", "Seats"};
        wire::Change told;
        told.kind = wire::Change::Kind::listing;
        told.subject = id;
        told.listing = dump_json(wire::to_json(one));
        return told;
    };
    const auto first = change("S-1", "2026-11-01T09:00:00+08:00", "", 1), second = change("S-2", "2026-11-10T09:00:00+08:00", "2026-11-23", 2);
    REQUIRE(store.cache().apply(0, {5, false, {first, second}}));
    auto all = store.cache().listings().value();
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == "S-2");
    REQUIRE(store.cache().apply(5, {6, false, {change("S-1", "2026-11-01T09:00:00+08:00", "", 9)}}));
    disk.clock.advance(std::chrono::hours(48));
    all = store.cache().listings().value();
    REQUIRE(all.size() == 1);
    CHECK(all[0].marks == 9);
    wire::Change gone;
    gone.kind = wire::Change::Kind::listing_gone;
    gone.subject = "S-1";
    REQUIRE(store.cache().apply(6, {7, false, {gone}}));
    CHECK(store.cache().listings().value().empty());
    REQUIRE(store.cache().apply(7, {8, false, {first}}));
    REQUIRE(store.cache().apply(8, {2, false, {}}));
    CHECK(store.cache().listings().value().empty());
}
