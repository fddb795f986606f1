#include "backend-client/wire/reading.hpp"

#include <algorithm>
#include <chrono>

#include "base/ids.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t instant_bytes_max = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `pattern` has a `0` for each digit; every other character stands for itself.
bool has_form(std::string_view text, std::string_view pattern) {
    return text.size() == pattern.size() && std::equal(text.begin(), text.end(), pattern.begin(), [](char c, char p) {
        return p == '0' ? is_digit(c) : c == p;
    });
}

int number_in(std::string_view text, std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

bool is_day(std::string_view text) {
    using namespace std::chrono;
    if (!has_form(text, "0000-00-00")) return false;
    return year_month_day(year(number_in(text, 0, 4)), month(unsigned(number_in(text, 5, 2))), day(unsigned(number_in(text, 8, 2)))).ok();
}

bool read_instant(std::string_view text, Timestamp& time) {
    if (text.size() < 20 || text.size() > instant_bytes_max) return false;
    if (!is_day(text.substr(0, 10)) || !has_form(text.substr(10, 9), "T00:00:00")) return false;
    auto zone = text.substr(19);
    if (zone.front() == '.') {
        const auto end = std::find_if_not(zone.begin() + 1, zone.end(), is_digit);
        if (end == zone.begin() + 1) return false;
        zone.remove_prefix(static_cast<std::size_t>(end - zone.begin()));
    }
    if (zone != "Z" && !has_form(zone, "+00:00") && !has_form(zone, "-00:00")) return false;
    return from_iso(std::string(text.substr(0, 19)) + std::string(zone), time);
}

Json localised_json(const Localised& value) {
    Json json{{"zh", value.zh}};
    if (!value.en.empty()) json["en"] = value.en;
    return json;
}

Json both_json(const Localised& value) { return {{"zh", value.zh}, {"en", value.en}}; }

Localised localised_at(const Json& json, std::string_view key) {
    const auto& texts = object_at(json, key);
    return {text_at(texts, "zh"), text_at(texts, "en")};
}

Members::Members(const Json& json) : json_(json) {
    if (!json.is_object()) fail("object");
}

const Json* Members::find(std::string_view key) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(key);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
}

void Members::fail(std::string_view key) {
    if (!error_) error_ = Error{Error::Kind::invalid, "wire." + std::string(key), {}};
}

void Members::fail_within(std::string_view key, const Error& inner) {
    if (error_) return;
    error_ = inner;
    error_->detail = inner.detail.empty() ? "in " + std::string(key) : inner.detail + " in " + std::string(key);
}

std::string Members::text(std::string_view key, std::size_t bytes_max) {
    auto value = text_or_empty(key, bytes_max);
    if (value.empty()) fail(key);
    return value;
}

std::string Members::text_or_empty(std::string_view key, std::size_t bytes_max) {
    const auto* found = find(key);
    if (!found) return {};
    if (!found->is_string() || found->get_ref<const std::string&>().size() > bytes_max) {
        fail(key);
        return {};
    }
    return found->get<std::string>();
}

std::string Members::digits(std::string_view key, std::size_t size, bool hexadecimal) {
    auto value = text(key, size);
    const bool good = value.size() == size && std::all_of(value.begin(), value.end(), [hexadecimal](char c) {
        return is_digit(c) || (hexadecimal && c >= 'A' && c <= 'F');
    });
    if (!good) fail(key);
    return value;
}

std::string Members::id(std::string_view key) {
    auto value = text(key);
    if (!is_id(value)) fail(key);
    return value;
}

std::string Members::day(std::string_view key) {
    auto value = text(key);
    if (!is_day(value)) fail(key);
    return value;
}

std::string Members::instant_text(std::string_view key) {
    auto value = text_or_empty(key);
    Timestamp time;
    if (!value.empty() && !read_instant(value, time)) fail(key);
    return value;
}

Timestamp Members::instant(std::string_view key) {
    Timestamp time;
    if (!read_instant(text(key), time)) fail(key);
    return time;
}

std::optional<Timestamp> Members::instant_or_none(std::string_view key) {
    if (!find(key)) return std::nullopt;
    return instant(key);
}

std::int64_t Members::number(std::string_view key, std::int64_t least, std::int64_t most) {
    const auto value = need_number(json_, key);
    if (value && *value >= least && *value <= most) return *value;
    fail(key);
    return least;
}

Fen Members::money(std::string_view key, Fen least) { return Fen(number(key, least.count(), fen_max.count())); }

bool Members::flag(std::string_view key) {
    const auto* found = find(key);
    if (!found || !found->is_boolean()) {
        fail(key);
        return false;
    }
    return found->get<bool>();
}

Localised Members::localised(std::string_view key, std::size_t bytes_max) {
    Members languages(object(key));
    auto value = languages.done(Localised{languages.text("zh", bytes_max), languages.text_or_empty("en", bytes_max)});
    if (value) return *value;
    fail(key);
    return {};
}

std::vector<std::string> Members::texts(std::string_view key, std::size_t count_max, std::size_t bytes_max) {
    std::vector<std::string> values;
    for (const auto& part : list(key, count_max)) {
        if (!part.is_string() || part.get_ref<const std::string&>().size() > bytes_max) {
            fail(key);
            return {};
        }
        values.push_back(part.get<std::string>());
    }
    return values;
}

const Json& Members::list(std::string_view key, std::size_t count_max) {
    static const Json none = Json::array();
    const auto* found = find(key);
    if (found && found->is_array() && found->size() <= count_max) return *found;
    fail(key);
    return none;
}

const Json& Members::object(std::string_view key) {
    static const Json none = Json::object();
    const auto* found = find(key);
    if (found && found->is_object()) return *found;
    fail(key);
    return none;
}

}  // namespace onecard::wire
