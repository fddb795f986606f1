#include "kiosk/screens/pin_choice.hpp"

#include <algorithm>

namespace onecard::screens {
namespace {

constexpr std::size_t digits = 6;

/// Six times the same, or counting up or down: what is tried first by whoever finds a card.
bool easy_to_guess(std::string_view pin) {
    const auto step = [&](int by) {
        return std::adjacent_find(pin.begin(), pin.end(), [by](char a, char b) { return b - a != by; }) == pin.end();
    };
    return step(0) || step(1) || step(-1);
}

std::string objection(const SecretText& typed, const SecretText& former) {
    if (typed.size() != digits) return "new_pin.six";
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

}  // namespace onecard::screens
