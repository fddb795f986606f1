// How a card application is spoken to: everything that differs between applications, as data. The data is in assets/cards/applications (profiles.hpp).
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "cardreader/crypto/purse_data.hpp"
#include "cardreader/transport.hpp"

namespace onecard::card {

/// `storage` is a card without a processor: a number that anybody can copy, and nothing else.
enum class Application { unknown, pbc_purse, t_union, social_security, storage };

/// `pbc_purse` …, as stored and sent.
std::string_view name(Application application);

/// What an application may be spoken to with; at least one.
struct Protocols {
    bool t0 = true, t1 = true;
    bool allow(Protocol protocol) const { return protocol == Protocol::t0 ? t0 : t1; }
    bool operator==(const Protocols&) const = default;
};

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
    bool operator==(const PublicLayout&) const = default;
};

/// Where fields lie in the holder file (EF16). It comes in a short and a long form; the id number goes up to the last byte of either, the id type.
struct HolderLayout {
    std::uint8_t file = 0x16;
    std::uint8_t name = 2;
    std::uint8_t name_bytes = 20;
    std::uint8_t number = 22;
    std::uint8_t bytes_min = 39, bytes_long = 55;
    bool operator==(const HolderLayout&) const = default;
};

inline constexpr std::uint8_t pin_digits_least = 4, pin_digits_most = 12;

struct PinRule {
    std::vector<std::uint8_t> references = {0x00, 0x01};  ///< tried in this order while the card says "no such PIN"
    std::uint8_t digits_min = pin_digits_least;
    std::uint8_t digits_max = pin_digits_most;
    enum class Change { none, purse, iso };  ///< not offered · 80 5E (PBOC) · 00 24 (ISO/IEC 7816-4, 11.6.7)
    Change change = Change::purse;
    std::uint8_t unblock_p1 = 0x00, unblock_p2 = 0x00;  ///< of 84 24; sources differ on where the key index stands (cards.md 11)
    bool empty_verify_tells_tries = true;  ///< VERIFY without data answers 63Cx and costs nothing (ISO/IEC 7816-4, 11.6.6)
    bool operator==(const PinRule&) const = default;
};

/// P2 of the purse commands (cards.md 2): the deposit account (ED) and the purse (EP).
inline constexpr std::uint8_t deposit_account = 0x01, purse_account = 0x02;

/// What the PSAM derives the card's purchase key from, a level each.
enum class FactorLevel { serial, issuer, city };

/// Of the record that a composite purchase leaves in EF1E (cards.md 1.7); what goes beyond is filled with 00.
inline constexpr std::uint8_t composite_record_bytes = 48;

/// How the card pays at a terminal (cards.md 2.2, P1 and C1 to C3).
struct PurchaseRule {
    PurseAction action = PurseAction::purchase;  ///< or composite_purchase: the card keeps a record of its own with the debit, both or neither
    std::vector<FactorLevel> factors = {FactorLevel::serial, FactorLevel::issuer};  ///< in the order in which they are sent: card first (cards.md 0, 6)
    std::uint8_t record_p1 = 0x00;               ///< of UPDATE CAPP DATA CACHE
    std::uint8_t record_p2 = 0x1E << 3;          ///< EF1E, by tag
    std::uint8_t record_bytes = composite_record_bytes;
    std::uint8_t record_kind = 0x06;             ///< EF1E: a single payment from the purse
    std::uint8_t industry = 0x00;                ///< EF1E has codes for vehicles only (cards.md 1.7): a bill is none of them
    std::array<std::uint8_t, 2> city = {0x00, 0x00};  ///< where it was paid; 0000 = not said
    bool operator==(const PurchaseRule&) const = default;
};

/// From which account of the card money may go back to its holder's account (圈提, cards.md 2.2, U1): PBOC has it for the deposit account (电子存折) only.
struct UnloadRule {
    std::uint8_t account = deposit_account;
    bool operator==(const UnloadRule&) const = default;
};

/// One application of a card: its name and its rules.
struct Profile {
    Application application = Application::unknown;
    Bytes aid;
    Protocols protocols = {};
    PublicLayout public_data;
    HolderLayout holder;
    PinRule pin;
    PurchaseRule purchase;
    std::optional<UnloadRule> unload;
    bool sm4 = false;  ///< money moves also when INITIALIZE names SM4 (04): no vector of its session keys is published, so nobody has verified it
    bool closed = false;  ///< its file is wrong and nothing of it is believed but `aid`: a card that has this application is refused here (`profile.closed`)
    bool operator==(const Profile&) const = default;
};

/// The purchase security module: what differs from city to city (cards.md 3.1). How keys are derived is in the card's profile.
struct PsamSettings {
    Bytes application = {0x3F, 0x01};  ///< two bytes: file identifier; five and more: AID; empty: all is at the MF
    Protocols protocols = {};
    std::uint8_t terminal_file = 0x16, terminal = 0;  ///< short identifier, at the MF; where the 6 bytes of the terminal's number are
    std::uint8_t keys_file = 0x17;
    bool keys_at_master = false;                      ///< that file is at the MF, not in the application
    std::uint8_t keys_bytes = 25;                     ///< that it has at least
    std::uint8_t key_index = 0, acceptor = 9;         ///< offsets in it: 1 byte; 8 bytes, who takes the money
    bool operator==(const PsamSettings&) const = default;
};

/// Goes on in a protocol that is allowed: by a reset when reader and card agreed on the other one, else not at all. Gives whether the card was reset.
/// Errors: those of Transport::change_protocol().
Result<bool> speak_allowed(Transport& transport, const Protocols& protocols);

/// Whether money moves with a card whose INITIALIZE names this algorithm.
bool moves_money(const Profile& profile, std::uint8_t algorithm);

}  // namespace onecard::card
