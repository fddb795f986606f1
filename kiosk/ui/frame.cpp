// The sheet between the strips: title, the key that covers it, the line of steps, and where the content stands.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float progress_units = 12;
constexpr float side_share_tall = 0.76f, side_share_wide = 0.62f;

}  // namespace

// The part of the window that the strips leave, in the page's own directions. For one hand it is narrower and on that side.
ScreenKit::Sheet ScreenKit::sheet() {
    using Side = View::Side;
    const bool typing = keyboard_.is_open();
    const StripPlan strip = plan_strip();
    const float upper = top_strip(), top = metrics_.view().low && !typing ? std::max(upper, metrics_.reach()) : upper;
    const float bottom = metrics_.height() - (typing ? keyboard_height() : strip.row_height * float(strip.rows)) - caption_height();
    const Side side = metrics_.view().side;
    const float share = side == Side::both ? 1 : metrics_.portrait_window() ? side_share_tall : side_share_wide;
    const float width = metrics_.width(), pushed = side == Side::right ? std::round(width * (1 - share)) : 0;
    if (vertical_) {
        const float above = metrics_.units(typing ? 20 : 36), length = bottom - top - 2 * above;
        return {top + above, std::max(0.0f, length), pushed + metrics_.margin(), pushed + std::round(width * share) - metrics_.units(44)};
    }
    const float length = std::min(std::round(width * share) - 2 * metrics_.margin(), metrics_.units(1560));
    const float begin = side == Side::both ? std::round((width - length) / 2) : pushed + metrics_.margin();
    return {begin, length, top, bottom - metrics_.units(typing || metrics_.tight() ? 20 : 32)};
}

void ScreenKit::page(const Frame& frame) {
    frame_ = frame;
    const bool typing = keyboard_.is_open();
    page_.start({0, 0, metrics_.along(), metrics_.across()}, {}, false);
    const Sheet on = sheet();
    painter_.use(Layer::page);
    painter_.set_vertical(vertical_);
    content_left_ = on.begin;
    content_width_ = on.length;
    // Beside a keyboard a low window has no room for a title.
    const bool bare = typing && !vertical_ && metrics_.height() < metrics_.units(1250);
    const float air = vertical_ ? 0 : metrics_.units(bare || metrics_.tight() ? 12 : metrics_.portrait() ? 44 : 22);
    const float top = on.first + air + (bare ? 0 : title(on.first + air));
    const Rect view{content_left_, top, content_width_, std::max(0.0f, on.last - top)};
    Flow::Spacing spacing{metrics_.gap() * 1.1f, metrics_.gap(), 2.3f * metrics_.touch()};
    if (!typing && metrics_.portrait()) spacing.tiles_extra = metrics_.units(120), spacing.rows_extra = metrics_.units(28);
    page_.start(view, spacing, !typing, !metrics_.portrait());
    scrolls_ = page_.overflows();
    page_row_ = {};
    // What turns the page takes from the side that has more to give.
    if (scrolls_ && !typing) page_row_ = metrics_.portrait() ? page_.reserve_below(metrics_.touch()) : page_.reserve_right(turner_width());
    // Shadows reach a little over the sides.
    const float side = metrics_.units(24), above = metrics_.units(6);
    painter_.clip({page_.view().x - side, page_.view().y - above, page_.view().width + 2 * side, page_.view().height + 2 * above});
}

// Title and, at its end, the key that covers the page; the height of both with what follows.
float ScreenKit::title(float top) {
    const float square = frame_.can_cover ? metrics_.touch() : 0, space = square > 0 ? metrics_.gap() : 0;
    const bool both = square > 0, low = metrics_.tight();
    const float size = metrics_.text(low ? TextStyle::large : TextStyle::title), length = content_width_ - square - space;
    const bool beside = !frame_.title_beside.empty();
    const float own = set(frame_.title, size, true, length).height(), other = beside ? set(frame_.title_beside, size, true, length).height() : 0;
    // As high with the key as without: titles stand in one place on all pages.
    const float height = std::max(own + other, metrics_.portrait() ? metrics_.touch() : square), first = top + std::round((height - own - other) / 2);
    const bool other_first = beside && frame_.beside_first;
    if (other_first) title_words("title.beside", frame_.title_beside, size, {content_left_, first, length, other});
    title_words("title", frame_.title, size, {content_left_, first + (other_first ? other : 0), length, own});
    if (beside && !other_first) title_words("title.beside", frame_.title_beside, size, {content_left_, first + own, length, other});
    if (both) cover_key({content_left_ + content_width_ - square, top + std::round((height - square) / 2), square, square});
    float below = top + height + metrics_.units(low ? 4 : 14);
    if (frame_.steps > 0) {
        progress(below);
        below += metrics_.units(progress_units + 14) + metrics_.text(TextStyle::small) * 1.45f;
    }
    return below + metrics_.units(low ? 8 : 26) - top;
}

void ScreenKit::title_words(std::string_view key, std::string_view words, float size, const Rect& at) {
    painter_.text(set(words, size, true, at.width), at.x, at.y, theme_.text);
    say(key, Role::title, words, at);
}

void ScreenKit::cover_key(const Rect& square) {
    Target target;
    target.key = "cover";
    target.role = Role::button;
    target.label = strings_->text("kit.cover");
    target.rect = square;
    target.visible = !keyboard_.is_open();
    const float icon = std::round(square.width * 0.56f), inset = std::round((square.width - icon) / 2);
    painter_.fill(square, held("cover") ? theme_.pressed : theme_.accent_soft, square.width / 2);
    if (theme_.borders) painter_.outline(square, theme_.line, metrics_.units(3), square.width / 2);
    painter_.icon(Icon::eye_off, {square.x + inset, square.y + inset, icon, icon}, theme_.accent, 1.9f);
    add(std::move(target), true);
}

void ScreenKit::progress(float y) {
    const std::string words = strings_->text("kit.step", {{"step", std::to_string(frame_.step)}, {"steps", std::to_string(frame_.steps)}});
    const Paragraph& text = set(words, TextStyle::small, content_width_);
    painter_.text(text, content_left_, y, theme_.muted);
    say("progress", Role::text, words, {content_left_, y, text.width, text.height()});
    const float gap = metrics_.units(10), height = metrics_.units(progress_units), top = y + text.height() + metrics_.units(10);
    const int steps = std::min(frame_.steps, 40);
    const float one = (content_width_ - gap * float(steps - 1)) / float(steps);
    for (int i = 0; i < steps; ++i) {
        const Rect part{content_left_ + (one + gap) * float(i), top, one, height};
        painter_.fill(part, i < frame_.step ? theme_.accent : blend(theme_.ground, theme_.line, 0.35f), height / 2);
    }
}

}  // namespace onecard::ui
