#include "kiosk/play/line_socket.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace onecard::play {
namespace {

constexpr std::size_t line_bytes_max = 8u << 20;

}  // namespace

LineSocket::LineSocket(LineSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), received_(std::move(other.received_)) {}

LineSocket& LineSocket::operator=(LineSocket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(received_, other.received_);
    return *this;
}

LineSocket::~LineSocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<LineSocket> LineSocket::connect(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return failure(Error::Kind::invalid, "play.no_socket", "the path is too long");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    LineSocket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(socket.descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return failure(Error::Kind::unavailable, "play.no_socket", std::strerror(errno));
    return socket;
}

Status LineSocket::send(std::string_view line) {
    std::string all(line);
    all.push_back('\n');
    std::string_view rest = all;
    while (!rest.empty()) {
        const auto sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return failure(Error::Kind::unavailable, "play.gone", "the other side ended");
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<std::string> LineSocket::receive(Millis at_most) {
    const auto until = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        const auto end = received_.find('\n');
        if (end != std::string::npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        const auto left = std::chrono::ceil<Millis>(until - std::chrono::steady_clock::now());
        if (left <= Millis(0)) return failure(Error::Kind::timed_out, "play.silent", "no answer in time");
        pollfd watched{descriptor_, POLLIN, 0};
        if (::poll(&watched, 1, static_cast<int>(left.count())) <= 0) continue;
        char part[65536];
        const auto size = ::recv(descriptor_, part, sizeof part, 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0 || received_.size() > line_bytes_max) return failure(Error::Kind::unavailable, "play.gone", "the other side ended");
        received_.append(part, static_cast<std::size_t>(size));
    }
}

Result<std::string> LineSocket::ask(std::string_view line, Millis at_most) {
    if (auto sent = send(line); !sent) return failure(sent.error());
    return receive(at_most);
}

}  // namespace onecard::play
