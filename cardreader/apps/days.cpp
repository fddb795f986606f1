#include <cctype>

#include "cardreader/apps/holder.hpp"

namespace onecard::card {
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<Day> day_from_digits(std::string_view yyyymmdd) {
    const auto year = digits(yyyymmdd.substr(0, 4)), month = digits(yyyymmdd.substr(4, 2)), day = digits(yyyymmdd.substr(6, 2));
    if (!year || !month || !day) return std::nullopt;
    const Day found{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)), std::chrono::day(static_cast<unsigned>(*day))};
    return found.ok() ? std::optional(found) : std::nullopt;
}

/// GB 11643-1999: weighted sum of the first 17 digits, modulo 11.
bool check_digit_right(std::string_view number) {
    constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view marks = "10X98765432";
    if (!digits(number.substr(0, 9)) || !digits(number.substr(9, 8))) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += weights[i] * (number[i] - '0');
    return std::toupper(static_cast<unsigned char>(number[17])) == marks[static_cast<std::size_t>(sum % 11)];
}

}  // namespace

std::optional<Day> birth_of(std::string_view id_number) {
    if (id_number.size() == 18 && check_digit_right(id_number)) return day_from_digits(id_number.substr(6, 8));
    if (id_number.size() == 15 && digits(id_number.substr(0, 8)) && digits(id_number.substr(8)))
        return day_from_digits("19" + std::string(id_number.substr(6, 6)));
    return std::nullopt;
}

Day day_of(Timestamp moment) {
    const auto local = to_local(moment);
    const auto month = static_cast<unsigned>(local.month), day = static_cast<unsigned>(local.day);
    return {std::chrono::year(local.year), std::chrono::month(month), std::chrono::day(day)};
}

Standing standing(const Holder& holder, Day today) {
    if (!holder.enabled) return Standing::not_enabled;
    if (holder.start && today < *holder.start) return Standing::not_yet_valid;
    if (holder.expiry && today > *holder.expiry) return Standing::expired;
    return Standing::usable;
}

}  // namespace onecard::card
