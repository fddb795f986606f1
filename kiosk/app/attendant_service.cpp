// What the attendant does for the card itself: money onto it, another PIN, a report of loss.
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;
using flow::NewPinView;

NewPinView::State state_of(pay::PinChanged::Outcome outcome) {
    switch (outcome) {
        case pay::PinChanged::Outcome::changed: return NewPinView::State::changed;
        case pay::PinChanged::Outcome::wrong: return NewPinView::State::wrong;
        case pay::PinChanged::Outcome::blocked: return NewPinView::State::blocked;
        case pay::PinChanged::Outcome::unknown: return NewPinView::State::unknown;
        case pay::PinChanged::Outcome::failed: return NewPinView::State::failed;
    }
    return NewPinView::State::failed;
}

}  // namespace

void Attendant::load_chosen() {
    const auto& load = visit().load;
    const auto way = load.off_card ? wire::LoadWay::off_card : wire::LoadWay::onto_card;
    parts_.card(pay::Load{{load.amount, load.collects ? wire::LoadSource::posted_credit : wire::LoadSource::account, way}});
}

void Attendant::on_letter(const pay::LoadAsked& letter) { parts_.ask_load(letter.request); }

void Attendant::on_letter(const pay::DepositRead& letter) {
    if (visit().holder) visit().holder->deposit = letter.balance;
}

void Attendant::on_letter(const LoadAnswered& letter) {
    if (!letter.grant) log::info("no grant for a load: " + letter.code);
    parts_.card(pay::LoadAnswer{letter.id, letter.grant, letter.code});
}

void Attendant::change_pin() {
    auto& typed = visit().new_pin;
    pay::ChangePin order{std::move(typed.old_pin), std::move(typed.new_pin)};
    typed.old_pin.clear();
    typed.new_pin.clear();
    if (typed.state == NewPinView::State::working) parts_.card(std::move(order));
}

void Attendant::on_letter(const pay::PinChanged& letter) {
    log::info("change of PIN: " + (letter.code.empty() ? std::string("answered") : letter.code));
    auto& pin = visit().new_pin;
    pin.state = state_of(letter.outcome);
    pin.tries_left = letter.tries_left;
    pin.reason = letter.outcome == pay::PinChanged::Outcome::failed ? letter.code : std::string();
    turn({Kind::pin_changed, {}});
}

void Attendant::unblock_pin() {
    if (visit().pin.opening != flow::PinView::Opening::working) return;
    pay::UnblockPin order{std::move(visit().new_pin.new_pin)};
    visit().new_pin.new_pin.clear();
    parts_.card(std::move(order));
}

// The badge that lies there vouches for the holder; what it signs holds for this card and this challenge alone.
void Attendant::on_letter(const pay::UnblockAsked& letter) {
    if (!staff_) return parts_.card(pay::UnblockAnswer{{}, "assist.no_badge"});
    wire::UnblockRequest request{make_id(parts_.clock, parts_.random), letter.card_serial, letter.header, letter.challenge, staff_->number, {}, letter.pin};
    const auto challenge = wire::unblock_challenge(request);
    badge_talk_ = BadgeTalk{staff_->number, challenge, {}, 0, std::move(request)};
    parts_.card(pay::SignByBadge{challenge});
}

void Attendant::ask_unblock(wire::UnblockRequest request, const std::string& code, const Bytes& signature) {
    if (!code.empty() || !parts_.ask_unblock) return parts_.card(pay::UnblockAnswer{{}, code});
    request.signature = to_hex(signature);
    parts_.ask_unblock(std::move(request));
}

void Attendant::on_letter(const UnblockAnswered& letter) {
    const auto data = letter.grant ? from_hex(letter.grant->data) : Result<Bytes>(Bytes{});
    if (letter.code.empty() && data) return parts_.card(pay::UnblockAnswer{*data, {}});
    log::info("a PIN is not opened: " + letter.code);
    parts_.card(pay::UnblockAnswer{{}, letter.code.starts_with("net.") ? "pin.no_network" : letter.code});
}

void Attendant::on_letter(const pay::PinUnblocked& letter) {
    using Outcome = pay::PinUnblocked::Outcome;
    log::info("opening of a PIN: " + (letter.code.empty() ? std::string("done") : letter.code));
    const auto why = letter.code.empty() ? std::string("pin.other") : letter.code;
    turn({Kind::pin_unblocked, letter.outcome == Outcome::opened ? std::string() : letter.outcome == Outcome::unknown ? std::string("pin.unknown") : why});
}

// Durable before anybody is told; every kiosk hears of it as soon as the backend does.
void Attendant::report_loss(const std::string& serial) {
    if (!visit().holder || !parts_.store) return turn({Kind::request_failed, "store.unavailable"});
    const auto now = parts_.clock.now();
    const wire::LossReport report{visit().holder->card_serial, serial, now};
    const auto submission = frozen("loss_report", wire::to_json(report), now);
    auto number = parts_.store->next_receipt(parts_.kiosk);
    const auto kept = number ? parts_.store->outbox().add(submission, {report.card_serial, *number}) : Status(failure(number.error()));
    if (!kept) {
        log::failed("a report of loss", kept.error());
        return turn({Kind::request_failed, kept.error().code});
    }
    visit().fault.clear();
    turn({Kind::loss_kept, ui::masked_number(serial, 0)});
    parts_.nudge();
}

void Attendant::load_card_service(const wire::HolderRecord* record) {
    auto& load = visit().load;
    load.known = record != nullptr;
    load.account = record ? record->account : Fen();
    load.posted_credit = record ? record->posted_credit : Fen();
    visit().own_cards.clear();
    if (!record) return;
    for (const auto& card : record->other_cards)
        visit().own_cards.push_back({card.serial, ui::masked_number(card.serial, 0), card.standing == wire::HolderRecord::Standing::active});
}

}  // namespace onecard::app
