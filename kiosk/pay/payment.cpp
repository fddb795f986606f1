#include "kiosk/pay/payment.hpp"

#include "base/ids.hpp"
#include "base/log.hpp"

namespace onecard::pay {
namespace {

using State = PaymentOutcome::State;
using wire::PaymentBody;

PaymentOutcome refused(const PaymentOrder& order, Fen amount, std::string code) {
    PaymentOutcome outcome;
    outcome.amount = amount;
    outcome.lines = order.lines;
    outcome.code = std::move(code);
    return outcome;
}

/// The PSAM is a card too and speaks of itself as one; the resident's card must not be blamed for it.
Error blame_psam(Error error) {
    if (!error.code.starts_with("sam.")) error = {error.kind, "sam.gone", error.code};
    return error;
}

template <std::size_t N>
bool read_hex(const std::string& text, std::array<std::uint8_t, N>& to) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != N) return false;
    std::copy(bytes->begin(), bytes->end(), to.begin());
    return true;
}

Result<MoveFacts> facts_of(const store::JournalEntry& entry) {
    MoveFacts facts;
    facts.amount = entry.amount;
    facts.old_balance = entry.facts.old_balance;
    facts.number = entry.facts.offline_number;
    facts.terminal_sequence = entry.facts.terminal_sequence;
    facts.key_index = entry.facts.key_index;
    facts.log_head = entry.facts.log_head;
    facts.account = entry.facts.account;
    facts.action = static_cast<card::PurseAction>(entry.facts.action);
    const bool whole = read_hex(entry.facts.terminal, facts.terminal) && read_hex(entry.facts.date, facts.when.date) &&
                       read_hex(entry.facts.time, facts.when.time);
    if (!whole) return failure(Error::Kind::corrupt, "journal.facts");
    return facts;
}

}  // namespace

Result<PaymentEngine> PaymentEngine::start(store::Store& store, const Clock& clock, Random& random, std::string kiosk) {
    PaymentEngine engine(store, clock, random, std::move(kiosk));
    const auto status = engine.recover();
    if (!status && status.error().kind == Error::Kind::corrupt) return failure(status.error());
    return engine;
}

PaymentOutcome PaymentEngine::outcome_of(const store::JournalEntry& entry, State state, std::string code) {
    const bool onto_card = entry.kind == store::JournalEntry::Kind::load && entry.way == wire::LoadWay::onto_card;
    PaymentOutcome outcome;
    outcome.state = state;
    outcome.kind = entry.kind;
    outcome.way = entry.way;
    outcome.id = entry.id;
    outcome.receipt = entry.receipt;
    outcome.card_serial = entry.card_serial;
    outcome.amount = entry.amount;
    outcome.lines = entry.lines;
    outcome.code = std::move(code);
    if (state == State::paid) outcome.balance_after = onto_card ? entry.facts.old_balance + entry.amount : entry.facts.old_balance - entry.amount;
    return outcome;
}

bool PaymentEngine::has_purse(const card::Holder& holder) {
    switch (holder.application) {
        case card::Application::pbc_purse:
        case card::Application::t_union: return true;
        case card::Application::social_security:
        case card::Application::storage:
        case card::Application::unknown: return false;
    }
    return false;
}

Status PaymentEngine::algorithm_spoken(std::uint8_t algorithm, const card::Profile& profile) {
    if (!card::moves_money(profile, algorithm)) return failure(Error::Kind::refused, "purse.algorithm");
    return {};
}

Status PaymentEngine::nothing_open(const std::string& card_serial) {
    const auto unsettled = store_->journal().unresolved_of(card_serial);
    if (!unsettled) return failure(unsettled.error());
    if (!unsettled->empty()) return failure(Error::Kind::refused, "payment.unsettled");
    return {};
}

Status PaymentEngine::recover() {
    if (recovered_) return {};
    const auto count = store_->journal().recover();
    if (!count) {
        log::failed("settling the payments of an earlier run", count.error());
        return failure(count.error());
    }
    recovered_ = true;
    if (*count > 0) log::warning("payments left half-way by an earlier run: " + std::to_string(*count));
    return {};
}

