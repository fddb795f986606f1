#include "kiosk/play/card_hand.hpp"

#include <cstdio>

namespace onecard::play {

Status CardHand::order(const std::string& line) {
    if (control_.empty()) {
        std::printf("  by hand now: %s\n", line.c_str());
        std::fflush(stdout);
        return {};
    }
    if (!connected_) {
        auto socket = LineSocket::connect(control_);
        if (!socket) return failure(socket.error());
        socket_ = *std::move(socket);
        connected_ = true;
    }
    constexpr Millis visible_within{15'000};
    auto answer = socket_.ask(line, visible_within);
    if (!answer) return failure(answer.error());
    if (*answer != "ok") return failure(Error::Kind::refused, "play.refused", *answer);
    return {};
}

}  // namespace onecard::play
