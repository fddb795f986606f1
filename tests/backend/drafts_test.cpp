// Drafts between halls: the newer wins, nobody at the district reads them, and all kiosks of a card come to the same.
#include <doctest/doctest.h>

#include <map>

#include "backend-client/store/store.hpp"
#include "backend/api/drafts.hpp"
#include "base/file.hpp"
#include "tests/backend/district.hpp"
#include "tests/client/kiosk_disk.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

const std::string item = "CG-0001", other_item = "MZ-0007", written = "路灯不亮，草稿·测试";

Result<wire::CardDrafts> exchange(District& district, std::vector<wire::KeptDraft> told, const std::string& card = lin_guilan,
                                  const std::string& writer = {}) {
    return api::exchange_drafts(district.connection(), district.keys(), district.random(), {card, std::move(told), writer}, "K-0001", district.clock().now());
}

std::string code_of(District& district, const std::string& card) {
    const auto kept = exchange(district, {{item, 0ms, "x"}}, card);
    return kept ? "kept" : kept.error().code;
}

/// What a kiosk has of the card, by item.
std::map<std::string, std::string> of_card(store::Store& store, const std::string& card) {
    std::map<std::string, std::string> drafts;
    const auto all = store.drafts().of_card(card).value();
    for (const auto& one : all) drafts[one.item_code] = one.text;
    return drafts;
}

}  // namespace

TEST_CASE("Of each item the newer draft wins, in whatever order they come, and what was thrown away stays away") {
    District district;
    CHECK(exchange(district, {})->drafts.empty());
    CHECK(exchange(district, {{item, 10min, "ten minutes ago"}})->drafts == std::vector<wire::KeptDraft>{{item, 10min, "ten minutes ago"}});
    CHECK(exchange(district, {{item, 20min, "older"}})->drafts == std::vector<wire::KeptDraft>{{item, 10min, "ten minutes ago"}});
    CHECK(exchange(district, {{item, 5min, "newer"}, {other_item, 0ms, "another"}})->drafts ==
          std::vector<wire::KeptDraft>{{other_item, 0ms, "another"}, {item, 5min, "newer"}});
    district.clock().advance(1min);
    CHECK(exchange(district, {{item, 2min, std::nullopt}})->drafts == std::vector<wire::KeptDraft>{{other_item, 1min, "another"}});
    CHECK(exchange(district, {{item, 3min, "written before it was thrown away"}})->drafts.size() == 1);
    CHECK(exchange(district, {{item, 0ms, "begun again"}})->drafts.size() == 2);
    CHECK(exchange(district, {}, zhang_jianguo)->drafts.empty());
}

TEST_CASE("A word that was long on its way and comes after the same writer's next one is known for old") {
    District district;
    const std::string here = "0123456789ABCDEF", elsewhere = "FEDCBA9876543210";
    const auto say = [&](const std::string& text, std::int64_t revision, const std::string& writer) {
        district.clock().advance(1s);
        return exchange(district, {{item, 0ms, text, revision}}, lin_guilan, writer)->drafts.front().text;
    };
    CHECK(say("second", 2, here) == "second");
    CHECK(say("first, late", 1, here) == "second");
    CHECK(say("second", 2, here) == "second");
    CHECK(say("of another hall", 1, elsewhere) == "of another hall");
    CHECK(say("second, very late", 2, here) == "second, very late");  // no hall knows of another's order: nobody is in two at once
    CHECK(say("third", 3, here) == "third");
}

TEST_CASE("A clock that is off by years neither loses a draft nor makes one that wins for ever") {
    District district;
    CHECK(exchange(district, {{item, -8760h, "from next year"}})->drafts.front().age == 0ms);
    district.clock().advance(1s);
    CHECK(exchange(district, {{item, 0ms, "of now"}})->drafts.front().text == "of now");
    CHECK(exchange(district, {{other_item, 87600h, "of ten years ago"}})->drafts.size() == 1);
}

