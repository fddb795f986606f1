// Everything with a soft edge is a mask: glyphs, icons, round corners, shadows. Masks are made once and kept on pages.
#pragma once
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace onecard::ui {

/// Where a mask lies, and where it belongs relative to its origin (left and top as FreeType counts them).
struct Mask {
    std::uint16_t page = 0, x = 0, y = 0, width = 0, height = 0;
    std::int16_t left = 0, top = 0;
};

enum class MaskKind : std::uint8_t { glyph, code, icon, disc, ring, shadow, fade, photo };

/// The identity of a mask: what, which one, how large.
struct MaskKey {
    MaskKind kind = MaskKind::glyph;
    std::uint8_t variant = 0;    ///< face, or quarter-pixel shift, or whatever tells two of a kind apart
    std::uint32_t number = 0;    ///< glyph, code point, icon
    std::uint32_t size = 0;      ///< sixteenths of a pixel
    bool operator==(const MaskKey&) const = default;
};

/// Grey pictures on pages of 1024 × 1024. Pages grow as needed; settle() lets all go when there are more than pages_kept,
/// so memory is bounded by that plus what one frame shows. A frame that needs more than pages_max shows the rest without edges.
class Masks {
public:
    static constexpr int page_edge = 1024;
    static constexpr std::size_t pages_kept = 4, pages_max = 12;

    /// Null when not made yet.
    const Mask* find(const MaskKey& key) const;
    /// `pixels` are width × height bytes without gaps. An empty or too large one becomes an empty mask.
    const Mask& add(const MaskKey& key, int width, int height, const std::uint8_t* pixels, int left = 0, int top = 0);
    const std::uint8_t* page(std::size_t number) const { return pages_[number]->data(); }
    std::size_t pages() const { return pages_.size(); }
    /// Between frames only.
    void settle();
    /// Forgets all masks, so that the shapes of names are not kept.
    void clear();
    /// Changes whenever all masks were let go: places mean something else from then on.
    std::uint32_t generation() const { return generation_; }

private:
    struct KeyHash {
        std::size_t operator()(const MaskKey& key) const;
    };
    bool place(int width, int height, Mask& mask);

    std::unordered_map<MaskKey, Mask, KeyHash> known_;
    std::vector<std::unique_ptr<std::vector<std::uint8_t>>> pages_;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
    std::uint32_t generation_ = 1;
};

}  // namespace onecard::ui
