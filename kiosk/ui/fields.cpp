// Fields: what stands in them, where the caret is, and how typing changes them.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr std::size_t lines_shown_max = 6;
constexpr float wipe_units = 30;
constexpr float caret_letters = 1.15f;  // how high it is, in letters

}  // namespace

bool ScreenKit::takes_focus(std::string_view key) {
    const bool wanted = fired(key) || wanted_focus_ == key;
    if (wanted) wanted_focus_.clear();
    return wanted;
}

void ScreenKit::open_field(std::string_view key, FieldKind kind, bool search) {
    set_focus(std::string(key));
    keyboard_.open(kind, strings_->language(), search);
}

std::string ScreenKit::composing(std::string_view key) const { return focus_ == key ? keyboard_.letters() : std::string(); }

bool ScreenKit::apply_edits(std::string_view key, const Room& room, std::string& value) {
    if (edits_.empty() || edits_for_ != key) return false;
    std::size_t caret = focus_ == key ? caret_ : caret_end;
    const bool changed = apply(edits_, room, value, caret);
    if (focus_ == key) caret_ = caret;
    if (changed) onecard::wipe(wiped_);
    for (Edit& one : edits_) onecard::wipe(one.text);
    edits_.clear();
    return changed;
}

void ScreenKit::field_box(const Rect& box, bool focused, bool trouble) {
    const float radius = metrics_.units(20);
    painter_.fill(box, theme_.surface, radius);
    const Colour edge = focused ? theme_.accent : trouble ? theme_.trouble.strong : theme_.line;
    painter_.outline(box, edge, metrics_.units(focused || trouble ? 5 : 3), radius);
}

std::size_t ScreenKit::caret_line(const Paragraph& text) const {
    std::size_t line = 0;
    while (line + 1 < text.lines.size() && caret_ >= text.lines[line].end) ++line;
    return line;
}

float ScreenKit::place_in_line(const Paragraph& text, std::size_t line, std::size_t point, std::string_view value) {
    const std::size_t begin = line == 0 ? 0 : text.lines[line - 1].end;
    if (point >= text.lines[line].end) return text.lines[line].width;
    if (point <= begin) return 0;
    const std::string_view before = beginning(value, point).substr(beginning(value, begin).size());
    TextSpec spec{text.size};
    spec.vertical = text.vertical;
    return typesetter_.set(before, spec).width;
}

std::size_t ScreenKit::point_under_finger(const Sheaf& sheaf, std::string_view value) {
    const float along = vertical_ ? hand_.down_y() : hand_.down_x(), across = vertical_ ? hand_.down_x() : hand_.down_y();
    const auto& lines = sheaf.text.lines;
    const auto line = static_cast<std::size_t>(std::clamp((across - sheaf.y) / sheaf.text.line_height, 0.0f, float(lines.size() - 1)));
    const std::size_t begin = line == 0 ? 0 : lines[line - 1].end, end = lines[line].end;
    std::size_t nearest = begin;
    float distance = std::abs(along - sheaf.x);
    for (std::size_t point = begin + 1; point <= end; ++point) {
        const float away = std::abs(along - sheaf.x - place_in_line(sheaf.text, line, point, value));
        if (away <= distance) nearest = point, distance = away;
    }
    return nearest == length_in_points(value) ? caret_end : nearest;
}

void ScreenKit::draw_caret(const Sheaf& sheaf, std::string_view value) {
    const std::size_t line = value.empty() ? 0 : caret_line(sheaf.text);
    const float x = value.empty() ? 0 : place_in_line(sheaf.text, line, caret_, value);
    const float height = sheaf.text.size * caret_letters;
    painter_.fill({sheaf.x + x + metrics_.units(2), sheaf.y + sheaf.text.line_height * float(line) + (sheaf.text.line_height - height) / 2,
                   metrics_.units(5), height},
                  theme_.accent, 2);
}

float ScreenKit::wipe_width() {
    const float size = metrics_.letters(wipe_units);
    const float words = std::max(set(strings_->text("kit.clear"), size, false, 0).width, set(strings_->text("kit.put_back"), size, false, 0).width);
    return std::max(metrics_.touch(), std::ceil(words) + metrics_.units(32));
}

// Clears the whole field, and brings it back as long as nothing else was typed.
bool ScreenKit::wipe_button(const Field& field, const Rect& box, std::string& value) {
    const bool bring_back = value.empty();
    Target target;
    target.key = field.key + ".clear";
    target.role = Role::button;
    target.label = strings_->text(bring_back ? "kit.put_back" : "kit.clear");
    target.rect = box;
    if (held(target.key)) painter_.fill(box, theme_.pressed, metrics_.units(18));
    const Paragraph& word = set(target.label, metrics_.letters(wipe_units), false, 0);
    painter_.text(word, {box.x, box.y + (box.height - word.height()) / 2, box.width, word.height()}, theme_.accent, Painter::Align::middle);
    if (!add(std::move(target), true)) return false;
    std::swap(value, wiped_);
    caret_ = caret_end;
    return true;
}

bool ScreenKit::field(const Field& field, std::string& value) {
    const bool moves_caret = fired(field.key) && focus_ == field.key && keyboard_.is_open();
    if (moves_caret) edit(keyboard_.insert({}));
    else if (takes_focus(field.key)) open_field(field.key, field.kind, field.search);
    bool changed = apply_edits(field.key, {field.kind, field.points_max}, value);
    const bool focused = focus_ == field.key, wipes = focused && (!value.empty() || !wiped_.empty());
    const float full = flow().width(Block::field), pad = metrics_.units(28), aside = wipes ? wipe_width() : 0;
    const float inner = full - 2 * pad - aside;
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
    // Of a long text the line of the caret is shown, without a caret the end.
    const std::size_t last = focused && !empty ? caret_line(shown) + 1 : shown.lines.size();
    const float spill = shown.line_height * float(last > lines ? last - lines : 0);
    const float text_top = box.y + (fewest > 1 ? metrics_.units(20) : (box.height - shown.line_height * float(lines)) / 2);
    const Sheaf sheaf{shown, box.x + pad, text_top - spill, lines};
    if (moves_caret) caret_ = point_under_finger(sheaf, value);
    if (focused) keyboard_.stand_after(beginning(value, caret_));
    if (seen(rect)) {
        field_label(field.label, field.required, rect);
        field_box(box, focused, !field.trouble.empty());
        painter_.clip({box.x, box.y + metrics_.units(8), box.width, box.height - metrics_.units(16)});
        painter_.text(shown, sheaf.x + (empty && focused ? metrics_.units(18) : 0), sheaf.y, empty ? theme_.muted : theme_.text);
        if (focused) draw_caret(sheaf, value);
        painter_.unclip();
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
    target.rect = {box.x, box.y, box.width - aside, box.height};
    target.focused = focused;
    add(std::move(target), true);
    if (wipes && wipe_button(field, {box.x + box.width - aside, box.y, aside, box.height}, value)) changed = true;
    return changed;
}

}  // namespace onecard::ui
