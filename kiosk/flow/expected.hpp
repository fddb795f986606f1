// Who is expected at the hall's counter today.
#pragma once
#include "kiosk/flow/model.hpp"

namespace onecard::flow {

/// The calendar of assets/cases/appointments.json whose times stand for a place in the hall's queue.
inline constexpr std::string_view counter_calendar = "hall_counter";

/// The holder's appointment of today at the hall's counter, or null. Known from the card alone: it says no more than the queue will.
const AppointmentView* expected_today(const Model& model);

}  // namespace onecard::flow
