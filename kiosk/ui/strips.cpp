// The strips above and below every page.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float top_strip_units = 100, strip_icon_units = 54;
constexpr float side_share = 0.72f;

}  // namespace

std::vector<std::pair<std::string_view, Icon>> ScreenKit::strip_keys() const {
    std::vector<std::pair<std::string_view, Icon>> keys{{"back", Icon::back}, {"home", Icon::home}, {"help", Icon::help},
        {"language", Icon::language}, {"larger", Icon::larger}, {"ease", Icon::ease}, {"voice", Icon::voice}, {"end", Icon::end}};
    // Elder mode has large letters already, and fewer and larger keys; the size is still found under "ease".
    if (metrics_.view().elder) keys.erase(keys.begin() + 4);
    return keys;
}

float ScreenKit::chip_width(const Chip& chip) {
    const float size = metrics_.letters(26);
    const float icon = std::round(size * 1.2f) + 2 * metrics_.units(14);
    return signs_only() ? icon + metrics_.units(12) : set(chip.words, size, false, 0).width + icon + 0.6f * metrics_.units(14);
}

// Words in columns do not fit into a flat strip, nor large ones into a low one: there the sign alone says it, and speech the words.
bool ScreenKit::signs_only() const { return vertical_ || metrics_.tight(); }

void ScreenKit::draw_chip(const Chip& chip, float left, float top) {
    const float size = metrics_.letters(26), square = std::round(size * 1.2f), pad = metrics_.units(14);
    const Paragraph& words = set(chip.words, size, false, 0);
    const Rect rect{left, top, chip_width(chip), std::round(words.height() + metrics_.units(18))};
    const TonePair& tone = chip.good ? theme_.good : theme_.caution;
    painter_.fill(rect, tone.soft, rect.height / 2);
    const float side = signs_only() ? (rect.width - square) / 2 : pad;
    painter_.icon(chip.icon, {rect.x + side, rect.y + (rect.height - square) / 2, square, square}, tone.strong, 2.2f);
    if (!signs_only()) painter_.text(words, rect.x + pad * 1.6f + square, rect.y + (rect.height - words.height()) / 2, tone.strong);
    say(chip.key, Role::text, chip.words, rect);
}

float ScreenKit::top_strip() {
    painter_.use(Layer::strips);
    painter_.set_vertical(false);
    float row = std::max(metrics_.units(top_strip_units), metrics_.letters(34) * 1.45f + metrics_.units(24));
    const float left = metrics_.margin(), gap = metrics_.units(12), lower = metrics_.units(2),
                chip_height = metrics_.letters(26) * 1.45f + metrics_.units(18);
    std::vector<Chip> chips;
    if (frame_.card_in && !frame_.card.empty()) chips.push_back({"state.card", Icon::card, frame_.card, true});
    if (!frame_.network.empty()) chips.push_back({"state.network", frame_.online ? Icon::online : Icon::offline, frame_.network, frame_.online});
    float chips_width = 0;
    for (const Chip& chip : chips) chips_width += chip_width(chip) + gap;
    const Paragraph& clock = set(frame_.clock, metrics_.letters(34), true, 0);
    const float clock_left = metrics_.width() - left - clock.width, right = clock_left - metrics_.units(18);
    // The name of the hall shrinks, then takes a second line; it is never shortened.
    float hall_size = metrics_.heading(30);
    const auto fits = [&](float beside) { return left + typesetter_.width(frame_.hall, hall_size, true) + metrics_.units(16) + beside <= right; };
    while (hall_size > metrics_.smallest_letters() && !fits(chips_width)) hall_size -= 1;
    const bool one_row = fits(chips_width) || metrics_.tight();
    const float room = std::max(metrics_.units(80), right - left - (one_row ? chips_width : 0));
    const Paragraph& hall = typesetter_.set(frame_.hall, {hall_size, true, room, 1.2f});
    row = std::max(row, hall.height() + metrics_.units(8));
    const Rect clock_rect{clock_left, (row - clock.height()) / 2 + lower, clock.width, clock.height()};
    painter_.text(clock, clock_rect.x, clock_rect.y, theme_.text);
    painter_.text(hall, left, (row - hall.height()) / 2 + lower, theme_.muted);
    say("hall", Role::text, frame_.hall, {left, (row - hall.height()) / 2, hall.width, hall.height()});
    float x = one_row ? right - chips_width + gap / 2 : left;
    const float chip_top = one_row ? std::round((row - chip_height) / 2) + lower : row - metrics_.units(6);
    for (const Chip& chip : chips) {
        draw_chip(chip, x, chip_top);
        x += chip_width(chip) + gap;
    }
    say("clock", Role::text, frame_.clock, clock_rect);
    painter_.use(Layer::page);
    return one_row || chips.empty() ? row : row + chip_height;
}

