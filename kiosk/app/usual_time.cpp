#include "kiosk/app/usual_time.hpp"

#include <algorithm>

namespace onecard::app {
namespace {

Millis expected(Work work) {
    switch (work) {
        case Work::nothing: return Millis(0);
        case Work::reading:
        case Work::pin: return Millis(2'000);
        case Work::paying: return Millis(4'000);
        case Work::printing: return Millis(6'000);
    }
    return Millis(0);
}

}  // namespace

void UsualTime::watch(Work now, Millis uptime) {
    if (now == work_) return;
    if (work_ != Work::nothing) {
        auto& took = took_[static_cast<std::size_t>(work_)];
        if (took.size() >= kept) took.erase(took.begin());
        took.push_back(uptime - since_);
    }
    work_ = now;
    since_ = uptime;
}

std::optional<Millis> UsualTime::running_for(Millis uptime) const {
    return work_ == Work::nothing ? std::nullopt : std::optional(uptime - since_);
}

Millis UsualTime::usual(Work work) const {
    auto took = took_[static_cast<std::size_t>(work)];
    if (took.empty()) return expected(work);
    const auto at = took.begin() + static_cast<std::ptrdiff_t>(took.size() * 3 / 4);
    std::nth_element(took.begin(), at, took.end());
    return *at;
}

}  // namespace onecard::app
