// Plain answers to what people ask at the machine, and whom to call.
#include <algorithm>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Help final : public Page {
public:
    using Page::Page;

private:
    const flow::HelpTopic* open() const {
        const auto& all = context_.model.help;
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& topic) { return topic.key == visit().open_help; });
        return found == all.end() ? nullptr : &*found;
    }

    std::string title() const override { return open() ? say(open()->title) : say("help.title"); }
    flow::Event back() const override { return open() ? flow::Event{Kind::help, {}} : flow::Event{Kind::back, {}}; }

    Asked content(ui::Kit& kit) override {
        Asked asked;
        if (const auto* topic = open()) {
            kit.text("help.body", say(topic->body), ui::TextStyle::large);
            if (topic->key == "two_cards" && !machine().staff_reader) kit.notice("help.two_cards", ui::Tone::caution, say("staff.no_reader"));
        } else {
            std::vector<ui::Row> rows;
            if (!context_.model.about_hall.emergency.empty()) rows.push_back(emergency("help.numbers"));
            for (const auto& one : context_.model.help) {
                ui::Row row;
                row.key = "help." + one.key;
                row.icon = ui::Icon::help;
                row.title = say(one.title);
                rows.push_back(std::move(row));
            }
            const auto touched = kit.rows(rows);
            if (touched && *touched == "help.numbers") asked = flow::Event{Kind::open_emergency, {}};
            else if (touched) asked = flow::Event{Kind::help, touched->substr(5)};
            kit.gap(3);
            if (kit.button("help.slip", say("slip_check.title"), ui::Emphasis::normal, ui::Icon::receipt)) asked = flow::Event{Kind::open_slip_check, {}};
        }
        kit.gap(4);
        if (!machine().keeper_phone.empty()) kit.fact("help.phone", say("phone.keeper"), machine().keeper_phone, ui::TextStyle::strong);
        if (!machine().kiosk.empty()) kit.fact("help.kiosk", say("help.kiosk"), machine().kiosk);
        return asked;
    }
};

}  // namespace

std::unique_ptr<Screen> make_help(Context context) { return std::make_unique<Help>(context); }

}  // namespace onecard::screens
