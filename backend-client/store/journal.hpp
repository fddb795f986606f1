// The journal of what moves money on a purse: written before the card is touched and after, so that every payment ends as paid, not paid
// or shown as unresolved, whatever happens in between. A load goes the same way, towards the card.
//
//   payment: intend() → (INITIALIZE, PSAM) → debiting() → (DEBIT leaves) → paid() | not_paid() | unresolved()
//   load:    (INITIALIZE) → intend() → (asked of the backend, granted) → debiting() → (CREDIT leaves) → paid() | not_paid() | unresolved()
//                                                  later, with the card back:  unresolved → paid() | not_paid()
//   The card may come back to another kiosk: report_torn() here, adopt() there, ended_elsewhere() here.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend-client/store/lifetime.hpp"
#include "backend-client/wire/loads.hpp"
#include "backend-client/wire/messages.hpp"
#include "base/clock.hpp"
#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

/// What card and PSAM said before DEBIT or CREDIT; all that is needed to prove the payment later. Forms as in wire::PaymentBody.
struct DebitFacts {
    Fen old_balance;
    std::string terminal;
    std::uint32_t terminal_sequence = 0;
    std::uint16_t offline_number = 0;  ///< the card's counter before the debit; of a load the online one
    std::string date, time;            ///< YYYYMMDD, HHMMSS
    std::uint8_t key_index = 0, key_version = 0, algorithm = 0;
    std::string log_head;              ///< loads: the newest line of the card's log before, 46 hexadecimal digits; empty when it showed none
    std::uint8_t action = 6;           ///< transaction type (cards.md 2.3): 6 purchase, 9 composite purchase, 2 load, 3 unload
    std::uint8_t account = 2;          ///< of the card: 1 the deposit account, 2 the purse
    bool operator==(const DebitFacts&) const = default;
};

struct JournalEntry {
    enum class State { intended, debiting, paid, not_paid, unresolved };

    std::string id;            ///< UUIDv7, made for intend(); also the id of the submission that paid() hands in
    std::string receipt;
    std::string card_serial;
    std::string issuer;
    std::vector<wire::PaymentBody::Line> lines;
    Fen amount;
    DebitFacts facts;          ///< set by debiting()
    std::string tac;           ///< set by paid(), where there is one
    State state = State::intended;
    std::string code;          ///< why not paid, or why unresolved
    Timestamp created_at;
    /// A load has no lines; `paid` means that the card took the money.
    enum class Kind { payment, load };
    Kind kind = Kind::payment;
    wire::LoadSource source = wire::LoadSource::account;  ///< of a load
    wire::LoadWay way = wire::LoadWay::onto_card;          ///< of a load; off the card `paid` means that it gave the money
};
std::string_view name(JournalEntry::Kind kind);
std::string_view name(JournalEntry::State state);

/// What ceilings for payments without network are measured by. Payments whose outcome is unknown count as paid.
struct Spent {
    Fen card_today, kiosk_today;    ///< of this local day
    Fen card_unsent, kiosk_unsent;  ///< not yet acknowledged by the backend, of any day: no clock can hide them
};

/// Of one Store; used from its thread. Every change is durable when it returns. A change that does not follow the picture
/// above fails with `journal.order` and changes nothing; an unknown id with `journal.unknown`.
class Journal {
public:
    explicit Journal(Connection& connection) : connection_(&connection) {}

    /// State `intended`. A load comes with what INITIALIZE said. Error `journal.form`: no UUID, no lines, amount not their sum or not positive.
    Status intend(const JournalEntry& entry);
    /// State `debiting`. Must be durable before DEBIT leaves.
    Status debiting(const std::string& id, const DebitFacts& facts);
    /// State `paid`, and the payment's submission in the outbox: both or neither. The body is made from the entry. `tac` is
    /// empty with Proof::balance.
    Status paid(const std::string& id, const std::string& tac, wire::PaymentBody::Proof proof);
    /// State `not_paid`: known that the card was not debited. Of a load also the submission which says so, so that the backend gives the money back.
    Status not_paid(const std::string& id, const std::string& code);
    /// State `unresolved`: DEBIT left and what came of it is not known.
    Status unresolved(const std::string& id, const std::string& code);

    /// Call once when the process starts, before the first payment: what an earlier process left `intended` becomes
    /// `not_paid` (the card was never asked to debit or credit), what it left `debiting` becomes `unresolved`. Gives how many changed.
    Result<std::size_t> recover();

    Result<std::optional<JournalEntry>> find(const std::string& id);
    /// Oldest first. They never expire, however long the card stays away.
    Result<std::vector<JournalEntry>> unresolved_of(const std::string& card_serial);
    /// `intended`, `debiting` and `unresolved` of all cards, oldest first.
    Result<std::vector<JournalEntry>> open_entries(std::size_t count_max = 1000);
    Result<std::int64_t> unresolved_count();
    /// Bills of this card that were paid here, or may have been, and of which the cached record of the holder can't know yet:
    /// they must not be offered a second time.
    Result<std::vector<std::string>> bills_in_hand(const std::string& card_serial);
    /// Tells the district of what is unresolved and was not told yet, so that any kiosk can ask the card for its proof. Gives how many.
    Result<std::size_t> report_torn();
    /// What another kiosk left unresolved of a card that has come here: from now on an entry like any other. False when it is known already. Error
    /// `journal.form`.
    Result<bool> adopt(const wire::TornMove& move);
    /// Ids of what is unresolved, at most wire::torn_max: another part of them each time, round and round. `turn` begins with 0 and belongs to the asker.
    Result<std::vector<std::string>> unresolved_ids(std::int64_t& turn);
    /// Another kiosk saw the end, and has handed it in. What is not unresolved here stays as it is.
    Status ended_elsewhere(const wire::TornSettled& end);

    /// Payments only.
    Result<Spent> spent(const std::string& card_serial);

    /// Wipes the personal part of payments that are settled, received by the backend and older than personal_lifetime.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
