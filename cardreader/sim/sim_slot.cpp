#include "cardreader/sim/sim_slot.hpp"

namespace onecard::card {

void SimSlot::insert(SimCard& card) {
    const std::lock_guard lock(mutex_);
    leave();
    card_ = &card;
    card_->reset();
    ++turn_;
    changed_.notify_all();
}

void SimSlot::remove() {
    const std::lock_guard lock(mutex_);
    leave();
}

void SimSlot::leave() {
    if (!card_) return;
    card_ = nullptr;
    tear_.reset();
    ++turn_;
    changed_.notify_all();
}

void SimSlot::plan(Tear tear) {
    const std::lock_guard lock(mutex_);
    tear_ = tear;
}

void SimSlot::set_plugged(bool plugged) {
    const std::lock_guard lock(mutex_);
    if (plugged == plugged_) return;
    plugged_ = plugged;
    if (card_) card_->reset();
}

bool SimSlot::plugged() const {
    const std::lock_guard lock(mutex_);
    return plugged_;
}

std::uint64_t SimSlot::turn() const {
    const std::lock_guard lock(mutex_);
    return turn_;
}

std::uint64_t SimSlot::wait_beyond(std::uint64_t turn, Millis at_most) const {
    std::unique_lock lock(mutex_);
    const auto wakes = wakes_;
    changed_.wait_for(lock, at_most, [&] { return turn_ != turn || wakes_ != wakes; });
    return turn_;
}

void SimSlot::wake() {
    const std::lock_guard lock(mutex_);
    ++wakes_;
    changed_.notify_all();
}

std::optional<Bytes> SimSlot::atr() const {
    const std::lock_guard lock(mutex_);
    return card_ ? std::optional(card_->image().atr) : std::nullopt;
}

std::optional<CardState> SimSlot::state() const {
    const std::lock_guard lock(mutex_);
    return card_ ? std::optional(card_->state()) : std::nullopt;
}

std::optional<Protocol> SimSlot::best_protocol() const {
    const std::lock_guard lock(mutex_);
    if (card_ && card_->offers(Protocol::t1)) return Protocol::t1;
    if (card_ && card_->offers(Protocol::t0)) return Protocol::t0;
    return std::nullopt;
}

int SimSlot::slowness() const {
    const std::lock_guard lock(mutex_);
    return card_ ? card_->image().faults.slow_ms : 0;
}

void SimSlot::reset(std::optional<Protocol> agreed) {
    const std::lock_guard lock(mutex_);
    if (card_) card_->reset(agreed);
}

std::optional<bool> SimSlot::change_protocol(std::uint64_t turn, Protocol wanted) {
    const std::lock_guard lock(mutex_);
    if (!card_ || turn != turn_) return std::nullopt;
    if (!card_->offers(wanted)) return false;
    card_->reset(wanted);
    return true;
}

std::optional<Bytes> SimSlot::exchange(std::uint64_t turn, ByteView apdu) {
    const std::lock_guard lock(mutex_);
    if (!card_ || turn != turn_) return std::nullopt;
    const bool torn = tear_ && --tear_->commands == 0;
    if (torn && tear_->moment == Tear::Moment::before) {
        leave();
        return std::nullopt;
    }
    auto answer = card_->transmit(apdu);
    if (!torn) return answer;
    leave();
    return std::nullopt;
}

}  // namespace onecard::card
