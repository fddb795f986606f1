#include "kiosk/screens/pin_choice.hpp"

#include <algorithm>

#include "kiosk/screens/page.hpp"

namespace onecard::screens {
namespace {

/// Six times the same, or counting up or down: what is tried first by whoever finds a card.
bool easy_to_guess(std::string_view pin) {
    const auto step = [&](int by) {
        return std::adjacent_find(pin.begin(), pin.end(), [by](char a, char b) { return b - a != by; }) == pin.end();
    };
    return step(0) || step(1) || step(-1);
}

std::string objection(const SecretText& typed, const SecretText& former) {
    if (typed.size() != pin_digits) return "new_pin.six";
    if (typed.view() == former.view()) return "new_pin.same";
    return easy_to_guess(typed.view()) ? "new_pin.easy" : "";
}

}  // namespace

bool PinChoice::take(SecretText typed, flow::NewPinView& pin) {
    trouble_.clear();
    if (!again_) {
        trouble_ = objection(typed, pin.old_pin);
        if (trouble_.empty()) pin.new_pin = std::move(typed), again_ = true;
        return false;
    }
    again_ = false;
    if (typed.view() == pin.new_pin.view()) return true;
    pin.new_pin.clear();
    trouble_ = "new_pin.differs";
    return false;
}

std::optional<SecretText> Page::ask_pin(ui::Kit& kit, const char* step, const PinChoice& choice) const {
    kit.text("new_pin.step", say(step), ui::TextStyle::strong);
    if (!choice.trouble().empty()) kit.notice("new_pin.trouble", ui::Tone::caution, say(choice.trouble()));
    else kit.text("new_pin.why", say("new_pin.why"), ui::TextStyle::muted);
    if (!kit.pin_pad(visit().pin_entry, pin_digits)) return std::nullopt;
    auto typed = std::move(visit().pin_entry);
    visit().pin_entry.clear();
    return typed;
}

}  // namespace onecard::screens
