#include "kiosk/ui/hand.hpp"

#include <algorithm>
#include <utility>

namespace onecard::ui {

std::optional<std::string> Hand::handle(const Touch& touch, const std::vector<Touchable>& targets) {
    if (touch.kind == Touch::Kind::down) {
        contacts_.erase(touch.finger);  // its lifting was lost
        if (contacts_.size() >= contacts_max) contacts_.clear();
        auto& contact = contacts_.emplace(touch.finger, Contact{Finger(slack_), touch.at, true}).first->second;
        contact.finger.drag_sideways(sideways_);
        contact.finger.handle(touch, targets);
        forget_crowd(touch.at);
        return std::nullopt;
    }
    const auto at = contacts_.find(touch.finger);
    if (at == contacts_.end()) return std::nullopt;
    auto& contact = at->second;
    contact.moved = touch.at;
    auto fired = contact.counts ? contact.finger.handle(touch, targets) : std::nullopt;
    down_x_ = contact.finger.down_x();
    down_y_ = contact.finger.down_y();
    if (const float drag = contact.finger.take_drag(); drag != 0) drag_ = drag;
    if (touch.kind != Touch::Kind::move) contacts_.erase(at);
    return fired;
}

// Nobody means anything by that many touches.
void Hand::forget_crowd(Millis now) {
    const auto fresh = [now](const auto& one) { return now - one.second.moved < stuck_after; };
    if (static_cast<std::size_t>(std::count_if(contacts_.begin(), contacts_.end(), fresh)) <= fingers_max) return;
    for (auto& [finger, contact] : contacts_) {
        contact.counts = false;
        contact.finger.let_go();
    }
}

bool Hand::holds(std::string_view key) const {
    return std::any_of(contacts_.begin(), contacts_.end(), [key](const auto& one) { return one.second.finger.held() == key; });
}

float Hand::take_drag() { return std::exchange(drag_, 0.0f); }

}  // namespace onecard::ui
