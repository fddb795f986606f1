// What a resident does to a case of theirs at a kiosk: urge it, let it go up, answer what is asked, open it again, rate it, take it back, confirm that what was
// ordered was done; joining in with what somebody else told of before; and the part of one side in a mediation.
// Handed in like requests: as a submission of kind `case_action`.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

struct CaseAction {
    enum class Kind { urge, escalate, answer, reopen, rate, withdraw, confirm, second, choose_times, decline, accept, refuse };
    Kind kind = Kind::urge;
    std::string card_serial;
    std::string case_number;
    int rating = 0;          ///< 1 … 5 for rate, else 0
    std::string text;        ///< the answer, the reason; the times chosen, with commas between, none when empty; agreement_digest() of what is accepted
    Timestamp at;            ///< when the resident did it
    bool operator==(const CaseAction&) const = default;
};

inline constexpr std::string_view case_action_kind = "case_action";
inline constexpr std::size_t case_text_points_max = 500;

/// By which the backend knows that the text that was read is the one that lies before both sides now.
std::string agreement_digest(std::string_view agreement);

Json to_json(const CaseAction& value);
/// Errors: `wire.<member>`.
Result<CaseAction> case_action_from(const Json& json);

std::string_view name(CaseAction::Kind kind);
std::optional<CaseAction::Kind> case_action_named(std::string_view name);

}  // namespace onecard::wire
