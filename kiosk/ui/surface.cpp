#include "kiosk/ui/surface.hpp"

#include <algorithm>

namespace onecard::ui {

Box common(const Box& a, const Box& b) {
    return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

Surface::Surface(int width, int height)
    : own_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0xFF000000u),
      pixels_(own_.data()), width_(width), height_(height), stride_(width) {}

Surface::Surface(std::uint32_t* pixels, int width, int height, int stride)
    : pixels_(pixels), width_(width), height_(height), stride_(stride) {}

}  // namespace onecard::ui
