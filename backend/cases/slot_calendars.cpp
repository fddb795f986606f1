#include "backend/cases/slot_calendars.hpp"

#include <algorithm>

#include "backend-client/wire/reading.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

bool is_time(const std::string& text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return false;
    return text.substr(0, 2) < "24" && text.substr(3) < "60";
}

bool is_word(const std::string& text) {
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::vector<std::string> words(const Json& json, std::string_view key) {
    std::vector<std::string> all;
    for (const auto& one : list_at(json, key)) all.push_back(one.is_string() ? one.get<std::string>() : std::string());
    return all;
}

bool possible(const SlotCalendar& one) {
    const auto within = [](int value, int least, int most) { return value >= least && value <= most; };
    const auto in_order = [](const std::vector<std::string>& all) {
        return std::all_of(all.begin(), all.end(), is_time) && std::is_sorted(all.begin(), all.end(), std::less_equal<>());
    };
    const bool times = !one.times.empty() && in_order(one.times) && in_order(one.weekend_times);
    return is_word(one.code) && !one.name.zh.empty() && !one.place.zh.empty() && times && within(one.working_days_ahead, 1, slot_days_max) &&
           within(one.minutes, 5, 480) && within(one.seats, 1, slot_seats_max) && within(one.leased_a_day, 0, 100) && within(one.lease_days, 1, 30);
}

}  // namespace

Result<SlotCalendars> SlotCalendars::load(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    const auto json = parse_json(*text);
    if (!json) return failure(Error::Kind::invalid, "appointments.malformed", json.error().code);
    SlotCalendars calendars;
    for (const auto& part : list_at(*json, "calendars")) {
        const auto& leased = object_at(part, "leased");
        SlotCalendar one{text_at(part, "code"), wire::localised_at(part, "name"), wire::localised_at(part, "place"), static_cast<int>(number_at(part, "working_days_ahead")),
                         static_cast<int>(number_at(part, "minutes")), static_cast<int>(number_at(part, "seats")), words(part, "times"),
                         static_cast<int>(number_at(leased, "a_day")), static_cast<int>(number_at(leased, "days")), words(part, "communities"), words(part, "weekend_times")};
        if (!possible(one) || calendars.find(one.code)) return failure(Error::Kind::invalid, "appointments.malformed", one.code);
        calendars.all_.push_back(std::move(one));
    }
    return calendars;
}

const SlotCalendar* SlotCalendars::find(std::string_view code) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const SlotCalendar& one) { return one.code == code; });
    return found == all_.end() ? nullptr : &*found;
}

}  // namespace onecard::cases