TEST_CASE("No byte of a draft lies in the district's files, and it opens nowhere but in its place") {
    District district;
    REQUIRE(exchange(district, {{item, 0ms, written}}).has_value());
    for (const auto* part : {"", "-wal"}) {
        const auto file = read_file(district.database().string() + part, 256 << 20);
        REQUIRE(file.has_value());
        CHECK(file->find(written) == std::string::npos);
    }
    district.connection().run("UPDATE drafts SET card = ? WHERE card = ?", zhang_jianguo, lin_guilan);
    CHECK(exchange(district, {}, zhang_jianguo)->drafts.empty());
    CHECK(exchange(district, {{item, 0ms, "fresh"}}, zhang_jianguo)->drafts.size() == 1);
}

TEST_CASE("Drafts are for cards in use, and wait at their kiosk while the keys are away") {
    District district;
    CHECK(code_of(district, nobodys_card) == "card.unknown");
    CHECK(code_of(district, blocked_card) == "card.black_listed");
    district.keys().away(true);
    CHECK(code_of(district, lin_guilan) == "keys.unavailable");
    CHECK(district.number("SELECT count(*) FROM drafts") == 0);
    district.keys().away(false);
    CHECK(code_of(district, lin_guilan) == "kept");
}

TEST_CASE("A card has twenty drafts at the district at most, for a month") {
    District district;
    for (int i = 0; i < 25; ++i) {
        REQUIRE(exchange(district, {{"MZ-" + std::to_string(1000 + i), 0ms, "x"}}).has_value());
        district.clock().advance(1s);
    }
    const auto kept = exchange(district, {}).value();
    REQUIRE(kept.drafts.size() == api::drafts_a_card);
    CHECK(kept.drafts.front().item_code == "MZ-1024");
    CHECK(kept.drafts.back().item_code == "MZ-1005");
    district.clock().advance(api::draft_lifetime);
    CHECK(exchange(district, {})->drafts.empty());
    REQUIRE(exchange(district, {{item, 0ms, "x"}}, zhang_jianguo).has_value());
    CHECK(district.number("SELECT count(*) FROM drafts") == 1);
}

TEST_CASE("Whatever is written and thrown away in three halls, with the network coming and going, all come to what was done last") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        CAPTURE(seed);
        SeededRandom chance(seed);
        District district;
        KioskDisk disks[3];
        std::vector<store::Store> halls;
        for (auto& disk : disks) halls.push_back(disk.open());
        disks[2].clock.advance(-20000h);  // this hall's clock is off by years
        std::map<std::string, std::string> last;
        const auto exchange_all = [&](store::Store& hall) {
            const auto told = hall.drafts().to_tell(lin_guilan).value();
            REQUIRE(hall.drafts().heard(told, exchange(district, told.drafts, lin_guilan, told.writer).value()).has_value());
        };
        for (int step = 0; step < 40; ++step) {
            for (auto& disk : disks) disk.clock.advance(1s);
            district.clock().advance(1s);
            auto& hall = halls[chance.below(3)];
            const auto code = "MZ-000" + std::to_string(chance.below(4));
            // The card is in one hall at a time, and in its hands is what that hall has heard of.
            if (chance.below(3) == 0) {
                REQUIRE(hall.drafts().remove(lin_guilan, code).has_value());
                last.erase(code);
            } else {
                last[code] = "step " + std::to_string(step);
                REQUIRE(hall.drafts().put(lin_guilan, code, last[code]).has_value());
            }
            if (chance.below(2) == 0) exchange_all(hall);
        }
        for (int round = 0; round < 2; ++round)
            for (auto& hall : halls) exchange_all(hall);
        for (auto& hall : halls) {
            CHECK(of_card(hall, lin_guilan) == last);
            CHECK(hall.drafts().to_tell(lin_guilan)->drafts.empty());
        }
    }
}
