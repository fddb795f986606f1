// A mediation has two sides. The mediator invites the second by card; each chooses times at which it can come, the earliest that suits both is booked;
// each accepts, with card and PIN at a kiosk, what the mediator lays before both. Nobody else learns of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend/cases/case_row.hpp"
#include "backend/cases/moves.hpp"

namespace onecard::cases {

/// The calendar whose times are offered to both sides; kiosks book none of it by themselves.
inline constexpr std::string_view mediation_calendar = "mediators";
inline constexpr std::size_t agreement_points_max = 1000;

// Carried out by move(), which has checked chart, state, step and right, and saves the row. Errors, all of kind refused, with nothing changed:
//   `mediation.card_unknown` (no registered card), `mediation.own_card` (of the resident who asked), `card.black_listed`,
//   `mediation.invited` (the other side has answered already), `mediation.alone` (nobody was invited yet), `mediation.time` (a time that was not
//   offered), `mediation.time_set`, `mediation.no_agreement`, `mediation.other_text` (not the agreement that lies before both now),
//   `mediation.accepted` (this side has accepted it before), `case.not_yours` (neither side's card).

/// `asked.to`: a card of the other side; `asked.note`: what they are told. Until they answer, another card can be put in its place.
Status invite(data::Connection& connection, const Rules& rules, CaseRow& row, const Move& asked);
/// Calls off the time that was set, if any, and offers others.
Status offer_times(data::Connection& connection, const Rules& rules, CaseRow& row, const Move& asked);
/// `asked.note`: times with commas between; empty: none of them suits. True when a time was set by it.
Result<bool> choose_times(data::Connection& connection, const Rules& rules, CaseRow& row, const Move& asked);
/// The invited side does not wish to mediate: it is out of the case.
Status decline(data::Connection& connection, CaseRow& row, const Move& asked);
/// `asked.note`: the agreement. What was accepted of an earlier one counts no longer.
Status propose(data::Connection& connection, CaseRow& row, const Move& asked);
/// `asked.note`: digest of the text that was read, as agreement_digest() gives it. True when both sides have accepted by now.
Result<bool> accept_agreement(data::Connection& connection, CaseRow& row, const Move& asked);
/// It goes back to the mediator.
Status refuse_agreement(data::Connection& connection, CaseRow& row, const Move& asked);

/// A side, as the mediator sees it.
struct Side {
    std::string card;
    bool asked = false;                             ///< handed the case in
    std::optional<std::vector<std::string>> times;  ///< nothing: not chosen yet
    bool accepted = false;
};
/// Who asked first; none before somebody was invited.
std::vector<Side> sides_of(data::Connection& connection, const std::string& number);
/// True when a second side was invited and not all have accepted what lies before them.
bool awaits_acceptance(data::Connection& connection, const std::string& number);
/// What lies before both sides; empty for none.
std::string agreement_of(data::Connection& connection, const std::string& number);
std::vector<std::string> offered_of(data::Connection& connection, const std::string& number);

/// As the holder of this card sees it.
wire::Mediation mediation_of(data::Connection& connection, const std::string& number, const std::string& card);
/// True for the side that was invited.
bool is_invited(data::Connection& connection, const std::string& number, const std::string& card);

}  // namespace onecard::cases
