// Keys of the purse: diversification, session keys, TAC key. Plain functions; the algorithm is the seam for SM4.
#pragma once
#include <initializer_list>

#include "base/secret.hpp"
#include "cardreader/crypto/purse_data.hpp"

namespace onecard::card {

using Key = SecretBytes;

enum class Algorithm : std::uint8_t { triple_des = 0x00, sm4 = 0x04 };

/// One level: 3DES-E(master, F) ‖ 3DES-E(master, ~F), or SM4-E(master, F ‖ ~F). `master` is 16 bytes.
Key diversify(Algorithm algorithm, ByteView master, const Factor& factor);
/// Several levels, the highest first: issuer, then card.
Key diversify(Algorithm algorithm, ByteView master, std::initializer_list<Factor> levels);

/// Single-DES key of the TAC: the left half of the card's own TAC key (DTK, 16 bytes) XOR the right.
Key tac_key(ByteView card_tac_key);

/// Purchase, cash and composite purchase: from the card's DPK and the low two bytes of the terminal's sequence.
Key purchase_session_key(ByteView card_key, const CardRandom& random, std::uint16_t offline_number, std::uint32_t terminal_sequence);
/// Load, unload and overdraft change: the fixed bytes 8000 stand where a purchase has the terminal's sequence.
Key online_session_key(ByteView card_key, const CardRandom& random, std::uint16_t online_number);

}  // namespace onecard::card
