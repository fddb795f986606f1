// Colours and how well they stand apart.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace onecard::ui {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
    bool operator==(const Colour&) const = default;
};

/// `#RRGGBB` or `#RRGGBBAA`.
std::optional<Colour> colour_from(std::string_view text);
Colour with_alpha(Colour colour, float share);
/// `share` 0 gives `a`, 1 gives `b`.
Colour blend(Colour a, Colour b, float share);
/// Contrast ratio of two opaque colours, 1 … 21 (WCAG 2.1, success criterion 1.4.3).
double contrast(Colour a, Colour b);

}  // namespace onecard::ui
