// The names of screens and events, as visit scripts, logs and tests write them.
#include "kiosk/flow/flow.hpp"

namespace onecard::flow {

std::string_view name(ScreenId screen) {
    switch (screen) {
        case ScreenId::welcome: return "welcome";
        case ScreenId::present_card: return "present_card";
        case ScreenId::pin: return "pin";
        case ScreenId::my_page: return "my_page";
        case ScreenId::services: return "services";
        case ScreenId::item_guide: return "item_guide";
        case ScreenId::form: return "form";
        case ScreenId::review: return "review";
        case ScreenId::receipt: return "receipt";
        case ScreenId::bills: return "bills";
        case ScreenId::pay_review: return "pay_review";
        case ScreenId::paying: return "paying";
        case ScreenId::pay_result: return "pay_result";
        case ScreenId::cases: return "cases";
        case ScreenId::case_detail: return "case_detail";
        case ScreenId::notices: return "notices";
        case ScreenId::listings: return "listings";
        case ScreenId::mark: return "mark";
        case ScreenId::registers: return "registers";
        case ScreenId::help: return "help";
        case ScreenId::ticket: return "ticket";
        case ScreenId::emergency: return "emergency";
        case ScreenId::card_service: return "card_service";
        case ScreenId::load: return "load";
        case ScreenId::new_pin: return "new_pin";
        case ScreenId::loss: return "loss";
        case ScreenId::looked_at: return "looked_at";
        case ScreenId::family: return "family";
        case ScreenId::slip_check: return "slip_check";
        case ScreenId::fault: return "fault";
        case ScreenId::out_of_service: return "out_of_service";
    }
    return "";
}

std::string_view name(PaymentView::Way way) {
    switch (way) {
        case PaymentView::Way::purse: return "purse";
        case PaymentView::Way::shown: return "shown";
        case PaymentView::Way::scanned: return "scanned";
        case PaymentView::Way::terminal: return "terminal";
    }
    return "";
}

std::string_view name(Event::Kind kind) {
    using Kind = Event::Kind;
    switch (kind) {
        case Kind::begin: return "begin";
        case Kind::back: return "back";
        case Kind::home: return "home";
        case Kind::help: return "help";
        case Kind::end: return "end";
        case Kind::language: return "language";
        case Kind::larger: return "larger";
        case Kind::voice: return "voice";
        case Kind::set: return "set";
        case Kind::show_over: return "show_over";
        case Kind::more_time: return "more_time";
        case Kind::open_services: return "open_services";
        case Kind::open_item: return "open_item";
        case Kind::start_item: return "start_item";
        case Kind::form_next: return "form_next";
        case Kind::form_back: return "form_back";
        case Kind::hand_in: return "hand_in";
        case Kind::second_case: return "second_case";
        case Kind::open_bills: return "open_bills";
        case Kind::choose_bills: return "choose_bills";
        case Kind::pay: return "pay";
        case Kind::confirm_payment: return "confirm_payment";
        case Kind::cancel_payment: return "cancel_payment";
        case Kind::code_scanned: return "code_scanned";
        case Kind::open_tickets: return "open_tickets";
        case Kind::take_ticket: return "take_ticket";
        case Kind::open_cases: return "open_cases";
        case Kind::open_case: return "open_case";
        case Kind::ask_case: return "ask_case";
        case Kind::do_case: return "do_case";
        case Kind::open_notices: return "open_notices";
        case Kind::open_listings: return "open_listings";
        case Kind::open_mark: return "open_mark";
        case Kind::do_mark: return "do_mark";
        case Kind::open_registers: return "open_registers";
        case Kind::print_certificate: return "print_certificate";
        case Kind::open_emergency: return "open_emergency";
        case Kind::open_card_service: return "open_card_service";
        case Kind::pin_entered: return "pin_entered";
        case Kind::close_receipt: return "close_receipt";
        case Kind::done_reading: return "done_reading";
        case Kind::print_token: return "print_token";
        case Kind::print_paid: return "print_paid";
        case Kind::print_list: return "print_list";
        case Kind::take_picture: return "take_picture";
        case Kind::drop_picture: return "drop_picture";
        case Kind::drop_draft: return "drop_draft";
        case Kind::print_again: return "print_again";
        case Kind::open_load: return "open_load";
        case Kind::choose_load: return "choose_load";
        case Kind::confirm_load: return "confirm_load";
        case Kind::open_new_pin: return "open_new_pin";
        case Kind::change_pin: return "change_pin";
        case Kind::unblock_pin: return "unblock_pin";
        case Kind::open_loss: return "open_loss";
        case Kind::report_loss: return "report_loss";
        case Kind::open_looked_at: return "open_looked_at";
        case Kind::open_family: return "open_family";
        case Kind::link_card: return "link_card";
        case Kind::unlink_card: return "unlink_card";
        case Kind::act_for: return "act_for";
        case Kind::relative_read: return "relative_read";
        case Kind::open_slip_check: return "open_slip_check";
        case Kind::check_slip: return "check_slip";
        case Kind::agree_staff: return "agree_staff";
        case Kind::card_in: return "card_in";
        case Kind::card_read: return "card_read";
        case Kind::card_unusable: return "card_unusable";
        case Kind::card_out: return "card_out";
        case Kind::pin_right: return "pin_right";
        case Kind::pin_wrong: return "pin_wrong";
        case Kind::pin_blocked: return "pin_blocked";
        case Kind::payment_ended: return "payment_ended";
        case Kind::pin_changed: return "pin_changed";
        case Kind::pin_unblocked: return "pin_unblocked";
        case Kind::loss_kept: return "loss_kept";
        case Kind::staff_in: return "staff_in";
        case Kind::staff_unusable: return "staff_unusable";
        case Kind::staff_out: return "staff_out";
        case Kind::request_kept: return "request_kept";
        case Kind::request_failed: return "request_failed";
        case Kind::time_over: return "time_over";
        case Kind::fault: return "fault";
        case Kind::out_of_service: return "out_of_service";
        case Kind::back_in_service: return "back_in_service";
    }
    return "";
}

}  // namespace onecard::flow
