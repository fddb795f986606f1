// One application inside a software card.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "base/bytes.hpp"

namespace onecard::card {

/// N bytes of a command from `at`; the caller has checked that they are there.
template <std::size_t N>
std::array<std::uint8_t, N> part(ByteView bytes, std::size_t at) {
    std::array<std::uint8_t, N> out{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), N, out.begin());
    return out;
}

struct SimCommand {
    std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
    ByteView data;
    std::optional<std::size_t> expected;

    std::uint16_t name() const { return static_cast<std::uint16_t>(cla << 8 | ins); }
};

struct SimAnswer {
    Bytes data;
    std::uint16_t status = 0x9000;
};

inline SimAnswer only_status(std::uint16_t status) { return {{}, status}; }

class Applet {
public:
    virtual ~Applet() = default;
    virtual bool has_name(ByteView name) const = 0;
    /// Answers with the file control information and forgets what only lives while selected.
    virtual SimAnswer select() = 0;
    virtual SimAnswer run(const SimCommand& command) = 0;
    /// The challenge that the card has just given; good for the next command only.
    virtual void challenged(ByteView) {}
    /// What outlives power: as it is kept, and taken back. False when `kept` does not fit.
    virtual nlohmann::json kept() const = 0;
    virtual bool restore(const nlohmann::json& kept) = 0;
};

/// Writes the whole card's memory; false when that can't be done, and then the command must have had no effect.
using Keep = std::function<bool()>;

/// `asked` is a full name or at least its first five bytes (ISO/IEC 7816-4, 11.2.2).
bool names(ByteView asked, ByteView full);

/// READ BINARY of a transparent file: from `offset` on; 6B00 beyond the end.
SimAnswer read_from(const Bytes& file, std::size_t offset);

}  // namespace onecard::card
