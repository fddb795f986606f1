// Where each case stands: the list, and who holds one of them now.
#include <vector>

#include "kiosk/flow/case_actions.hpp"
#include "kiosk/screens/case_actions.hpp"
#include "kiosk/screens/mediation.hpp"
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

ui::Tone tone_of(const std::string& state) {
    if (state == "closed") return ui::Tone::good;
    return state == "supplement" || state == "suspended" || state == "parked" ? ui::Tone::caution : ui::Tone::info;
}

const std::string& name_of(const flow::CaseView& one) { return one.number.empty() ? one.receipt : one.number; }

class Cases final : public Page {
public:
    using Page::Page;
    void enter() override { unknown_slip_ = false; }

private:
    std::string title() const override { return say("cases.title"); }

    Asked content(ui::Kit& kit) override {
        show_age(kit, "cases.as_of", visit().cases_as_of);
        if (const auto begun = show_drafts(kit)) return begun;
        if (visit().cases.empty() && !visit().drafts.empty()) return std::nullopt;
        if (visit().cases.empty()) {
            kit.picture("cases.picture", ui::Icon::cases);
            kit.notice("cases.none", ui::Tone::info, say(visit().cases_as_of ? "cases.none" : "cases.unknown"));
            const bool services = kit.button("cases.services", say("cases.services"), ui::Emphasis::primary, ui::Icon::request);
            return services ? Asked{flow::Event{Kind::open_services, {}}} : std::nullopt;
        }
        std::vector<ui::Row> rows;
        for (const auto& one : visit().cases) {
            ui::Row row;
            row.key = "case." + name_of(one);
            row.icon = ui::Icon::cases;
            row.title = say(one.item);
            row.note = say("case.note", {{"department", say(one.department)}, {"day", date(one.accepted_at)}});
            const bool awaited = flow::is_awaited(one);
            row.value = say(awaited ? "case.state.awaited" : "case.state." + one.state);
            row.tone = awaited ? ui::Tone::caution : tone_of(one.state);
            rows.push_back(std::move(row));
        }
        if (const auto code = kit.scanned()) {
            unknown_slip_ = true;
            for (const auto& one : visit().cases)
                if (names(*code, one.receipt) || names(*code, one.number)) return flow::Event{Kind::open_case, name_of(one)};
        }
        if (unknown_slip_) kit.notice("cases.unknown_slip", ui::Tone::caution, say("cases.unknown_slip"));
        const auto touched = kit.rows(rows);
        return touched ? Asked{flow::Event{Kind::open_case, touched->substr(5)}} : std::nullopt;
    }

    // Begun here or at another machine and not handed in: nothing has been done about it yet, and somebody may believe it has.
    Asked show_drafts(ui::Kit& kit) const {
        std::vector<ui::Row> rows;
        for (const auto& [code, draft] : visit().drafts) {
            const auto* item = context_.model.catalogue->item(code);
            if (!item) continue;
            ui::Row row;
            row.key = "draft." + code;
            row.icon = ui::Icon::request;
            row.title = say(item->name);
            row.note = say("cases.draft.note");
            row.value = say("cases.draft");
            row.tone = ui::Tone::caution;
            rows.push_back(std::move(row));
        }
        const auto touched = rows.empty() ? std::nullopt : kit.rows(rows);
        return touched ? Asked{flow::Event{Kind::open_item, touched->substr(6)}} : std::nullopt;
    }

    /// True when a slip's code, members divided by strokes, has this number.
    static bool names(std::string_view code, std::string_view number) {
        return !number.empty() && ("/" + std::string(code) + "/").find("/" + std::string(number) + "/") != std::string::npos;
    }

    bool unknown_slip_ = false;  ///< a slip was scanned that belongs to none of these cases
};

