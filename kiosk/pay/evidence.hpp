// What a card itself says about a purchase or load whose end nobody saw. Only this settles it: never a clock, never a guess.
#pragma once
#include <optional>
#include <string>

#include "cardreader/apps/purse.hpp"

namespace onecard::pay {

/// All that was known when DEBIT or CREDIT was sent.
struct MoveFacts {
    card::PurseAction action = card::PurseAction::purchase;  ///< or composite_purchase, load, unload
    std::uint8_t account = card::purse_account;  ///< the other one for an unload
    Fen amount, old_balance;
    std::uint16_t number = 0;          ///< as INITIALIZE told it: offline of a purchase, online of a load or unload
    std::uint32_t terminal_sequence = 0;
    card::TerminalNumber terminal{};
    std::uint8_t key_index = 0;
    card::PurseTime when;
    std::string log_head;              ///< of a load or unload: log_line() of the newest line before it; empty when the card showed none
};

/// A line of the card's log as text, by which it is known again.
std::string log_line(const card::LogEntry& entry);

struct Evidence {
    enum class Verdict {
        done,      ///< once, for this purchase or load
        not_done,
        undecided,    ///< the card was used elsewhere in between and does not show its log, or contradicts itself
    };
    Verdict verdict = Verdict::undecided;
    std::optional<card::Proof> proof;  ///< with done, when the card still gives it
    std::optional<Fen> balance;        ///< as it is now
};

/// Asks the selected application of the card that made the move; the caller has checked that it is this card. Changes nothing on it.
/// The counter decides first: it rises with each purchase (or load) and with nothing else. Where it moved, the move is known by its line in
/// the card's log (terminal, moment and amount), also after further purchases elsewhere; where the card shows no log, by counter and balance.
/// The counter of loads is often shown only after the PIN: without it a load is known not to be done when nothing at all has happened since, by log,
/// balance and the lack of a proof. Errors: those of Transport; then nothing is known yet and the same question may be asked again.
Result<Evidence> examine(card::Transport& card, const MoveFacts& facts);

}  // namespace onecard::pay
