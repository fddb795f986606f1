// A mediation as its tests hand it in, and what its sides and its mediator do.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "backend-client/wire/case_actions.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "tests/backend/district.hpp"

namespace onecard::test {

using Answers = std::map<std::string, std::vector<std::string>>;

/// Words that are nowhere else.
inline const std::string canary_name = "金丝雀甲·测试", canary_text = "金丝雀说的话", canary_phone = "13955512345";

inline Answers mediation_answers() {
    return {{"holder_name", {"林桂兰·测试"}}, {"id_number", {"999999195203040026"}}, {"matter", {"neighbour"}}, {"other_side", {canary_name}}, {"story", {canary_text}},
            {"other_phone", {canary_phone}}, {"wish", {canary_text}}, {"times", {"weekday", "evening"}}, {"fast", {"no"}}, {"phone", {canary_phone}}, {"agree", {"yes"}}};
}

/// What SF-0003 became, handed in by Lin Guilan; its number.
std::string hand_in_mediation(District& district, const Answers& answers = mediation_answers());
wire::Submission mediation_submission(District& district, const std::string& item, const Answers& answers);

/// The code of the refusal, or nothing. `by` sits at the community's mediation committee when not said otherwise.
std::string mediate(District& district, const std::string& number, cases::Verb verb, const std::string& note = {}, const std::string& to = {},
                    const std::string& post = "MC:WT");
/// What a side does at a kiosk: the code that its submission is answered with.
std::string at_kiosk(District& district, const std::string& number, const std::string& card, wire::CaseAction::Kind kind, const std::string& text = {});
cases::CaseFile mediation_file(District& district, const std::string& number);
/// As the kiosk is told about a card; fails the test where the card has no such case.
wire::Case told_to(District& district, const std::string& card, const std::string& number);
bool is_told(District& district, const std::string& card, const std::string& number);

}  // namespace onecard::test
