// The part of one side in a mediation, on the page of its case: what was set and what lies before both, choosing times, saying yes or no.
#pragma once
#include "kiosk/screens/page.hpp"

namespace onecard::screens {

class MediationPart {
public:
    MediationPart(flow::Model& model, const ui::Strings& strings) : model_(model), strings_(strings) {}

    /// What this side is waited for, or waits for, and the agreement; nothing for cases that are none.
    void show(ui::Kit& kit, const flow::CaseView& one) const;
    /// What stands above the buttons while `visit.case_ask` names an action of a mediation; nothing for others.
    void prepare(ui::Kit& kit, const flow::CaseView& one) const;
    /// The way out where none of the times suits.
    Asked offer_none(ui::Kit& kit) const;

private:
    std::string say(std::string_view key) const { return strings_.text(key); }
    std::string time(const std::string& local) const;
    void ask_times(ui::Kit& kit, const flow::MediationView& mediation) const;

    flow::Model& model_;
    const ui::Strings& strings_;
};

}  // namespace onecard::screens
