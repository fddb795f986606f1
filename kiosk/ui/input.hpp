// What comes from fingers and keys, in pixels of the window. Windows make it, kits use it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"

namespace onecard::ui {

struct Touch {
    enum class Kind { down, move, up, cancel } kind = Kind::down;
    float x = 0, y = 0;
    std::int64_t finger = 0;  ///< which of several; the same from down to up
    Millis at{0};             ///< on a clock that never jumps; 0 when nobody knows
};

/// A key of a physical keyboard or keypad. `cancel` closes what is open, else goes back; `repeat`, `spell` and `curtain` are for whoever holds the
/// kit, the page does nothing with them.
struct KeyPress {
    enum class Kind {
        text, code, erase, erase_next, enter, next, previous, up, down, left, right, first, last, page_up, page_down, cancel, home, help, voice, end,
        repeat, spell, curtain
    } kind = Kind::text;
    std::string text = {};  ///< with Kind::text what was typed, with Kind::code what a scanner read; UTF-8, not checked
};

/// By the name that settings and visit scripts use: `up`, `down`, `enter`, `back`, `home`, `repeat` …; nothing for any other, nor for text.
std::optional<KeyPress::Kind> key_named(std::string_view name);

using Input = std::variant<Touch, KeyPress>;

}  // namespace onecard::ui
