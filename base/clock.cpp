#include "base/clock.hpp"

#include <cstdio>

namespace onecard {
namespace {

constexpr std::chrono::hours offset{8};

}  // namespace

Timestamp SystemClock::now() const {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

Millis SystemClock::uptime() const {
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

LocalTime to_local(Timestamp time) {
    using namespace std::chrono;
    const auto shifted = time + offset;
    const auto day_start = floor<days>(shifted);
    const year_month_day date{day_start};
    const hh_mm_ss clock{floor<seconds>(shifted - day_start)};
    return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), int(clock.hours().count()),
            int(clock.minutes().count()), int(clock.seconds().count()), int(weekday{day_start}.c_encoding())};
}

Timestamp from_local(const LocalTime& local) {
    using namespace std::chrono;
    const sys_days date = year{local.year} / month{unsigned(local.month)} / day{unsigned(local.day)};
    return time_point_cast<Millis>(date + hours{local.hour} + minutes{local.minute} + seconds{local.second} - offset);
}

std::string to_iso(Timestamp time) {
    const auto t = to_local(time);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", t.year, t.month, t.day, t.hour, t.minute,
                  t.second);
    return text;
}

bool from_iso(const std::string& text, Timestamp& time) {
    LocalTime t;
    int used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &t.year, &t.month, &t.day, &t.hour, &t.minute, &t.second,
                    &used) != 6)
        return false;
    const bool sane = t.month >= 1 && t.month <= 12 && t.day >= 1 && t.day <= 31 && t.hour >= 0 && t.hour < 24 &&
                      t.minute >= 0 && t.minute < 60 && t.second >= 0 && t.second <= 60;
    if (!sane) return false;
    const std::string zone = text.substr(static_cast<std::size_t>(used));
    int zone_minutes = 0;
    int hours = 0, minutes = 0;
    char sign = '+';
    if (zone != "Z") {
        if (std::sscanf(zone.c_str(), "%c%2d:%2d", &sign, &hours, &minutes) != 3) return false;
        zone_minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    }
    time = from_local(t) + offset - std::chrono::minutes{zone_minutes};
    return true;
}

}  // namespace onecard
