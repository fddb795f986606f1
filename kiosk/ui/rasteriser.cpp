#include "kiosk/ui/rasteriser.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace onecard::ui {
namespace {

std::uint64_t mix(std::uint64_t h, std::uint64_t value) {
    h = (h ^ value) * 0x9E3779B97F4A7C15ull;
    return h ^ (h >> 32);
}

// ImGui packs red first; the screen wants blue first.
std::uint32_t screen_colour(ImU32 c) { return (c & 0xFF00FF00u) | ((c & 0xFF) << 16) | ((c >> 16) & 0xFF); }

// `share` 0 … 256. Two channels are mixed at a time; the borrow between them cancels out in the mask.
std::uint32_t over(std::uint32_t under, std::uint32_t colour, std::uint32_t share) {
    const std::uint32_t rb = under & 0xFF00FF, g = under & 0x00FF00;
    const std::uint32_t rb_new = (rb + ((((colour & 0xFF00FF) - rb) * share) >> 8)) & 0xFF00FF;
    const std::uint32_t g_new = (g + ((((colour & 0x00FF00) - g) * share) >> 8)) & 0x00FF00;
    return 0xFF000000u | rb_new | g_new;
}

std::uint32_t to_256(std::uint32_t alpha) { return alpha + (alpha >> 7); }

std::uint64_t pair(float a, float b) {
    std::uint32_t x, y;
    std::memcpy(&x, &a, 4);
    std::memcpy(&y, &b, 4);
    return (std::uint64_t(x) << 32) | y;
}

Box pixels_of(float x0, float y0, float x1, float y1) {
    const auto near = [](float v) { return static_cast<int>(std::floor(std::clamp(v, -16384.0f, 16384.0f) + 0.5f)); };
    return {near(x0), near(y0), near(x1), near(y1)};
}

}  // namespace

void Rasteriser::bin(const Shape& shape, std::uint64_t fingerprint) {
    const auto number = static_cast<std::uint32_t>(shapes_.size());
    shapes_.push_back(shape);
    for (int row = shape.box.y0 / tile_edge; row <= (shape.box.y1 - 1) / tile_edge; ++row) {
        for (int column = shape.box.x0 / tile_edge; column <= (shape.box.x1 - 1) / tile_edge; ++column) {
            const auto tile = static_cast<std::size_t>(row * columns_ + column);
            bins_[tile].push_back(number);
            now_[tile] = mix(now_[tile], fingerprint);
        }
    }
}

void Rasteriser::collect_rectangle(const ImDrawVert& low, const ImDrawVert& high, const void* texture, const Box& clip) {
    const Box whole = pixels_of(low.pos.x, low.pos.y, high.pos.x, high.pos.y);
    Shape shape;
    shape.box = common(whole, clip);
    if (shape.box.empty() || (low.col >> 24) == 0) return;
    shape.colour = screen_colour(low.col);
    std::uint64_t print = mix(pair(low.pos.x, low.pos.y), pair(high.pos.x, high.pos.y));
    print = mix(mix(print, low.col), (std::uint64_t(shape.box.x0) << 48) ^ (std::uint64_t(shape.box.y0) << 32) ^
                                         (std::uint64_t(shape.box.x1) << 16) ^ std::uint64_t(shape.box.y1));
    if (texture) {
        const auto page = static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(texture) - 1);
        shape.kind = Shape::Kind::mask;
        shape.texels = masks_.page(page);
        const double one = 65536.0;
        shape.step_u = static_cast<std::int32_t>((high.uv.x - low.uv.x) * one / whole.width());
        shape.step_v = static_cast<std::int32_t>((high.uv.y - low.uv.y) * one / whole.height());
        shape.u = static_cast<std::int32_t>(low.uv.x * one) + shape.step_u * (shape.box.x0 - whole.x0);
        shape.v = static_cast<std::int32_t>(low.uv.y * one) + shape.step_v * (shape.box.y0 - whole.y0);
        print = mix(mix(mix(print, pair(low.uv.x, low.uv.y)), pair(high.uv.x, high.uv.y)), page * 1000003 + masks_.generation());
    } else {
        shape.opaque = (low.col >> 24) == 255;
    }
    bin(shape, print);
}

