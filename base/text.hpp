// UTF-8 and small text work.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onecard {

/// True when every byte belongs to well-formed UTF-8 (Unicode 15 table 3-7).
bool is_utf8(std::string_view text);

/// The code points of a text; ill-formed bytes become U+FFFD, one for each maximal part.
std::vector<char32_t> code_points(std::string_view text);
void append_utf8(std::string& to, char32_t point);
std::string to_utf8(const std::vector<char32_t>& points);

/// How many code points; a limit on input counts these, not bytes.
std::size_t length_in_points(std::string_view text);

/// Removes the last code point.
void drop_last_point(std::string& text);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace onecard
