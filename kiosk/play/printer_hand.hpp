// What happens to the printer of a played visit: paper runs out, a cover opens, a slip is taken.
#pragma once
#include <string>

#include "kiosk/play/line_socket.hpp"

namespace onecard::play {

class PrinterHand {
public:
    /// `control` is the control socket of `onecard-printer`; empty: there is none, and orders fail with `play.no_socket`.
    explicit PrinterHand(std::string control) : control_(std::move(control)) {}

    /// Asks one thing and gives the answer. Errors `play.no_socket`, `play.refused` (an answer that begins with `error`).
    Result<std::string> ask(const std::string& line);

private:
    std::string control_;
    LineSocket socket_;
    bool connected_ = false;
};

}  // namespace onecard::play
