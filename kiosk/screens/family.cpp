// Linked cards of a family: who acts for whom, what may be done for them, another card, and the end of it.
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

using State = flow::LinkingView::State;

class Family final : public Page {
public:
    using Page::Page;
    void enter() override { sure_ = false; }
    std::string part() const override { return visit().linking.state == State::none ? visit().open_relative : "linking"; }

private:
    std::string title() const override { return say("family.title"); }
    flow::Event back() const override { return visit().open_relative.empty() ? flow::Event{Kind::back, {}} : flow::Event{Kind::open_family, {}}; }
    // While another card is awaited or lies there, the only way on is the end.
    void adjust(ui::Frame& frame) const override {
        if (visit().linking.state != State::none) frame.can_go_back = frame.can_go_home = false;
    }

    Asked content(ui::Kit& kit) override {
        switch (visit().linking.state) {
            case State::none: break;
            case State::waiting: return wait(kit);
            case State::consenting:
            case State::done: return tell(kit);
        }
        const auto* one = flow::relative_named(visit(), visit().open_relative);
        if (!visit().fault.empty()) trouble(kit, "family.trouble", visit().fault);
        return one ? show(kit, *one) : list(kit);
    }

    Asked list(ui::Kit& kit) {
        kit.text("family.text", say("family.text"));
        int number = 0;
        for (const auto& refused : visit().refused_links)
            kit.notice("family.refused." + std::to_string(++number), ui::Tone::caution,
                       say("family.refused", {{"card", refused.masked_number}, {"why", sentence(strings(), refused.code)}}));
        std::vector<ui::Row> rows;
        for (const auto& one : visit().family) {
            ui::Row row;
            row.key = "family.relative." + one.serial;
            row.icon = ui::Icon::person;
            row.title = one.name;
            row.note = say(one.helps ? "family.helps" : "family.helped");
            row.value = say(one.ending ? "family.ending" : "family.open");
            row.enabled = !one.ending;
            rows.push_back(std::move(row));
        }
        const auto touched = rows.empty() ? std::nullopt : kit.rows(rows);
        if (rows.empty()) kit.notice("family.none", ui::Tone::info, say("family.none"));
        kit.gap(3);
        kit.text("family.link", say("family.link"), ui::TextStyle::strong);
        rows.clear();
        for (const char* relation : {"parent", "child", "spouse", "other"}) {
            ui::Row row;
            row.key = std::string("family.link.") + relation;
            row.icon = ui::Icon::plus;
            row.title = say(row.key);
            rows.push_back(std::move(row));
        }
        const auto relation = kit.rows(rows);
        if (relation) return flow::Event{Kind::link_card, relation->substr(sizeof "family.link." - 1)};
        return touched ? Asked{flow::Event{Kind::open_family, touched->substr(sizeof "family.relative." - 1)}} : std::nullopt;
    }

    Asked show(ui::Kit& kit, const flow::RelativeView& one) {
        kit.fact("family.name", say(one.helps ? "family.helps" : "family.helped"), one.name, ui::TextStyle::strong);
        kit.fact("family.until", say("family.until"), date(one.until));
        std::vector<ui::Row> rows;
        for (const auto& each : one.cases) {
            ui::Row row;
            row.key = "family.case." + each.number;
            row.icon = ui::Icon::cases;
            row.title = say(each.item);
            row.note = say("case.note", {{"department", say(each.department)}, {"day", date(each.accepted_at)}});
            row.value = say("case.state." + each.state);
            rows.push_back(std::move(row));
        }
        if (one.helps) kit.text("family.cases", say(rows.empty() ? "family.no_cases" : "family.cases"), ui::TextStyle::strong);
        const auto touched = rows.empty() ? std::nullopt : kit.rows(rows);
        const bool act = one.helps && !visit().staff && kit.button("family.act", say("family.act"), ui::Emphasis::primary, ui::Icon::request);
        if (kit.button("family.unlink", say("family.unlink"), ui::Emphasis::quiet)) sure_ = true;
        if (sure_) return ask(kit, one);
        if (act) return flow::Event{Kind::act_for, one.serial};
        return touched ? Asked{flow::Event{Kind::open_case, touched->substr(sizeof "family.case." - 1)}} : std::nullopt;
    }

    Asked ask(ui::Kit& kit, const flow::RelativeView& one) {
        Asked asked;
        kit.begin_dialog("family.sure", say("family.sure", {{"name", one.name}}));
        kit.text("family.sure.text", say("family.sure.text"));
        if (kit.button("family.keep", say("family.keep"), ui::Emphasis::primary)) sure_ = false;
        if (kit.button("family.end", say("family.unlink"), ui::Emphasis::danger)) asked = flow::Event{Kind::unlink_card, one.serial};
        kit.end_dialog();
        if (asked) sure_ = false;
        return asked;
    }

    Asked wait(ui::Kit& kit) {
        kit.picture("family.picture", ui::Icon::card);
        if (!visit().fault.empty()) trouble(kit, "family.trouble", visit().fault, ui::Tone::caution);
        if (visit().reading_card) working(kit, "family.reading", say("present_card.reading"), "working.card");
        kit.text("family.place", say("family.place"), ui::TextStyle::large);
        kit.notice("family.means", ui::Tone::info, say("family.means"));
        return kit.button("family.cancel", say("family.cancel"), ui::Emphasis::normal) ? Asked{flow::Event{Kind::end, {}}} : std::nullopt;
    }

    Asked tell(ui::Kit& kit) {
        const bool good = visit().fault.empty();
        kit.picture("family.picture", good ? ui::Icon::check : ui::Icon::warning, good ? ui::Tone::good : ui::Tone::trouble);
        if (!good) trouble(kit, "family.trouble", visit().fault);
        const auto* done = machine().online ? "family.done" : "family.done.offline";
        if (good) kit.notice("family.done", ui::Tone::good, say(done, {{"name", visit().linking.name}}));
        kit.text("family.any_time", say("family.any_time"));
        return kit.button("family.finish", say("receipt.done"), ui::Emphasis::primary) ? Asked{flow::Event{Kind::end, {}}} : std::nullopt;
    }

    bool sure_ = false;  ///< unlinking was touched once
};

}  // namespace

void Page::show_for_whom(ui::Kit& kit) const {
    if (const auto* one = flow::relative_named(visit(), visit().for_relative))
        kit.notice("for_whom", ui::Tone::caution, say("family.for", {{"name", one->name}}));
}

std::unique_ptr<Screen> make_family(Context context) { return std::make_unique<Family>(context); }

}  // namespace onecard::screens
