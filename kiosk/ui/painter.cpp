#include "kiosk/ui/painter.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace onecard::ui {
namespace {

ImU32 packed(Colour c) { return IM_COL32(c.red, c.green, c.blue, c.alpha); }

Rect whole(const Rect& r) {
    const float x0 = std::round(r.x), y0 = std::round(r.y);
    return {x0, y0, std::round(r.x + r.width) - x0, std::round(r.y + r.height) - y0};
}

ImTextureID texture(const Mask& mask) { return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(mask.page) + 1); }

Icon turned(Icon icon) {
    if (icon == Icon::right) return Icon::down;
    if (icon == Icon::down) return Icon::right;
    if (icon == Icon::left) return Icon::up;
    return icon == Icon::up ? Icon::left : icon;
}

float soft_step(float edge0, float edge1, float x) {
    const float t = std::clamp((x - edge0) / (edge1 - edge0), 0.0f, 1.0f);
    return t * t * (3 - 2 * t);
}

}  // namespace

Painter::Painter(Masks& masks, Icons& icons, Typesetter& typesetter)
    : masks_(masks), icons_(icons), typesetter_(typesetter), context_(ImGui::CreateContext()) {
    for (auto& list : lists_) list = std::make_unique<ImDrawList>(ImGui::GetDrawListSharedData());
}

Painter::~Painter() {
    for (auto& list : lists_) list.reset();
    ImGui::DestroyContext(context_);
}

void Painter::begin(float width, float height) {
    width_ = width;
    height_ = height;
    vertical_ = false;
    overfull_ = 0;
    lines_.clear();
    for (auto& list : lists_) {
        list->_ResetForNewFrame();
        list->Flags = ImDrawListFlags_AntiAliasedLines | ImDrawListFlags_AntiAliasedFill | ImDrawListFlags_AllowVtxOffset;
        list->PushClipRect(ImVec2(-8192, -8192), ImVec2(8192, 8192));
        list->PushTextureID(nullptr);
    }
    layer_ = Layer::page;
}

void Painter::clip(const Rect& rect) {
    const Rect r = whole(placed(rect));
    list().PushClipRect(ImVec2(r.x, r.y), ImVec2(r.x + r.width, r.y + r.height), true);
}

void Painter::unclip() { list().PopClipRect(); }

void Painter::put(const Mask& mask, float x, float y, Colour colour) {
    stretch(mask, {x, y, float(mask.width), float(mask.height)}, -1, -1, colour);
}

// Column and row: that one of the mask all along, or −1 for the mask as it is.
void Painter::stretch(const Mask& mask, const Rect& to, int column, int row, Colour colour) {
    if (mask.width == 0 || to.width <= 0 || to.height <= 0) return;
    ImDrawList& l = list();
    const ImVec2 low = l.GetClipRectMin(), high = l.GetClipRectMax();
    if (to.x >= high.x || to.y >= high.y || to.x + to.width <= low.x || to.y + to.height <= low.y) return;
    const float u0 = float(mask.x) + float(std::max(0, column)), v0 = float(mask.y) + float(std::max(0, row));
    const float u1 = column < 0 ? u0 + float(mask.width) : u0 + 1, v1 = row < 0 ? v0 + float(mask.height) : v0 + 1;
    l.PushTextureID(texture(mask));
    l.PrimReserve(6, 4);
    l.PrimRectUV(ImVec2(to.x, to.y), ImVec2(to.x + to.width, to.y + to.height), ImVec2(u0, v0), ImVec2(u1, v1), packed(colour));
    l.PopTextureID();
}

// Quadrants: 0 top left, 1 top right, 2 bottom right, 3 bottom left. Thickness 0: filled.
const Mask& Painter::corner(int radius, int thickness, int quadrant) {
    const MaskKey key{thickness > 0 ? MaskKind::ring : MaskKind::disc, static_cast<std::uint8_t>(quadrant), static_cast<std::uint32_t>(thickness),
                      static_cast<std::uint32_t>(radius * 16)};
    if (const Mask* known = masks_.find(key)) return *known;
    std::vector<std::uint8_t> pixels(std::size_t(radius) * std::size_t(radius));
    const float r = float(radius);
    for (int y = 0; y < radius; ++y) {
        for (int x = 0; x < radius; ++x) {
            const float dx = quadrant == 0 || quadrant == 3 ? r - float(x) - 0.5f : float(x) + 0.5f;
            const float dy = quadrant < 2 ? r - float(y) - 0.5f : float(y) + 0.5f;
            const float distance = std::sqrt(dx * dx + dy * dy);
            float cover = std::clamp(r - distance + 0.5f, 0.0f, 1.0f);
            if (thickness > 0) cover -= std::clamp(r - float(thickness) - distance + 0.5f, 0.0f, 1.0f);
            pixels[std::size_t(y * radius + x)] = static_cast<std::uint8_t>(cover * 255 + 0.5f);
        }
    }
    return masks_.add(key, radius, radius, pixels.data());
}

