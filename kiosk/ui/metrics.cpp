#include "kiosk/ui/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace onecard::ui {
namespace {

constexpr float smallest_text_millimetres = 6.35f;  // 18 points
constexpr float touch_millimetres = 20;

}  // namespace

Metrics::Metrics(const View& view, bool vertical) : view_(view), vertical_(vertical) {
    const int shorter = std::min(view.width, view.height);
    unit_ = std::max(0.62f, static_cast<float>(shorter) / 1080.0f);
}

float Metrics::units(float count) const { return std::round(count * unit_); }

float Metrics::letters(float units_high) const {
    return std::round(std::max(units_high * unit_, millimetres(smallest_text_millimetres)) * view_.text_scale);
}

// What is large already grows half as much, or nothing else would fit beside it.
float Metrics::heading(float units_high) const { return std::round(units(units_high) * (1 + (view_.text_scale - 1) / 2)); }

float Metrics::text(TextStyle style) const {
    switch (style) {
        case TextStyle::body: return letters(34);
        case TextStyle::large: return std::max(letters(34), heading(42));
        case TextStyle::small: return letters(28);
        case TextStyle::title: return heading(54);
        case TextStyle::amount: return heading(72);
        case TextStyle::strong: return letters(34);
        case TextStyle::muted: return letters(30);
    }
    return letters(34);
}

bool Metrics::bold(TextStyle style) const { return style == TextStyle::title || style == TextStyle::amount || style == TextStyle::strong; }

float Metrics::touch() const { return std::ceil(std::max(millimetres(touch_millimetres), units(96))); }

}  // namespace onecard::ui
