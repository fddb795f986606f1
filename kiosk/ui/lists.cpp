// Lists of things that can be touched, and timelines.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float pad_units = 28, badge_units = 76, icon_units = 46, mark_units = 50, arrow_units = 34, space_units = 24;

// Title and note take what icon, mark and value leave; a value wider than half goes below the title instead.
struct RowPlan {
    float left = 0, text_width = 0, value_width = 0;
    bool value_below = false;
};

RowPlan plan_row(const Row& row, const Metrics& metrics, float width, float value_natural) {
    RowPlan plan;
    plan.left = metrics.units(pad_units);
    if (row.checkable) plan.left += metrics.units(mark_units + space_units);
    if (row.icon != Icon::none) plan.left += metrics.units(badge_units + space_units);
    const float right = metrics.units(pad_units) + (row.checkable ? 0 : metrics.units(arrow_units + 12));
    plan.text_width = width - plan.left - right;
    plan.value_width = value_natural;
    plan.value_below = value_natural > plan.text_width * 0.5f;
    if (!row.value.empty() && !plan.value_below) plan.text_width -= value_natural + metrics.units(space_units);
    return plan;
}

}  // namespace

float ScreenKit::row_height(const Row& row, float width) {
    const float natural = row.value.empty() ? 0 : set(row.value, metrics_.text(TextStyle::body), true, 0).width;
    const RowPlan plan = plan_row(row, metrics_, width, natural);
    float height = set(row.title, metrics_.text(TextStyle::body), true, plan.text_width).height();
    if (!row.note.empty()) height += set(row.note, TextStyle::muted, plan.text_width).height();
    if (plan.value_below) height += set(row.value, metrics_.text(TextStyle::body), true, plan.text_width).height();
    return std::round(std::max({metrics_.touch(), metrics_.units(116), height + metrics_.units(40)}));
}

bool ScreenKit::row(const Row& row, const Rect& rect) {
    if (seen(rect)) {
        const float natural = row.value.empty() ? 0 : set(row.value, metrics_.text(TextStyle::body), true, 0).width;
        const RowPlan plan = plan_row(row, metrics_, rect.width, natural);
        const bool down = held(row.key);
        card(rect, !row.enabled ? theme_.ground : down ? theme_.pressed : row.checked ? theme_.accent_soft : theme_.surface, metrics_.radius());
        if (row.checked) painter_.outline(rect, theme_.accent, metrics_.units(4), metrics_.radius());
        float x = rect.x + metrics_.units(pad_units);
        const float middle = rect.y + rect.height / 2;
        if (row.checkable) {
            const float square = metrics_.units(mark_units);
            mark({x, middle - square / 2, square, square}, row.checked, true, row.enabled);
            x += square + metrics_.units(space_units);
        }
        if (row.icon != Icon::none) {
            const float badge = metrics_.units(badge_units), icon = metrics_.units(icon_units);
            painter_.fill({x, middle - badge / 2, badge, badge}, row.checked ? theme_.surface : theme_.accent_soft, metrics_.units(22));
            painter_.icon(row.icon, {x + (badge - icon) / 2, middle - icon / 2, icon, icon}, row.enabled ? theme_.accent : theme_.muted, 1.8f);
        }
        const Paragraph& title = set(row.title, metrics_.text(TextStyle::body), true, plan.text_width);
        const float left = rect.x + plan.left;
        const float note = row.note.empty() ? 0 : set(row.note, TextStyle::muted, plan.text_width).height();
        const float below = plan.value_below ? set(row.value, metrics_.text(TextStyle::body), true, plan.text_width).height() : 0;
        const float top = middle - (title.height() + note + below) / 2;
        painter_.text(title, left, top, row.enabled ? theme_.text : theme_.muted);
        if (note > 0) painter_.text(set(row.note, TextStyle::muted, plan.text_width), left, top + title.height(), theme_.muted);
        const Colour value_colour = row.tone == Tone::info ? theme_.text : theme_.of(row.tone).strong;
        const float arrow = metrics_.units(arrow_units), arrow_left = rect.x + rect.width - metrics_.units(pad_units) - arrow;
        if (!row.value.empty()) {
            const Paragraph& value = set(row.value, metrics_.text(TextStyle::body), true, plan.value_below ? plan.text_width : 0);
            const float right = row.checkable ? rect.x + rect.width - metrics_.units(pad_units) : arrow_left - metrics_.units(12);
            if (plan.value_below) painter_.text(value, left, top + title.height() + note, value_colour);
            else painter_.text(value, right - value.width, middle - value.height() / 2, value_colour);
        }
        if (!row.checkable && row.enabled) painter_.icon(Icon::right, {arrow_left, middle - arrow / 2, arrow, arrow}, theme_.muted, 2.4f);
    }
    Target target;
    target.key = row.key;
    target.role = Role::row;
    target.label = row.note.empty() ? row.title : row.title + "\n" + row.note;
    target.value = row.value;
    target.rect = rect;
    target.enabled = row.enabled;
    target.selected = row.checked;
    target.choosable = row.checkable;
    return add(std::move(target), true);
}

