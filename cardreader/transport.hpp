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

/// How reader and card talk (ISO/IEC 7816-3). A contactless card's own protocol is seen as T=1 (PC/SC part 3).
enum class Protocol : std::uint8_t { t0, t1 };

class Transport {
public:
    virtual ~Transport() = default;
    /// One command, one answer, as the card gave it (61xx and 6Cxx come through: see exchange.hpp).
    /// Errors: `card.gone`, `card.reset`, `card.silent` (effect unknown, kind timed_out), `card.nonsense`, `reader.gone`.
    /// An answer of fewer than two bytes is `card.silent`: the card may have acted.
    virtual Result<Response> transmit(const Command& command) = 0;
    /// What reader and card agreed on when they were connected.
    virtual Protocol protocol() const = 0;
    /// Resets the card and speaks so from now on: nothing is selected, and a PIN that was shown is forgotten. Errors: `card.protocol` (refused: reader or
    /// card can't), those of transmit(); after one the transport is of no more use.
    virtual Status change_protocol(Protocol wanted) = 0;
    /// With T=0 answers with data come through GET RESPONSE and Le is not sent with data.
    bool fetches_answers() const { return protocol() == Protocol::t0; }
};

}  // namespace onecard::card
