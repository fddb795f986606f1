#include "kiosk/flow/turn.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace onecard::flow {
namespace {

using Kind = Event::Kind;
using Page = std::vector<const FormField*>;

std::optional<int> number_in(const std::string& text) {
    int number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

bool good(const Page& page, const Draft& draft, const std::string& day) {
    return std::all_of(page.begin(), page.end(), [&](const FormField* field) { return trouble(*field, draft, day).empty(); });
}

// Pages that "back" may return to.
bool worth_returning(ScreenId screen) {
    switch (screen) {
        case ScreenId::present_card: case ScreenId::pin: case ScreenId::my_page: case ScreenId::services: case ScreenId::item_guide:
        case ScreenId::form: case ScreenId::review: case ScreenId::bills: case ScreenId::cases: case ScreenId::case_detail: case ScreenId::notices:
        case ScreenId::listings: case ScreenId::registers:
        case ScreenId::ticket: case ScreenId::card_service: case ScreenId::family: return true;
        case ScreenId::welcome: case ScreenId::receipt: case ScreenId::pay_review: case ScreenId::paying: case ScreenId::pay_result:
        case ScreenId::mark:
        case ScreenId::help: case ScreenId::emergency: case ScreenId::load: case ScreenId::new_pin: case ScreenId::loss: case ScreenId::looked_at: case ScreenId::slip_check: case ScreenId::fault: case ScreenId::out_of_service:
            return false;
    }
    return false;
}

// No screen stands twice on the trail, so it can't grow beyond their number.
void keep_trail(std::vector<ScreenId>& trail, ScreenId from, ScreenId to, Kind kind) {
    if (const auto seen = std::find(trail.begin(), trail.end(), to); seen != trail.end()) {
        trail.erase(seen, trail.end());  // been there: the way since then is undone, however it was asked for
        return;
    }
    if (kind == Kind::home) trail.clear();
    const bool through_door = (from == ScreenId::pin || from == ScreenId::present_card) && to != ScreenId::help && to != ScreenId::emergency;
    if (kind == Kind::back || kind == Kind::home || kind == Kind::done_reading || through_door || !worth_returning(from)) return;
    trail.push_back(from);
}

void change_settings(Visit& visit, const Event& event) {
    auto& settings = visit.settings;
    if (event.kind == Kind::language) {
        if (!event.argument.empty()) settings.language = event.argument;
        visit.over = Over::nothing;
    }
    if (event.kind == Kind::larger) settings.larger = (settings.larger + 1) % 3;
    if (event.kind == Kind::voice) settings.voice = !settings.voice;
    if (event.kind == Kind::set) set(settings, event.argument);
    if (event.kind == Kind::set && event.argument.starts_with("elder=")) visit.offers_elder = false;
}

void note_reading(Visit& visit, const Event& event) {
    if (event.kind == Kind::card_in) {
        if (visit.over == Over::rest) visit.over = Over::nothing;
        visit.card_in = visit.reading_card = true;
        visit.card_trouble.clear();
    }
    const bool read = event.kind == Kind::card_read || event.kind == Kind::relative_read;
    if (read || event.kind == Kind::card_unusable || event.kind == Kind::card_out) visit.reading_card = false;
    if (event.kind == Kind::card_unusable) visit.card_trouble = event.argument;
    if (event.kind == Kind::card_out) visit.card_in = false;
}

void note_pin(Visit& visit, const Event& event) {
    if (event.kind == Kind::pin_entered) visit.pin.checking = true;
    if (event.kind == Kind::pin_right) visit.pin_verified = true, visit.pin = {};
    if (event.kind == Kind::pin_wrong) visit.pin = PinView{number_in(event.argument), true};
    if (event.kind == Kind::pin_blocked) visit.pin = PinView{0, false, true};
    if (event.kind == Kind::pin_right || event.kind == Kind::pin_wrong || event.kind == Kind::pin_blocked) visit.pin_entry.clear();
}

void choose_bills(Visit& visit, const std::string& id) {
    const auto payable = payable_bills(visit);
    auto& chosen = visit.selected_bills;
    if (id.empty()) {
        // What is bought for a meter is no debt: it is never chosen unasked.
        std::set<std::string> owed;
        for (const auto* bill : payable)
            if (!bill->offer) owed.insert(bill->id);
        chosen = chosen == owed ? std::set<std::string>{} : owed;
        return;
    }
    const bool known = std::any_of(payable.begin(), payable.end(), [&](const BillView* bill) { return bill->id == id; });
    if (known && chosen.erase(id) == 0) chosen.insert(id);
}

/// What there is to choose from: of the account, the returned money, or off the card its deposit account.
Fen load_limit(const Visit& visit) {
    if (visit.load.off_card) return visit.holder ? visit.holder->deposit.value_or(Fen{}) : Fen{};
    return visit.load.collects ? visit.load.posted_credit : visit.load.account;
}

/// `collect`, off the card `all`, or an amount in fen that is there.
void choose_load(Visit& visit, const std::string& argument) {
    auto& load = visit.load;
    load.collects = !load.off_card && argument == "collect" && load.posted_credit > Fen{};
    load.amount = load.collects || (load.off_card && argument == "all") ? load_limit(visit) : Fen(number_in(argument).value_or(0));
    if (load.amount > load_limit(visit)) load.amount = {};
}

void keep_card_service(Visit& visit, ScreenId from, ScreenId to, const Event& event) {
    if (event.kind == Kind::choose_load && from == ScreenId::load) choose_load(visit, event.argument);
    if (to == ScreenId::load && from != to) visit.load.off_card = event.argument == "off_card", choose_load(visit, {});
    if (event.kind == Kind::confirm_load && to == ScreenId::paying) {
        visit.payment = {};
        visit.payment.load = true, visit.payment.off_card = visit.load.off_card;
        visit.payment.total = visit.load.amount;
        visit.payment.state = PaymentView::State::paying;
        visit.receipt.reset();
    }
    if (to == ScreenId::new_pin && from != to) visit.new_pin = {};
    if (event.kind == Kind::change_pin && to == ScreenId::new_pin) visit.new_pin.state = NewPinView::State::working;
    if (event.kind == Kind::loss_kept) visit.reported_card = event.argument;
    if (to == ScreenId::loss && from != to) visit.reported_card.clear();
}

void lay_out_payment(Visit& visit) {
    visit.payment = {};
    visit.payment.total = chosen_total(visit);
    for (const auto* bill : payable_bills(visit))
        if (visit.selected_bills.contains(bill->id)) visit.payment.bills.push_back(*bill);
}

void open_page_with_trouble(Model& model) {
    const auto all = open_pages(model);
    const auto day = today(model);
    for (std::size_t page = 0; page < all.size(); ++page)
        if (!good(all[page], model.visit.draft, day)) {
            model.visit.form_page = page;
            break;
        }
    model.visit.show_troubles = true;
}

void turn_form_page(Model& model, ScreenId from, ScreenId to, const Event& event) {
    auto& visit = model.visit;
    const auto last = open_pages(model).size() - 1;
    if (event.kind == Kind::form_next && from == ScreenId::form) {
        visit.show_troubles = !facts_of(model).form_page_good;
        if (to == ScreenId::form && !visit.show_troubles) ++visit.form_page;
    }
    if (event.kind == Kind::form_back) {
        visit.show_troubles = false;
        if (from == ScreenId::review) visit.form_page = static_cast<std::size_t>(number_in(event.argument).value_or(static_cast<int>(last)));
        else if (to == ScreenId::form && visit.form_page > 0) --visit.form_page;
    }
    if (event.kind == Kind::hand_in && to == ScreenId::form) open_page_with_trouble(model);
    if (event.kind == Kind::request_kept) {
        // Who hands in the same item once more begins at its first page.
        visit.draft.forget();
        visit.form_page = 0;
        visit.show_troubles = false;
    }
    visit.form_page = std::min(visit.form_page, last);
}

// Another item than before starts with an empty form.
void open_another_item(Visit& visit, const std::string& code) {
    if (code == visit.open_item) return;
    visit.draft.forget();
    visit.pictures.clear();
    visit.form_page = 0;
    visit.show_troubles = visit.resumed = false;
    visit.open_item = code;
}

void handle_picture(Visit& visit, ScreenId to, const Event& event) {
    if (to != ScreenId::form) visit.taking_picture.clear();
    if (event.kind != Kind::take_picture && event.kind != Kind::drop_picture) return;
    visit.picture_trouble.clear();
    visit.pictures.erase(event.argument);
    visit.draft.values.erase(event.argument);
    if (event.kind == Kind::take_picture && to == ScreenId::form) visit.taking_picture = event.argument;
}

/// All kinds, one kind (`@` and its name) or one listing; another listing begins without answers.
void open_listing(Visit& visit, const std::string& argument) {
    for (auto& [question, option] : visit.mark_answers) wipe(option);
    visit.mark_answers.clear();
    visit.show_troubles = false;
    if (argument.empty() || argument.front() == '@') {
        wipe(visit.listing_search);
        visit.listing_kind = argument.empty() ? std::string() : argument.substr(1);
        visit.open_listing.clear();
    } else {
        visit.open_listing = argument;
    }
}

// What is opened, by the argument of the event.
void open_things(Visit& visit, ScreenId from, ScreenId to, const Event& event) {
    if (event.kind == Kind::open_item && to == ScreenId::item_guide) {
        visit.from_listing = from == ScreenId::listings ? visit.open_listing : std::string();
        open_another_item(visit, event.argument);
    }
    if (event.kind == Kind::open_mark || event.kind == Kind::open_registers) visit.fault.clear();
    if (event.kind == Kind::open_listings && to == ScreenId::listings) open_listing(visit, event.argument);
    if (event.kind == Kind::open_registers && to == ScreenId::registers) visit.open_register = event.argument;
    const bool leaves_paper = (from == ScreenId::case_detail && to != from) || (from == ScreenId::registers && (to != from || event.kind == Kind::open_registers));
    if (leaves_paper) visit.receipt.reset();
    if (event.kind == Kind::open_services && from != ScreenId::services) visit.search = event.argument;
    if (event.kind == Kind::open_slip_check) visit.slip_check.reset();
    if (event.kind == Kind::open_case) visit.open_case = event.argument;
    if (event.kind == Kind::open_notices) visit.open_notice = event.argument;
    if (event.kind == Kind::help) visit.open_help = event.argument;
    if (event.kind == Kind::fault || event.kind == Kind::request_failed) visit.fault = event.argument;
    if (event.kind == Kind::hand_in) visit.fault.clear();
    if (event.kind == Kind::more_time) visit.seconds_left.reset();
    if (event.kind == Kind::show_over) visit.over = over_named(event.argument);
}

void drop_ask(Visit& visit) {
    for (auto* text : {&visit.case_ask, &visit.case_words, &visit.case_rating}) wipe(*text);
    visit.case_times.clear();
    visit.show_troubles = false;
}

/// An action is prepared on the page of its case and nowhere else; leaving the page, except for help, gives it up.
void prepare_ask(Visit& visit, ScreenId from, ScreenId to, const Event& event) {
    if (event.kind == Kind::ask_case && from == ScreenId::case_detail) {
        drop_ask(visit);
        visit.case_ask = event.argument;
    }
    if (from == ScreenId::case_detail && to != from && to != ScreenId::help && to != ScreenId::emergency) drop_ask(visit);
}

/// Cards that are being linked, and for whom what follows is done.
void keep_family(Visit& visit, ScreenId from, ScreenId to, const Event& event) {
    if (event.kind == Kind::open_family && to == ScreenId::family) visit.open_relative = event.argument, visit.fault.clear();
    if (event.kind == Kind::link_card && from == ScreenId::family) {
        visit.linking = {LinkingView::State::waiting, event.argument, {}, {}};
        visit.fault.clear();
    }
    if (event.kind == Kind::relative_read && to == ScreenId::pin) visit.wanted = ScreenId::family;
    if (event.kind == Kind::act_for && to == ScreenId::services) visit.for_relative = event.argument;
    const bool own_again = to == ScreenId::my_page || to == ScreenId::card_service || to == ScreenId::cases || to == ScreenId::family;
    if (own_again || event.kind == Kind::request_kept) wipe(visit.for_relative);
}

/// The holder agrees to what stands on the review page; once that may be other, or the helper has left, it is as if never agreed.
void keep_staff(Model& model, ScreenId to, Kind kind) {
    auto& visit = model.visit;
    if (kind == Kind::agree_staff && to == ScreenId::pin) visit.agreeing = true, visit.wanted = ScreenId::review;
    if (kind == Kind::pin_right && visit.agreeing) visit.staff_agreed_at = model.machine.now;
    if (to != ScreenId::pin && to != ScreenId::help) visit.agreeing = false;
    if (kind == Kind::staff_out) visit.staff.reset(), visit.staff_trouble.clear();
    if (to == ScreenId::form || kind == Kind::staff_out || kind == Kind::request_kept) visit.staff_agreed_at.reset();
}

void keep_payment(Visit& visit, ScreenId from, ScreenId to, const Event& event) {
    if (event.kind == Kind::choose_bills && from == ScreenId::bills) choose_bills(visit, event.argument);
    if (event.kind == Kind::pay && to == ScreenId::pay_review) lay_out_payment(visit);
    if (event.kind == Kind::confirm_payment && to == ScreenId::paying) visit.payment.state = PaymentView::State::paying;
    if (event.kind == Kind::close_receipt && to != from) {
        visit.payment = {};
        visit.receipt.reset();
    }
    const bool arrives = to == ScreenId::bills && from != ScreenId::bills && from != ScreenId::pay_review && from != ScreenId::help && from != ScreenId::emergency;
    if (arrives) {
        visit.selected_bills.clear();
        choose_bills(visit, {});
    }
}

// A holder whose card can no longer be trusted is nobody: what was read and typed goes, the way it is shown stays.
void drop_holder(Visit& visit) {
    const auto settings = visit.settings;
    const auto trouble = visit.card_trouble;
    visit.forget();
    visit.settings = settings;
    visit.card_trouble = trouble;
}

bool is_ending(ScreenId from, ScreenId to, Kind kind) {
    const bool resting = to == ScreenId::welcome || to == ScreenId::out_of_service;
    return resting && (ends_visit(from, to) || kind == Kind::time_over || kind == Kind::end || kind == Kind::card_out);
}

}  // namespace

Facts facts_of(const Model& model) {
    const auto& visit = model.visit;
    using State = PaymentView::State;
    const auto state = visit.payment.state;
    Facts facts;
    facts.in_service = model.machine.in_service;
    facts.holder_known = visit.holder.has_value();
    facts.card_in = visit.card_in;
    facts.pin_verified = visit.pin_verified;
    facts.payment_unsettled = state == State::asking_card || state == State::paying || state == State::unresolved || state == State::bring_back ||
                              (state == State::not_paid && visit.payment.card_left);
    if (const auto* item = open_item(model)) {
        const auto all = pages(*item, visit.draft);
        const auto day = today(model);
        const auto page = std::min(visit.form_page, all.empty() ? 0 : all.size() - 1);
        facts.form_first_page = page == 0;
        facts.form_last_page = page + 1 >= all.size();
        facts.form_page_good = all.empty() || good(all[page], visit.draft, day);
        facts.form_complete = std::all_of(all.begin(), all.end(), [&](const Page& one) { return good(one, visit.draft, day); });
    }
    facts.load_chosen = visit.load.known && visit.load.amount > Fen{} && visit.load.amount <= load_limit(visit);
    facts.staff_there = visit.staff.has_value();
    facts.linking = visit.linking.state != LinkingView::State::none;
    facts.linking_waits = visit.linking.state == LinkingView::State::waiting;
    facts.wanted = visit.wanted;
    facts.previous = visit.trail.empty() ? ScreenId::welcome : visit.trail.back();
    return facts;
}

ScreenId turn(Model& model, ScreenId from, const Event& event) {
    auto& visit = model.visit;
    if (event.kind == Kind::pay && visit.selected_bills.empty()) return from;
    if (event.kind == Kind::out_of_service) model.machine.in_service = false;
    if (event.kind == Kind::back_in_service) model.machine.in_service = true;
    note_reading(visit, event);
    note_pin(visit, event);
    note_opening(visit, from, event);
    const auto facts = facts_of(model);
    const auto to = next(from, event, facts);
    change_settings(visit, event);
    if (is_ending(from, to, event.kind)) {
        visit.forget();
        return to;
    }
    if (event.kind == Kind::card_unusable && to == ScreenId::present_card && visit.holder) drop_holder(visit);
    turn_form_page(model, from, to, event);
    open_things(visit, from, to, event);
    prepare_ask(visit, from, to, event);
    resume_draft(visit, from, to);
    if (event.kind == Kind::drop_draft) drop_draft(visit, event.argument);
    handle_picture(visit, to, event);
    keep_payment(visit, from, to, event);
    keep_card_service(visit, from, to, event);
    if (to == ScreenId::pin || to == ScreenId::present_card) {
        if (const auto wanted = destination(from, event); wanted != from && to != from) visit.wanted = wanted;
    } else if (to != ScreenId::help && to != ScreenId::emergency) {
        visit.wanted = ScreenId::my_page;  // reached, or given up
    }
    keep_staff(model, to, event.kind);
    keep_family(visit, from, to, event);
    if (to != from) keep_trail(visit.trail, from, to, event.kind);
    return to;
}

std::string today(const Model& model) {
    const auto local = to_local(model.machine.now);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", local.year % 10000, local.month % 100, local.day % 100);
    return text;
}

std::vector<Page> open_pages(const Model& model) {
    const auto* item = open_item(model);
    auto all = item ? pages(*item, model.visit.draft) : std::vector<Page>{};
    if (all.empty()) all.emplace_back();
    return all;
}

}  // namespace onecard::flow
