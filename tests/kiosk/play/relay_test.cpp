#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "kiosk/play/relay.hpp"

using namespace onecard;

namespace {

// A server on loopback that sends back what it gets, one connection after the other.
class Echo {
public:
    Echo() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(listener_, 8) == 0);
        REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port = ntohs(address.sin_port);
        thread_ = std::jthread([this] { serve(); });
    }
    ~Echo() { ::shutdown(listener_, SHUT_RDWR); thread_.join(); ::close(listener_); }

    std::uint16_t port = 0;

private:
    void serve() const {
        for (;;) {
            const int one = ::accept(listener_, nullptr, nullptr);
            if (one < 0) return;
            char part[256];
            for (ssize_t size; (size = ::recv(one, part, sizeof part, 0)) > 0;)
                if (::send(one, part, static_cast<std::size_t>(size), MSG_NOSIGNAL) != size) break;
            ::close(one);
        }
    }
    int listener_;
    std::jthread thread_;
};

int connect_to(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::connect(one, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return one;
}

// What comes back for "hello": the text, or nothing when the line is cut.
std::string say_hello(int line) {
    if (::send(line, "hello", 5, MSG_NOSIGNAL) != 5) return {};
    std::string answer(5, '\0');
    const auto size = ::recv(line, answer.data(), answer.size(), MSG_WAITALL);
    answer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return answer;
}

}  // namespace

TEST_CASE("the relay passes bytes, cuts and refuses when off, and passes again when on") {
    Echo echo;
    auto relay = play::Relay::open("localhost", echo.port);
    REQUIRE(relay.has_value());
    const int first = connect_to((*relay)->port());
    CHECK(say_hello(first) == "hello");
    (*relay)->set_on(false);
    char none = 0;
    CHECK(::recv(first, &none, 1, 0) <= 0);
    ::close(first);
    const int refused = connect_to((*relay)->port());
    CHECK(say_hello(refused).empty());
    ::close(refused);
    (*relay)->set_on(true);
    const int again = connect_to((*relay)->port());
    CHECK(say_hello(again) == "hello");
    ::close(again);
}

TEST_CASE("a slow relay holds answers back") {
    Echo echo;
    auto relay = play::Relay::open("localhost", echo.port);
    REQUIRE(relay.has_value());
    const int line = connect_to((*relay)->port());
    CHECK(say_hello(line) == "hello");
    (*relay)->set_delay(Millis(80));
    const auto start = std::chrono::steady_clock::now();
    CHECK(say_hello(line) == "hello");
    CHECK(std::chrono::steady_clock::now() - start >= Millis(80));
    ::close(line);
}
