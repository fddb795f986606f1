// The keyboard as it is drawn: keys, the line of candidates, what is being composed.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float key_units = 112, key_gap_units = 12, panel_pad_units = 24, candidates_units = 120, composed_units = 54;

}  // namespace

float ScreenKit::composed_height() const { return std::max(metrics_.units(composed_units), metrics_.units(12) + metrics_.smallest_letters() * 1.45f); }

float ScreenKit::keyboard_height() const {
    const float key = std::max(metrics_.touch(), metrics_.units(key_units)), gap = metrics_.units(key_gap_units);
    float height = key * float(keyboard_.rows()) + gap * float(keyboard_.rows() - 1) + 2 * metrics_.units(panel_pad_units);
    if (keyboard_.composes()) height += std::max(metrics_.touch(), metrics_.units(candidates_units)) + composed_height();
    return std::min(height, std::round(metrics_.height() * 0.66f));
}

void ScreenKit::cap(const Cap& cap) {
    const bool letter = cap.weight == Cap::Weight::letter, done = cap.weight == Cap::Weight::done, down = held(cap.key);
    const bool own_label = letter && cap.key != "key.space";
    const std::string label = own_label ? cap.label : strings_->text(cap.label);
    const float radius = metrics_.units(18);
    Colour ground = done ? theme_.accent : letter || theme_.borders ? theme_.surface : blend(theme_.ground, theme_.line, 0.18f);
    if (cap.chosen) ground = theme_.accent_soft;
    if (down) ground = done ? blend(theme_.accent, theme_.text, 0.25f) : theme_.accent_soft;
    const Colour ink = done ? theme_.accent_text : theme_.text;
    if (!theme_.borders && !down)
        painter_.fill({cap.rect.x, cap.rect.y + metrics_.units(4), cap.rect.width, cap.rect.height}, with_alpha(theme_.shadow, 0.22f), radius);
    painter_.fill(cap.rect, ground, radius);
    if (theme_.borders) painter_.outline(cap.rect, theme_.line, metrics_.units(3), radius);
    if (cap.icon != Icon::none) {
        const float square = metrics_.units(46);
        painter_.icon(cap.icon, {cap.rect.x + (cap.rect.width - square) / 2, cap.rect.y + (cap.rect.height - square) / 2, square, square}, ink, 1.9f);
    } else {
        const float least = metrics_.smallest_letters();
        float size = std::max(least, own_label ? std::min(metrics_.text(TextStyle::large), metrics_.units(60))
                                               : std::min(metrics_.text(TextStyle::body), metrics_.units(46)));
        while (size > least && typesetter_.width(label, size, !letter) > cap.rect.width - metrics_.units(12)) size -= 1;
        const Paragraph& text = set(label, size, !letter, cap.rect.width - metrics_.units(8));
        painter_.text(text, {cap.rect.x, cap.rect.y + (cap.rect.height - text.height()) / 2, cap.rect.width, text.height()}, ink,
                      Painter::Align::middle);
    }
    Target target;
    target.key = cap.key;
    target.role = Role::key;
    target.label = label;
    target.rect = cap.rect;
    target.selected = cap.chosen;
    add(std::move(target), true);
}

