// Every MAC of the purse (cards.md 2.4): single-DES CBC, zero start, padded 80 00…, the left four bytes.
#pragma once
#include "cardreader/crypto/keys.hpp"

namespace onecard::card {

/// What both sides of a transaction know: amount, kind, terminal and its time.
struct PurseDeal {
    Fen amount;  ///< 0 … 2^32-1
    PurseAction action = PurseAction::purchase;
    TerminalNumber terminal{};
    PurseTime when;
};

/// The purse's MAC over any data, under an 8-byte key.
Mac purse_mac(ByteView key, ByteView data);

/// PSAM → card.
Mac purchase_mac1(ByteView session_key, const PurseDeal& deal);
/// Card → PSAM.
Mac purchase_mac2(ByteView session_key, Fen amount);
/// The card's proof for the backend; `key` is tac_key(). The sequence counts in full here.
Mac purchase_tac(ByteView key, const PurseDeal& deal, std::uint32_t terminal_sequence);

/// Card → issuer, for load and unload. `deal.when` is not part of it.
Mac online_mac1(ByteView session_key, Fen old_balance, const PurseDeal& deal);
/// Issuer → card, for load and unload.
Mac online_mac2(ByteView session_key, const PurseDeal& deal);
/// Load: the TAC, under tac_key(); unload: MAC3, under the session key. `online_number` is the one before it is raised.
Mac online_proof(ByteView key, Fen new_balance, std::uint16_t online_number, const PurseDeal& deal);

}  // namespace onecard::card
