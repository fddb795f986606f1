// The wire between kiosk and backend in a played visit: bytes pass through, late or not at all.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::play {

class Relay {
public:
    /// Listens on a free loopback port and passes connections on to `host`:`port`. Error `play.relay`.
    static Result<std::unique_ptr<Relay>> open(std::string host, std::uint16_t port);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    std::uint16_t port() const { return port_; }
    /// Cuts every connection and refuses new ones until on again.
    void set_on(bool on) { on_ = on; }
    /// Holds back each piece of an answer this long.
    void set_delay(Millis delay) { delay_ = delay.count(); }

private:
    struct Pair;
    Relay(int listener, std::uint16_t port, std::string host, std::uint16_t to);
    void run();
    void accept_one();

    int listener_;
    std::uint16_t port_;
    std::string host_;
    std::uint16_t to_;
    std::atomic<bool> on_{true}, stop_{false};
    std::atomic<std::int64_t> delay_{0};
    std::vector<std::unique_ptr<Pair>> pairs_;
    std::thread thread_;
};

}  // namespace onecard::play
