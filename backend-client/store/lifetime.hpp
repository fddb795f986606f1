#pragma once
#include "base/clock.hpp"

namespace onecard::store {

/// How long personal data of things that are done stays on a kiosk.
inline constexpr Millis personal_lifetime = std::chrono::hours(72);

}  // namespace onecard::store
