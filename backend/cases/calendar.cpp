#include "backend/cases/calendar.hpp"

#include <algorithm>

#include "base/crypto.hpp"

namespace onecard::cases {
namespace {

Timestamp closing_of(Day day) { return hour_of(day, Calendar::closing_hour); }

}  // namespace

Result<Calendar> Calendar::load(const std::filesystem::path& folder) {
    auto days = WorkingDays::read(folder);
    if (!days) return failure(days.error());
    Calendar calendar;
    calendar.days_ = *std::move(days);
    return calendar;
}

Timestamp Calendar::after(Timestamp from, int days) const { return closing_of(days_.last_of(local_day(from), days)); }

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
    for (const auto* days : {&days_.days_off(), &days_.make_up_days()}) {
        for (const auto day : *days) text += std::to_string(day.time_since_epoch().count()) + ",";
        text += ";";
    }
    return crypto::sha256_hex(text);
}

}  // namespace onecard::cases
