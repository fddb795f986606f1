// Limits by working days and office hours.
#pragma once
#include <chrono>
#include <filesystem>
#include <string>

#include "base/working_days.hpp"

namespace onecard::cases {

using onecard::Day;

/// How long something may take: working days, working hours, or, where `urgent`, hours by night and on free days too.
struct Limit {
    int days = 0, hours = 0;
    bool urgent = false;
    bool operator==(const Limit&) const = default;
};

class Calendar {
public:
    /// Saturdays and Sundays free, nothing else.
    Calendar() = default;
    /// See WorkingDays::read().
    static Result<Calendar> load(const std::filesystem::path& folder);

    const WorkingDays& days() const { return days_; }
    bool works(Day day) const { return days_.works(day); }

    /// The end of office hours on the `days`-th working day after the day of `from`; with 0, of the day of `from` itself when
    /// it is one, else of the next. `days` is at most days_max.
    Timestamp after(Timestamp from, int days) const;

    /// By the kind of limit; hours are at most hours_max.
    Timestamp after(Timestamp from, const Limit& limit) const;
    /// The `hours`-th hour of office from `from` on.
    Timestamp after_hours(Timestamp from, int hours) const;

    /// The end of office hours on the `days`-th working day before the day of `limit`.
    Timestamp before(Timestamp limit, int days) const;
    /// Working days after the day of `from` up to and with the day of `to`; 0 when that is not later. At most days_max.
    int between(Timestamp from, Timestamp to) const;
    /// Changes whenever a day does: by it, a changed calendar is noticed.
    std::string digest() const;

    static constexpr int opening_hour = 9, closing_hour = 17, days_max = WorkingDays::days_max, hours_max = 1000;

private:
    WorkingDays days_;
};

}  // namespace onecard::cases
