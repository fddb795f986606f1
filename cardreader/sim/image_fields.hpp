// Strict reading of a card image: each member is asked for once, anything left over is a typing mistake.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/json.hpp"

namespace onecard::card {

/// One object of an image. The first mistake is kept; reading goes on with defaults so that the caller checks once, at the end.
class ImageFields {
public:
    ImageFields(const Json& json, std::string where, std::optional<Error>& mistake);

    bool has(std::string_view key) const;
    void only(std::initializer_list<std::string_view> known);
    std::string text(std::string_view key, std::optional<std::string> otherwise = {});
    std::int64_t number(std::string_view key, std::int64_t low, std::int64_t high, std::optional<std::int64_t> otherwise = {});
    bool flag(std::string_view key, bool otherwise);
    /// Hexadecimal of exactly `size` bytes, or of any length when 0.
    Bytes bytes(std::string_view key, std::size_t size, std::optional<std::string> otherwise = {});
    ImageFields object(std::string_view key);
    /// The objects of a list.
    std::vector<ImageFields> list(std::string_view key);

    void wrong(std::string_view key, std::string_view why);
    const Json& json() const { return *json_; }

private:
    const Json* find(std::string_view key) const;

    const Json* json_;
    std::string where_;
    std::optional<Error>* mistake_;
};

}  // namespace onecard::card
