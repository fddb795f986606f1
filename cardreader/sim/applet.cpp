#include "cardreader/sim/applet.hpp"

#include <algorithm>

namespace onecard::card {

bool names(ByteView asked, ByteView full) {
    constexpr std::size_t shortest = 5;
    if (asked.size() > full.size() || asked.size() < std::min(shortest, full.size())) return false;
    return std::equal(asked.begin(), asked.end(), full.begin());
}

SimAnswer read_from(const Bytes& file, std::size_t offset) {
    if (offset >= file.size()) return only_status(0x6B00);
    return {Bytes(file.begin() + static_cast<std::ptrdiff_t>(offset), file.end()), 0x9000};
}

}  // namespace onecard::card
