// All fingers on the glass, and which of them count: one that presses, a second one typing beside it; not a palm, a wet glass or ten fingers at once.
#pragma once
#include <map>

#include "kiosk/ui/touch.hpp"

namespace onecard::ui {

class Hand {
public:
    explicit Hand(float slack) : slack_(slack) {}

    /// As Finger::handle, for any number of fingers. Each presses what it came down on. With more than fingers_max of them down at once none counts
    /// until it was lifted; one that lies still for longer than stuck_after (a drop, a bag on the glass) is no longer counted among them.
    std::optional<std::string> handle(const Touch& touch, const std::vector<Touchable>& targets);
    bool holds(std::string_view key) const;
    void drag_sideways(bool sideways) { sideways_ = sideways; }
    /// See Finger::take_drag; of the one finger that drags.
    float take_drag();
    /// Where the finger that moved or was lifted last came down.
    float down_x() const { return down_x_; }
    float down_y() const { return down_y_; }
    void let_go() { contacts_.clear(); }

    static constexpr std::size_t fingers_max = 2, contacts_max = 32;
    static constexpr Millis stuck_after{3000};

private:
    struct Contact {
        Finger finger;
        Millis moved;        ///< when it last came down or moved
        bool counts = true;
    };
    void forget_crowd(Millis now);

    float slack_;
    bool sideways_ = false;
    std::map<std::int64_t, Contact> contacts_;
    float drag_ = 0, down_x_ = 0, down_y_ = 0;
};

}  // namespace onecard::ui
