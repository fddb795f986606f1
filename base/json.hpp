// JSON from outside, with limits. Reading members never throws.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard {

using Json = nlohmann::json;

inline constexpr int json_depth_max = 64;

/// Parses one document, at most json_depth_max deep, well-formed UTF-8 only. Errors `json.malformed`, `json.too_deep`.
Result<Json> parse_json(std::string_view text);

/// Compact; ill-formed UTF-8 in strings becomes U+FFFD instead of an exception.
std::string dump_json(const Json& json);

/// Members with a default: wrong type or absence gives the default, so that an unknown sender can't stop a reader.
std::string text_at(const Json& json, std::string_view key, std::string_view otherwise = {});
std::int64_t number_at(const Json& json, std::string_view key, std::int64_t otherwise = 0);
bool flag_at(const Json& json, std::string_view key, bool otherwise = false);
Fen fen_at(const Json& json, std::string_view key);
/// An empty array when absent or of another type. The reference lives as long as `json`.
const Json& list_at(const Json& json, std::string_view key);
/// An empty object when absent or of another type.
const Json& object_at(const Json& json, std::string_view key);

/// Members that must be there: error `json.member` naming the key.
Result<std::string> need_text(const Json& json, std::string_view key, std::size_t bytes_max = 4096);
Result<std::int64_t> need_number(const Json& json, std::string_view key);

}  // namespace onecard
