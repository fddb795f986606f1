#include "kiosk/screens/mediation.hpp"

#include <algorithm>
#include <vector>

#include "kiosk/flow/case_actions.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::screens {

/// Day, day of the week and hour: whoever chooses among days knows them by their names.
std::string MediationPart::time(const std::string& local) const {
    Timestamp at;
    if (!from_iso(local + ":00+08:00", at)) return local;
    const auto language = ui::language_from(strings_.language());
    return ui::date(at, language) + "  " + ui::weekday(at, language) + "  " + ui::time_of_day(at);
}

void MediationPart::show(ui::Kit& kit, const flow::CaseView& one) const {
    if (!one.mediation || !one.closed_at.empty()) return;
    const auto& mediation = *one.mediation;
    if (!mediation.agreement.empty()) {
        const auto* state = mediation.agreed ? "mediation.agreed" : mediation.accepted ? "mediation.accepted" : "mediation.to_accept";
        kit.notice(state, mediation.accepted ? ui::Tone::good : ui::Tone::caution, say(state));
        kit.text("mediation.agreement.title", say("mediation.agreement"), ui::TextStyle::title);
        kit.text("mediation.agreement", mediation.agreement, ui::TextStyle::large);
        return;
    }
    if (mediation.invited && mediation.chosen.empty()) {
        kit.notice("mediation.invited", ui::Tone::caution, say("mediation.invited"));
        const auto words = std::find_if(one.events.rbegin(), one.events.rend(), [](const flow::CaseEventView& event) { return event.kind == "invited"; });
        if (words != one.events.rend() && !words->note.empty()) kit.text("mediation.words", words->note, ui::TextStyle::large);
    }
    if (mediation.offered.empty()) return;
    if (mediation.chosen.empty()) {
        if (!mediation.invited) kit.notice("mediation.to_choose", ui::Tone::caution, say("mediation.to_choose"));
        return;
    }
    kit.notice("mediation.chosen", ui::Tone::info, say("mediation.chosen"));
    for (std::size_t i = 0; i < mediation.chosen.size(); ++i)
        kit.fact("mediation.chosen." + std::to_string(i + 1), say("mediation.your_time"), time(mediation.chosen[i]), ui::TextStyle::strong);
}

void MediationPart::prepare(ui::Kit& kit, const flow::CaseView& one) const {
    const auto& action = model_.visit.case_ask;
    if (!one.mediation) return;
    if (action == "choose_times") return ask_times(kit, *one.mediation);
    if (action != "decline" && action != "accept" && action != "refuse") return;
    kit.text("case.explained." + action, say("case.explained." + action), ui::TextStyle::large);
    if (action == "accept") kit.text("mediation.agreement", one.mediation->agreement, ui::TextStyle::large);
}

void MediationPart::ask_times(ui::Kit& kit, const flow::MediationView& mediation) const {
    kit.text("case.explained.choose_times", say("case.explained.choose_times"), ui::TextStyle::large);
    auto& chosen = model_.visit.case_times;
    std::vector<ui::Option> options;
    std::vector<std::string> marked;
    for (std::size_t i = 0; i < mediation.offered.size(); ++i) {
        options.push_back({std::to_string(i + 1), time(mediation.offered[i]), {}});
        if (std::find(chosen.begin(), chosen.end(), mediation.offered[i]) != chosen.end()) marked.push_back(options.back().value);
    }
    if (kit.choices("case.times", say("mediation.times"), options, marked)) {
        chosen.clear();
        for (std::size_t i = 0; i < options.size(); ++i)
            if (std::find(marked.begin(), marked.end(), options[i].value) != marked.end()) chosen.push_back(mediation.offered[i]);
    }
    if (model_.visit.show_troubles && model_.visit.case_times.empty()) kit.notice("case.times.missing", ui::Tone::caution, say("mediation.times.missing"));
}

Asked MediationPart::offer_none(ui::Kit& kit) const {
    if (model_.visit.case_ask != "choose_times") return std::nullopt;
    const bool none = kit.button("case.times.none", say("mediation.times.none"), ui::Emphasis::normal, ui::Icon::cross);
    return none ? Asked{flow::Event{Kind::do_case, std::string(flow::no_time_suits)}} : std::nullopt;
}

}  // namespace onecard::screens
