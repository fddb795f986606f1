#include "kiosk/device/document_camera.hpp"

#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include "base/file.hpp"

namespace onecard::device {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::milliseconds wait_max{30'000}, look_every{250};

tl::unexpected<Error> wrong(std::string_view code) { return failure(Error::Kind::invalid, std::string(code)); }

Status fits(std::int64_t width, std::int64_t height) {
    if (width <= 0 || height <= 0) return wrong("picture.broken");
    if (width * height > picture_pixels_max) return wrong("picture.too_large");
    return {};
}

struct JpegHandle {
    tjhandle handle;
    ~JpegHandle() {
        if (handle) ::tjDestroy(handle);
    }
};

// The smallest of the scalings a JPEG can be unpacked in that is still large enough.
tjscalingfactor scaling_for(int width, int height) {
    int count = 0;
    const tjscalingfactor* all = ::tjGetScalingFactors(&count);
    tjscalingfactor best{1, 1};
    for (int i = 0; i < count; ++i) {
        const int edge = std::max(TJSCALED(width, all[i]), TJSCALED(height, all[i]));
        const bool smaller = all[i].num * best.denom < best.num * all[i].denom;
        if (edge >= picture_edge_max && smaller) best = all[i];
    }
    return best;
}

Result<GreyPicture> read_jpeg(const std::string& file) {
    const JpegHandle jpeg{::tjInitDecompress()};
    if (!jpeg.handle) return failure(Error::Kind::exhausted, "picture.broken");
    const auto* bytes = reinterpret_cast<const unsigned char*>(file.data());
    int width = 0, height = 0, sampling = 0, space = 0;
    if (::tjDecompressHeader3(jpeg.handle, bytes, file.size(), &width, &height, &sampling, &space) != 0) return wrong("picture.broken");
    if (auto good = fits(width, height); !good) return failure(good.error());
    const auto scaling = scaling_for(width, height);
    GreyPicture picture{TJSCALED(width, scaling), TJSCALED(height, scaling), {}};
    picture.pixels.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
    const int done = ::tjDecompress2(jpeg.handle, bytes, file.size(), picture.pixels.data(), picture.width, 0, picture.height, TJPF_GRAY, TJFLAG_STOPONWARNING);
    if (done != 0) return wrong("picture.broken");
    return picture;
}

Result<GreyPicture> read_png(const std::string& file) {
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    if (!::png_image_begin_read_from_memory(&image, file.data(), file.size())) return wrong("picture.broken");
    if (auto good = fits(image.width, image.height); !good) {
        ::png_image_free(&image);
        return failure(good.error());
    }
    image.format = PNG_FORMAT_GRAY;
    GreyPicture picture{static_cast<int>(image.width), static_cast<int>(image.height), std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    png_color white{255, 255, 255};
    if (!::png_image_finish_read(&image, &white, picture.pixels.data(), 0, nullptr)) return wrong("picture.broken");
    return picture;
}

// Each new pixel is the mean of those it covers.
GreyPicture smaller(const GreyPicture& from, int width, int height) {
    GreyPicture to{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
    const auto part = [](int at, int of, int all) { return static_cast<int>(static_cast<std::int64_t>(at) * all / of); };
    for (int y = 0; y < height; ++y) {
        const int y0 = part(y, height, from.height), y1 = std::max(y0 + 1, part(y + 1, height, from.height));
        for (int x = 0; x < width; ++x) {
            const int x0 = part(x, width, from.width), x1 = std::max(x0 + 1, part(x + 1, width, from.width));
            std::uint32_t sum = 0;
            for (int row = y0; row < y1; ++row)
                for (int column = x0; column < x1; ++column) sum += from.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(from.width) + static_cast<std::size_t>(column)];
            to.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] =
                static_cast<std::uint8_t>(sum / static_cast<std::uint32_t>((y1 - y0) * (x1 - x0)));
        }
    }
    return to;
}

Result<Bytes> pack(const GreyPicture& picture, int quality) {
    const JpegHandle jpeg{::tjInitCompress()};
    if (!jpeg.handle) return failure(Error::Kind::exhausted, "picture.broken");
    unsigned char* packed = nullptr;
    unsigned long size = 0;
    const int done = ::tjCompress2(jpeg.handle, picture.pixels.data(), picture.width, 0, picture.height, TJPF_GRAY, &packed, &size, TJSAMP_GRAY, quality, 0);
    const std::unique_ptr<unsigned char, decltype(&::tjFree)> kept(packed, &::tjFree);
    if (done != 0) return failure(Error::Kind::exhausted, "picture.broken");
    return Bytes(packed, packed + size);
}

std::optional<fs::path> newest(const fs::path& folder) {
    std::optional<fs::path> found;
    fs::file_time_type when;
    std::error_code ignored;
    for (auto at = fs::directory_iterator(folder, ignored); !ignored && at != fs::directory_iterator(); at.increment(ignored)) {
        std::error_code unread;
        const auto time = at->last_write_time(unread);
        if (unread || !at->is_regular_file(unread) || at->path().filename().string().starts_with('.')) continue;
        if (!found || time > when) found = at->path(), when = time;
    }
    return found;
}

}  // namespace

GreyPicture shrunk(GreyPicture picture, int edge_max) {
    const int edge = std::max(picture.width, picture.height);
    if (edge <= edge_max) return picture;
    const auto scaled = [&](int length) { return std::max(1, static_cast<int>(static_cast<std::int64_t>(length) * edge_max / edge)); };
    return smaller(picture, scaled(picture.width), scaled(picture.height));
}

Result<GreyPicture> read_picture(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return failure(Error::Kind::unavailable, "picture.missing");
    if (size > picture_file_bytes_max) return wrong("picture.too_large");
    const auto bytes = read_file(file, picture_file_bytes_max);
    if (!bytes) return failure(Error::Kind::unavailable, "picture.missing");
    const bool jpeg = bytes->starts_with("\xFF\xD8\xFF"), png = bytes->starts_with("\x89PNG\r\n\x1A\n");
    if (!jpeg && !png) return wrong("picture.unknown");
    auto picture = jpeg ? read_jpeg(*bytes) : read_png(*bytes);
    if (!picture) return picture;
    if (std::min(picture->width, picture->height) < picture_edge_min) return wrong("picture.too_small");
    return shrunk(*std::move(picture), picture_edge_max);
}

Result<Bytes> to_jpeg(const GreyPicture& picture) {
    constexpr int edges[] = {picture_edge_max, 1'200, 900}, qualities[] = {70, 50, 35};
    for (const int edge : edges) {
        const auto small = shrunk(picture, edge);
        for (const int quality : qualities) {
            auto packed = pack(small, quality);
            if (!packed || packed->size() <= picture_sent_bytes_max) return packed;
        }
    }
    return wrong("picture.too_large");
}

Result<GreyPicture> FolderCamera::take(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    const auto until = std::chrono::steady_clock::now() + wait_max;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) {
        if (const auto file = newest(folder_)) {
            auto picture = read_picture(*file);
            std::error_code ignored;
            fs::remove(*file, ignored);
            return picture;
        }
        never.wait_for(lock, stop, look_every, [] { return false; });
    }
    return failure(Error::Kind::unavailable, stop.stop_requested() ? "camera.stopped" : "camera.no_picture");
}

void FolderCamera::clear() {
    while (const auto file = newest(folder_)) {
        std::error_code error;
        if (!fs::remove(*file, error)) return;
    }
}

}  // namespace onecard::device
