// Pictures of pages that somebody has looked at and found good, kept small, and how far a page may be from them.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/looks/looks.hpp"

namespace onecard::looks {

/// A page at an eighth of its size, channels in sixteen steps: enough for an eye, little for a repository.
struct SmallPicture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;
};

SmallPicture shrunk(const ui::Surface& picture);
/// Errors `picture.unreadable`, `picture.unwritable`.
Result<SmallPicture> read_small(const std::filesystem::path& file);
Status write_small(const SmallPicture& picture, const std::filesystem::path& file);

/// The share of pixels that an eye tells apart; 1 for pictures of different sizes.
double difference(const SmallPicture& one, const SmallPicture& other);
/// Grey where both agree, red where they do not.
SmallPicture difference_picture(const SmallPicture& one, const SmallPicture& other);
inline constexpr double difference_most = 0.0015;

/// Which pages are kept: all in every language by day, some in every other mode. In the order in which they have to be drawn.
struct Golden {
    std::string language;
    const Mode* mode;
    const gallery::Scene* scene;
    std::string file() const { return language + "/" + mode->name + "." + scene->name + ".png"; }
};
std::vector<Golden> goldens(const std::string& language);
/// tests/looks/pictures of the sources.
std::filesystem::path goldens_folder();

}  // namespace onecard::looks
