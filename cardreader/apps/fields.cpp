#include "cardreader/apps/fields.hpp"

#include <algorithm>

namespace onecard::card {
namespace {

std::optional<unsigned> decimal(ByteView packed) {
    unsigned value = 0;
    for (const auto byte : packed) {
        const unsigned tens = byte >> 4, ones = byte & 0x0F;
        if (tens > 9 || ones > 9) return std::nullopt;
        value = value * 100 + tens * 10 + ones;
    }
    return value;
}

bool filled_with(ByteView bytes, std::uint8_t fill) {
    return std::all_of(bytes.begin(), bytes.end(), [fill](std::uint8_t byte) { return byte == fill; });
}

}  // namespace

Result<std::optional<Day>> day_field(ByteView packed) {
    if (filled_with(packed, 0x00) || filled_with(packed, 0xFF)) return std::nullopt;
    const auto bad = [] { return failure(Error::Kind::corrupt, "card.data", "no day"); };
    if (packed.size() != 4) return bad();
    const auto year = decimal(packed.first(2)), month = decimal(packed.subspan(2, 1)), day = decimal(packed.last(1));
    if (!year || !month || !day) return bad();
    const Day found{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month), std::chrono::day(*day)};
    if (!found.ok()) return bad();
    return std::optional(found);
}

SecretText ascii_field(ByteView bytes) {
    const auto is_fill = [](std::uint8_t byte) { return byte == 0x00 || byte == 0x20 || byte == 0xFF; };
    while (!bytes.empty() && is_fill(bytes.back())) bytes = bytes.first(bytes.size() - 1);
    const bool printable = std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte > 0x20 && byte < 0x7F; });
    if (!printable) return {};
    return SecretText({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace onecard::card
