// What comes from fingers and keys, in pixels of the window. Windows make it, kits use it.
#pragma once
#include <string>
#include <variant>

namespace onecard::ui {

struct Touch {
    enum class Kind { down, move, up, cancel } kind = Kind::down;
    float x = 0, y = 0;
};

/// A key of a physical keyboard or keypad.
struct KeyPress {
    enum class Kind { text, erase, enter, next, previous, up, down, page_up, page_down, cancel } kind = Kind::text;
    std::string text = {};  ///< only with Kind::text; UTF-8, not checked
};

using Input = std::variant<Touch, KeyPress>;

}  // namespace onecard::ui
