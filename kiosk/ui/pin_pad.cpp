// The PIN pad: digits in an order of chance, no key changes its look when touched, dots for what was typed.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {

void ScreenKit::shuffle_digits() {
    digits_ = "0123456789";
    for (std::size_t i = digits_.size() - 1; i > 0; --i) std::swap(digits_[i], digits_[world_.random.below(i + 1)]);
}

void ScreenKit::pin_window(const Rect& rect, std::size_t typed, std::size_t digits_max) {
    field_box(rect, true, false);
    const float space = std::min(metrics_.units(78), (rect.width - metrics_.units(60)) / float(std::max<std::size_t>(1, digits_max)));
    const float full = metrics_.units(16), ring = metrics_.units(11), y = rect.y + rect.height / 2;
    for (std::size_t i = 0; i < digits_max; ++i) {
        const float x = rect.x + rect.width / 2 + space * (float(i) - float(digits_max - 1) / 2);
        if (i < typed) painter_.disc(x, y, full, theme_.text);
        else painter_.outline({x - ring, y - ring, 2 * ring, 2 * ring}, theme_.line, metrics_.units(3), ring);
    }
    say("pin.typed", Role::text, strings_->text("kit.pin_typed", static_cast<std::int64_t>(typed)), rect);
}

bool ScreenKit::pin_digit(char digit, const Rect& rect) {
    card(rect, theme_.surface, metrics_.radius());
    Target target;
    target.key = std::string("pin.") + digit;
    target.role = Role::key;
    target.label = std::string(1, digit);
    target.rect = rect;
    const Paragraph& text = set(target.label, TextStyle::title, 0);
    painter_.text(text, {rect.x, rect.y + (rect.height - text.height()) / 2, rect.width, text.height()}, theme_.text, Painter::Align::middle);
    return add(std::move(target), true);
}

bool ScreenKit::pin_function(std::string_view name, const Rect& rect, bool enabled) {
    const bool enter = name == "enter";
    Target target;
    target.key = "pin." + std::string(name);
    target.role = Role::key;
    target.label = strings_->text(enter ? "keyboard.done" : "keyboard.erase");
    target.rect = rect;
    target.enabled = enabled;
    const Colour ink = !enabled ? theme_.muted : enter ? theme_.accent_text : theme_.text;
    painter_.fill(rect, enter && enabled ? theme_.accent : theme_.borders ? theme_.surface : blend(theme_.ground, theme_.line, 0.18f), metrics_.radius());
    if (theme_.borders) painter_.outline(rect, theme_.line, metrics_.units(3), metrics_.radius());
    const float room = rect.width - metrics_.units(16);
    float size = metrics_.text(TextStyle::strong), icon = enter ? 0 : metrics_.units(46);
    if (icon > 0 && typesetter_.width(target.label, size, true) + icon + metrics_.units(12) > room) icon = 0;
    while (size > metrics_.smallest_letters() && typesetter_.width(target.label, size, true) > room) size -= 1;
    const Paragraph& word = set(target.label, size, true, room);
    const float both = word.width + (icon > 0 ? icon + metrics_.units(12) : 0);
    if (icon > 0) painter_.icon(Icon::erase, {rect.x + (rect.width - both) / 2, rect.y + (rect.height - icon) / 2, icon, icon}, ink, 1.9f);
    painter_.text(word, rect.x + (rect.width + both) / 2 - word.width, rect.y + (rect.height - word.height()) / 2, ink);
    return add(std::move(target), true);
}

// On end: three columns as on a telephone, 1 … 9, erase 0 enter. On a low screen: two rows of five, erase and enter beside them.
bool ScreenKit::pin_pad(SecretText& pin, std::size_t digits_max) {
    if (digits_.empty()) shuffle_digits();
    const bool tall = metrics_.portrait_window();
    const std::size_t columns = tall ? 3 : 5;
    const float gap = metrics_.units(20), height = std::max(metrics_.touch(), metrics_.units(128)),
                window = std::max(metrics_.touch(), metrics_.units(100));
    // The pad stands as telephones have it, also on a page written in columns: there its rows run from line to line.
    const float down = tall ? 4 : 2, over = tall ? 3 : 6;
    const float along = vertical_ ? down : over, across = vertical_ ? over : down;
    const float wide = std::min(flow().width(Block::pin_pad), metrics_.units(tall ? 720 : 1180));
    const float width = std::floor((wide - gap * (along - 1)) / along);
    const Rect rect = place(Block::pin_pad, "pin", window + across * (height + gap));
    const float left = rect.x + std::round((rect.width - wide) / 2), top = rect.y + window + gap;
    const auto at = [&](std::size_t column, std::size_t row) {
        if (vertical_) std::swap(column, row);
        return Rect{left + (width + gap) * float(column), top + (height + gap) * float(row), width, height};
    };

    const bool erase = fired("pin.erase");
    for (const char digit : digits_) {
        if (fired(std::string("pin.") + digit) && pin.size() < digits_max) pin.push_back(digit);
    }
    if (erase) pin.pop_back();
    pin_window({left, rect.y, wide, window}, pin.size(), digits_max);
    for (std::size_t i = 0; i < digits_.size(); ++i) {
        const bool last_of_tall = tall && i == 9;
        pin_digit(digits_[i], last_of_tall ? at(1, 3) : at(i % columns, i / columns));
    }
    pin_function("erase", tall ? at(0, 3) : at(5, 0), !pin.empty());
    const bool entered = pin_function("enter", tall ? at(2, 3) : at(5, 1), !pin.empty());
    if (entered) digits_.clear();
    return entered;
}

}  // namespace onecard::ui
