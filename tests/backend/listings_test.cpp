// What is open to everybody, and what residents set on it by card.
#include <doctest/doctest.h>

#include "backend-client/wire/listings.hpp"
#include "backend/api/feed.hpp"
#include "backend/cases/moves.hpp"
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

namespace {

/// What WG-0010 became, or the code of its refusal.
std::string propose(District& district, std::map<std::string, std::vector<std::string>> answers) {
    answers["phone"] = {"13900000058"}, answers["agree"] = {"yes"};
    wire::RequestBody body{"K0001-1", wang_xiaoyu, "WG-0010", district.office().catalogue.version(), std::move(answers), {}, "zh-Hans", district.clock().now(), {}, {}};
    const auto answer = district.hand_in({district.new_id(), "request", dump_json(wire::to_json(body)), district.clock().now()});
    return answer.code.empty() ? answer.reference : answer.code;
}

std::map<std::string, std::vector<std::string>> activity() {
    return {{"what", {"activity"}}, {"title_line", {"周六一起清扫小花园"}}, {"story", {"带上手套。"}}, {"day", {"2026-11-28"}}, {"meet", {"九点，花园门口"}}, {"places", {"2"}}};
}

std::string decide(District& district, const std::string& number, const std::string& decision) {
    const cases::Mover staff{cases::Mover::Kind::administrator, "everybody", "administrator", {}};
    const auto done = district.write([&] {
        return cases::move(district.connection(), district.office().rules, number, {cases::Verb::decide, staff, "已经看过。", decision, district.clock().now()});
    });
    return done ? std::string() : done.error().code;
}

}  // namespace

TEST_CASE("What a resident proposes is on the list of their community once it is granted, without their name, and others sign up or answer by card") {
    District district;
    const auto number = propose(district, activity());
    CHECK_FALSE(found(district, "P-" + number));
    REQUIRE(decide(district, number, "granted").empty());
    const auto listing = told(district, "WT", "P-" + number);
    REQUIRE(listing);
    CHECK(listing->kind == "activity");
    CHECK(listing->places == 2);
    CHECK(listing->due_at.starts_with("2026-11-28"));
    CHECK(listing->facts[0].value.zh == "九点，花园门口");
    CHECK(dump_json(wire::to_json(*listing)).find("小雨") == std::string::npos);
    CHECK_FALSE(told(district, "HX", "P-" + number));
    CHECK(set(district, "P-" + number, "sign_up", lin_guilan).code.empty());
    CHECK(found(district, "P-" + number)->marks == 1);
    const auto asked = propose(district, {{"what", {"survey"}}, {"title_line", {"小花园装不装路灯"}}, {"story", {"晚上太黑。"}}, {"question", {"装不装路灯？"}},
                                          {"option_1", {"装"}}, {"option_2", {"不装"}}});
    REQUIRE(decide(district, asked, "granted").empty());
    auto mark = mark_of(district, "P-" + asked, "answer", lin_guilan);
    mark.answers = {{"question", "option_2"}};
    CHECK(set(district, mark).code.empty());
    CHECK(found(district, "P-" + asked)->questions[0].options[1].chosen == 1);
}

TEST_CASE("What was declined, or can't be done any more, is on no list") {
    District district;
    const auto declined = propose(district, activity());
    REQUIRE(decide(district, declined, "declined").empty());
    CHECK_FALSE(found(district, "P-" + declined));
    const auto late = propose(district, activity());
    district.clock().advance(24h * 7);
    CHECK(decide(district, late, "granted") == "case.not_publishable");
    CHECK_FALSE(found(district, "P-" + late));
    CHECK(decide(district, late, "declined").empty());
    auto bare = activity();
    bare["what"] = {"survey"};
    for (const char* field : {"day", "meet", "places"}) bare.erase(field);
    CHECK(propose(district, bare) == "request.field_missing");
}
