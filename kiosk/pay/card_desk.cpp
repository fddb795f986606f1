#include "kiosk/pay/card_desk.hpp"

#include <utility>

#include "base/log.hpp"

namespace onecard::pay {
namespace {

using card::Slot;
using card::SlotEvent;

/// Bounds one tick; the rest waits for the next.
constexpr int orders_a_tick = 16;

/// The card answered, if only to say no: its session is whole.
bool answered(const Error& error) { return error.kind == Error::Kind::invalid || error.kind == Error::Kind::refused; }

/// It has a number, and that is all it has: whoever copies the number has the card. A card that has left meanwhile is told as such.
Error why_storage_is_refused(card::Transport& transport) {
    const auto found = card::recognise_storage(transport);
    if (!found && !answered(found.error())) return found.error();
    return {Error::Kind::refused, "card.storage", {}};
}

bool has_purse(const card::Holder& holder) { return holder.application != card::Application::social_security; }

bool is_same(const card::Holder& a, const card::Holder& b) { return a.serial.view() == b.serial.view() && a.issuer == b.issuer; }

}  // namespace

CardDesk::CardDesk(card::ReaderRoom& room, PaymentEngine& engine, const Clock& clock, Mailbox<CardLetter>& letters, DeskSettings settings)
    : room_(room), engine_(engine), clock_(clock), letters_(letters), settings_(std::move(settings)),
      sam_(room, clock, settings_.psam, [this](PsamState state) { post(std::move(state)); }) {}

void CardDesk::order(CardOrder order) {
    orders_.post(std::move(order));
    room_.cancel();
}

void CardDesk::tick(Millis at_most) {
    bool busy = carry_out_orders();
    // Any other command would make the card forget what it waits with.
    if (!busy && visitor_ && visitor_->repair_due && !waits()) {
        visitor_->repair_due = false;
        repair();
        busy = true;
    } else if (!busy && visitor_ && visitor_->deposit_due && !waits()) {
        read_deposit();
        busy = true;
    } else if (!busy && visitor_ && visitor_->log_due && !waits()) {
        read_log();
        busy = true;
    }
    const auto events = room_.wait(busy ? Millis(0) : at_most);
    // What was ordered while the daemon did not hear of it comes before what has happened since.
    if (!events.empty()) carry_out_orders();
    for (const auto& event : events) {
        switch (event.slot) {
            case Slot::citizen:
            case Slot::contactless: on_citizen(event.slot, event.kind); break;
            case Slot::sam: sam_.on_event(event.kind); break;
            case Slot::staff: on_staff(event.kind); break;
        }
    }
    tell_reader_state();
    sam_.look_if_due();
    if (auto late = engine_.write_again()) tell_late(std::move(*late));
}

Millis CardDesk::rest() const {
    constexpr Millis lively{1'000}, without_psam{5'000}, calm{60'000};
    if (card_on_ || visitor_ || badge_ || !awaited_.empty() || engine_.owes_writing()) return lively;
    return sam_.ready() ? calm : without_psam;
}

bool CardDesk::carry_out_orders() {
    for (int count = 0; count < orders_a_tick; ++count) {
        const auto order = orders_.take();
        if (!order) return count > 0;
        std::visit([this](const auto& what) { carry_out(what); }, *order);
    }
    return true;
}

void CardDesk::on_citizen(Slot face, SlotEvent::Kind kind) {
    // A second card waits until the first has left; a card in the contacts may also be seen by the field above them.
    const bool other_face = card_on_ && face != face_;
    switch (kind) {
        case SlotEvent::Kind::card_in:
            lying_.insert(face);
            if (other_face) return;
            face_ = face;
            card_on_ = true;
            read_card();
            break;
        case SlotEvent::Kind::card_out:
        case SlotEvent::Kind::reader_lost:
            lying_.erase(face);
            if (!other_face) leave();
            break;
        case SlotEvent::Kind::reader_back: break;
    }
}

void CardDesk::leave() {
    break_load("card.gone");
    unblock_pin_.reset();
    const auto left = std::exchange(visitor_, std::nullopt);
    if (!std::exchange(card_on_, false)) return;
    post(CardOut{});
    if (lying_.empty()) return;
    face_ = *lying_.begin();
    const auto next = left ? open_card() : Result<Visitor>(failure(Error::Kind::unavailable, "card.gone"));
    if (next && is_same(next->holder, left->holder)) return;
    card_on_ = true;
    read_card();
}

void CardDesk::read_card() {
    break_load("card.gone");
    unblock_pin_.reset();
    visitor_.reset();
    post(CardIn{});
    auto opened = open_card();
    if (!opened) return unusable(opened.error().code);
    visitor_ = std::move(*opened);
    if (!awaited_.empty() && visitor_->holder.serial.view() != awaited_.view()) return unusable("card.other_awaited");
    repair();
    if (auto code = objection(visitor_->holder)) return unusable(std::move(*code));
    if (const auto status = introduce(); !status) unusable(status.error().code);
}

Result<CardDesk::Visitor> CardDesk::open_card() {
    auto* reader = room_.reader(face_);
    if (reader == nullptr) return failure(Error::Kind::unavailable, "reader.gone");
    auto transport = reader->connect();
    if (!transport) return failure(transport.error());
    if (const auto atr = reader->atr(); atr && card::is_storage_card(*atr)) return failure(why_storage_is_refused(**transport));
    auto holder = card::read_holder(**transport, settings_.profiles);
    if (!holder) return failure(holder.error());
    if (holder->application == card::Application::unknown) return failure(Error::Kind::refused, "card.unknown");
    return Visitor{std::move(*transport), std::move(*holder)};
}

bool CardDesk::reopen() {
    require(visitor_.has_value(), "a visitor whose card broke off");
    // The old hold must be gone before the card can be taken again.
    visitor_->transport.reset();
    auto* reader = room_.reader(face_);
    if (reader != nullptr) {
        if (auto transport = reader->connect()) {
            const auto found = card::recognise(**transport, settings_.profiles);
            if (found && is_same(*found, visitor_->holder)) {
                visitor_->transport = std::move(*transport);
                return true;
            }
        }
    }
    visitor_.reset();
    return false;
}

std::optional<std::string> CardDesk::objection(const card::Holder& holder) const {
    switch (card::standing(holder, card::day_of(clock_.now()))) {
        case card::Standing::not_enabled: return "card.not_enabled";
        case card::Standing::not_yet_valid: return "card.not_yet_valid";
        case card::Standing::expired: return "card.expired";
        case card::Standing::usable: break;
    }
    if (settings_.refusal) return settings_.refusal(holder.serial);
    return std::nullopt;
}

Status CardDesk::introduce() {
    PurseView purse;
    if (has_purse(visitor_->holder)) {
        const auto balance = card::read_balance(*visitor_->transport);
        if (balance) purse.balance = *balance;
        if (!balance && !answered(balance.error())) return failure(balance.error());
        visitor_->log_due = true;
    }
    const auto tries = card::pin_tries_left(*visitor_->transport, visitor_->holder.profile.pin);
    if (!tries && !answered(tries.error())) return failure(tries.error());
    auto holder = visitor_->holder;
    visitor_->holder.name.clear();
    visitor_->holder.id_number.clear();
    post(HolderRead{std::move(holder), std::move(purse), tries ? *tries : std::nullopt});
    return {};
}

void CardDesk::read_log() {
    visitor_->log_due = false;
    const auto balance = card::read_balance(*visitor_->transport);
    auto log = card::read_log(*visitor_->transport);
    visitor_->log_hidden = !log && log.error().code == "card.pin_needed";
    // Without it the visit goes on; a card that has left is told by its reader.
    if (!balance || !log) return;
    post(PurseRead{{*balance, std::move(*log)}});
}

void CardDesk::read_deposit() {
    visitor_->deposit_due = false;
    const auto& unload = visitor_->holder.profile.unload;
    if (!unload) return;
    // A card that names an account and does not show it has none to speak of.
    if (const auto balance = card::read_balance(*visitor_->transport, unload->account)) post(DepositRead{*balance});
}

void CardDesk::tell_late(PaymentOutcome outcome) {
    log::info("a payment was written down late");
    if (visitor_ && visitor_->holder.serial.view() == outcome.card_serial) {
        awaited_.clear();
        post(Repaired{std::move(outcome)});
    } else if (awaited_.view() == outcome.card_serial) {
        awaited_end_ = std::move(outcome);
    }
}

// A PSAM that fell out while it was told is looked for again before the next payment, not by it.
std::vector<PaymentOutcome> CardDesk::resume() {
    auto outcomes = engine_.resume(*visitor_->transport, visitor_->holder, sam_.psam());
    for (const auto& outcome : outcomes)
        if (outcome.alarm.starts_with("sam.")) sam_.lose(outcome.alarm);
    return outcomes;
}

void CardDesk::repair() {
    if (auto ended = std::exchange(awaited_end_, std::nullopt)) post(Repaired{std::move(*ended)});
    bool all_settled = true;
    for (auto& outcome : resume()) {
        all_settled = all_settled && outcome.state != PaymentOutcome::State::unresolved;
        post(Repaired{std::move(outcome)});
    }
    if (all_settled) awaited_.clear();
}

void CardDesk::unusable(std::string code) {
    log::info("a card can't be used: " + code);
    visitor_.reset();
    post(CardUnusable{std::move(code)});
}

void CardDesk::carry_out(const VerifyPin& order) {
    if (!visitor_) return post(PinResult{std::nullopt, "card.gone"});
    const auto result = card::verify_pin(*visitor_->transport, order.pin, visitor_->holder.profile.pin);
    if (!result) {
        post(PinResult{std::nullopt, result.error().code});
        if (!answered(result.error()) && !reopen()) unusable(result.error().code);
        return;
    }
    post(PinResult{*result, {}});
    if (result->kind != card::PinOutcome::Kind::right) return;
    // What the card shows now may tell how an earlier payment or load ended.
    repair();
    visitor_->log_due = visitor_->log_due || visitor_->log_hidden;
    visitor_->deposit_due = visitor_->holder.has_deposit;
}

void CardDesk::carry_out(const Pay& order) {
    auto outcome = pay(order.order);
    const bool bring_back = outcome.state == PaymentOutcome::State::unresolved && !visitor_;
    post(PaymentEnded{std::move(outcome), bring_back});
}

void CardDesk::carry_out(const Adopt& order) {
    if (!visitor_) return;
    for (const auto& move : order.moves) {
        const bool its_own = visitor_->holder.serial.view() == move.card_serial && visitor_->holder.issuer == move.issuer;
        if (its_own && engine_.adopt(move)) visitor_->repair_due = true;
    }
}

void CardDesk::carry_out(const ReadAgain&) {
    if (card_on_) read_card();
    else post(CardOut{});
}

void CardDesk::carry_out(const EndVisit&) {
    break_load("card.gone");
    unblock_pin_.reset();
    visitor_.reset();
    awaited_.clear();
    awaited_end_.reset();
}

PaymentOutcome CardDesk::pay(const PaymentOrder& order) {
    PaymentOutcome refused;
    refused.lines = order.lines;
    refused.code = "card.gone";
    if (!visitor_) return refused;
    auto* psam = ready_psam(refused.code);
    if (psam == nullptr) return refused;

    auto outcome = engine_.pay(*visitor_->transport, visitor_->holder, *psam, order);
    if (outcome.code.starts_with("sam.")) sam_.lose(outcome.code);
    if (outcome.alarm.starts_with("sam.")) sam_.lose(outcome.alarm);
    const bool session_broke = outcome.state == PaymentOutcome::State::not_paid && !outcome.id.empty() && outcome.code.starts_with("card.");
    if (session_broke) reopen();
    if (outcome.state != PaymentOutcome::State::unresolved) return outcome;
    awaited_ = visitor_->holder.serial;
    return look_again(std::move(outcome));
}

PaymentOutcome CardDesk::look_again(PaymentOutcome outcome) {
    if (!reopen()) return outcome;
    auto alarm = std::move(outcome.alarm);
    for (auto& later : resume()) {
        if (later.id == outcome.id) outcome = std::move(later);
        else post(Repaired{std::move(later)});
    }
    if (outcome.alarm.empty()) outcome.alarm = std::move(alarm);
    if (outcome.state != PaymentOutcome::State::unresolved) awaited_.clear();
    return outcome;
}

void CardDesk::tell_reader_state() {
    const bool either = room_.reader(Slot::citizen) != nullptr || room_.reader(Slot::contactless) != nullptr;
    const std::pair ready(either, room_.reader(Slot::staff) != nullptr);
    if (readers_ready_ == ready) return;
    readers_ready_ = ready;
    post(ReaderState{ready.first, ready.second});
}

}  // namespace onecard::pay
