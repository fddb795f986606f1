#include "backend/cases/resident.hpp"

#include <algorithm>

#include "backend/cases/family.hpp"
#include "backend/cases/mediation.hpp"
#include "backend/cases/moves.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using Kind = wire::CaseAction::Kind;

Verb verb_of(Kind kind) {
    switch (kind) {
        case Kind::second: return Verb::second;
        case Kind::urge: return Verb::urge;
        case Kind::escalate: return Verb::escalate;
        case Kind::answer: return Verb::answer;
        case Kind::reopen: return Verb::reopen;
        case Kind::rate: return Verb::rate;
        case Kind::withdraw: return Verb::withdraw;
        case Kind::confirm: return Verb::confirm;
        case Kind::choose_times: return Verb::choose_times;
        case Kind::decline: return Verb::decline;
        case Kind::accept: return Verb::accept;
        case Kind::refuse: return Verb::refuse;
    }
    return Verb::urge;
}

/// The card that handed it in, or another card of the same resident.
bool is_holders(Connection& connection, const std::string& number, const std::string& card) {
    return connection
        .query("SELECT 1 FROM cases WHERE number = ?1 AND (card = ?2 OR EXISTS (SELECT 1 FROM cards AS theirs JOIN cards AS mine "
               "ON mine.resident = theirs.resident WHERE theirs.serial = cases.card AND mine.serial = ?2))",
               number, card)
        .next();
}

/// Who told of it after the first may urge it; all else is the first one's.
bool is_seconders(Connection& connection, const std::string& number, const std::string& card) {
    return connection.query("SELECT 1 FROM seconders WHERE case_number = ? AND card = ?", number, card).next();
}

/// A relative urges and answers what is asked for, while the cards are linked; nothing else, and nothing of a private matter.
bool is_relatives(Connection& connection, const Rules& rules, const wire::CaseAction& action, Timestamp at) {
    if (action.kind != Kind::urge && action.kind != Kind::answer) return false;
    auto row = connection.query("SELECT card, chart FROM cases WHERE number = ?", action.case_number);
    if (!row.next() || rules.chart(row.text(1)).closed_to_figures) return false;
    return may_act_for(connection, action.card_serial, row.text(0), at);
}

/// Each side of a mediation answers for itself, with the card that it was invited by or that handed the case in.
bool is_of_a_side(Kind kind) { return kind == Kind::choose_times || kind == Kind::decline || kind == Kind::accept || kind == Kind::refuse; }

}  // namespace

Status act(Connection& connection, const Rules& rules, const wire::CaseAction& action, const std::string& kiosk, Timestamp now) {
    if (!connection.query("SELECT 1 FROM cases WHERE number = ?", action.case_number).next()) return failure(Error::Kind::refused, "case.unknown");
    const bool seconds = action.kind == Kind::second || (action.kind == Kind::urge && is_seconders(connection, action.case_number, action.card_serial));
    const bool as_invited = is_of_a_side(action.kind) && is_invited(connection, action.case_number, action.card_serial);
    const auto asked_at = std::min(action.at, now);  // a kiosk whose clock is ahead gives nobody more
    const bool own = seconds || as_invited || is_holders(connection, action.case_number, action.card_serial);
    const bool as_relative = !own && is_relatives(connection, rules, action, asked_at);
    if (!own && !as_relative) return failure(Error::Kind::refused, "case.not_yours");
    Move asked;
    asked.verb = verb_of(action.kind);
    asked.by = {Mover::Kind::resident, kiosk, "resident", {}, action.card_serial};
    if (as_relative) asked.by.relative = masked_name_of(connection, action.card_serial);
    asked.note = action.text;
    if (action.kind == Kind::rate) asked.to = std::to_string(action.rating);
    if (action.kind == Kind::second) asked.to = action.card_serial;
    asked.at = now;
    asked.asked_at = asked_at;
    auto done = move(connection, rules, action.case_number, asked);
    if (done && as_relative) note_help(connection, action.card_serial, action.case_number, now);
    return done;
}

}  // namespace onecard::cases
