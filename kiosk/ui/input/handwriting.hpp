// Writing a character by finger: strokes come in, candidates come out after each.
#pragma once
#include <memory>
#include <vector>

#include "kiosk/ui/input_method.hpp"

namespace onecard::ui {

/// A place on the writing area, in heights of the area: y from 0 to 1 downwards, x from 0 to what its width is, at most 4.
struct InkPoint {
    float x = 0, y = 0;
};
using InkStroke = std::vector<InkPoint>;

// More is not taken: no character has more strokes, no finger draws more points.
inline constexpr std::size_t ink_strokes_max = 40, ink_points_max = 400;

/// An input method without letters: erase() takes back the last stroke.
class Handwriting : public InputMethod {
public:
    /// The finger comes down and begins a stroke; places outside the area are moved to its edge.
    virtual void begin_stroke(InkPoint at) = 0;
    virtual void move_stroke(InkPoint to) = 0;
    /// The finger is up: the strokes so far are looked at, about three milliseconds.
    virtual void end_stroke() = 0;
    /// The finger slid away: the stroke being drawn was not meant.
    virtual void drop_stroke() = 0;
    virtual const std::vector<InkStroke>& ink() const = 0;
};

class StrokeTable;

/// Recognition by zinnia with the model of tegaki-zinnia-simplified-chinese, which knows the 6,763 characters of GB 2312 by their shape, beside
/// `strokes`, which knows many more by the kinds of their strokes: what both find comes first. The model, 27 MB of mapped file, is opened at
/// the first stroke and given back by forget(). Without the one, candidates come from the other.
std::unique_ptr<Handwriting> make_handwriting(StrokeTable& strokes);

/// What kind of stroke a finger drew, as a letter of StrokeTable; `*` where it may be one or another.
char kind_of(const InkStroke& stroke);

}  // namespace onecard::ui
