#include "kiosk/ui/aim.hpp"

#include <algorithm>

namespace onecard::ui {
namespace {

bool same(const std::vector<Touchable>& a, const std::vector<Touchable>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Touchable& one, const Touchable& other) {
        return one.key == other.key && one.area.x == other.area.x && one.area.y == other.area.y && one.area.width == other.area.width &&
               one.area.height == other.area.height;
    });
}

}  // namespace

void Aim::stood(const std::vector<Touchable>& targets, Millis at, bool by_hand) {
    if (!by_hand && same(targets, seen_)) return;
    if (by_hand) before_.clear();
    else before_ = std::move(seen_);
    moved_at_ = at;
    seen_ = targets;
}

Touch Aim::corrected(const Touch& touch, const std::vector<Touchable>& targets, Millis now) {
    if (touch.kind == Touch::Kind::down) {
        if (shifts_.size() >= shifts_max) shifts_.clear();
        shifts_[touch.finger] = now - moved_at_ < reaction ? shift_for(touch, targets) : Shift{};
    }
    Touch meant = touch;
    const auto at = shifts_.find(touch.finger);
    if (at == shifts_.end()) return meant;
    meant.x += at->second.x;
    meant.y += at->second.y;
    if (touch.kind == Touch::Kind::up || touch.kind == Touch::Kind::cancel) shifts_.erase(at);
    return meant;
}

Aim::Shift Aim::shift_for(const Touch& touch, const std::vector<Touchable>& targets) const {
    const Touchable* aimed = topmost(before_, touch.x, touch.y);
    if (!aimed) return {};
    const auto now = std::find_if(targets.begin(), targets.end(), [&](const Touchable& t) { return t.key == aimed->key; });
    if (now == targets.end() || now->area.holds(touch.x, touch.y)) return {};
    return {now->area.x + now->area.width / 2 - touch.x, now->area.y + now->area.height / 2 - touch.y};
}

void Aim::known(const std::vector<Touchable>& targets) {
    seen_ = targets;
    before_.clear();
}

void Aim::reset() { known({}); }

}  // namespace onecard::ui
