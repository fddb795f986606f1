// Characters by the order of their strokes: assets/keyboards/strokes.bin, see make_strokes beside it.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onecard::ui {

/// Strokes are letters: `1` across, `2` down, `3` left-falling, `4` dot, `5` turning, `*` any one.
class StrokeTable {
public:
    explicit StrokeTable(std::filesystem::path path) : path_(std::move(path)) {}

    struct Found {
        char32_t point = 0;
        std::size_t left = 0;  ///< strokes that come after those that were given
    };
    /// Characters that begin with these strokes: first those that have no others, then common ones, then those with few strokes left. Reads the
    /// whole table, about a millisecond. Nothing when the file is missing, less when it makes no sense.
    std::vector<Found> find(std::string_view strokes, std::size_t most);
    /// The strokes of a character; empty when the table does not have it.
    std::string strokes_of(char32_t point);
    /// Gives the memory back; the file is read again when it is needed.
    void forget() { bytes_.reset(); }

private:
    std::string_view bytes();

    std::filesystem::path path_;
    std::optional<std::string> bytes_;  ///< empty when it could not be read
};

/// More strokes than this are not told apart.
inline constexpr std::size_t strokes_known_max = 40;

}  // namespace onecard::ui
