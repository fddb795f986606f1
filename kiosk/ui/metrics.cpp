#include "kiosk/ui/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace onecard::ui {
namespace {

constexpr float point_millimetres = 25.4f / 72;
constexpr float smallest_points = 18, smallest_elder_points = 30, elder_scale = 1.2f;
constexpr float dp_millimetres = 25.4f / 160;  // a density-independent pixel
constexpr float touch_millimetres = 20, elder_touch_millimetres = 24;
// EN 301 549, 8.3: within 1,220 mm of the floor, on a screen whose lower edge is mounted 870 mm above it.
constexpr float reach_millimetres = 347;
constexpr float tight_lines = 24;

}  // namespace

Metrics::Metrics(const View& view, bool vertical) : view_(view), vertical_(vertical) {
    const int shorter = std::min(view.width, view.height);
    unit_ = std::max(0.62f, static_cast<float>(shorter) / 1080.0f);
}

float Metrics::units(float count) const { return std::round(count * unit_); }

float Metrics::letters(float units_high) const {
    return std::ceil(std::max(std::max(units_high * unit_, millimetres(smallest_points * point_millimetres)) * scale(), smallest_letters()));
}

float Metrics::scale() const { return std::max(view_.text_scale, view_.elder ? elder_scale : 1.0f); }

float Metrics::smallest_letters() const {
    return std::ceil(millimetres((view_.elder ? smallest_elder_points : smallest_points) * point_millimetres));
}

bool Metrics::tight() const { return !vertical_ && height() < tight_lines * text(TextStyle::body); }

float Metrics::reach() const { return std::max(0.0f, std::round(height() - millimetres(reach_millimetres))); }

// What is large already grows half as much, or nothing else would fit beside it.
float Metrics::heading(float units_high) const { return std::max(smallest_letters(), std::round(units(units_high) * (1 + (scale() - 1) / 2))); }

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

float Metrics::apart() const { return std::ceil(millimetres(8 * dp_millimetres)); }

float Metrics::touch() const { return std::ceil(std::max(millimetres(view_.elder ? elder_touch_millimetres : touch_millimetres), units(96))); }

}  // namespace onecard::ui
