// Carries a slot's card to the virtual reader driver (vpcd) inside the PC/SC daemon, over its socket.
#pragma once
#include <atomic>
#include <string>
#include <thread>

#include "cardreader/sim/sim_slot.hpp"

namespace onecard::card {

/// Where vpcd listens: 35963 for its first slot, 35964 for its second.
struct VpcdAddress {
    std::string host = "127.0.0.1";  ///< numeric
    std::uint16_t port = 35963;
};

/// Connected while a card is in the slot; connects again by itself when the daemon restarts. One thread of its own.
class VpcdLink {
public:
    /// `slot` must outlive the link.
    VpcdLink(SimSlot& slot, VpcdAddress address);
    /// Takes the card out of the daemon's sight and ends the thread.
    ~VpcdLink();
    VpcdLink(const VpcdLink&) = delete;
    VpcdLink& operator=(const VpcdLink&) = delete;

    /// True when the daemon has powered the card of this turn and asked for its answer to reset.
    bool visible(std::uint64_t turn) const { return visible_turn_.load() == turn; }
    /// Waits for that. False when the time is over.
    bool wait_visible(std::uint64_t turn, Millis at_most) const;

private:
    void run(std::stop_token stop);
    void serve(int socket, std::uint64_t turn, const std::stop_token& stop);
    bool answer(int socket, std::uint64_t turn, const Bytes& message);
    bool control(int socket, std::uint64_t turn, std::uint8_t order);

    SimSlot& slot_;
    VpcdAddress address_;
    std::atomic<std::uint64_t> visible_turn_{0};
    bool powered_ = false;
    std::jthread thread_;
};

}  // namespace onecard::card
