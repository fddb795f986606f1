// The keyboard as it is drawn: ways of writing, what is being composed, candidates, keys.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "kiosk/ui/input/mongolian.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float key_units = 112, key_gap_units = 12, panel_pad_units = 24, candidates_units = 120, composed_units = 54, tabs_units = 88;
constexpr float panel_share_max = 0.66f, low_lines = 24;

/// Mongolian stands upright on its keys although the keys lie in rows.
bool stands(std::string_view label) {
    const auto points = code_points(label);
    return std::any_of(points.begin(), points.end(), is_mongolian_letter);
}

}  // namespace

float ScreenKit::composed_height() const {
    // The panel lies along the window whichever way the page is written, so tight() does not say it.
    if (metrics_.height() < low_lines * metrics_.text(TextStyle::body)) return 0;
    return std::max(metrics_.units(composed_units), metrics_.units(12) + metrics_.smallest_letters() * 1.45f);
}

float ScreenKit::tabs_height() const { return keyboard_.pad() ? 0 : std::max(metrics_.touch() * 0.75f, metrics_.units(tabs_units)); }

float ScreenKit::candidates_height() const {
    return keyboard_.composes() ? std::max(metrics_.touch(), metrics_.units(candidates_units)) + composed_height() : 0;
}

float ScreenKit::keyboard_height() const {
    const float key = std::max(metrics_.touch(), metrics_.units(key_units)), gap = metrics_.units(key_gap_units);
    const float keys = key * float(Keyboard::rows()) + gap * float(Keyboard::rows() - 1) + 2 * metrics_.units(panel_pad_units);
    const float tabs = keyboard_.pad() ? 0 : tabs_height() + gap;
    return std::min(keys + tabs + candidates_height(), std::round(metrics_.height() * panel_share_max));
}

void ScreenKit::cap_label(const Cap& cap, const std::string& label, Colour ink) {
    const bool letter = cap.weight == KeySpec::Weight::letter, own_label = letter && cap.key != "key.space";
    const float least = metrics_.smallest_letters();
    float size = std::max(least, std::min(metrics_.text(own_label ? TextStyle::large : TextStyle::body), metrics_.units(own_label ? 60 : 46)));
    const bool upright = stands(label) && (own_label || cap.rect.height > cap.rect.width);
    const float room = (upright ? cap.rect.height : cap.rect.width) - metrics_.units(12);
    while (size > least && typesetter_.width(label, size, !letter) > room) size -= 1;
    painter_.set_vertical(upright);
    const Rect box = painter_.placed(cap.rect);
    const Paragraph& text = set(label, size, !letter, upright ? 0 : room);
    painter_.text(text, {box.x, box.y + (box.height - text.height()) / 2, box.width, text.height()}, ink, Painter::Align::middle);
    painter_.set_vertical(false);
}

