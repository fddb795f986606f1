#include <doctest/doctest.h>

#include "backend-client/store/lifetime.hpp"
#include "backend-client/store/store.hpp"
#include "tests/client/kiosk_disk.hpp"

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
