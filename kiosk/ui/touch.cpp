#include "kiosk/ui/touch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace onecard::ui {

const Touchable* topmost(const std::vector<Touchable>& targets, float x, float y) {
    const auto at = std::find_if(targets.rbegin(), targets.rend(), [&](const Touchable& t) { return t.area.holds(x, y); });
    return at == targets.rend() ? nullptr : &*at;
}

std::optional<std::string> Finger::handle(const Touch& touch, const std::vector<Touchable>& targets) {
    const Touchable* under = topmost(targets, touch.x, touch.y);
    const float place = sideways_ ? touch.x : touch.y;
    switch (touch.kind) {
        case Touch::Kind::down:
            let_go();
            down_ = true;
            down_x_ = touch.x;
            down_y_ = touch.y;
            last_ = place;
            if (under) held_ = under->key;
            return std::nullopt;
        case Touch::Kind::move:
            if (!down_) return std::nullopt;
            if (!dragging_ && std::abs(place - (sideways_ ? down_x_ : down_y_)) > slack_) {
                dragging_ = true;
                held_.clear();
            }
            if (dragging_) drag_ += place - last_;
            last_ = place;
            return std::nullopt;
        case Touch::Kind::up: {
            std::optional<std::string> fired;
            if (under && down_ && !held_.empty() && under->key == held_) fired = held_;
            let_go();
            return fired;
        }
        case Touch::Kind::cancel: let_go(); return std::nullopt;
    }
    return std::nullopt;
}

float Finger::take_drag() { return std::exchange(drag_, 0.0f); }

void Finger::let_go() {
    held_.clear();
    down_ = dragging_ = false;
    drag_ = 0;
}

}  // namespace onecard::ui
