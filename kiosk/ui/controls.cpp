// Buttons and options.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {

ScreenKit::Face ScreenKit::face_of(Emphasis emphasis, bool enabled, bool down) const {
    Face face;
    switch (emphasis) {
        case Emphasis::primary: face = {theme_.accent, theme_.accent_text, theme_.accent, true, false}; break;
        case Emphasis::normal: face = {theme_.surface, theme_.accent, theme_.accent, false, true}; break;
        case Emphasis::quiet: face = {theme_.ground, theme_.text, theme_.line, false, true}; break;
        case Emphasis::danger: face = {theme_.danger, theme_.danger_text, theme_.danger, true, false}; break;
    }
    if (down) {
        face.ground = face.raised ? blend(face.ground, theme_.text, 0.25f) : theme_.pressed;
        face.raised = false;
    }
    if (!enabled) face = {theme_.borders ? theme_.ground : blend(theme_.ground, theme_.line, 0.12f), theme_.muted, theme_.muted, false, theme_.borders};
    return face;
}

float ScreenKit::button_height(std::string_view label, float width, Icon icon) {
    const float square = icon == Icon::none ? 0 : metrics_.units(64);
    const Paragraph& text = set(label, metrics_.button_letters(), true, width - metrics_.units(64) - square);
    return std::round(std::max({metrics_.touch(), metrics_.units(116), text.height() + metrics_.units(40)}));
}

bool ScreenKit::button(std::string_view key, std::string_view given, Emphasis emphasis, Icon icon, bool enabled) {
    const std::string label = unveiled(key, given);
    const float square = icon == Icon::none ? 0 : metrics_.units(48), space = square > 0 ? metrics_.units(16) : 0;
    const float size = metrics_.button_letters(), padding = metrics_.units(64);
    const float natural = set(label, size, true, 0).width + square + space + padding + 1;
    const Rect rect = flow().take_button(key, natural, emphasis == Emphasis::primary || emphasis == Emphasis::danger,
                                         [&](float width) { return button_height(label, width, icon); });
    const Layer layer = painter_.layer();
    const bool in_bar = flow().in_bar();
    if (in_bar && in_dialog_) painter_.unclip();
    else if (in_bar) painter_.use(Layer::strips);
    const Face face = face_of(emphasis, enabled, held(key));
    const float radius = metrics_.radius();
    if (in_bar || seen(rect)) {
        if (face.raised && !theme_.borders) painter_.shadow(rect, theme_.shadow, radius, metrics_.units(12));
        painter_.fill(rect, face.ground, radius);
        if (face.edged) painter_.outline(rect, face.edge, metrics_.units(3), radius);
        const Paragraph& text = set(label, size, true, rect.width - padding - square - space);
        const float left = rect.x + (rect.width - text.width - square - space) / 2;
        painter_.icon(icon, {left, rect.y + (rect.height - square) / 2, square, square}, face.ink, 2.1f);
        painter_.text(text, {left + square + space, rect.y + (rect.height - text.height()) / 2, text.width, text.height()}, face.ink,
                      Painter::Align::middle);
    }
    Target target;
    target.key = key;
    target.role = Role::button;
    target.label = label;
    target.rect = rect;
    target.enabled = enabled;
    const Rect shown = painter_.placed(rect);
    target.visible = !(layer == Layer::page && keyboard_.is_open() && shown.y + shown.height > metrics_.height() - keyboard_height());
    const bool hit = add(std::move(target), true);
    if (in_bar && in_dialog_) dialog_clip();
    painter_.use(layer);
    return hit;
}

float ScreenKit::label_height(std::string_view label, float width) {
    if (label.empty()) return 0;
    return set(label, TextStyle::strong, width).height() + metrics_.units(10);
}

void ScreenKit::field_label(std::string_view label, bool required, const Rect& at) {
    if (label.empty()) return;
    const Paragraph& text = set(label, TextStyle::strong, at.width);
    painter_.text(text, at.x, at.y, theme_.text);
    if (!required) return;
    const Paragraph& mark = set("*", TextStyle::strong, 0);
    painter_.text(mark, at.x + text.lines.back().width + metrics_.units(8), at.y + text.height() - text.line_height, theme_.trouble.strong);
}

float ScreenKit::option_height(const Option& option, float width) {
    const float inner = width - metrics_.units(48 + 48 + 24);
    float height = set(option.label, TextStyle::body, inner).height();
    if (!option.note.empty()) height += set(option.note, TextStyle::muted, inner).height();
    return std::round(std::max({metrics_.touch(), metrics_.units(104), height + metrics_.units(40)}));
}

