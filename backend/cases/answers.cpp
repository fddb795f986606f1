#include "backend/cases/answers.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "backend-client/wire/slots.hpp"
#include "base/numbers.hpp"
#include "base/regions.hpp"
#include "base/text.hpp"

namespace onecard::cases {
namespace {

using Kind = Field::Kind;

tl::unexpected<Error> wrong(std::string_view code, const std::string& key) { return failure(Error::Kind::invalid, std::string(code), key); }

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Mobile and landline numbers as people write them.
bool is_phone(std::string_view text) {
    constexpr std::size_t least = 5, most = 20;
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == ' '; });
    return plain && text.size() <= most && static_cast<std::size_t>(digits) >= least;
}

bool is_day(std::string_view text) {
    int year = 0, used = 0;
    unsigned month = 0, day = 0;
    const std::string copy(text);
    if (copy.size() != 10 || std::sscanf(copy.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3 || used != 10) return false;
    return (std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)).ok();
}

std::string limit_day(const std::string& limit, Timestamp now) {
    return limit == "today" ? to_iso(now).substr(0, 10) : limit;
}

bool within_days(const Field& field, std::string_view day, Timestamp now) {
    const auto first = limit_day(field.first_day, now), last = limit_day(field.last_day, now);
    return (first.empty() || day >= first) && (last.empty() || day <= last);
}

bool within_numbers(const Field& field, std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return false;
    return (!field.least || value >= *field.least) && (!field.most || value <= *field.most);
}

/// `pin`, or strokes of points: digits, commas, blanks, semicolons.
bool is_signature(std::string_view text) {
    constexpr std::size_t bytes_max = 6'000;
    const bool drawn = text.size() <= bytes_max && text.find_first_not_of("0123456789,; ") == std::string_view::npos && text.find(',') != std::string_view::npos;
    return drawn || text == "pin";
}

/// sha256 of a picture that is handed in beside the request.
bool is_digest(std::string_view text) { return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

bool fits(const Field& field, const std::string& value, Timestamp now) {
    const auto points = length_in_points(value);
    switch (field.kind) {
        case Kind::text:
        case Kind::long_text: return points >= field.points_min && points <= field.points_max;
        case Kind::number:
        case Kind::money: return within_numbers(field, value);
        case Kind::bank_account: return is_bank_card(value);
        case Kind::slot: return value == time_by_phone || wire::calendar_of_slot(value) == field.calendar;
        case Kind::address: return false;  // two values that belong together: is_address()
        case Kind::choice:
        case Kind::choices:
            return std::any_of(field.options.begin(), field.options.end(), [&](const Field::Option& option) { return option.value == value; });
        case Kind::date: return is_day(value) && within_days(field, value, now);
        case Kind::phone: return is_phone(value);
        case Kind::id_number: return is_id_number(value);
        case Kind::signature: return is_signature(value);
        case Kind::picture: return is_digest(value);
        case Kind::card_fact: return points <= field.points_max;
        case Kind::consent: return value != "no" && value != "false" && value != "0";
    }
    return false;
}

/// The code of a building and the door in it.
bool is_address(const std::vector<std::string>& values) {
    constexpr std::size_t door_points_max = 60;
    return values.size() == 2 && values[0].size() == Regions::building_digits && all_digits(values[0]) && length_in_points(values[1]) <= door_points_max;
}

bool asked(const Field& field, const Answers& answers) {
    if (!field.when) return true;
    const auto found = answers.find(field.when->key);
    if (found == answers.end()) return false;
    const auto& wanted = field.when->is;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const std::string& value) { return std::find(wanted.begin(), wanted.end(), value) != wanted.end(); });
}

Status check_field(const Field& field, const Answers& answers, Timestamp now) {
    const auto found = answers.find(field.key);
    std::vector<std::string> values;
    if (found != answers.end())
        for (const auto& value : found->second)
            if (!value.empty()) values.push_back(value);
    if (values.empty()) {
        const bool needed = field.required && field.kind != Kind::card_fact && asked(field, answers);
        return needed ? Status(wrong("request.field_missing", field.key)) : Status();
    }
    if (field.kind == Kind::address) return is_address(values) ? Status() : Status(wrong("request.field_invalid", field.key));
    if (values.size() > 1 && field.kind != Kind::choices) return wrong("request.field_invalid", field.key);
    for (const auto& value : values)
        if (!fits(field, value, now)) return wrong("request.field_invalid", field.key);
    return {};
}

}  // namespace

bool is_id_number(std::string_view text) {
    if (text.size() != 18 || !all_digits(text.substr(0, 17))) return false;
    static constexpr int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += (text[i] - '0') * weights[i];
    const char last = text[17] == 'x' ? 'X' : text[17];
    return last == "10X98765432"[sum % 11];
}

std::vector<const Field*> misfits(const Item& item, const Answers& answers, Timestamp now) {
    std::vector<const Field*> found;
    for (const auto& field : item.form)
        if (!check_field(field, answers, now)) found.push_back(&field);
    return found;
}

Status check_answers(const Item& item, const Answers& answers, Timestamp now, bool same_version) {
    for (const auto& [key, values] : answers) {
        const bool known = std::any_of(item.form.begin(), item.form.end(), [&](const Field& field) { return field.key == key; });
        if (!known && same_version) return wrong("request.field_unknown", key);
    }
    for (const auto& field : item.form)
        if (auto good = check_field(field, answers, now); !good) return good;
    return {};
}

}  // namespace onecard::cases
