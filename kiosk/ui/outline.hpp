// Pictograms are written as strokes on a grid of 24 × 24; this turns one into a mask.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"

struct FT_LibraryRec_;

namespace onecard::ui {

inline constexpr float outline_grid = 24;

/// Grey pixels, edge × edge. The drawing is a list of letters and numbers, y downwards:
/// `M x y` begin, `L x y` line, `C x1 y1 x2 y2 x y` curve, `Z` close, `O cx cy r` circle, `R x y w h r` round rectangle,
/// `A cx cy r from to` arc in degrees clockwise from the right, `F` fill what follows, `S` stroke what follows (as at the start).
/// `stroke` is the width of lines on the grid. Error `icon.malformed`.
Result<std::vector<std::uint8_t>> draw_outline(FT_LibraryRec_* library, std::string_view drawing, int edge, float stroke);

}  // namespace onecard::ui