void Painter::fill(const Rect& rect, Colour colour, float radius) { fill_box(placed(rect), colour, radius); }

void Painter::fill_box(const Rect& rect, Colour colour, float radius) {
    const Rect r = whole(rect);
    if (r.width <= 0 || r.height <= 0 || colour.alpha == 0) return;
    const int k = std::min({static_cast<int>(radius + 0.5f), static_cast<int>(r.width) / 2, static_cast<int>(r.height) / 2});
    ImDrawList& l = list();
    const auto box = [&](float x, float y, float w, float h) {
        if (w <= 0 || h <= 0) return;
        l.PrimReserve(6, 4);
        l.PrimRect(ImVec2(x, y), ImVec2(x + w, y + h), packed(colour));
    };
    if (k <= 0) return box(r.x, r.y, r.width, r.height);
    const float e = float(k), right = r.x + r.width - e, bottom = r.y + r.height - e;
    box(r.x + e, r.y, r.width - 2 * e, e);
    box(r.x, r.y + e, r.width, r.height - 2 * e);
    box(r.x + e, bottom, r.width - 2 * e, e);
    put(corner(k, 0, 0), r.x, r.y, colour);
    put(corner(k, 0, 1), right, r.y, colour);
    put(corner(k, 0, 2), right, bottom, colour);
    put(corner(k, 0, 3), r.x, bottom, colour);
}

void Painter::outline(const Rect& rect, Colour colour, float thickness, float radius) {
    const Rect r = whole(placed(rect));
    const int t = std::max(1, static_cast<int>(thickness + 0.5f));
    const int k = std::max(t, std::min({static_cast<int>(radius + 0.5f), static_cast<int>(r.width) / 2, static_cast<int>(r.height) / 2}));
    const float e = float(k), w = float(t), right = r.x + r.width - e, bottom = r.y + r.height - e;
    fill_box({r.x + e, r.y, r.width - 2 * e, w}, colour, 0);
    fill_box({r.x + e, r.y + r.height - w, r.width - 2 * e, w}, colour, 0);
    fill_box({r.x, r.y + e, w, r.height - 2 * e}, colour, 0);
    fill_box({r.x + r.width - w, r.y + e, w, r.height - 2 * e}, colour, 0);
    put(corner(k, t, 0), r.x, r.y, colour);
    put(corner(k, t, 1), right, r.y, colour);
    put(corner(k, t, 2), right, bottom, colour);
    put(corner(k, t, 3), r.x, bottom, colour);
}

const Mask& Painter::shadow_corner(int radius, int spread, int quadrant) {
    const MaskKey key{MaskKind::shadow, static_cast<std::uint8_t>(quadrant), static_cast<std::uint32_t>(spread),
                      static_cast<std::uint32_t>(radius * 16)};
    if (const Mask* known = masks_.find(key)) return *known;
    const int edge = radius + 2 * spread;
    std::vector<std::uint8_t> pixels(std::size_t(edge) * std::size_t(edge));
    const float inner = float(spread + radius);
    for (int y = 0; y < edge; ++y) {
        for (int x = 0; x < edge; ++x) {
            const float px = quadrant == 0 || quadrant == 3 ? float(x) + 0.5f : float(edge - x) - 0.5f;
            const float py = quadrant < 2 ? float(y) + 0.5f : float(edge - y) - 0.5f;
            const float dx = std::max(0.0f, inner - px), dy = std::max(0.0f, inner - py);
            const float outside = std::sqrt(dx * dx + dy * dy) - float(radius);
            const float share = 1 - soft_step(-float(spread), float(spread), outside);
            pixels[std::size_t(y * edge + x)] = static_cast<std::uint8_t>(share * share * 255 + 0.5f);
        }
    }
    return masks_.add(key, edge, edge, pixels.data());
}

void Painter::shadow(const Rect& rect, Colour colour, float radius, float spread) { shadow_box(placed(rect), colour, radius, spread); }

