// Paying: look once more, one deliberate touch, hands off while the card is charged, and the plain outcome.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/screens/receipt_parts.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::screens {
namespace {

using State = flow::PaymentView::State;

class PayReview final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("pay.title"); }

    Asked content(ui::Kit& kit) override {
        const auto& payment = visit().payment;
        for (const auto& bill : payment.bills)
            kit.fact("pay.line." + bill.id, say("bill." + bill.service) + "  " + ui::month(bill.period, ui::language_from(strings().language())), yuan(bill.amount));
        kit.fact("pay.total", say("pay.total"), yuan(payment.total), ui::TextStyle::amount);
        const auto balance = visit().holder ? visit().holder->balance : std::nullopt;
        if (balance) {
            kit.fact("pay.balance_before", say("pay.balance_before"), yuan(*balance));
            kit.fact("pay.balance_after", say("pay.balance_after"), yuan(*balance - payment.total));
        }
        kit.gap(2);
        const bool enough = balance && payment.total > Fen{} && payment.total <= *balance;
        kit.notice("pay.hold", ui::Tone::info, say("pay.hold"));
        if (!machine().printer_ready) kit.notice("pay.no_slip", ui::Tone::info, say("slip.none"));
        const auto words = say("pay.confirm", {{"amount", yuan(payment.total)}});
        const bool confirm = kit.button("pay.confirm", words, ui::Emphasis::primary, ui::Icon::check, enough);
        const bool cancel = kit.button("pay.cancel", say("pay.cancel"), ui::Emphasis::quiet);
        if (confirm) return flow::Event{Kind::confirm_payment, {}};
        return cancel ? Asked{flow::Event{Kind::back, {}}} : std::nullopt;
    }
};

class Paying final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say(visit().payment.load ? "loading.title" : "paying.title"); }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = frame.can_go_home = frame.can_end = frame.can_cover = false; }

    Asked content(ui::Kit& kit) override {
        kit.picture("paying.picture", ui::Icon::card, ui::Tone::caution);
        kit.fact("paying.total", say("pay.total"), yuan(visit().payment.total), ui::TextStyle::amount);
        const auto load = visit().payment.load;
        const auto* hold = load ? "loading.wait" : "paying.wait";
        working(kit, "paying.wait", say(visit().card_in ? hold : "paying.bring_back"), "working.paying");
        return std::nullopt;
    }
};

class PayResult final : public Page {
public:
    using Page::Page;

private:
    State state() const { return visit().payment.state; }
    bool load() const { return visit().payment.load; }
    std::string key(std::string_view name) const { return (load() ? "load.state." : "pay.state.") + std::string(name); }
    bool unsettled() const { return state() == State::unresolved || state() == State::bring_back || state() == State::asking_card; }

    std::string title() const override {
        if (state() == State::paid) return say(load() ? "load_result.title.loaded" : "pay_result.title.paid");
        if (load() && !unsettled()) return say("load_result.title.not_loaded");
        return say(unsettled() ? "pay_result.title.unresolved" : "pay_result.title.not_paid");
    }
    flow::Event back() const override { return {Kind::close_receipt, {}}; }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = false; }

    Asked content(ui::Kit& kit) override {
        if (unsettled()) return show_unsettled(kit);
        return state() == State::paid ? show_paid(kit) : show_not_paid(kit);
    }

    Asked show_paid(ui::Kit& kit) {
        const auto& payment = visit().payment;
        const auto state = visit().receipt ? visit().receipt->state : std::string();
        const auto words = key(state == "booked" ? "booked" : state == "returned" ? "returned" : "received");
        if (!slip_missing()) kit.picture("pay.picture", ui::Icon::check, ui::Tone::good);
        kit.notice("pay.state", state == "returned" ? ui::Tone::caution : ui::Tone::good, say(words));
        kit.fact("pay.total", say(load() ? "load.loaded" : "pay.paid"), yuan(payment.total), ui::TextStyle::amount);
        if (payment.balance_after) kit.fact("pay.balance_after", say(load() ? "load.after" : "pay.balance_after"), yuan(*payment.balance_after));
        show_slip(kit);
        if (visit().receipt) show_receipt(kit, strings(), *visit().receipt, visit().settings.hide_amounts);
        else if (!payment.receipt.empty()) kit.fact("receipt.number", say("receipt.number"), payment.receipt, ui::TextStyle::strong);
        if (auto again = print_again(kit)) return again;
        const bool done = kit.button("receipt.done", say("receipt.done"), ui::Emphasis::primary);
        return done ? Asked{flow::Event{Kind::close_receipt, {}}} : std::nullopt;
    }

    Asked show_not_paid(ui::Kit& kit) {
        kit.picture("pay.picture", ui::Icon::cross, ui::Tone::trouble);
        kit.notice("pay.state", ui::Tone::info, say(key("not_paid")));
        const auto& reason = visit().payment.reason;
        if (!reason.empty() && reason != "payment.not_debited") trouble(kit, "pay.trouble", reason, ui::Tone::caution);
        if (const auto& holder = visit().holder; holder && holder->balance)
            kit.fact("pay.balance_after", say("pay.balance_still"), yuan(*holder->balance));
        const bool again = visit().card_in && kit.button("pay.again", say("pay.again"), ui::Emphasis::primary);
        const bool done = kit.button("receipt.done", say("receipt.done"), visit().card_in ? ui::Emphasis::quiet : ui::Emphasis::primary);
        if (again) return flow::Event{load() ? Kind::open_load : Kind::open_bills, {}};
        return done ? Asked{flow::Event{Kind::close_receipt, {}}} : std::nullopt;
    }

    // Fair words while nobody can know: nothing is charged twice, and the same card tells what happened, today or another day.
    Asked show_unsettled(ui::Kit& kit) {
        const auto& payment = visit().payment;
        kit.picture("pay.picture", ui::Icon::card, ui::Tone::caution);
        kit.text("pay.bring_back", say("pay.bring_back"), ui::TextStyle::large);
        kit.notice("pay.state", ui::Tone::caution, say(key("unresolved")));
        const auto code = payment.reason.empty() ? std::string("payment.unresolved") : "payment.unresolved  " + payment.reason;
        kit.text("pay.state.code", say("trouble.code", {{"code", code}}), ui::TextStyle::muted);
        if (visit().reading_card) kit.waiting("pay.looking", say("pay.looking"));
        else if (!visit().card_trouble.empty()) trouble(kit, "pay.trouble", visit().card_trouble);
        kit.fact("pay.total", say("pay.total"), yuan(payment.total));
        if (!payment.receipt.empty()) kit.fact("receipt.number", say("receipt.number"), payment.receipt, ui::TextStyle::strong);
        // Most cards tell about loads only after the PIN.
        const bool ask = load() && visit().card_in && visit().holder && !visit().pin_verified;
        if (ask && kit.button("load.pin", say("load.pin"), ui::Emphasis::primary)) return flow::Event{Kind::open_card_service, {}};
        const bool leave = kit.button("pay.leave", say("pay.leave"), ui::Emphasis::quiet);
        return leave ? Asked{flow::Event{Kind::end, {}}} : std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_pay_review(Context context) { return std::make_unique<PayReview>(context); }
std::unique_ptr<Screen> make_paying(Context context) { return std::make_unique<Paying>(context); }
std::unique_ptr<Screen> make_pay_result(Context context) { return std::make_unique<PayResult>(context); }

}  // namespace onecard::screens
