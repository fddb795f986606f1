// A dialog lies over the page; until it is answered nothing else can be touched.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float pad_units = 52, edge_units = 44, outside_units = 80, widest_units = 992, widest_wide_units = 1240;

}  // namespace

// As high as what it holds, as far as the window has room; in low mode below the line that can be reached.
Rect ScreenKit::dialog_box(float head) const {
    using Side = View::Side;
    const float pad = metrics_.units(metrics_.tight() ? 28 : pad_units), edge = metrics_.units(edge_units);
    const float bar = dialog_.bar().height > 0 ? dialog_.bar().height + metrics_.gap() * 1.1f : 0;
    const float needed = std::round(2 * pad + head + metrics_.gap() + dialog_.content() + bar);
    const float length = std::min(metrics_.along() - 2 * edge, metrics_.units(metrics_.portrait() ? widest_units : widest_wide_units));
    const float outside = metrics_.units(metrics_.tight() ? 16 : outside_units), reach = metrics_.view().low ? metrics_.reach() : 0;
    const Side side = metrics_.view().side;
    const float share = side == Side::left ? 0 : side == Side::right ? 1 : 0.5f, drop = metrics_.view().low ? 0.8f : 0.5f;
    const float most = side == Side::both ? metrics_.width() - 2 * edge : std::round(metrics_.width() * 0.76f) - edge;
    if (vertical_) {
        const float high = std::min(length, metrics_.height() - std::max(reach, outside) - outside), wide = std::min(needed, most);
        const float free = metrics_.height() - high - std::max(reach, outside) - outside;
        return {std::max(reach, outside) + std::round(free * drop), edge + std::round((metrics_.width() - wide - 2 * edge) * share), high, wide};
    }
    const float wide = std::min(length, most);
    const float above = std::max(reach, outside), high = std::min(needed, metrics_.height() - above - outside);
    const float free = metrics_.height() - above - outside - high;
    return {edge + std::round((metrics_.width() - wide - 2 * edge) * share), above + std::round(free * drop), wide, high};
}

void ScreenKit::begin_dialog(std::string_view key, std::string_view title, bool opaque) {
    if (keyboard_.is_open()) set_focus({});
    for (Target& target : targets_) target.visible = false;
    touchables_.clear();
    in_dialog_ = dialog_shown_ = true;
    painter_.use(Layer::dialog);
    const Rect window{0, 0, metrics_.along(), metrics_.across()};
    painter_.fill(window, opaque ? theme_.accent_soft : theme_.scrim);
    const float pad = metrics_.units(metrics_.tight() ? 28 : pad_units);
    const float inner = dialog_box(0).width - 2 * pad;
    const Paragraph& head = set(title, metrics_.text(metrics_.tight() ? TextStyle::large : TextStyle::title), true, inner);
    Rect box = dialog_box(head.height());
    box.x += drift_;
    box.y += drift_ / 2;
    card(box, theme_.borders ? theme_.ground : theme_.surface, metrics_.units(36));
    painter_.text(head, box.x + pad, box.y + pad, theme_.text);
    const float above = pad + head.height() + metrics_.gap();
    Flow::Spacing spacing{metrics_.gap() * 1.1f, metrics_.gap(), 1.2f * metrics_.touch()};
    dialog_.start({box.x + pad, box.y + above, inner, std::max(0.0f, box.height - above - pad)}, spacing, true);
    dialog_scrolls_ = dialog_.overflows();
    dialog_row_ = {};
    if (dialog_scrolls_) dialog_row_ = metrics_.portrait() ? dialog_.reserve_below(metrics_.touch()) : dialog_.reserve_right(turner_width());
    dialog_clip();
    say(key, Role::title, title, {box.x + pad, box.y + pad, inner, head.height()});
    targets_.back().visible = true;
}

void ScreenKit::drift(float pixels) {
    unsettled_ = unsettled_ || pixels != drift_;
    drift_ = pixels;
}

void ScreenKit::dialog_clip() {
    const float over = metrics_.units(10);
    const Rect& view = dialog_.view();
    painter_.clip({view.x - over, view.y - over / 2, view.width + 2 * over, view.height + over});
}

void ScreenKit::end_dialog() {
    painter_.unclip();
    if (dialog_scrolls_) {
        page_fades(dialog_, theme_.borders ? theme_.ground : theme_.surface);
        fixed_ = true;
        turners(dialog_, dialog_row_);
        fixed_ = false;
    }
    in_dialog_ = false;
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
