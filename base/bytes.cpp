#include "base/bytes.hpp"

#include <array>

namespace onecard {
namespace {

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 0x0F]);
    }
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    int high = -1;
    for (const char c : text) {
        if (c == ' ' && high < 0) continue;
        const int value = digit(c);
        if (value < 0) return failure(Error::Kind::invalid, "bytes.hex", "not a hexadecimal digit");
        if (high < 0) {
            high = value;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4 | value));
            high = -1;
        }
    }
    if (high >= 0) return failure(Error::Kind::invalid, "bytes.hex", "half a byte at the end");
    return bytes;
}

Bytes hex(std::string_view text) {
    auto bytes = from_hex(text);
    require(bytes.has_value(), "a hexadecimal constant");
    return *std::move(bytes);
}

Bytes big_endian(std::uint64_t value, std::size_t width) {
    require(width >= 1 && width <= 8, "1 to 8 bytes");
    Bytes bytes(width);
    for (std::size_t i = width; i-- > 0; value >>= 8) bytes[i] = static_cast<std::uint8_t>(value);
    return bytes;
}

std::uint64_t from_big_endian(ByteView bytes) {
    require(bytes.size() <= 8, "at most 8 bytes");
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8 | byte;
    return value;
}

ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string to_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void append(Bytes& to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }

Bytes join(std::initializer_list<ByteView> parts) {
    Bytes all;
    for (const auto part : parts) append(all, part);
    return all;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
    return difference == 0;
}

namespace {

constexpr std::string_view base64_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const std::uint32_t three = static_cast<std::uint32_t>(bytes[i]) << 16 | (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0) |
                                    (left > 2 ? bytes[i + 2] : 0u);
        text += base64_letters[three >> 18];
        text += base64_letters[three >> 12 & 63];
        text += left > 1 ? base64_letters[three >> 6 & 63] : '=';
        text += left > 2 ? base64_letters[three & 63] : '=';
    }
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    const auto wrong = failure(Error::Kind::invalid, "bytes.base64");
    if (text.size() % 4 != 0) return wrong;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t four = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const bool pad = i + k >= text.size() - padding;
            const auto value = pad ? 0 : base64_letters.find(text[i + k]);
            if (value == std::string_view::npos) return wrong;
            four = four << 6 | static_cast<std::uint32_t>(value);
        }
        append(bytes, big_endian(four, 3));
    }
    bytes.resize(bytes.size() - padding);
    return bytes;
}

}  // namespace onecard
