#include "backend/cases/moves.hpp"

#include <algorithm>

#include "backend/cases/case_book.hpp"
#include "backend/cases/case_row.hpp"
#include "backend/cases/family.hpp"
#include "backend/cases/mediation.hpp"
#include "backend/cases/publicity.hpp"
#include "backend/cases/slots.hpp"
#include "base/text.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

/// A move on its way: the case, what the chart says, who, and the step it happens in.
struct Going {
    Connection& connection;
    const Rules& rules;
    CaseRow& row;
    const MoveRule& rule;
    const Move& asked;
    std::string step;
};

Status refused(std::string_view code) { return failure(Error::Kind::refused, std::string(code)); }

std::string role_of(const Mover& by) { return by.kind == Mover::Kind::resident ? "resident" : by.role; }

void tell_of(Going& going, std::string_view kind, std::string target = {}) {
    const auto& by = going.asked.by;
    const bool relative = !by.relative.empty();
    tell(going.connection, going.row, going.step,
         {kind, by.name, relative ? std::string(family_role) : role_of(by), relative ? by.relative : std::move(target), going.asked.note, going.asked.at});
}

bool same_day(Timestamp one, Timestamp other) { return to_iso(one).substr(0, 10) == to_iso(other).substr(0, 10); }

/// Whoever sits nowhere near a private case has no hand in it, whatever else they administer.
bool may_move(const CaseRow& row, const MoveRule& rule, const Mover& by, bool is_private) {
    const auto named = [&](std::string_view who) { return std::find(rule.by.begin(), rule.by.end(), who) != rule.by.end(); };
    const auto sits_at = [&](const std::string& post) { return std::find(by.posts.begin(), by.posts.end(), post) != by.posts.end(); };
    switch (by.kind) {
        case Mover::Kind::resident: return named("resident");
        case Mover::Kind::supervisor: return named("supervisor") || (named("holder") && (sits_at(row.post) || sits_at(row.holder)));
        case Mover::Kind::officer: return named("holder") && (sits_at(row.post) || sits_at(row.holder));
        case Mover::Kind::administrator:
            if (is_private) return named("holder") && (sits_at(row.post) || sits_at(row.holder));
            return named("holder") || named("supervisor");
    }
    return false;
}

/// Who served the rated case has no hand in its follow-up, whatever else they may do.
bool served_it(Connection& connection, const CaseRow& row, const Mover& by) {
    if (row.served.empty() || by.kind == Mover::Kind::resident) return false;
    return connection.query("SELECT 1 FROM case_events WHERE case_number = ? AND actor = ? AND role NOT IN ('resident', 'system')", row.served, by.name).next();
}

const Apart* apart_rule(const Chart& chart, std::string_view step) {
    const auto found = std::find_if(chart.apart.begin(), chart.apart.end(), [&](const Apart& apart) { return apart.step == step; });
    return found == chart.apart.end() ? nullptr : &*found;
}

/// True when somebody of this name, or at this post, worked on one of the steps.
bool worked_on(Connection& connection, const std::string& number, const Apart& apart, const std::string& actor, const std::string& post) {
    for (const auto& step : apart.from) {
        auto row = connection.query(
            "SELECT 1 FROM case_events WHERE case_number = ? AND step = ? AND kind IN ('step_done', 'transferred', 'given_back', 'suspended') "
            "AND role NOT IN ('resident', 'system') AND (actor = ? OR post = ?)",
            number, step, actor, post);
        if (row.next()) return true;
    }
    return false;
}

/// Supervision apart from command: nobody ends the check of what they dispatched or handled.
bool too_near(Connection& connection, const Chart& chart, const CaseRow& row, Verb verb, const Mover& by) {
    if ((verb != Verb::advance && verb != Verb::decide) || chart.apart.empty()) return false;
    const auto step = open_step(connection, row.number);
    const auto* apart = step ? apart_rule(chart, step->code) : nullptr;
    return apart && worked_on(connection, row.number, *apart, by.name, row.post);
}

bool in_step(const MoveRule& rule, const std::string& step) {
    const auto among = [&](const std::vector<std::string>& steps) { return std::find(steps.begin(), steps.end(), step) != steps.end(); };
    return (rule.in.empty() || among(rule.in)) && !among(rule.not_in);
}

bool used_up(Connection& connection, const CaseRow& row, const MoveRule& rule) {
    if (rule.times == 0) return false;
    auto found = connection.query("SELECT count(*) FROM case_events WHERE case_number = ? AND kind = ?", row.number, event_of(rule.verb));
    return found.next() && found.number(0) >= rule.times;
}

