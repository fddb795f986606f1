// Pixels in memory: the picture that is on the screen, or that nobody sees and a test reads.
#pragma once
#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.hpp"

namespace onecard::ui {

/// A rectangle of whole pixels.
struct Box {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< x1 and y1 are outside
    bool empty() const { return x1 <= x0 || y1 <= y0; }
    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
    bool operator==(const Box&) const = default;
};

Box common(const Box& a, const Box& b);

/// 32-bit pixels 0xAARRGGBB, rows from the top, without gaps of its own; or a view of somebody else's memory.
class Surface {
public:
    Surface() = default;
    Surface(int width, int height);
    /// Draws into memory that outlives this object; `stride` in pixels.
    Surface(std::uint32_t* pixels, int width, int height, int stride);

    int width() const { return width_; }
    int height() const { return height_; }
    Box box() const { return {0, 0, width_, height_}; }
    std::uint32_t* row(int y) { return pixels_ + static_cast<std::size_t>(y) * static_cast<std::size_t>(stride_); }
    const std::uint32_t* row(int y) const { return pixels_ + static_cast<std::size_t>(y) * static_cast<std::size_t>(stride_); }
    std::uint32_t at(int x, int y) const { return row(y)[x]; }

private:
    std::vector<std::uint32_t> own_;
    std::uint32_t* pixels_ = nullptr;
    int width_ = 0, height_ = 0, stride_ = 0;
};

/// Writes an RGB picture. Error `picture.unwritable`.
Status write_png(const Surface& surface, const std::filesystem::path& path);

}  // namespace onecard::ui