void Rasteriser::collect_triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const Box& clip) {
    Shape shape;
    shape.kind = Shape::Kind::triangle;
    const float x0 = std::min({a.pos.x, b.pos.x, c.pos.x}), x1 = std::max({a.pos.x, b.pos.x, c.pos.x});
    const float y0 = std::min({a.pos.y, b.pos.y, c.pos.y}), y1 = std::max({a.pos.y, b.pos.y, c.pos.y});
    shape.box = common(pixels_of(std::floor(x0), std::floor(y0), std::ceil(x1), std::ceil(y1)), clip);
    if (shape.box.empty()) return;
    std::uint64_t print = 3;
    for (const ImDrawVert* corner : {&a, &b, &c}) print = mix(mix(print, pair(corner->pos.x, corner->pos.y)), corner->col);
    shape.corners[0] = &a;
    shape.corners[1] = &b;
    shape.corners[2] = &c;
    bin(shape, mix(print, (std::uint64_t(clip.x0) << 48) ^ (std::uint64_t(clip.y0) << 32) ^ (std::uint64_t(clip.x1) << 16) ^ std::uint64_t(clip.y1)));
}

void Rasteriser::collect(const ImDrawList& list) {
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const Box clip = common(pixels_of(command.ClipRect.x, command.ClipRect.y, command.ClipRect.z, command.ClipRect.w), bounds_);
        if (clip.empty()) continue;
        const ImDrawVert* corners = list.VtxBuffer.Data + command.VtxOffset;
        const ImDrawIdx* order = list.IdxBuffer.Data + command.IdxOffset;
        for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
            const ImDrawVert &a = corners[order[i]], &b = corners[order[i + 1]], &c = corners[order[i + 2]];
            // ImDrawList writes a rectangle as two triangles 0 1 2, 0 2 3 with corner 2 opposite to corner 0.
            const bool rectangle = i + 5 < command.ElemCount && order[i + 3] == order[i] && order[i + 4] == order[i + 2] &&
                                   order[i + 5] == order[i] + 3 && a.pos.y == b.pos.y && b.pos.x == c.pos.x && a.col == b.col && a.col == c.col &&
                                   corners[order[i + 5]].pos.x == a.pos.x;
            if (rectangle) {
                collect_rectangle(a, c, command.TextureId, clip);
                i += 3;
            } else {
                collect_triangle(a, b, c, clip);
            }
        }
    }
}

void Rasteriser::fill(const Shape& shape, const Box& box, Surface& surface) {
    const std::uint32_t alpha = shape.colour >> 24;
    for (int y = box.y0; y < box.y1; ++y) {
        std::uint32_t* to = surface.row(y) + box.x0;
        if (alpha == 255) {
            std::fill_n(to, box.width(), shape.colour);
            continue;
        }
        const std::uint32_t share = to_256(alpha), colour = shape.colour;
        for (int x = 0; x < box.width(); ++x) to[x] = over(to[x], colour, share);
    }
}

void Rasteriser::blit(const Shape& shape, const Box& box, Surface& surface) {
    const std::uint32_t alpha = to_256(shape.colour >> 24), colour = shape.colour;
    const std::int32_t first_u = shape.u + shape.step_u * (box.x0 - shape.box.x0);
    for (int y = box.y0; y < box.y1; ++y) {
        const std::int32_t v = (shape.v + shape.step_v * (y - shape.box.y0)) >> 16;
        const std::uint8_t* row = shape.texels + std::ptrdiff_t(v) * Masks::page_edge;
        std::uint32_t* to = surface.row(y) + box.x0;
        const int width = box.width();
        if (shape.step_u == 65536) {
            const std::uint8_t* from = row + (first_u >> 16);
            for (int x = 0; x < width; ++x) {
                const std::uint32_t cover = from[x];
                if (cover != 0) to[x] = over(to[x], colour, to_256(cover) * alpha >> 8);
            }
        } else {
            std::int32_t u = first_u;
            for (int x = 0; x < width; ++x, u += shape.step_u) to[x] = over(to[x], colour, to_256(row[u >> 16]) * alpha >> 8);
        }
    }
}

