// Paying: look once more, one deliberate touch, hands off while the card is charged, and the plain outcome.
#include <algorithm>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/screens/receipt_parts.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::screens {
namespace {

using State = flow::PaymentView::State;
using Way = flow::PaymentView::Way;

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
        const bool enough = balance && payment.total > Fen{} && payment.total <= *balance && machine().psam_ready;
        if (balance) kit.fact("pay.balance_before", say("pay.balance_before"), yuan(*balance));
        if (enough) kit.fact("pay.balance_after", say("pay.balance_after"), yuan(*balance - payment.total));
        kit.gap(2);
        if (enough) kit.notice("pay.hold", ui::Tone::info, say("pay.hold"));
        else kit.notice("pay.not_by_card", ui::Tone::caution, not_by_card(balance));
        if (!machine().printer_ready) kit.notice("pay.no_slip", ui::Tone::info, say("slip.none"));
        const auto words = say("pay.confirm", {{"amount", yuan(payment.total)}});
        const bool confirm = kit.button("pay.confirm", words, ui::Emphasis::primary, ui::Icon::check, enough);
        if (auto other = other_ways(kit)) return other;
        const bool cancel = kit.button("pay.cancel", say("pay.cancel"), ui::Emphasis::quiet);
        if (confirm) return flow::Event{Kind::confirm_payment, {}};
        return cancel ? Asked{flow::Event{Kind::back, {}}} : std::nullopt;
    }

    std::string not_by_card(const std::optional<Fen>& balance) const {
        if (!machine().psam_ready) return sentence(strings(), "psam.missing");
        if (!balance) return say("bills.no_balance");
        return say("bills.short", {{"missing", yuan(visit().payment.total - *balance)}});
    }

    // Without the network only the purse pays.
    Asked other_ways(ui::Kit& kit) const {
        if (!machine().online) {
            kit.text("pay.only_card", say("pay.only_card"), ui::TextStyle::muted);
            return std::nullopt;
        }
        Asked asked;
        if (kit.button("pay.shown", say("pay.shown"), ui::Emphasis::normal, ui::Icon::phone)) asked = flow::Event{Kind::confirm_payment, "shown"};
        if (kit.button("pay.scanned", say("pay.scanned"), ui::Emphasis::normal, ui::Icon::camera)) asked = flow::Event{Kind::confirm_payment, "scanned"};
        if (machine().terminal_ready && kit.button("pay.terminal", say("pay.terminal"), ui::Emphasis::normal, ui::Icon::card))
            asked = flow::Event{Kind::confirm_payment, "terminal"};
        return asked;
    }
};

class Paying final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say(visit().payment.off_card ? "unloading.title" : visit().payment.load ? "loading.title" : "paying.title"); }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = frame.can_go_home = frame.can_end = frame.can_cover = false; }

    Asked content(ui::Kit& kit) override {
        if (visit().payment.way != Way::purse) return show_other_way(kit);
        kit.picture("paying.picture", ui::Icon::card, ui::Tone::caution);
        kit.fact("paying.total", say("pay.total"), yuan(visit().payment.total), ui::TextStyle::amount);
        const auto load = visit().payment.load;
        const auto* hold = visit().payment.off_card ? "unloading.wait" : load ? "loading.wait" : "paying.wait";
        working(kit, "paying.wait", say(visit().card_in ? hold : "paying.bring_back"), "working.paying");
        return std::nullopt;
    }

    // By phone or bank card: what to do now, how long the code holds, and a way out for as long as that is safe.
    Asked show_other_way(ui::Kit& kit) const {
        const auto& payment = visit().payment;
        kit.fact("paying.total", say("pay.total"), yuan(payment.total), ui::TextStyle::amount);
        if (payment.offline) kit.notice("charge.offline", ui::Tone::caution, say("charge.offline"));
        if (payment.cancelling) {
            kit.waiting("charge.cancelling", say("charge.cancelling"));
            return std::nullopt;
        }
        if (payment.way == Way::shown) show_code(kit);
        if (payment.way == Way::scanned) show_scanner(kit);
        if (payment.way == Way::terminal) {
            kit.picture("charge.picture", ui::Icon::card);
            kit.waiting("charge.terminal", say("charge.terminal"));
            kit.text("charge.terminal.how", say("charge.terminal.how"));
            return std::nullopt;  // given up by the red key of the terminal
        }
        if (payment.scan_awaited)
            if (const auto code = kit.scanned()) return flow::Event{Kind::code_scanned, *code};
        const bool cancel = kit.button("charge.cancel", say("charge.cancel"), ui::Emphasis::quiet);
        return cancel ? Asked{flow::Event{Kind::cancel_payment, {}}} : std::nullopt;
    }

    void show_code(ui::Kit& kit) const {
        const auto& payment = visit().payment;
        if (payment.qr.empty()) return working(kit, "charge.making", say("charge.making"), "working.charge");
        kit.text("charge.scan", say("charge.scan"), ui::TextStyle::large);
        kit.qr("charge.qr", payment.qr);
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(payment.open_until - machine().now).count();
        kit.waiting("charge.left", left > 0 ? say("charge.left", left) : say("charge.expiring"));
    }

    void show_scanner(ui::Kit& kit) const {
        kit.picture("charge.picture", ui::Icon::phone);
        if (!visit().payment.scan_awaited) return kit.waiting("charge.confirm_on_phone", say("charge.confirm_on_phone"));
        kit.text("charge.hold_phone", say("charge.hold_phone"), ui::TextStyle::large);
        kit.text("charge.hold_phone.how", say("charge.hold_phone.how"));
    }
};

