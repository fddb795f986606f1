// The card's PIN: tries left are said before anything is typed, and the last try is asked for twice.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

constexpr std::size_t digits_max = 6;  // as every one-card has

class Pin final : public Page {
public:
    using Page::Page;
    void enter() override {
        last_try_agreed_ = false;
        visit().pin_entry.clear();
    }

private:
    std::string title() const override { return say("pin.title"); }
    // Nothing of the holder is shown here, and covering would forget half a number.
    void adjust(ui::Frame& frame) const override { frame.can_cover = false; }

    Asked content(ui::Kit& kit) override {
        const auto& pin = visit().pin;
        if (pin.blocked || pin.tries_left == 0) {
            kit.picture("pin.picture", ui::Icon::shield, ui::Tone::trouble);
            trouble(kit, "pin.trouble", "card.pin_blocked");
            if (!machine().keeper_phone.empty()) kit.fact("pin.phone", say("phone.keeper"), machine().keeper_phone);
            return std::nullopt;
        }
        if (pin.checking) {
            kit.picture("pin.picture", ui::Icon::shield);
            working(kit, "pin.checking", say("pin.checking"), "working.card");
            return std::nullopt;
        }
        if (pin.wrong) kit.notice("pin.trouble", ui::Tone::trouble, say("pin.wrong"));
        if (pin.tries_left) kit.text("pin.tries_left", say("pin.tries_left", *pin.tries_left), ui::TextStyle::strong);
        kit.text("pin.why", say("pin.why"), ui::TextStyle::muted);
        if (pin.tries_left != 1) last_try_agreed_ = false;
        if (kit.pin_pad(visit().pin_entry, digits_max) && !visit().pin_entry.empty()) {
            last_try_agreed_ = false;
            return flow::Event{Kind::pin_entered, {}};
        }
        return pin.tries_left == 1 && !last_try_agreed_ ? last_try(kit) : std::nullopt;
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
};

}  // namespace

std::unique_ptr<Screen> make_pin(Context context) { return std::make_unique<Pin>(context); }

}  // namespace onecard::screens
