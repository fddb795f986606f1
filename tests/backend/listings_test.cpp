// What is open to everybody, and what residents set on it by card.
#include <doctest/doctest.h>

#include "backend-client/wire/listings.hpp"
#include "backend/api/feed.hpp"
#include "backend/listings/listings.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using Outcome = wire::SubmissionAnswer::Outcome;

namespace {

const std::string other_card_of_lin = "3100000000123495", wang_xiaoyu = "3100000000123458";

wire::Mark mark_of(District& district, const std::string& listing, const std::string& kind, const std::string& card) {
    return {listing, kind, card, {}, "0123456789ABCDEF0123456789ABCDEF", district.clock().now()};
}

wire::SubmissionAnswer set(District& district, const wire::Mark& mark) {
    return district.hand_in({district.new_id(), std::string(wire::mark_kind), dump_json(wire::to_json(mark)), district.clock().now()});
}

wire::SubmissionAnswer set(District& district, const std::string& listing, const std::string& kind, const std::string& card) {
    return set(district, mark_of(district, listing, kind, card));
}

std::optional<wire::Listing> found(District& district, const std::string& id) {
    return district.write([&] { return listings::find(district.connection(), id, district.clock().now()); });
}

std::optional<wire::Listing> told(District& district, const std::string& community, const std::string& id) {
    const auto changes = district.write(
        [&] { return api::changes_since(district.connection(), district.office().rules, {community, 0, 1000}, district.clock().now()); });
    for (const auto& entry : changes.entries)
        if (entry.kind == wire::Change::Kind::listing && entry.subject == id) return *wire::listing_from(*parse_json(entry.listing));
    return std::nullopt;
}

}  // namespace

TEST_CASE("A listing comes back from JSON as it was, and what is out of its limits does not") {
    District district;
    const auto listing = *found(district, "Q-2026-001");
    CHECK(*wire::listing_from(wire::to_json(listing)) == listing);
    const Json wrong_ones{{"ends_on", "tomorrow"}, {"mark", "burn"}, {"version", 0}, {"due_at", "soon"}, {"questions", Json::array({1})}, {"id", ""}};
    for (const auto& [key, value] : wrong_ones.items()) {
        auto wrong = wire::to_json(listing);
        wrong[key] = value;
        CAPTURE(key);
        CHECK_FALSE(wire::listing_from(wrong).has_value());
    }
    const auto mark = mark_of(district, "S-2026-001", "second", lin_guilan);
    CHECK(*wire::mark_from(wire::to_json(mark)) == mark);
}

TEST_CASE("A suggestion is seconded once a person: neither the other card nor another kiosk gives a second vote") {
    District district;
    CHECK(set(district, "S-2026-001", "second", lin_guilan).code.empty());
    CHECK(set(district, "S-2026-001", "second", lin_guilan).code == "mark.already");
    const auto other = set(district, "S-2026-001", "second", other_card_of_lin);
    CHECK(other.outcome == Outcome::received);
    CHECK(other.code == "mark.already");
    CHECK(set(district, "S-2026-001", "second", zhang_jianguo).code.empty());
    CHECK(found(district, "S-2026-001")->marks == 2);
    CHECK(told(district, "HX", "S-2026-001")->marks == 2);
}

TEST_CASE("What does not count says why, and a card that nobody knows or that is blocked is refused") {
    District district;
    CHECK(set(district, "V-2026-001", "second", lin_guilan).code == "mark.other");
    CHECK(set(district, "X-1", "second", lin_guilan).code == "mark.gone");
    CHECK(set(district, "S-2026-002", "second", lin_guilan).code == "mark.late");
    CHECK(set(district, "S-2026-001", "second", nobodys_card).code == "mark.card_unknown");
    CHECK(set(district, "S-2026-001", "second", blocked_card).code == "card.black_listed");
    CHECK(district.number("SELECT count(*) FROM marks") == 0);
}

