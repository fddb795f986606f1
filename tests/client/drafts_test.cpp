#include <map>

#include <doctest/doctest.h>

#include "backend-client/store/lifetime.hpp"
#include "backend-client/store/store.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/client/tampering.hpp"

using namespace onecard;
using namespace onecard::store;
using namespace onecard::test;

namespace {

constexpr const char* card = "3100000000123457";
constexpr const char* other_card = "3100000000123458";

std::vector<std::string> items_of(Store& store, const std::string& serial) {
    std::vector<std::string> items;
    const auto drafts = store.drafts().of_card(serial).value();
    for (const auto& one : drafts) items.push_back(one.item_code);
    return items;
}

}  // namespace

TEST_CASE("a draft is found again after a restart, by its own card only, and its last wording counts") {
    KioskDisk disk;
    {
        auto store = disk.open();
        REQUIRE(store.drafts().put(card, "MZ-0007", "first").has_value());
        REQUIRE(store.drafts().put(card, "MZ-0007", "second").has_value());
        REQUIRE(store.drafts().put(other_card, "MZ-0007", "another's").has_value());
    }
    auto store = disk.open();
    const auto drafts = store.drafts().of_card(card).value();
    REQUIRE(drafts.size() == 1);
    CHECK(drafts[0].text == "second");
    CHECK(store.drafts().of_card("3100000000999999").value().empty());
    REQUIRE(store.drafts().remove(card, "MZ-0007").has_value());
    CHECK(store.drafts().of_card(card).value().empty());
    CHECK(store.drafts().of_card(other_card).value().size() == 1);
}

TEST_CASE("a card has twenty drafts at most, and the oldest goes first") {
    KioskDisk disk;
    auto store = disk.open();
    for (int i = 0; i < 25; ++i) {
        REQUIRE(store.drafts().put(card, "MZ-" + std::to_string(1000 + i), "x").has_value());
        disk.clock.advance(Millis(1000));
    }
    const auto items = items_of(store, card);
    CHECK(items.size() == Drafts::a_card_max);
    CHECK(items.front() == "MZ-1024");
    CHECK(items.back() == "MZ-1005");
}

TEST_CASE("a draft that is older than personal data may be is neither shown nor kept") {
    KioskDisk disk;
    auto store = disk.open();
    REQUIRE(store.drafts().put(card, "MZ-0007", "old").has_value());
    disk.clock.advance(personal_lifetime / 2);
    REQUIRE(store.drafts().put(card, "MZ-0001", "newer").has_value());
    disk.clock.advance(personal_lifetime / 2 + Millis(1));
    CHECK(items_of(store, card) == std::vector<std::string>{"MZ-0001"});
    CHECK(store.drafts().prune().value() == 1);
    CHECK(store.drafts().prune().value() == 0);
    CHECK(items_of(store, card).size() == 1);
}

TEST_CASE("what was written or thrown away is told once, and a card that leaves takes nothing of it along") {
    KioskDisk disk;
    auto store = disk.open();
    CHECK_FALSE(store.drafts().to_tell().value().has_value());
    REQUIRE(store.drafts().put(card, "MZ-0007", "first").has_value());
    disk.clock.advance(std::chrono::minutes(3));
    REQUIRE(store.drafts().put(other_card, "MZ-0001", "another's").has_value());
    const auto told = store.drafts().to_tell().value().value();  // the oldest news first
    CHECK(told.writer.size() == 16);
    CHECK(told == wire::CardDrafts{card, {{"MZ-0007", std::chrono::minutes(3), "first", 1}}, told.writer});
    REQUIRE(store.drafts().heard(told, told).has_value());
    CHECK(store.drafts().to_tell().value()->card_serial == other_card);
    CHECK(store.drafts().to_tell(card).value().drafts.empty());
    CHECK(store.drafts().of_card(card).value().size() == 1);

    REQUIRE(store.drafts().remove(card, "MZ-0007").has_value());
    CHECK(store.drafts().of_card(card).value().empty());
    const auto gone = store.drafts().to_tell(card).value();
    CHECK(gone == wire::CardDrafts{card, {{"MZ-0007", Millis(0), std::nullopt, 3}}, told.writer});
    REQUIRE(store.drafts().heard(gone, {card, {}}).has_value());
    CHECK(store.drafts().to_tell(card).value().drafts.empty());
}

