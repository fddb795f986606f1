// From a text to placed glyphs: which font, which shape, where lines break. Results are kept for the next frame.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/ui/fonts.hpp"
#include "kiosk/ui/writing.hpp"

namespace onecard::ui {

struct TextSpec {
    float size = 32;       ///< pixels an em
    bool bold = false;
    float width = 0;       ///< lines break here, and there are as many as it takes; 0: never
    float spacing = 1.45f; ///< line height in sizes
    bool vertical = false; ///< lines are columns: `width` is how long one may be
};

/// On a column the line is thought to lie on its left side, as if the page had been turned to read it.
struct PlacedGlyph {
    std::uint8_t face = 0;  ///< no_face: a framed code, `number` is the code point
    std::uint32_t number = 0;
    float x = 0, y = 0;     ///< from the left end of the line's base line; y downwards
    bool turned = false;    ///< lies on its side in a column
    static constexpr std::uint8_t no_face = 255;
};

struct TextLine {
    std::vector<PlacedGlyph> glyphs;
    float width = 0;
    std::size_t end = 0;  ///< code points of the text up to the end of this line
};

struct Paragraph {
    std::vector<TextLine> lines;
    float size = 0, width = 0, line_height = 0;
    bool cut = false;       ///< not everything is shown
    bool vertical = false;  ///< lines are columns, one to the right of the other
    float height() const { return line_height * static_cast<float>(lines.size()); }
    /// From the top of a line to its base line, or from the right side of a column; Chinese characters then stand in the middle.
    float base() const { return (line_height - size) / 2 + size * 0.88f; }
};

/// Texts longer than this are cut before they are set: nothing a person reads is longer.
inline constexpr std::size_t points_set_max = 20'000;

/// UI thread only.
class Typesetter {
public:
    explicit Typesetter(Fonts& fonts) : fonts_(fonts) {}

    /// Valid until the next settle() or clear().
    const Paragraph& set(std::string_view text, const TextSpec& spec);
    float width(std::string_view text, float size, bool bold = false) { return set(text, {size, bold}).width; }
    Fonts& fonts() { return fonts_; }

    /// Between frames: drops what was not used lately when there is too much.
    void settle();
    /// Wipes everything that was set.
    void clear();
    /// How many texts are kept.
    std::size_t kept() const { return kept_.size(); }

private:
    struct Kept {
        Paragraph paragraph;
        std::uint32_t used = 0;
    };
    /// One shaped glyph before lines are broken.
    struct Shaped {
        PlacedGlyph glyph;
        std::size_t point = 0;
        float advance = 0;
        bool from_right = false;
    };
    Paragraph compose(std::string_view text, const TextSpec& spec);
    /// Points that are shaped together.
    struct Run {
        std::size_t begin = 0, end = 0;
        std::optional<std::uint8_t> face;  ///< none: framed codes
        Stance stance = Stance::turned;
        bool joins(const std::optional<std::uint8_t>& other, Stance as) const { return face == other && stance == as; }
    };
    std::vector<Run> runs(const std::vector<char32_t>& points, const TextSpec& spec);
    std::optional<std::uint8_t> face_of(const std::vector<char32_t>& points, std::size_t at, const Run* before, bool bold);
    std::vector<Shaped> shape(const std::vector<char32_t>& points, const TextSpec& spec);
    void shape_run(const std::vector<char32_t>& points, const Run& run, const TextSpec& spec, std::vector<Shaped>& to);
    static void stand_together(std::vector<Shaped>& shaped, std::size_t first, float size);
    static std::vector<std::size_t> in_order_of_sight(const std::vector<Shaped>& shaped, const std::vector<char32_t>& points, std::size_t begin,
                                                      std::size_t end);
    static void frame_codes(const std::vector<char32_t>& points, const Run& run, const TextSpec& spec, std::vector<Shaped>& to);

    Fonts& fonts_;
    std::unordered_map<std::string, Kept> kept_;
    std::uint32_t frame_ = 0;
};

}  // namespace onecard::ui
