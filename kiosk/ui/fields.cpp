// Fields: what stands in them, and how typing changes it.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr std::size_t lines_shown_max = 6;

}  // namespace

bool ScreenKit::apply_edits(std::string_view key, FieldKind kind, std::size_t points_max, std::string& value) {
    if (edits_.empty() || edits_for_ != key) return false;
    std::size_t count = length_in_points(value);
    bool changed = false;
    for (Edit& one : edits_) {
        if (one.kind == Edit::Kind::erase) {
            changed = changed || count > 0;
            drop_last_point(value);
            count -= count > 0 ? 1 : 0;
            continue;
        }
        for (char32_t point : code_points(one.text)) {
            if (kind == FieldKind::id_number && point == 'x') point = 'X';
            if (count >= points_max || !accepts(kind, point)) continue;
            append_utf8(value, point);
            ++count;
            changed = true;
        }
        onecard::wipe(one.text);
    }
    edits_.clear();
    return changed;
}

void ScreenKit::field_box(const Rect& box, bool focused, bool trouble) {
    const float radius = metrics_.units(20);
    painter_.fill(box, theme_.surface, radius);
    const Colour edge = focused ? theme_.accent : trouble ? theme_.trouble.strong : theme_.line;
    painter_.outline(box, edge, metrics_.units(focused || trouble ? 5 : 3), radius);
}

bool ScreenKit::field(const Field& field, std::string& value) {
    if (fired(field.key)) {
        set_focus(field.key);
        keyboard_.open(field.kind, strings_->language() != "en");
    }
    const bool focused = focus_ == field.key;
    const bool changed = apply_edits(field.key, field.kind, field.points_max, value);
    const float full = flow().width(Block::field), pad = metrics_.units(28), inner = full - 2 * pad;
    const float label = label_height(field.label, full), size = metrics_.button_letters();
    const bool empty = value.empty();
    const Paragraph& shown = set(empty ? field.hint : value, size, false, inner);
    const std::size_t fewest = field.kind == FieldKind::long_text ? 3 : 1;
    const std::size_t lines = std::clamp(shown.lines.size(), fewest, lines_shown_max);
    const float box_height = std::round(std::max({metrics_.touch(), metrics_.units(108), shown.line_height * float(lines) + metrics_.units(40)}));
    const float trouble_width = full - metrics_.units(52);
    const float trouble = field.trouble.empty() ? 0 : set(field.trouble, TextStyle::body, trouble_width).height() + metrics_.units(10);
    const Rect rect = place(Block::field, field.key, label + box_height + trouble);
    const Rect box{rect.x, rect.y + label, rect.width, box_height};
    if (seen(rect)) {
        field_label(field.label, field.required, rect);
        field_box(box, focused, !field.trouble.empty());
        // Of a long text the end is shown: that is where one writes.
        const float spill = std::max(0.0f, shown.height() - shown.line_height * float(lines));
        const float text_top = box.y + (fewest > 1 ? metrics_.units(20) : (box.height - shown.line_height * float(lines)) / 2);
        painter_.clip({box.x, box.y + metrics_.units(8), box.width, box.height - metrics_.units(16)});
        painter_.text(shown, box.x + pad + (empty && focused ? metrics_.units(18) : 0), text_top - spill, empty ? theme_.muted : theme_.text);
        painter_.unclip();
        if (focused) {
            const float x = empty ? 0 : shown.lines.back().width;
            const float y = empty ? text_top : text_top + shown.line_height * float(lines >= shown.lines.size() ? shown.lines.size() - 1 : lines - 1);
            painter_.fill({box.x + pad + x + metrics_.units(3), y + (shown.line_height - size * 1.15f) / 2, metrics_.units(4), size * 1.15f},
                          theme_.accent, 2);
        }
        if (trouble > 0) {
            const float icon = metrics_.units(38), top = box.y + box.height + metrics_.units(10);
            painter_.icon(Icon::warning, {rect.x, top + metrics_.units(5), icon, icon}, theme_.trouble.strong, 2.2f);
            painter_.text(set(field.trouble, TextStyle::body, trouble_width), rect.x + metrics_.units(52), top, theme_.trouble.strong);
        }
    }
    say(field.key + ".label", Role::text, field.label, {rect.x, rect.y, rect.width, label});
    if (!field.trouble.empty()) say(field.key + ".trouble", Role::notice, field.trouble, {rect.x, box.y + box.height, rect.width, trouble});
    Target target;
    target.key = field.key;
    target.role = Role::field;
    target.label = field.label;
    target.value = value;
    target.rect = box;
    target.focused = focused;
    add(std::move(target), true);
    return changed;
}

}  // namespace onecard::ui
