// Money onto the card (圈存), or from its deposit account back to the resident's (圈提): an amount, where it comes from, what is there afterwards, and one
// deliberate touch.
#include <array>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

constexpr std::array amounts{Fen(2'000), Fen(5'000), Fen(10'000), Fen(20'000)};

class Load final : public Page {
public:
    using Page::Page;

private:
    bool off_card() const { return visit().load.off_card; }
    /// The words of either way.
    std::string say_of(const std::string& name, ui::Arguments values = {}) const { return say((off_card() ? "unload." : "load.") + name, values); }
    /// What is on the side of the card.
    std::optional<Fen> on_card() const {
        if (!visit().holder) return std::nullopt;
        return off_card() ? visit().holder->deposit : visit().holder->balance;
    }

    std::string title() const override { return say_of("title"); }

    Asked content(ui::Kit& kit) override {
        const auto& load = visit().load;
        const auto balance = on_card();
        if (balance) kit.fact("load.balance", say_of("balance"), yuan(*balance));
        if (load.known) kit.fact("load.account", say("load.account"), yuan(load.account));
        const auto hindrance = what_hinders();
        if (!hindrance.empty()) {
            kit.notice("load.trouble", ui::Tone::caution, hindrance);
            return std::nullopt;
        }
        const auto touched = kit.rows(rows());
        if (load.amount > Fen{} && balance) kit.fact("load.after", say_of("after"), yuan(off_card() ? *balance - load.amount : *balance + load.amount), ui::TextStyle::amount);
        kit.notice("load.hold", ui::Tone::info, say_of("hold"));
        const auto words = load.amount > Fen{} ? say_of("confirm", {{"amount", yuan(load.amount)}}) : say("load.choose");
        const bool confirmed = kit.button("load.confirm", words, ui::Emphasis::primary, ui::Icon::money, load.amount > Fen{});
        if (touched) return flow::Event{Kind::choose_load, touched->substr(sizeof "load." - 1)};
        return confirmed ? Asked{flow::Event{Kind::confirm_load, {}}} : std::nullopt;
    }

    std::string what_hinders() const {
        const auto& load = visit().load;
        if (!on_card()) return say("load.no_purse");
        if (!machine().psam_ready) return sentence(strings(), "psam.missing");
        if (!machine().store_ready) return sentence(strings(), "store.unavailable");
        if (!machine().online) return say_of("offline");
        if (!load.known) return say("load.coming");
        if (off_card()) return *on_card() == Fen{} ? say("unload.nothing") : std::string();
        if (load.account < amounts.front() && load.posted_credit == Fen{}) return say("load.nothing");
        return {};
    }

    std::vector<ui::Row> rows() const {
        const auto& load = visit().load;
        std::vector<ui::Row> rows;
        if (off_card()) {
            ui::Row row{"load.all", ui::Icon::star, say("unload.all"), {}, yuan(*on_card())};
            row.checkable = true;
            row.checked = load.amount == *on_card();
            rows.push_back(std::move(row));
        } else if (load.posted_credit > Fen{}) {
            ui::Row row{"load.collect", ui::Icon::star, say("load.collect"), say("load.collect.note"), yuan(load.posted_credit)};
            row.checkable = true;
            row.checked = load.collects;
            rows.push_back(std::move(row));
        }
        const auto limit = off_card() ? *on_card() : load.account;
        for (const auto amount : amounts) {
            ui::Row row{"load." + std::to_string(amount.count()), ui::Icon::money, yuan(amount), {}, {}};
            row.checkable = row.enabled = amount <= limit;
            row.checked = !load.collects && load.amount == amount;
            if (!row.enabled) row.note = say_of("too_much");
            rows.push_back(std::move(row));
        }
        return rows;
    }
};

}  // namespace

std::unique_ptr<Screen> make_load(Context context) { return std::make_unique<Load>(context); }

}  // namespace onecard::screens
