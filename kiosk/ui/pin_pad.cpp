// The PIN pad: digits in an order of chance, no key changes its look when touched, dots for what was typed.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {

void ScreenKit::shuffle_digits() {
    digits_ = "0123456789";
    for (std::size_t i = digits_.size() - 1; i > 0; --i) std::swap(digits_[i], digits_[world_.random.below(i + 1)]);
}

bool ScreenKit::pin_pad(SecretText& pin, std::size_t digits_max) {
    if (digits_.empty()) shuffle_digits();
    const float gap = metrics_.units(20), key_height = std::max(metrics_.touch(), metrics_.units(metrics_.portrait() ? 128 : 104));
    const float width = std::min(flow().view().width, metrics_.units(720)), dots = metrics_.units(120);
    const Rect rect = place(Block::pin_pad, "pin", dots + 4 * key_height + 4 * gap);
    const float left = rect.x + (rect.width - width) / 2;
    for (char digit : digits_) {
        if (fired(std::string("pin.") + digit) && pin.size() < digits_max) pin.push_back(digit);
    }
    if (fired("pin.erase")) pin.pop_back();
    const Rect window{left, rect.y, width, dots - gap};
    field_box(window, true, false);
    const float space = std::min(metrics_.units(78), (width - metrics_.units(60)) / float(std::max<std::size_t>(1, digits_max)));
    for (std::size_t i = 0; i < digits_max; ++i) {
        const float x = left + width / 2 + space * (float(i) - float(digits_max - 1) / 2), y = window.y + window.height / 2;
        if (i < pin.size()) painter_.disc(x, y, metrics_.units(16), theme_.text);
        else painter_.outline({x - metrics_.units(11), y - metrics_.units(11), metrics_.units(22), metrics_.units(22)}, theme_.line, metrics_.units(3), metrics_.units(11));
    }
    say("pin.typed", Role::text, strings_->text("kit.pin_typed", static_cast<std::int64_t>(pin.size())), window);
    const float key_width = std::floor((width - 2 * gap) / 3);
    bool entered = false;
    for (int i = 0; i < 12; ++i) {
        const Rect at{left + (key_width + gap) * float(i % 3), rect.y + dots + gap / 2 + (key_height + gap) * float(i / 3), key_width, key_height};
        const bool erase = i == 9, enter = i == 11;
        const float radius = metrics_.radius();
        Target target;
        target.role = Role::key;
        target.rect = at;
        if (erase || enter) {
            target.key = erase ? "pin.erase" : "pin.enter";
            target.label = strings_->text(erase ? "keyboard.erase" : "keyboard.done");
            target.enabled = !pin.empty();
            const Colour ink = enter ? (target.enabled ? theme_.accent_text : theme_.muted) : theme_.text;
            painter_.fill(at, enter && target.enabled ? theme_.accent : blend(theme_.ground, theme_.line, 0.18f), radius);
            if (theme_.borders) painter_.outline(at, theme_.line, metrics_.units(3), radius);
            const Paragraph& word = set(target.label, metrics_.text(TextStyle::body), true, 0);
            const float icon = erase ? metrics_.units(46) : 0, both = word.width + icon + (erase ? metrics_.units(12) : 0);
            if (erase) painter_.icon(Icon::erase, {at.x + (at.width - both) / 2, at.y + (at.height - icon) / 2, icon, icon}, ink, 1.9f);
            painter_.text(word, at.x + (at.width + both) / 2 - word.width, at.y + (at.height - word.height()) / 2, ink);
        } else {
            const char digit = digits_[static_cast<std::size_t>(i == 10 ? 9 : i)];
            target.key = std::string("pin.") + digit;
            target.label = std::string(1, digit);
            card(at, theme_.surface, radius);
            const Paragraph& text = set(target.label, metrics_.text(TextStyle::title), true, 0);
            painter_.text(text, {at.x, at.y + (at.height - text.height()) / 2, at.width, text.height()}, theme_.text, Painter::Align::middle);
        }
        if (add(std::move(target), true) && enter) entered = true;
    }
    if (entered) digits_.clear();
    return entered;
}

}  // namespace onecard::ui
