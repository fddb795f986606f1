// Font files, opened when the first text needs them, and the chain that says which one shows a code point.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ui/masks.hpp"

struct FT_LibraryRec_;
struct FT_FaceRec_;
struct hb_font_t;

namespace onecard::ui {

struct PointRange {
    char32_t first = 0, last = 0x10FFFF;
};

/// A font of the chain. `bold` may be empty: then the regular one serves both weights.
struct FontFile {
    std::filesystem::path regular, bold = {};
    int index = 0;                         ///< which one inside a collection
    std::vector<PointRange> serves = {{}};  ///< what it is asked for: for nothing else is it opened
};

/// The fonts of Debian's fonts-noto-cjk, fonts-noto-core and fonts-hanazono, which together have every character of GB 18030-2022: Chinese
/// first, then one for each script of the country, symbols, and last the rare characters of names.
std::vector<FontFile> installed_fonts();

/// Of a face only what is shown is read: the rest costs no memory. Used from the UI thread only.
class Fonts {
public:
    using FaceNumber = std::uint8_t;

    Fonts(std::vector<FontFile> chain, Masks& masks);
    ~Fonts();
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;

    /// The first face of the chain that has the code point; nothing when none has it.
    std::optional<FaceNumber> face_for(char32_t point, bool bold);
    bool has(FaceNumber face, char32_t point) const;
    /// The name of its file.
    std::string name(FaceNumber face) const;
    /// For shaping, in font units; units_per_em() says how many make the size.
    hb_font_t* shaper(FaceNumber face);
    float units_per_em(FaceNumber face) const;
    /// The picture of a glyph. `quarter` 0…3 moves it along the line by quarters of a pixel. `size` in pixels an em. `turned`: lying on its
    /// right side, for columns.
    const Mask& glyph(FaceNumber face, std::uint32_t number, float size, int quarter, bool turned = false);
    /// A frame with the hexadecimal number of a code point that no font has; one em square.
    const Mask& code(char32_t point, float size);
    /// For drawing outlines that are no letters.
    FT_LibraryRec_* library() const { return library_; }

private:
    struct Face;
    Face* open(std::size_t place, bool bold);
    bool serves(std::size_t place, char32_t point) const;

    std::vector<FontFile> chain_;
    std::vector<std::unique_ptr<Face>> faces_;  ///< two for each of the chain: regular, bold
    FT_LibraryRec_* library_ = nullptr;
    Masks& masks_;
};

}  // namespace onecard::ui
