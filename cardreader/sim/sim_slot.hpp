// Where a software card lies: put on, taken off, or torn out in the middle of a conversation on order.
#pragma once
#include <condition_variable>
#include <mutex>
#include <optional>

#include "base/clock.hpp"
#include "cardreader/sim/sim_card.hpp"

namespace onecard::card {

/// A tear: the card leaves at the `commands`-th command from now, before it acts on it or after it acted and before it answers.
struct Tear {
    enum class Moment { before, after } moment = Moment::after;
    int commands = 1;
};

/// Safe from several threads: one that talks to the card, one that moves it.
class SimSlot {
public:
    /// The card stays the caller's and must outlive its stay. Replaces a card that is in.
    void insert(SimCard& card);
    void remove();
    /// Replaces an earlier order; forgotten when the card leaves.
    void plan(Tear tear);

    /// Whether the reader itself is connected to the machine; it is at first. Without it the card inside can't be reached.
    void set_plugged(bool plugged);
    bool plugged() const;

    /// Goes up with each insertion and each removal: even = empty, odd = a card is in.
    std::uint64_t turn() const;
    /// Waits until turn() is another one or the time is over; gives the turn then.
    std::uint64_t wait_beyond(std::uint64_t turn, Millis at_most) const;
    /// Wakes all waits, as if something had happened.
    void wake();

    /// The card's answer to reset; empty when it gives none. Nothing when no card is in.
    std::optional<Bytes> atr() const;
    std::optional<CardState> state() const;
    /// Nothing when no card is in, or it offers none of both.
    std::optional<Protocol> best_protocol() const;
    /// Milliseconds that the card takes for each answer.
    int slowness() const;
    /// See SimCard::reset().
    void reset(std::optional<Protocol> agreed = std::nullopt);
    /// Resets the card of `turn` into another protocol; false when it does not offer it. Nothing when it is not (any longer) in.
    std::optional<bool> change_protocol(std::uint64_t turn, Protocol wanted);
    /// The answer, empty when the card keeps silent. Nothing when the card of `turn` is not (any longer) in.
    std::optional<Bytes> exchange(std::uint64_t turn, ByteView apdu);

private:
    void leave();

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    SimCard* card_ = nullptr;
    std::uint64_t turn_ = 0;
    std::uint64_t wakes_ = 0;
    bool plugged_ = true;
    std::optional<Tear> tear_;
};

}  // namespace onecard::card
