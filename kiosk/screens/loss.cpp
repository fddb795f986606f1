// Reporting a card lost (挂失): with any card of the same resident, this one included.
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Loss final : public Page {
public:
    using Page::Page;
    void enter() override { chosen_.clear(); }

private:
    std::string title() const override { return say("loss.title"); }

    Asked content(ui::Kit& kit) override {
        if (!visit().reported_card.empty()) return tell(kit);
        if (!visit().holder) return std::nullopt;
        kit.text("loss.text", say("loss.text"));
        if (!visit().fault.empty()) trouble(kit, "loss.trouble", visit().fault);
        const auto touched = kit.rows(rows());
        kit.text("loss.no_card", say("loss.no_card"), ui::TextStyle::muted);
        if (!machine().keeper_phone.empty()) kit.fact("loss.phone", say("phone.keeper"), machine().keeper_phone);
        if (touched) chosen_ = touched->substr(sizeof "loss.card." - 1);
        return chosen_.empty() ? std::nullopt : ask(kit);
    }

    Asked ask(ui::Kit& kit) {
        Asked asked;
        kit.begin_dialog("loss.sure", say("loss.sure.title"));
        kit.text("loss.sure.text", say("loss.sure.text", {{"card", masked(chosen_)}}));
        if (kit.button("loss.cancel", say("loss.cancel"), ui::Emphasis::primary)) chosen_.clear();
        if (kit.button("loss.report", say("loss.report"), ui::Emphasis::danger)) asked = flow::Event{Kind::report_loss, chosen_};
        kit.end_dialog();
        if (asked) chosen_.clear();
        return asked;
    }

    Asked tell(ui::Kit& kit) {
        kit.picture("loss.picture", ui::Icon::check, ui::Tone::good);
        kit.notice("loss.state", ui::Tone::good, say(machine().online ? "loss.done" : "loss.done.offline"));
        kit.fact("loss.card", say("card.number"), visit().reported_card, ui::TextStyle::strong);
        kit.text("loss.next", say("loss.next"));
        const bool done = kit.button("loss.leave", say("receipt.done"), ui::Emphasis::primary);
        return done ? Asked{flow::Event{Kind::home, {}}} : std::nullopt;
    }

    std::string masked(const std::string& serial) const {
        for (const auto& card : visit().own_cards)
            if (card.serial == serial) return card.masked_number;
        return visit().holder ? visit().holder->masked_card_number : std::string();
    }

    std::vector<ui::Row> rows() const {
        std::vector<ui::Row> rows;
        for (const auto& card : visit().own_cards) {
            ui::Row row{"loss.card." + card.serial, ui::Icon::card, card.masked_number, say(card.usable ? "loss.other" : "loss.already"), {}};
            row.enabled = card.usable;
            rows.push_back(std::move(row));
        }
        const auto& holder = *visit().holder;
        rows.push_back({"loss.card." + holder.card_serial, ui::Icon::card, holder.masked_card_number, say("loss.this"), {}});
        return rows;
    }

    std::string chosen_;
};

}  // namespace

std::unique_ptr<Screen> make_loss(Context context) { return std::make_unique<Loss>(context); }

}  // namespace onecard::screens
