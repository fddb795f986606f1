// What the backend may ask of the district's master keys. They never leave the key service; nobody else knows how they are kept.
#pragma once
#include "cardreader/crypto/purse_macs.hpp"

namespace onecard::keys {

/// What a card said when it was asked to prepare a load or unload (cards.md 2.2, L1 and U1).
struct OnlineChallenge {
    card::CardRandom random{};
    std::uint16_t online_number = 0;  ///< before it is raised
    Fen old_balance;
};

struct OnlineMacs {
    card::Mac mac1{};  ///< what the card must have said
    card::Mac mac2{};  ///< what the card must hear
};

/// All functions are safe from any thread. Amounts are 0 … 2^32-1. Errors: `keys.unavailable` (kind unavailable: the token does not answer, is
/// locked or has lost a key; asking again later is right).
class KeyService {
public:
    virtual ~KeyService() = default;
    /// The TAC that the card of this serial makes for a purchase.
    virtual Result<card::Mac> purchase_tac(const card::Factor& serial, const card::PurseDeal& deal, std::uint32_t terminal_sequence) = 0;
    /// The TAC that it makes for a load; `new_balance` is the one after it.
    virtual Result<card::Mac> load_tac(const card::Factor& serial, Fen new_balance, std::uint16_t online_number, const card::PurseDeal& deal) = 0;
    /// MAC1 as it must be and MAC2 for a load or, as `deal.action` says, an unload. Give MAC2 away only once MAC1 was compared and, of a load, the account
    /// debited.
    virtual Result<OnlineMacs> load_macs(const card::Factor& serial, const OnlineChallenge& challenge, const card::PurseDeal& deal) = 0;
    /// MAC3, by which the card of this serial says that it gave the money back.
    virtual Result<card::Mac> unload_proof(const card::Factor& serial, const OnlineChallenge& challenge, const card::PurseDeal& deal) = 0;
    /// PIN UNBLOCK: data of the command, cipher ‖ MAC. `header` is CLA INS P1 P2, `challenge` the card's 4 or 8 bytes, `packed_pin` as VERIFY has it.
    virtual Result<SecretBytes> pin_unblock(const card::Factor& serial, ByteView header, ByteView challenge, ByteView packed_pin) = 0;
    /// 32 bytes that a card's drafts are sealed with at rest; of no use on any card.
    virtual Result<SecretBytes> draft_key(const card::Factor& serial) = 0;
};

}  // namespace onecard::keys
