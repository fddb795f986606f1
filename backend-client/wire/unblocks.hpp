// A blocked PIN opened again (PIN UNBLOCK, cards.md 2.1): the resident chooses another, a badge vouches for who they are, the backend's key service seals it.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "base/secret.hpp"

namespace onecard::wire {

/// POST /v1/pin-unblocks. The PIN travels inside the kiosk's TLS connection and is written nowhere.
struct UnblockRequest {
    std::string id;
    std::string card_serial;   ///< 16 hexadecimal digits
    std::string header;        ///< CLA INS P1 P2 of the command that the card waits for, 8 hexadecimal digits
    std::string challenge;     ///< of the card: 8 or 16 hexadecimal digits
    std::string badge;         ///< number of the staff badge
    std::string signature;     ///< of the badge over unblock_challenge(), 128 hexadecimal digits
    SecretText pin;            ///< the new one, 6 digits
};

/// What the card takes, once: cipher ‖ MAC.
struct UnblockGrant {
    std::string id;
    std::string data;          ///< hexadecimal, at most 64 digits
};

inline constexpr std::size_t unblock_pin_digits = 6;

/// The 32 bytes that the badge signs: this card, at this moment, at this badge's word. The PIN is none of its business.
Bytes unblock_challenge(const UnblockRequest& request);

Json to_json(const UnblockRequest& value);
Json to_json(const UnblockGrant& value);
Result<UnblockRequest> unblock_request_from(const Json& json);
Result<UnblockGrant> unblock_grant_from(const Json& json);

}  // namespace onecard::wire
