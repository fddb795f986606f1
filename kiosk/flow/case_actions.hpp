// What a resident can do to the case that is open, by what is known here: the backend decides again.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/flow/model.hpp"

namespace onecard::flow {

/// True past the limit of the step or of the whole, while the clocks run.
bool is_late(const CaseView& one, Timestamp now);

/// Said instead of choosing: none of the times that are offered.
inline constexpr std::string_view no_time_suits = "no_time_suits";

/// Names of wire::CaseAction kinds, the one that helps most first. Nothing that was asked already and still waits, nothing that only a
/// later day allows.
std::vector<std::string> actions_for(const CaseView& one, Timestamp now);

/// What can be printed of a case by the card of whom it is: the certificate that its last step gives, or the agreement that holds.
enum class CasePaper { none, certificate, agreement };
CasePaper paper_of(const Model& model, const CaseView& one);

/// True while the other side and the mediator wait for this one: times to choose, an agreement to answer.
bool is_awaited(const CaseView& one);

/// True when the action needs words from the resident first.
bool needs_words(std::string_view action);
/// True when the resident is asked once more, or for more, before it is done; urging is not.
bool is_prepared(std::string_view action);

inline constexpr std::size_t case_words_max = 300;
inline constexpr int reopen_days = 30, worst_rating = 2;

}  // namespace onecard::flow