bool at_last_of_several(Connection& connection, const CaseRow& row) {
    const auto step = open_step(connection, row.number);
    return step && step->left == 1 && step->position > 0;
}

Status check(Connection& connection, const Rules& rules, const CaseRow& row, Verb verb, const Mover& by) {
    const auto& chart = rules.chart(row.chart);
    const auto* rule = chart.rule(verb);
    if (!rule) return refused("case.not_in_chart");
    if (!may_move(row, *rule, by, chart.closed_to_figures)) return refused("case.not_yours");
    if (std::find(rule->from.begin(), rule->from.end(), row.state) == rule->from.end()) return refused(row.running() ? "case.state" : "case.closed");
    if (served_it(connection, row, by)) return refused("case.own_rating");
    if (used_up(connection, row, *rule)) return refused("case.too_often");
    if (rule->before_last_step && at_last_of_several(connection, row)) return refused("case.last_step");
    if (verb == Verb::withdraw && !seconders_of(connection, row.number).empty()) return refused("case.others_told");
    if (too_near(connection, rules.chart(row.chart), row, verb, by)) return refused("case.not_apart");
    if (rule->in.empty() && rule->not_in.empty()) return {};
    const auto step = open_step(connection, row.number);
    if (!in_step(*rule, step ? step->code : std::string())) return refused("case.step");
    return {};
}

void close(Going& going, const std::string& decision) {
    auto& row = going.row;
    row.state = "closed";
    row.closed_at = going.asked.at;
    row.decision = decision;
    if (decision == "declined") free_slot(going.connection, row.number, going.asked.at);
    row.result = going.asked.note;
    // What both agreed on stays with the case, whatever is said at its end.
    if (const auto agreement = agreement_of(going.connection, row.number); decision == "granted" && !agreement.empty())
        row.result = "双方达成的协议：" + agreement + (row.result.empty() ? "" : "\n" + row.result);
    if (row.result.empty()) {
        auto outcome = going.connection.query("SELECT '已办结。' || outcome_zh FROM cases WHERE number = ?", row.number);
        if (outcome.next()) row.result = outcome.text(0);
    }
    row.step_limit_at.reset();
    tell_of(going, "closed", decision);
    end_publicity(going.connection, going.rules, row, going.asked.at);
}

Status advance(Going& going) {
    auto& row = going.row;
    const auto step = open_step(going.connection, row.number);
    if (!step) return refused("case.closed");
    if (auto allowed = notice_allows(going.connection, going.rules, row, Verb::advance, going.asked.at); !allowed) return allowed;
    going.connection.run("UPDATE case_steps SET done_at = ? WHERE case_number = ? AND position = ?", going.asked.at, row.number, step->position);
    tell_of(going, event_of(going.asked.verb));
    if (step->left > 1) begin_step(going.connection, going.rules, row, going.asked.at);
    else close(going, "granted");
    return {};
}

Status decide(Going& going) {
    if (going.asked.to != "granted" && going.asked.to != "declined") return refused("case.decision");
    if (going.asked.to == "granted" && awaits_acceptance(going.connection, going.row.number)) return refused("mediation.no_agreement");
    if (going.asked.to == "granted")
        if (auto allowed = notice_allows(going.connection, going.rules, going.row, Verb::decide, going.asked.at); !allowed) return allowed;
    going.connection.run("UPDATE case_steps SET done_at = ? WHERE case_number = ? AND done_at IS NULL AND began_at IS NOT NULL", going.asked.at,
                         going.row.number);
    close(going, going.asked.to);
    return {};
}

Status stop(Going& going) {
    auto& row = going.row;
    const bool asks = going.asked.verb == Verb::ask_supplement;
    row.state = asks ? "supplement" : "suspended";
    if (asks) row.question = going.asked.note;
    pause(going.rules, row, going.rule, going.asked.at);
    tell_of(going, event_of(going.asked.verb), to_iso(*row.pause_ends_at));
    return {};
}

Status go_on(Going& going) {
    resume(going.connection, going.rules, going.row, going.asked.at);
    tell_of(going, event_of(going.asked.verb));
    return {};
}

