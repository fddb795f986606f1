// One finger against the targets of the last frame: what is held down, what was let go inside, how far it dragged.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ui/input.hpp"
#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

/// A target with the part of it that can be touched; empty when it is covered or scrolled away.
struct Touchable {
    std::string key;
    Rect area;
};

/// What a finger at that place touches, of targets from the bottom to the top; nothing where there is none.
const Touchable* topmost(const std::vector<Touchable>& targets, float x, float y);

class Finger {
public:
    /// `slack`: how far a finger may slip, in pixels, before it drags instead of pressing.
    explicit Finger(float slack) : slack_(slack) {}

    /// `targets` from the bottom to the top. Returns the key of the target that was let go inside.
    std::optional<std::string> handle(const Touch& touch, const std::vector<Touchable>& targets);
    /// The target under the finger; empty when none.
    const std::string& held() const { return held_; }
    /// What a finger drags along: pages written in columns move sideways.
    void drag_sideways(bool sideways) { sideways_ = sideways; }
    /// Movement downwards, or to the right, since the last call, once the finger is dragging.
    float take_drag();
    /// Where the finger came down.
    float down_x() const { return down_x_; }
    float down_y() const { return down_y_; }
    void let_go();

private:
    float slack_;
    std::string held_;
    bool down_ = false, dragging_ = false, sideways_ = false;
    float down_x_ = 0, down_y_ = 0, last_ = 0, drag_ = 0;
};

}  // namespace onecard::ui
