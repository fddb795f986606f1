// Reading one JSON object from outside, member by member. The first member that is missing, of another type or out of its
// limit is remembered; what follows reads as empty, and done() gives the error. Private to wire/.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "base/json.hpp"

namespace onecard::wire {

class Members {
public:
    /// `json` must outlive this. Anything but an object fails as `wire.object`.
    explicit Members(const Json& json);

    std::string text(std::string_view key, std::size_t bytes_max = 256);
    /// Absent and null read as empty.
    std::string text_or_empty(std::string_view key, std::size_t bytes_max = 256);
    /// Exactly `size` digits, hexadecimal (upper case) when `hexadecimal`.
    std::string digits(std::string_view key, std::size_t size, bool hexadecimal = false);
    std::string id(std::string_view key);
    /// YYYY-MM-DD, a day that exists.
    std::string day(std::string_view key);
    /// The text of an instant, or empty.
    std::string instant_text(std::string_view key);
    Timestamp instant(std::string_view key);
    std::optional<Timestamp> instant_or_none(std::string_view key);
    std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most);
    Fen money(std::string_view key, Fen least = Fen(0));
    bool flag(std::string_view key);
    Localised localised(std::string_view key, std::size_t bytes_max = 512);
    std::vector<std::string> texts(std::string_view key, std::size_t count_max, std::size_t bytes_max = 256);

    template <class E, std::size_t N>
    E named(std::string_view key, const std::array<E, N>& all) {
        const auto word = text(key);
        for (const auto value : all)
            if (name(value) == word) return value;
        fail(key);
        return all.front();
    }

    template <class T>
    std::vector<T> each(std::string_view key, std::size_t count_max, Result<T> (*read)(const Json&)) {
        std::vector<T> values;
        for (const auto& part : list(key, count_max)) {
            auto value = read(part);
            if (!value) {
                fail_within(key, value.error());
                return {};
            }
            values.push_back(std::move(*value));
        }
        return values;
    }

    /// A nested object that may be absent.
    template <class T>
    std::optional<T> part(std::string_view key, Result<T> (*read)(const Json&)) {
        const auto* found = find(key);
        if (!found) return std::nullopt;
        auto value = read(*found);
        if (!value) {
            fail_within(key, value.error());
            return std::nullopt;
        }
        return std::move(*value);
    }

    /// An array that must be there, at most `count_max` long; empty after a failure.
    const Json& list(std::string_view key, std::size_t count_max);
    const Json& object(std::string_view key);
    void fail(std::string_view key);
    /// Keeps the code of the inner failure and says where it was.
    void fail_within(std::string_view key, const Error& inner);

    template <class T>
    Result<T> done(T value) {
        if (error_) return failure(std::move(*error_));
        return value;
    }

private:
    const Json* find(std::string_view key) const;

    const Json& json_;
    std::optional<Error> error_;
};

/// True for an ISO 8601 instant with offset; fractions of a second are allowed and dropped.
bool read_instant(std::string_view text, Timestamp& time);
bool is_day(std::string_view text);

Json localised_json(const Localised& value);
/// With an empty text for a language that is missing, as the console wants it.
Json both_json(const Localised& value);
/// Of a file of our own: an absent text is empty.
Localised localised_at(const Json& json, std::string_view key);
inline Json instant_json(Timestamp time) { return to_iso(time); }

}  // namespace onecard::wire
