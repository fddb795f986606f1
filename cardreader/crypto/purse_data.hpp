// The small fixed-size values that card, PSAM, kiosk and backend exchange about one purse transaction.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/fen.hpp"

namespace onecard::card {

using Mac = std::array<std::uint8_t, 4>;             ///< MAC1, MAC2, MAC3 or TAC
using TerminalNumber = std::array<std::uint8_t, 6>;  ///< from the PSAM's EF16
using CardRandom = std::array<std::uint8_t, 4>;
using Factor = std::array<std::uint8_t, 8>;          ///< a diversification factor: card serial, issuer, city

/// Date YYYYMMDD and time HHMMSS as the card wants them, packed decimal.
struct PurseTime {
    std::array<std::uint8_t, 4> date{};
    std::array<std::uint8_t, 3> time{};
    bool operator==(const PurseTime&) const = default;
};
/// In China Standard Time.
PurseTime to_purse_time(Timestamp moment);

/// What a purse transaction is (cards.md 2.3); the value is the byte on the wire.
enum class PurseAction : std::uint8_t {
    load_deposit = 0x01,
    load = 0x02,
    unload = 0x03,
    cash = 0x04,
    purchase_deposit = 0x05,
    purchase = 0x06,
    overdraft_change = 0x07,
    credit_purchase = 0x08,
    composite_purchase = 0x09,
};

/// Exactly N bytes, for values read back from hexadecimal or a database. Error `bytes.length` for any other length.
template <std::size_t N>
Result<std::array<std::uint8_t, N>> fixed(ByteView bytes) {
    if (bytes.size() != N) return failure(Error::Kind::invalid, "bytes.length");
    std::array<std::uint8_t, N> out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

}  // namespace onecard::card
