#include "kiosk/screens/case_actions.hpp"

#include "kiosk/flow/case_actions.hpp"
#include "kiosk/screens/mediation.hpp"

namespace onecard::screens {
namespace {

ui::Icon icon_of(const std::string& action) {
    if (action == "rate") return ui::Icon::star;
    if (action == "escalate") return ui::Icon::up;
    if (action == "answer") return ui::Icon::request;
    if (action == "withdraw") return ui::Icon::cross;
    if (action == "confirm" || action == "accept") return ui::Icon::check;
    if (action == "choose_times") return ui::Icon::calendar;
    if (action == "decline" || action == "refuse") return ui::Icon::cross;
    return action == "urge" ? ui::Icon::megaphone : ui::Icon::back;
}

std::string key_of(std::string_view what, const std::string& action) { return "case." + std::string(what) + action; }

/// What helps somebody least stands small even when nothing else is left to do.
bool never_chief(const std::string& action) { return action == "urge" || action == "withdraw" || action == "decline"; }

flow::Event event_of(const std::string& action) { return {flow::is_prepared(action) ? Kind::ask_case : Kind::do_case, action}; }

}  // namespace

void CaseActions::show_asked(ui::Kit& kit, const flow::CaseView& one) const {
    for (const auto& asked : one.asked) {
        const auto what = say(key_of("action.", asked.action));
        const auto key = "case.asked." + asked.action;
        if (asked.state == "waiting") kit.notice(key, ui::Tone::info, say("case.asked.waiting", {{"what", what}}));
        else kit.notice(key, ui::Tone::caution, say("case.asked.refused", {{"what", what}, {"why", sentence(strings_, asked.code)}}));
    }
}

bool CaseActions::touched(ui::Kit& kit, const std::string& action, ui::Emphasis emphasis) const {
    return kit.button(key_of("action.", action), say(key_of("action.", action)), emphasis, icon_of(action));
}

Asked CaseActions::offer_small(ui::Kit& kit, const flow::CaseView& one) const {
    Asked chosen;
    const auto actions = flow::actions_for(one, model_.machine.now);
    for (const auto& action : actions)
        if (action != actions.front() || never_chief(action)) {
            const auto emphasis = action == "withdraw" ? ui::Emphasis::quiet : ui::Emphasis::normal;
            if (touched(kit, action, emphasis)) chosen = event_of(action);
        }
    return chosen;
}

Asked CaseActions::offer_chief(ui::Kit& kit, const flow::CaseView& one) const {
    const auto actions = flow::actions_for(one, model_.machine.now);
    if (actions.empty() || never_chief(actions.front()) || !touched(kit, actions.front(), ui::Emphasis::primary)) return std::nullopt;
    return event_of(actions.front());
}

void CaseActions::ask_words(ui::Kit& kit) const {
    auto& visit = model_.visit;
    ui::Field field;
    field.key = "case.words";
    field.label = say(key_of("words.", visit.case_ask));
    field.hint = say(key_of("hint.", visit.case_ask));
    field.kind = ui::FieldKind::long_text;
    field.points_max = flow::case_words_max;
    field.required = flow::needs_words(visit.case_ask);
    if (visit.show_troubles && visit.case_words.empty()) field.trouble = say("case.words.missing");
    kit.field(field, visit.case_words);
}

void CaseActions::ask_rating(ui::Kit& kit) const {
    auto& visit = model_.visit;
    std::vector<ui::Option> options;
    for (const char* level : {"5", "4", "3", "2", "1"}) options.push_back({level, say(std::string("case.rating.") + level), {}});
    kit.choice("case.rating", say("case.rating"), options, visit.case_rating);
    if (visit.show_troubles && visit.case_rating.empty()) kit.notice("case.rating.missing", ui::Tone::caution, say("case.rating.missing"));
    if (visit.case_rating == "1" || visit.case_rating == "2") {
        kit.text("case.rating.bad", say("case.rating.bad"), ui::TextStyle::body);
        ask_words(kit);
    }
}

Asked CaseActions::prepare(ui::Kit& kit, const flow::CaseView& one) const {
    const auto action = model_.visit.case_ask;
    if (action == "answer" && !one.question.empty()) kit.notice("case.question", ui::Tone::caution, one.question);
    if (action == "escalate")
        kit.text("case.explained.escalate", say("case.explained.escalate", {{"post", one.goes_up_to.in(strings_.language())}}), ui::TextStyle::large);
    if (action == "withdraw") kit.text("case.explained.withdraw", say("case.explained.withdraw", {{"item", one.item.in(strings_.language())}}), ui::TextStyle::large);
    if (action == "confirm") kit.text("case.explained.confirm", say("case.explained.confirm"), ui::TextStyle::large);
    const MediationPart mediation(model_, strings_);
    mediation.prepare(kit, one);
    if (flow::needs_words(action) || action == "refuse") ask_words(kit);
    if (action == "rate") ask_rating(kit);
    kit.gap(3);
    const auto none = mediation.offer_none(kit);
    if (none) return none;
    if (kit.button("case.not_now", say("case.not_now"), ui::Emphasis::quiet)) return flow::Event{Kind::ask_case, {}};
    const auto emphasis = action == "withdraw" || action == "refuse" || action == "decline" ? ui::Emphasis::danger : ui::Emphasis::primary;
    if (kit.button("case.do", say(key_of("do.", action)), emphasis, icon_of(action))) return flow::Event{Kind::do_case, action};
    return std::nullopt;
}

}  // namespace onecard::screens
