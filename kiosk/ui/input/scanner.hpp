// A barcode or QR scanner that poses as a keyboard: told from a person by its speed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "kiosk/ui/input.hpp"

namespace onecard::ui {

/// Keys that come one by one wait here for at most `scanner_gap`, for they may be the beginning of a code: at least `code_points_min` characters,
/// each within `scanner_gap` of the one before, ended by Enter. What turns out to be typed by a person is given on unchanged and in order.
inline constexpr Millis scanner_gap{20};
inline constexpr std::size_t code_points_min = 6, code_points_max = 1024;

class Scanner {
public:
    /// A key arrived at `now`; what may go on, a code as one press of Kind::code. A code that is longer than any is dropped whole.
    std::vector<KeyPress> take(KeyPress press, Millis now);
    /// What has waited long enough.
    std::vector<KeyPress> due(Millis now);
    /// Everything that waits: something else happened.
    std::vector<KeyPress> release();
    /// How long until due() has something; nothing while nobody types.
    std::optional<Millis> due_in(Millis now) const;
    void forget();

private:
    std::string held_;
    std::size_t count_ = 0;
    Millis last_{0};
};

}  // namespace onecard::ui
