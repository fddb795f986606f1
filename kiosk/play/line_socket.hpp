// Lines of text over a stream socket, asked and answered one at a time with a limit on size and time.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::play {

class LineSocket {
public:
    LineSocket() = default;
    /// Takes over a connected stream socket.
    explicit LineSocket(int descriptor) : descriptor_(descriptor) {}
    LineSocket(LineSocket&& other) noexcept;
    LineSocket& operator=(LineSocket&& other) noexcept;
    ~LineSocket();

    /// Connects to a Unix socket; error `play.no_socket`.
    static Result<LineSocket> connect(const std::string& path);

    /// Sends a line and waits for one. Errors `play.gone` (the other side ended), `play.silent` (time over).
    Result<std::string> ask(std::string_view line, Millis at_most);
    Status send(std::string_view line);
    Result<std::string> receive(Millis at_most);

private:
    int descriptor_ = -1;
    std::string received_;
};

}  // namespace onecard::play
