// What is due, all of it chosen; one touch leaves a bill out.
#include <algorithm>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::screens {
namespace {

class Bills final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("bills.title"); }

    Asked content(ui::Kit& kit) override {
        if (visit().bills.empty()) {
            if (visit().bills_as_of) {
                kit.picture("bills.picture", ui::Icon::check, ui::Tone::good);
                kit.notice("bills.none", ui::Tone::good, say("bills.none"));
            } else {
                kit.picture("bills.picture", machine().online ? ui::Icon::bills : ui::Icon::offline);
                kit.notice("bills.unknown", ui::Tone::info, say(machine().online ? "bills.coming" : "bills.unknown"));
            }
            show_age(kit, "bills.as_of", visit().bills_as_of);
            const auto again = paid(kit);
            months(kit);
            return again ? Asked{flow::Event{Kind::print_paid, *again}} : std::nullopt;
        }
        show_age(kit, "bills.as_of", visit().bills_as_of);
        const auto touched = kit.rows(rows());
        kit.gap(2);
        const auto total = flow::chosen_total(visit());
        kit.fact("bills.total", say("bills.total", chosen_count()), yuan(total), ui::TextStyle::amount);
        const auto balance = visit().holder ? visit().holder->balance : std::nullopt;
        if (balance) kit.fact("bills.balance", say("bills.balance"), yuan(*balance));
        const auto hindrance = what_hinders(total, balance);
        if (!hindrance.empty()) kit.notice("bills.trouble", ui::Tone::caution, hindrance);
        const auto token = tokens(kit);
        const auto again = paid(kit);
        months(kit);
        // What the card can't pay, a phone or a bank card can while there is a network.
        const bool possible = total > Fen{} && (hindrance.empty() || (machine().online && machine().store_ready));
        const bool pay = kit.button("bills.pay", say("bills.pay", {{"amount", yuan(total)}}), ui::Emphasis::primary, ui::Icon::money, possible);
        if (token) return flow::Event{Kind::print_token, *token};
        if (again) return flow::Event{Kind::print_paid, *again};
        if (touched) return flow::Event{Kind::choose_bills, touched->substr(5)};
        return pay ? Asked{flow::Event{Kind::pay, {}}} : std::nullopt;
    }

    // What was bought for the meter, for whoever lost the slip; touched, it is printed once more.
    std::optional<std::string> tokens(ui::Kit& kit) const {
        constexpr std::size_t shown_max = 5;
        const auto& all = visit().tokens;
        if (all.empty()) return std::nullopt;
        kit.text("tokens.title", say("tokens.title"), ui::TextStyle::strong);
        std::vector<ui::Row> rows;
        for (std::size_t i = 0; i < std::min(all.size(), shown_max); ++i) {
            ui::Row row{"token." + std::to_string(i), ui::Icon::printer, all[i].number.empty() ? say("token.coming") : ui::in_groups(all[i].number),
                        say("token.note", {{"account", all[i].account}, {"at", date(all[i].paid_at)}}), yuan(all[i].amount)};
            row.enabled = !all[i].number.empty();
            rows.push_back(std::move(row));
        }
        const auto touched = kit.rows(rows);
        return touched ? std::optional(touched->substr(sizeof "token." - 1)) : std::nullopt;
    }

    // What was paid and what has become of it, at whichever machine; touched, it is printed once more.
    std::optional<std::string> paid(ui::Kit& kit) const {
        constexpr std::size_t shown_max = 3;
        const auto& all = visit().paid;
        if (all.empty()) return std::nullopt;
        kit.text("paid.title", say("paid.title"), ui::TextStyle::strong);
        std::vector<ui::Row> rows;
        for (std::size_t i = 0; i < std::min(all.size(), shown_max); ++i) {
            const auto& one = all[i];
            std::string services;
            for (const auto& service : one.services) services += (services.empty() ? "" : " · ") + say("bill." + service);
            ui::Row row{"paid." + one.receipt, ui::Icon::printer, say("paid.state." + one.state), one.printed ? say("paid.printed") : say("paid.note", {{"at", date(one.paid_at)}, {"what", services}}),
                        yuan(one.amount)};
            row.tone = one.state == "returning" || one.state == "received" ? ui::Tone::caution : ui::Tone::info;
            row.enabled = machine().printer_ready && !one.printed;
            rows.push_back(std::move(row));
        }
        const auto touched = kit.rows(rows);
        return touched ? std::optional(touched->substr(sizeof "paid." - 1)) : std::nullopt;
    }

    // How the months compare; one alone compares with nothing.
    void months(ui::Kit& kit) const {
        const auto& all = visit().months;
        if (all.size() < 2) return;
        Fen most{1};
        for (const auto& month : all) most = std::max(most, month.amount);
        std::vector<ui::Bar> bars;
        for (const auto& month : all) {
            const auto share = static_cast<float>(month.amount.count()) / static_cast<float>(most.count());
            const auto label = ui::month(month.period, ui::language_from(strings().language()));
            bars.push_back({label, yuan(month.amount), share, ui::Tone::info, &month == &all.back()});
        }
        kit.chart("bills.months", say("bills.months"), bars);
    }

    std::int64_t chosen_count() const {
        const auto payable = flow::payable_bills(visit());
        return std::count_if(payable.begin(), payable.end(), [&](const auto* bill) { return visit().selected_bills.contains(bill->id); });
    }

    std::string what_hinders(Fen total, const std::optional<Fen>& balance) const {
        if (!machine().psam_ready) return sentence(strings(), "psam.missing");
        if (!machine().store_ready) return sentence(strings(), "store.unavailable");
        if (!balance) return say("bills.no_balance");
        if (total > *balance) return say("bills.short", {{"missing", yuan(total - *balance)}});
        return {};
    }

    std::vector<ui::Row> rows() const {
        std::vector<ui::Row> rows;
        for (const auto& bill : visit().bills) {
            ui::Row row;
            row.key = "bill." + bill.id;
            row.icon = service_icon(bill.service);
            row.title = say("bill." + bill.service) + "  " + say(bill.biller);
            const auto* note = bill.offer ? "bill.note.offer" : bill.being_booked ? "bill.note.being_booked" : bill.overdue ? "bill.note.overdue" : "bill.note";
            row.note = say(note, {{"account", bill.account}, {"due", date(bill.due)}});
            row.value = yuan(bill.amount);
            row.tone = bill.overdue && !bill.being_booked ? ui::Tone::caution : ui::Tone::info;
            row.checkable = !bill.being_booked;
            row.checked = row.checkable && visit().selected_bills.contains(bill.id);
            row.enabled = !bill.being_booked;
            rows.push_back(std::move(row));
        }
        return rows;
    }
};

}  // namespace

std::unique_ptr<Screen> make_bills(Context context) { return std::make_unique<Bills>(context); }

}  // namespace onecard::screens
