// The electronic purse of the selected application (recognise() or read_holder() first; again after each connect).
// A purchase comes in separate steps so that the caller can write its journal between them:
//   init_purchase → Psam::begin_purchase → (update_composite) → (journal) → debit → Psam::confirm → (journal)
// and after a debit whose outcome is unknown, with the same card again: prove, else read_counters and compare.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "base/secret.hpp"
#include "cardreader/apps/profile.hpp"
#include "cardreader/crypto/purse_data.hpp"
#include "cardreader/transport.hpp"

namespace onecard::card {

struct PinOutcome {
    enum class Kind { right, wrong, blocked } kind = Kind::wrong;
    std::optional<int> tries_left;  ///< when the card said so
};

/// Spends a try when the PIN is wrong. Errors: `card.pin_form` (not digits, or too few or many; nothing was sent), `card.no_pin`
/// (the card has none), those of Transport.
Result<PinOutcome> verify_pin(Transport& transport, const SecretText& pin, const PinRule& rule = {});

/// How many tries are left, without spending one; 0 = blocked; nothing when the card does not tell.
Result<std::optional<int>> pin_tries_left(Transport& transport, const PinRule& rule = {});

/// CHANGE PIN in the form of the profile; the old one counts as a try. An error of kind timed_out means that either PIN may be the right one now.
/// Errors otherwise: `card.pin_form` (one of them; nothing was sent), `card.no_pin`, `card.unsupported` (not on this kind of card), those of Transport.
Result<PinOutcome> change_pin(Transport& transport, const SecretText& old_pin, const SecretText& new_pin, const PinRule& rule = {});

/// CLA INS P1 P2 of PIN UNBLOCK: what the key service makes its MAC over, before the data.
std::array<std::uint8_t, 4> unblock_header(const PinRule& rule = {});
/// PIN UNBLOCK with what the key service made for this card and challenge: a new PIN, and all tries again. No error says for certain that the card has not
/// taken it: show it the PIN. `card.protection`: another key or challenge; `card.locked`: too many of those.
Status unblock_pin(Transport& transport, ByteView cipher_and_mac, const PinRule& rule = {});
/// GET CHALLENGE of 4 bytes.
Result<Bytes> read_challenge(Transport& transport);

/// Of the purse, or of the deposit account (which most cards show after the PIN only: `card.not_allowed`).
Result<Fen> read_balance(Transport& transport, std::uint8_t account = purse_account);

struct LogEntry {
    std::uint16_t number = 0;  ///< online number for loads, offline number else; before or after raising it, as the card likes
    Fen overdraft;
    Fen amount;
    std::uint8_t action = 0;   ///< PurseAction, or another of cards.md 2.3
    TerminalNumber terminal{};
    PurseTime when;
};

inline constexpr int log_entries_max = 10;

/// Newest first, at most log_entries_max; empty slots are left out. Error `card.pin_needed` on cards that show their log only
/// after the PIN.
Result<std::vector<LogEntry>> read_log(Transport& transport);

struct PurchaseInit {
    Fen old_balance;
    std::uint16_t offline_number = 0;  ///< of this purchase; the card holds one more afterwards
    Fen overdraft;
    std::uint8_t key_version = 0, algorithm = 0;  ///< for the PSAM, as they are
    CardRandom random{};
};

/// 80 50 01 02, of a composite purchase 80 50 03 02. Changes nothing; may be repeated. Any other command to the card drops it. Errors: `purse.balance_short`,
/// `purse.key_unknown`, `purse.counter_full`, `purse.amount` (0 or beyond fen_max: nothing was sent), those of Transport.
Result<PurchaseInit> init_purchase(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal,
                                   PurseAction action = PurseAction::purchase);

/// What the card keeps of a composite purchase, in the layout of EF1E (cards.md 1.7).
struct CompositeRecord {
    Fen amount, balance;  ///< balance: after it
    TerminalNumber terminal{};
    Factor acceptor{};
    PurseTime when;
};
/// 80 DC, between init_purchase() and debit(). Nothing is written before the debit is; after an error the card has forgotten the purchase.
Status update_composite(Transport& transport, const CompositeRecord& record, const PurchaseRule& rule);

struct DebitOrder {
    std::uint32_t terminal_sequence = 0;
    PurseTime when;
    Mac mac1{};
};
struct Debited {
    Mac tac{};
    Mac mac2{};
};

/// 80 54, sent once and never again. Every error of kind timed_out means: the card may have paid; go to prove(). Any other kind
/// means it has not: `purse.mac_wrong`, `purse.not_ready`, `purse.balance_short` …
Result<Debited> debit(Transport& transport, const DebitOrder& order);

struct Proof {
    Mac mac2{};  ///< of an unload MAC3; of a load without meaning
    Mac tac{};   ///< of an unload without meaning
};

/// 80 5A. `number_after` is the purchase's offline number plus one. The proof when the last committed transaction has this
/// kind and number; nothing when the card has none for it (9406), which does not yet mean that it was not done.
Result<std::optional<Proof>> prove(Transport& transport, PurseAction action, std::uint16_t number_after);

struct LoadInit {
    Fen old_balance;
    std::uint16_t online_number = 0;  ///< of this load; the card holds one more afterwards
    std::uint8_t key_version = 0, algorithm = 0;
    CardRandom random{};
    Mac mac1{};                       ///< proves to the issuer that the card asks
};

/// 80 50 00 02. Changes nothing; any other command to the card drops it. Errors: `card.not_allowed` (the PIN is wanted first), `purse.counter_full`,
/// `purse.amount`, those of Transport.
Result<LoadInit> init_load(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal);

/// 80 52, sent once and never again; gives the TAC. Every error of kind timed_out means: the card may have taken the money; go to prove().
Result<Mac> credit(Transport& transport, const PurseTime& when, const Mac& mac2);

/// 80 50 05: the card is asked for money back; what it says is what it says to a load. Errors: those of init_load(), `purse.balance_short`.
Result<LoadInit> init_unload(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal, std::uint8_t account);

/// 80 54 03, sent once and never again; gives MAC3, the card's word for the issuer. Every error of kind timed_out means: the card may have given the money.
Result<Mac> debit_unload(Transport& transport, const PurseTime& when, const Mac& mac2);

struct Counters {
    Fen balance;
    std::uint16_t number = 0;  ///< that the next purchase (or load) will have
};

/// What a fresh, then forgotten, INITIALIZE for this kind of move says; for comparing after a tear. Changes nothing. Of a load or
/// unload the number is the online one of that account, and most cards want the PIN first (`card.not_allowed`).
Result<Counters> read_counters(Transport& transport, std::uint8_t key_index, const TerminalNumber& terminal, PurseAction action = PurseAction::purchase,
                               std::uint8_t account = purse_account);

}  // namespace onecard::card
