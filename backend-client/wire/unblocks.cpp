#include "backend-client/wire/unblocks.hpp"

#include "backend-client/wire/reading.hpp"
#include "base/crypto.hpp"

namespace onecard::wire {

Bytes unblock_challenge(const UnblockRequest& request) {
    const auto said = "onecard pin unblock\n" + request.id + "\n" + request.card_serial + "\n" + request.header + "\n" + request.challenge + "\n" + request.badge;
    const auto digest = crypto::sha256(as_bytes(said));
    return Bytes(digest.begin(), digest.end());
}

Json to_json(const UnblockRequest& value) {
    return {{"id", value.id},
            {"card_serial", value.card_serial},
            {"header", value.header},
            {"challenge", value.challenge},
            {"badge", value.badge},
            {"signature", value.signature},
            {"pin", value.pin.view()}};
}

Result<UnblockRequest> unblock_request_from(const Json& json) {
    constexpr std::size_t number_digits = 10, signature_digits = 128;
    Members in(json);
    UnblockRequest value;
    value.id = in.id("id");
    value.card_serial = in.digits("card_serial", 16, true);
    value.header = in.digits("header", 8, true);
    value.challenge = in.digits("challenge", text_at(json, "challenge").size() == 16 ? 16 : 8, true);
    value.badge = in.digits("badge", number_digits);
    value.signature = in.digits("signature", signature_digits, true);
    auto pin = in.digits("pin", unblock_pin_digits);
    value.pin = SecretText(pin);
    wipe(pin);
    return in.done(std::move(value));
}

Json to_json(const UnblockGrant& value) { return {{"id", value.id}, {"data", value.data}}; }

Result<UnblockGrant> unblock_grant_from(const Json& json) {
    Members in(json);
    UnblockGrant value;
    value.id = in.id("id");
    value.data = in.text("data", 64);
    if (const auto bytes = from_hex(value.data); !bytes || (bytes->size() != 12 && bytes->size() != 20)) in.fail("data");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
