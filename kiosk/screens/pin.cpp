// The card's PIN: tries left are said before anything is typed, and the last try is asked for twice. A blocked one is opened here with another.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/screens/pin_choice.hpp"

namespace onecard::screens {
namespace {

using Opening = flow::PinView::Opening;

class Pin final : public Page {
public:
    using Page::Page;
    void enter() override {
        last_try_agreed_ = false;
        choice_.begin();
        visit().pin_entry.clear();
    }

private:
    std::string title() const override { return say(visit().pin.opening == Opening::typing ? "new_pin.title" : "pin.title"); }
    // Nothing of the holder is shown here, and covering would forget half a number.
    void adjust(ui::Frame& frame) const override { frame.can_cover = false; }

    Asked content(ui::Kit& kit) override {
        const auto& pin = visit().pin;
        if (pin.blocked || pin.tries_left == 0) return blocked(kit);
        if (pin.checking) {
            kit.picture("pin.picture", ui::Icon::shield);
            working(kit, "pin.checking", say("pin.checking"), "working.card");
            return std::nullopt;
        }
        const auto& linking = visit().linking;
        const bool consenting = linking.state == flow::LinkingView::State::consenting && visit().holder;
        if (consenting)
            kit.notice("pin.consent", ui::Tone::caution, say("pin.consent", {{"name", linking.name}, {"helper", visit().holder->masked_name}}));
        if (pin.opened) kit.notice("pin.opened", ui::Tone::good, say("pin.unblock.opened"));
        if (pin.wrong) kit.notice("pin.trouble", ui::Tone::trouble, say("pin.wrong"));
        if (pin.tries_left) kit.text("pin.tries_left", say("pin.tries_left", *pin.tries_left), ui::TextStyle::strong);
        if (!consenting) kit.text("pin.why", say("pin.why"), ui::TextStyle::muted);
        if (pin.tries_left != 1) last_try_agreed_ = false;
        if (kit.pin_pad(visit().pin_entry, pin_digits) && !visit().pin_entry.empty()) {
            last_try_agreed_ = false;
            return flow::Event{Kind::pin_entered, {}};
        }
        return pin.tries_left == 1 && !last_try_agreed_ ? last_try(kit) : std::nullopt;
    }

    /// Only beside a member of staff: their badge says that they have seen who it is.
    Asked blocked(ui::Kit& kit) {
        const auto& pin = visit().pin;
        if (pin.opening == Opening::typing) return choose(kit);
        kit.picture("pin.picture", ui::Icon::shield, ui::Tone::trouble);
        if (pin.opening == Opening::working) {
            working(kit, "pin.unblock.working", say("pin.unblock.working"), "working.card");
            return std::nullopt;
        }
        if (pin.opening_trouble.empty()) trouble(kit, "pin.trouble", "card.pin_blocked");
        else trouble(kit, "pin.trouble", pin.opening_trouble);
        const auto asked = machine().staff_reader ? offer_opening(kit) : std::nullopt;
        if (!machine().keeper_phone.empty()) kit.fact("pin.phone", say("phone.keeper"), machine().keeper_phone);
        return asked;
    }

    Asked offer_opening(ui::Kit& kit) {
        if (!machine().online) {
            kit.text("pin.unblock.offline", say("pin.unblock.offline"));
            return std::nullopt;
        }
        if (!visit().staff) {
            kit.text("pin.unblock.how", say("pin.unblock.how"));
            if (!visit().staff_trouble.empty()) show_staff(kit);
            return std::nullopt;
        }
        if (const auto objection = flow::unblock_objection(visit()); !objection.empty()) {
            trouble(kit, "pin.unblock.objection", objection, ui::Tone::caution);
            return std::nullopt;
        }
        show_staff(kit);
        kit.text("pin.unblock.check", say("pin.unblock.check"), ui::TextStyle::strong);
        const bool checked = kit.button("pin.unblock", say("pin.unblock"), ui::Emphasis::primary);
        if (checked) choice_.begin(), visit().pin_entry.clear();
        return checked ? Asked{flow::Event{Kind::unblock_pin, "checked"}} : std::nullopt;
    }

    Asked choose(ui::Kit& kit) {
        auto typed = ask_pin(kit, choice_.step(), choice_);
        return typed && choice_.take(*std::move(typed), visit().new_pin) ? Asked{flow::Event{Kind::unblock_pin, {}}} : std::nullopt;
    }

    Asked last_try(ui::Kit& kit) {
        Asked asked;
        kit.begin_dialog("pin.last_try", say("pin.last_try.title"));
        kit.text("pin.last_try.text", say("pin.last_try.text"));
        if (kit.button("pin.cancel", say("pin.cancel"), ui::Emphasis::primary)) asked = flow::Event{Kind::back, {}};
        if (kit.button("pin.try", say("pin.try"), ui::Emphasis::normal)) last_try_agreed_ = true;
        kit.end_dialog();
        return asked;
    }

    bool last_try_agreed_ = false;
    PinChoice choice_;
};

}  // namespace

std::unique_ptr<Screen> make_pin(Context context) { return std::make_unique<Pin>(context); }

}  // namespace onecard::screens
