// BER-TLV as cards use it (ISO/IEC 7816-4, 5.2.2), read with limits from bytes that may be anything.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace onecard::card {

struct Tlv {
    std::uint32_t tag = 0;  ///< one or two bytes: 0x84, 0x9F0C
    ByteView value;         ///< inside the bytes that were read
};

inline constexpr std::size_t tlv_objects_max = 64;

/// The data objects that stand one after the other in `bytes`; 00 and FF between them are skipped. Tags of one or two bytes, lengths of
/// one to three. Error `card.tlv` when an object does not end inside `bytes` or there are more than tlv_objects_max.
Result<std::vector<Tlv>> read_tlv(ByteView bytes);

/// The value of the first object with `tag`, also inside constructed objects, at most four deep; nothing when there is none or the bytes are
/// malformed.
std::optional<ByteView> find_tlv(ByteView bytes, std::uint32_t tag);

/// One data object; at most 65535 bytes of value.
Bytes make_tlv(std::uint32_t tag, ByteView value);

}  // namespace onecard::card
