#include "kiosk/app/attendant.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "backend-client/wire/materials.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "kiosk/app/present.hpp"
#include "kiosk/screens/screen.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;
using flow::ScreenId;

constexpr std::string_view service_state = "service.state";

// What stops most comes first: without records nothing is taken, without reader no card is read; a printer only saves a photograph.
bool more_important(const std::string& one, const std::string& other) {
    constexpr std::array<std::string_view, 6> order{"key.", "store.", "reader.", "payment.", "sam.", "net."};
    const auto rank = [&](const std::string& code) {
        if (code == "store.kept_aside") return order.size();
        const auto found = std::find_if(order.begin(), order.end(), [&](std::string_view family) { return code.starts_with(family); });
        return found == order.end() ? order.size() + 1 : static_cast<std::size_t>(found - order.begin());
    };
    return rank(one) < rank(other);
}

}  // namespace

Attendant::Attendant(AttendantParts parts) : parts_(std::move(parts)), idle_(parts_.clock, parts_.patience) {}

void Attendant::open() {
    auto& machine = parts_.model.machine;
    machine.now = parts_.clock.now();
    machine.store_ready = parts_.store != nullptr;
    if (!parts_.store) {
        set_fault("store.unavailable", true);
        return;
    }
    if (parts_.store->kept_aside()) set_fault("store.kept_aside", true);
    const auto state = parts_.store->cache().setting(std::string(service_state));
    if (state && *state && **state == "out_of_service") turn({Kind::out_of_service, {}});
    find_out_sale();
    load_notices();
    load_queue();
    obey_orders();
}

void Attendant::on(const flow::Event& event) {
    idle_.touched();
    const auto before = screen_;
    switch (event.kind) {
        case Kind::pin_entered: {
            SecretText pin = std::move(visit().pin_entry);
            visit().pin_entry.clear();
            turn(event);
            parts_.card(pay::VerifyPin{std::move(pin)});
            return;
        }
        case Kind::confirm_payment:
            turn(event);
            if (before != ScreenId::paying && screen_ == ScreenId::paying) event.argument.empty() ? pay_chosen() : pay_by(event.argument);
            return;
        case Kind::cancel_payment: return give_up_charge();
        case Kind::code_scanned: return scanned(event.argument);
        case Kind::confirm_load:
            turn(event);
            if (before != ScreenId::paying && screen_ == ScreenId::paying) load_chosen();
            return;
        case Kind::change_pin:
            turn(event);
            change_pin();
            return;
        case Kind::unblock_pin:
            turn(event);
            unblock_pin();
            return;
        case Kind::report_loss: return report_loss(event.argument);
        case Kind::unlink_card: return unlink_card(event.argument);
        case Kind::check_slip:
            turn(event);
            if (screen_ == ScreenId::slip_check) check_slip(event.argument);
            return;
        case Kind::hand_in:
            turn(event);
            if (before == ScreenId::review && screen_ == ScreenId::review) hand_in();
            return;
        case Kind::second_case:
            turn(event);
            if (before == ScreenId::review && screen_ == ScreenId::review) second_case(event.argument);
            return;
        case Kind::drop_draft:
            drop_draft(event.argument);
            return turn(event);
        case Kind::do_case:
            turn(event);
            if (screen_ == ScreenId::case_detail) do_case(event.argument);
            return;
        case Kind::close_receipt:
            turn(event);
            load_holder_data();
            return;
        case Kind::print_list:
            if (const auto* item = flow::open_item(parts_.model)) {
                auto list = receipts().check_list(*item, split(event.argument, ','));
                last_slip_ = plain_text(list);
                parts_.print(std::move(list));
            }
            return;
        case Kind::print_again: return print_again();
        case Kind::print_token: return print_token(event.argument);
        case Kind::print_paid: return print_paid(event.argument);
        case Kind::take_picture:
            turn(event);
            if (!visit().taking_picture.empty() && parts_.picture) parts_.picture(event.argument);
            return;
        case Kind::do_mark: return do_mark(event.argument);
        case Kind::print_certificate: return screen_ == ScreenId::case_detail ? print_case_paper() : print_certificate();
        case Kind::take_ticket:
            turn(event);
            return take_ticket(event.argument);
        case Kind::set:
            turn(event);
            if (event.argument.starts_with("elder=")) remember_elder();
            return;
        default: turn(event); break;  // all others only lead somewhere
    }
    if (screen_ != before && screen_ == ScreenId::present_card && card_on_ && !visit().holder) {
        // Left on the reader since the last visit, or by somebody in no hurry.
        turn({Kind::card_in, {}});
        parts_.card(pay::ReadAgain{});
    }
}

