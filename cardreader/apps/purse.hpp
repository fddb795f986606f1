// The electronic purse of the selected application (recognise() or read_holder() first; again after each connect).
// A purchase comes in separate steps so that the caller can write its journal between them:
//   init_purchase → Psam::begin_purchase → (journal) → debit → Psam::confirm → (journal)
// and after a debit whose outcome is unknown, with the same card again: prove, else read_counters and compare.
#pragma once
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

Result<Fen> read_balance(Transport& transport);

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

/// 80 50 01 02. Changes nothing; may be repeated. Any other command to the card drops it. Errors: `purse.balance_short`,
/// `purse.key_unknown`, `purse.counter_full`, `purse.amount` (0 or beyond fen_max: nothing was sent), those of Transport.
Result<PurchaseInit> init_purchase(Transport& transport, Fen amount, std::uint8_t key_index, const TerminalNumber& terminal);

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
    Mac mac2{};
    Mac tac{};
};

/// 80 5A. `number_after` is the purchase's offline number plus one. The proof when the last committed transaction has this
/// kind and number; nothing when the card has none for it (9406), which does not yet mean that it was not done.
Result<std::optional<Proof>> prove(Transport& transport, PurseAction action, std::uint16_t number_after);

struct Counters {
    Fen balance;
    std::uint16_t offline_number = 0;  ///< that the next purchase will have
};

/// What a fresh, then forgotten, INITIALIZE says; for comparing after a tear. Changes nothing.
Result<Counters> read_counters(Transport& transport, std::uint8_t key_index, const TerminalNumber& terminal);

}  // namespace onecard::card
