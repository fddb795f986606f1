// The frame of every page: strip above, title and progress, strip below, page buttons.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float top_strip_units = 100, fade_units = 40, progress_units = 12, strip_row_units = 142;

}  // namespace

std::vector<std::pair<std::string_view, Icon>> ScreenKit::strip_keys() const {
    return {{"back", Icon::back}, {"home", Icon::home}, {"help", Icon::help}, {"language", Icon::language},
            {"larger", Icon::larger}, {"ease", Icon::ease}, {"voice", Icon::voice}, {"end", Icon::end}};
}

// The part of the window that the strips leave, in the page's own directions.
ScreenKit::Sheet ScreenKit::sheet() {
    const bool typing = keyboard_.is_open();
    const StripPlan strip = plan_strip();
    const float upper = top_strip(), low = std::round(metrics_.height() * 0.42f);
    const float top = metrics_.view().low && !typing ? std::max(upper, low) : upper;
    const float bottom = metrics_.height() - (typing ? keyboard_height() : strip.row_height * float(strip.rows));
    if (vertical_) {
        const float side = metrics_.units(typing ? 20 : 36), length = bottom - top - 2 * side;
        return {top + side, std::max(0.0f, length), metrics_.margin(), metrics_.width() - metrics_.units(44)};
    }
    const float length = std::min(metrics_.width() - 2 * metrics_.margin(), metrics_.units(1560));
    return {std::round((metrics_.width() - length) / 2), length, top, bottom - metrics_.units(typing ? 20 : 32)};
}

void ScreenKit::page(const Frame& frame) {
    frame_ = frame;
    const bool typing = keyboard_.is_open();
    // Beside a keyboard a low window has no room for a title.
    const bool tight = typing && !vertical_ && metrics_.height() < metrics_.units(1250);
    page_.start({0, 0, metrics_.along(), metrics_.across()}, {}, false);
    const Sheet on = sheet();
    painter_.use(Layer::page);
    painter_.set_vertical(vertical_);
    content_left_ = on.begin;
    content_width_ = on.length;
    float top = on.first + (vertical_ ? 0 : metrics_.units(tight ? 12 : 40));
    if (!tight) {
        const Paragraph& title = set(frame.title, TextStyle::title, content_width_);
        const Rect at{content_left_, top, content_width_, title.height()};
        painter_.text(title, at.x, at.y, theme_.text);
        say("title", Role::title, frame.title, at);
        top += title.height() + metrics_.units(14);
        if (frame.steps > 0) {
            progress(top);
            top += metrics_.units(progress_units + 14) + metrics_.text(TextStyle::small) * 1.45f;
        }
        top += metrics_.units(26);
    }
    const Rect view{content_left_, top, content_width_, std::max(0.0f, on.last - top)};
    page_.start(view, {metrics_.gap() * 1.1f, metrics_.gap(), 2.3f * metrics_.touch()}, !typing, !metrics_.portrait());
    scrolls_ = page_.overflows();
    page_row_ = {};
    // What turns the page takes from the side that has more to give.
    if (scrolls_ && !typing) page_row_ = metrics_.portrait() ? page_.reserve_below(metrics_.touch()) : page_.reserve_right(metrics_.units(160));
    // Shadows reach a little over the sides.
    const float side = metrics_.units(24), above = metrics_.units(6);
    painter_.clip({page_.view().x - side, page_.view().y - above, page_.view().width + 2 * side, page_.view().height + 2 * above});
}

float ScreenKit::chip_width(const Chip& chip) {
    const float size = metrics_.letters(26);
    const float icon = std::round(size * 1.2f) + 2 * metrics_.units(14);
    return vertical_ ? icon + metrics_.units(12) : set(chip.words, size, false, 0).width + icon + 0.6f * metrics_.units(14);
}

