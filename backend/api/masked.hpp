// How much of a card's number a person may see.
#pragma once
#include <string>

#include "backend/api/router.hpp"

namespace onecard::api {

/// Administrators see the whole number, others its ends.
inline std::string shown_serial(const std::string& serial, Role role) {
    if (role == Role::administrator || serial.size() < 12) return serial;
    return serial.substr(0, 4) + std::string(serial.size() - 8, '*') + serial.substr(serial.size() - 4);
}

}  // namespace onecard::api
