// What a card itself says about a purchase whose end nobody saw. Only this settles such a purchase: never a clock, never a guess.
#pragma once
#include <optional>

#include "cardreader/apps/purse.hpp"

namespace onecard::pay {

/// All that was known when DEBIT was sent.
struct PurchaseFacts {
    Fen amount, old_balance;
    std::uint16_t offline_number = 0;  ///< as INITIALIZE told it
    std::uint32_t terminal_sequence = 0;
    card::TerminalNumber terminal{};
    std::uint8_t key_index = 0;
    card::PurseTime when;
};

struct Evidence {
    enum class Verdict {
        debited,      ///< once, for this purchase
        not_debited,
        undecided,    ///< the card was used elsewhere in between and does not show its log, or contradicts itself
    };
    Verdict verdict = Verdict::undecided;
    std::optional<card::Proof> proof;  ///< with debited, when the card still gives it
    std::optional<Fen> balance;        ///< as it is now
};

/// Asks the selected application of the card that made the purchase; the caller has checked that it is this card. Changes nothing on it.
/// The counter decides first: it rises with each purchase and with nothing else. Where it moved, the purchase is known by its line in
/// the card's log (terminal, moment and amount), also after further purchases elsewhere; where the card shows no log, by counter and balance.
/// Errors: those of Transport; then nothing is known yet and the same question may be asked again.
Result<Evidence> examine(card::Transport& card, const PurchaseFacts& facts);

}  // namespace onecard::pay
