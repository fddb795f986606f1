// Turns drawing lists into pixels, and only where something changed: the surface is divided into tiles, and a tile is drawn
// again when the fingerprint of all that touches it differs from the last one.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/ui/colour.hpp"
#include "kiosk/ui/masks.hpp"
#include "kiosk/ui/surface.hpp"

struct ImDrawList;
struct ImDrawVert;

namespace onecard::ui {

class Rasteriser {
public:
    static constexpr int tile_edge = 64;

    explicit Rasteriser(const Masks& masks) : masks_(masks) {}

    /// Lists from the bottom to the top. Returns the boxes that were drawn again, in rows from the top; empty when nothing changed.
    /// The surface must hold what the last call left in it, or forget() must have been called.
    std::vector<Box> draw(std::span<const ImDrawList* const> lists, Colour background, Surface& surface);
    /// Everything is drawn at the next call.
    void forget() { fingerprints_.clear(); }
    /// How many tiles the last call drew.
    int tiles_drawn() const { return tiles_drawn_; }

private:
    /// One thing to draw: a filled rectangle, a rectangle through a mask, or a triangle.
    struct Shape {
        enum class Kind : std::uint8_t { fill, mask, triangle } kind = Kind::fill;
        bool opaque = false;
        Box box;                 ///< clipped
        std::uint32_t colour = 0;
        const std::uint8_t* texels = nullptr;
        std::int32_t u = 0, v = 0, step_u = 0, step_v = 0;  ///< sixteen fraction bits
        const ImDrawVert* corners[3] = {};
    };
    void collect(const ImDrawList& list);
    void collect_rectangle(const ImDrawVert& low, const ImDrawVert& high, const void* texture, const Box& clip);
    void collect_triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const Box& clip);
    void bin(const Shape& shape, std::uint64_t fingerprint);
    void draw_tile(std::size_t tile, const Box& box, Surface& surface) const;
    static void fill(const Shape& shape, const Box& box, Surface& surface);
    static void blit(const Shape& shape, const Box& box, Surface& surface);
    static void triangle(const Shape& shape, const Box& box, Surface& surface);

    const Masks& masks_;
    Box bounds_;
    int columns_ = 0, rows_ = 0, tiles_drawn_ = 0;
    std::uint32_t background_ = 0;
    std::vector<Shape> shapes_;
    std::vector<std::vector<std::uint32_t>> bins_;
    std::vector<std::uint64_t> now_, fingerprints_;
};

}  // namespace onecard::ui
