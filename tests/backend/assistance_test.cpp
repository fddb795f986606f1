// Requests handed in with a staff badge beside the resident's card (代办): both are kept, and what a badge may not do is refused.
#include <doctest/doctest.h>

#include "backend/api/feed.hpp"
#include "backend/cases/badges.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/figures.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

// As in assets/cards/staff_chen.json.
const Bytes seed = hex("31995EF40F2C1C7F10B70DE789E2E819E304673F1D2E7C8E1A2B21C7BD0EC49A");
const std::string number = "0571000012", chen_ming = "3100000000123459";

void sign(wire::RequestBody& request, const Bytes& with = seed) {
    const auto challenge = wire::assisted_challenge(request);
    request.assisted->signature = to_hex(crypto::ed25519_sign(with, std::string(challenge.begin(), challenge.end())));
}

wire::RequestBody assisted_request(District& district, const std::string& card = lin_guilan) {
    auto request = street_lamp_request(card, district.office().catalogue.version());
    request.assisted = wire::Assistance{number, request.handed_in_at - 20s, {}};
    sign(request);
    return request;
}

std::string code_of(District& district, const wire::RequestBody& request) { return district.hand_in(submission_of(district.new_id(), request)).code; }

}  // namespace

TEST_CASE("A request handed in together becomes a case that names both, tells its holder, and counts in the figures") {
    District district;
    const auto answer = district.hand_in(submission_of(district.new_id(), assisted_request(district)));
    REQUIRE(answer.outcome == wire::SubmissionAnswer::Outcome::received);
    const auto file = district.write([&] { return *cases::find_case(district.connection(), answer.reference, district.clock().now()); });
    CHECK(file.card_serial == lin_guilan);
    REQUIRE(file.history.size() >= 2);
    CHECK(file.history[1].kind == "assisted");
    CHECK(file.history[1].actor == number);
    CHECK(file.history[1].role == "staff");
    CHECK(file.history[1].target == to_iso(sample_now() - 20s));
    CHECK(file.as_told.events[1].kind == "assisted");
    CHECK(file.as_told.events[1].note == "梧桐社区服务大厅帮办");
    district.clock().advance(1min);
    const auto figures = district.write([&] { return cases::reckon_figures(district.connection(), district.office().rules, district.clock().now()); });
    CHECK(figures.at("community:WT").at("assisted").counted == 1);
    CHECK(figures.at("department:CG").at("assisted").of == 2);
}

TEST_CASE("A badge does not vouch for anything but the very request it signed") {
    District district;
    const auto good = assisted_request(district);
    CHECK(wire::request_from(wire::to_json(good)).value() == good);
    auto other = good;
    other.card_serial = zhang_jianguo;
    CHECK(code_of(district, other) == "assist.signature");
    other = good;
    other.answers["place"] = {"别处"};
    CHECK(code_of(district, other) == "assist.signature");
    other = good;
    other.receipt = "K0001-20261122-0901";
    CHECK(code_of(district, other) == "assist.signature");
    other = good;
    other.assisted->agreed_at -= 1s;
    CHECK(code_of(district, other) == "assist.signature");
    other = good;
    auto foreign = seed;
    foreign[0] ^= 1;
    sign(other, foreign);
    CHECK(code_of(district, other) == "assist.signature");
    CHECK(district.number("SELECT count(*) FROM case_events WHERE kind = 'assisted'") == 0);
}

TEST_CASE("Nobody helps themselves, nobody acts outside their departments, and what was agreed to must be of today") {
    District district;
    CHECK(code_of(district, assisted_request(district, chen_ming)) == "assist.own_card");
    auto request = assisted_request(district);
    request.assisted->agreed_at = request.handed_in_at + 1s;
    sign(request);
    CHECK(code_of(district, request) == "assist.time");
    request.assisted->agreed_at = request.handed_in_at - 25h;
    sign(request);
    CHECK(code_of(district, request) == "assist.time");
    request = assisted_request(district);
    request.assisted->badge = "0571000099";
    sign(request);
    CHECK(code_of(district, request) == "assist.badge_unknown");
    district.write([&] {
        district.connection().run("UPDATE badges SET departments = '[\"MZ\"]'");
        return true;
    });
    CHECK(code_of(district, assisted_request(district)) == "assist.scope");
}

TEST_CASE("A badge may be good for single items: those of its scope are taken, others of the same department are not") {
    District district;
    const auto scope = [&](const std::string& codes) {
        district.write([&] {
            district.connection().run("UPDATE badges SET departments = ?", codes);
            return true;
        });
    };
    const auto item = assisted_request(district).item_code;
    scope("[\"MZ\", \"CG-0010\"]");
    CHECK(item != "CG-0010");
    CHECK(code_of(district, assisted_request(district)) == "assist.scope");
    scope("[\"MZ\", \"" + item + "\"]");
    CHECK(code_of(district, assisted_request(district)).empty());
}

TEST_CASE("A badge taken out of use is refused from the next request on, and kiosks hear of it") {
    District district;
    auto& connection = district.connection();
    const auto told = [&] {
        std::vector<wire::Change> badges;
        const auto changes = district.write([&] { return api::changes_since(connection, district.office().rules, {"WT", 0, 1000}, district.clock().now()); });
        for (const auto& entry : changes.entries)
            if (entry.kind == wire::Change::Kind::badge || entry.kind == wire::Change::Kind::badge_gone) badges.push_back(entry);
        return badges;
    };
    REQUIRE(told().size() == 1);
    CHECK(told().front().badge->own_cards == std::vector{chen_ming});
    CHECK(wire::badge_from(wire::to_json(*told().front().badge)).value() == *told().front().badge);
    REQUIRE(district.write([&] { return cases::set_badge_revoked(connection, number, true); }).has_value());
    CHECK(told().front().kind == wire::Change::Kind::badge_gone);
    CHECK(code_of(district, assisted_request(district)) == "assist.badge_unknown");
    CHECK(district.write([&] { return cases::set_badge_revoked(connection, "0571000099", true); }).error().code == "badge.unknown");
    REQUIRE(district.write([&] { return cases::set_badge_revoked(connection, number, false); }).has_value());
    CHECK(code_of(district, assisted_request(district)).empty());
}

TEST_CASE("A badge is registered with key and bearer, and what is none is not") {
    District district;
    auto& connection = district.connection();
    const wire::Badge badge{"0571000077", std::string(64, 'A'), {"赵帮办·测试", {}}, {"社区帮办", {}}, {"MZ"}, {}};
    const auto put = [&](const wire::Badge& one, const std::string& resident) { return district.write([&] { return cases::put_badge(connection, one, resident); }); };
    REQUIRE(put(badge, "R-0457").has_value());
    const auto known = district.write([&] { return cases::find_badge(connection, "0571000077"); });
    REQUIRE(known.has_value());
    CHECK(known->own_cards == std::vector<std::string>{lin_guilan, "3100000000123495"});
    CHECK(known->departments == badge.departments);
    auto wrong = badge;
    wrong.key = "00";
    CHECK(put(wrong, {}).error().code == "badge.malformed");
    CHECK(put(badge, "R-9999").error().code == "badge.resident");
}