// Words in columns do not fit into a flat strip: there the sign alone says it, and speech the words.
void ScreenKit::draw_chip(const Chip& chip, float left, float top) {
    const float size = metrics_.letters(26), square = std::round(size * 1.2f), pad = metrics_.units(14);
    const Paragraph& words = set(chip.words, size, false, 0);
    const Rect rect{left, top, chip_width(chip), std::round(words.height() + metrics_.units(18))};
    const TonePair& tone = chip.good ? theme_.good : theme_.caution;
    painter_.fill(rect, tone.soft, rect.height / 2);
    const float side = vertical_ ? (rect.width - square) / 2 : pad;
    painter_.icon(chip.icon, {rect.x + side, rect.y + (rect.height - square) / 2, square, square}, tone.strong, 2.2f);
    if (!vertical_) painter_.text(words, rect.x + pad * 1.6f + square, rect.y + (rect.height - words.height()) / 2, tone.strong);
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
    const bool one_row = left + typesetter_.width(frame_.hall, hall_size, true) + metrics_.units(16) + chips_width <= right;
    const float room = std::max(metrics_.units(80), right - left - (one_row ? chips_width : 0));
    while (hall_size > metrics_.units(22) && typesetter_.width(frame_.hall, hall_size, true) > room) hall_size -= 1;
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

void ScreenKit::progress(float y) {
    const std::string words = strings_->text("kit.step", {{"step", std::to_string(frame_.step)}, {"steps", std::to_string(frame_.steps)}});
    const Paragraph& text = set(words, TextStyle::small, content_width_);
    painter_.text(text, content_left_, y, theme_.muted);
    say("progress", Role::text, words, {content_left_, y, text.width, text.height()});
    const float gap = metrics_.units(10), height = metrics_.units(progress_units), top = y + text.height() + metrics_.units(10);
    const int steps = std::min(frame_.steps, 40);
    const float one = (content_width_ - gap * float(steps - 1)) / float(steps);
    for (int i = 0; i < steps; ++i) {
        const Rect part{content_left_ + (one + gap) * float(i), top, one, height};
        painter_.fill(part, i < frame_.step ? theme_.accent : blend(theme_.ground, theme_.line, 0.35f), height / 2);
    }
}

ScreenKit::StripPlan ScreenKit::plan_strip() {
    const auto keys = strip_keys();
    StripPlan plan;
    plan.letters = metrics_.letters(26);
    if (vertical_) {
        // Words hang below their signs, in one column or two.
        float longest = 0;
        for (const auto& [key, icon] : keys) longest = std::max(longest, strip_word(strings_->text("kit." + std::string(key)), plan.letters).width);
        plan.row_height = std::max(metrics_.touch(), longest + metrics_.units(50 + 6 + 36));
        return plan;
    }
    const auto widest = [&](float size) {
        float width = 0;
        for (const auto& [key, icon] : keys) width = std::max(width, typesetter_.width(strings_->text("kit." + std::string(key)), size));
        return width;
    };
    const auto room = [&](int rows) { return metrics_.width() / (float(keys.size()) / float(rows)) - metrics_.units(18); };
    // A wide screen has no height for a second row; its words shrink instead.
    plan.rows = metrics_.portrait() && widest(plan.letters) > room(1) ? 2 : 1;
    while (plan.letters > metrics_.units(20) && widest(plan.letters) > room(plan.rows)) plan.letters -= 1;
    plan.row_height = std::max(metrics_.touch(), metrics_.units(strip_row_units) - metrics_.units(26) * 1.3f + plan.letters * 1.3f);
    return plan;
}

const Paragraph& ScreenKit::strip_word(std::string_view word, float size) {
    if (!vertical_) return set(word, size, false, 0);
    TextSpec spec{size, false, metrics_.units(170)};
    spec.vertical = true;
    spec.spacing = 1.2f;
    return typesetter_.set(word, spec);
}

// Larger letters, a look of its own and voice show that they are on.
bool ScreenKit::strip_state(std::string_view key) const {
    if (key == "larger") return metrics_.view().text_scale > 1;
    if (key == "ease") return theme_.name != "day" || metrics_.view().low || metrics_.view().elder;
    return key == "voice" && metrics_.view().speech;
}

void ScreenKit::strip_button(std::string_view key, Icon icon, const Rect& rect, float size) {
    const std::string label = strings_->text("kit." + std::string(key));
    const bool down = held(key), leave = key == "end", on = strip_state(key);
    const Colour ink = on ? theme_.accent : leave ? theme_.danger : key == "home" || key == "back" ? theme_.accent : theme_.text;
    const Rect inside{rect.x + 6, rect.y + 6, rect.width - 12, rect.height - 12};
    if (down || on) painter_.fill(inside, down ? theme_.pressed : theme_.accent_soft, metrics_.radius());
    if (on && theme_.borders) painter_.outline(inside, theme_.accent, metrics_.units(3), metrics_.radius());
    const float square = metrics_.units(50), gap = metrics_.units(6);
    const Paragraph& word = strip_word(label, size);
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
    const std::size_t a_row = keys.size() / static_cast<std::size_t>(plan.rows);
    const float width = std::floor(std::min(metrics_.width() / float(a_row), metrics_.units(270)));
    const float left = (metrics_.width() - width * float(a_row)) / 2;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto& [key, icon] = keys[i];
        const bool shown = key == "back" ? frame_.can_go_back : key == "home" ? frame_.can_go_home : key == "end" ? frame_.can_end : true;
        if (!shown) continue;
        const Rect rect{left + width * float(i % a_row), top + plan.row_height * float(i / a_row), width, plan.row_height};
        strip_button(key, icon, rect, plan.letters);
    }
    painter_.use(Layer::page);
}