class CaseDetail final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override {
        const auto* one = flow::open_case(context_.model);
        if (one && !visit().case_ask.empty()) return say("case.action." + visit().case_ask);
        return one ? say(one->item) : say("case.title");
    }

    flow::Event back() const override { return visit().case_ask.empty() ? flow::Event{Kind::back, {}} : flow::Event{Kind::ask_case, {}}; }

    Asked content(ui::Kit& kit) override {
        const auto* one = flow::open_case(context_.model);
        if (!one) {
            kit.picture("case.picture", ui::Icon::cases);
            kit.notice("case.gone", ui::Tone::info, say("case.gone"));
            return std::nullopt;
        }
        const CaseActions actions(context_.model, strings());
        if (!visit().fault.empty()) trouble(kit, "case.trouble", visit().fault);
        if (!visit().case_ask.empty()) return actions.prepare(kit, *one);
        show_whose(kit, *one);
        show_state(kit, *one);
        actions.show_asked(kit, *one);
        MediationPart(context_.model, strings()).show(kit, *one);
        show_holder(kit, *one);
        const auto paper = offer_paper(kit, *one);
        const auto small = actions.offer_small(kit, *one);
        show_steps(kit, *one);
        facts(kit, *one);
        show_events(kit, *one);
        const auto chief = actions.offer_chief(kit, *one);
        if (paper) return paper;
        return small ? small : chief;
    }

    void show_whose(ui::Kit& kit, const flow::CaseView& one) const {
        const auto* relative = one.of_relative ? flow::relative_named(visit(), visit().open_relative) : nullptr;
        if (relative) kit.notice("for_whom", ui::Tone::caution, say("family.for", {{"name", relative->name}}));
    }

    // The paper that a case ends with, as often as somebody needs it; where it came out, and whether.
    Asked offer_paper(ui::Kit& kit, const flow::CaseView& one) const {
        const auto paper = flow::paper_of(context_.model, one);
        if (paper == flow::CasePaper::none) return std::nullopt;
        const auto& receipt = visit().receipt;
        const bool out = receipt && (receipt->kind == flow::Receipt::Kind::certificate || receipt->kind == flow::Receipt::Kind::agreement);
        Asked asked;
        const bool busy = out && receipt->slip.empty();
        if (!machine().printer_ready) kit.notice("case.paper.later", ui::Tone::caution, say("case.paper.later"));
        else if (!busy && !(out && slip_missing())) asked = offer_print(kit, paper);
        if (!out) return asked;
        if (slip_missing() && receipt->qr.empty()) tell_missing(kit, receipt->slip_code);
        else if (receipt->slip == "printed") kit.notice("receipt.slip", ui::Tone::good, say("case.paper.printed"));
        else show_slip(kit);
        if (slip_missing() && !receipt->qr.empty()) kit.qr("case.paper.qr", receipt->qr);
        const auto again = print_again(kit);
        return again ? again : asked;
    }

    Asked offer_print(ui::Kit& kit, flow::CasePaper paper) const {
        const auto* key = paper == flow::CasePaper::agreement ? "case.paper.agreement" : "case.paper.certificate";
        return kit.button(key, say(key), ui::Emphasis::normal, ui::Icon::printer) ? Asked{flow::Event{Kind::print_certificate, {}}} : std::nullopt;
    }

    // Without a code on the screen that could stand for the paper.
    void tell_missing(ui::Kit& kit, const std::string& code) const {
        const bool never_here = code == "printer.paper_only";
        kit.notice("receipt.slip", ui::Tone::caution, never_here ? sentence(strings(), code) : say("case.paper.missing"));
        kit.text("receipt.slip.code", say("trouble.code", {{"code", code}}), ui::TextStyle::muted);
    }

    void show_state(ui::Kit& kit, const flow::CaseView& one) {
        if (!one.refused.empty()) trouble(kit, "case.trouble", one.refused, ui::Tone::caution);
        const bool late = flow::is_late(one, machine().now);
        if (!one.question.empty())
            kit.notice("case.question", ui::Tone::caution, say("case.question", {{"what", one.question}, {"day", date(one.waits_until)}}));
        else if (late) kit.notice("case.late", ui::Tone::caution, say(one.goes_up_to.zh.empty() ? "case.late.top" : "case.late"));
        else kit.notice("case.state", tone_of(one.state), say("case.explained." + one.state));
        if (one.appointment && one.closed_at.empty()) {
            kit.fact("case.appointment", say(one.appointment->name), when(strings(), one.appointment->starts_at), ui::TextStyle::large);
            kit.fact("case.appointment.place", say("case.appointment.place"), say(one.appointment->place), ui::TextStyle::strong);
        }
        if (one.seconded) kit.text("case.seconded", say("case.seconded"), ui::TextStyle::body);
        if (!one.result.empty()) kit.text("case.result", one.result, ui::TextStyle::large);
    }

    void show_holder(ui::Kit& kit, const flow::CaseView& one) {
        for (const auto& step : one.steps)
            if (step.state == 1) kit.fact("case.holder", say("case.holder"), say(step.holder), ui::TextStyle::strong);
        if (!one.responsible.zh.empty()) kit.fact("case.responsible", say("case.responsible"), say(one.responsible), ui::TextStyle::strong);
        if (!one.promised_at.empty() && one.closed_at.empty() && !one.clocks_stopped)
            kit.fact("case.promised", say("case.promised"), date(one.promised_at), ui::TextStyle::strong);
        if (!one.goes_up_at.empty() && !one.clocks_stopped)
            kit.fact("case.goes_up", say("case.goes_up", {{"day", date(one.goes_up_at)}}), say(one.goes_up_to));
        if (one.state == "suspended" && !one.waits_until.empty()) kit.fact("case.waits_until", say("case.waits_until"), date(one.waits_until));
    }

    void facts(ui::Kit& kit, const flow::CaseView& one) {
        kit.gap(3);
        if (!one.linked.empty()) {
            std::string numbers;
            for (const auto& number : one.linked) numbers += (numbers.empty() ? "" : "  ") + number;
            kit.fact("case.linked", say("case.linked"), numbers);
        }
        if (!one.closed_at.empty()) kit.fact("case.closed", say("case.closed"), date(one.closed_at), ui::TextStyle::strong);
        if (one.rating > 0) kit.fact("case.rated", say("case.rated"), say("case.rating." + std::to_string(one.rating)));
        kit.fact("case.accepted", say("case.accepted"), date(one.accepted_at));
        kit.fact("case.department", say("case.department"), say(one.department));
        if (one.told_by > 1) kit.fact("case.told_by", say("case.told_by"), say("case.people", one.told_by));
        if (!one.number.empty()) kit.fact("case.number", say("case.number"), one.number);
        if (!one.receipt.empty()) kit.fact("case.receipt", say("case.receipt"), one.receipt);
    }

    void show_steps(ui::Kit& kit, const flow::CaseView& one) {
        if (one.steps.empty()) return;
        kit.gap(3);
        std::vector<ui::Moment> moments;
        for (const auto& step : one.steps) moments.push_back(moment(step));
        kit.timeline("case.timeline", moments);
    }

    void show_events(ui::Kit& kit, const flow::CaseView& one) {
        std::vector<ui::Moment> moments;
        for (const auto& event : one.events) {
            const auto key = "case.event." + event.kind;
            if (!strings().has(key)) continue;  // a newer backend may tell of more
            moments.push_back({say(key), event.note.empty() ? say(event.post) : event.note, date(event.at), ui::Moment::State::done});
        }
        if (moments.empty()) return;
        kit.gap(3);
        kit.text("case.events.title", say("case.events.title"), ui::TextStyle::title);
        kit.timeline("case.events", moments);
    }

    ui::Moment moment(const flow::StepView& step) const {
        using State = ui::Moment::State;
        const auto state = step.state == 0 ? State::done : step.state == 1 ? State::current : State::ahead;
        std::string when;
        if (!step.when.empty() && state == State::done) when = say("case.step.done", {{"day", date(step.when)}});
        if (!step.when.empty() && state == State::current) when = say("case.step.limit", {{"day", date(step.when)}});
        return {say(step.name), say(step.holder), when, state};
    }
};

}  // namespace

std::unique_ptr<Screen> make_cases(Context context) { return std::make_unique<Cases>(context); }
std::unique_ptr<Screen> make_case_detail(Context context) { return std::make_unique<CaseDetail>(context); }

}  // namespace onecard::screens
