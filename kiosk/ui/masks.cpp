#include "kiosk/ui/masks.hpp"

#include <algorithm>
#include <cstring>

namespace onecard::ui {

std::size_t Masks::KeyHash::operator()(const MaskKey& key) const {
    std::uint64_t h = (std::uint64_t(key.number) << 32) ^ (std::uint64_t(key.size) << 12) ^ (std::uint64_t(key.kind) << 8) ^ key.variant;
    h *= 0x9E3779B97F4A7C15ull;
    return static_cast<std::size_t>(h ^ (h >> 29));
}

const Mask* Masks::find(const MaskKey& key) const {
    const auto at = known_.find(key);
    return at == known_.end() ? nullptr : &at->second;
}

bool Masks::place(int width, int height, Mask& mask) {
    if (width <= 0 || height <= 0 || width > page_edge || height > page_edge) return false;
    const bool next_shelf = pages_.empty() || shelf_x_ + width > page_edge;
    if (next_shelf) {
        shelf_y_ += shelf_height_;
        shelf_x_ = shelf_height_ = 0;
    }
    if (pages_.empty() || shelf_y_ + height > page_edge) {
        if (pages_.size() == pages_max) return false;
        pages_.push_back(std::make_unique<std::vector<std::uint8_t>>(std::size_t(page_edge) * page_edge));
        shelf_x_ = shelf_y_ = shelf_height_ = 0;
    }
    mask.page = static_cast<std::uint16_t>(pages_.size() - 1);
    mask.x = static_cast<std::uint16_t>(shelf_x_);
    mask.y = static_cast<std::uint16_t>(shelf_y_);
    mask.width = static_cast<std::uint16_t>(width);
    mask.height = static_cast<std::uint16_t>(height);
    shelf_x_ += width;
    shelf_height_ = std::max(shelf_height_, height);
    return true;
}

const Mask& Masks::add(const MaskKey& key, int width, int height, const std::uint8_t* pixels, int left, int top) {
    Mask mask;
    mask.left = static_cast<std::int16_t>(left);
    mask.top = static_cast<std::int16_t>(top);
    if (place(width, height, mask)) {
        std::uint8_t* to = pages_[mask.page]->data() + std::size_t(mask.y) * page_edge + mask.x;
        for (int y = 0; y < height; ++y)
            std::memcpy(to + std::size_t(y) * page_edge, pixels + std::size_t(y) * std::size_t(width), std::size_t(width));
    }
    return known_.insert_or_assign(key, mask).first->second;
}

void Masks::settle() {
    if (pages_.size() > pages_kept) clear();
}

void Masks::clear() {
    known_.clear();
    pages_.clear();
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
    ++generation_;
}

}  // namespace onecard::ui