void Painter::shadow_box(const Rect& rect, Colour colour, float radius, float spread) {
    const int s = static_cast<int>(spread), k = static_cast<int>(radius);
    if (s < 1 || colour.alpha == 0) return;
    Rect r = whole(rect);
    r = {r.x - spread, r.y - spread + std::round(spread / 3), r.width + 2 * spread, r.height + 2 * spread};
    r = whole(r);
    const int edge = k + 2 * s;
    const float e = float(edge), right = r.x + r.width - e, bottom = r.y + r.height - e;
    if (r.width < 2 * e || r.height < 2 * e)
        return shadow_box(rect, colour, std::max(0.0f, std::min(rect.width, rect.height) / 2 - spread - 2), spread / 2);
    put(shadow_corner(k, s, 0), r.x, r.y, colour);
    put(shadow_corner(k, s, 1), right, r.y, colour);
    put(shadow_corner(k, s, 2), right, bottom, colour);
    put(shadow_corner(k, s, 3), r.x, bottom, colour);
    stretch(shadow_corner(k, s, 0), {r.x + e, r.y, r.width - 2 * e, e}, edge - 1, -1, colour);
    stretch(shadow_corner(k, s, 3), {r.x + e, bottom, r.width - 2 * e, e}, edge - 1, -1, colour);
    stretch(shadow_corner(k, s, 0), {r.x, r.y + e, e, r.height - 2 * e}, -1, edge - 1, colour);
    stretch(shadow_corner(k, s, 1), {right, r.y + e, e, r.height - 2 * e}, -1, edge - 1, colour);
}

void Painter::fade(const Rect& rect, Colour colour, bool upwards) {
    const Rect r = whole(placed(rect));
    const int height = static_cast<int>(vertical_ ? r.width : r.height);
    if (height < 1) return;
    const MaskKey key{MaskKind::fade, static_cast<std::uint8_t>((upwards ? 1 : 0) + (vertical_ ? 2 : 0)), 0, static_cast<std::uint32_t>(height * 16)};
    const Mask* mask = masks_.find(key);
    if (!mask) {
        std::vector<std::uint8_t> pixels(static_cast<std::size_t>(height));
        for (int y = 0; y < height; ++y) {
            const float share = (float(y) + 0.5f) / float(height);
            pixels[std::size_t(y)] = static_cast<std::uint8_t>(soft_step(0, 1, upwards ? share : 1 - share) * 255);
        }
        mask = vertical_ ? &masks_.add(key, height, 1, pixels.data()) : &masks_.add(key, 1, height, pixels.data());
    }
    stretch(*mask, r, vertical_ ? -1 : 0, vertical_ ? 0 : -1, colour);
}

void Painter::icon(Icon icon, const Rect& at, Colour colour, float stroke) {
    if (icon == Icon::none) return;
    const Rect square = placed(at);
    if (vertical_) icon = turned(icon);
    const int edge = static_cast<int>(std::min(square.width, square.height));
    const Mask& mask = icons_.mask(icon, edge, stroke);
    put(mask, std::round(square.x + (square.width - float(edge)) / 2), std::round(square.y + (square.height - float(edge)) / 2), colour);
}

void Painter::grey(std::uint32_t id, const Rect& rect, int width, int height, std::span<const std::uint8_t> pixels) {
    const int wide = std::min(static_cast<int>(rect.width), Masks::page_edge), high = std::min(static_cast<int>(rect.height), Masks::page_edge);
    const bool whole = width > 0 && height > 0 && pixels.size() >= std::size_t(width) * std::size_t(height);
    if (wide <= 0 || high <= 0 || !whole) return;
    fill(rect, Colour{255, 255, 255, 255});
    const MaskKey key{MaskKind::photo, 0, id, static_cast<std::uint32_t>(wide)};
    const Mask* mask = masks_.find(key);
    if (!mask) {
        std::vector<std::uint8_t> dark(std::size_t(wide) * std::size_t(high));
        for (int y = 0; y < high; ++y)
            for (int x = 0; x < wide; ++x) {
                const auto column = std::size_t(x) * std::size_t(width) / std::size_t(wide), row = std::size_t(y) * std::size_t(height) / std::size_t(high);
                dark[std::size_t(y) * std::size_t(wide) + std::size_t(x)] = static_cast<std::uint8_t>(255 - pixels[row * std::size_t(width) + column]);
            }
        mask = &masks_.add(key, wide, high, dark.data());
    }
    put(*mask, rect.x, rect.y, Colour{0, 0, 0, 255});
}

void Painter::disc(float x, float y, float radius, Colour colour) { fill({x - radius, y - radius, 2 * radius, 2 * radius}, colour, radius + 1); }

void Painter::arc(float x, float y, float radius, float thickness, float from, float to, Colour colour) {
    constexpr float turn = 2 * std::numbers::pi_v<float>;
    const int pieces = std::max(4, static_cast<int>(std::ceil((to - from) * radius)));
    list().PathArcTo(vertical_ ? ImVec2(y, x) : ImVec2(x, y), radius, (from - 0.25f) * turn, (to - 0.25f) * turn, pieces);
    list().PathStroke(packed(colour), ImDrawFlags_None, thickness);
}