TEST_CASE("A mark set in time in a hall without network counts when it arrives after the last moment") {
    District district;
    auto mark = mark_of(district, "S-2026-001", "second", lin_guilan);
    district.clock().advance(24h * 30);
    CHECK(set(district, mark).code.empty());
    CHECK(set(district, "S-2026-001", "second", zhang_jianguo).code == "mark.late");
}

TEST_CASE("Of an answer to a survey the counts are kept, once a person, and nothing that says who answered what") {
    District district;
    auto mark = mark_of(district, "Q-2026-001", "answer", lin_guilan);
    CHECK(set(district, mark).code == "mark.answers");
    mark.answers = {{"agree", "no"}, {"worry", "fly"}};
    CHECK(set(district, mark).code == "mark.answers");
    mark.answers = {{"agree", "no"}, {"worry", "noise"}};
    CHECK(set(district, mark).code.empty());
    CHECK(set(district, mark).code == "mark.already");
    const auto listing = *found(district, "Q-2026-001");
    CHECK(listing.marks == 1);
    CHECK(listing.questions[0].options[2].chosen == 4);
    CHECK(listing.questions[1].options[1].chosen == 1);
    CHECK(district.number("SELECT count(*) FROM submissions WHERE body LIKE '%noise%'") == 0);
    CHECK(district.number("SELECT count(*) FROM submissions WHERE kind = 'mark' AND body = ''") == 4);
}

TEST_CASE("A volunteer signs up, in and out in this order, each once, and places end") {
    District district;
    CHECK(set(district, "A-2026-001", "sign_in", wang_xiaoyu).code == "mark.not_signed_up");
    CHECK(set(district, "A-2026-001", "sign_up", wang_xiaoyu).code.empty());
    CHECK(set(district, "A-2026-001", "sign_out", wang_xiaoyu).code == "mark.not_signed_in");
    CHECK(set(district, "A-2026-001", "sign_in", wang_xiaoyu).code.empty());
    CHECK(set(district, "A-2026-001", "sign_out", wang_xiaoyu).code.empty());
    district.write([&] {
        auto full = *listings::find(district.connection(), "A-2026-001", district.clock().now());
        full.places = 1;
        listings::publish(district.connection(), full, {"WT", {}, {}}, district.clock().now());
        return true;
    });
    CHECK(set(district, "A-2026-001", "sign_up", lin_guilan).code == "mark.full");
}

TEST_CASE("A document is shown once another person approved it, in its newest version, by kiosks of its community alone") {
    District district;
    CHECK_FALSE(found(district, "D-2026-002"));
    const auto approve = [&](const std::string& by) {
        return district.write([&] { return listings::approve(district.connection(), "D-2026-002", by, district.clock().now()); });
    };
    CHECK(approve("wt.clerk").error().code == "listing.own");
    REQUIRE(approve("ll.street").has_value());
    CHECK(approve("ll.street").error().code == "listing.unknown");
    CHECK(told(district, "WT", "D-2026-002")->version == 1);
    CHECK_FALSE(told(district, "HX", "D-2026-002"));
    district.write([&] {
        auto again = *listings::find(district.connection(), "D-2026-002", district.clock().now());
        again.title.zh = "更正";
        return listings::propose(district.connection(), again, {"WT", "wt.clerk", {}}, district.clock().now());
    });
    CHECK(found(district, "D-2026-002")->version == 1);
    REQUIRE(approve("ll.street").has_value());
    CHECK(found(district, "D-2026-002")->version == 2);
    CHECK(found(district, "D-2026-002")->title.zh == "更正");
    CHECK(district.number("SELECT count(*) FROM listings WHERE id = 'D-2026-002'") == 2);
    district.write([&] { return listings::take_back(district.connection(), "D-2026-002", "ll.street", district.clock().now()).has_value(); });
    CHECK_FALSE(told(district, "WT", "D-2026-002"));
}

TEST_CASE("A name on a public list is its family name and stars") {
    CHECK(listings::masked("林桂兰·测试") == "林**");
    CHECK(listings::masked("古丽巴哈尔·测试") == "古****");
    CHECK(listings::masked("吴𠮷月") == "吴**");
    CHECK(listings::masked("") == "*");
}
