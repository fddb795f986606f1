#include "kiosk/play/printer_hand.hpp"

namespace onecard::play {

Result<std::string> PrinterHand::ask(const std::string& line) {
    if (control_.empty()) return failure(Error::Kind::unavailable, "play.no_socket", "this kiosk has no printer that takes orders");
    if (!connected_) {
        auto socket = LineSocket::connect(control_);
        if (!socket) return failure(socket.error());
        socket_ = *std::move(socket);
        connected_ = true;
    }
    constexpr Millis answered_within{5'000};
    auto answer = socket_.ask(line, answered_within);
    if (answer && answer->starts_with("error")) return failure(Error::Kind::refused, "play.refused", *answer);
    return answer;
}

}  // namespace onecard::play