void Attendant::turn(const flow::Event& event) {
    const bool was_resting = resting();
    keep_draft(event);
    const auto before = screen_;
    screen_ = flow::turn(parts_.model, screen_, event);
    if (screen_ == ScreenId::form && before != ScreenId::form) load_slots();
    if (screen_ == ScreenId::family && before != ScreenId::family) refused_links_read();
    if (screen_ == ScreenId::ticket && before != ScreenId::ticket) visit().ticket.reset(), load_queue();
    if (!was_resting && resting()) visit_ended();
    // A badge that lies there outlives the visit.
    if (!visit().staff && staff_) visit().staff = staff_;
    if (visit().staff_trouble.empty()) visit().staff_trouble = staff_trouble_;
}

// After the visit nothing of it is left; what a technician ordered meanwhile is done now.
void Attendant::visit_ended() {
    parts_.card(pay::EndVisit{});
    if (std::exchange(drafts_changed_, false)) parts_.nudge();
    leave_charge();
    token_slip_.clear();
    repaired_.reset();
    marks_told_.clear();
    followed_.clear();
    charged_.clear();
    shown_.clear();
    unlinked_.clear();
    refused_links_.clear();
    refused_links_read_.clear();
    visit().card_in = card_on_;
    wipe(last_slip_);
    parts_.forget();
    if (std::exchange(catalogue_waits_, false)) parts_.reload_catalogue();
    obey_orders();
}

void Attendant::obey_orders() {
    if (!parts_.store || !resting()) return;
    auto orders = parts_.store->orders().open();
    if (!orders) return log::failed("orders", orders.error());
    for (const auto& order : *orders) obey(order);
}

void Attendant::obey(const wire::Order& order) {
    auto& store = *parts_.store;
    if (auto done = store.orders().obeyed(order.id); !done) return log::failed("order", done.error());
    log::info("order obeyed: " + std::string(wire::name(order.kind)));
    const auto set_service = [&](std::string_view state, Kind kind) {
        if (auto kept = store.cache().set(std::string(service_state), std::string(state)); !kept) log::failed("service state", kept.error());
        turn({kind, {}});
    };
    switch (order.kind) {
        case wire::Order::Kind::out_of_service: set_service("out_of_service", Kind::out_of_service); break;
        case wire::Order::Kind::back_in_service: set_service("in_service", Kind::back_in_service); break;
        case wire::Order::Kind::restart: parts_.restart(); break;
        case wire::Order::Kind::picture: keep_screen_picture(order.id); break;
    }
    parts_.nudge();
}

wire::Submission Attendant::frozen(std::string_view kind, const Json& body, Timestamp at) const {
    return {make_id(parts_.clock, parts_.random), std::string(kind), dump_json(body), at};
}

void Attendant::keep_screen_picture(const std::string& order) {
    auto content = parts_.screen_picture ? parts_.screen_picture() : Bytes{};
    if (content.empty()) return log::warning("no picture of the screen: picture.none");
    const wire::ScreenPicture picture{order, std::move(content), parts_.clock.now()};
    if (auto kept = parts_.store->outbox().add(frozen(wire::screen_picture_kind, wire::to_json(picture), picture.taken_at), {}); !kept) log::failed("picture of the screen", kept.error());
}

Millis Attendant::tick() {
    auto& machine = parts_.model.machine;
    const auto now = parts_.clock.now();
    machine.now = now;
    const bool visiting = !resting();
    const auto idle = idle_.look(visiting, visit().settings.slower || visit().settings.elder);
    visit().seconds_left = idle.seconds_left;
    if (idle.over) {
        turn({Kind::time_over, {}});
        idle_.touched();
    }
    watch_work();
    const auto follow_one = follow_charge(), follow_other = follow_tokens();
    const auto follow = follow_one ? follow_one : follow_other;
    rest(idle.rests);
    // While the machine rests, what it shows changes more often than the strip, which shows minutes; whoever waits sees seconds.
    if (visit().over == flow::Over::rest) return std::min(idle.next, Millis(screens::rest_page_time.count() - to_millis(now) % screens::rest_page_time.count()));
    const auto to_next_minute = Millis(60'000 - to_millis(now) % 60'000);
    constexpr Millis a_second{1000};
    return std::min({idle.next, to_next_minute, visit().working_seconds ? a_second : to_next_minute, follow.value_or(to_next_minute)});
}

