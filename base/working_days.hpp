// Which days are worked: Monday to Friday, without holidays, with make-up days. Those are data: {"days_off": […], "work_days": […]}, a day as
// YYYY-MM-DD. Promises are counted in working days from the day after (《行政许可法》 article 82), by the backend and on the slips of kiosks alike.
#pragma once
#include <chrono>
#include <filesystem>
#include <set>

#include <nlohmann/json_fwd.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard {

using Day = std::chrono::sys_days;  ///< a day in China Standard Time

Day local_day(Timestamp time);
/// The moment at which this hour begins there; 24 is the end of the day.
Timestamp hour_of(Day day, int hour);

class WorkingDays {
public:
    /// Adds what an object says to what is known. Error `calendar.malformed`; then nothing was added.
    Status add(const nlohmann::json& json);
    /// Reads every `YYYY.json` of a folder; years without a file have free weekends only. Error `calendar.malformed` naming the file, `file.missing`.
    static Result<WorkingDays> read(const std::filesystem::path& folder);
    /// As add() takes it.
    nlohmann::json to_json() const;

    bool works(Day day) const;
    /// The `days`-th working day after `from`; with 0, `from` itself when it is one, else the next. `days` is at most days_max.
    Day last_of(Day from, int days) const;

    const std::set<Day>& days_off() const { return days_off_; }
    const std::set<Day>& make_up_days() const { return work_days_; }

    static constexpr int days_max = 3000;

private:
    std::set<Day> days_off_, work_days_;
};

}  // namespace onecard