void ScreenKit::mark(const Rect& square, bool chosen, bool several, bool enabled) {
    const Colour edge = chosen ? theme_.accent : enabled ? theme_.line : theme_.muted;
    const float radius = several ? metrics_.units(10) : square.width / 2;
    if (!several) {
        painter_.outline(square, edge, metrics_.units(4), radius);
        if (chosen) painter_.disc(square.x + square.width / 2, square.y + square.height / 2, square.width * 0.28f, theme_.accent);
        return;
    }
    if (chosen) {
        painter_.fill(square, theme_.accent, radius);
        const float inset = square.width * 0.16f;
        painter_.icon(Icon::check, {square.x + inset, square.y + inset, square.width - 2 * inset, square.height - 2 * inset}, theme_.accent_text,
                      3.2f);
    } else {
        painter_.outline(square, edge, metrics_.units(4), radius);
    }
}

void ScreenKit::option(const std::string& key, const Option& option, const Rect& rect, bool chosen, bool several) {
    const float radius = metrics_.units(20), pad = metrics_.units(26), square = metrics_.units(46);
    if (seen(rect)) {
        painter_.fill(rect, held(key) ? theme_.pressed : chosen ? theme_.accent_soft : theme_.surface, radius);
        painter_.outline(rect, chosen ? theme_.accent : blend(theme_.ground, theme_.line, 0.75f), metrics_.units(chosen ? 5 : 3), radius);
        mark({rect.x + pad, rect.y + (rect.height - square) / 2, square, square}, chosen, several, true);
        const float left = rect.x + pad + square + metrics_.units(22), inner = rect.width - metrics_.units(48 + 48 + 24);
        const Paragraph& label = set(option.label, TextStyle::body, inner);
        const float note_height = option.note.empty() ? 0 : set(option.note, TextStyle::muted, inner).height();
        const float top = rect.y + (rect.height - label.height() - note_height) / 2;
        painter_.text(label, left, top, theme_.text);
        if (note_height > 0) painter_.text(set(option.note, TextStyle::muted, inner), left, top + label.height(), theme_.muted);
    }
    Target target;
    target.key = key;
    target.role = Role::option;
    target.label = option.label;
    target.value = option.value;
    target.rect = rect;
    target.selected = chosen;
    target.choosable = true;
    add(std::move(target), true);
}

void ScreenKit::option_list(std::string_view key, std::span<const Option> options, const std::vector<std::string>& chosen, bool several) {
    const std::string prefix = std::string(key) + ".";
    const float full = flow().width(Block::choice), gap = metrics_.units(18);
    // Short ones stand two or three side by side.
    std::size_t columns = options.size() <= 3 ? options.size() : 2;
    const auto fits = [&](std::size_t count) {
        const float width = (full - gap * float(count - 1)) / float(count) - metrics_.units(48 + 48 + 26);
        return std::all_of(options.begin(), options.end(),
                           [&](const Option& o) { return o.note.empty() && typesetter_.width(o.label, metrics_.text(TextStyle::body)) <= width; });
    };
    while (columns > 1 && !fits(columns)) --columns;
    const float width = std::floor((full - gap * float(columns > 0 ? columns - 1 : 0)) / float(std::max<std::size_t>(1, columns)));
    for (std::size_t first = 0; first < options.size(); first += columns) {
        float height = 0;
        const std::size_t last = std::min(options.size(), first + columns);
        for (std::size_t i = first; i < last; ++i) height = std::max(height, option_height(options[i], width));
        const Rect line = place(Block::option, prefix + options[first].value, height);
        for (std::size_t i = first; i < last; ++i) {
            const bool is_chosen = std::find(chosen.begin(), chosen.end(), options[i].value) != chosen.end();
            option(prefix + options[i].value, options[i], {line.x + (width + gap) * float(i - first), line.y, width, height}, is_chosen, several);
        }
    }
}

bool ScreenKit::choice(std::string_view key, std::string_view label, std::span<const Option> options, std::string& value) {
    const Rect head = place(Block::choice, key, label_height(label, flow().width(Block::choice)));
    field_label(label, false, head);
    if (!label.empty()) say(std::string(key) + ".label", Role::text, label, head);
    bool changed = false;
    for (const Option& option : options) {
        if (!fired(std::string(key) + "." + option.value) || value == option.value) continue;
        value = option.value;
        changed = true;
    }
    option_list(key, options, {value}, false);
    return changed;
}

bool ScreenKit::choices(std::string_view key, std::string_view label, std::span<const Option> options, std::vector<std::string>& values) {
    const Rect head = place(Block::choice, key, label_height(label, flow().width(Block::choice)));
    field_label(label, false, head);
    if (!label.empty()) say(std::string(key) + ".label", Role::text, label, head);
    bool changed = false;
    for (const Option& option : options) {
        if (!fired(std::string(key) + "." + option.value)) continue;
        const auto at = std::find(values.begin(), values.end(), option.value);
        if (at == values.end()) values.push_back(option.value);
        else values.erase(at);
        changed = true;
    }
    option_list(key, options, values, true);
    return changed;
}

}  // namespace onecard::ui
