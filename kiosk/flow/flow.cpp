#include "kiosk/flow/flow.hpp"

namespace onecard::flow {
namespace {

using Kind = Event::Kind;
using enum ScreenId;

// Where a machine rests between visits.
ScreenId rest(const Facts& facts) { return facts.in_service ? welcome : out_of_service; }

// Home for whoever stands there: their page, or the start. Without their card it may be somebody else who stands there.
ScreenId home(const Facts& facts) { return facts.holder_known && facts.card_in ? my_page : rest(facts); }

// Pages that card and PIN may lead to (the review: after the PIN by which its holder agrees to a helper); all others are steps inside
// something and are never entered from outside.
bool is_entrance(ScreenId screen) {
    switch (screen) {
        case my_page: case bills: case cases: case form: case review: case card_service: case family: case mark: case registers: return true;
        case welcome: case present_card: case pin: case services: case item_guide: case receipt: case pay_review: case paying:
        case listings:
        case pay_result: case case_detail: case notices: case help: case emergency: case ticket: case load: case new_pin: case loss: case looked_at: case slip_check: case fault: case out_of_service: return false;
    }
    return false;
}

// The page itself, or what must come before it.
ScreenId enter(ScreenId wanted, const Facts& facts) {
    if (needs_card(wanted) && !facts.holder_known) return present_card;
    if (needs_pin(wanted) && !facts.pin_verified) return pin;
    return wanted;
}

ScreenId enter_wanted(const Facts& facts) { return enter(is_entrance(facts.wanted) ? facts.wanted : my_page, facts); }

// One step back along the trail; pages that ask or announce something are not gone back to.
ScreenId step_back(const Facts& facts) {
    switch (facts.previous) {
        case my_page: case services: case item_guide: case bills: case cases: case case_detail: case notices: case listings: case registers: case help: case ticket: case card_service: case family: case form:
        case review: return enter(facts.previous, facts);
        case pin: return facts.holder_known ? pin : home(facts);
        case present_card: return facts.holder_known ? my_page : present_card;
        case mark:
        case welcome: case receipt: case pay_review: case paying: case pay_result: case emergency: case load: case new_pin: case loss: case looked_at: case slip_check: case fault: case out_of_service:
            return home(facts);
    }
    return home(facts);
}

bool is_public(ScreenId screen) { return !needs_card(screen) && screen != pin && screen != out_of_service; }

// What the touched buttons and typed fields of a page ask for.
ScreenId by_person(ScreenId from, Kind kind, const Facts& facts) {
    if (from == out_of_service) return kind == Kind::help ? help : kind == Kind::open_emergency ? emergency : from;
    if (from == paying) return from;
    switch (kind) {
        case Kind::begin: return from == welcome ? enter(my_page, facts) : from;
        case Kind::back: return from == welcome ? from : step_back(facts);
        case Kind::home: return home(facts);
        case Kind::end: return rest(facts);
        case Kind::help: return help;
        case Kind::open_services: return services;
        case Kind::open_notices: return notices;
        case Kind::open_listings: return listings;
        case Kind::open_mark: return from == listings ? enter(mark, facts) : from;
        case Kind::open_registers: return enter(registers, facts);
        case Kind::open_emergency: return emergency;
        case Kind::open_item: return from == pin || from == form || from == review ? from : item_guide;
        case Kind::open_bills: return enter(bills, facts);
        case Kind::open_cases: return enter(cases, facts);
        case Kind::open_card_service: return enter(card_service, facts);
        case Kind::open_load: return from == card_service || from == pay_result ? enter(load, facts) : from;
        case Kind::open_new_pin: return from == card_service ? enter(new_pin, facts) : from;
        case Kind::open_loss: return from == card_service ? enter(loss, facts) : from;
        case Kind::open_looked_at: return from == card_service ? enter(looked_at, facts) : from;
        case Kind::open_family: return from == card_service || from == family ? enter(family, facts) : from;
        case Kind::link_card: case Kind::unlink_card: return from;
        case Kind::act_for: return from == family ? services : from;
        case Kind::open_slip_check: return slip_check;
        case Kind::check_slip: return from == welcome ? slip_check : from;
        case Kind::agree_staff: return from == review && facts.staff_there ? pin : from;
        case Kind::confirm_load: return from == load && facts.load_chosen ? paying : from;
        case Kind::start_item: return from == item_guide ? enter(form, facts) : from;
        case Kind::form_next: return from != form || !facts.form_page_good ? from : facts.form_last_page ? review : form;
        case Kind::form_back: return from == review ? form : from == form && facts.form_first_page ? item_guide : from;
        case Kind::hand_in: return from == review && !facts.form_complete ? form : from;  // kept first: request_kept leads on
        case Kind::second_case: return from;  // so too
        case Kind::pay: return from == bills ? pay_review : from;
        case Kind::confirm_payment: return from == pay_review ? paying : from;
        case Kind::open_case: return from == cases || from == receipt || from == family ? case_detail : from;
        case Kind::close_receipt: return from == receipt || from == pay_result ? home(facts) : from;
        case Kind::done_reading: return step_back(facts);
        case Kind::open_tickets: return from == welcome || from == my_page ? ticket : from;
        case Kind::take_ticket: case Kind::print_token: case Kind::print_paid: case Kind::print_list: case Kind::take_picture: case Kind::drop_picture: case Kind::drop_draft: case Kind::print_again:
        case Kind::do_mark: case Kind::print_certificate:
        case Kind::choose_bills: case Kind::cancel_payment: case Kind::code_scanned: case Kind::ask_case: case Kind::do_case:
        case Kind::choose_load: case Kind::change_pin: case Kind::unblock_pin: case Kind::report_loss: case Kind::pin_entered: case Kind::language:
        case Kind::larger: case Kind::voice: case Kind::set: case Kind::show_over: case Kind::more_time: case Kind::card_in: case Kind::card_read:
        case Kind::card_unusable: case Kind::card_out: case Kind::pin_changed: case Kind::pin_unblocked: case Kind::loss_kept:
        case Kind::staff_in: case Kind::staff_unusable: case Kind::staff_out: case Kind::relative_read: case Kind::pin_right:
        case Kind::pin_wrong: case Kind::pin_blocked: case Kind::payment_ended: case Kind::request_kept: case Kind::request_failed:
        case Kind::time_over: case Kind::fault: case Kind::out_of_service: case Kind::back_in_service: return from;
    }
    return from;
}

// A card was laid on the reader. Whoever reads about an item keeps their place; everybody else sees at once that the card is being read.
ScreenId after_card_in(ScreenId from, const Facts& facts) {
    if (facts.holder_known) return from;
    return from == welcome || from == notices || from == help || from == slip_check ? present_card : from;
}

ScreenId after_card_read(ScreenId from, const Facts& facts) {
    switch (from) {
        case welcome: case present_card: case notices: case help: case slip_check: case fault: return enter_wanted(facts);
        case listings: case mark: case registers:
        case pin: case my_page: case services: case item_guide: case form: case review: case receipt: case bills: case pay_review: case paying:
        case pay_result: case cases: case case_detail: case emergency: case card_service: case load: case new_pin: case loss: case looked_at: case family: case ticket: case out_of_service:
            return from;
    }
    return from;
}

ScreenId after_card_unusable(ScreenId from, const Facts& facts) {
    const bool money_first = facts.payment_unsettled && (from == paying || from == pay_result);
    return money_first || from == out_of_service ? from : present_card;
}

// Taking the card away ends the visit, except where the card must come back, and where it is still being asked for something chosen before.
ScreenId after_card_out(ScreenId from, const Facts& facts) {
    if (facts.payment_unsettled && (from == paying || from == pay_result)) return from;
    if (from == family && facts.linking_waits) return from;  // the other card comes next
    if (from == present_card && is_entrance(facts.wanted) && facts.wanted != my_page) return from;
    if (is_public(from) && from != present_card && !facts.holder_known) return from;
    return rest(facts);
}

ScreenId by_world(ScreenId from, Kind kind, const Facts& facts) {
    const bool money_moves = from == paying && facts.payment_unsettled;
    switch (kind) {
        case Kind::card_in: return after_card_in(from, facts);
        case Kind::card_read: return after_card_read(from, facts);
        case Kind::card_unusable: return after_card_unusable(from, facts);
        case Kind::card_out: return after_card_out(from, facts);
        // The helper left: what was begun together is kept as a draft, the resident stays.
        case Kind::staff_out: return facts.staff_there && (from == form || from == review || from == pin) ? home(facts) : from;
        case Kind::relative_read: return from == family && facts.linking ? pin : from;
        case Kind::pin_right: return from == pin ? enter_wanted(facts) : from;
        // From elsewhere: an earlier payment that the card has just settled, told to its holder before anything else.
        case Kind::payment_ended: return from == paying || from == pay_result || facts.holder_known ? pay_result : from;
        case Kind::request_kept: return from == review ? receipt : from;
        case Kind::time_over: return money_moves && facts.card_in ? from : rest(facts);
        case Kind::fault: return money_moves || from == pay_result || from == out_of_service ? from : fault;
        case Kind::out_of_service: case Kind::back_in_service:  // obeyed between visits: the resting page is made right below
        case Kind::pin_wrong: case Kind::pin_blocked: case Kind::pin_changed: case Kind::pin_unblocked: case Kind::loss_kept: case Kind::staff_in:
        case Kind::staff_unusable: case Kind::request_failed: return from;
        case Kind::begin: case Kind::back: case Kind::home: case Kind::help: case Kind::end: case Kind::language: case Kind::larger:
        case Kind::voice: case Kind::set: case Kind::show_over: case Kind::more_time: case Kind::open_services: case Kind::open_item:
        case Kind::start_item: case Kind::form_next: case Kind::form_back: case Kind::hand_in: case Kind::second_case: case Kind::open_bills: case Kind::choose_bills:
        case Kind::pay: case Kind::confirm_payment: case Kind::cancel_payment: case Kind::code_scanned: case Kind::open_cases: case Kind::open_case:
        case Kind::ask_case: case Kind::do_case: case Kind::open_notices: case Kind::open_emergency:
        case Kind::open_card_service: case Kind::open_load: case Kind::choose_load: case Kind::confirm_load: case Kind::open_new_pin:
        case Kind::change_pin: case Kind::unblock_pin: case Kind::open_loss: case Kind::open_looked_at: case Kind::open_family: case Kind::link_card: case Kind::unlink_card: case Kind::act_for: case Kind::open_slip_check: case Kind::check_slip:
        case Kind::agree_staff: case Kind::report_loss: case Kind::pin_entered: case Kind::close_receipt: case Kind::done_reading:
        case Kind::open_tickets: case Kind::take_ticket: case Kind::print_token: case Kind::print_paid: case Kind::print_list: case Kind::take_picture: case Kind::drop_picture: case Kind::drop_draft: case Kind::print_again:
        case Kind::open_listings: case Kind::open_mark: case Kind::do_mark: case Kind::open_registers: case Kind::print_certificate:
            return from;
    }
    return from;
}

// Whatever the rules above said: private pages only for the person they belong to, and the resting page true to the state of the machine.
ScreenId guarded(ScreenId to, const Facts& facts) {
    const bool settling = facts.payment_unsettled && (to == paying || to == pay_result);
    const bool holder_there = facts.holder_known && (facts.card_in || to == pay_result);  // the outcome is read even by who was too quick
    if (facts.linking && to != family && to != pin) to = rest(facts);
    const bool awaiting = facts.linking_waits && to == family && facts.holder_known && facts.pin_verified;
    const bool allowed = settling || awaiting || ((holder_there || (!needs_card(to) && to != pin)) && (facts.pin_verified || !needs_pin(to)));
    if (!allowed) to = rest(facts);
    return to == welcome || to == out_of_service ? rest(facts) : to;
}

}  // namespace

bool needs_card(ScreenId screen) {
    switch (screen) {
        case my_page: case form: case review: case receipt: case bills: case pay_review: case paying: case pay_result: case cases: case case_detail:
        case card_service: case load: case new_pin: case loss: case looked_at: case family: case mark: case registers: return true;
        case listings:
        case welcome: case present_card: case pin: case services: case item_guide: case notices: case help: case emergency: case ticket: case slip_check: case fault:
        case out_of_service: return false;
    }
    return true;
}

// The outcome of a payment is shown without the PIN: the card may come back after a power cut, and its owner must learn what happened.
bool needs_pin(ScreenId screen) { return needs_card(screen) && screen != my_page && screen != pay_result; }

bool ends_visit(ScreenId from, ScreenId to) { return from != to && (to == welcome || to == out_of_service); }

ScreenId destination(ScreenId from, const Event& event) {
    Facts all_open;
    all_open.holder_known = all_open.card_in = all_open.pin_verified = true;
    switch (event.kind) {
        case Kind::begin: case Kind::open_bills: case Kind::open_cases: case Kind::open_card_service: case Kind::start_item:
        case Kind::open_services:
        case Kind::open_notices: case Kind::open_emergency: case Kind::open_item: case Kind::open_case: case Kind::help: case Kind::pay: case Kind::confirm_payment:
        case Kind::open_load: case Kind::confirm_load: case Kind::open_new_pin: case Kind::open_loss: case Kind::open_tickets: case Kind::open_looked_at: case Kind::open_family: case Kind::act_for: case Kind::open_slip_check: case Kind::check_slip:
        case Kind::open_listings: case Kind::open_mark: case Kind::open_registers:
            return by_person(from, event.kind, all_open);
        case Kind::back: case Kind::home: case Kind::end: case Kind::language: case Kind::larger: case Kind::voice: case Kind::set: case Kind::show_over: case Kind::more_time: case Kind::form_next: case Kind::form_back: case Kind::hand_in: case Kind::second_case: case Kind::choose_bills: case Kind::cancel_payment: case Kind::code_scanned: case Kind::ask_case: case Kind::do_case: case Kind::choose_load: case Kind::change_pin: case Kind::unblock_pin: case Kind::report_loss: case Kind::pin_changed: case Kind::pin_unblocked: case Kind::loss_kept:
        case Kind::do_mark: case Kind::print_certificate:
        case Kind::agree_staff: case Kind::staff_in: case Kind::staff_unusable: case Kind::staff_out: case Kind::link_card: case Kind::unlink_card: case Kind::relative_read:
        case Kind::pin_entered:
        case Kind::close_receipt: case Kind::done_reading: case Kind::take_ticket: case Kind::print_token: case Kind::print_paid: case Kind::print_list: case Kind::take_picture: case Kind::drop_picture: case Kind::drop_draft: case Kind::print_again:
        case Kind::card_in: case Kind::card_read: case Kind::card_unusable: case Kind::card_out:
        case Kind::pin_right: case Kind::pin_wrong: case Kind::pin_blocked: case Kind::payment_ended: case Kind::request_kept:
        case Kind::request_failed: case Kind::time_over: case Kind::fault: case Kind::out_of_service: case Kind::back_in_service: return from;
    }
    return from;
}

ScreenId next(ScreenId from, const Event& event, const Facts& facts) {
    const bool of_person = event.kind < Kind::card_in;
    return guarded(of_person ? by_person(from, event.kind, facts) : by_world(from, event.kind, facts), facts);
}

}  // namespace onecard::flow
