// When nobody touches the machine: a warning with a count, then the end of the visit.
#pragma once
#include <optional>

#include "base/clock.hpp"

namespace onecard::app {

class IdleWatch {
public:
    /// How long nobody touches anything before the warning, and how long that stands.
    struct Patience {
        Millis quiet{90'000}, warning{30'000};
        Millis rest{180'000};  ///< on the resting page, before the machine shows what is new in the hall
    };

    IdleWatch(const Clock& clock, Patience patience) : clock_(clock), patience_(patience), touched_(clock.uptime()) {}

    /// A touch, a key, a card, or "more time".
    void touched() { touched_ = clock_.uptime(); }

    struct Now {
        std::optional<int> seconds_left;  ///< while the warning stands
        bool over = false;
        bool rests = false;               ///< nobody has been at the resting page for long
        Millis next{0};                   ///< when to look again
    };
    /// `visiting` is false on the resting page, where nothing runs out. `slower`: both times are doubled.
    Now look(bool visiting, bool slower = false);

private:
    const Clock& clock_;
    Patience patience_;
    Millis touched_;
    bool was_visiting_ = false;
};

}  // namespace onecard::app
