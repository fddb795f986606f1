// Another PIN: the old one, the new one, the new one again; then what the card said.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/screens/pin_choice.hpp"

namespace onecard::screens {
namespace {

using State = flow::NewPinView::State;

class NewPin final : public Page {
public:
    using Page::Page;
    void enter() override {
        choice_.begin();
        visit().pin_entry.clear();
    }

private:
    std::string title() const override { return say("new_pin.title"); }

    Asked content(ui::Kit& kit) override {
        switch (visit().new_pin.state) {
            case State::typing: return type(kit);
            case State::working:
                kit.picture("new_pin.picture", ui::Icon::shield);
                kit.waiting("new_pin.working", say("new_pin.working"));
                return std::nullopt;
            case State::changed: return tell(kit, ui::Icon::check, ui::Tone::good, "new_pin.changed");
            case State::wrong: return tell(kit, ui::Icon::cross, ui::Tone::trouble, "new_pin.wrong");
            case State::blocked: return tell(kit, ui::Icon::shield, ui::Tone::trouble, "new_pin.blocked");
            case State::unknown: return tell(kit, ui::Icon::card, ui::Tone::caution, "new_pin.unknown");
            case State::failed: return tell(kit, ui::Icon::cross, ui::Tone::caution, "new_pin.failed");
        }
        return std::nullopt;
    }

    /// Which of the three is typed now.
    const char* step() const { return visit().new_pin.old_pin.empty() ? "new_pin.old" : choice_.step(); }

    Asked type(ui::Kit& kit) {
        auto typed = ask_pin(kit, step(), choice_);
        return typed ? take(*std::move(typed)) : std::nullopt;
    }

    Asked take(SecretText typed) {
        auto& pin = visit().new_pin;
        if (pin.old_pin.empty()) {
            choice_.begin();
            if (!typed.empty()) pin.old_pin = std::move(typed);
            return std::nullopt;
        }
        return choice_.take(std::move(typed), pin) ? Asked{flow::Event{Kind::change_pin, {}}} : std::nullopt;
    }

    Asked tell(ui::Kit& kit, ui::Icon icon, ui::Tone tone, const char* key) {
        const auto& pin = visit().new_pin;
        kit.picture("new_pin.picture", icon, tone);
        kit.notice("new_pin.state", tone, say(key));
        if (pin.tries_left) kit.text("pin.tries_left", say("pin.tries_left", *pin.tries_left), ui::TextStyle::strong);
        if (!pin.reason.empty()) trouble(kit, "new_pin.reason", pin.reason, ui::Tone::info);
        const bool done = kit.button("new_pin.done", say("receipt.done"), ui::Emphasis::primary);
        return done ? Asked{flow::Event{Kind::back, {}}} : std::nullopt;
    }

    PinChoice choice_;
};

}  // namespace

std::unique_ptr<Screen> make_new_pin(Context context) { return std::make_unique<NewPin>(context); }

}  // namespace onecard::screens
