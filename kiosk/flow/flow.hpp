// The whole state chart of the kiosk as one pure function, tested over all screen × event pairs.
#pragma once
#include <string>

#include "kiosk/flow/model.hpp"

namespace onecard::flow {

struct Event {
    enum class Kind {
        // from a person
        begin, back, home, help, end, language, larger, voice, set, show_over, more_time,
        open_services, open_item, start_item, form_next, form_back, hand_in, second_case, open_bills, choose_bills, pay, confirm_payment, cancel_payment, code_scanned,
        open_cases, open_case, ask_case, do_case, open_notices, open_emergency, open_card_service, pin_entered, close_receipt, done_reading, print_again,
        open_load, choose_load, confirm_load, open_new_pin, change_pin, unblock_pin, open_loss, report_loss, open_looked_at, open_family, link_card, unlink_card, act_for, open_slip_check, check_slip,
        agree_staff, open_tickets, take_ticket, print_token, print_paid, print_list, take_picture, drop_picture, drop_draft,
        open_listings, open_mark, do_mark, open_registers, print_certificate,
        // from the world
        card_in, card_read, card_unusable, card_out, pin_right, pin_wrong, pin_blocked, payment_ended, pin_changed, pin_unblocked, loss_kept,
        staff_in, staff_unusable, staff_out, relative_read, request_kept,
        request_failed, time_over, fault, out_of_service, back_in_service
    };
    Kind kind = Kind::begin;
    std::string argument;  ///< key of the item, bill, case (also one to join in with), notice, action on a case, help topic, language; page of the form; tries left; failure code; `checked` for unblock_pin before the new PIN is typed;
                           ///< `NAME=VALUE` of a setting; `shown`, `scanned` or `terminal` for bills not paid from the purse; codes of papers that
                           ///< are there; what a scanner read; service and priority of a ticket with a stroke between; `@` and a kind of listing, or its id; `ease`, `languages`, `curtain` or nothing for
                           ///< what stands over the page; serial of a linked card; what a relative is, to link theirs
};
inline constexpr int event_count = static_cast<int>(Event::Kind::back_in_service) + 1;
std::string_view name(Event::Kind kind);

/// What the decision needs to know, besides screen and event.
struct Facts {
    bool in_service = true;
    bool holder_known = false;
    bool card_in = false;
    bool pin_verified = false;
    bool payment_unsettled = false;  ///< paying, the card must come back, or it left before its holder could read what became of the payment
    bool staff_there = false;        ///< a proven badge lies on the staff reader
    bool linking = false;            ///< another card than the holder's is awaited or lies there
    bool linking_waits = false;      ///< no card needs to lie there meanwhile
    bool load_chosen = false;        ///< an amount that the source has
    bool form_complete = false;      ///< every page of the form is without trouble
    bool form_first_page = true;
    bool form_last_page = false;
    bool form_page_good = false;
    ScreenId wanted = ScreenId::my_page;
    ScreenId previous = ScreenId::welcome;  ///< top of the trail
};

/// Where `event` leads from `from`; `from` itself when the event means nothing there. Holds for every input:
/// a screen that needs the card is reached only with a holder whose card lies there (the outcome of a payment also when it was taken just before),
/// one that needs the PIN only with a verified PIN, save while a payment is unsettled;
/// `out_of_service` shows only when the machine is out of service, `welcome` only when it is not;
/// while money moves with the card in place (`paying`), nothing leads away but the end of the payment.
ScreenId next(ScreenId from, const Event& event, const Facts& facts);

/// The screen an event asks for in the end, before card and PIN come between; the screen `from` when it asks for none.
ScreenId destination(ScreenId from, const Event& event);

/// True for screens that show or cost something private, so that card and PIN come first.
bool needs_pin(ScreenId screen);
bool needs_card(ScreenId screen);

/// True when going from one screen to the other ends the visit: Visit::forget() is due.
bool ends_visit(ScreenId from, ScreenId to);

}  // namespace onecard::flow