void Painter::line(const TextLine& line, float size, float x, float base, Colour colour) {
    for (const PlacedGlyph& glyph : line.glyphs) {
        const float at = x + glyph.x;
        if (glyph.face == PlacedGlyph::no_face) {
            const Mask& mask = typesetter_.fonts().code(glyph.number, size);
            put(mask, std::round(at), base - float(mask.top), colour);
            continue;
        }
        const float left = std::floor(at * 4 + 0.5f) / 4;
        const int quarter = static_cast<int>((left - std::floor(left)) * 4);
        const Mask& mask = typesetter_.fonts().glyph(glyph.face, glyph.number, size, quarter);
        put(mask, std::floor(left) + float(mask.left), base + std::round(glyph.y) - float(mask.top), colour);
    }
}

// The axis is the base line of letters that lie on their side; those that stand are placed from it as well.
void Painter::column(const TextLine& line, float size, float axis, float top, Colour colour) {
    for (const PlacedGlyph& glyph : line.glyphs) {
        const float at = top + glyph.x, across = axis - glyph.y;
        if (glyph.face == PlacedGlyph::no_face) {
            const Mask& mask = typesetter_.fonts().code(glyph.number, size);
            put(mask, std::round(across), std::round(at) - float(mask.top), colour);
        } else if (glyph.turned) {
            const float start = std::floor(at * 4 + 0.5f) / 4;
            const int quarter = static_cast<int>((start - std::floor(start)) * 4);
            const Mask& mask = typesetter_.fonts().glyph(glyph.face, glyph.number, size, quarter, true);
            put(mask, std::round(across) + float(mask.left), std::floor(start) - float(mask.top), colour);
        } else {
            const float left = std::floor(across * 4 + 0.5f) / 4;
            const int quarter = static_cast<int>((left - std::floor(left)) * 4);
            const Mask& mask = typesetter_.fonts().glyph(glyph.face, glyph.number, size, quarter);
            put(mask, std::floor(left) + float(mask.left), std::round(at) - float(mask.top), colour);
        }
    }
}

void Painter::inked(const Paragraph& paragraph, const Rect& box, Colour ink, bool over) {
    if (over) ++overfull_;
    const ImVec2 low = list().GetClipRectMin(), high = list().GetClipRectMax();
    const bool whole = box.x >= low.x - 1 && box.y >= low.y - 1 && box.x + box.width <= high.x + 1 && box.y + box.height <= high.y + 1;
    lines_.push_back({box, ink, paragraph.size, over || paragraph.cut, whole, layer_});
}

void Painter::columns(const Paragraph& paragraph, const Rect& box, Colour colour, Align align) {
    const ImVec2 low = list().GetClipRectMin(), high = list().GetClipRectMax();
    float left = box.x;
    for (const TextLine& one : paragraph.lines) {
        const float x = left;
        left += paragraph.line_height;
        if (x > high.x || left < low.x) continue;
        const float free = box.height - one.width;
        const float y = box.y + (align == Align::left ? 0 : align == Align::right ? free : free / 2);
        const float slack = paragraph.size * 0.1f;
        inked(paragraph, {x, y, paragraph.line_height, one.width}, colour, free < -slack || y < low.y - slack || y + one.width > std::min(high.y, height_) + slack);
        column(one, paragraph.size, std::round(x + paragraph.line_height - paragraph.base()), std::round(y), colour);
    }
}

void Painter::text(const Paragraph& paragraph, float x, float y, Colour colour) {
    const bool across = vertical_ == paragraph.vertical;
    text(paragraph, {x, y, across ? paragraph.width : paragraph.height(), across ? paragraph.height() : paragraph.width}, colour, Align::left);
}

void Painter::text(const Paragraph& paragraph, const Rect& at, Colour colour, Align align) {
    const Rect box = placed(at);
    if (paragraph.vertical) return columns(paragraph, box, colour, align);
    const ImVec2 low = list().GetClipRectMin(), high = list().GetClipRectMax();
    float top = box.y;
    for (const TextLine& one : paragraph.lines) {
        const float y = top;
        top += paragraph.line_height;
        if (y > high.y || top < low.y) continue;
        const float free = box.width - one.width;
        const float x = box.x + (align == Align::left ? 0 : align == Align::right ? free : free / 2);
        const float slack = paragraph.size * 0.1f;
        inked(paragraph, {x, y, one.width, paragraph.line_height}, colour, free < -slack || x < low.x - slack || x + one.width > std::min(high.x, width_) + slack);
        line(one, paragraph.size, std::round(x), std::round(y + paragraph.base()), colour);
    }
}

std::array<const ImDrawList*, layers_count> Painter::lists() const {
    std::array<const ImDrawList*, layers_count> all{};
    for (std::size_t i = 0; i < layers_count; ++i) all[i] = lists_[i].get();
    return all;
}

}  // namespace onecard::ui
