#include "kiosk/device/printer_line.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace onecard::device {
namespace {

constexpr std::string_view tcp = "tcp://";
constexpr Millis stop_seen_within{100};
constexpr std::size_t piece_bytes = 512;

tl::unexpected<Error> gone(int number) { return failure(Error::Kind::unavailable, "printer.gone", std::strerror(number)); }

/// Waits for `events`; false when the limit is over first.
bool wait_for(int descriptor, short events, const Limit& limit) {
    while (!limit.over()) {
        pollfd watched{descriptor, events, 0};
        const auto time = std::min(limit.left(), stop_seen_within);
        if (::poll(&watched, 1, static_cast<int>(time.count())) > 0) return true;
    }
    return false;
}

std::optional<sockaddr_in> socket_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string host(text.substr(0, colon));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, port);
    if (read.ec != std::errc{} || read.ptr != end || port == 0) return std::nullopt;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return std::nullopt;
    return address;
}

Result<int> connect_to(const sockaddr_in& address, const Limit& limit) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return gone(errno);
    int trouble = 0;
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        trouble = errno;
        socklen_t size = sizeof trouble;
        if (trouble == EINPROGRESS) {
            if (!wait_for(descriptor, POLLOUT, limit)) trouble = ETIMEDOUT;
            else ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &trouble, &size);
        }
    }
    if (trouble != 0) {
        ::close(descriptor);
        return gone(trouble);
    }
    const int yes = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return descriptor;
}

Result<int> open_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return gone(errno);
    termios settings{};
    if (::tcgetattr(descriptor, &settings) == 0) {
        ::cfmakeraw(&settings);
        ::tcsetattr(descriptor, TCSANOW, &settings);
    }
    return descriptor;
}

}  // namespace

Result<PrinterLine> PrinterLine::open(const std::string& address, const Limit& limit) {
    if (address.starts_with('/')) {
        const auto descriptor = open_file(address);
        if (!descriptor) return failure(descriptor.error());
        return PrinterLine(*descriptor);
    }
    const auto place = address.starts_with(tcp) ? socket_address(std::string_view(address).substr(tcp.size())) : std::nullopt;
    if (!place) return failure(Error::Kind::invalid, "printer.address", "neither tcp://ADDRESS:PORT nor a device file");
    const auto descriptor = connect_to(*place, limit);
    if (!descriptor) return failure(descriptor.error());
    return PrinterLine(*descriptor);
}

PrinterLine::PrinterLine(PrinterLine&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PrinterLine::~PrinterLine() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status PrinterLine::send(ByteView bytes, const Limit& limit) {
    while (!bytes.empty()) {
        if (!wait_for(descriptor_, POLLOUT, limit)) return failure(Error::Kind::timed_out, "printer.stalled", "takes nothing more");
        // A peer that closed must come back as an error, not as SIGPIPE; write() is for device files, which send() refuses.
        auto done = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (done < 0 && errno == ENOTSOCK) done = ::write(descriptor_, bytes.data(), bytes.size());
        if (done < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (done <= 0) return gone(errno);
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return {};
}

Result<Bytes> PrinterLine::receive(const Limit& limit) {
    Bytes piece(piece_bytes);
    for (;;) {
        if (!wait_for(descriptor_, POLLIN, limit)) return failure(Error::Kind::timed_out, "printer.silent", "no answer");
        const auto got = ::read(descriptor_, piece.data(), piece.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return gone(got == 0 ? ECONNRESET : errno);
        piece.resize(static_cast<std::size_t>(got));
        return piece;
    }
}

void PrinterLine::drain() {
    constexpr int pieces_max = 64;
    Bytes piece(piece_bytes);
    for (int i = 0; i < pieces_max && ::read(descriptor_, piece.data(), piece.size()) > 0; ++i) {}
}

}  // namespace onecard::device