std::optional<std::string> ScreenKit::rows(std::span<const Row> rows) {
    std::optional<std::string> touched;
    for (const Row& given : rows) {
        Row one = given;
        for (std::string* text : {&one.title, &one.note, &one.value}) *text = unveiled(one.key, *text);
        const Rect rect = place(Block::rows, one.key, row_height(one, flow().width(Block::rows)));
        if (row(one, rect)) touched = one.key;
    }
    return touched;
}

void ScreenKit::timeline(std::string_view key, std::span<const Moment> moments) {
    const float column = metrics_.units(72), width = flow().width(Block::rows), pad = metrics_.units(30), dot = metrics_.units(17);
    const float inner = width - column - 2 * pad;
    std::vector<float> heights;
    float all = 2 * pad;
    for (const Moment& moment : moments) {
        float height = set(moment.title, TextStyle::strong, inner).height() + metrics_.units(30);
        if (!moment.note.empty()) height += set(moment.note, TextStyle::muted, inner).height();
        if (!moment.when.empty()) height += set(moment.when, TextStyle::muted, inner).height();
        heights.push_back(std::round(height));
        all += heights.back();
    }
    const Rect rect = place(Block::timeline, key, all - metrics_.units(30));
    card(rect, theme_.surface, metrics_.radius());
    say(key, Role::image, {}, rect);
    float y = rect.y + pad;
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const Moment& moment = moments[i];
        const bool done = moment.state == Moment::State::done, current = moment.state == Moment::State::current;
        const Paragraph& title = set(moment.title, TextStyle::strong, inner);
        const float x = rect.x + pad + column / 2 - metrics_.units(8), middle = y + title.line_height / 2;
        const Colour calm = blend(theme_.surface, theme_.line, 0.55f);
        if (i + 1 < moments.size())
            painter_.fill({x - metrics_.units(2), middle + dot, metrics_.units(4), heights[i] - dot * 2}, done ? theme_.accent : calm, 2);
        if (done || current) painter_.disc(x, middle, dot, theme_.accent);
        else painter_.outline({x - dot, middle - dot, 2 * dot, 2 * dot}, theme_.line, metrics_.units(4), dot);
        if (done) painter_.icon(Icon::check, {x - dot * 0.65f, middle - dot * 0.65f, dot * 1.3f, dot * 1.3f}, theme_.accent_text, 3.6f);
        if (current) painter_.disc(x, middle, dot * 0.42f, theme_.accent_text);
        const float left = rect.x + pad + column;
        painter_.text(title, left, y, moment.state == Moment::State::ahead ? theme_.muted : theme_.text);
        float below = y + title.height();
        for (const std::string& note : {moment.note, moment.when}) {
            if (note.empty()) continue;
            const Paragraph& text = set(note, TextStyle::muted, inner);
            painter_.text(text, left, below, theme_.muted);
            below += text.height();
        }
        say(std::string(key) + "." + std::to_string(i), Role::text, moment.note.empty() ? moment.title : moment.title + "\n" + moment.note,
            {rect.x + pad, y, rect.width - 2 * pad, heights[i] - metrics_.units(30)}, moment.when);
        y += heights[i];
    }
}

}  // namespace onecard::ui