// Edge functions on a grid of sixteenths of a pixel, so that two triangles with a common edge share no pixel.
void Rasteriser::triangle(const Shape& shape, const Box& box, Surface& surface) {
    struct Corner {
        std::int64_t x, y;
        ImU32 colour;
    };
    Corner p[3];
    for (int i = 0; i < 3; ++i)
        p[i] = {std::llround(shape.corners[i]->pos.x * 16), std::llround(shape.corners[i]->pos.y * 16), shape.corners[i]->col};
    std::int64_t area = (p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[1].y - p[0].y) * (p[2].x - p[0].x);
    if (area == 0) return;
    if (area < 0) {
        std::swap(p[1], p[2]);
        area = -area;
    }
    std::int64_t weight[3];
    for (int y = box.y0; y < box.y1; ++y) {
        for (int x = box.x0; x < box.x1; ++x) {
            bool inside = true;
            for (int i = 0; i < 3; ++i) {
                const Corner &from = p[(i + 1) % 3], &to = p[(i + 2) % 3];
                weight[i] = (to.x - from.x) * (std::int64_t(y) * 16 + 8 - from.y) - (to.y - from.y) * (std::int64_t(x) * 16 + 8 - from.x);
                const bool owns_edge = to.y < from.y || (to.y == from.y && to.x > from.x);
                inside = inside && (weight[i] > 0 || (weight[i] == 0 && owns_edge));
            }
            if (!inside) continue;
            const auto part = [&](int shift) {
                std::int64_t sum = 0;
                for (int i = 0; i < 3; ++i) sum += weight[i] * static_cast<std::int64_t>((p[i].colour >> shift) & 0xFF);
                return static_cast<std::uint32_t>(sum / area);
            };
            const std::uint32_t colour = (part(IM_COL32_R_SHIFT) << 16) | (part(IM_COL32_G_SHIFT) << 8) | part(IM_COL32_B_SHIFT);
            std::uint32_t& pixel = surface.row(y)[x];
            pixel = over(pixel, colour, to_256(part(IM_COL32_A_SHIFT)));
        }
    }
}

void Rasteriser::draw_tile(std::size_t tile, const Box& box, Surface& surface) const {
    const auto& bin = bins_[tile];
    // What lies under something opaque that covers the whole tile is never seen.
    std::size_t first = bin.size();
    bool covered = false;
    while (first > 0 && !covered) {
        const Shape& shape = shapes_[bin[--first]];
        covered = shape.opaque && common(shape.box, box) == box;
    }
    if (!covered) {
        Shape ground;
        ground.colour = background_;
        fill(ground, box, surface);
    }
    for (std::size_t i = first; i < bin.size(); ++i) {
        const Shape& shape = shapes_[bin[i]];
        const Box part = common(shape.box, box);
        switch (shape.kind) {
            case Shape::Kind::fill: fill(shape, part, surface); break;
            case Shape::Kind::mask: blit(shape, part, surface); break;
            case Shape::Kind::triangle: triangle(shape, part, surface); break;
        }
    }
}

std::vector<Box> Rasteriser::draw(std::span<const ImDrawList* const> lists, Colour background, Surface& surface) {
    if (bounds_ != surface.box()) forget();
    bounds_ = surface.box();
    columns_ = (bounds_.x1 + tile_edge - 1) / tile_edge;
    rows_ = (bounds_.y1 + tile_edge - 1) / tile_edge;
    background_ = screen_colour(IM_COL32(background.red, background.green, background.blue, 255));
    shapes_.clear();
    bins_.resize(static_cast<std::size_t>(columns_ * rows_));
    for (auto& bin : bins_) bin.clear();
    now_.assign(bins_.size(), background_);
    for (const ImDrawList* list : lists) collect(*list);
    fingerprints_.resize(now_.size(), 0);
    tiles_drawn_ = 0;
    std::vector<Box> changed;
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            const auto tile = static_cast<std::size_t>(row * columns_ + column);
            if (now_[tile] == fingerprints_[tile]) continue;
            const Box box = common({column * tile_edge, row * tile_edge, (column + 1) * tile_edge, (row + 1) * tile_edge}, bounds_);
            draw_tile(tile, box, surface);
            ++tiles_drawn_;
            if (!changed.empty() && changed.back().y0 == box.y0 && changed.back().x1 == box.x0) changed.back().x1 = box.x1;
            else changed.push_back(box);
        }
    }
    fingerprints_.swap(now_);
    return changed;
}

}  // namespace onecard::ui
