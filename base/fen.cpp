#include "base/fen.hpp"

#include <cstdio>

#include "base/result.hpp"

namespace onecard {

Fen operator+(Fen a, Fen b) {
    std::int64_t sum = 0;
    require(!__builtin_add_overflow(a.count_, b.count_, &sum), "money within 64 bits");
    return Fen(sum);
}

Fen operator-(Fen a, Fen b) {
    std::int64_t difference = 0;
    require(!__builtin_sub_overflow(a.count_, b.count_, &difference), "money within 64 bits");
    return Fen(difference);
}

std::string to_yuan(Fen amount) {
    const bool negative = amount.count() < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(amount.count()) : static_cast<std::uint64_t>(amount.count());
    char text[32];
    std::snprintf(text, sizeof text, "%s%llu.%02llu", negative ? "-" : "", static_cast<unsigned long long>(magnitude / 100),
                  static_cast<unsigned long long>(magnitude % 100));
    return text;
}

std::optional<Fen> from_yuan(std::string_view text) {
    std::int64_t yuan = 0, fen = 0;
    std::size_t i = 0, decimals = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
        yuan = yuan * 10 + (text[i] - '0');
        if (yuan > fen_max.count() / 100) return std::nullopt;
    }
    if (i == 0) return std::nullopt;
    if (i < text.size()) {
        if (text[i++] != '.') return std::nullopt;
        for (; i < text.size() && decimals < 2 && text[i] >= '0' && text[i] <= '9'; ++i, ++decimals) fen = fen * 10 + (text[i] - '0');
        if (decimals == 0 || i != text.size()) return std::nullopt;
        if (decimals == 1) fen *= 10;
    }
    const Fen amount(yuan * 100 + fen);
    if (amount > fen_max) return std::nullopt;
    return amount;
}

}  // namespace onecard
