// Draws shapes and text into drawing lists, one for each layer. Of Dear ImGui we use its drawing list (commands, clip
// stack, anti-aliased paths); soft edges come from masks, so that nearly everything is a rectangle that is quick to fill.
#pragma once
#include <array>
#include <memory>
#include <vector>

#include "kiosk/ui/colour.hpp"
#include "kiosk/ui/icons.hpp"
#include "kiosk/ui/kit.hpp"
#include "kiosk/ui/typesetter.hpp"

struct ImDrawList;
struct ImGuiContext;

namespace onecard::ui {

/// From the bottom to the top.
enum class Layer { page, strips, dialog, keyboard };
inline constexpr std::size_t layers_count = 4;

/// Where a line of text was drawn and with what; never what it says.
struct InkedLine {
    Rect box;            ///< in the window
    Colour ink;
    float size = 0;      ///< pixels an em
    bool cut = false;    ///< the last line of a paragraph that shows not everything, or wider than its place
    bool whole = true;   ///< nothing of it is scrolled away
    Layer layer = Layer::page;
};

class Painter {
public:
    Painter(Masks& masks, Icons& icons, Typesetter& typesetter);
    ~Painter();
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;

    /// Of the window: what stands out of it is too wide.
    void begin(float width, float height);
    /// Lines since begin() that were wider than their box, what is clipped, or the window; none on a page that is right.
    int overfull() const { return overfull_; }
    /// All lines since begin().
    const std::vector<InkedLine>& lines() const { return lines_; }
    /// On a page written in columns everything is given in the page's own directions, x along the line and y from line to line;
    /// here it is laid out downwards and to the right. Icons and letters stay as they are, arrows follow.
    void set_vertical(bool vertical) { vertical_ = vertical; }
    bool vertical() const { return vertical_; }
    /// Where in the window a rectangle lies; the way back is the same.
    Rect placed(const Rect& rect) const { return vertical_ ? Rect{rect.y, rect.x, rect.height, rect.width} : rect; }
    void use(Layer layer) { layer_ = layer; }
    Layer layer() const { return layer_; }
    void clip(const Rect& rect);
    void unclip();

    /// Edges lie on whole pixels.
    void fill(const Rect& rect, Colour colour, float radius = 0);
    void outline(const Rect& rect, Colour colour, float thickness, float radius);
    /// A soft shadow around and a little below a rectangle; what casts it must be drawn after it.
    void shadow(const Rect& rect, Colour colour, float radius, float spread);
    /// From `colour` at one end to nothing at the other; `upwards`: full at the bottom.
    void fade(const Rect& rect, Colour colour, bool upwards);
    void icon(Icon icon, const Rect& square, Colour colour, float stroke = 1.9f);
    /// A picture of brightness, made as large as the rectangle; `id` tells it from every other one.
    void grey(std::uint32_t id, const Rect& rect, int width, int height, std::span<const std::uint8_t> pixels);
    void disc(float x, float y, float radius, Colour colour);
    /// Part of a circle's line, in turns from the top, clockwise.
    void arc(float x, float y, float radius, float thickness, float from, float to, Colour colour);
    /// The corner where the paragraph begins.
    void text(const Paragraph& paragraph, float x, float y, Colour colour);
    /// Along the line: where it begins, in the middle, where it ends.
    enum class Align { left, middle, right };
    void text(const Paragraph& paragraph, const Rect& box, Colour colour, Align align);

    std::array<const ImDrawList*, layers_count> lists() const;

private:
    ImDrawList& list() { return *lists_[static_cast<std::size_t>(layer_)]; }
    void fill_box(const Rect& rect, Colour colour, float radius);
    void shadow_box(const Rect& rect, Colour colour, float radius, float spread);
    void put(const Mask& mask, float x, float y, Colour colour);
    void stretch(const Mask& mask, const Rect& to, int column, int row, Colour colour);
    const Mask& corner(int radius, int thickness, int quadrant);
    const Mask& shadow_corner(int radius, int spread, int quadrant);
    void line(const TextLine& line, float size, float x, float base, Colour colour);
    void inked(const Paragraph& paragraph, const Rect& box, Colour ink, bool over);
    void column(const TextLine& line, float size, float axis, float top, Colour colour);
    void columns(const Paragraph& paragraph, const Rect& box, Colour colour, Align align);

    Masks& masks_;
    Icons& icons_;
    Typesetter& typesetter_;
    ImGuiContext* context_;
    std::array<std::unique_ptr<ImDrawList>, layers_count> lists_;
    Layer layer_ = Layer::page;
    float width_ = 0, height_ = 0;
    bool vertical_ = false;
    int overfull_ = 0;
    std::vector<InkedLine> lines_;
};

}  // namespace onecard::ui
