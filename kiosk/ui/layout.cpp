#include "kiosk/ui/layout.hpp"

#include <algorithm>
#include <cmath>

namespace onecard::ui {
namespace {

constexpr std::size_t bar_buttons_max = 4;
constexpr float aside_share = 0.36f;

}  // namespace

void Flow::start(const Rect& view, const Spacing& spacing, bool bar, bool wide) {
    view_ = view;
    spacing_ = spacing;
    has_bar_ = bar;
    bar_ = {view.x, view.y + view.height, view.width, 0};
    elements_.clear();
    reserved_ = 0;
    in_bar_ = false;
    wide_ = wide && !before_.empty() && before_.front().block == Block::picture;
    if (has_bar_ && !before_.empty()) {
        const Run run = run_at(before_.size() - 1, view.width);
        const float height = run_height(run);
        if (belongs_in_bar(run) && height + spacing.gap + spacing.view_least <= view.height) {
            bar_ = {view.x, view.y + view.height - height, view.width, height};
            view_.height = std::max(0.0f, view.height - height - spacing.gap);
        }
    }
    // A page that shows one large thing shows it a little above the middle, with its words below it.
    centred_ = std::any_of(before_.begin(), before_.end(), [](const Element& e) { return e.block == Block::pin_pad; }) ||
               (!before_.empty() && (before_.front().block == Block::picture || before_.front().block == Block::waiting));
    const float left = wide_ ? std::round((view.width - 2 * spacing.gap) * aside_share) : 0;
    const float right = wide_ ? view.width - left - 2 * spacing.gap : view.width;
    aside_ = {view.x, left, 0, 0, aside_.content, true};
    main_ = {view.x + view.width - right, right, 0, 0, main_.content, true};
    for (Column* column : {&main_, &aside_}) {
        const float share = wide_ ? 0.5f : 0.36f;
        column->offset = centred_ ? std::round(std::max(0.0f, view_.height - column->content) * share) : 0;
    }
    share_room();
}

// A page with room to spare breathes: tiles grow first, then rows and facts, each within its bounds.
void Flow::share_room() {
    given_before_ = given_;
    given_ = tiles_extra_ = rows_extra_ = 0;
    if (centred_ || wide_) return;
    float room = view_.height - (main_.content - given_before_);
    if (main_.content <= 0 || room <= 0) return;
    const auto count = [&](Block block) { return float(std::count_if(before_.begin(), before_.end(), [&](const Element& e) { return e.block == block; })); };
    const float tiles = count(Block::tiles), rows = count(Block::rows) + count(Block::fact);
    if (tiles > 0) tiles_extra_ = std::floor(std::min(spacing_.tiles_extra, room / tiles));
    room -= tiles * tiles_extra_;
    if (rows > 0) rows_extra_ = std::floor(std::min(spacing_.rows_extra, room / rows));
}

float Flow::extra(Block block) const {
    return block == Block::tiles ? tiles_extra_ : block == Block::rows || block == Block::fact ? rows_extra_ : 0;
}

Rect Flow::reserve_below(float height) {
    reserved_ = std::min(view_.height, height + spacing_.gap);
    view_.height -= reserved_;
    return {view_.x, view_.y + view_.height + reserved_ - height, view_.width, height};
}

Rect Flow::reserve_right(float width) {
    view_.width -= width + spacing_.gap;
    main_.width -= width + spacing_.gap;
    return {view_.x + view_.width + spacing_.gap, view_.y, width, view_.height};
}

float Flow::gap_before(Block block) const {
    if (elements_.empty()) return 0;
    const Block last = elements_.back().block;
    if (last == Block::fact && block == Block::fact) return 0;
    if (last == Block::text && block == Block::text) return std::round(spacing_.gap * 0.5f);
    if (last == Block::rows && block == Block::rows) return std::round(spacing_.gap * 0.5f);
    if (last == Block::choice && block == Block::option) return 0;
    if (last == Block::option && block == Block::option) return std::round(spacing_.gap * 0.6f);
    if (last == Block::qr && block == Block::text) return std::round(spacing_.gap * 0.5f);
    if (last == Block::text && block == Block::button) return std::round(spacing_.gap * 1.4f);
    if (last == Block::text) return std::round(spacing_.gap * 0.8f);
    if (block == Block::field || block == Block::choice || block == Block::date) return std::round(spacing_.gap * 1.3f);
    return spacing_.gap;
}

// The words below a code stay with it.
bool Flow::aside(Block block) const {
    if (!wide_) return false;
    return block == Block::picture || block == Block::qr || (block == Block::text && !elements_.empty() && elements_.back().block == Block::qr);
}

Rect Flow::take(Block block, std::string_view key, float height) {
    in_bar_ = false;
    Column& column = column_for(block);
    if (!column.empty) column.cursor += gap_before(block);
    column.empty = false;
    height += extra(block);
    given_ += extra(block);
    const Rect rect{column.x, view_.y + column.offset + column.cursor - scroll_, column.width, height};
    column.cursor += height;
    elements_.push_back({block, std::hash<std::string_view>{}(key), 0, 0, false});
    return rect;
}

Flow::Run Flow::run_at(std::size_t element, float width) const {
    Run run{element, element, 1};
    if (element >= before_.size() || before_[element].block != Block::button) return run;
    while (run.begin > 0 && before_[run.begin - 1].block == Block::button) --run.begin;
    while (run.end < before_.size() && before_[run.end].block == Block::button) ++run.end;
    float widest = 0;
    for (std::size_t i = run.begin; i < run.end; ++i) widest = std::max(widest, before_[i].natural);
    for (const std::size_t columns : {4u, 3u, 2u}) {
        const float each = (width - spacing_.button_gap * float(columns - 1)) / float(columns);
        // Three or four in one row only where all stand in it; a half-empty row looks like something is missing.
        const bool even = run.count() == columns || (columns == 2 && run.count() == 4);
        if (even && widest <= each) {
            run.columns = columns;
            break;
        }
    }
    return run;
}

float Flow::row_height(const Run& run, std::size_t row) const {
    float height = 0;
    for (std::size_t i = run.begin + row * run.columns; i < std::min(run.end, run.begin + (row + 1) * run.columns); ++i)
        height = std::max(height, before_[i].height);
    return height;
}

float Flow::run_height(const Run& run) const {
    const std::size_t rows = (run.count() + run.columns - 1) / run.columns;
    float height = 0;
    for (std::size_t row = 0; row < rows; ++row) height += row_height(run, row) + (row > 0 ? spacing_.button_gap : 0);
    return height;
}

bool Flow::belongs_in_bar(const Run& run) const {
    return run.count() > 0 && run.end == before_.size() && run.count() <= bar_buttons_max && run.begin > 0;
}

Rect Flow::take_button(std::string_view key, float natural, bool leads, const std::function<float(float)>& height) {
    const std::size_t index = elements_.size();
    Run run = run_at(index, bar_.width);
    const bool known = run.count() > 0;
    if (!known) run = {index, index + 1, 1};
    in_bar_ = known && bar_.height > 0 && belongs_in_bar(run);
    if (known && !in_bar_) run = run_at(index, main_.width);
    const float full = in_bar_ ? bar_.width : main_.width, left = in_bar_ ? bar_.x : main_.x;
    const float width = std::floor((full - spacing_.button_gap * float(run.columns - 1)) / float(run.columns));
    const float own = height(width);
    if (index == run.begin && !in_bar_) {
        if (!main_.empty) main_.cursor += gap_before(Block::button);
        main_.empty = false;
        run_top_ = main_.cursor;
        main_.cursor += known ? run_height(run) : own;
    } else if (!known) {
        run_top_ = main_.cursor + spacing_.button_gap;
        main_.cursor = run_top_ + own;
    }
    elements_.push_back({Block::button, std::hash<std::string_view>{}(key), natural, own, leads});
    std::size_t place = index - run.begin;
    if (run.count() == 2 && run.columns == 2 && known && before_[run.begin].leads && !before_[run.begin + 1].leads) place = 1 - place;
    float y = in_bar_ ? bar_.y : view_.y + main_.offset + run_top_ - scroll_;
    for (std::size_t row = 0; row < place / run.columns; ++row) y += row_height(run, row) + spacing_.button_gap;
    const float row_high = known ? row_height(run, place / run.columns) : own;
    return {left + float(place % run.columns) * (width + spacing_.button_gap), y, width, std::max(own, row_high)};
}

bool Flow::finish() {
    const bool same = elements_ == before_ && std::abs(main_.content - main_.cursor) < 0.5f && std::abs(aside_.content - aside_.cursor) < 0.5f;
    main_.content = main_.cursor;
    aside_.content = aside_.cursor;
    content_ = std::max(main_.content, aside_.content);
    before_ = elements_;
    const float kept = scroll_;
    scroll_to(scroll_);
    return same && kept == scroll_;
}

bool Flow::shows_code() const {
    return std::any_of(before_.begin(), before_.end(), [](const Element& e) { return e.block == Block::qr; });
}

void Flow::scroll_to(float position) { scroll_ = std::round(std::clamp(position, 0.0f, std::max(0.0f, content_ - view_.height))); }

bool Flow::reveal(const Rect& rect) {
    const float before = scroll_;
    const float below = rect.y + rect.height - (view_.y + view_.height), above = view_.y - rect.y;
    if (below > 0) scroll_to(scroll_ + std::min(below, std::max(0.0f, -above)));
    else if (above > 0) scroll_to(scroll_ - above);
    return scroll_ != before;
}

void Flow::reset() {
    elements_.clear();
    before_.clear();
    scroll_ = content_ = given_ = 0;
    main_ = aside_ = {};
}

}  // namespace onecard::ui
