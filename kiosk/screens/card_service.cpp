// The card itself: whose, until when, how much is on it and what was paid with it last.
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::screens {
namespace {

class CardService final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("card.title"); }

    Asked content(ui::Kit& kit) override {
        const auto& holder = visit().holder;
        if (!holder) return std::nullopt;
        if (holder->balance) kit.fact("card.balance", say("my.balance"), yuan(*holder->balance), ui::TextStyle::amount);
        if (holder->deposit) kit.fact("card.deposit", say("card.deposit"), yuan(*holder->deposit));
        kit.fact("card.name", say("card.name"), ui::veil(holder->name, holder->masked_name));
        kit.fact("card.number", say("card.number"), ui::veil(holder->card_number, holder->masked_card_number));
        if (!holder->expires.empty()) kit.fact("card.expires", say("card.expires"), date(holder->expires));
        kit.gap(2);
        const auto asked = buttons(kit);
        kit.gap(4);
        kit.text("card.moves", say("card.moves"), ui::TextStyle::strong);
        moves(kit);
        kit.gap(4);
        return asked;
    }

    Asked buttons(ui::Kit& kit) {
        const bool load = kit.button("card.load", say("card.load"), ui::Emphasis::normal, ui::Icon::plus);
        const bool back = visit().holder->deposit && *visit().holder->deposit > Fen{} &&
                          kit.button("card.unload", say("card.unload"), ui::Emphasis::normal, ui::Icon::money);
        const bool pin = kit.button("card.new_pin", say("card.new_pin"), ui::Emphasis::normal, ui::Icon::shield);
        const bool looks = kit.button("card.looks", say("card.looks"), ui::Emphasis::normal, ui::Icon::eye);
        const bool family = kit.button("card.family", say("card.family"), ui::Emphasis::normal, ui::Icon::people);
        const bool lost = kit.button("card.lost", say("card.lost"), ui::Emphasis::normal, ui::Icon::warning);
        if (load) return flow::Event{Kind::open_load, {}};
        if (back) return flow::Event{Kind::open_load, "off_card"};
        if (pin) return flow::Event{Kind::open_new_pin, {}};
        if (looks) return flow::Event{Kind::open_looked_at, {}};
        if (family) return flow::Event{Kind::open_family, {}};
        return lost ? Asked{flow::Event{Kind::open_loss, {}}} : std::nullopt;
    }

    void moves(ui::Kit& kit) {
        if (visit().moves.empty()) {
            kit.text("card.no_moves", say("card.no_moves"), ui::TextStyle::muted);
            return;
        }
        int number = 0;
        for (const auto& move : visit().moves) {
            const auto when = date(move.date) + "  " + move.time;
            const auto amount = amount_text((move.in ? "+" : "-") + money(strings(), move.amount));
            const auto what = move.kind.empty() ? std::string(move.in ? "in" : "out") : move.kind;
            const auto where = move.here ? "  " + say("card.move.here") : std::string();
            kit.fact("card.move." + std::to_string(++number), when + "  " + say("card.move." + what) + where, amount);
        }
    }
};

}  // namespace

std::unique_ptr<Screen> make_card_service(Context context) { return std::make_unique<CardService>(context); }

}  // namespace onecard::screens
