#include "kiosk/app/driven.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

#include "base/secret.hpp"

namespace onecard::app {

DrivingLine::DrivingLine(int descriptor, std::function<void()> wake)
    : descriptor_(descriptor), lines_(std::move(wake)), thread_([this] { read(); }) {}

DrivingLine::~DrivingLine() {
    ::shutdown(descriptor_, SHUT_RDWR);
    thread_.join();
    ::close(descriptor_);
}

void DrivingLine::read() {
    constexpr std::size_t line_bytes_max = 1 << 20;
    std::string received;
    char part[4096];
    for (;;) {
        const auto size = ::recv(descriptor_, part, sizeof part, 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0 || received.size() > line_bytes_max) return;
        received.append(part, static_cast<std::size_t>(size));
        for (auto end = received.find('\n'); end != std::string::npos; end = received.find('\n')) {
            lines_.post(received.substr(0, end));
            auto rest = received.substr(end + 1);
            wipe(received);
            received = std::move(rest);
        }
        wipe(part, sizeof part);  // what a visit types passes through here: it must not be what is found afterwards
    }
}

std::optional<Json> DrivingLine::take() {
    auto line = lines_.take();
    if (!line) return std::nullopt;
    auto order = parse_json(*line);
    return order ? *std::move(order) : Json::object();
}

void DrivingLine::answer(const Json& answer) {
    const auto line = dump_json(answer) + "\n";
    std::string_view rest = line;
    while (!rest.empty()) {
        const auto sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
}

}  // namespace onecard::app
