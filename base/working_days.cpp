#include "base/working_days.hpp"

#include <algorithm>
#include <cstdio>

#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard {
namespace {

constexpr std::size_t listed_max = 4'000;

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
    const auto& list = list_at(json, key);
    if (list.size() > listed_max) return failure(Error::Kind::invalid, "calendar.malformed", "too many days");
    for (const auto& entry : list) {
        const auto day = entry.is_string() ? day_of(entry.get_ref<const std::string&>()) : day_of({});
        if (!day) return failure(day.error());
        into.insert(*day);
    }
    return {};
}

Json days_json(const std::set<Day>& days) {
    auto list = Json::array();
    for (const auto day : days) {
        const std::chrono::year_month_day date(day);
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
        list.push_back(text);
    }
    return list;
}

}  // namespace

Day local_day(Timestamp time) {
    const auto local = to_local(time);
    return Day(std::chrono::year(local.year) / std::chrono::month(static_cast<unsigned>(local.month)) /
               std::chrono::day(static_cast<unsigned>(local.day)));
}

Timestamp hour_of(Day day, int hour) {
    const std::chrono::year_month_day date(day);
    return from_local({int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), hour, 0, 0, 0});
}

Status WorkingDays::add(const Json& json) {
    auto days_off = days_off_, work_days = work_days_;
    if (auto read = read_days(json, "days_off", days_off); !read) return read;
    if (auto read = read_days(json, "work_days", work_days); !read) return read;
    days_off_ = std::move(days_off);
    work_days_ = std::move(work_days);
    return {};
}

Result<WorkingDays> WorkingDays::read(const std::filesystem::path& folder) {
    WorkingDays days;
    std::error_code why;
    for (const auto& entry : std::filesystem::directory_iterator(folder, why)) {
        if (entry.path().extension() != ".json") continue;
        const auto text = read_file(entry.path());
        const auto json = text ? parse_json(*text) : tl::unexpected<Error>(text.error());
        const auto added = json ? days.add(*json) : Status(tl::unexpected<Error>(json.error()));
        if (!added) return failure(Error::Kind::invalid, "calendar.malformed", entry.path().filename().string() + ": " + added.error().detail);
    }
    if (why) return failure(Error::Kind::unavailable, "file.missing", folder.string());
    return days;
}

Json WorkingDays::to_json() const { return {{"days_off", days_json(days_off_)}, {"work_days", days_json(work_days_)}}; }

bool WorkingDays::works(Day day) const {
    if (work_days_.contains(day)) return true;
    if (days_off_.contains(day)) return false;
    const auto weekday = std::chrono::weekday(day);
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

Day WorkingDays::last_of(Day from, int days) const {
    auto day = from;
    int left = std::clamp(days, 0, days_max);
    // Whatever list of free days arrives, the end of it is reached.
    for (std::size_t looked = 0; (left > 0 || !works(day)) && looked < 2 * static_cast<std::size_t>(days_max) + listed_max; ++looked) {
        day += std::chrono::days(1);
        if (left > 0 && works(day)) --left;
    }
    return day;
}

}  // namespace onecard
