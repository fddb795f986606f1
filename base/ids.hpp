// Identity made once, on the kiosk, before anything is sent: time-ordered UUIDs (RFC 9562, version 7).
#pragma once
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace onecard {

/// A UUIDv7 in its 36-character form, lower case. Ids of one maker sort by the time they were made in; they are unique
/// even when the clock is wrong.
std::string make_id(const Clock& clock, Random& random);

/// True for any UUID in the 36-character lower-case form.
bool is_id(std::string_view text);

}  // namespace onecard
