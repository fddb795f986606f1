// What a code point is to a line: whether it shows, how it stands in a column, which script decides its direction.
#pragma once
#include <cstddef>
#include <vector>

namespace onecard::ui {

/// How something stands in a column: upright as a Chinese character, or lying on its side as Mongolian and Latin words do
/// (after UAX #50); short numbers stand side by side.
enum class Stance { upright, turned, number };

/// Takes part in shaping or in breaking lines but has no picture of its own.
bool shows_nothing(char32_t point);
/// Shown as a framed code whatever fonts say: controls, and what would turn the direction of a name.
bool is_hostile(char32_t point);
/// Marks and joiners, which are shaped with what stands before them.
bool clings(char32_t point);
/// Spaces and marks that belong to whatever script is around them.
bool is_common_space(char32_t point);
bool is_mongolian(char32_t point);

/// Leaves at most marks_max marks on a letter and as many invisible characters in a row: more is no writing but a flood.
void drop_floods(std::vector<char32_t>& points);
inline constexpr std::size_t marks_max = 8;

/// The stance of each point of a text that is written in a column.
std::vector<Stance> stances(const std::vector<char32_t>& points);

}  // namespace onecard::ui
