// Every spoken sentence stands on the screen as well, in a strip that nothing else uses.
#include <algorithm>

#include "base/secret.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float caption_units = 34, pad_units = 16;
constexpr float lines_max = 2;

}  // namespace

void ScreenKit::caption(std::string_view sentence) {
    if (sentence == caption_) return;
    onecard::wipe(caption_);
    caption_ = sentence;
    unsettled_ = true;
}

// Beside a keyboard a low window has no room to give: there it stands over the strip above, where nothing is touched.
bool ScreenKit::caption_above() const { return keyboard_.is_open() && metrics_.height() < metrics_.units(1250); }

float ScreenKit::caption_height() const {
    if (!metrics_.view().speech || caption_above()) return 0;
    return std::round(lines_max * metrics_.letters(caption_units) * 1.45f + 2 * metrics_.units(pad_units));
}

void ScreenKit::caption_strip() {
    const bool above = caption_above() && metrics_.view().speech;
    const float height = above ? metrics_.units(100) : caption_height();
    if (height == 0 || frame_.title.empty() || (above && caption_.empty())) return;
    painter_.use(above ? Layer::keyboard : Layer::strips);
    const StripPlan strip = plan_strip();
    const float below = keyboard_.is_open() ? keyboard_height() : strip.row_height * float(strip.rows);
    const Rect rect{0, above ? 0 : metrics_.height() - below - height, metrics_.width(), height};
    painter_.fill(rect, theme_.text);
    const float width = metrics_.width() - 2 * metrics_.units(pad_units), most = height - metrics_.units(pad_units);
    float size = metrics_.letters(caption_units);
    while (size > metrics_.smallest_letters() && set(caption_, size, false, width).height() > most) size -= 1;
    const Paragraph& words = set(caption_, size, false, width);
    painter_.clip(rect);
    painter_.text(words, {rect.x + (rect.width - width) / 2, rect.y + std::max(0.0f, (rect.height - words.height()) / 2), width, words.height()},
                  theme_.ground, Painter::Align::middle);
    painter_.unclip();
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
