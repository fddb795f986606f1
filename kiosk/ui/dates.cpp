// A date by steppers: plus above, the number, minus below, for year, month and day. The number opens the digit pad.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr int year_first = 1900, year_last = 2100;
constexpr std::array<std::string_view, 3> part_keys{"year", "month", "day"};

int days_in(int year, int month) {
    using namespace std::chrono;
    return static_cast<int>(static_cast<unsigned>(
        year_month_day_last(std::chrono::year(year), month_day_last(std::chrono::month(static_cast<unsigned>(month)))).day()));
}

int round_about(int value, int first, int last) { return value < first ? last : value > last ? first : value; }

// Year, month or day of YYYY-MM-DD…
int part_of_day(std::string_view day, int which) {
    const std::size_t from = which == 0 ? 0 : which == 1 ? 5 : 8, size = which == 0 ? 4 : 2;
    int part = 0;
    std::from_chars(day.data() + from, day.data() + from + size, part);
    return part;
}

}  // namespace

bool ScreenKit::number_box(const std::string& key, const Rect& rect, int& number, std::size_t digits) {
    if (takes_focus(key)) {
        open_field(key, FieldKind::digits, false);
        number_text_.clear();
    }
    const bool focused = focus_ == key;
    bool changed = false;
    if (apply_edits(key, {FieldKind::digits, digits}, number_text_)) {
        int typed = 0;
        std::from_chars(number_text_.data(), number_text_.data() + number_text_.size(), typed);
        changed = number != typed;
        number = typed;
    }
    field_box(rect, focused, false);
    const std::string shown = number > 0 ? std::to_string(number) : std::string(digits, '-');
    float size = metrics_.text(TextStyle::title);
    while (size > metrics_.smallest_letters() && typesetter_.width(shown, size, true) > rect.width - metrics_.units(12)) size -= 1;
    const Paragraph& text = set(shown, size, true, 0);
    painter_.text(text, {rect.x, rect.y + (rect.height - text.height()) / 2, rect.width, text.height()}, number > 0 ? theme_.text : theme_.muted,
                  Painter::Align::middle);
    Target target;
    target.key = key;
    target.role = Role::field;
    target.label = shown;
    target.value = number > 0 ? shown : std::string();
    target.rect = rect;
    target.focused = focused;
    add(std::move(target), true);
    return changed;
}

bool ScreenKit::date_part(std::string_view key, int which, const Rect& rect, Day& day) {
    const std::string name = std::string(key) + "." + std::string(part_keys[static_cast<std::size_t>(which)]);
    int& number = which == 0 ? day.year : which == 1 ? day.month : day.day;
    const int first = which == 0 ? year_first : 1;
    const int last = which == 0 ? year_last : which == 1 ? 12 : days_in(std::max(day.year, 1), std::clamp(day.month, 1, 12));
    const float step_height = metrics_.touch(), gap = metrics_.units(12);
    bool changed = false;
    const auto stepper = [&](std::string_view what, Icon icon, float y, int step) {
        const std::string own = name + "." + std::string(what);
        const Rect box{rect.x, y, rect.width, step_height};
        painter_.fill(box, held(own) ? theme_.pressed : theme_.accent_soft, metrics_.units(20));
        if (theme_.borders) painter_.outline(box, theme_.line, metrics_.units(3), metrics_.units(20));
        const float square = metrics_.units(46);
        painter_.icon(icon, {box.x + (box.width - square) / 2, box.y + (box.height - square) / 2, square, square}, theme_.accent, 2.4f);
        Target target;
        target.key = own;
        target.role = Role::button;
        target.label = strings_->text("kit." + std::string(part_keys[static_cast<std::size_t>(which)])) + " " +
                       strings_->text(step > 0 ? "kit.more" : "kit.less");
        target.rect = box;
        if (!add(std::move(target), true)) return;
        // What forms ask for is rarely long ago.
        if (number == 0) number = part_of_day(to_iso(world_.clock.now()), which);
        else number = round_about(number + step, first, last);
        changed = true;
    };
    const std::string unit = strings_->text("kit." + std::string(part_keys[static_cast<std::size_t>(which)]));
    const Paragraph& word = set(unit, TextStyle::muted, 0);
    painter_.text(word, {rect.x, rect.y, rect.width, word.height()}, theme_.muted, Painter::Align::middle);
    float y = rect.y + word.height() + metrics_.units(6);
    stepper("plus", Icon::plus, y, 1);
    y += step_height + gap;
    const Rect box{rect.x, y, rect.width, rect.y + rect.height - step_height - gap - y};
    if (number_box(name, box, number, which == 0 ? 4 : 2)) changed = true;
    stepper("minus", Icon::minus, box.y + box.height + gap, -1);
    return changed;
}

bool ScreenKit::date(std::string_view key, std::string_view label, std::string& value, std::string_view trouble) {
    const float full = flow().width(Block::date), gap = metrics_.gap();
    const float head = label_height(label, full), word = set("日", TextStyle::muted, 0).height() + metrics_.units(6);
    const float middle = std::max(metrics_.touch(), metrics_.units(116));
    const float parts = word + 2 * metrics_.touch() + middle + 2 * metrics_.units(12);
    Day day;
    const bool whole = std::sscanf(value.c_str(), "%4d-%2d-%2d", &day.year, &day.month, &day.day) == 3;
    if (!whole) day = {};
    const bool wrong = day.year > 0 && day.month > 0 && day.day > 0 &&
                       (day.month > 12 || day.year < year_first || day.day > days_in(day.year, std::min(day.month, 12)));
    const std::string complaint = !trouble.empty() ? std::string(trouble) : wrong ? strings_->text("kit.date_wrong") : std::string();
    const float below = complaint.empty() ? 0 : set(complaint, TextStyle::body, full).height() + metrics_.units(12);
    const Rect rect = place(Block::date, key, head + parts + below);
    field_label(label, false, rect);
    say(std::string(key) + ".label", Role::text, label, {rect.x, rect.y, rect.width, head});
    const float width = std::floor((full - 2 * gap) / 3);
    bool changed = false;
    for (int which = 0; which < 3; ++which) {
        changed = date_part(key, which, {rect.x + (width + gap) * float(which), rect.y + head, width, parts}, day) || changed;
    }
    if (below > 0) {
        const Rect at{rect.x, rect.y + head + parts + metrics_.units(12), full, below - metrics_.units(12)};
        painter_.text(set(complaint, TextStyle::body, full), at.x, at.y, theme_.trouble.strong);
        say(std::string(key) + ".trouble", Role::notice, complaint, at);
    }
    if (!changed) return false;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", day.year % 10000, day.month % 100, day.day % 100);
    value = text.data();
    return true;
}

}  // namespace onecard::ui
