// A staff badge (工作人员卡): it names itself by a number and proves it by signing what it is given; a bare number is no proof.
#pragma once
#include <array>
#include <string>

#include "cardreader/transport.hpp"

namespace onecard::card {

/// An application of our own, in the range that needs no registration (ISO/IEC 7816-4, 12.2.3.2: F0…).
inline constexpr std::array<std::uint8_t, 8> badge_aid{0xF0, 0x4F, 0x43, 0x42, 0x41, 0x44, 0x47, 0x45};
inline constexpr std::size_t badge_number_bytes = 5, badge_challenge_bytes = 32, badge_signature_bytes = 64;

/// Selects the badge application and reads its ten digits. Errors: `badge.unknown` (a card that is no badge), those of exchange().
Result<std::string> read_badge(Transport& transport);

/// INTERNAL AUTHENTICATE (ISO/IEC 7816-4, 11.5.2) over 32 bytes, after read_badge(): an Ed25519 signature of 64 bytes, not checked here.
/// Errors: `badge.unknown` (an answer of another length), those of exchange().
Result<Bytes> sign_by_badge(Transport& transport, ByteView challenge);

}  // namespace onecard::card