// Keys are as wide as their words need and share what is left; where one row has no room for them they stand in two. For one hand they gather on its
// side.
ScreenKit::StripPlan ScreenKit::plan_strip() {
    const auto keys = strip_keys();
    const bool one_hand = metrics_.view().side != View::Side::both;
    const float room = std::round(metrics_.width() * (!one_hand ? 1 : metrics_.portrait_window() ? side_share : 0.8f));
    const float least = std::max(metrics_.smallest_letters(), metrics_.units(26));
    StripPlan plan;
    plan.letters = std::max(least, std::min(metrics_.letters(30), metrics_.height() * (vertical_ ? 0.021f : 0.03f)));
    plan.rows = one_hand && metrics_.portrait_window() ? 2 : 1;
    while (plan.letters > least && !widths_in(plan, room)) plan.letters -= 1;
    if (!widths_in(plan, room) && plan.rows == 1) plan.rows = 2;
    while (plan.letters > metrics_.smallest_letters() && !widths_in(plan, room)) plan.letters -= 1;
    float all = 0;
    for (std::size_t i = 0; i < plan.a_row; ++i) all += plan.widths[i];
    plan.left = !one_hand ? std::round((metrics_.width() - all) / 2) : metrics_.view().side == View::Side::right ? metrics_.width() - all : 0;
    float words = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Paragraph& word = strip_word(strings_->text("kit." + std::string(keys[i].first)), plan.letters, plan.widths[i % plan.a_row]);
        words = std::max(words, word.vertical ? word.width : word.height());
    }
    const float air = vertical_ ? 36 : metrics_.tight() ? 14 : metrics_.portrait_window() ? 44 : 26;
    plan.row_height = metrics_.apart() + std::max(metrics_.touch(), std::round(words + metrics_.units(strip_icon_units + 6 + air)));
    return plan;
}

// Fills in the widths; false when single words need more than there is: a label may take two lines.
bool ScreenKit::widths_in(StripPlan& plan, float room) {
    const auto keys = strip_keys();
    plan.a_row = (keys.size() + std::size_t(plan.rows) - 1) / std::size_t(plan.rows);
    plan.widths.assign(plan.a_row, metrics_.touch() + metrics_.apart());
    for (std::size_t i = 0; i < keys.size() && !vertical_; ++i)
        for (const auto& word : split(strings_->text("kit." + std::string(keys[i].first)), ' '))
            plan.widths[i % plan.a_row] = std::max(plan.widths[i % plan.a_row], typesetter_.width(word, plan.letters) + strip_pad());
    float needed = 0;
    for (const float width : plan.widths) needed += width;
    // Where there is room they are alike.
    const float widest = *std::max_element(plan.widths.begin(), plan.widths.end()), count = float(plan.a_row);
    const float all = std::min(room, std::max(needed, metrics_.units(250) * count));
    const float more = std::max(0.0f, all - needed) / count;
    for (float& width : plan.widths) width = widest * count <= all ? std::floor(all / count) : std::floor(width + more);
    return needed <= room;
}

