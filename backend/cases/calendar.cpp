#include "backend/cases/calendar.hpp"

#include <algorithm>
#include <cstdio>

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

Result<Day> day_of(const std::string& text) {
    int year = 0;
    unsigned month = 0, day = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3 || static_cast<std::size_t>(used) != text.size())
        return failure(Error::Kind::invalid, "calendar.malformed", "not a day");
    const auto date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
    if (!date.ok()) return failure(Error::Kind::invalid, "calendar.malformed", "a day that does not exist");
    return Day(date);
}

Status read_days(const Json& json, std::string_view key, std::set<Day>& into) {
    for (const auto& entry : list_at(json, key)) {
        const auto day = entry.is_string() ? day_of(entry.get_ref<const std::string&>()) : day_of({});
        if (!day) return failure(day.error());
        into.insert(*day);
    }
    return {};
}

Status read_year(const std::filesystem::path& file, std::set<Day>& days_off, std::set<Day>& work_days) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    const auto json = parse_json(*text);
    if (!json) return failure(json.error());
    if (auto read = read_days(*json, "days_off", days_off); !read) return read;
    return read_days(*json, "work_days", work_days);
}

Day local_day(Timestamp time) {
    const auto local = to_local(time);
    return Day(std::chrono::year(local.year) / std::chrono::month(static_cast<unsigned>(local.month)) /
               std::chrono::day(static_cast<unsigned>(local.day)));
}

Timestamp hour_of(Day day, int hour) {
    const std::chrono::year_month_day date(day);
    return from_local({int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), hour, 0, 0, 0});
}

Timestamp closing_of(Day day) { return hour_of(day, Calendar::closing_hour); }

}  // namespace

Result<Calendar> Calendar::load(const std::filesystem::path& folder) {
    Calendar calendar;
    std::error_code why;
    for (const auto& entry : std::filesystem::directory_iterator(folder, why)) {
        if (entry.path().extension() != ".json") continue;
        if (auto read = read_year(entry.path(), calendar.days_off_, calendar.work_days_); !read)
            return failure(Error::Kind::invalid, "calendar.malformed", entry.path().filename().string() + ": " + read.error().detail);
    }
    if (why) return failure(Error::Kind::unavailable, "file.missing", folder.string());
    return calendar;
}

bool Calendar::works(Day day) const {
    if (work_days_.contains(day)) return true;
    if (days_off_.contains(day)) return false;
    const auto weekday = std::chrono::weekday(day);
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

Timestamp Calendar::after(Timestamp from, int days) const {
    auto day = local_day(from);
    int left = std::clamp(days, 0, days_max);
    // No row of free days is as long as a month, so this ends.
    while (left > 0 || !works(day)) {
        day += std::chrono::days(1);
        if (left > 0 && works(day)) --left;
    }
    return closing_of(day);
}

Timestamp Calendar::after(Timestamp from, const Limit& limit) const {
    if (limit.hours <= 0) return after(from, limit.days);
    return limit.urgent ? from + std::chrono::hours(std::min(limit.hours, hours_max)) : after_hours(from, limit.hours);
}

Timestamp Calendar::after_hours(Timestamp from, int hours) const {
    Millis left = std::chrono::hours(std::clamp(hours, 1, hours_max));
    for (auto day = local_day(from);; day += std::chrono::days(1)) {
        if (!works(day)) continue;
        const auto opens = std::max(from, hour_of(day, opening_hour));
        const auto room = std::max<Millis>(Millis(0), closing_of(day) - opens);
        if (room >= left) return opens + left;
        left -= room;
    }
}

Timestamp Calendar::before(Timestamp limit, int days) const {
    auto day = local_day(limit);
    for (int left = std::clamp(days, 0, days_max); left > 0;) {
        day -= std::chrono::days(1);
        if (works(day)) --left;
    }
    return closing_of(day);
}

int Calendar::between(Timestamp from, Timestamp to) const {
    int count = 0;
    const auto last = local_day(to);
    for (auto day = local_day(from) + std::chrono::days(1); day <= last && count < days_max; day += std::chrono::days(1)) count += works(day) ? 1 : 0;
    return count;
}

std::string Calendar::digest() const {
    std::string text;
    for (const auto* days : {&days_off_, &work_days_}) {
        for (const auto day : *days) text += std::to_string(day.time_since_epoch().count()) + ",";
        text += ";";
    }
    return crypto::sha256_hex(text);
}

}  // namespace onecard::cases
