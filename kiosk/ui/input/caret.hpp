// A text that is being written and the place in it where the next character goes.
#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "kiosk/ui/keyboard.hpp"

namespace onecard::ui {

/// A caret that stands behind everything.
inline constexpr std::size_t caret_end = static_cast<std::size_t>(-1);

/// What a field takes.
struct Room {
    FieldKind kind = FieldKind::text;
    std::size_t points_max = 200;
};

/// Carries out the edits on `value` at `caret`, counted in code points; a caret beyond the end stands at the end. What the field does not take
/// is left out. Signs that belong to the letter before them are passed over and erased with it. True when the text changed.
bool apply(std::span<const Edit> edits, const Room& room, std::string& value, std::size_t& caret);

/// The first `points` code points.
std::string_view beginning(std::string_view text, std::size_t points);

}  // namespace onecard::ui
