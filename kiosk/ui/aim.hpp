// What a finger was aimed at. A page may move by itself (news from the network, a card's log that was read); a person cannot answer to that at once,
// so a finger that comes down right afterwards means what stood there before.
#pragma once
#include <map>
#include <vector>

#include "kiosk/ui/touch.hpp"

namespace onecard::ui {

class Aim {
public:
    /// What was painted, at `at`. `by_hand`: somebody touched or typed since the last picture, so that what moved was meant to.
    void stood(const std::vector<Touchable>& targets, Millis at, bool by_hand);
    /// The touch, from down to up, as it would have come if the page had not moved away under it; unchanged when what was aimed at is gone or still there.
    Touch corrected(const Touch& touch, const std::vector<Touchable>& targets, Millis now);
    /// Who touches knows what stands now: a robot, quicker than any person.
    void known(const std::vector<Touchable>& targets);
    /// Another page.
    void reset();

    /// How fast nobody answers to what changed.
    static constexpr Millis reaction{250};

private:
    struct Shift {
        float x = 0, y = 0;
    };
    Shift shift_for(const Touch& touch, const std::vector<Touchable>& targets) const;

    std::vector<Touchable> seen_, before_;
    Millis moved_at_{0};
    std::map<std::int64_t, Shift> shifts_;
    static constexpr std::size_t shifts_max = 32;
};

}  // namespace onecard::ui
