// A signature as text: strokes of points, so that it can be kept, sent and drawn again at any size.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/input/handwriting.hpp"

namespace onecard::ui {

inline constexpr std::size_t signature_bytes_max = 6'000;
/// Points are counted in so many parts of the longer side of the field.
inline constexpr int signature_parts = 1000;

/// `12,300 14,310;80,20 …`: strokes parted by semicolons, points by blanks, in parts of the field's longer side. Senseless text gives what can be read of it.
std::vector<InkStroke> read_signature(std::string_view text);
/// The stroke at the end of the text; false when there is no room for it. Points that lie close together count as one.
bool add_stroke(std::string& text, const InkStroke& stroke);

}  // namespace onecard::ui
