#include "base/random.hpp"

#include <algorithm>
#include <array>
#include <sys/random.h>

#include "base/bytes.hpp"

namespace onecard {

std::uint64_t Random::below(std::uint64_t limit) {
    require(limit >= 1, "a limit of at least one");
    std::array<std::uint8_t, 8> bytes{};
    const std::uint64_t unbiased = UINT64_MAX - UINT64_MAX % limit;
    std::uint64_t value = 0;
    do {
        fill(bytes);
        value = from_big_endian(bytes);
    } while (value >= unbiased);
    return value % limit;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    constexpr std::size_t at_once = 256;  // never interrupted below this size: getrandom(2)
    for (std::size_t done = 0; done < bytes.size(); done += at_once) {
        const auto part = bytes.subspan(done, std::min(at_once, bytes.size() - done));
        require(::getrandom(part.data(), part.size(), 0) == static_cast<ssize_t>(part.size()), "random numbers");
    }
}

}  // namespace onecard
