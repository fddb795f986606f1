// Byte strings and the two notations they travel in: hexadecimal and big-endian numbers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Upper-case hexadecimal without separators.
std::string to_hex(ByteView bytes);

/// Reads hexadecimal in either case; spaces between bytes are allowed. Error `bytes.hex` for anything else.
Result<Bytes> from_hex(std::string_view text);

/// With padding, RFC 4648 4.
std::string to_base64(ByteView bytes);

/// Reads base64 with padding and nothing else in it. Error `bytes.base64`.
Result<Bytes> from_base64(std::string_view text);

/// For constants in code and tests: `hex("6F15")`; ends the process on a typing error.
Bytes hex(std::string_view text);

/// The `width` low bytes of `value`, most significant first; 1 ≤ width ≤ 8.
Bytes big_endian(std::uint64_t value, std::size_t width);

/// Reads up to 8 bytes, most significant first.
std::uint64_t from_big_endian(ByteView bytes);

/// Strings as bytes and back; nothing is converted or checked.
ByteView as_bytes(std::string_view text);
std::string to_text(ByteView bytes);

void append(Bytes& to, ByteView more);
Bytes join(std::initializer_list<ByteView> parts);

/// Compares in a time that depends on the length only; for MACs and passwords.
bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace onecard
