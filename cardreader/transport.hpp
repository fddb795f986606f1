// One exchange with a card. A Transport is a card held exclusively; the hold ends with the object.
#pragma once
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace onecard::card {

/// A command APDU (ISO/IEC 7816-4, 5.1), short form: at most 255 bytes of data, at most 256 expected.
struct Command {
    std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
    Bytes data;
    std::optional<std::uint16_t> expected;  ///< Ne, 1 … 256; none when no answer data is wanted

    Bytes encode() const;
};

struct Response {
    Bytes data;
    std::uint16_t status = 0;  ///< SW1 SW2

    bool ok() const { return status == 0x9000; }
};

/// What an answer may have at most; a longer one is an error, never a larger buffer.
inline constexpr std::size_t answer_bytes_max = 256 + 2;

class Transport {
public:
    virtual ~Transport() = default;
    /// One command, one answer, as the card gave it (61xx and 6Cxx come through: see exchange.hpp).
    /// Errors: `card.gone`, `card.reset`, `card.silent` (effect unknown, kind timed_out), `card.nonsense`, `reader.gone`.
    /// An answer of fewer than two bytes is `card.silent`: the card may have acted.
    virtual Result<Response> transmit(const Command& command) = 0;
    /// True for T=0, where answers with data come through GET RESPONSE and Le is not sent with data.
    virtual bool fetches_answers() const = 0;
};

}  // namespace onecard::card
