// The moving part of a case as the engine works on it, and its clocks. Private to this folder.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/cases/posts.hpp"
#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

enum class Card { none, yellow, red };
std::string_view name(Card card);

struct CaseRow {
    std::string number, card, item_code, department, community, grid, chart, served;
    std::string state, post, holder, officer, question, result, decision, case_class;
    Timestamp accepted_at, promised_at, held_since;
    std::optional<Timestamp> step_limit_at, closed_at, paused_at, pause_ends_at, up_at, due_at, urged_at, escalated_at, step_yellow_at;
    Card step_card = Card::none, whole_card = Card::none;
    bool clocks_stopped = false;
    int rating = 0, reopened = 0;

    bool running() const { return state == "open" || state == "supplement" || state == "suspended"; }
    bool step_late(Timestamp now) const { return running() && !clocks_stopped && step_limit_at && now > *step_limit_at; }
    bool late(Timestamp now) const { return running() && !clocks_stopped && now > promised_at; }
};

std::optional<CaseRow> load_row(data::Connection& connection, const std::string& number);
/// Writes it back, with `up_at` and `due_at` reckoned anew, and tells the kiosks of the holder's community.
void save_row(data::Connection& connection, const Rules& rules, CaseRow& row);

/// When somebody is warned of the step's limit, and of the whole's.
Timestamp step_yellow_at(const Rules& rules, const CaseRow& row);
Timestamp whole_yellow_at(const Rules& rules, const CaseRow& row);
/// Cards that told of it after the first, in the order in which they did.
std::vector<std::string> seconders_of(data::Connection& connection, const std::string& number);

/// Cards of those who were asked to come to a mediation by whoever handed it in.
std::vector<std::string> invited_to(data::Connection& connection, const std::string& number);

/// Where its chart passes it on to: code of the post → kind of the event by which that is told, empty for the usual one. None where the chart says
/// nothing about it.
std::map<std::string, std::string> passed_to(data::Connection& connection, const Rules& rules, const CaseRow& row);

/// Stops both clocks at `at` (or, where the chart says so, lets them run) until resumed, at most `days` working days.
void pause(const Rules& rules, CaseRow& row, const MoveRule& rule, Timestamp at);
/// Goes on: both limits move by the working days that the pause took. What was late before stays as late as it was.
void resume(data::Connection& connection, const Rules& rules, CaseRow& row, Timestamp at);

/// The step that is going on.
struct OpenStep {
    int position = 0, left = 0;  ///< `left`: steps not done, this one included
    Limit limit;
    std::string code, holder, department;
    std::optional<Timestamp> began_at;
};
std::optional<OpenStep> open_step(data::Connection& connection, const std::string& number);
/// Begins the next open step: routes it, sets its limit.
void begin_step(data::Connection& connection, const Rules& rules, CaseRow& row, Timestamp at);

/// One line of the history.
struct Telling {
    std::string_view kind;
    std::string actor, role;
    std::string target, note;
    Timestamp at;
};
void tell(data::Connection& connection, const CaseRow& row, std::string_view step, const Telling& telling);

/// The next higher post that stands, other than where it is; empty at the top.
std::string next_up(data::Connection& connection, const std::string& holder);

}  // namespace onecard::cases
