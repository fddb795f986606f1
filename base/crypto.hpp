// The cryptographic building blocks, all from OpenSSL's default provider. No other file includes OpenSSL for these.
#pragma once
#include <array>
#include <string>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/secret.hpp"

namespace onecard::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(ByteView data);
Digest hmac_sha256(ByteView key, ByteView data);

/// Triple DES in EDE, ECB, no padding (ISO/IEC 18033-3). `key` is 8, 16 or 24 bytes: an 8-byte key is used three times
/// over, which is single DES, so that the legacy provider is never needed. Data must be whole blocks of 8.
Bytes des_encrypt(ByteView key, ByteView blocks);
Bytes des_decrypt(ByteView key, ByteView blocks);
/// The last block of CBC with a zero or given start block.
Bytes des_cbc_last_block(ByteView key, ByteView start, ByteView blocks);

/// SM4 in ECB, no padding (GB/T 32907). Key 16 bytes, whole blocks of 16.
Bytes sm4_encrypt(ByteView key, ByteView blocks);

/// Seals with AES-256-GCM: nonce 12 ‖ ciphertext ‖ tag 16. `bound` is authenticated but not stored: the place the data
/// belongs to, so that a sealed value can't be moved to another row.
Bytes seal(ByteView key32, ByteView plain, ByteView bound, Random& random);
/// Error `seal.broken` when key, place or bytes are not those of seal().
Result<Bytes> unseal(ByteView key32, ByteView sealed, ByteView bound);

/// A key from a password: scrypt (RFC 7914), N 2^15, r 8, p 1; about 0.1 s.
Digest password_key(std::string_view password, ByteView salt);

/// `to_hex` of sha256 in lower case, as file hashes are usually written.
std::string sha256_hex(std::string_view data);

}  // namespace onecard::crypto
