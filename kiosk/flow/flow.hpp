// The whole state chart of the kiosk as one pure function, tested over all screen × event pairs.
#pragma once
#include <string>

#include "kiosk/flow/model.hpp"

namespace onecard::flow {

struct Event {
    enum class Kind {
        // from a person
        begin, back, home, help, end, language, larger, contrast, voice, low, more_time,
        open_services, open_item, start_item, form_next, form_back, hand_in, open_bills, choose_bills, pay, confirm_payment,
        open_cases, open_case, open_notices, open_card_service, pin_entered, close_receipt, done_reading,
        // from the world
        card_in, card_read, card_unusable, card_out, pin_right, pin_wrong, pin_blocked, payment_ended, request_kept,
        request_failed, time_over, fault, out_of_service, back_in_service
    };
    Kind kind = Kind::begin;
    std::string argument;  ///< key of the item, bill, case, language …; failure code
};
inline constexpr int event_count = static_cast<int>(Event::Kind::back_in_service) + 1;
std::string_view name(Event::Kind kind);

/// What the decision needs to know, besides screen and event.
struct Facts {
    bool in_service = true;
    bool holder_known = false;
    bool card_in = false;
    bool pin_verified = false;
    bool payment_unsettled = false;  ///< paying, or the card must come back: the visit may not end yet
    bool form_complete = false;      ///< every page of the form is without trouble
    bool form_last_page = false;
    bool form_page_good = false;
    ScreenId wanted = ScreenId::my_page;
    ScreenId previous = ScreenId::welcome;  ///< top of the trail
};

/// Where `event` leads from `from`; `from` itself when the event means nothing there. Private screens (bills, cases, form, card service) are
/// entered through present_card and pin as far as Facts ask for it; the app sets `wanted` when it sees such a turn (see destination()).
ScreenId next(ScreenId from, const Event& event, const Facts& facts);

/// The screen an event asks for in the end, before card and PIN come between; the screen `from` when it asks for none.
ScreenId destination(ScreenId from, const Event& event);

/// True for screens that show or cost something private, so that card and PIN come first.
bool needs_pin(ScreenId screen);
bool needs_card(ScreenId screen);

}  // namespace onecard::flow
