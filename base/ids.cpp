#include "base/ids.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace onecard {

std::string make_id(const Clock& clock, Random& random) {
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    const auto time = big_endian(static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_millis(clock.now()))), 6);
    std::copy(time.begin(), time.end(), bytes.begin());
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x70);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
        constexpr std::string_view digits = "0123456789abcdef";
        text.push_back(digits[bytes[i] >> 4]);
        text.push_back(digits[bytes[i] & 0x0F]);
    }
    return text;
}

bool is_id(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !digit) return false;
    }
    return true;
}

}  // namespace onecard
