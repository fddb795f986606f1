// Another PIN: the old one, the new one, the new one again; then what the card said.
#include <algorithm>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

using State = flow::NewPinView::State;

constexpr std::size_t digits = 6;

/// Six times the same, or counting up or down: what is tried first by whoever finds a card.
bool easy_to_guess(std::string_view pin) {
    const auto step = [&](int by) {
        return std::adjacent_find(pin.begin(), pin.end(), [by](char a, char b) { return b - a != by; }) == pin.end();
    };
    return step(0) || step(1) || step(-1);
}

class NewPin final : public Page {
public:
    using Page::Page;
    void enter() override {
        again_ = false;
        trouble_.clear();
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
    const char* step() const {
        const auto& pin = visit().new_pin;
        return pin.old_pin.empty() ? "new_pin.old" : again_ ? "new_pin.again" : "new_pin.new";
    }

    Asked type(ui::Kit& kit) {
        kit.text("new_pin.step", say(step()), ui::TextStyle::strong);
        if (!trouble_.empty()) kit.notice("new_pin.trouble", ui::Tone::caution, say(trouble_));
        else kit.text("new_pin.why", say("new_pin.why"), ui::TextStyle::muted);
        if (!kit.pin_pad(visit().pin_entry, digits)) return std::nullopt;
        auto typed = std::move(visit().pin_entry);
        visit().pin_entry.clear();
        return take(std::move(typed));
    }

    Asked take(SecretText typed) {
        auto& pin = visit().new_pin;
        trouble_.clear();
        if (pin.old_pin.empty()) {
            if (!typed.empty()) pin.old_pin = std::move(typed);
            return std::nullopt;
        }
        if (!again_) {
            trouble_ = objection(typed);
            if (trouble_.empty()) pin.new_pin = std::move(typed), again_ = true;
            return std::nullopt;
        }
        again_ = false;
        if (typed.view() == pin.new_pin.view()) return flow::Event{Kind::change_pin, {}};
        pin.new_pin.clear();
        trouble_ = "new_pin.differs";
        return std::nullopt;
    }

    std::string objection(const SecretText& typed) const {
        if (typed.size() != digits) return "new_pin.six";
        if (typed.view() == visit().new_pin.old_pin.view()) return "new_pin.same";
        return easy_to_guess(typed.view()) ? "new_pin.easy" : "";
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

    bool again_ = false;
    std::string trouble_;  ///< key of what was wrong with the last entry
};

}  // namespace

std::unique_ptr<Screen> make_new_pin(Context context) { return std::make_unique<NewPin>(context); }

}  // namespace onecard::screens
