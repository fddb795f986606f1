// Puts cards on the reader and takes them off, by asking the program that serves the software cards.
#pragma once
#include <string>

#include "kiosk/play/line_socket.hpp"

namespace onecard::play {

class CardHand {
public:
    /// `control` is the control socket of `onecard-card serve`. Empty: somebody else serves the cards; every order then
    /// only says so on standard output and is taken as done.
    explicit CardHand(std::string control) : control_(std::move(control)) {}

    /// One order: `insert NAME`, `remove`, `tear after N`, `tear before N`. Errors `play.no_socket`, `play.refused`.
    Status order(const std::string& line);

private:
    std::string control_;
    LineSocket socket_;
    bool connected_ = false;
};

}  // namespace onecard::play
