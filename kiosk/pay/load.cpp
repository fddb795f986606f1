// Loads of the payment engine (圈存, cards.md 3.5), and the way back (圈提, cards.md 2.2, U1). They share journal, evidence and repair with purchases.
#include "base/ids.hpp"
#include "base/log.hpp"
#include "kiosk/pay/payment.hpp"

namespace onecard::pay {
namespace {

using State = PaymentOutcome::State;
using wire::PaymentBody;

constexpr std::string_view load_interrupted = "load.not_done";

/// By which a card that lost its way can be asked later; cards that hide their log have none.
Result<std::string> log_head(card::Transport& card) {
    const auto log = card::read_log(card);
    if (log) return log->empty() ? std::string() : log_line(log->front());
    if (log.error().kind == Error::Kind::invalid || log.error().kind == Error::Kind::refused) return std::string();
    return failure(log.error());
}

/// What this load is to the card.
struct Move {
    card::PurseAction action = card::PurseAction::load;
    std::uint8_t account = card::purse_account;
};

/// Error `card.no_deposit`: there is nothing on this card that money may go back from.
Result<Move> move_of(const LoadOrder& order, const card::Holder& holder, const card::Profile& profile) {
    if (order.way == wire::LoadWay::onto_card) return Move{};
    if (!profile.unload || !holder.has_deposit) return failure(Error::Kind::refused, "card.no_deposit");
    return Move{card::PurseAction::unload, profile.unload->account};
}

Result<card::LoadInit> initialize(card::Transport& card, const Move& move, Fen amount, const card::Psam& psam) {
    if (move.action == card::PurseAction::unload) return card::init_unload(card, amount, psam.key_index(), psam.terminal(), move.account);
    return card::init_load(card, amount, psam.key_index(), psam.terminal());
}

store::DebitFacts facts_of(const card::LoadInit& init, const card::Psam& psam, const Move& move, std::string head) {
    store::DebitFacts facts;
    facts.old_balance = init.old_balance;
    facts.terminal = to_hex(psam.terminal());
    facts.offline_number = init.online_number;
    facts.key_index = psam.key_index();
    facts.key_version = init.key_version;
    facts.algorithm = init.algorithm;
    facts.action = static_cast<std::uint8_t>(move.action);
    facts.account = move.account;
    facts.log_head = std::move(head);
    return facts;
}

wire::LoadRequest request_of(const store::JournalEntry& entry, const card::LoadInit& init) {
    wire::LoadRequest request;
    request.id = entry.id;
    request.receipt = entry.receipt;
    request.card_serial = entry.card_serial;
    request.issuer = entry.issuer;
    request.source = entry.source;
    request.way = entry.way;
    request.amount = entry.amount;
    request.old_balance = entry.facts.old_balance;
    request.terminal = entry.facts.terminal;
    request.online_number = entry.facts.offline_number;
    request.key_version = entry.facts.key_version;
    request.algorithm = entry.facts.algorithm;
    request.random = to_hex(init.random);
    request.mac1 = to_hex(init.mac1);
    return request;
}

/// What the card is to hear, out of the grant's digits.
struct Grant {
    card::PurseTime when;
    card::Mac mac2{};
};

Result<Grant> read(const wire::LoadGrant& grant) {
    const auto date = from_hex(grant.date), time = from_hex(grant.time), mac2 = from_hex(grant.mac2);
    const bool whole = date && time && mac2 && date->size() == 4 && time->size() == 3 && mac2->size() == 4;
    if (!whole) return failure(Error::Kind::invalid, "net.nonsense", "a load's grant");
    Grant read;
    std::copy(date->begin(), date->end(), read.when.date.begin());
    std::copy(time->begin(), time->end(), read.when.time.begin());
    std::copy(mac2->begin(), mac2->end(), read.mac2.begin());
    return read;
}

}  // namespace

Result<wire::LoadRequest> PaymentEngine::begin_load(card::Transport& card, const card::Holder& holder, const card::Psam& psam, const LoadOrder& order) {
    if (order.amount <= Fen(0) || order.amount > fen_max) return failure(Error::Kind::invalid, "payment.amount");
    if (!has_purse(holder)) return failure(Error::Kind::refused, "card.no_purse");
    const auto& profile = holder.profile;
    const auto move = move_of(order, holder, profile);
    if (!move) return failure(move.error());
    write_again();
    if (unwritten_ || !recover()) return failure(Error::Kind::unavailable, "payment.store_failed");
    store::JournalEntry entry;
    entry.kind = store::JournalEntry::Kind::load;
    entry.source = order.source;
    entry.way = order.way;
    entry.card_serial = holder.serial.view();
    entry.issuer = holder.issuer;
    entry.amount = order.amount;
    entry.created_at = clock_->now();
    if (auto open = nothing_open(entry.card_serial); !open) return failure(open.error());
    auto head = log_head(card);
    if (!head) return failure(head.error());
    const auto init = initialize(card, *move, order.amount, psam);
    if (!init) return failure(init.error());
    if (auto spoken = algorithm_spoken(init->algorithm, profile); !spoken) return failure(spoken.error());
    entry.facts = facts_of(*init, psam, *move, *std::move(head));
    auto receipt = store_->next_receipt(kiosk_);
    if (!receipt) return failure(receipt.error());
    entry.receipt = *std::move(receipt);
    entry.id = make_id(*clock_, *random_);
    // Kept before the backend hears of it: what it debits must be known here after a power cut.
    if (auto kept = store_->journal().intend(entry); !kept) return failure(kept.error());
    return request_of(entry, *init);
}

PaymentOutcome PaymentEngine::credit_load(card::Transport& card, const std::string& id, const wire::LoadGrant& grant) {
    const auto found = store_->journal().find(id);
    if (!found || !*found) return give_up_load(id, found ? "journal.unknown" : found.error().code);
    auto entry = **found;
    const auto heard = read(grant);
    if (!heard) return give_up_load(id, heard.error().code);
    entry.facts.date = grant.date;
    entry.facts.time = grant.time;
    if (auto kept = store_->journal().debiting(id, entry.facts); !kept) return settle(entry, {State::not_paid, kept.error().code, {}, {}});
    const bool off_card = entry.way == wire::LoadWay::off_card;
    const auto tac = off_card ? card::debit_unload(card, heard->when, heard->mac2) : card::credit(card, heard->when, heard->mac2);
    if (tac) return settle(entry, {State::paid, {}, to_hex(*tac), PaymentBody::Proof::debit});
    log::failed(off_card ? "an unload" : "a credit", tac.error());
    return clear_up(card, entry, nullptr);
}

PaymentOutcome PaymentEngine::give_up_load(const std::string& id, const std::string& code) {
    const auto found = store_->journal().find(id);
    PaymentOutcome nothing;
    nothing.kind = store::JournalEntry::Kind::load;
    nothing.id = id;
    nothing.code = code.empty() ? std::string(load_interrupted) : code;
    if (!found || !*found) return nothing;
    return settle(**found, {State::not_paid, nothing.code, {}, {}});
}

}  // namespace onecard::pay
