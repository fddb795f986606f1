// Strict reading of a file that a person wrote (a card image, a profile): each member is asked for once, anything left over is a typing mistake.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/json.hpp"

namespace onecard::card {

/// One object of such a file. The first mistake is kept; reading goes on with defaults so that the caller checks once, at the end. `code` is what a
/// mistake is called (`image.member` …) and must outlive the object.
class StrictFields {
public:
    StrictFields(const Json& json, std::string where, std::string_view code, std::optional<Error>& mistake);

    bool has(std::string_view key) const;
    void only(std::initializer_list<std::string_view> known);
    std::string text(std::string_view key, std::optional<std::string> otherwise = {});
    std::int64_t number(std::string_view key, std::int64_t low, std::int64_t high, std::optional<std::int64_t> otherwise = {});
    bool flag(std::string_view key, bool otherwise);
    /// Hexadecimal of exactly `size` bytes, or of any length when 0.
    Bytes bytes(std::string_view key, std::size_t size, std::optional<std::string> otherwise = {});
    StrictFields object(std::string_view key);
    /// The objects of a list.
    std::vector<StrictFields> list(std::string_view key);

    void wrong(std::string_view key, std::string_view why) { wrong(key, why, code_); }
    void wrong(std::string_view key, std::string_view why, std::string_view code);
    const Json& json() const { return *json_; }

private:
    const Json* find(std::string_view key) const;

    const Json* json_;
    std::string where_;
    std::string_view code_;
    std::optional<Error>* mistake_;
};

}  // namespace onecard::card
