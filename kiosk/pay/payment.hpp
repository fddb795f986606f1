// One purchase from the purse, so that it ends as paid, not paid, or unresolved and shown, whatever card, reader, PSAM, disk or power do; and one load
// onto it (load.cpp), which ends as surely, towards the card.
//
//   order checked → intent kept → INITIALIZE → PSAM's voucher → all facts kept → DEBIT → settled in the journal → PSAM told
//   (composite purchases, where the card's profile wants them: the card's own record goes to it before DEBIT, and becomes true with it)
//
//   load, and unload: log read → INITIALIZE → intent and all facts kept → the backend is asked → its grant kept → CREDIT (or DEBIT) → settled in the journal
//
// Once DEBIT or CREDIT has left, only the card's answer or evidence from the same card (evidence.hpp) settles; until then nobody is told either way.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/store/store.hpp"
#include "cardreader/apps/psam.hpp"
#include "kiosk/pay/evidence.hpp"
#include "kiosk/pay/order.hpp"

namespace onecard::pay {

struct PaymentOutcome {
    enum class State { paid, not_paid, unresolved };
    State state = State::not_paid;  ///< of a load `paid` means that the card has the money
    store::JournalEntry::Kind kind = store::JournalEntry::Kind::payment;
    wire::LoadWay way = wire::LoadWay::onto_card;  ///< of a load; off the card `paid` means that the card gave the money
    std::string id;       ///< of journal entry and submission; empty when the order was refused before anything was kept
    std::string receipt;
    std::string card_serial;  ///< whose payment it is
    Fen amount;
    std::vector<wire::PaymentBody::Line> lines;
    std::optional<Fen> balance_after;  ///< when paid; off the card of its deposit account
    std::string code;     ///< why not paid, or why unresolved
    std::string alarm;    ///< for a technician, beside a payment that stands: `payment.mac2_wrong`, `sam.gone` …
};

/// Runs purchases one at a time, in one thread; blocks as long as the card does. It keeps nothing of a resident between calls.
class PaymentEngine {
public:
    /// Settles first what an earlier process left half-way (Journal::recover); while the disk does not take that, it is tried again and nothing is
    /// paid (`payment.store_failed`). `store`, `clock` and `random` must outlive the engine; `kiosk` heads the receipt numbers. Error: the
    /// journal is corrupt.
    static Result<PaymentEngine> start(store::Store& store, const Clock& clock, Random& random, std::string kiosk);

    /// Pays the order from the card that `holder` was read from over this very transport. At most four exchanges with the card (a composite
    /// purchase over T=0: five). Refused, with
    /// nothing kept and the card untouched: what total() and check_ceilings() refuse; `card.no_purse`; `payment.unsettled` (an earlier payment of
    /// this card must be cleared up by resume() first, or it would lose its evidence); `payment.store_failed` (an earlier payment could not be
    /// written down yet).
    PaymentOutcome pay(card::Transport& card, const card::Holder& holder, card::Psam& psam, const PaymentOrder& order);

    /// Puts money on the card, or takes it off its deposit account: asks it, keeps what it said, and gives what the backend must be asked. The card keeps waiting for credit_load() until any
    /// other command reaches it. Refused, with nothing kept: `payment.amount`, `card.no_purse`, `card.no_deposit`, `payment.unsettled`,
    /// `payment.store_failed`, what init_load() and init_unload() say.
    Result<wire::LoadRequest> begin_load(card::Transport& card, const card::Holder& holder, const card::Psam& psam, const LoadOrder& order);
    /// The backend's grant for the load (or unload) that was begun last.
    PaymentOutcome credit_load(card::Transport& card, const std::string& id, const wire::LoadGrant& grant);
    /// Ends a load whose CREDIT never left: refused, or no answer came, or the card has gone.
    PaymentOutcome give_up_load(const std::string& id, const std::string& code);

    /// Settles the unresolved payments and loads of the card that `holder` was read from, oldest first; one outcome each. Needs no PSAM, but tells the one
    /// given when it still has the purchase open. Of a card that gives no answer, the rest stays unresolved.
    std::vector<PaymentOutcome> resume(card::Transport& card, const card::Holder& holder, card::Psam* psam = nullptr);

    /// Takes what another kiosk left unresolved into the journal here, for resume(). False when it is known already, or the store does not take it.
    bool adopt(const wire::TornMove& move);

    /// Tries again to write down what the store did not take; cheap when there is nothing. The outcome when a payment shown as unresolved for
    /// that reason is settled now; its card may long be gone.
    std::optional<PaymentOutcome> write_again();
    /// True while something is to be written again.
    bool owes_writing() const { return unwritten_.has_value() || !recovered_; }

private:
    PaymentEngine(store::Store& store, const Clock& clock, Random& random, std::string kiosk)
        : store_(&store), clock_(&clock), random_(&random), kiosk_(std::move(kiosk)) {}

    /// How a purchase ended, as the journal is to know it.
    struct Ending {
        PaymentOutcome::State state = PaymentOutcome::State::unresolved;
        std::string code;
        std::string tac;
        wire::PaymentBody::Proof proof = wire::PaymentBody::Proof::balance;
    };
    struct Unwritten {
        std::string id;
        Ending ending;
    };
    /// All that must be known before DEBIT leaves.
    struct Prepared {
        store::DebitFacts facts;
        card::DebitOrder debit;
    };

    Status recover();
    /// Nothing left open of this card; else `payment.unsettled`.
    Status nothing_open(const std::string& card_serial);
    static PaymentOutcome outcome_of(const store::JournalEntry& entry, PaymentOutcome::State state, std::string code);
    static bool has_purse(const card::Holder& holder);
    /// Error `purse.algorithm`: the card's keys are of an algorithm whose money nobody has verified yet (Profile::sm4).
    static Status algorithm_spoken(std::uint8_t algorithm, const card::Profile& profile);
    Result<store::JournalEntry> intend(const card::Holder& holder, const PaymentOrder& order, Fen amount);
    Result<Prepared> prepare(card::Transport& card, const card::Holder& holder, card::Psam& psam, const store::JournalEntry& entry);
    PaymentOutcome clear_up(card::Transport& card, const store::JournalEntry& entry, card::Psam* psam);
    PaymentOutcome settle(const store::JournalEntry& entry, Ending ending);
    Status write(const std::string& id, const Ending& ending);
    /// When it still has this purchase open. Gives an alarm, or nothing.
    std::string tell_psam(card::Psam& psam, const std::string& id, const card::Mac& mac2);

    store::Store* store_;
    const Clock* clock_;
    Random* random_;
    std::string kiosk_;
    bool recovered_ = false;
    std::optional<Unwritten> unwritten_;
    std::string open_at_psam_;  ///< id of the purchase that the PSAM awaits the end of
};

}  // namespace onecard::pay