void ScreenKit::candidates(const Rect& rect) {
    const auto& all = keyboard_.method().candidates();
    const float turn = std::max(metrics_.touch(), metrics_.units(100)), pad = metrics_.units(30),
                size = std::max(metrics_.smallest_letters(), std::min(metrics_.text(TextStyle::large) * 1.1f, metrics_.units(64)));
    const std::size_t first = keyboard_.first_candidate();
    std::size_t shown = 0;
    float x = rect.x;
    const float end = rect.x + rect.width - 2 * turn - 2 * metrics_.apart();
    for (std::size_t i = first; i < all.size(); ++i, ++shown) {
        const Paragraph& text = set(all[i], size, false, 0);
        const float width = std::max(text.width + 2 * pad, metrics_.touch());
        if (x + width > end && shown > 0) break;
        const Rect at{x, rect.y, std::min(width, end - x), rect.height};
        const std::string key = "candidate." + std::to_string(shown);
        if (held(key)) painter_.fill(at, theme_.accent_soft, metrics_.units(18));
        painter_.text(text, {at.x, at.y + (at.height - text.height()) / 2, at.width, text.height()},
                      shown == 0 && first == 0 ? theme_.accent : theme_.text, Painter::Align::middle);
        Target target;
        target.key = key;
        target.role = Role::candidate;
        target.label = all[i];
        target.rect = at;
        add(std::move(target), true);
        x += width + metrics_.apart();
    }
    keyboard_.candidates_shown(shown);
    const auto turner = [&](std::string_view key, Icon icon, std::string_view word, float left, bool enabled) {
        const Rect at{left, rect.y, turn, rect.height};
        const float square = metrics_.units(44);
        if (held(key)) painter_.fill(at, theme_.accent_soft, metrics_.units(18));
        painter_.icon(icon, {at.x + (at.width - square) / 2, at.y + (at.height - square) / 2, square, square},
                      enabled ? theme_.accent : blend(theme_.surface, theme_.line, 0.5f), 2.4f);
        Target target;
        target.key = key;
        target.role = Role::button;
        target.label = strings_->text(word);
        target.rect = at;
        target.enabled = enabled;
        add(std::move(target), true);
    };
    turner("candidate.previous", Icon::left, "keyboard.previous", rect.x + rect.width - 2 * turn - metrics_.apart(), first > 0);
    turner("candidate.next", Icon::right, "keyboard.next", rect.x + rect.width - turn, first + shown < all.size());
}

void ScreenKit::keyboard_panel() {
    if (!keyboard_.is_open()) return;
    painter_.use(Layer::keyboard);
    const float height = keyboard_height(), top = metrics_.height() - height, pad = metrics_.units(panel_pad_units);
    const Rect panel{0, top, metrics_.width(), height};
    for (Target& target : targets_) {
        if (target.rect.y + target.rect.height > top) target.visible = false;
    }
    std::erase_if(touchables_, [&](const Touchable& t) { return t.area.y + t.area.height > top; });
    if (!theme_.borders) painter_.shadow(panel, theme_.shadow, 0, metrics_.units(20));
    painter_.fill(panel, blend(theme_.ground, theme_.line, 0.14f));
    if (theme_.borders) painter_.fill({0, top, metrics_.width(), metrics_.units(3)}, theme_.line);
    const float wide = std::min(metrics_.width() - 2 * pad, metrics_.units(keyboard_.pad() ? 900 : 1240));
    Rect keys{std::round((metrics_.width() - wide) / 2), top + pad, wide, height - 2 * pad};
    if (keyboard_.composes()) {
        const float row = std::max(metrics_.touch(), metrics_.units(candidates_units)), line = composed_height();
        painter_.fill({0, top + (theme_.borders ? metrics_.units(3) : 0), metrics_.width(), row + line}, theme_.surface);
        const std::string composed = keyboard_.method().composed();
        const std::string shown = composed.empty() ? strings_->text("keyboard.hint") : composed;
        const float size = std::max(metrics_.smallest_letters(), std::min(metrics_.text(TextStyle::small), metrics_.units(36)));
        const Paragraph& text = set(shown, size, false, 0);
        painter_.text(text, keys.x + metrics_.units(30), top + metrics_.units(12), composed.empty() ? theme_.muted : theme_.accent);
        say("composed", Role::text, shown, {keys.x + metrics_.units(30), top + metrics_.units(12), text.width, text.height()});
        if (!composed.empty()) candidates({keys.x, top + line, keys.width, row});
        keys.y += row + line;
        keys.height -= row + line;
    }
    for (const Cap& one : keyboard_.caps(keys, metrics_.units(key_gap_units))) cap(one);
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
