// The holder's own page. Without the PIN it tells no more than the card lying there does.
#include <vector>

#include "kiosk/flow/expected.hpp"
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class MyPage final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override {
        const auto& holder = visit().holder;
        return holder ? say("my.greeting", {{"name", holder->masked_name}}) : say("my.title");
    }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = frame.can_go_home = false; }

    Asked content(ui::Kit& kit) override {
        const auto& holder = visit().holder;
        if (!holder) return std::nullopt;
        if (holder->balance) kit.fact("my.balance", say("my.balance"), yuan(*holder->balance), ui::TextStyle::amount);
        show_staff(kit);
        show_settled_payment(kit);
        if (!visit().refused_links.empty()) kit.notice("my.link_refused", ui::Tone::caution, say("my.link_refused"));
        if (offer_ticket(kit)) return flow::Event{Kind::open_tickets, {}};
        kit.gap(3);
        const auto touched = kit.tiles(tiles());
        kit.gap(5);
        if (!machine().online) kit.notice("my.offline", ui::Tone::info, say("my.offline"));
        if (!machine().psam_ready) kit.notice("my.no_payment", ui::Tone::caution, say("my.no_payment"));
        const auto answer = offer_elder(kit);
        if (!touched) return answer;
        if (*touched == "my.bills") return flow::Event{Kind::open_bills, {}};
        if (*touched == "my.cases") return flow::Event{Kind::open_cases, {}};
        if (*touched == "my.registers") return flow::Event{Kind::open_registers, {}};
        if (*touched == "my.listings") return flow::Event{Kind::open_listings, {}};
        if (*touched == "my.services") return flow::Event{Kind::open_services, {}};
        return flow::Event{Kind::open_card_service, {}};
    }

    // Somebody who is expected at the counter today: the number is the first thing they need.
    bool offer_ticket(ui::Kit& kit) {
        const auto* expected = flow::expected_today(context_.model);
        if (!expected || context_.model.queue.empty()) return false;
        kit.notice("my.expected", ui::Tone::good, say("ticket.expected", {{"time", expected->starts_at.substr(11, 5)}}));
        return kit.button("my.ticket", say("my.ticket"), ui::Emphasis::primary, ui::Icon::calendar);
    }

    // Asked once, on the page and not before it: who is in a hurry passes by. The tick keeps the answer for this card.
    Asked offer_elder(ui::Kit& kit) {
        if (!visit().offers_elder || visit().settings.elder) return std::nullopt;
        kit.notice("my.elder", ui::Tone::info, say("my.elder"));
        std::vector<std::string> ticked;
        if (visit().remember_elder) ticked.emplace_back("yes");
        const std::vector<ui::Option> remember{{"yes", say("my.elder.remember"), {}}};
        if (kit.choices("my.elder.remember", {}, remember, ticked)) visit().remember_elder = !ticked.empty();
        const bool yes = kit.button("my.elder.on", say("my.elder.on"), ui::Emphasis::normal, ui::Icon::elder);
        const bool no = kit.button("my.elder.off", say("my.elder.off"), ui::Emphasis::quiet);
        if (yes) return flow::Event{Kind::set, "elder=on"};
        return no ? Asked{flow::Event{Kind::set, "elder=off"}} : std::nullopt;
    }

    // A payment that was torn off at an earlier time and has been cleared up now that the card is back.
    void show_settled_payment(ui::Kit& kit) {
        using State = flow::PaymentView::State;
        const auto& payment = visit().payment;
        if (payment.state == State::paid)
            kit.notice("my.payment", ui::Tone::good, say("my.payment.paid", {{"amount", yuan(payment.total)}, {"receipt", payment.receipt}}));
        if (payment.state == State::not_paid) kit.notice("my.payment", ui::Tone::info, say("my.payment.not_paid", {{"amount", yuan(payment.total)}}));
        if (payment.state == State::unresolved)
            kit.notice("my.payment", ui::Tone::caution, say("my.payment.unresolved", {{"receipt", payment.receipt}}));
    }

    std::vector<ui::Tile> tiles() const {
        const bool open = visit().pin_verified;
        std::int64_t moving = 0;
        for (const auto& one : visit().cases) moving += one.state != "closed" && one.state != "withdrawn";
        const auto due = static_cast<std::int64_t>(flow::payable_bills(visit()).size());
        return {
            {"my.bills", ui::Icon::bills, say("my.bills"), open ? say("my.bills.due", due) : say("welcome.bills.note"), true},
            {"my.services", ui::Icon::request, say("my.services"), say("welcome.services.note"), true},
            {"my.cases", ui::Icon::cases, say("my.cases"), open ? say("my.cases.moving", moving) : say("welcome.cases.note"), true},
            {"my.card", ui::Icon::card, say("my.card"), say("welcome.card.note"), true},
            {"my.registers", ui::Icon::book, say("my.registers"), say("my.registers.note"), true},
            {"my.listings", ui::Icon::megaphone, say("my.listings"), say("my.listings.note"), true},
        };
    }
};

}  // namespace

std::unique_ptr<Screen> make_my_page(Context context) { return std::make_unique<MyPage>(context); }

}  // namespace onecard::screens
