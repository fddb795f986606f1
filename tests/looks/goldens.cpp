#include "tests/looks/goldens.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <set>

namespace onecard::looks {
namespace {

constexpr int shrink = 8, step = 17;
constexpr double seen_apart = 0.14;  // of the distance from black to white

const std::set<std::string> kept_in_every_mode{"welcome", "my_page_open", "bills", "pay_review", "form", "pin", "ease", "item_guide"};

png_image header(int width, int height) {
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    return image;
}

// Weighted as the eye weighs red, green and blue.
double apart(const std::uint8_t* one, const std::uint8_t* other) {
    const double red = one[0] - other[0], green = one[1] - other[1], blue = one[2] - other[2];
    return std::sqrt((2 * red * red + 4 * green * green + 3 * blue * blue) / 9) / 255;
}

}  // namespace

SmallPicture shrunk(const ui::Surface& picture) {
    SmallPicture small{picture.width() / shrink, picture.height() / shrink, {}};
    small.rgb.reserve(static_cast<std::size_t>(small.width * small.height * 3));
    for (int y = 0; y < small.height; ++y) {
        for (int x = 0; x < small.width; ++x) {
            std::array<int, 3> sum{};
            for (int dy = 0; dy < shrink; ++dy) {
                const std::uint32_t* row = picture.row(y * shrink + dy) + x * shrink;
                for (int dx = 0; dx < shrink; ++dx)
                    for (std::size_t channel = 0; channel < 3; ++channel) sum[channel] += int((row[dx] >> (16 - 8 * channel)) & 0xFF);
            }
            for (const int one : sum) small.rgb.push_back(static_cast<std::uint8_t>((one / (shrink * shrink) + step / 2) / step * step));
        }
    }
    return small;
}

Result<SmallPicture> read_small(const std::filesystem::path& file) {
    png_image image = header(0, 0);
    if (!png_image_begin_read_from_file(&image, file.c_str())) return failure(Error::Kind::unavailable, "picture.unreadable", file.filename().string());
    image.format = PNG_FORMAT_RGB;
    constexpr png_uint_32 edge_most = 1000;
    if (image.width > edge_most || image.height > edge_most) {
        png_image_free(&image);
        return failure(Error::Kind::corrupt, "picture.unreadable", file.filename().string());
    }
    SmallPicture small{int(image.width), int(image.height), std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    if (!png_image_finish_read(&image, nullptr, small.rgb.data(), 0, nullptr))
        return failure(Error::Kind::corrupt, "picture.unreadable", file.filename().string());
    return small;
}

Status write_small(const SmallPicture& picture, const std::filesystem::path& file) {
    png_image image = header(picture.width, picture.height);
    if (!png_image_write_to_file(&image, file.c_str(), 0, picture.rgb.data(), 0, nullptr))
        return failure(Error::Kind::unavailable, "picture.unwritable", file.filename().string());
    return {};
}

double difference(const SmallPicture& one, const SmallPicture& other) {
    if (one.width != other.width || one.height != other.height) return 1;
    std::size_t different = 0;
    for (std::size_t i = 0; i + 2 < one.rgb.size(); i += 3) different += apart(&one.rgb[i], &other.rgb[i]) > seen_apart;
    return double(different) / std::max(1.0, double(one.rgb.size()) / 3);
}

SmallPicture difference_picture(const SmallPicture& one, const SmallPicture& other) {
    SmallPicture shown = one;
    const bool alike = one.width == other.width && one.height == other.height;
    for (std::size_t i = 0; i + 2 < shown.rgb.size(); i += 3) {
        const bool differs = !alike || apart(&one.rgb[i], &other.rgb[i]) > seen_apart;
        const auto grey = static_cast<std::uint8_t>(160 + (one.rgb[i] + one.rgb[i + 1] + one.rgb[i + 2]) / 9);
        shown.rgb[i] = differs ? 255 : grey;
        shown.rgb[i + 1] = shown.rgb[i + 2] = differs ? 0 : grey;
    }
    return shown;
}

std::vector<Golden> goldens(const std::string& language) {
    std::vector<Golden> all;
    if (language == "en-XA") return all;
    for (const auto& mode : modes())
        for (const auto& scene : gallery::scenes()) {
            const bool by_day = mode.name == "day", everywhere = language == "zh-Hans" && kept_in_every_mode.contains(scene.name);
            if (by_day || everywhere) all.push_back({language, &mode, &scene});
        }
    return all;
}

std::filesystem::path goldens_folder() { return std::filesystem::path(ONECARD_SOURCE_DIR) / "tests" / "looks" / "pictures"; }

}  // namespace onecard::looks
