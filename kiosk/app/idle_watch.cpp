#include "kiosk/app/idle_watch.hpp"

namespace onecard::app {

IdleWatch::Now IdleWatch::look(bool visiting, bool slower) {
    constexpr Millis long_time{3'600'000};
    if (visiting != was_visiting_) touched();
    was_visiting_ = visiting;
    if (!visiting) {
        const auto alone = clock_.uptime() - touched_;
        if (alone >= patience_.rest) return {std::nullopt, false, true, long_time};
        return {std::nullopt, false, false, patience_.rest - alone};
    }
    const auto quiet = patience_.quiet * (slower ? 2 : 1), warning = patience_.warning * (slower ? 2 : 1);
    const auto idle = clock_.uptime() - touched_;
    if (idle < quiet) return {std::nullopt, false, false, quiet - idle};
    if (idle >= quiet + warning) return {std::nullopt, true, false, Millis(0)};
    const auto left = quiet + warning - idle;
    const auto seconds = static_cast<int>((left.count() + 999) / 1000);
    return {seconds, false, false, left - Millis((seconds - 1) * 1000)};
}

}  // namespace onecard::app