TEST_CASE("the same text again is no newer: what was written elsewhere meanwhile is not pushed aside by reading it") {
    KioskDisk disk;
    auto store = disk.open();
    REQUIRE(store.drafts().put(card, "MZ-0007", "first").has_value());
    REQUIRE(store.drafts().heard(store.drafts().to_tell(card).value(), {card, {{"MZ-0007", Millis(0), "first"}}}).has_value());
    REQUIRE(store.drafts().put(card, "MZ-0007", "first").has_value());
    CHECK(store.drafts().to_tell(card).value().drafts.empty());
    CHECK_FALSE(store.drafts().to_tell().value().has_value());
    REQUIRE(store.drafts().put(card, "MZ-0007", "second").has_value());
    CHECK(store.drafts().to_tell().value()->drafts.size() == 1);
}

TEST_CASE("the backend's word counts for all but what was written while it was asked") {
    KioskDisk disk;
    auto store = disk.open();
    REQUIRE(store.drafts().put(card, "MZ-0001", "handed in elsewhere").has_value());
    REQUIRE(store.drafts().put(card, "MZ-0002", "older than elsewhere").has_value());
    REQUIRE(store.drafts().put(card, "MZ-0003", "written on").has_value());
    REQUIRE(store.drafts().put(card, "MZ-0004", "thrown away").has_value());
    const auto told = store.drafts().to_tell(card).value();
    REQUIRE(told.drafts.size() == 4);
    REQUIRE(store.drafts().put(card, "MZ-0003", "written on, and more").has_value());
    REQUIRE(store.drafts().remove(card, "MZ-0004").has_value());
    REQUIRE(store.drafts().put(card, "MZ-0005", "begun since").has_value());
    const wire::CardDrafts answer{card, {{"MZ-0002", Millis(0), "from elsewhere"},
                                         {"MZ-0003", Millis(0), "written on"},
                                         {"MZ-0004", Millis(0), "thrown away"},
                                         {"CG-0006", std::chrono::hours(24 * 7), "begun elsewhere a week ago"}}};
    REQUIRE(store.drafts().heard(told, answer).has_value());
    std::map<std::string, std::string> now;
    const auto kept = store.drafts().of_card(card).value();
    for (const auto& one : kept) now[one.item_code] = one.text;
    CHECK(now == std::map<std::string, std::string>{{"MZ-0002", "from elsewhere"},
                                                    {"MZ-0003", "written on, and more"},
                                                    {"MZ-0005", "begun since"},
                                                    {"CG-0006", "begun elsewhere a week ago"}});
    CHECK(kept.back().item_code == "CG-0006");  // the oldest, wherever it was written
    const auto left = store.drafts().to_tell(card).value();
    CHECK(left.drafts.size() == 3);  // written on, thrown away, begun since

    disk.clock.advance(personal_lifetime + Millis(1));  // a week old when it came: it may stay as long as any other
    CHECK(store.drafts().of_card(card).value().empty());
}

TEST_CASE("a draft that is not wanted is not told again before its card is here, and one too large never") {
    KioskDisk disk;
    auto store = disk.open();
    REQUIRE(store.drafts().put(card, "MZ-0007", "first").has_value());
    REQUIRE(store.drafts().put(card, "MZ-0008", std::string(wire::draft_bytes_max + 1, 'x')).has_value());
    CHECK(store.drafts().to_tell(card).value().drafts.size() == 1);
    REQUIRE(store.drafts().refused(card).has_value());
    CHECK_FALSE(store.drafts().to_tell().value().has_value());
    const auto told = store.drafts().to_tell(card).value();
    CHECK(told.drafts.size() == 1);
    REQUIRE(store.drafts().heard(told, {card, {}}).has_value());
    CHECK(items_of(store, card) == std::vector<std::string>{"MZ-0008"});
}

TEST_CASE("drafts kept before they could travel are told when their card is here") {
    KioskDisk disk;
    {
        auto store = disk.open();
        REQUIRE(store.drafts().put(card, "MZ-0007", "of before").has_value());
    }
    tamper(disk.file(), "CREATE TABLE before (holder BLOB NOT NULL, item TEXT NOT NULL, kept_at INTEGER NOT NULL, draft BLOB NOT NULL,"
                        " PRIMARY KEY (holder, item)) STRICT, WITHOUT ROWID;"
                        "INSERT INTO before SELECT holder, item, kept_at, draft FROM drafts; DROP TABLE drafts;"
                        "ALTER TABLE before RENAME TO drafts; CREATE INDEX drafts_kept_at ON drafts (kept_at); DELETE FROM settings WHERE name LIKE 'drafts.%'; PRAGMA user_version = 7");
    auto store = disk.open();
    REQUIRE_FALSE(store.kept_aside().has_value());
    CHECK_FALSE(store.drafts().to_tell().value().has_value());
    const auto told = store.drafts().to_tell(card).value();
    REQUIRE(told.drafts.size() == 1);
    CHECK(told.drafts[0].text == "of before");
}
