#include "kiosk/flow/case_actions.hpp"

#include <algorithm>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {
namespace {

bool passed(const std::string& limit, Timestamp now) {
    Timestamp time;
    return !limit.empty() && from_iso(limit, time) && now > time;
}

bool today(const std::string& instant, Timestamp now) { return !instant.empty() && instant.substr(0, 10) == to_iso(now).substr(0, 10); }

bool asked_already(const CaseView& one, std::string_view action) {
    return std::any_of(one.asked.begin(), one.asked.end(), [&](const AskedView& asked) { return asked.action == action && asked.state == "waiting"; });
}

bool can_reopen(const CaseView& one, Timestamp now) {
    Timestamp closed;
    return from_iso(one.closed_at, closed) && now <= closed + std::chrono::hours(24 * reopen_days);
}

/// The part of one side in a mediation: what lies before it to agree to comes first, then when it can come.
std::vector<const char*> mediation_actions(const CaseView& one) {
    if (!one.mediation || one.state != "open") return {};
    const auto& mediation = *one.mediation;
    if (!mediation.agreement.empty()) return mediation.accepted ? std::vector<const char*>{} : std::vector{"accept", "refuse"};
    std::vector<const char*> actions;
    if (!mediation.offered.empty()) actions.push_back("choose_times");
    if (mediation.invited) actions.push_back("decline");
    return actions;
}

}  // namespace

bool is_late(const CaseView& one, Timestamp now) {
    if (one.clocks_stopped || !one.closed_at.empty()) return false;
    const auto current = std::find_if(one.steps.begin(), one.steps.end(), [](const StepView& step) { return step.state == 1; });
    return passed(one.promised_at, now) || (current != one.steps.end() && passed(current->when, now));
}

std::vector<std::string> actions_for(const CaseView& one, Timestamp now) {
    std::vector<std::string> actions;
    const auto offer = [&](const char* action) {
        if (!asked_already(one, action)) actions.emplace_back(action);
    };
    if (one.number.empty()) return actions;
    if (one.of_relative && one.state == "supplement") offer("answer");
    if (one.seconded || one.of_relative) {
        if ((one.state == "open" || one.state == "suspended") && !today(one.urged_at, now)) offer("urge");
        return actions;
    }
    for (const auto* action : mediation_actions(one)) offer(action);
    if (one.mediation && one.mediation->invited) return actions;
    if (one.state == "supplement") offer("answer");
    if (one.state == "open" && std::any_of(one.steps.begin(), one.steps.end(), [](const StepView& step) { return step.state == 1 && step.code == "card_confirm"; }))
        offer("confirm");
    if (one.state == "open" || one.state == "suspended") {
        if (is_late(one, now) && !one.goes_up_to.zh.empty() && !today(one.escalated_at, now)) offer("escalate");
        if (!today(one.urged_at, now)) offer("urge");
    }
    if (one.state == "closed") {
        if (one.rating == 0) offer("rate");
        if (can_reopen(one, now)) offer("reopen");
    }
    if (one.may_withdraw) offer("withdraw");
    return actions;
}

CasePaper paper_of(const Model& model, const CaseView& one) {
    if (one.of_relative || one.seconded) return CasePaper::none;
    if (one.mediation) return one.mediation->agreed && !one.mediation->agreement.empty() ? CasePaper::agreement : CasePaper::none;
    const auto* item = model.catalogue ? model.catalogue->item(one.item_code) : nullptr;
    const bool gives_paper = item && !item->steps.empty() && item->steps.back().code == "print";
    return gives_paper && one.granted && one.state == "closed" ? CasePaper::certificate : CasePaper::none;
}

bool is_awaited(const CaseView& one) {
    const auto actions = mediation_actions(one);
    if (actions.empty() || asked_already(one, actions.front())) return false;
    return !one.mediation->agreement.empty() || (!one.mediation->offered.empty() && one.mediation->chosen.empty());
}

bool needs_words(std::string_view action) { return action == "answer" || action == "reopen"; }

bool is_prepared(std::string_view action) { return action != "urge"; }

}  // namespace onecard::flow
