#include "kiosk/play/relay.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace onecard::play {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t piece_bytes = 65536;
constexpr std::size_t connections_max = 64;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

bool write_all(int to, const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const auto sent = ::send(to, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        done += static_cast<std::size_t>(sent);
    }
    return true;
}

}  // namespace

// One connection of the kiosk and its continuation to the backend.
struct Relay::Pair {
    struct Late {
        Steady::time_point due;
        std::string bytes;
    };
    int kiosk, backend;
    std::deque<Late> held;  // answers on their way to the kiosk
    bool open = true;
    bool answered_all = false;  // the backend closed; what is held is still delivered

    Pair(int kiosk_side, int backend_side) : kiosk(kiosk_side), backend(backend_side) {}
    ~Pair() {
        ::close(kiosk);
        ::close(backend);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    void pass(int from, Millis delay) {
        std::string bytes(piece_bytes, '\0');
        const auto size = ::recv(from, bytes.data(), bytes.size(), 0);
        if (size <= 0) {
            answered_all = from == backend;
            open = answered_all;
            return;
        }
        bytes.resize(static_cast<std::size_t>(size));
        if (from == kiosk) {
            open = write_all(backend, bytes);
        } else {
            held.push_back({Steady::now() + delay, std::move(bytes)});
        }
    }

    void deliver() {
        while (open && !held.empty() && held.front().due <= Steady::now()) {
            open = write_all(kiosk, held.front().bytes);
            held.pop_front();
        }
        if (answered_all && held.empty()) open = false;
    }
};

Result<std::unique_ptr<Relay>> Relay::open(std::string host, std::uint16_t port) {
    const auto no = [] { return failure(Error::Kind::unavailable, "play.relay", std::strerror(errno)); };
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0) return no();
    auto address = loopback(0);
    socklen_t size = sizeof address;
    const bool listening = ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener, 64) == 0 &&
                           ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!listening) {
        ::close(listener);
        return no();
    }
    return std::unique_ptr<Relay>(new Relay(listener, ntohs(address.sin_port), std::move(host), port));
}

Relay::Relay(int listener, std::uint16_t port, std::string host, std::uint16_t to)
    : listener_(listener), port_(port), host_(std::move(host)), to_(to), thread_([this] { run(); }) {}

Relay::~Relay() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
}

void Relay::accept_one() {
    const int kiosk = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (kiosk < 0) return;
    const int backend = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(to_);
    if (host_ != "localhost") ::inet_pton(AF_INET, host_.c_str(), &address.sin_addr);
    const bool through = on_ && pairs_.size() < connections_max && backend >= 0 &&
                         ::connect(backend, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    if (!through) {
        ::close(kiosk);
        if (backend >= 0) ::close(backend);
        return;
    }
    const int yes = 1;
    ::setsockopt(kiosk, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::setsockopt(backend, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    pairs_.push_back(std::make_unique<Pair>(kiosk, backend));
}

void Relay::run() {
    constexpr int look_every_ms = 20;
    while (!stop_) {
        if (!on_) pairs_.clear();
        std::vector<pollfd> watched{{listener_, POLLIN, 0}};
        for (const auto& pair : pairs_) {
            watched.push_back({pair->kiosk, POLLIN, 0});
            watched.push_back({pair->answered_all ? -1 : pair->backend, POLLIN, 0});
        }
        ::poll(watched.data(), watched.size(), look_every_ms);
        if (!on_) pairs_.clear();
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            auto& pair = *pairs_[i];
            if (watched[1 + 2 * i].revents) pair.pass(pair.kiosk, Millis(0));
            if (pair.open && watched[2 + 2 * i].revents) pair.pass(pair.backend, Millis(delay_));
            pair.deliver();
        }
        std::erase_if(pairs_, [](const auto& pair) { return !pair->open; });
        if (watched[0].revents) accept_one();
    }
    pairs_.clear();
}

}  // namespace onecard::play
