// Protected commands (CLA 04/84), PIN reload and authentication (cards.md 2.1 and 2.5).
#pragma once
#include "cardreader/crypto/keys.hpp"

namespace onecard::card {

/// Retail MAC (ISO/IEC 9797-1 algorithm 3, padding 2), the left four bytes. `header_and_data` begins with CLA INS P1 P2 Lc,
/// Lc already counting the MAC. `challenge` is 4 or 8 bytes from the card; four are filled up with zeros. Key 8 or 16 bytes.
Mac protecting_mac(ByteView key, ByteView challenge, ByteView header_and_data);

/// 3DES over length ‖ data, padded 80 00… only when not whole blocks already. At most 255 bytes.
Bytes protected_data(ByteView key, ByteView data);

/// RELOAD PIN: over the packed PIN alone, under the left half of DRPK XOR the right.
Mac pin_reload_mac(ByteView card_reload_key, ByteView packed_pin);

/// EXTERNAL AUTHENTICATE: the challenge (4 bytes are filled up with zeros) under the key.
Bytes authentication_cryptogram(ByteView key, ByteView challenge);

}  // namespace onecard::card
