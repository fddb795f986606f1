// Money. Whole fen (1/100 yuan) in 64 bits; never floating point.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onecard {

class Fen {
public:
    constexpr Fen() = default;
    constexpr explicit Fen(std::int64_t count) : count_(count) {}
    constexpr std::int64_t count() const { return count_; }
    constexpr auto operator<=>(const Fen&) const = default;
    constexpr Fen operator-() const { return Fen(-count_); }

    /// Sums stop the process on overflow instead of turning round.
    friend Fen operator+(Fen a, Fen b);
    friend Fen operator-(Fen a, Fen b);
    Fen& operator+=(Fen other) { return *this = *this + other; }
    Fen& operator-=(Fen other) { return *this = *this - other; }

private:
    std::int64_t count_ = 0;
};

/// The most one payment, bill or balance may be: 1 million yuan. Larger is treated as nonsense wherever it comes from.
inline constexpr Fen fen_max{100'000'000};

/// `12.30`, `-0.05`; no currency sign, no grouping: the language files add those.
std::string to_yuan(Fen amount);

/// Reads `12`, `12.3`, `12.30`; nothing for anything else or beyond fen_max.
std::optional<Fen> from_yuan(std::string_view text);

}  // namespace onecard
