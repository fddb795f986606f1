// A software card as data: what assets/cards/*.json says, checked and encoded. The format is described in assets/cards/README.md.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/fen.hpp"
#include "cardreader/crypto/purse_data.hpp"

namespace onecard::card {

struct PinImage {
    Bytes packed;
    int tries = 3, tries_max = 3;
    std::uint8_t reference = 0;
};

/// The deposit account (电子存折) beside a purse: shown and moved after the PIN only.
struct DepositImage {
    Fen balance;
    std::uint16_t online_number = 0;
};

struct PurseImage {
    Bytes aid;
    Factor issuer{}, serial{};
    Bytes public_data;                    ///< EF15
    Bytes holder;                         ///< EF16; empty: no such file
    Fen balance;
    std::uint16_t offline_number = 0, online_number = 0;
    std::uint8_t key_index = 1, key_version = 1, algorithm = 0;
    std::optional<DepositImage> deposit;
    std::optional<PinImage> pin;
    std::vector<Bytes> log;               ///< EF18 records of 23 bytes, newest first
    bool log_needs_pin = false, load_needs_pin = true;
    bool log_number_after = false;        ///< log the counter after raising it
    bool prove_number_before = false;     ///< odd cards: 80 5A wants the counter before raising it
    bool locked = false;
    bool composite = false;               ///< knows composite purchases and keeps EF1E
    bool tells_tries = true;              ///< VERIFY without data answers 63Cx
};

struct SocialSecurityImage {
    std::map<std::uint8_t, std::vector<std::pair<std::uint8_t, Bytes>>> files;  ///< file → tag and value
    bool needs_sam = false;
    bool national = false;                ///< the environment of the national algorithms (sx2)
};

/// A contactless card without a processor: the reader alone speaks for it.
struct StorageImage {
    Bytes uid;                            ///< 4, 7, 8 or 10 bytes
};

struct BadgeImage {
    Bytes number;                         ///< 5 bytes, packed decimal
    Bytes seed;                           ///< 32 bytes: its Ed25519 key
};

struct PsamImage {
    Bytes public_data;                    ///< EF15, 14 bytes
    TerminalNumber terminal{};            ///< EF16
    Bytes keys;                           ///< EF17, 25 bytes; the first is the key index
    std::uint32_t sequence = 0;
    Bytes application = {0x3F, 0x01};     ///< file identifier, or an AID
    std::uint8_t key_version = 1;
    std::size_t levels = 2;               ///< factors in 80 70
    int wrong_macs_max = 10;
};

/// What is wrong with a card, from its first command or from a later one on.
struct Faults {
    enum class Answers { right, silent, nonsense, overlong, truncated, one_byte } answers = Answers::right;
    int from_command = 1;                             ///< counted from reset
    int slow_ms = 0;                                  ///< before each answer; over the virtual reader only
    bool wrong_tac = false;
    std::map<std::uint16_t, std::uint16_t> statuses;  ///< CLA INS → status given instead of acting
};

struct CardImage {
    std::string name;                     ///< file name without its ending
    std::string digest;                   ///< of the file; a kept state belongs to one digest
    Bytes atr;                            ///< empty: no answer to reset (upside down)
    std::vector<PurseImage> purses;
    std::optional<SocialSecurityImage> social_security;
    std::optional<PsamImage> psam;
    std::optional<BadgeImage> badge;
    std::optional<StorageImage> storage;
    std::vector<Bytes> other_aids;        ///< applications that can be selected and know no command
    Faults faults;
};

/// Errors `image.malformed`, `image.member` (detail: which member and what is wrong with it), those of read_file().
Result<CardImage> read_image(const std::filesystem::path& file);
Result<CardImage> parse_image(std::string_view json, std::string_view name);

}  // namespace onecard::card
