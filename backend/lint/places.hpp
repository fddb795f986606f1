// Where in a file a JSON value stands, for people who have to find it.
#pragma once
#include <string>
#include <string_view>

namespace onecard::lint {

/// The line, from 1, where the value that `pointer` (RFC 6901, without escapes) leads to begins; where the way ends early, the line of the last
/// value on it. `text` is well-formed JSON.
int line_of(std::string_view text, std::string_view pointer);

}  // namespace onecard::lint