float ScreenKit::strip_pad() const { return metrics_.apart() + metrics_.units(8); }

const Paragraph& ScreenKit::strip_word(std::string_view word, float letters, float width) {
    // In a column no single word is broken.
    float longest = 0;
    if (vertical_)
        for (const auto& one : split(word, ' ')) longest = std::max(longest, typesetter_.width(one, letters) + 1);
    TextSpec spec{letters, false, vertical_ ? std::max(metrics_.units(170), longest) : width - metrics_.apart()};
    spec.vertical = vertical_;
    spec.spacing = vertical_ ? 1.2f : 1.3f;
    return typesetter_.set(word, spec);
}

// Larger letters, a look of its own and voice show that they are on.
bool ScreenKit::strip_state(std::string_view key) const {
    if (key == "larger") return metrics_.view().text_scale > 1;
    if (key == "ease") return theme_.name != "day" || metrics_.view().low || metrics_.view().elder || metrics_.view().side != View::Side::both;
    return key == "voice" && metrics_.view().speech;
}

void ScreenKit::strip_button(std::string_view key, Icon icon, const Rect& rect, float size) {
    const std::string label = strings_->text("kit." + std::string(key));
    const bool down = held(key), leave = key == "end", on = strip_state(key);
    const Colour ink = on ? theme_.accent : leave ? theme_.danger : key == "home" || key == "back" ? theme_.accent : theme_.text;
    if (down || on) painter_.fill(rect, down ? theme_.pressed : theme_.accent_soft, metrics_.radius());
    if (on && theme_.borders) painter_.outline(rect, theme_.accent, metrics_.units(3), metrics_.radius());
    const float square = metrics_.units(strip_icon_units), gap = metrics_.units(6);
    const Paragraph& word = strip_word(label, size, rect.width + metrics_.apart());
    const float high = word.vertical ? word.width : word.height();
    const float top = word.vertical ? rect.y + metrics_.units(16) : rect.y + (rect.height - square - gap - high) / 2;
    painter_.icon(icon, {rect.x + (rect.width - square) / 2, top, square, square}, ink, 1.8f);
    if (word.vertical) painter_.text(word, rect.x + (rect.width - word.height()) / 2, top + square + gap, ink);
    else painter_.text(word, {rect.x, top + square + gap, rect.width, high}, ink, Painter::Align::middle);
    Target target;
    target.key = key;
    target.role = Role::button;
    target.label = label;
    target.rect = rect;
    target.selected = on;
    target.visible = !dialog_shown_ && !keyboard_.is_open();
    add(std::move(target), true);
}

void ScreenKit::bottom_strip() {
    painter_.use(Layer::strips);
    const StripPlan plan = plan_strip();
    const float height = plan.row_height * float(plan.rows), top = metrics_.height() - height;
    const Rect strip{0, top, metrics_.width(), height};
    if (!theme_.borders) painter_.shadow(strip, theme_.shadow, 0, metrics_.units(16));
    painter_.fill(strip, theme_.surface);
    if (theme_.borders) painter_.fill({0, top, metrics_.width(), metrics_.units(3)}, theme_.line);
    const auto keys = strip_keys();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto& [key, icon] = keys[i];
        const bool shown = key == "back" ? frame_.can_go_back : key == "home" ? frame_.can_go_home : key == "end" ? frame_.can_end : true;
        if (!shown) continue;
        const std::size_t column = i % plan.a_row;
        float x = plan.left;
        for (std::size_t before = 0; before < column; ++before) x += plan.widths[before];
        const Rect cell{x, top + plan.row_height * float(i / plan.a_row), plan.widths[column], plan.row_height};
        const float apart = metrics_.apart();
        const Rect rect{cell.x + apart / 2, cell.y + apart / 2, cell.width - apart, cell.height - apart};
        strip_button(key, icon, rect, plan.letters);
    }
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
