#include <doctest/doctest.h>

#include <png.h>
#include <turbojpeg.h>

#include <cstring>
#include <fstream>

#include "base/random.hpp"
#include "kiosk/device/document_camera.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::device;

namespace {

/// A white sheet with a black bar across its middle.
std::vector<std::uint8_t> sheet(int width, int height) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255);
    const auto row = static_cast<std::size_t>(width);
    for (int y = height * 2 / 5; y < height * 3 / 5; ++y) std::memset(pixels.data() + static_cast<std::size_t>(y) * row, 0, row);
    return pixels;
}

std::string as_jpeg(int width, int height) {
    const auto pixels = sheet(width, height);
    auto* handle = ::tjInitCompress();
    unsigned char* packed = nullptr;
    unsigned long size = 0;
    REQUIRE(::tjCompress2(handle, pixels.data(), width, 0, height, TJPF_GRAY, &packed, &size, TJSAMP_GRAY, 80, 0) == 0);
    std::string file(reinterpret_cast<char*>(packed), size);
    ::tjFree(packed);
    ::tjDestroy(handle);
    return file;
}

std::string as_png(int width, int height) {
    const auto pixels = sheet(width, height);
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_GRAY;
    std::string file(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) + 65'536, '\0');
    png_alloc_size_t size = file.size();
    REQUIRE(::png_image_write_to_memory(&image, file.data(), &size, 0, pixels.data(), 0, nullptr));
    file.resize(size);
    return file;
}

struct Desk {
    test::TemporaryFolder folder;
    std::filesystem::path lay(const std::string& name, const std::string& content) const {
        std::ofstream(folder / name, std::ios::binary) << content;
        return folder / name;
    }
    std::string code(const std::string& content) const {
        const auto picture = read_picture(lay("picture", content));
        return picture ? std::string() : picture.error().code;
    }
};

void is_sheet(const GreyPicture& picture) {
    const auto at = [&](int y) { return picture.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(picture.width / 2)]; };
    CHECK(at(picture.height / 10) > 240);
    CHECK(at(picture.height / 2) < 15);
    CHECK(at(picture.height * 9 / 10) > 240);
}

}  // namespace

TEST_CASE("a large sheet becomes as large as is sent, a small one stays as it is") {
    const Desk desk;
    for (const auto& file : {as_jpeg(3000, 4200), as_png(3000, 4200)}) {
        const auto picture = read_picture(desk.lay("sheet", file));
        REQUIRE(picture);
        CHECK(picture->height == picture_edge_max);
        CHECK(picture->width == 3000 * picture_edge_max / 4200);
        is_sheet(*picture);
    }
    const auto small = read_picture(desk.lay("small", as_jpeg(600, 400)));
    REQUIRE(small);
    CHECK(small->width == 600);
    is_sheet(*small);
}

TEST_CASE("a picture of 100 megapixels is refused by its head, before it is unpacked") {
    const Desk desk;
    CHECK(desk.code(as_jpeg(10'000, 10'000)) == "picture.too_large");
    CHECK(desk.code(as_png(10'000, 10'000)) == "picture.too_large");
    std::string lie = as_png(100, 100);
    for (const std::size_t at : {16u, 17u, 20u, 21u}) lie[at] = '\x7F';  // width and height in the head, the rest as it was
    const auto code = desk.code(lie);
    CHECK((code == "picture.too_large" || code == "picture.broken"));
}

TEST_CASE("what is no picture, cut off, tiny or gone has a code of its own") {
    const Desk desk;
    CHECK(desk.code("no picture at all") == "picture.unknown");
    CHECK(desk.code("") == "picture.unknown");
    CHECK(desk.code(as_jpeg(20, 20)) == "picture.too_small");
    const auto jpeg = as_jpeg(800, 600), png = as_png(800, 600);
    CHECK(desk.code(jpeg.substr(0, jpeg.size() / 2)) == "picture.broken");
    CHECK(desk.code(png.substr(0, png.size() / 2)) == "picture.broken");
    CHECK(read_picture(desk.folder / "nothing").error().code == "picture.missing");
}

TEST_CASE("any bytes spoilt in a picture give a picture or a code, never a crash") {
    const Desk desk;
    constexpr std::uint64_t seed = 20261122;
    INFO("seed " << seed);
    SeededRandom random{seed};
    for (auto file : {as_jpeg(300, 200), as_png(300, 200)}) {
        for (int round = 0; round < 150; ++round) {
            auto spoilt = file;
            for (int i = 0; i < 4; ++i) spoilt[static_cast<std::size_t>(random.below(spoilt.size()))] = static_cast<char>(random.below(256));
            const auto picture = read_picture(desk.lay("spoilt", spoilt));
            if (picture) CHECK(picture->pixels.size() == static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height));
            else CHECK(picture.error().code.starts_with("picture."));
        }
    }
}

TEST_CASE("what is sent is small, whatever lay under the camera") {
    constexpr std::uint64_t seed = 7;
    INFO("seed " << seed);
    SeededRandom random{seed};
    GreyPicture noise{1600, 1130, std::vector<std::uint8_t>(1600u * 1130u)};
    for (auto& pixel : noise.pixels) pixel = static_cast<std::uint8_t>(random.below(256));
    for (const auto& picture : {noise, GreyPicture{1131, 1600, sheet(1131, 1600)}}) {
        const auto sent = to_jpeg(picture);
        if (!sent) {
            CHECK(sent.error().code == "picture.too_large");
            continue;
        }
        CHECK(sent->size() <= picture_sent_bytes_max);
    }
    CHECK(to_jpeg({1131, 1600, sheet(1131, 1600)}));
}

TEST_CASE("the folder's newest picture is taken and gone, and what nobody took is let go") {
    const Desk desk;
    FolderCamera camera(desk.folder.path());
    desk.lay("a.jpg", as_jpeg(400, 300));
    std::filesystem::last_write_time(desk.folder / "a.jpg", std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    desk.lay("b.jpg", as_jpeg(500, 300));
    const auto picture = camera.take({});
    REQUIRE(picture);
    CHECK(picture->width == 500);
    CHECK_FALSE(std::filesystem::exists(desk.folder / "b.jpg"));
    camera.clear();
    CHECK(std::filesystem::is_empty(desk.folder.path()));
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(camera.take(stopped.get_token()).error().code == "camera.stopped");
}
