// Payments and loads whose end no kiosk saw: kept until some kiosk of the city has asked the card, however long that takes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "backend-client/wire/messages.hpp"
#include "backend/data/connection.hpp"
#include "backend/money/booking.hpp"

namespace onecard::money {

/// What a kiosk tells it does not know. One that has ended already, or is known, changes nothing.
void take_torn(data::Connection& connection, const wire::TornMove& move, const Arrival& arrival);

/// Of one card, not ended, oldest first, at most wire::torn_max.
std::vector<wire::TornMove> torn_of(data::Connection& connection, std::string_view card_serial);

/// Some kiosk has told the end of `arrival.submission`; of a move that was never torn nothing comes of it. Nobody needs to decide about it any more.
void end_torn(data::Connection& connection, const Arrival& arrival, bool done);

/// Two people take this torn payment for debited, as its card comes no more: it is held, its kiosks hear that it was done, and a card that comes after
/// all finds it ended. Gives the payment's number. Errors: `case.stale` (some kiosk has told its end meanwhile, or it is booked already).
Result<std::string> take_for_debited(data::Connection& connection, const std::string& id, Timestamp now);

/// Of these ids, those that another kiosk than `kiosk` has told the end of.
std::vector<wire::TornSettled> settled_elsewhere(data::Connection& connection, const std::string& kiosk, const std::vector<std::string>& ids);

/// Whether two bodies under the id of a torn move say the same end: two kiosks may both have seen it, each at its own time and with the proof it got.
bool says_same_end(data::Connection& connection, const std::string& id, std::string_view one, std::string_view other);

}  // namespace onecard::money
