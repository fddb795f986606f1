#include "cardreader/tlv.hpp"

namespace onecard::card {
namespace {

constexpr int depth_max = 4;

tl::unexpected<Error> broken() { return failure(Error::Kind::corrupt, "card.tlv", "an object does not end inside its bytes"); }

/// Takes bytes off the front; false when there are not enough.
bool take(ByteView& bytes, std::size_t count, ByteView& taken) {
    if (bytes.size() < count) return false;
    taken = bytes.first(count);
    bytes = bytes.subspan(count);
    return true;
}

Result<std::uint32_t> take_tag(ByteView& bytes) {
    ByteView part;
    if (!take(bytes, 1, part)) return broken();
    const std::uint32_t first = part[0];
    if ((first & 0x1F) != 0x1F) return first;
    if (!take(bytes, 1, part) || (part[0] & 0x80) != 0) return broken();
    return first << 8 | part[0];
}

Result<std::size_t> take_length(ByteView& bytes) {
    ByteView part;
    if (!take(bytes, 1, part)) return broken();
    const std::size_t first = part[0];
    if (first < 0x80) return first;
    const std::size_t width = first & 0x7F;
    if (width < 1 || width > 2 || !take(bytes, width, part)) return broken();
    return static_cast<std::size_t>(from_big_endian(part));
}

bool constructed(std::uint32_t tag) { return ((tag > 0xFF ? tag >> 8 : tag) & 0x20) != 0; }

std::optional<ByteView> find(ByteView bytes, std::uint32_t tag, int depth) {
    const auto objects = read_tlv(bytes);
    if (!objects) return std::nullopt;
    for (const auto& object : *objects) {
        if (object.tag == tag) return object.value;
        if (!constructed(object.tag) || depth == depth_max) continue;
        if (auto inside = find(object.value, tag, depth + 1)) return inside;
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<Tlv>> read_tlv(ByteView bytes) {
    std::vector<Tlv> objects;
    while (!bytes.empty()) {
        if (bytes[0] == 0x00 || bytes[0] == 0xFF) {
            bytes = bytes.subspan(1);
            continue;
        }
        if (objects.size() == tlv_objects_max) return failure(Error::Kind::corrupt, "card.tlv", "too many objects");
        const auto tag = take_tag(bytes);
        if (!tag) return failure(tag.error());
        const auto length = take_length(bytes);
        if (!length) return failure(length.error());
        ByteView value;
        if (!take(bytes, *length, value)) return broken();
        objects.push_back({*tag, value});
    }
    return objects;
}

std::optional<ByteView> find_tlv(ByteView bytes, std::uint32_t tag) { return find(bytes, tag, 1); }

Bytes make_tlv(std::uint32_t tag, ByteView value) {
    require(value.size() <= 0xFFFF && tag != 0 && tag <= 0xFFFF, "a small data object");
    Bytes out = big_endian(tag, tag > 0xFF ? 2 : 1);
    if (value.size() > 0xFF) {
        out.push_back(0x82);
        append(out, big_endian(value.size(), 2));
    } else {
        if (value.size() > 0x7F) out.push_back(0x81);
        out.push_back(static_cast<std::uint8_t>(value.size()));
    }
    append(out, value);
    return out;
}

}  // namespace onecard::card