Status transfer(Going& going) {
    const auto post = find_post(going.connection, going.asked.to);
    if (!post || post->abolished) return refused("case.post_unknown");
    const auto ways = passed_to(going.connection, going.rules, going.row);
    const auto way = ways.find(post->code);
    if (!ways.empty() && way == ways.end()) return refused("case.route");
    const auto to = standing_in(going.connection, post->code);
    if (to == going.row.post) return refused("case.same_post");
    const auto* apart = apart_rule(going.rules.chart(going.row.chart), going.step);
    if (apart && worked_on(going.connection, going.row.number, *apart, {}, to)) return refused("case.not_apart");
    tell_of(going, way != ways.end() && !way->second.empty() ? std::string_view(way->second) : "transferred", to);
    going.row.post = going.row.holder = to;
    going.row.officer.clear();
    going.row.held_since = going.asked.at;
    return {};
}

Status give_back(Going& going) {
    const auto step = open_step(going.connection, going.row.number);
    if (!step || step->position == 0) return refused("case.first_step");
    tell_of(going, "given_back");
    going.connection.run("UPDATE case_steps SET limit_at = NULL, began_at = NULL WHERE case_number = ? AND position = ?", going.row.number, step->position);
    going.connection.run("UPDATE case_steps SET done_at = NULL WHERE case_number = ? AND position = ?", going.row.number, step->position - 1);
    begin_step(going.connection, going.rules, going.row, going.asked.at);
    return {};
}

Status assign(Going& going) {
    const auto seat = going.connection.query("SELECT 1 FROM seats WHERE user = ? AND post = ?", going.asked.to, going.row.post).next();
    if (!seat) return refused("case.officer_unknown");
    going.row.officer = going.asked.to;
    tell_of(going, "assigned", going.asked.to);
    return {};
}

Timestamp asked_at(const Going& going) { return going.asked.asked_at.value_or(going.asked.at); }

/// Somebody else saw the same.
Status second(Going& going) {
    const auto& card = going.asked.to;
    if (card == going.row.card) return refused("case.seconded");
    going.connection.run("INSERT OR IGNORE INTO seconders (case_number, card, at) VALUES (?, ?, ?)", going.row.number, card, asked_at(going));
    if (going.connection.changed() == 0) return refused("case.seconded");
    tell_of(going, "seconded");
    return {};
}

Status urge(Going& going) {
    auto& row = going.row;
    if (row.urged_at && same_day(*row.urged_at, asked_at(going))) return refused("case.urged_today");
    row.urged_at = asked_at(going);
    tell_of(going, "urged");
    return {};
}

Status escalate(Going& going) {
    auto& row = going.row;
    if (!row.step_late(asked_at(going)) && !row.late(asked_at(going))) return refused("case.escalate_early");
    if (row.escalated_at && same_day(*row.escalated_at, asked_at(going))) return refused("case.escalated_today");
    const auto up = next_up(going.connection, row.holder);
    if (up.empty()) return refused("case.escalate_top");
    tell_of(going, "escalated", up);
    row.escalated_at = asked_at(going);
    row.held_since = going.asked.at;
    row.holder = up;
    return {};
}

Status withdraw(Going& going) {
    going.row.state = "withdrawn";
    going.row.closed_at = going.asked.at;
    going.row.step_limit_at = going.row.paused_at = going.row.pause_ends_at = std::nullopt;
    going.row.clocks_stopped = false;
    free_slot(going.connection, going.row.number, going.asked.at);
    tell_of(going, "withdrawn");
    end_publicity(going.connection, going.rules, going.row, going.asked.at);
    return {};
}

/// Closed must mean done: the last step is done again, and the post above answers for it.
Status reopen(Going& going) {
    auto& row = going.row;
    if (!row.closed_at || asked_at(going) > *row.closed_at + std::chrono::hours(24 * going.rule.days)) return refused("case.reopen_late");
    tell_of(going, "reopened");
    going.connection.run(
        "UPDATE case_steps SET done_at = NULL WHERE case_number = ?1 AND position = (SELECT max(position) FROM case_steps WHERE case_number = ?1)", row.number);
    row.state = "open";
    row.closed_at.reset();
    row.decision.clear();
    row.result.clear();
    row.rating = 0;
    ++row.reopened;
    row.whole_card = Card::none;
    row.promised_at = going.rules.calendar().after(going.asked.at, going.rules.chart(row.chart).reopened_days);
    begin_step(going.connection, going.rules, row, going.asked.at);
    if (const auto up = next_up(going.connection, row.post); !up.empty()) row.holder = up;
    return {};
}