void ScreenKit::cap(const Cap& cap) {
    const bool letter = cap.weight == KeySpec::Weight::letter, done = cap.weight == KeySpec::Weight::done, down = held(cap.key);
    std::string label = letter && cap.key != "key.space" ? cap.label : strings_->text(cap.label);
    if (!cap.caption.empty()) label += "  " + strings_->text(cap.caption);
    const float radius = metrics_.units(18);
    Colour ground = done ? theme_.accent : letter || theme_.borders ? theme_.surface : blend(theme_.ground, theme_.line, 0.18f);
    if (cap.chosen) ground = theme_.accent_soft;
    if (down) ground = done ? blend(theme_.accent, theme_.text, 0.25f) : theme_.accent_soft;
    const Colour ink = done ? theme_.accent_text : cap.chosen ? theme_.accent : theme_.text;
    if (!theme_.borders && !down)
        painter_.fill({cap.rect.x, cap.rect.y + metrics_.units(4), cap.rect.width, cap.rect.height}, with_alpha(theme_.shadow, 0.22f), radius);
    painter_.fill(cap.rect, ground, radius);
    if (theme_.borders || cap.chosen) painter_.outline(cap.rect, cap.chosen ? theme_.accent : theme_.line, metrics_.units(3), radius);
    if (cap.icon != Icon::none) {
        const float square = metrics_.units(46);
        painter_.icon(cap.icon, {cap.rect.x + (cap.rect.width - square) / 2, cap.rect.y + (cap.rect.height - square) / 2, square, square}, ink, 1.9f);
    } else {
        cap_label(cap, label, ink);
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
    const auto& all = keyboard_.candidates();
    const float turn = std::max(metrics_.touch(), metrics_.units(100)), pad = metrics_.units(30),
                size = std::max(metrics_.smallest_letters(), std::min(metrics_.text(TextStyle::large) * 1.1f, metrics_.units(64)));
    const std::size_t first = keyboard_.first_candidate();
    std::size_t shown = 0;
    float x = rect.x;
    const float end = rect.x + rect.width - 2 * turn - 2 * metrics_.apart();
    for (std::size_t i = first; i < all.size(); ++i, ++shown) {
        const bool upright = stands(all[i]);
        painter_.set_vertical(upright);
        float own = size;
        while (upright && own > metrics_.units(20) && set(all[i], own, false, 0).width > rect.height) own -= 2;
        const Paragraph& text = set(all[i], own, false, 0);
        const float width = std::max((upright ? text.height() : text.width) + 2 * pad, metrics_.touch());
        if (x + width > end && shown > 0) break;
        const Rect at{x, rect.y, std::min(width, end - x), rect.height}, box = painter_.placed(at);
        const std::string key = "candidate." + std::to_string(shown);
        if (held(key)) painter_.fill(box, theme_.accent_soft, metrics_.units(18));
        painter_.text(text, {box.x, box.y + (box.height - text.height()) / 2, box.width, text.height()},
                      shown == 0 && first == 0 ? theme_.accent : theme_.text, Painter::Align::middle);
        Target target;
        target.key = key;
        target.role = Role::candidate;
        target.label = all[i];
        target.rect = box;
        add(std::move(target), true);
        painter_.set_vertical(false);
        x += width + metrics_.apart();
    }
    painter_.set_vertical(false);
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

void ScreenKit::panel_ground(const Rect& panel) {
    for (Target& target : targets_) {
        if (target.rect.y + target.rect.height > panel.y) target.visible = false;
    }
    std::erase_if(touchables_, [&](const Touchable& t) { return t.area.y + t.area.height > panel.y; });
    if (!theme_.borders) painter_.shadow(panel, theme_.shadow, 0, metrics_.units(20));
    painter_.fill(panel, blend(theme_.ground, theme_.line, 0.14f));
    if (theme_.borders) painter_.fill({0, panel.y, metrics_.width(), metrics_.units(3)}, theme_.line);
}

// What is composed, or what to do, in small letters; the candidates below it. Where there is no height for two lines they share one.
void ScreenKit::candidate_line(const Rect& rect) {
    const bool shared = composed_height() == 0;
    const float pad = metrics_.units(30), line = shared ? rect.height : composed_height();
    painter_.fill({0, rect.y + (theme_.borders ? metrics_.units(3) : 0), metrics_.width(), rect.height}, theme_.surface);
    const std::string composed = keyboard_.composed();
    const bool offers = !keyboard_.candidates().empty();
    const std::string shown = composed.empty() ? strings_->text("keyboard.hint." + std::string(name(keyboard_.mode()))) : composed;
    const float size = std::max(metrics_.smallest_letters(), std::min(metrics_.text(TextStyle::small), metrics_.units(36)));
    const Paragraph& text = set(shown, size, false, 0);
    const float top = shared ? rect.y + (rect.height - text.height()) / 2 : rect.y + metrics_.units(12);
    const bool seen = !shared || !offers || text.width < rect.width / 3;
    if (seen) {
        painter_.text(text, rect.x + pad, top, composed.empty() ? theme_.muted : theme_.accent);
        say("composed", Role::text, shown, {rect.x + pad, top, text.width, text.height()});
    }
    const float used = shared && seen ? pad + text.width + pad : 0;
    if (offers) candidates({rect.x + used, shared ? rect.y : rect.y + line, rect.width - used, shared ? rect.height : rect.height - line});
}

void ScreenKit::keyboard_panel() {
    writing_area_ = {};
    if (!keyboard_.is_open()) return;
    painter_.use(Layer::keyboard);
    const float height = keyboard_height(), top = metrics_.height() - height;
    const float pad = metrics_.units(panel_pad_units), gap = metrics_.units(key_gap_units);
    panel_ground({0, top, metrics_.width(), height});
    const float wide = std::min(metrics_.width() - 2 * pad, std::round(metrics_.units(keyboard_.pad() ? 900 : 1240) * metrics_.scale()));
    Rect keys{std::round((metrics_.width() - wide) / 2), top, wide, height - pad};
    const auto take = [&](float used) {
        const Rect part{keys.x, keys.y, keys.width, used};
        keys.y += used;
        keys.height -= used;
        return part;
    };
    if (keyboard_.composes()) candidate_line(take(candidates_height()));
    take(pad);
    if (!keyboard_.pad()) {
        for (const Cap& one : keyboard_.tabs(take(tabs_height()), gap)) cap(one);
        take(gap);
    }
    if (keyboard_.is_written()) writing_area(keyboard_.writing_area(keys, gap));
    for (const Cap& one : keyboard_.caps(keys, gap)) cap(one);
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
