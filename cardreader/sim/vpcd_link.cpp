#include "cardreader/sim/vpcd_link.hpp"

#include <chrono>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace onecard::card {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A card that is back within one poll of the daemon (0.4 s) would never be seen to have left.
constexpr Millis stays_out{900};
constexpr Millis connects_again{100};
constexpr Millis looks_up{20};
constexpr std::uint8_t order_off = 0x00, order_on = 0x01, order_reset = 0x02, order_atr = 0x04;
// What lies upside down gives no answer to reset; the driver would wait for one for ever, so it gets the shortest malformed one.
constexpr std::uint8_t malformed_atr = 0x3B;

class Socket {
public:
    explicit Socket(int number) : number_(number) {}
    ~Socket() { close(); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int number() const { return number_; }
    bool open() const { return number_ >= 0; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

private:
    int number_;
};

int connect_to(const VpcdAddress& address) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    if (inet_pton(AF_INET, address.host.c_str(), &to.sin_addr) != 1) return -1;
    const int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (number < 0) return -1;
    const int on = 1;
    setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(number, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return number;
    close(number);
    return -1;
}

/// Without a quick acknowledgement each exchange costs 40 ms: the driver sends length and payload apart and waits between them.
bool receive_all(int socket, std::uint8_t* to, std::size_t size) {
    while (size > 0) {
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
        const auto got = recv(socket, to, size, 0);
        if (got <= 0) return false;
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool receive_message(int socket, Bytes& message) {
    std::uint8_t length[2];
    if (!receive_all(socket, length, sizeof length)) return false;
    message.resize(static_cast<std::size_t>(length[0] << 8 | length[1]));
    return receive_all(socket, message.data(), message.size());
}

bool send_message(int socket, ByteView payload) {
    auto message = big_endian(payload.size(), 2);
    append(message, payload);
    ByteView rest(message);
    while (!rest.empty()) {
        const auto sent = send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        rest = rest.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace

VpcdLink::VpcdLink(SimSlot& slot, VpcdAddress address)
    : slot_(slot), address_(std::move(address)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

VpcdLink::~VpcdLink() {
    thread_.request_stop();
    slot_.wake();
}

bool VpcdLink::wait_visible(std::uint64_t turn, Millis at_most) const {
    const auto end = SteadyClock::now() + at_most;
    while (!visible(turn)) {
        if (SteadyClock::now() >= end || slot_.turn() != turn) return false;
        std::this_thread::sleep_for(looks_up);
    }
    return true;
}

void VpcdLink::run(std::stop_token stop) {
    auto left = SteadyClock::now() - stays_out;
    while (!stop.stop_requested()) {
        const auto turn = slot_.turn();
        if (turn % 2 == 0) {
            slot_.wait_beyond(turn, Millis(200));
            continue;
        }
        if (const auto out = SteadyClock::now() - left; out < stays_out) {
            slot_.wait_beyond(turn, std::chrono::duration_cast<Millis>(stays_out - out) + Millis(1));
            continue;
        }
        Socket socket(connect_to(address_));
        if (!socket.open()) {
            slot_.wait_beyond(turn, connects_again);
            continue;
        }
        serve(socket.number(), turn, stop);
        socket.close();
        visible_turn_ = 0;
        slot_.reset();
        left = SteadyClock::now();
    }
}

void VpcdLink::serve(int socket, std::uint64_t turn, const std::stop_token& stop) {
    powered_ = false;
    while (!stop.stop_requested() && slot_.turn() == turn) {
        pollfd waiting{socket, POLLIN, 0};
        const int ready = poll(&waiting, 1, static_cast<int>(looks_up.count()));
        if (ready < 0 && errno != EINTR) return;
        if (ready <= 0) continue;
        Bytes message;
        if (!receive_message(socket, message) || message.empty()) return;
        const bool goes_on = message.size() == 1 ? control(socket, turn, message[0]) : answer(socket, turn, message);
        if (!goes_on) return;
    }
}

bool VpcdLink::control(int socket, std::uint64_t turn, std::uint8_t order) {
    if (order == order_off || order == order_on || order == order_reset) {
        powered_ = order != order_off;
        slot_.reset();
        return true;
    }
    if (order != order_atr) return true;
    const auto atr = slot_.atr();
    if (!atr) return false;
    const auto sent = send_message(socket, atr->empty() ? Bytes{malformed_atr} : *atr);
    if (sent && powered_) visible_turn_ = turn;
    return sent;
}

/// False ends the connection: the card has left.
bool VpcdLink::answer(int socket, std::uint64_t turn, const Bytes& message) {
    if (const int slowness = slot_.slowness(); slowness > 0) std::this_thread::sleep_for(Millis(slowness));
    const auto reply = slot_.exchange(turn, message);
    if (!reply) return false;
    // An empty reply would hang the daemon even after the card is gone; a silent card sends none.
    return reply->empty() || send_message(socket, *reply);
}

}  // namespace onecard::card
