#include <png.h>

#include <cstdio>
#include <cstring>

#include "kiosk/ui/surface.hpp"

namespace onecard::ui {

Status write_png(const Surface& surface, const std::filesystem::path& path) {
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(surface.width()) * static_cast<std::size_t>(surface.height()) * 3);
    std::uint8_t* to = rgb.data();
    for (int y = 0; y < surface.height(); ++y) {
        const std::uint32_t* from = surface.row(y);
        for (int x = 0; x < surface.width(); ++x) {
            *to++ = static_cast<std::uint8_t>(from[x] >> 16);
            *to++ = static_cast<std::uint8_t>(from[x] >> 8);
            *to++ = static_cast<std::uint8_t>(from[x]);
        }
    }
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(surface.width());
    image.height = static_cast<png_uint_32>(surface.height());
    image.format = PNG_FORMAT_RGB;
    image.flags = PNG_IMAGE_FLAG_FAST;
    if (!png_image_write_to_file(&image, path.c_str(), 0, rgb.data(), 0, nullptr)) {
        return failure(Error::Kind::unavailable, "picture.unwritable", path.filename().string());
    }
    return {};
}

}  // namespace onecard::ui
