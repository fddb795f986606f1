// Bills paid by phone or bank card: the backend owns the charge and alone says how it ended; here it is asked for, followed and given up. A sale at the
// bank card terminal is written down before it begins, so that a machine that loses its power finds out afterwards.
#include <algorithm>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;
using flow::PaymentView;
using Way = flow::PaymentView::Way;
using State = wire::ChargeState::State;

constexpr std::string_view open_sale = "terminal.open_sale";
constexpr Millis ask_every{700}, ask_again{1'500};
/// Without any word of the backend for so long nobody is kept standing here.
constexpr Millis patience{15'000};

wire::ChargeWay way_of(Way way) {
    if (way == Way::scanned) return wire::ChargeWay::scanned;
    return way == Way::terminal ? wire::ChargeWay::terminal : wire::ChargeWay::shown;
}

}  // namespace

void Attendant::pay_by(const std::string& way) {
    auto& payment = visit().payment;
    payment.way = way == "scanned" ? Way::scanned : way == "terminal" ? Way::terminal : Way::shown;
    payment.scan_awaited = payment.way == Way::scanned;
    if (!payment.scan_awaited) begin_charge({});
}

void Attendant::begin_charge(const std::string& code) {
    auto& payment = visit().payment;
    payment.scan_awaited = false;
    if (!parts_.store || !visit().holder) return end_charge(PaymentView::State::not_paid, "store.unavailable");
    auto number = parts_.store->next_receipt(parts_.kiosk);
    if (!number) return end_charge(PaymentView::State::not_paid, number.error().code);
    payment.receipt = *number;
    Charge charge;
    charge.request = {make_id(parts_.clock, parts_.random), *number, visit().holder->card_serial, way_of(payment.way), {}, payment.total, code};
    for (const auto& bill : payment.bills) charge.request.bills.push_back(bill.id);
    charge.begun = charge.last_word = parts_.clock.uptime();
    charge_ = std::move(charge);
    ask_charge();
}

void Attendant::ask_charge() {
    using Ask = sync::ChargeAsk::Kind;
    if (!charge_ || charge_->asking) return;
    const auto kind = !charge_->known ? Ask::open : charge_->given_up ? Ask::close : Ask::look;
    charge_->asking = true;
    parts_.ask_charge({kind, charge_->request});
}

void Attendant::scanned(const std::string& code) {
    if (visit().payment.scan_awaited && !code.empty() && code.size() <= wire::charge_code_bytes_max) begin_charge(code);
}

// Until the backend agrees it may still turn out to be paid.
void Attendant::give_up_charge() {
    auto& payment = visit().payment;
    if (payment.way == Way::purse || payment.state != PaymentView::State::paying) return;
    if (payment.scan_awaited || !charge_) return end_charge(PaymentView::State::not_paid, "charge.cancelled");
    if (charge_->selling) return;  // given up at the terminal itself
    charge_->given_up = payment.cancelling = true;
    charge_->last_word = parts_.clock.uptime();
    charge_->ask_at = parts_.clock.uptime();
    ask_charge();
}

void Attendant::on_letter(const ChargeAnswered& letter) {
    if (!charge_ || charge_->request.id != letter.id) return;
    charge_->asking = false;
    if (!letter.state) return charge_unanswered(letter);
    const auto& state = *letter.state;
    charge_->known = true;
    charge_->last_word = parts_.clock.uptime();
    charge_->ask_at = parts_.clock.uptime() + ask_every;
    visit().payment.offline = false;
    switch (state.state) {
        case State::paid: return end_charge(PaymentView::State::paid, state.code);
        case State::closed: return end_charge(PaymentView::State::not_paid, charge_->given_up ? "charge.cancelled" : state.code);
        case State::refunded: return end_charge(PaymentView::State::not_paid, "charge.returned");
        case State::created: break;
    }
    visit().payment.qr = state.qr;
    visit().payment.open_until = state.expires_at;
    if (visit().payment.way == Way::terminal && !charge_->selling && !charge_->given_up) begin_sale();
}

void Attendant::charge_unanswered(const ChargeAnswered& letter) {
    const bool never_begun = !charge_->known && letter.surely_not;
    if (never_begun) return end_charge(PaymentView::State::not_paid, letter.code);
    visit().payment.offline = charge_->known;
    charge_->ask_at = parts_.clock.uptime() + ask_again;
    if (parts_.clock.uptime() - charge_->last_word < patience) return;
    // A code that nobody has seen can't have been paid, and a sale that never began took nothing.
    const bool nobody_can_have_paid = !charge_->known && charge_->request.way != wire::ChargeWay::scanned;
    if (nobody_can_have_paid) return end_charge(PaymentView::State::not_paid, letter.code);
    const bool still_open = charge_->known && !charge_->given_up && parts_.clock.now() < visit().payment.open_until;
    if (!still_open) end_charge(PaymentView::State::unresolved, "charge.unclear");
}

void Attendant::end_charge(PaymentView::State state, const std::string& code) {
    auto& payment = visit().payment;
    const auto sold_here = charge_ && charge_->selling;
    charge_.reset();
    payment.state = state;
    payment.reason = code;
    payment.cancelling = payment.scan_awaited = payment.offline = false;
    wipe(payment.qr);
    visit().receipt.reset();
    if (state != PaymentView::State::not_paid) {
        for (const auto& bill : payment.bills) charged_.insert(bill.id);
        visit().receipt = receipts().of_payment(parts_.clock.now());
    }
    if (state == PaymentView::State::paid) {
        if (!sold_here) visit().receipt->state = code == "payment.returned" ? "returned" : "booked";
        print_receipt();
    }
    if (visit().holder) parts_.ask_holder(visit().holder->card_serial);
    sound(state == PaymentView::State::paid ? device::Sound::done : device::Sound::trouble);
    turn({Kind::payment_ended, {}});
}

// Whoever leaves before it is decided: the backend is told, and closes it by itself if that does not arrive.
void Attendant::leave_charge() {
    if (!charge_) return;
    if (!charge_->selling) parts_.ask_charge({sync::ChargeAsk::Kind::close, charge_->request});
    charge_.reset();
}

std::optional<Millis> Attendant::follow_charge() {
    if (!charge_) return std::nullopt;
    idle_.touched();  // somebody looks at a phone, not at the screen; the charge ends by itself
    const auto now = parts_.clock.uptime();
    if (charge_->selling || charge_->asking) return ask_every;
    if (now >= charge_->ask_at) ask_charge();
    return std::max(Millis(1), charge_->asking ? ask_every : charge_->ask_at - now);
}

// Durable before the terminal hears of it.
void Attendant::begin_sale() {
    const Json note{{"id", charge_->request.id},
                    {"receipt", charge_->request.receipt},
                    {"card_serial", charge_->request.card_serial},
                    {"amount", charge_->request.amount.count()}};
    if (auto kept = parts_.store->cache().set(std::string(open_sale), dump_json(note)); !kept)
        return end_charge(PaymentView::State::not_paid, kept.error().code);
    charge_->selling = true;
    parts_.sell({charge_->request.id, charge_->request.amount, false});
}

void Attendant::find_out_sale() {
    if (!parts_.store) return;
    const auto kept = parts_.store->cache().setting(std::string(open_sale));
    const auto note = kept && *kept ? parse_json(**kept) : Result<Json>(Json());
    if (note && note->is_object() && is_id(text_at(*note, "id"))) parts_.sell({text_at(*note, "id"), fen_at(*note, "amount"), true});
}

/// What the terminal said is on its way to the backend before anybody is told.
Status Attendant::keep_sale(const device::SaleWord& word) {
    const auto kept = parts_.store->cache().setting(std::string(open_sale));
    if (!kept) return failure(kept.error());
    const auto note = *kept ? parse_json(**kept) : Result<Json>(Json());
    if (!note || text_at(*note, "id") != word.id) return {};
    const bool approved = word.outcome == device::SaleWord::Outcome::approved;
    const wire::TerminalSale sale{approved ? wire::TerminalSale::Outcome::approved : wire::TerminalSale::Outcome::declined, fen_at(*note, "amount"), word.trace,
                                  parts_.clock.now()};
    const wire::Submission submission{word.id, std::string(wire::terminal_sale_kind), dump_json(wire::to_json(sale)), parts_.clock.now()};
    const auto added = parts_.store->outbox().add(submission, {text_at(*note, "card_serial"), text_at(*note, "receipt")});
    // Kept by an earlier process that ended before it could cross this out.
    if (!added && added.error().code != "store.id_taken") return added;
    parts_.nudge();
    return parts_.store->cache().set(std::string(open_sale), "");
}

void Attendant::on_letter(const SaleEnded& letter) {
    const auto& word = letter.word;
    const bool ours = charge_ && charge_->selling && charge_->request.id == word.id;
    log::info("sale at the bank card terminal: " + (word.code.empty() ? std::string("approved") : word.code));
    if (word.outcome == device::SaleWord::Outcome::unknown) {
        if (ours) end_charge(PaymentView::State::unresolved, "terminal.unclear");
        return;
    }
    if (auto kept = parts_.store ? keep_sale(word) : Status(); !kept) {
        log::failed("a sale", kept.error());
        if (ours) end_charge(PaymentView::State::unresolved, "terminal.unclear");
        return parts_.sell({word.id, word.amount, true});  // asked again until it is written down
    }
    if (!ours) return;
    const bool approved = word.outcome == device::SaleWord::Outcome::approved;
    end_charge(approved ? PaymentView::State::paid : PaymentView::State::not_paid, approved ? std::string() : word.code);
}

// Between visits, so that nobody finds the terminal busy with somebody else's money.
void Attendant::on_letter(const RefundsDue& letter) {
    if (!resting() || !parts_.give_back || !parts_.model.machine.terminal_ready) return;
    for (const auto& one : letter.refunds)
        if (giving_back_.insert(one.charge).second) parts_.give_back({one.charge, one.trace, one.amount});
}

// The terminal gives back once, however often it is asked; so what could not be kept here is simply asked for again.
void Attendant::on_letter(const RefundEnded& letter) {
    using Outcome = device::RefundWord::Outcome;
    const auto& word = letter.word;
    log::info("money back at the bank card terminal: " + (word.code.empty() ? std::string("returned") : word.code));
    const bool returned = word.outcome == Outcome::returned;
    const wire::TerminalRefund refund{word.id, returned ? wire::TerminalRefund::Outcome::returned : wire::TerminalRefund::Outcome::refused, word.amount, word.trace,
                                      parts_.clock.now()};
    const bool known = word.outcome != Outcome::unknown && parts_.store;
    const auto kept = known ? parts_.store->outbox().add(frozen(wire::terminal_refund_kind, wire::to_json(refund), refund.ended_at), {})
                            : Status(failure(Error::Kind::unavailable, word.code));
    if (!kept) giving_back_.erase(word.id);
    else parts_.nudge();
}

void Attendant::on_letter(const TerminalReady& letter) { parts_.model.machine.terminal_ready = letter.ready; }

void Attendant::on(const TerminalLetter& letter) {
    std::visit([this](const auto& one) { on_letter(one); }, letter);
}

}  // namespace onecard::app