class PayResult final : public Page {
public:
    using Page::Page;

private:
    State state() const { return visit().payment.state; }
    bool load() const { return visit().payment.load; }
    /// The words of a load either way; `load.` or `unload.` and so on.
    std::string load_words(const std::string& rest) const { return (visit().payment.off_card ? "unload" : "load") + rest; }
    bool other_way() const { return visit().payment.way != Way::purse && !load(); }
    std::string key(std::string_view name) const {
        if (other_way() && (name == "not_paid" || name == "unresolved")) return "charge.state." + std::string(name);
        return (load() ? load_words(".state.") : "pay.state.") + std::string(name);
    }
    bool unsettled() const { return state() == State::unresolved || state() == State::bring_back || state() == State::asking_card; }

    std::string title() const override {
        if (state() == State::paid) return say(load() ? load_words("_result.title.loaded") : "pay_result.title.paid");
        if (load() && !unsettled()) return say(load_words("_result.title.not_loaded"));
        if (unsettled() && other_way()) return say("pay_result.title.unclear");
        return say(unsettled() ? "pay_result.title.unresolved" : "pay_result.title.not_paid");
    }
    flow::Event back() const override { return {Kind::close_receipt, {}}; }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = false; }

    Asked content(ui::Kit& kit) override {
        if (unsettled()) return other_way() ? show_unclear(kit) : show_unsettled(kit);
        return state() == State::paid ? show_paid(kit) : show_not_paid(kit);
    }

    Asked show_paid(ui::Kit& kit) {
        const auto& payment = visit().payment;
        const auto state = visit().receipt ? visit().receipt->state : std::string();
        const auto words = key(state == "booked" ? "booked" : state == "returned" ? "returned" : "received");
        if (!slip_missing()) kit.picture("pay.picture", ui::Icon::check, ui::Tone::good);
        kit.notice("pay.state", state == "returned" ? ui::Tone::caution : ui::Tone::good, say(words));
        kit.fact("pay.total", say(load() ? load_words(".loaded") : "pay.paid"), yuan(payment.total), ui::TextStyle::amount);
        if (payment.balance_after) kit.fact("pay.balance_after", say(load() ? load_words(".after") : "pay.balance_after"), yuan(*payment.balance_after));
        show_tokens(kit);
        show_slip(kit);
        if (visit().receipt) show_receipt(kit, strings(), *visit().receipt, visit().settings.hide_amounts);
        else if (!payment.receipt.empty()) kit.fact("receipt.number", say("receipt.number"), payment.receipt, ui::TextStyle::strong);
        if (auto again = print_again(kit)) return again;
        const bool done = kit.button("receipt.done", say("receipt.done"), ui::Emphasis::primary);
        return done ? Asked{flow::Event{Kind::close_receipt, {}}} : std::nullopt;
    }

    // The number that the meter wants: it comes from the biller, a moment after the money.
    void show_tokens(ui::Kit& kit) const {
        const auto& payment = visit().payment;
        const bool wanted = std::any_of(payment.bills.begin(), payment.bills.end(), [](const auto& bill) { return bill.offer; });
        if (!wanted || load()) return;
        bool there = false;
        for (const auto& token : visit().tokens) {
            if (token.receipt != payment.receipt || token.number.empty()) continue;
            kit.text("token.how", say("token.how"));
            kit.fact("token.number", say("token.number"), ui::in_groups(token.number), ui::TextStyle::strong);
            there = true;
        }
        if (!there) kit.waiting("token.coming", say("token.coming"));
    }

    Asked show_not_paid(ui::Kit& kit) {
        kit.picture("pay.picture", ui::Icon::cross, ui::Tone::trouble);
        kit.notice("pay.state", ui::Tone::info, say(key("not_paid")));
        const auto& reason = visit().payment.reason;
        if (!reason.empty() && reason != "payment.not_debited") trouble(kit, "pay.trouble", reason, ui::Tone::caution);
        const auto& holder = visit().holder;
        const auto still = !holder ? std::nullopt : visit().payment.off_card ? holder->deposit : holder->balance;
        if (still && !other_way()) kit.fact("pay.balance_after", say(visit().payment.off_card ? "unload.balance" : "pay.balance_still"), yuan(*still));
        const bool again = visit().card_in && kit.button("pay.again", say("pay.again"), ui::Emphasis::primary);
        const bool done = kit.button("receipt.done", say("receipt.done"), visit().card_in ? ui::Emphasis::quiet : ui::Emphasis::primary);
        if (again) return flow::Event{load() ? Kind::open_load : Kind::open_bills, visit().payment.off_card ? "off_card" : std::string()};
        return done ? Asked{flow::Event{Kind::close_receipt, {}}} : std::nullopt;
    }

    // By phone or bank card: the district finds out by itself, nobody has to come back.
    Asked show_unclear(ui::Kit& kit) {
        const auto& payment = visit().payment;
        kit.picture("pay.picture", ui::Icon::clock, ui::Tone::caution);
        kit.notice("pay.state", ui::Tone::caution, say(key("unresolved")));
        kit.text("pay.state.code", say("trouble.code", {{"code", payment.reason}}), ui::TextStyle::muted);
        kit.fact("pay.total", say("pay.total"), yuan(payment.total));
        if (!payment.receipt.empty()) kit.fact("receipt.number", say("receipt.number"), payment.receipt, ui::TextStyle::strong);
        const bool leave = kit.button("pay.leave", say("receipt.done"), ui::Emphasis::primary);
        return leave ? Asked{flow::Event{Kind::end, {}}} : std::nullopt;
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
