#include "backend/cases/promise.hpp"

#include <algorithm>

namespace onecard::cases {
namespace {

constexpr std::chrono::hours kept_at_most{24 * 366};

Timestamp by_item(const Calendar& calendar, const Item& item, Timestamp from, const Shorter& shorter) {
    if (shorter.fast_days > 0) return calendar.after(from, shorter.fast_days);
    const auto promised = item.promised_hours > 0 ? from + std::chrono::hours(item.promised_hours) : calendar.after(from, item.promised_days);
    if (!shorter.by_class) return promised;
    auto at = from;
    for (const auto& step : shorter.steps) at = calendar.after(at, step.limit);
    return std::min(promised, at);
}

}  // namespace

Timestamp counted_from(const Arrival& arrival) {
    const auto kept = arrival.handed_in_at.value_or(arrival.at);
    return kept < arrival.at && arrival.at - kept <= kept_at_most ? kept : arrival.at;
}

Timestamp promised_for(const Calendar& calendar, const Item& item, const Arrival& arrival, const Shorter& shorter) {
    const auto from = counted_from(arrival);
    const auto promised = by_item(calendar, item, from, shorter);
    Timestamp on_slip;
    const bool told = item.promised_hours == 0 && from_iso(arrival.promised_on + "T17:00:00+08:00", on_slip);
    return told && on_slip >= from ? std::min(promised, on_slip) : promised;
}

void count_step_from(data::Connection& connection, const Rules& rules, CaseRow& row, Timestamp from) {
    const auto step = open_step(connection, row.number);
    if (!step) return;
    row.step_limit_at = rules.calendar().after(from, step->limit);
    if (row.step_yellow_at) row.step_yellow_at = from + (*row.step_limit_at - from) / 2;
    connection.run("UPDATE case_steps SET began_at = ?, limit_at = ? WHERE case_number = ? AND position = ?", from, row.step_limit_at, row.number,
                   step->position);
}

}  // namespace onecard::cases
