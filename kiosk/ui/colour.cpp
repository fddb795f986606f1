#include "kiosk/ui/colour.hpp"

#include <algorithm>
#include <cmath>

#include "base/bytes.hpp"

namespace onecard::ui {
namespace {

double linear(std::uint8_t part) {
    const double share = part / 255.0;
    return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) { return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue); }

}  // namespace

std::optional<Colour> colour_from(std::string_view text) {
    if ((text.size() != 7 && text.size() != 9) || text[0] != '#') return std::nullopt;
    const auto parts = from_hex(text.substr(1));
    if (!parts || parts->size() != (text.size() - 1) / 2) return std::nullopt;
    const auto& part = *parts;
    return Colour{part[0], part[1], part[2], part.size() == 4 ? part[3] : std::uint8_t{255}};
}

Colour with_alpha(Colour colour, float share) {
    colour.alpha = static_cast<std::uint8_t>(std::clamp(share, 0.0f, 1.0f) * 255.0f + 0.5f);
    return colour;
}

Colour blend(Colour a, Colour b, float share) {
    const auto mix = [share](std::uint8_t x, std::uint8_t y) {
        return static_cast<std::uint8_t>(float(x) + (float(y) - float(x)) * share + 0.5f);
    };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue), mix(a.alpha, b.alpha)};
}

double contrast(Colour a, Colour b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace onecard::ui