void ScreenKit::page_fades() {
    const Rect& view = page_.view();
    const float fade = metrics_.units(fade_units), over = metrics_.units(6), side = metrics_.units(24);
    const Rect above{view.x - side, view.y - over, view.width + 2 * side, fade};
    if (more_above()) painter_.fade(above, theme_.ground, false);
    if (more_below()) painter_.fade({above.x, view.y + view.height + over - fade, above.width, fade}, theme_.ground, true);
}

// A flat button with its word beside the icon, a high one with its word below it.
void ScreenKit::page_button(std::string_view key, Icon icon, const Rect& rect, bool enabled) {
    Target target;
    target.key = key;
    target.role = Role::button;
    target.label = strings_->text(key == "page.up" ? "kit.page_up" : "kit.page_down");
    target.rect = rect;
    target.enabled = enabled;
    target.visible = !dialog_shown_;
    const bool flat = rect.width > rect.height * 1.5f;
    const float radius = flat ? rect.height / 2 : metrics_.radius(), square = metrics_.units(40), space = metrics_.units(flat ? 14 : 4);
    const Colour ink = enabled ? theme_.accent : blend(theme_.ground, theme_.muted, 0.5f);
    if (enabled) painter_.fill(rect, held(key) ? theme_.pressed : theme_.accent_soft, radius);
    if (theme_.borders || !enabled) painter_.outline(rect, blend(theme_.ground, theme_.line, enabled ? 1 : 0.3f), metrics_.units(3), radius);
    float size = flat ? metrics_.heading(36) : metrics_.letters(26);
    while (size > metrics_.units(18) && typesetter_.width(target.label, size, flat) > rect.width - metrics_.units(10)) size -= 1;
    const Paragraph& word = set(target.label, size, flat, 0);
    if (flat) {
        const float left = rect.x + (rect.width - word.width - square - space) / 2;
        painter_.icon(icon, {left, rect.y + (rect.height - square) / 2, square, square}, ink, 2.4f);
        painter_.text(word, left + square + space, rect.y + (rect.height - word.height()) / 2, ink);
    } else {
        const float top = rect.y + (rect.height - square - space - word.height()) / 2;
        painter_.icon(icon, {rect.x + (rect.width - square) / 2, top, square, square}, ink, 2.4f);
        painter_.text(word, {rect.x, top + square + space, rect.width, word.height()}, ink, Painter::Align::middle);
    }
    add(std::move(target), true);
}

void ScreenKit::page_buttons() {
    if (!scrolls_) return;
    painter_.use(Layer::strips);
    page_fades();
    const float gap = metrics_.gap();
    const Rect& place = page_row_;
    if (place.height > 0 && metrics_.portrait()) {
        const float width = (place.width - gap) / 2;
        page_button("page.up", Icon::up, {place.x, place.y, width, place.height}, more_above());
        page_button("page.down", Icon::down, {place.x + width + gap, place.y, width, place.height}, more_below());
    } else if (place.height > 0) {
        const float height = std::min((place.height - metrics_.units(12)) / 2, metrics_.units(150));
        page_button("page.up", Icon::up, {place.x, place.y, place.width, height}, more_above());
        page_button("page.down", Icon::down, {place.x, place.y + place.height - height, place.width, height}, more_below());
    }
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
