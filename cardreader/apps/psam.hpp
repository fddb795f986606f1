// The purchase security module in the SAM slot: it holds the purchase master key and vouches for this terminal.
#pragma once
#include "cardreader/apps/holder.hpp"
#include "cardreader/apps/purse.hpp"

namespace onecard::card {

/// What is paid: a purchase or a composite purchase.
struct Purchase {
    Fen amount;
    PurseTime when;
    PurseAction action = PurseAction::purchase;
};

struct Voucher {
    std::uint32_t terminal_sequence = 0;
    Mac mac1{};
};

/// A PSAM that is selected and known. Uses the transport it was opened on, which must outlive it.
class Psam {
public:
    /// Reads terminal number (usually EF16) and key index (EF17). Errors: `sam.unknown` (not a PSAM of these settings), `card.protocol`, those of Transport.
    static Result<Psam> open(Transport& transport, PsamSettings settings = {});

    const TerminalNumber& terminal() const { return terminal_; }
    /// For init_purchase().
    std::uint8_t key_index() const { return key_index_; }
    /// Who takes the money, from EF17.
    const Factor& acceptor() const { return acceptor_; }

    /// 80 70, with the factors that the card's profile names. A later one replaces it. Errors: `sam.refused`, those of Transport.
    Result<Voucher> begin_purchase(const Holder& card, const PurchaseInit& init, const Purchase& purchase);
    /// 80 72: checks the card's MAC2 and raises the terminal's sequence. Errors: `sam.mac_wrong`, `sam.no_session` (nothing begun:
    /// after a restart, the TAC alone is the proof then), those of Transport.
    Status confirm(const Mac& mac2);

private:
    Psam(Transport& transport, PsamSettings settings) : transport_(&transport), settings_(std::move(settings)) {}

    Transport* transport_;
    PsamSettings settings_;
    TerminalNumber terminal_{};
    Factor acceptor_{};
    std::uint8_t key_index_ = 0;
};

}  // namespace onecard::card
