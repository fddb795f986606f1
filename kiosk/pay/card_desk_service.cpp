// What a holder has done with the card itself: money put on it, another PIN, a blocked PIN opened.
#include "base/log.hpp"
#include "kiosk/pay/card_desk.hpp"

namespace onecard::pay {
namespace {

bool answered(const Error& error) { return error.kind == Error::Kind::invalid || error.kind == Error::Kind::refused; }

PaymentOutcome no_load(const LoadOrder& order, std::string code) {
    PaymentOutcome outcome;
    outcome.kind = store::JournalEntry::Kind::load;
    outcome.way = order.way;
    outcome.amount = order.amount;
    outcome.code = std::move(code);
    return outcome;
}

bool right(const Result<card::PinOutcome>& outcome) { return outcome && outcome->kind == card::PinOutcome::Kind::right; }

}  // namespace

card::Psam* CardDesk::ready_psam(std::string& code) {
    if (sam_.psam() == nullptr) sam_.look();
    code = sam_.trouble();
    return sam_.psam();
}

void CardDesk::carry_out(const Load& order) {
    if (!visitor_) return end_load(no_load(order.order, "card.gone"));
    std::string code;
    const auto* psam = ready_psam(code);
    if (psam == nullptr) return end_load(no_load(order.order, std::move(code)));
    break_load("load.not_done");
    auto asked = engine_.begin_load(*visitor_->transport, visitor_->holder, *psam, order.order);
    if (!asked) {
        end_load(no_load(order.order, asked.error().code));
        if (!answered(asked.error())) reopen();
        return;
    }
    load_asked_ = asked->id;
    post(LoadAsked{*std::move(asked)});
}

void CardDesk::carry_out(const LoadAnswer& order) {
    // An answer that comes after the card has gone finds the load ended: what the backend debited is given back.
    if (order.id != load_asked_ || load_asked_.empty()) return log::info("an answer for a load that has ended");
    if (!order.grant || !visitor_) return break_load(order.code);
    load_asked_.clear();
    auto outcome = engine_.credit_load(*visitor_->transport, order.id, *order.grant);
    if (outcome.state == PaymentOutcome::State::unresolved) {
        awaited_ = visitor_->holder.serial;
        outcome = look_again(std::move(outcome));
    }
    const bool session_broke = outcome.state == PaymentOutcome::State::not_paid && outcome.code.starts_with("card.");
    if (session_broke && visitor_) reopen();
    if (visitor_) visitor_->log_due = true, visitor_->deposit_due = visitor_->holder.has_deposit;
    end_load(std::move(outcome));
}

void CardDesk::end_load(PaymentOutcome outcome) {
    const bool bring_back = outcome.state == PaymentOutcome::State::unresolved && !visitor_;
    post(PaymentEnded{std::move(outcome), bring_back});
}

void CardDesk::break_load(const std::string& code) {
    if (load_asked_.empty()) return;
    const auto id = std::exchange(load_asked_, {});
    end_load(engine_.give_up_load(id, code));
}

void CardDesk::carry_out(const ChangePin& order) {
    if (!visitor_) return post(PinChanged{PinChanged::Outcome::failed, std::nullopt, "card.gone"});
    const auto& rule = visitor_->holder.profile.pin;
    const auto result = card::change_pin(*visitor_->transport, order.old_pin, order.new_pin, rule);
    if (!result && result.error().kind == Error::Kind::timed_out) return post(look_at_pins(order, result.error()));
    // A success is believed only once the new PIN was shown: it costs nothing when it is right.
    if (right(result) && !right(card::verify_pin(*visitor_->transport, order.new_pin, rule)))
        return post(look_at_pins(order, Error{Error::Kind::timed_out, "card.data", {}}));
    if (!result) return post(PinChanged{PinChanged::Outcome::failed, std::nullopt, result.error().code});
    switch (result->kind) {
        case card::PinOutcome::Kind::right: return post(PinChanged{PinChanged::Outcome::changed, std::nullopt, {}});
        case card::PinOutcome::Kind::wrong: return post(PinChanged{PinChanged::Outcome::wrong, result->tries_left, {}});
        case card::PinOutcome::Kind::blocked: return post(PinChanged{PinChanged::Outcome::blocked, 0, {}});
    }
}

void CardDesk::carry_out(const UnblockPin& order) {
    unblock_pin_.reset();
    if (!visitor_) return post(PinUnblocked{PinUnblocked::Outcome::blocked, "card.gone"});
    const auto challenge = card::read_challenge(*visitor_->transport);
    if (!challenge) {
        post(PinUnblocked{PinUnblocked::Outcome::blocked, challenge.error().code});
        if (!answered(challenge.error())) reopen();
        return;
    }
    unblock_pin_ = order.new_pin;
    const auto header = card::unblock_header(visitor_->holder.profile.pin);
    post(UnblockAsked{std::string(visitor_->holder.serial.view()), to_hex(header), to_hex(*challenge), order.new_pin});
}

void CardDesk::carry_out(const UnblockAnswer& order) {
    const auto pin = std::exchange(unblock_pin_, std::nullopt);
    if (!pin || !visitor_) return log::info("an answer for a PIN that nobody waits for");
    if (order.data.empty()) return post(PinUnblocked{PinUnblocked::Outcome::blocked, order.code});
    const auto& rule = visitor_->holder.profile.pin;
    const auto done = card::unblock_pin(*visitor_->transport, order.data, rule);
    // Whatever the answer says, or was spoilt to say: a blocked card spends nothing on being shown a PIN, and an opened one takes it.
    const auto shown = card::verify_pin(*visitor_->transport, *pin, rule);
    const auto why = done ? std::string("card.data") : done.error().code;
    if (right(shown)) return post(PinUnblocked{PinUnblocked::Outcome::opened, {}});
    if (shown && shown->kind == card::PinOutcome::Kind::blocked) return post(PinUnblocked{PinUnblocked::Outcome::blocked, why});
    post(shown ? PinUnblocked{PinUnblocked::Outcome::unknown, why} : look_at_unblocked(*pin, why));
}

PinUnblocked CardDesk::look_at_unblocked(const SecretText& pin, const std::string& why) {
    log::info("a PIN whose opening nobody saw: " + why);
    if (!reopen()) return {PinUnblocked::Outcome::unknown, why};
    const auto shown = card::verify_pin(*visitor_->transport, pin, visitor_->holder.profile.pin);
    if (right(shown)) return {PinUnblocked::Outcome::opened, {}};
    if (shown && shown->kind == card::PinOutcome::Kind::blocked) return {PinUnblocked::Outcome::blocked, why};
    return {PinUnblocked::Outcome::unknown, why};
}

PinChanged CardDesk::look_at_pins(const ChangePin& order, const Error& why) {
    log::failed("a change of PIN", why);
    constexpr int tries_needed = 2;
    const PinChanged unknown{PinChanged::Outcome::unknown, std::nullopt, why.code};
    if (!reopen()) return unknown;
    const auto& rule = visitor_->holder.profile.pin;
    const auto tries = card::pin_tries_left(*visitor_->transport, rule);
    if (!tries || !*tries || **tries < tries_needed) return unknown;
    if (right(card::verify_pin(*visitor_->transport, order.new_pin, rule))) return {PinChanged::Outcome::changed, std::nullopt, {}};
    // The right one gives back the try that the other cost.
    if (right(card::verify_pin(*visitor_->transport, order.old_pin, rule))) return {PinChanged::Outcome::failed, std::nullopt, why.code};
    return unknown;
}

}  // namespace onecard::pay
