// The area where a finger writes a character, and the ink on it.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float pen_units = 7, step_units = 4;

}  // namespace

bool ScreenKit::write(const Touch& touch) {
    Handwriting& hand = keyboard_.handwriting();
    const Rect& area = writing_area_;
    const bool another = writing_ && touch.finger != writer_;
    if (touch.kind == Touch::Kind::down && !another) {
        writing_ = keyboard_.is_written() && area.holds(touch.x, touch.y);
        writer_ = touch.finger;
        // The hand that writes lies on the glass: what lies under it is not meant.
        if (writing_) hand_.let_go();
    }
    if (!writing_ || another) return false;
    const InkPoint at{(touch.x - area.x) / area.height, (touch.y - area.y) / area.height};
    switch (touch.kind) {
        case Touch::Kind::down: hand.begin_stroke(at); break;
        case Touch::Kind::move: hand.move_stroke(at); break;
        case Touch::Kind::up: hand.end_stroke(); break;
        case Touch::Kind::cancel: hand.drop_stroke(); break;
    }
    keyboard_.turn_back();
    writing_ = touch.kind == Touch::Kind::down || touch.kind == Touch::Kind::move;
    return true;
}

void ScreenKit::ink(const InkStroke& stroke, const Rect& rect) {
    const float radius = metrics_.units(pen_units), step = metrics_.units(step_units) / rect.height;
    const auto dot = [&](const InkPoint& at) {
        const float x = std::min(rect.x + at.x * rect.height, rect.x + rect.width - radius), y = rect.y + at.y * rect.height;
        painter_.disc(x, std::clamp(y, rect.y + radius, rect.y + rect.height - radius), radius, theme_.text);
    };
    for (std::size_t i = 0; i < stroke.size(); ++i) {
        if (i > 0) {
            const InkPoint from = stroke[i - 1], to = stroke[i];
            const float length = std::hypot(to.x - from.x, to.y - from.y);
            for (float done = step; done < length; done += step) dot({from.x + (to.x - from.x) * done / length, from.y + (to.y - from.y) * done / length});
        }
        dot(stroke[i]);
    }
}

void ScreenKit::writing_area(const Rect& rect) {
    writing_area_ = rect;
    const auto& strokes = keyboard_.handwriting().ink();
    const float radius = metrics_.units(18);
    painter_.fill(rect, theme_.surface, radius);
    painter_.outline(rect, blend(theme_.surface, theme_.line, 0.6f), metrics_.units(3), radius);
    const std::string hint = strings_->text("keyboard.hint.handwriting");
    if (strokes.empty()) {
        const Paragraph& text = set(hint, metrics_.letters(30), false, rect.width - metrics_.units(40));
        painter_.text(text, {rect.x, rect.y + (rect.height - text.height()) / 2, rect.width, text.height()}, theme_.muted, Painter::Align::middle);
    }
    painter_.clip(rect);
    for (const InkStroke& stroke : strokes) ink(stroke, rect);
    painter_.unclip();
    say("key.area", Role::image, hint, rect, std::to_string(strokes.size()));
}

}  // namespace onecard::ui
