// Where a visit begins: what people come for, as large tiles, and what is new in the hall.
#include <algorithm>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

// So many notices stand on one screen with all tiles; what must be said of the machine takes the place of one.
constexpr std::size_t notices_shown = 1, faults_shown = 6;

class Welcome final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("welcome.title"); }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = frame.can_go_home = frame.can_end = false; }

    Asked content(ui::Kit& kit) override {
        if (const auto code = kit.scanned()) return flow::Event{Kind::check_slip, *code};
        if (visit().card_in && !visit().reading_card) kit.notice("welcome.take_card", ui::Tone::caution, say("welcome.take_card"));
        if (machine().slip_in_mouth) kit.notice("welcome.take_slip", ui::Tone::caution, say("welcome.take_slip"));
        show_staff(kit);
        if (!context_.model.calls.empty()) kit.notice("welcome.called", ui::Tone::good, calls());
        kit.text("welcome.touch", say("welcome.touch"), ui::TextStyle::large);
        kit.text("welcome.touch.other", say("welcome.touch.other"), ui::TextStyle::muted);
        kit.gap(3);
        auto asked = tiles(kit);
        kit.gap(5);
        if (auto wanted = show_state(kit)) asked = wanted;
        if (auto wanted = news(kit)) asked = wanted;
        return asked;
    }

    std::string calls() const {
        std::string all;
        for (const auto& call : context_.model.calls) all += (all.empty() ? "" : "  ") + call_in_words(call);
        return all;
    }

    Asked tiles(ui::Kit& kit) {
        const bool reader = machine().reader_ready;
        const std::vector<ui::Tile> all{
            {"welcome.bills", ui::Icon::bills, say("welcome.bills"), say("welcome.bills.note"), reader},
            {"welcome.services", ui::Icon::request, say("welcome.services"), say("welcome.services.note"), true},
            {"welcome.cases", ui::Icon::cases, say("welcome.cases"), say("welcome.cases.note"), reader},
            {"welcome.card", ui::Icon::card, say("welcome.card"), say("welcome.card.note"), reader},
            {"welcome.notices", ui::Icon::megaphone, say("welcome.notices"), say("welcome.notices.note"), true},
            {"welcome.help", ui::Icon::help, say("welcome.help"), say("welcome.help.note"), true},
        };
        const auto touched = kit.tiles(all);
        if (!touched) return std::nullopt;
        if (*touched == "welcome.bills") return flow::Event{Kind::open_bills, {}};
        if (*touched == "welcome.services") return flow::Event{Kind::open_services, {}};
        if (*touched == "welcome.cases") return flow::Event{Kind::open_cases, {}};
        if (*touched == "welcome.notices") return flow::Event{Kind::open_notices, {}};
        if (*touched == "welcome.help") return flow::Event{Kind::help, {}};
        return flow::Event{Kind::begin, {}};
    }

    // A part that is broken takes nothing else with it: what still works is said with it. The most important trouble in a sentence, the others by name;
    // a touch tells all about them.
    Asked show_state(ui::Kit& kit) {
        auto troubles = machine().faults;
        if (!machine().certificate_trouble.empty()) troubles.push_back(machine().certificate_trouble);
        if (troubles.empty()) {
            if (!machine().online) kit.notice("welcome.offline", ui::Tone::info, say("welcome.offline"));
            return std::nullopt;
        }
        trouble(kit, "welcome.fault", troubles.front(), ui::Tone::caution);
        std::vector<ui::Row> rows;
        for (std::size_t i = 1; i < std::min(troubles.size(), faults_shown); ++i) {
            ui::Row row;
            row.key = "fault." + troubles[i];
            row.icon = ui::Icon::warning;
            row.title = part_name(strings(), troubles[i]);
            row.note = still_works(strings(), troubles[i]);
            rows.push_back(std::move(row));
        }
        const auto touched = rows.empty() ? std::nullopt : kit.rows(rows);
        return touched ? Asked{flow::Event{Kind::fault, touched->substr(6)}} : std::nullopt;
    }

    bool calm() const { return context_.model.calls.empty() && machine().faults.empty() && machine().certificate_trouble.empty() && machine().online && !visit().card_in && !visit().staff && visit().staff_trouble.empty(); }

    Asked news(ui::Kit& kit) {
        std::vector<ui::Row> rows;
        if (!context_.model.queue.empty()) {
            ui::Row row;
            row.key = "welcome.ticket";
            row.icon = ui::Icon::people;
            row.title = say("welcome.ticket");
            row.note = say("welcome.ticket.note");
            rows.push_back(std::move(row));
        }
        const auto& notices = context_.model.notices;
        if (!context_.model.about_hall.emergency.empty()) rows.push_back(emergency("welcome.emergency"));
        for (std::size_t i = 0; i < std::min(calm() ? notices_shown : notices_shown - 1, notices.size()); ++i) {
            ui::Row row;
            row.key = "notice." + notices[i].id;
            row.icon = ui::Icon::megaphone;
            row.title = say(notices[i].title);
            row.note = say(notices[i].publisher) + "  " + date(notices[i].published_at);
            rows.push_back(std::move(row));
        }
        if (rows.empty()) return std::nullopt;
        const auto touched = kit.rows(rows);
        if (touched && *touched == "welcome.ticket") return flow::Event{Kind::open_tickets, {}};
        if (touched && *touched == "welcome.emergency") return flow::Event{Kind::open_emergency, {}};
        return touched ? Asked{flow::Event{Kind::open_notices, touched->substr(7)}} : std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_welcome(Context context) { return std::make_unique<Welcome>(context); }

}  // namespace onecard::screens
