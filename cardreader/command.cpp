#include "cardreader/transport.hpp"

namespace onecard::card {

Bytes Command::encode() const {
    require(data.size() <= 255 && (!expected || (*expected >= 1 && *expected <= 256)), "a short command");
    Bytes apdu{cla, ins, p1, p2};
    if (!data.empty()) {
        apdu.push_back(static_cast<std::uint8_t>(data.size()));
        append(apdu, data);
    }
    if (expected) apdu.push_back(static_cast<std::uint8_t>(*expected & 0xFF));
    return apdu;
}

}  // namespace onecard::card