PaymentOutcome PaymentEngine::pay(card::Transport& card, const card::Holder& holder, card::Psam& psam, const PaymentOrder& order) {
    const auto amount = total(order);
    if (!amount) return refused(order, {}, amount.error().code);
    if (!has_purse(holder)) return refused(order, *amount, "card.no_purse");
    write_again();
    if (unwritten_ || !recover()) return refused(order, *amount, "payment.store_failed");
    const auto entry = intend(holder, order, *amount);
    if (!entry) return refused(order, *amount, entry.error().code);

    const auto prepared = prepare(card, holder, psam, *entry);
    if (!prepared) return settle(*entry, {State::not_paid, prepared.error().code, {}, {}});
    auto known = *entry;
    known.facts = prepared->facts;
    const auto debited = card::debit(card, prepared->debit);
    if (!debited) {
        log::failed("a debit", debited.error());
        // Even a plain refusal is checked: an answer may have been spoilt on its way.
        return clear_up(card, known, &psam);
    }
    // Kept before the PSAM is told: from here the money must not be lost, whatever becomes of the PSAM.
    auto outcome = settle(known, {State::paid, {}, to_hex(debited->tac), PaymentBody::Proof::debit});
    if (auto alarm = tell_psam(psam, known.id, debited->mac2); !alarm.empty()) outcome.alarm = std::move(alarm);
    return outcome;
}

std::vector<PaymentOutcome> PaymentEngine::resume(card::Transport& card, const card::Holder& holder, card::Psam* psam) {
    std::vector<PaymentOutcome> outcomes;
    if (!has_purse(holder)) return outcomes;
    if (auto late = write_again(); late && late->card_serial == holder.serial.view()) outcomes.push_back(std::move(*late));
    if (unwritten_ || !recover()) return outcomes;
    const auto entries = store_->journal().unresolved_of(std::string(holder.serial.view()));
    if (!entries) {
        log::failed("reading unresolved payments", entries.error());
        return outcomes;
    }
    for (const auto& entry : *entries) {
        // Serials are one city's: the same number under another issuer is another card.
        if (entry.issuer != holder.issuer) continue;
        outcomes.push_back(clear_up(card, entry, psam));
        if (unwritten_) break;
    }
    return outcomes;
}

std::optional<PaymentOutcome> PaymentEngine::write_again() {
    if (!unwritten_) return std::nullopt;
    const auto [id, ending] = *unwritten_;
    auto status = write(id, ending);
    // A write that was reported as failed may have been done all the same; then the journal's word stands.
    if (!status && status.error().code != "journal.order") return std::nullopt;
    unwritten_.reset();
    const auto entry = store_->journal().find(id);
    if (!entry || !*entry || ending.state != State::paid || (*entry)->state != store::JournalEntry::State::paid) return std::nullopt;
    return outcome_of(**entry, State::paid, {});
}

Result<store::JournalEntry> PaymentEngine::intend(const card::Holder& holder, const PaymentOrder& order, Fen amount) {
    store::JournalEntry entry;
    entry.card_serial = holder.serial.view();
    if (auto open = nothing_open(entry.card_serial); !open) return failure(open.error());
    const auto spent = store_->journal().spent(entry.card_serial);
    if (!spent) return failure(spent.error());
    if (auto status = check_ceilings(amount, *spent, order.ceilings); !status) return failure(status.error());
    const auto receipt = store_->next_receipt(kiosk_);
    if (!receipt) return failure(receipt.error());
    entry.id = make_id(*clock_, *random_);
    entry.receipt = *receipt;
    entry.issuer = holder.issuer;
    entry.lines = order.lines;
    entry.amount = amount;
    entry.created_at = clock_->now();
    if (auto status = store_->journal().intend(entry); !status) return failure(status.error());
    return entry;
}

