// What can be booked: places with their times, as data from assets/cases/appointments.json.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "base/result.hpp"

namespace onecard::cases {

struct SlotCalendar {
    std::string code;
    wire::Localised name, place;
    int working_days_ahead = 0;                ///< from the day after; a working day counts with all its times
    int minutes = 0, seats = 1;                ///< of one appointment; how many at the same time
    std::vector<std::string> times;            ///< HH:MM, in order
    int leased_a_day = 0;                      ///< unbooked times of one day that a kiosk holds at most; 0: kiosks book none of it
    int lease_days = 0;                        ///< after so many days a kiosk gives back what nobody booked
    std::vector<std::string> communities;      ///< whose kiosks may book; empty: all
    std::vector<std::string> weekend_times{};  ///< on Saturdays and Sundays that are no working days; none: nobody is there
};

inline constexpr int slot_days_max = 60, slot_seats_max = 20;

class SlotCalendars {
public:
    /// Error `appointments.malformed` naming the calendar.
    static Result<SlotCalendars> load(const std::filesystem::path& file);

    const std::vector<SlotCalendar>& all() const { return all_; }
    const SlotCalendar* find(std::string_view code) const;

private:
    std::vector<SlotCalendar> all_;
};

}  // namespace onecard::cases
