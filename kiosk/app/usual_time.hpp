// How long this machine usually takes for what people wait for: the estimate on a page is what was measured here, not a guess.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace onecard::app {

/// What somebody at the screen waits for.
enum class Work { nothing, reading, pin, paying, printing };
inline constexpr std::size_t works = 5;

class UsualTime {
public:
    /// To be called with what is under way now, as often as one likes; remembers how long each took that ended.
    void watch(Work now, Millis uptime);
    /// Since when the present work runs; nothing while there is none.
    std::optional<Millis> running_for(Millis uptime) const;
    /// Three in four of the last ones ended by then; before the first, what such machines take.
    Millis usual(Work work) const;

    static constexpr std::size_t kept = 9;

private:
    Work work_ = Work::nothing;
    Millis since_{0};
    std::array<std::vector<Millis>, works> took_;  ///< the last ones, oldest first
};

}  // namespace onecard::app
