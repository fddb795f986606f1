// What people and rules do to cases. Every move is checked against the case's chart, changes the case and writes one event, in one unit of work.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// Who moves it.
struct Mover {
    enum class Kind { officer, supervisor, resident, administrator };
    Kind kind = Kind::officer;
    std::string name;                 ///< of the user; of the kiosk for a resident
    std::string role;
    std::vector<std::string> posts;   ///< whose seat the officer has
    std::string card{};               ///< of a resident
    std::string relative{};           ///< masked name of the one who does it for the resident, see family.hpp; empty: nobody
};

struct Move {
    Verb verb = Verb::advance;
    Mover by;
    std::string note;                 ///< why; what is asked for, answered or decided
    std::string to;                   ///< transfer: post; invite: card of the other side; assign: user; decide: `granted`, `declined`; rate: `1` … `5`; second: card
    Timestamp at;
    std::optional<Timestamp> asked_at{};  ///< when a resident asked, maybe without network: limits on asking count from here
};

/// Of an agreement that both sides read, agreement_points_max.
inline constexpr std::size_t note_points_max = 500;

/// Errors, all of kind refused; nothing has changed then.
///   `case.unknown`, `case.closed`, `case.state` (not from this state), `case.not_in_chart` (this kind of case can't do that),
///   `case.not_yours`, `case.own_rating` (who served the rated case can't touch its follow-up), `case.note_missing`, `case.note_too_long`,
///   `case.not_apart` (who dispatched or handled it does not check it),
///   `case.seconded` (this card told of it before), `case.others_told` (not withdrawn while others count on it),
///   `case.too_often`, `case.first_step`, `case.last_step`, `case.post_unknown`, `case.same_post`, `case.officer_unknown`, `case.decision`,
///   `case.step` (not in this step), `case.notice_runs`, `case.notice_missing`, `case.objected` (its notice period, see publicity.hpp),
///   `case.route` (this kind of case goes only where its chart says), those of mediation.hpp,
///   `case.urged_today`, `case.escalate_early`, `case.escalated_today`, `case.escalate_top`, `case.reopen_late`, `case.rated`, `case.rating`
Status move(data::Connection& connection, const Rules& rules, const std::string& number, const Move& move);

/// The verbs that `move()` would not refuse to this mover for reasons of chart, state, right or number of times.
std::vector<Verb> open_moves(data::Connection& connection, const Rules& rules, const std::string& number, const Mover& by);
/// Posts that it may be transferred to; empty where its chart says nothing about that.
std::vector<std::string> posts_passed_to(data::Connection& connection, const Rules& rules, const std::string& number);
/// The same about one verb, for the resident whose case it is.
bool resident_may(data::Connection& connection, const Rules& rules, const std::string& number, Verb verb);

}  // namespace onecard::cases
