// A blocked PIN opened again: only beside a badge that vouches for its holder, a few times a day, and written down for the holder to read.
#include <doctest/doctest.h>

#include "backend/api/holders.hpp"
#include "backend/api/unblocks.hpp"
#include "backend/cases/badges.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

// As in assets/cards/staff_chen.json.
const Bytes seed = hex("31995EF40F2C1C7F10B70DE789E2E819E304673F1D2E7C8E1A2B21C7BD0EC49A");
const std::string number = "0571000012", chen_ming = "3100000000123459", pin_blocked = "3100000000123471";

void sign(wire::UnblockRequest& request) {
    const auto challenge = wire::unblock_challenge(request);
    request.signature = to_hex(crypto::ed25519_sign(seed, std::string(challenge.begin(), challenge.end())));
}

wire::UnblockRequest request_for(District& district, const std::string& card = pin_blocked) {
    wire::UnblockRequest request{district.new_id(), card, "84240000", "C1C2C3C4", number, {}, SecretText("482915")};
    sign(request);
    return request;
}

Result<wire::UnblockGrant> ask(District& district, const wire::UnblockRequest& request) {
    return api::unblock_pin(district.connection(), district.keys(), request, {request.id, "K-0001", district.clock().now()});
}

std::string code_of(District& district, const wire::UnblockRequest& request) {
    const auto grant = ask(district, request);
    return grant ? "granted" : grant.error().code;
}

}  // namespace

TEST_CASE("A new PIN is sealed at a badge's word, the same again gets the same, and the holder reads who vouched") {
    District district;
    const auto request = request_for(district);
    const auto grant = ask(district, request);
    REQUIRE(grant.has_value());
    const auto sealed = district.keys().pin_unblock(*card::fixed<8>(hex(pin_blocked)), hex("84240000"), hex("C1C2C3C4"), hex("482915"));
    CHECK(grant->data == to_hex(*sealed));
    CHECK(ask(district, request)->data == grant->data);
    CHECK(district.number("SELECT count(*) FROM pin_unblocks WHERE badge = '0571000012' AND kiosk = 'K-0001'") == 1);
    const auto record = district.write([&] { return api::holder_record(district.connection(), district.office().rules, pin_blocked, district.clock().now()); });
    REQUIRE(record.looks.size() == 1);
    CHECK(record.looks.front().role == "staff");
    CHECK(record.looks.front().reason == "pin_unblock");
}

TEST_CASE("The key service seals nothing but a PIN UNBLOCK, and no other word than the badge's own") {
    District district;
    auto request = request_for(district);
    request.header = "84160000";  // CARD BLOCK
    sign(request);
    CHECK(code_of(district, request) == "pin.command");
    request = request_for(district);
    request.challenge = "C1C2C3C5";
    CHECK(code_of(district, request) == "assist.signature");
    request = request_for(district);
    request.card_serial = lin_guilan;
    CHECK(code_of(district, request) == "assist.signature");
    request = request_for(district);
    request.badge = "0571000099";
    sign(request);
    CHECK(code_of(district, request) == "assist.badge_unknown");
    CHECK(code_of(district, request_for(district, chen_ming)) == "pin.own_card");
    CHECK(code_of(district, request_for(district, nobodys_card)) == "card.unknown");
    CHECK(code_of(district, request_for(district, blocked_card)) == "card.black_listed");
    request = request_for(district);
    REQUIRE(district.write([&] { return cases::set_badge_revoked(district.connection(), number, true).has_value(); }));
    CHECK(code_of(district, request) == "assist.badge_unknown");
    CHECK(district.number("SELECT count(*) FROM pin_unblocks") == 0);
    CHECK(district.number("SELECT count(*) FROM looks") == 0);
}

TEST_CASE("An id that was used for one card opens no other, and a card is opened no more than three times a day") {
    District district;
    auto request = request_for(district);
    CHECK(code_of(district, request) == "granted");
    request.challenge = "00000000";
    sign(request);
    CHECK(code_of(district, request) == "pin.other_body");
    CHECK(code_of(district, request_for(district)) == "granted");
    CHECK(code_of(district, request_for(district)) == "granted");
    CHECK(code_of(district, request_for(district)) == "pin.too_often");
    CHECK(code_of(district, request_for(district, lin_guilan)) == "granted");
    district.clock().advance(24h + 1s);
    CHECK(code_of(district, request_for(district)) == "granted");
}

TEST_CASE("While the key service is away nothing is sealed, and the same request is granted once it is back") {
    District district;
    const auto request = request_for(district);
    district.keys().away(true);
    CHECK(code_of(district, request) == "keys.unavailable");
    district.keys().away(false);
    CHECK(code_of(district, request) == "granted");
    CHECK(district.number("SELECT count(*) FROM pin_unblocks") == 1);
}

TEST_CASE("The new PIN is nowhere in the database") {
    District district;
    REQUIRE(ask(district, request_for(district)).has_value());
    for (const auto* ending : {"", "-wal"}) {
        const auto bytes = read_file(district.database().string() + ending, 64u << 20);
        if (!bytes) continue;
        CHECK(bytes->find("482915") == std::string::npos);
        CHECK(bytes->find(std::string("\x48\x29\x15")) == std::string::npos);
    }
}

TEST_CASE("A request for a PIN that is not six digits, or without a true form, is not read") {
    District district;
    auto json = wire::to_json(request_for(district));
    CHECK(wire::unblock_request_from(json).has_value());
    for (const auto* pin : {"", "12345", "1234567", "12a456"}) {
        json["pin"] = pin;
        CHECK(wire::unblock_request_from(json).error().code == "wire.pin");
    }
    auto long_challenge = wire::to_json(request_for(district));
    long_challenge["challenge"] = "C1C2C3C4C5C6C7C8";
    CHECK(wire::unblock_request_from(long_challenge).has_value());
    long_challenge["challenge"] = "C1C2C3";
    CHECK(wire::unblock_request_from(long_challenge).error().code == "wire.challenge");
    CHECK(wire::unblock_grant_from({{"id", district.new_id()}, {"data", "EB62E2BA820FB750A5E642EA"}}).has_value());
    CHECK(wire::unblock_grant_from({{"id", district.new_id()}, {"data", "EB62"}}).error().code == "wire.data");
}