// Nobody has been here for long: notices and what a hall has to say of itself, until the first touch. A card that was left is spoken to instead.
void Attendant::rest(bool alone) {
    const bool may = alone && screen_ == ScreenId::welcome && !card_on_ && visit().over == flow::Over::nothing;
    if (may) turn({Kind::show_over, "rest"});
}

void Attendant::pay_chosen() {
    pay::PaymentOrder order;
    for (const auto& bill : visit().payment.bills) order.lines.push_back({bill.id, bill.amount});
    if (parts_.store) order.ceilings = pay::ceilings_in_force(*parts_.store);
    parts_.card(pay::Pay{std::move(order)});
}

void Attendant::print_receipt() {
    if (!visit().receipt) return;
    auto slip = receipts().slip(*visit().receipt);
    last_slip_ = plain_text(slip);
    visit().receipt->slip.clear();
    visit().receipt->slip_code.clear();
    parts_.print(std::move(slip));
}

void Attendant::sound(device::Sound sound) const {
    if (parts_.sound) parts_.sound(sound);
}

// How long what was asked for last has been under way; long work says so, see screens/page.hpp.
void Attendant::watch_work() {
    const auto& now = visit();
    const bool printing = now.receipt && now.receipt->slip.empty();
    // How long somebody needs for their phone says nothing about how long a card takes.
    const bool by_card = now.payment.way == flow::PaymentView::Way::purse;
    const bool paying = by_card && now.payment.state == flow::PaymentView::State::paying;
    const auto work = paying ? Work::paying : now.pin.checking ? Work::pin : now.reading_card ? Work::reading : printing ? Work::printing : Work::nothing;
    const auto uptime = parts_.clock.uptime();
    usual_.watch(work, uptime);
    visit().working_seconds.reset();
    const auto running = charge_ ? std::optional(uptime - charge_->begun) : usual_.running_for(uptime);
    if (!running) return;
    visit().working_seconds = static_cast<int>(running->count() / 1000);
    if (!charge_) visit().usual_seconds = std::max(1, static_cast<int>((usual_.usual(work).count() + 999) / 1000));
}

// Only where no slip came out for sure, or nobody knows: a second slip of the same number harms nobody, a third one would waste paper.
void Attendant::print_again() {
    const auto& receipt = visit().receipt;
    if (!receipt || !parts_.model.machine.printer_ready || (receipt->slip != "failed" && receipt->slip != "unknown")) return;
    print_receipt();
}

void Attendant::on(const PaperLetter& letter) {
    std::visit([this](const auto& one) { on_letter(one); }, letter);
}

void Attendant::on_letter(const device::PrinterState& state) {
    auto& machine = parts_.model.machine;
    machine.printer_ready = state.ready;
    machine.slip_in_mouth = state.slip_in_mouth;
    machine.printer = device::heartbeat_word(state);
    if (!printer_fault_.empty()) set_fault(printer_fault_, false);
    printer_fault_ = state.ready ? std::string() : state.code;
    if (!printer_fault_.empty()) set_fault(printer_fault_, true);
    if (!state.code.empty()) log::warning("printer: " + state.code);
}

void Attendant::on_letter(const SlipDone& done) {
    if (!done.outcome.code.empty()) log::warning("slip: " + done.outcome.code);
    auto& receipt = visit().receipt;
    if (!receipt || receipt->number != done.number) return;
    receipt->slip_code = done.outcome.code;
    switch (done.outcome.kind) {
        case device::PrintOutcome::Kind::printed: receipt->slip = "printed"; break;
        case device::PrintOutcome::Kind::saved: receipt->slip = "saved"; break;
        case device::PrintOutcome::Kind::failed: receipt->slip = "failed"; break;
        case device::PrintOutcome::Kind::unknown: receipt->slip = "unknown"; break;
    }
}

void Attendant::set_fault(const std::string& code, bool there) {
    auto& faults = parts_.model.machine.faults;
    const auto found = std::find(faults.begin(), faults.end(), code);
    if (there && found == faults.end()) faults.insert(std::upper_bound(faults.begin(), faults.end(), code, more_important), code);
    if (!there && found != faults.end()) faults.erase(found);
}

}  // namespace onecard::app
