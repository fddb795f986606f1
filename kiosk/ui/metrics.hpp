// Sizes follow the physical screen: everything is derived here from pixels, millimetres and the resident's settings.
#pragma once
#include <algorithm>

#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

/// What a screen is and how a resident wants it.
struct View {
    int width = 1080, height = 1920;
    float pixels_per_millimetre = 3.21f;  ///< a 27 inch screen on end
    float text_scale = 1;                 ///< 1, 1.5 or 2
    bool low = false;                     ///< content in the lower half, within reach from a wheelchair
    bool elder = false;                   ///< letters from 30 points, everything that is touched large
    enum class Side { both, left, right } side = Side::both;  ///< where what is touched stands, for who reaches with one hand
    bool reduced_motion = false;
    bool speech = false;                  ///< guidance is spoken
    bool operator==(const View&) const = default;
};

class Metrics {
public:
    /// `vertical`: the page is written in columns.
    explicit Metrics(const View& view, bool vertical = false);

    const View& view() const { return view_; }
    /// Design units to pixels: one unit is a pixel of a 1080 × 1920 screen of 27 inches.
    float units(float count) const;
    float millimetres(float count) const { return count * view_.pixels_per_millimetre; }
    /// Letters in pixels an em, the resident's scale included, never below 18 points, in elder mode never below 30.
    float text(TextStyle style) const;
    bool bold(TextStyle style) const;
    float letters(float units_high) const;
    float smallest_letters() const;
    float button_letters() const { return std::max(smallest_letters(), text(TextStyle::large) * 0.95f); }
    float heading(float units_high) const;
    /// How much larger than usual letters are: what the resident chose, in elder mode at least a fifth.
    float scale() const;
    /// A main action is at least 20 mm high, in elder mode 24 mm.
    float touch() const;
    /// The least between two things that are touched: 8 dp.
    float apart() const;
    /// More room from line to line than along a line, as the page is written.
    bool portrait() const { return (view_.height > view_.width) != vertical_; }
    /// The window stands on end.
    bool portrait_window() const { return view_.height > view_.width; }
    /// The window along a line and from line to line.
    float along() const { return vertical_ ? height() : width(); }
    float across() const { return vertical_ ? width() : height(); }
    float width() const { return static_cast<float>(view_.width); }
    float height() const { return static_cast<float>(view_.height); }
    /// So few lines of this size fit on the screen that title and strips share their room.
    bool tight() const;
    /// In low mode nothing that is touched stands above this line of the window.
    float reach() const;
    float margin() const { return units(56); }
    float gap() const { return units(24); }
    float radius() const { return units(24); }

private:
    View view_;
    bool vertical_ = false;
    float unit_ = 1;
};

}  // namespace onecard::ui
