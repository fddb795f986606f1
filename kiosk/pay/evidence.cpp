#include "kiosk/pay/evidence.hpp"

#include <algorithm>

namespace onecard::pay {
namespace {

using card::LogEntry;
using card::PurseAction;
using Verdict = Evidence::Verdict;

/// What may be known of the card now. Cards exist that refuse an INITIALIZE once the purse is empty: then there is no counter.
struct Standing {
    std::optional<Fen> balance;  ///< none on cards that show it after the PIN only
    std::optional<int> later;  ///< moves of this kind made since INITIALIZE, this one included
};

/// A card that answers with a status word, as opposed to one that is gone or silent.
bool answered(const Error& error) { return error.kind != Error::Kind::timed_out && error.kind != Error::Kind::unavailable; }

bool is_load(const MoveFacts& facts) { return facts.action == PurseAction::load; }

/// What moves the online counter, which most cards show after the PIN only.
bool is_online(const MoveFacts& facts) { return is_load(facts) || facts.action == PurseAction::unload; }

Result<Standing> read_standing(card::Transport& card, const MoveFacts& facts) {
    const auto counters = card::read_counters(card, facts.key_index, facts.terminal, facts.action, facts.account);
    if (counters) return Standing{counters->balance, static_cast<int>(counters->number) - static_cast<int>(facts.number)};
    if (!answered(counters.error())) return failure(counters.error());
    const auto balance = card::read_balance(card, facts.account);
    if (balance) return Standing{*balance, std::nullopt};
    if (!answered(balance.error())) return failure(balance.error());
    return Standing{};
}

/// Only to be asked when this purchase can have been the card's last: the number alone does not say whose the proof is.
Result<std::optional<card::Proof>> read_proof(card::Transport& card, const MoveFacts& facts, bool counter_moved) {
    auto proof = card::prove(card, facts.action, static_cast<std::uint16_t>(facts.number + 1));
    if (!proof || *proof || !counter_moved) return proof;
    // Odd cards keep the number from before the purchase. With the counter moved by one it can't be the purchase before.
    return card::prove(card, facts.action, facts.number);
}

/// Nothing when the card does not show its log.
Result<std::optional<std::vector<LogEntry>>> log_if_shown(card::Transport& card) {
    auto log = card::read_log(card);
    if (log) return std::optional(std::move(*log));
    if (answered(log.error())) return std::nullopt;
    return failure(log.error());
}

/// What raises the counter in question. A deposit account on the same card has counters of its own.
bool counts(const LogEntry& entry, const MoveFacts& facts) {
    const auto action = static_cast<PurseAction>(entry.action);
    if (facts.action == PurseAction::unload)
        return action == PurseAction::unload || action == PurseAction::load_deposit || action == PurseAction::overdraft_change;
    if (is_load(facts)) return static_cast<PurseAction>(entry.action) == PurseAction::load;
    switch (static_cast<PurseAction>(entry.action)) {
        case PurseAction::purchase:
        case PurseAction::credit_purchase:
        case PurseAction::composite_purchase: return true;
        case PurseAction::load_deposit:
        case PurseAction::load:
        case PurseAction::unload:
        case PurseAction::cash:
        case PurseAction::purchase_deposit:
        case PurseAction::overdraft_change: return false;
    }
    return false;
}

bool is_ours(const LogEntry& entry, const MoveFacts& facts) {
    return static_cast<PurseAction>(entry.action) == facts.action && entry.terminal == facts.terminal && entry.when == facts.when &&
           entry.amount == facts.amount;
}

/// Half a likeness leaves it open: there are cards that mask a field in their log.
bool is_surely_another(const LogEntry& entry, const MoveFacts& facts) {
    return entry.amount != facts.amount || (entry.terminal != facts.terminal && entry.when != facts.when);
}

/// Without the counter of loads: the log's newest line and the balance are what they were before, and no proof is kept. Only then has nothing happened
/// at all, also on cards that do not log every kind.
bool untouched(const std::vector<LogEntry>& log, const Standing& now, const MoveFacts& facts) {
    return is_online(facts) && !now.later && now.balance == facts.old_balance && !log.empty() && log_line(log.front()) == facts.log_head;
}

/// Newest first. Cards number their lines before or after the move, so a line is known by place and content, not by number.
Verdict judge_log(std::vector<LogEntry> log, const MoveFacts& facts, std::optional<int> later) {
    if (std::any_of(log.begin(), log.end(), [&](const LogEntry& entry) { return is_ours(entry, facts); })) return Verdict::done;
    std::erase_if(log, [&](const LogEntry& entry) { return !counts(entry, facts); });
    const bool all_in_sight = later && log.size() >= static_cast<std::size_t>(*later);
    const auto another = [&](const LogEntry& entry) { return is_surely_another(entry, facts); };
    return all_in_sight && std::all_of(log.begin(), log.begin() + *later, another) ? Verdict::not_done : Verdict::undecided;
}

/// With an unmoved counter: of the offline one only loads can have brought money meanwhile, of the online one only purchases taken some. Anything else is
/// a contradiction that a person must look at.
bool fits_unmoved(Fen balance, const MoveFacts& facts) { return is_online(facts) ? balance <= facts.old_balance : balance >= facts.old_balance; }

}  // namespace

std::string log_line(const LogEntry& entry) {
    return to_hex(join({big_endian(entry.number, 2), big_endian(static_cast<std::uint64_t>(entry.overdraft.count()), 3),
                        big_endian(static_cast<std::uint64_t>(entry.amount.count()), 4), Bytes{entry.action}, entry.terminal, entry.when.date,
                        entry.when.time}));
}

Result<Evidence> examine(card::Transport& card, const MoveFacts& facts) {
    const auto now = read_standing(card, facts);
    if (!now) return failure(now.error());
    if (now->later && *now->later < 0) return Evidence{Verdict::undecided, std::nullopt, now->balance};
    if (now->later && *now->later == 0) {
        return Evidence{fits_unmoved(*now->balance, facts) ? Verdict::not_done : Verdict::undecided, std::nullopt, now->balance};
    }
    std::optional<card::Proof> proof;
    if (!now->later || *now->later == 1) {
        auto answer = read_proof(card, facts, now->later.has_value());
        if (!answer) return failure(answer.error());
        proof = *answer;
    }
    auto log = log_if_shown(card);
    if (!log) return failure(log.error());
    if (*log && !proof && untouched(**log, *now, facts)) return Evidence{Verdict::not_done, std::nullopt, now->balance};
    auto verdict = *log ? judge_log(std::move(**log), facts, now->later) : Verdict::undecided;
    const auto if_done = is_load(facts) ? facts.old_balance + facts.amount : facts.old_balance - facts.amount;
    const bool balance_fits = now->balance && *now->balance == if_done;
    const bool last_move = now->later ? *now->later == 1 : proof.has_value();
    if (verdict == Verdict::undecided && balance_fits && last_move) verdict = Verdict::done;
    return Evidence{verdict, verdict == Verdict::done ? proof : std::nullopt, now->balance};
}

}  // namespace onecard::pay
