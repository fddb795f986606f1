// Which card applications are known and how their files are laid out. A new application is one more row in profile.cpp.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "cardreader/crypto/purse_data.hpp"

namespace onecard::card {

/// `storage` is a card without a processor: a number that anybody can copy, and nothing else.
enum class Application { unknown, pbc_purse, t_union, social_security, storage };

/// `pbc_purse` …, as stored and sent.
std::string_view name(Application application);

/// Where fields lie in the public data file (EF15): byte offsets.
struct PublicLayout {
    std::uint8_t file = 0x15;  ///< short file identifier
    std::uint8_t issuer = 0;   ///< 8 bytes
    std::optional<std::uint8_t> city = 2;  ///< 2 bytes, packed decimal; 0000 = none
    std::uint8_t type = 8;     ///< 1 byte. PBOC: 01 deposit account, 02 purse, 03 both; CJ/T 166 has its own enable flag there: in either 00 = not enabled
    std::uint8_t enabled = 9;  ///< 1 byte, 00 = not enabled
    std::uint8_t serial = 12;  ///< 8 bytes: card serial and diversification factor
    std::uint8_t start = 20;   ///< 4 bytes YYYYMMDD
    std::uint8_t expiry = 24;
    std::uint8_t bytes_min = 28;
};

/// Where fields lie in the holder file (EF16).
struct HolderLayout {
    std::uint8_t file = 0x16;
    std::uint8_t name = 2;
    std::uint8_t name_bytes = 20;
    std::uint8_t number = 22;  ///< id number up to the last byte, which is the id type: 16 bytes in the short form, 32 in the long
    std::uint8_t bytes_min = 39;
};

struct PinRule {
    std::array<std::uint8_t, 2> references = {0x00, 0x01};  ///< tried in this order while the card says "no such PIN"
    std::uint8_t digits_min = 4;
    std::uint8_t digits_max = 12;
    enum class Change { none, purse, iso };  ///< not offered · 80 5E (PBOC) · 00 24 (ISO/IEC 7816-4, 11.6.7)
    Change change = Change::purse;
    std::uint8_t unblock_p1 = 0x00, unblock_p2 = 0x00;  ///< of 84 24; sources differ on where the key index stands (cards.md 11)
    bool empty_verify_tells_tries = true;  ///< VERIFY without data answers 63Cx and costs nothing (ISO/IEC 7816-4, 11.6.6)
};

/// P2 of the purse commands (cards.md 2): the deposit account (ED) and the purse (EP).
inline constexpr std::uint8_t deposit_account = 0x01, purse_account = 0x02;

/// How the card pays at a terminal (cards.md 2.2, P1 and C1 to C3).
struct PurchaseRule {
    PurseAction action = PurseAction::purchase;  ///< or composite_purchase: the card keeps a record of its own with the debit, both or neither
    std::uint8_t record_p1 = 0x00;               ///< of UPDATE CAPP DATA CACHE
    std::uint8_t record_p2 = 0x1E << 3;          ///< EF1E, by tag
    std::uint8_t record_bytes = 48;
    std::uint8_t record_kind = 0x06;             ///< EF1E: a single payment from the purse
    std::uint8_t industry = 0x00;                ///< EF1E has codes for vehicles only (cards.md 1.7): a bill is none of them
    std::array<std::uint8_t, 2> city = {0x00, 0x00};  ///< where it was paid; 0000 = not said
};

/// From which account of the card money may go back to its holder's account (圈提, cards.md 2.2, U1): PBOC has it for the deposit account (电子存折) only.
struct UnloadRule {
    std::uint8_t account = deposit_account;
};

/// One application of a card: its name and everything that differs between applications, as data.
struct Profile {
    Application application = Application::unknown;
    ByteView aid;
    PublicLayout public_data;
    HolderLayout holder;
    PinRule pin;
    PurchaseRule purchase;
    std::optional<UnloadRule> unload;
    bool sm4 = false;  ///< money moves also when INITIALIZE names SM4 (04): no vector of its session keys is published, so nobody has verified it
};

/// In the order in which they are tried.
std::span<const Profile> known_profiles();
/// Whether money moves with a card whose INITIALIZE names this algorithm.
bool moves_money(const Profile& profile, std::uint8_t algorithm);
/// The profile of an application, the first where it has several names; of pbc_purse for `unknown` and `storage`.
const Profile& profile_of(Application application);

}  // namespace onecard::card
