// The little of JSONPath (RFC 9535) that visit scripts need: $.name, $['name'], [index], [-1], [*] never, and .length().
#pragma once
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace onecard::play {

/// The value at `path` as text: strings bare, everything else as JSON. Error `visit.path` says where it ended.
Result<std::string> at_path(const Json& json, std::string_view path);

}  // namespace onecard::play