Status rate(Going& going) {
    auto& row = going.row;
    const auto& level = going.asked.to;
    if (level.size() != 1 || level[0] < '1' || level[0] > '5') return refused("case.rating");
    if (row.rating != 0) return refused("case.rated");
    row.rating = level[0] - '0';
    tell_of(going, "rated", level);
    if (row.rating > going.rules.worst_rating()) return {};
    Arrival arrival;
    arrival.card_serial = row.card;
    arrival.kiosk = going.asked.by.name;
    arrival.at = going.asked.at;
    arrival.served = row.number;
    if (!going.asked.note.empty()) arrival.answers["reason"] = {going.asked.note};
    const auto follow_up = open_case(going.connection, going.rules, going.rules.bad_rating_item(), arrival);
    tell(going.connection, row, {}, {"followed_up", {}, "system", follow_up, {}, going.asked.at});
    return {};
}

/// What a rule does once both sides have done their part.
Status advance_by_rule(Going& going) {
    const Move rule{Verb::advance, {Mover::Kind::administrator, {}, "system", {}}, {}, {}, going.asked.at};
    Going next{going.connection, going.rules, going.row, going.rule, rule, going.step};
    return advance(next);
}

/// With the time that suits both, inviting is done.
Status choose(Going& going) {
    const auto set = choose_times(going.connection, going.rules, going.row, going.asked);
    if (!set) return failure(set.error());
    const bool inviting = going.step == "invite" || going.step == "book";
    return *set && inviting ? advance_by_rule(going) : Status();
}

/// Only what both sides have accepted is an agreement: the step that follows begins by it.
Status accept(Going& going) {
    const auto all = accept_agreement(going.connection, going.row, going.asked);
    if (!all) return failure(all.error());
    return *all ? advance_by_rule(going) : Status();
}

Status carry_out(Going& going) {
    switch (going.asked.verb) {
        case Verb::advance:
        case Verb::confirm: return advance(going);
        case Verb::decide: return decide(going);
        case Verb::ask_supplement:
        case Verb::suspend: return stop(going);
        case Verb::answer:
        case Verb::resume: return go_on(going);
        case Verb::transfer: return transfer(going);
        case Verb::give_back: return give_back(going);
        case Verb::assign: return assign(going);
        case Verb::supervise: tell_of(going, "supervised"); return {};
        case Verb::second: return second(going);
        case Verb::urge: return urge(going);
        case Verb::escalate: return escalate(going);
        case Verb::withdraw: return withdraw(going);
        case Verb::reopen: return reopen(going);
        case Verb::rate: return rate(going);
        case Verb::invite: return invite(going.connection, going.rules, going.row, going.asked);
        case Verb::offer_times: return offer_times(going.connection, going.rules, going.row, going.asked);
        case Verb::propose: return propose(going.connection, going.row, going.asked);
        case Verb::choose_times: return choose(going);
        case Verb::decline: return decline(going.connection, going.row, going.asked);
        case Verb::accept: return accept(going);
        case Verb::refuse: return refuse_agreement(going.connection, going.row, going.asked);
    }
    return {};
}

}  // namespace

Status move(Connection& connection, const Rules& rules, const std::string& number, const Move& asked) {
    auto row = load_row(connection, number);
    if (!row) return refused("case.unknown");
    if (auto good = check(connection, rules, *row, asked.verb, asked.by); !good) return good;
    const auto* rule = rules.chart(row->chart).rule(asked.verb);
    if (rule->note && asked.note.empty()) return refused("case.note_missing");
    if (length_in_points(asked.note) > (asked.verb == Verb::propose ? agreement_points_max : note_points_max)) return refused("case.note_too_long");
    const auto step = open_step(connection, number);
    Going going{connection, rules, *row, *rule, asked, step ? step->code : std::string()};
    if (auto done = carry_out(going); !done) return done;
    save_row(connection, rules, *row);
    return {};
}

std::vector<std::string> posts_passed_to(Connection& connection, const Rules& rules, const std::string& number) {
    std::vector<std::string> codes;
    const auto row = load_row(connection, number);
    if (!row) return codes;
    const auto ways = passed_to(connection, rules, *row);
    for (const auto& [code, told] : ways) codes.push_back(code);
    return codes;
}

bool resident_may(Connection& connection, const Rules& rules, const std::string& number, Verb verb) {
    const auto row = load_row(connection, number);
    return row && check(connection, rules, *row, verb, {Mover::Kind::resident, {}, "resident", {}}).has_value();
}

std::vector<Verb> open_moves(Connection& connection, const Rules& rules, const std::string& number, const Mover& by) {
    std::vector<Verb> open;
    const auto row = load_row(connection, number);
    if (!row) return open;
    for (const auto verb : all_verbs)
        if (check(connection, rules, *row, verb, by)) open.push_back(verb);
    return open;
}

}  // namespace onecard::cases