Result<PaymentEngine::Prepared> PaymentEngine::prepare(card::Transport& card, const card::Holder& holder, card::Psam& psam,
                                                       const store::JournalEntry& entry) {
    const auto& profile = holder.profile;
    const auto& rule = profile.purchase;
    const auto init = card::init_purchase(card, entry.amount, psam.key_index(), psam.terminal(), rule.action);
    if (!init) return failure(init.error());
    if (auto spoken = algorithm_spoken(init->algorithm, profile); !spoken) return failure(spoken.error());
    // A purse with an overdraft would go below zero; that is not for a bill.
    if (init->old_balance < entry.amount) return failure(Error::Kind::refused, "purse.balance_short");
    const auto when = card::to_purse_time(clock_->now());
    open_at_psam_.clear();
    const auto voucher = psam.begin_purchase(holder, *init, {entry.amount, when, rule.action});
    if (!voucher) return failure(blame_psam(voucher.error()));
    open_at_psam_ = entry.id;
    if (rule.action == card::PurseAction::composite_purchase) {
        const card::CompositeRecord record{entry.amount, init->old_balance - entry.amount, psam.terminal(), psam.acceptor(), when};
        if (auto kept = card::update_composite(card, record, rule); !kept) return failure(kept.error());
    }

    store::DebitFacts facts;
    facts.old_balance = init->old_balance;
    facts.terminal = to_hex(psam.terminal());
    facts.terminal_sequence = voucher->terminal_sequence;
    facts.offline_number = init->offline_number;
    facts.date = to_hex(when.date);
    facts.time = to_hex(when.time);
    facts.key_index = psam.key_index();
    facts.key_version = init->key_version;
    facts.algorithm = init->algorithm;
    facts.action = static_cast<std::uint8_t>(rule.action);
    if (auto status = store_->journal().debiting(entry.id, facts); !status) return failure(status.error());
    return Prepared{facts, {voucher->terminal_sequence, when, voucher->mac1}};
}

bool PaymentEngine::adopt(const wire::TornMove& move) {
    const auto fresh = store_->journal().adopt(move);
    if (!fresh) log::failed("a payment that another kiosk left open", fresh.error());
    return fresh.value_or(false);
}

PaymentOutcome PaymentEngine::clear_up(card::Transport& card, const store::JournalEntry& entry, card::Psam* psam) {
    const auto facts = facts_of(entry);
    if (!facts) return settle(entry, {State::unresolved, facts.error().code, {}, {}});
    const auto evidence = examine(card, *facts);
    if (!evidence) return settle(entry, {State::unresolved, evidence.error().code, {}, {}});
    switch (evidence->verdict) {
        case Evidence::Verdict::undecided: return settle(entry, {State::unresolved, "payment.undecided", {}, {}});
        case Evidence::Verdict::not_done: return settle(entry, {State::not_paid, "payment.not_debited", {}, {}});
        case Evidence::Verdict::done: break;
    }
    const bool off_card = facts->action == card::PurseAction::unload;
    if (!evidence->proof) return settle(entry, {State::paid, {}, {}, PaymentBody::Proof::balance});
    auto outcome = settle(entry, {State::paid, {}, to_hex(off_card ? evidence->proof->mac2 : evidence->proof->tac), PaymentBody::Proof::prove});
    if (psam == nullptr) return outcome;
    if (auto alarm = tell_psam(*psam, entry.id, evidence->proof->mac2); !alarm.empty()) outcome.alarm = std::move(alarm);
    return outcome;
}

PaymentOutcome PaymentEngine::settle(const store::JournalEntry& entry, Ending ending) {
    const bool nothing_new = ending.state == State::unresolved && entry.state == store::JournalEntry::State::unresolved;
    const auto status = nothing_new ? Status() : write(entry.id, ending);
    if (status) return outcome_of(entry, ending.state, std::move(ending.code));
    log::failed("writing down how a payment ended", status.error());
    // Paid at the card but not on disk: whoever is told "paid" now could not be believed after a power cut.
    const auto told = ending.state == State::paid ? State::unresolved : ending.state;
    auto outcome = outcome_of(entry, told, ending.state == State::paid ? status.error().code : ending.code);
    outcome.alarm = status.error().code;
    unwritten_ = Unwritten{entry.id, std::move(ending)};
    return outcome;
}

Status PaymentEngine::write(const std::string& id, const Ending& ending) {
    switch (ending.state) {
        case State::paid: return store_->journal().paid(id, ending.tac, ending.proof);
        case State::not_paid: return store_->journal().not_paid(id, ending.code);
        case State::unresolved: return store_->journal().unresolved(id, ending.code);
    }
    require(false, "a known ending");
    return {};
}

std::string PaymentEngine::tell_psam(card::Psam& psam, const std::string& id, const card::Mac& mac2) {
    if (open_at_psam_ != id) return {};
    open_at_psam_.clear();
    const auto status = psam.confirm(mac2);
    if (status || status.error().code == "sam.no_session") return {};
    const auto error = blame_psam(status.error());
    log::failed("the PSAM about a payment that stands", error);
    return error.code == "sam.mac_wrong" ? "payment.mac2_wrong" : error.code;
}

}  // namespace onecard::pay
