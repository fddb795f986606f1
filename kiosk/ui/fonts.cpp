#include "kiosk/ui/fonts.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <cmath>

#include "base/log.hpp"
#include "base/result.hpp"
#include "kiosk/ui/font_stream.hpp"

namespace onecard::ui {

namespace {

// Glyph numbers have sixteen bits; this one tells two masks of the same glyph apart.
constexpr std::uint32_t turned_glyph = 0x8000'0000;

// Hexadecimal digits as dots, three wide and five high, rows from the top: they must be there when no font is.
constexpr std::uint16_t digit_dots[16] = {075557, 026227, 071747, 071717, 055711, 074717, 074757, 071222,
                                          075757, 075717, 025755, 065656, 034443, 065556, 074647, 074644};
constexpr int digit_width = 3, digit_height = 5;

// Two rows of digits in the middle of a square.
void stamp_code(char32_t point, int edge, int margin, std::vector<std::uint8_t>& pixels) {
    const int count = point > 0xFFFF ? 6 : 4, a_row = count / 2;
    const int wide = a_row * (digit_width + 1) - 1, high = 2 * digit_height + 1;
    const int dot = std::max(1, (edge - 2 * margin) / std::max(wide, high));
    const int left = (edge - wide * dot) / 2, top = (edge - high * dot) / 2;
    for (int i = 0; i < count; ++i) {
        const auto dots = digit_dots[(point >> (4 * (count - 1 - i))) & 0xF];
        const int x0 = left + (i % a_row) * (digit_width + 1) * dot, y0 = top + (i / a_row) * (digit_height + 1) * dot;
        for (int y = 0; y < digit_height * dot; ++y) {
            for (int x = 0; x < digit_width * dot; ++x) {
                const int bit = (digit_height - 1 - y / dot) * digit_width + (digit_width - 1 - x / dot);
                if ((dots >> bit) & 1) pixels[std::size_t(y0 + y) * std::size_t(edge) + std::size_t(x0 + x)] = 255;
            }
        }
    }
}

// Thicker strokes around the same middle, so that what is joined stays joined.
void thicken(FT_Outline& outline, float size) {
    constexpr float share = 0.035f;
    const auto strength = static_cast<FT_Pos>(std::lround(size * 64 * share));
    FT_Outline_Embolden(&outline, strength);
    FT_Outline_Translate(&outline, -strength / 2, -strength / 2);
}

}  // namespace

struct Fonts::Face {
    FontStream file;
    FT_Face shapes = nullptr;
    hb_font_t* shaper = nullptr;
    bool broken = false;
    bool thickened = false;  ///< the font has no bold: its strokes are made thicker here
    ~Face() {
        if (shaper) hb_font_destroy(shaper);
        if (shapes) FT_Done_Face(shapes);
    }
};

Fonts::Fonts(std::vector<FontFile> chain, Masks& masks) : chain_(std::move(chain)), faces_(chain_.size() * 2), masks_(masks) {
    require(chain_.size() < 32, "fewer than 32 fonts, so that a mask can name two faces of each");
    require(FT_Init_FreeType(&library_) == 0, "FreeType starts");
}

Fonts::~Fonts() {
    faces_.clear();
    FT_Done_FreeType(library_);
}

Fonts::Face* Fonts::open(std::size_t place, bool bold) {
    auto& face = faces_[place * 2 + (bold ? 1 : 0)];
    if (face) return face->broken ? nullptr : face.get();
    face = std::make_unique<Face>();
    const FontFile& file = chain_[place];
    const auto* path = bold && !file.bold.empty() ? &file.bold : &file.regular;
    face->shapes = face->file.open(library_, *path, file.index);
    if (!face->shapes && path != &file.regular) {
        path = &file.regular;
        face = std::make_unique<Face>();
        face->shapes = face->file.open(library_, *path, file.index);
    }
    if (!face->shapes) {
        face->broken = true;
        log::warning("font missing: " + path->filename().string());
        return nullptr;
    }
    face->thickened = bold && path == &file.regular;
    hb_blob_t* blob = hb_blob_create_from_file(path->c_str());
    hb_face_t* tables = hb_face_create(blob, static_cast<unsigned>(file.index));
    face->shaper = hb_font_create(tables);
    hb_face_destroy(tables);
    hb_blob_destroy(blob);
    return face.get();
}

bool Fonts::serves(std::size_t place, char32_t point) const {
    const auto& ranges = chain_[place].serves;
    return std::any_of(ranges.begin(), ranges.end(), [&](const PointRange& range) { return point >= range.first && point <= range.last; });
}

std::optional<Fonts::FaceNumber> Fonts::face_for(char32_t point, bool bold) {
    for (std::size_t place = 0; place < chain_.size(); ++place) {
        if (!serves(place, point)) continue;
        const Face* face = open(place, bold);
        if (!face || FT_Get_Char_Index(face->shapes, point) == 0) continue;
        return static_cast<FaceNumber>(place * 2 + (bold ? 1 : 0));
    }
    return std::nullopt;
}

bool Fonts::has(FaceNumber face, char32_t point) const { return FT_Get_Char_Index(faces_[face]->shapes, point) != 0; }

std::string Fonts::name(FaceNumber face) const {
    const FontFile& file = chain_[face / 2];
    return (face % 2 == 1 && !file.bold.empty() ? file.bold : file.regular).stem();
}

hb_font_t* Fonts::shaper(FaceNumber face) { return faces_[face]->shaper; }

float Fonts::units_per_em(FaceNumber face) const { return static_cast<float>(faces_[face]->shapes->units_per_EM); }

const Mask& Fonts::glyph(FaceNumber face, std::uint32_t number, float size, int quarter, bool turned) {
    const auto sixteenths = static_cast<std::uint32_t>(std::lround(size * 16));
    const MaskKey key{MaskKind::glyph, static_cast<std::uint8_t>(face * 4 + quarter), number | (turned ? turned_glyph : 0), sixteenths};
    if (const Mask* known = masks_.find(key)) return *known;
    FT_Face shapes = faces_[face]->shapes;
    FT_Set_Char_Size(shapes, 0, static_cast<FT_F26Dot6>(sixteenths * 4), 72, 72);
    if (FT_Load_Glyph(shapes, number, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return masks_.add(key, 0, 0, nullptr);
    if (shapes->glyph->format == FT_GLYPH_FORMAT_OUTLINE) {
        if (faces_[face]->thickened) thicken(shapes->glyph->outline, size);
        FT_Outline_Translate(&shapes->glyph->outline, quarter * 16, 0);
        constexpr FT_Matrix clockwise{0, 0x10000, -0x10000, 0};
        if (turned) FT_Outline_Transform(&shapes->glyph->outline, &clockwise);
    }
    if (FT_Render_Glyph(shapes->glyph, FT_RENDER_MODE_NORMAL) != 0) return masks_.add(key, 0, 0, nullptr);
    const FT_Bitmap& picture = shapes->glyph->bitmap;
    const int width = static_cast<int>(picture.width), height = static_cast<int>(picture.rows);
    std::vector<std::uint8_t> pixels(std::size_t(width) * std::size_t(height));
    for (int y = 0; y < height; ++y) {
        std::copy_n(picture.buffer + std::ptrdiff_t(y) * picture.pitch, width, pixels.data() + std::ptrdiff_t(y) * width);
    }
    return masks_.add(key, width, height, pixels.data(), shapes->glyph->bitmap_left, shapes->glyph->bitmap_top);
}

const Mask& Fonts::code(char32_t point, float size) {
    const MaskKey key{MaskKind::code, 0, point, static_cast<std::uint32_t>(std::lround(size * 16))};
    if (const Mask* known = masks_.find(key)) return *known;
    const int edge = std::clamp(static_cast<int>(size), 16, Masks::page_edge), frame = std::max(1, edge / 24);
    std::vector<std::uint8_t> pixels(std::size_t(edge) * std::size_t(edge));
    for (int y = 0; y < edge; ++y) {
        for (int x = 0; x < edge; ++x) {
            const int inset = std::min({x, y, edge - 1 - x, edge - 1 - y});
            if (inset >= frame && inset < 2 * frame) pixels[std::size_t(y * edge + x)] = 255;
        }
    }
    stamp_code(point, edge, 3 * frame, pixels);
    return masks_.add(key, edge, edge, pixels.data(), 0, static_cast<int>(size * 0.88f));
}

}  // namespace onecard::ui
