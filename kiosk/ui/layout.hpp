// Where elements stand: one below the other, buttons side by side where they fit, the last buttons of a page in a bar that
// does not scroll. What is last, and how high everything is, is known from the pass before.
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

enum class Block { text, notice, fact, button, tiles, rows, field, choice, option, date, pin_pad, timeline, qr, picture, waiting, table, chart };

class Flow {
public:
    /// Pixels between elements, between buttons, and what a bar must leave of the view.
    struct Spacing {
        float gap = 24, button_gap = 24, view_least = 0;
        /// How much higher than needed a row of tiles, and a row or fact, may become to fill a page that has room.
        float tiles_extra = 0, rows_extra = 0;
    };

    /// Starts a pass. `view` is what can be seen; with `bar` the last buttons stand below its content and shrink it.
    /// `wide`: a page that begins with a picture shows pictures and codes on the left, everything else on the right.
    void start(const Rect& view, const Spacing& spacing, bool bar, bool wide = false);
    /// How wide the next element will be if it is of this kind.
    float width(Block block) const { return column_for(block).width; }
    /// The next element's rectangle in window pixels.
    Rect take(Block block, std::string_view key, float height);
    /// The same for a button: `natural` is the width that shows its label on one line, `height` tells the height for a width.
    /// `leads`: the primary one, which stands on the right of two.
    Rect take_button(std::string_view key, float natural, bool leads, const std::function<float(float)>& height);
    void skip(float height) { main_.cursor += height; }
    /// Ends a pass; false when another one is needed because something differs from the pass before.
    bool finish();

    /// What can be seen of the content, without the bar.
    const Rect& view() const { return view_; }
    const Rect& bar() const { return bar_; }
    /// True while the last button stood in the bar.
    bool in_bar() const { return in_bar_; }
    float content() const { return content_; }
    /// Words stand in the middle: on a page about one large thing, and below a code.
    bool centred() const { return centred_ || (!elements_.empty() && elements_.back().block == Block::qr); }
    bool overflows() const { return content_ > view_.height + reserved_ + 0.5f; }
    /// Takes a strip off the lower end or the right side of the view, for the page buttons; its rectangle.
    Rect reserve_below(float height);
    Rect reserve_right(float width);
    bool first_of(Block block) const { return elements_.size() < 2 || elements_[elements_.size() - 2].block != block; }
    bool last_of(Block block) const { return before_.size() <= elements_.size() || before_[elements_.size()].block != block; }

    /// True on a wide page that begins with a picture, and whether a code stands below it.
    bool wide() const { return wide_; }
    bool shows_code() const;

    float scroll() const { return scroll_; }
    /// Kept within what there is to scroll.
    void scroll_to(float position);
    /// Makes a rectangle that was given out in this pass visible in the next one; false when it was already.
    bool reveal(const Rect& rect);
    /// Another page: from the top, nothing known.
    void reset();
    bool empty() const { return elements_.empty(); }

private:
    struct Element {
        Block block = Block::text;
        std::size_t id = 0;
        float natural = 0, height = 0;
        bool leads = false;
        bool operator==(const Element&) const = default;
    };
    struct Run {
        std::size_t begin = 0, end = 0, columns = 1;
        std::size_t count() const { return end - begin; }
    };
    /// Elements below each other: where, how far it is filled, and how far it was filled in the pass before.
    struct Column {
        float x = 0, width = 0, offset = 0, cursor = 0, content = 0;
        bool empty = true;
    };
    bool aside(Block block) const;
    void share_room();
    float extra(Block block) const;
    Column& column_for(Block block) { return aside(block) ? aside_ : main_; }
    const Column& column_for(Block block) const { return aside(block) ? aside_ : main_; }
    Run run_at(std::size_t element, float width) const;
    float run_height(const Run& run) const;
    float row_height(const Run& run, std::size_t row) const;
    bool belongs_in_bar(const Run& run) const;
    float gap_before(Block block) const;

    std::vector<Element> elements_, before_;
    Spacing spacing_;
    Rect view_, bar_;
    Column main_, aside_;
    bool has_bar_ = false, in_bar_ = false, centred_ = false, wide_ = false;
    float content_ = 0, scroll_ = 0, run_top_ = 0, reserved_ = 0;
    float tiles_extra_ = 0, rows_extra_ = 0;  ///< given to each in this pass
    float given_ = 0, given_before_ = 0;      ///< of the content's height
};

}  // namespace onecard::ui
