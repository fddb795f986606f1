// Every spoken sentence stands on the screen as well, in a strip that nothing else uses.
#include <algorithm>

#include "base/secret.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float caption_units = 34, caption_least_units = 24, pad_units = 16;
constexpr float lines_max = 2;

}  // namespace

void ScreenKit::caption(std::string_view sentence) {
    if (sentence == caption_) return;
    onecard::wipe(caption_);
    caption_ = sentence;
    unsettled_ = true;
}

float ScreenKit::caption_height() const {
    if (!metrics_.view().speech) return 0;
    return std::round(lines_max * metrics_.letters(caption_units) * 1.45f + 2 * metrics_.units(pad_units));
}

void ScreenKit::caption_strip() {
    const float height = caption_height();
    if (height == 0 || frame_.title.empty()) return;
    painter_.use(Layer::strips);
    const StripPlan strip = plan_strip();
    const float below = keyboard_.is_open() ? keyboard_height() : strip.row_height * float(strip.rows);
    const Rect rect{0, metrics_.height() - below - height, metrics_.width(), height};
    painter_.fill(rect, theme_.text);
    const float width = std::min(metrics_.width() - 2 * metrics_.margin(), metrics_.units(1560)), most = height - metrics_.units(pad_units);
    float size = metrics_.letters(caption_units);
    while (size > metrics_.units(caption_least_units) && set(caption_, size, false, width).height() > most) size -= 2;
    const Paragraph& words = set(caption_, size, false, width);
    painter_.clip(rect);
    painter_.text(words, {rect.x + (rect.width - width) / 2, rect.y + std::max(0.0f, (rect.height - words.height()) / 2), width, words.height()},
                  theme_.ground, Painter::Align::middle);
    painter_.unclip();
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
