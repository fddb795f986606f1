// A number for the hall's counters, without a card: what for, then who comes first by right.
#include <vector>

#include "kiosk/flow/expected.hpp"
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Ticket final : public Page {
public:
    using Page::Page;
    void enter() override { service_.clear(); }
    std::string part() const override { return visit().ticket ? "taken" : service_; }

private:
    std::string title() const override { return say("ticket.title"); }

    Asked content(ui::Kit& kit) override {
        if (visit().ticket) return show_taken(kit, *visit().ticket);
        if (!visit().fault.empty()) trouble(kit, "ticket.trouble", visit().fault);
        return service_.empty() ? ask_service(kit) : ask_priority(kit);
    }

    Asked ask_service(ui::Kit& kit) {
        kit.text("ticket.what", say("ticket.what"), ui::TextStyle::large);
        std::vector<ui::Row> rows;
        for (const auto& one : context_.model.queue) {
            ui::Row row;
            row.key = "ticket.service." + one.code;
            row.icon = ui::Icon::people;
            row.title = say(one.name);
            row.note = one.called.empty() ? std::string() : say("ticket.called", {{"number", one.called}});
            row.value = say("ticket.waiting", one.waiting);
            rows.push_back(std::move(row));
        }
        if (const auto touched = kit.rows(rows)) service_ = touched->substr(std::string("ticket.service.").size());
        return std::nullopt;
    }

    Asked ask_priority(ui::Kit& kit) {
        for (const auto& one : context_.model.queue)
            if (one.code == service_) kit.text("ticket.for", say(one.name), ui::TextStyle::large);
        kit.text("ticket.who", say("ticket.who"));
        Asked asked;
        const auto offer = [&](const char* priority, ui::Icon icon) {
            const auto key = std::string("ticket.") + priority;
            if (kit.button(key, say(key), ui::Emphasis::normal, icon)) asked = flow::Event{Kind::take_ticket, service_ + "/" + priority};
        };
        const auto* expected = flow::expected_today(context_.model);
        if (expected) {
            kit.notice("ticket.expected", ui::Tone::good, say("ticket.expected", {{"time", expected->starts_at.substr(11, 5)}}));
            offer("appointment", ui::Icon::calendar);
        }
        offer("first", ui::Icon::elder);
        if (kit.button("ticket.ordinary", say("ticket.ordinary"), ui::Emphasis::primary)) asked = flow::Event{Kind::take_ticket, service_ + "/ordinary"};
        // Nobody comes first for saying so: the card knows.
        if (!expected) kit.text("ticket.appointment.how", say("ticket.appointment.how"), ui::TextStyle::muted);
        return asked;
    }

    Asked show_taken(ui::Kit& kit, const flow::TicketView& ticket) {
        kit.picture("ticket.picture", ui::Icon::check, ui::Tone::good);
        kit.fact("ticket.number", say("ticket.number"), ticket.number, ui::TextStyle::large);
        kit.fact("ticket.service", say("ticket.service"), say(ticket.service), ui::TextStyle::strong);
        kit.fact("ticket.ahead", say("ticket.ahead"), say("ticket.waiting", ticket.ahead), ui::TextStyle::strong);
        kit.notice("ticket.listen", ui::Tone::info, say(machine().printer_ready ? "ticket.listen" : "ticket.remember"));
        return kit.button("ticket.done", say("ticket.done"), ui::Emphasis::primary) ? Asked{flow::Event{Kind::home, {}}} : std::nullopt;
    }

    std::string service_;  ///< code of the one that was touched
};

}  // namespace

std::unique_ptr<Screen> make_ticket(Context context) { return std::make_unique<Ticket>(context); }

}  // namespace onecard::screens
