// Short signatures by a key of one's own: Ed25519 (RFC 8032), 32 bytes of key, 64 of signature, no certificate around it.
#pragma once
#include <string_view>

#include "base/bytes.hpp"

namespace onecard::crypto {

inline constexpr std::size_t ed25519_key_bytes = 32, ed25519_signature_bytes = 64;

/// What others check with. `seed`: 32 secret bytes, any.
Bytes ed25519_public(ByteView seed);
/// The same seed and bytes always give the same signature.
Bytes ed25519_sign(ByteView seed, std::string_view said);
/// False also for a key or signature of another length.
bool ed25519_good(ByteView public_key, std::string_view said, ByteView signature);

}  // namespace onecard::crypto
