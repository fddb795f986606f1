// The buttons that turn a page or a dialog that is higher than its place, and the soft edges that say so.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float fade_units = 40, turner_units = 160;

bool more_above(const Flow& flow) { return flow.scroll() > 0; }
bool more_below(const Flow& flow) { return flow.scroll() + flow.view().height < flow.content() - 1; }

}  // namespace

float ScreenKit::turner_width() {
    const float size = metrics_.smallest_letters();
    const float words = std::max(typesetter_.width(strings_->text("kit.page_up"), size), typesetter_.width(strings_->text("kit.page_down"), size));
    return std::max(metrics_.units(turner_units), words + metrics_.units(24 + 40 + 14));
}

void ScreenKit::turn(bool down) {
    Flow& turned = dialog_shown_ ? dialog_ : page_;
    const float step = turned.view().height * 0.82f;
    turned.scroll_to(turned.scroll() + (down ? step : -step));
}

void ScreenKit::page_fades(const Flow& of, Colour ground) {
    const Rect& view = of.view();
    const float fade = metrics_.units(fade_units), over = metrics_.units(6), side = metrics_.units(24);
    const Rect above{view.x - side, view.y - over, view.width + 2 * side, fade};
    if (more_above(of)) painter_.fade(above, ground, false);
    if (more_below(of)) painter_.fade({above.x, view.y + view.height + over - fade, above.width, fade}, ground, true);
}

// A flat button with its word beside the icon, a high one with its word below it.
void ScreenKit::page_button(std::string_view key, Icon icon, const Rect& rect, bool enabled) {
    Target target;
    target.key = key;
    target.role = Role::button;
    target.label = strings_->text(key == "page.up" ? "kit.page_up" : "kit.page_down");
    target.rect = rect;
    target.enabled = enabled;
    const float square = metrics_.units(40), least = metrics_.smallest_letters();
    const bool flat = rect.width > rect.height * 2.4f || rect.height < square + 1.5f * least + metrics_.units(20);
    const float radius = flat ? std::min(rect.height / 2, metrics_.units(44)) : metrics_.radius(), space = metrics_.units(flat ? 14 : 4);
    const Colour ink = enabled ? theme_.accent : theme_.muted;
    if (enabled) painter_.fill(rect, held(key) ? theme_.pressed : theme_.accent_soft, radius);
    if (theme_.borders || !enabled) painter_.outline(rect, blend(theme_.ground, theme_.line, enabled ? 1 : 0.3f), metrics_.units(3), radius);
    const float beside = flat ? square + space : 0;
    float size = flat ? metrics_.heading(36) : metrics_.letters(26);
    while (size > least && typesetter_.width(target.label, size, flat) > rect.width - beside - metrics_.units(20)) size -= 1;
    const Paragraph& word = set(target.label, size, flat, 0);
    // Too long a word leaves the place to the sign alone; it is still spoken.
    if (word.width > rect.width - beside) {
        painter_.icon(icon, {rect.x + (rect.width - square) / 2, rect.y + (rect.height - square) / 2, square, square}, ink, 2.8f);
    } else if (flat) {
        const float left = rect.x + (rect.width - word.width - beside) / 2;
        painter_.icon(icon, {left, rect.y + (rect.height - square) / 2, square, square}, ink, 2.4f);
        painter_.text(word, left + beside, rect.y + (rect.height - word.height()) / 2, ink);
    } else {
        const float top = rect.y + (rect.height - square - space - word.height()) / 2;
        painter_.icon(icon, {rect.x + (rect.width - square) / 2, top, square, square}, ink, 2.4f);
        painter_.text(word, {rect.x, top + square + space, rect.width, word.height()}, ink, Painter::Align::middle);
    }
    add(std::move(target), true);
}

void ScreenKit::turners(const Flow& of, const Rect& place) {
    const float gap = metrics_.gap();
    if (place.width > place.height * 1.5f) {
        const float width = (place.width - gap) / 2;
        page_button("page.up", Icon::up, {place.x, place.y, width, place.height}, more_above(of));
        page_button("page.down", Icon::down, {place.x + width + gap, place.y, width, place.height}, more_below(of));
        return;
    }
    const float height = std::min((place.height - metrics_.units(16)) / 2, metrics_.units(170));
    page_button("page.up", Icon::up, {place.x, place.y, place.width, height}, more_above(of));
    page_button("page.down", Icon::down, {place.x, place.y + place.height - height, place.width, height}, more_below(of));
}

void ScreenKit::page_buttons() {
    if (!scrolls_) return;
    painter_.use(Layer::strips);
    page_fades(page_, theme_.ground);
    // Below a dialog there is nothing to turn.
    if (page_row_.height > 0 && !dialog_shown_) turners(page_, page_row_);
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
