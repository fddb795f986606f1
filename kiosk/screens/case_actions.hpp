// The means a resident has on the page of a case: what is offered, the question before it is done, and what became of it.
#pragma once
#include "kiosk/screens/page.hpp"

namespace onecard::screens {

class CaseActions {
public:
    CaseActions(flow::Model& model, const ui::Strings& strings) : model_(model), strings_(strings) {}

    /// Sentences about what was asked here and has not been answered, or was refused.
    void show_asked(ui::Kit& kit, const flow::CaseView& one) const;
    /// A button for each thing that can be done now: the one that helps most last on the page, the others before it.
    Asked offer_small(ui::Kit& kit, const flow::CaseView& one) const;
    Asked offer_chief(ui::Kit& kit, const flow::CaseView& one) const;
    /// The page that asks for words, a rating or a last yes; while `visit.case_ask` names an action.
    Asked prepare(ui::Kit& kit, const flow::CaseView& one) const;

private:
    std::string say(std::string_view key, ui::Arguments arguments = {}) const { return strings_.text(key, arguments); }
    bool touched(ui::Kit& kit, const std::string& action, ui::Emphasis emphasis) const;
    void ask_words(ui::Kit& kit) const;
    void ask_rating(ui::Kit& kit) const;

    flow::Model& model_;
    const ui::Strings& strings_;
};

}  // namespace onecard::screens
