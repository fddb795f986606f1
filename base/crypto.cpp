#include "base/crypto.hpp"

#include <algorithm>
#include <memory>

#include <openssl/evp.h>
#include <openssl/kdf.h>

namespace onecard::crypto {
namespace {

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Context new_context() {
    Context context(EVP_CIPHER_CTX_new());
    require(context != nullptr, "memory for a cipher");
    return context;
}

// Fetching an algorithm costs far more than using it once; these live as long as the process.
const EVP_CIPHER* cipher(const char* name) {
    const EVP_CIPHER* found = EVP_CIPHER_fetch(nullptr, name, nullptr);
    require(found != nullptr, "a cipher of the default provider");
    return found;
}

Bytes run(const EVP_CIPHER* kind, ByteView key, const std::uint8_t* start, ByteView blocks, bool encrypt) {
    const auto block = static_cast<std::size_t>(EVP_CIPHER_get_block_size(kind));
    require(blocks.size() % block == 0, "whole blocks");
    auto context = new_context();
    require(EVP_CipherInit_ex2(context.get(), kind, key.data(), start, encrypt ? 1 : 0, nullptr) == 1, "a cipher key");
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    Bytes out(blocks.size() + block);
    int size = 0, rest = 0;
    require(EVP_CipherUpdate(context.get(), out.data(), &size, blocks.data(), static_cast<int>(blocks.size())) == 1, "a cipher run");
    require(EVP_CipherFinal_ex(context.get(), out.data() + size, &rest) == 1, "a cipher end");
    out.resize(static_cast<std::size_t>(size + rest));
    return out;
}

SecretBytes three_keys(ByteView key) {
    require(key.size() == 8 || key.size() == 16 || key.size() == 24, "a DES key of 8, 16 or 24 bytes");
    SecretBytes all(key.begin(), key.end());
    for (std::size_t i = 0; all.size() < 24; ++i) all.push_back(key[i % key.size()]);
    return all;
}

const EVP_CIPHER* des_ecb() {
    static const EVP_CIPHER* const kind = cipher("DES-EDE3");
    return kind;
}

const EVP_CIPHER* des_cbc() {
    static const EVP_CIPHER* const kind = cipher("DES-EDE3-CBC");
    return kind;
}

const EVP_CIPHER* sm4_ecb() {
    static const EVP_CIPHER* const kind = cipher("SM4-ECB");
    return kind;
}

const EVP_CIPHER* aes_gcm() {
    static const EVP_CIPHER* const kind = cipher("AES-256-GCM");
    return kind;
}

constexpr std::size_t key_bytes = 32, nonce_bytes = 12, tag_bytes = 16;

}  // namespace

Digest sha256(ByteView data) {
    static const EVP_MD* const kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Digest digest{};
    require(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, kind, nullptr) == 1, "a digest");
    return digest;
}

// By its definition (RFC 2104): OpenSSL's HMAC() looks up its algorithms anew at each call, which costs more than the digests.
Digest hmac_sha256(ByteView key, ByteView data) {
    constexpr std::size_t block_bytes = 64;
    SecretBytes inner(block_bytes), outer(block_bytes);
    if (key.size() > block_bytes) {
        const auto shorter = sha256(key);
        std::copy(shorter.begin(), shorter.end(), inner.begin());
    } else {
        std::copy(key.begin(), key.end(), inner.begin());
    }
    for (std::size_t i = 0; i < block_bytes; ++i) {
        outer[i] = inner[i] ^ 0x5C;
        inner[i] ^= 0x36;
    }
    inner.insert(inner.end(), data.begin(), data.end());
    const auto first = sha256(inner);
    outer.insert(outer.end(), first.begin(), first.end());
    return sha256(outer);
}

Bytes des_encrypt(ByteView key, ByteView blocks) { return run(des_ecb(), three_keys(key), nullptr, blocks, true); }

Bytes des_decrypt(ByteView key, ByteView blocks) { return run(des_ecb(), three_keys(key), nullptr, blocks, false); }

Bytes des_cbc_last_block(ByteView key, ByteView start, ByteView blocks) {
    require(start.size() == 8 && blocks.size() >= 8, "a start block and at least one block");
    const auto out = run(des_cbc(), three_keys(key), start.data(), blocks, true);
    return Bytes(out.end() - 8, out.end());
}

Bytes sm4_encrypt(ByteView key, ByteView blocks) {
    require(key.size() == 16, "an SM4 key of 16 bytes");
    return run(sm4_ecb(), key, nullptr, blocks, true);
}

Bytes seal(ByteView key32, ByteView plain, ByteView bound, Random& random) {
    require(key32.size() == key_bytes, "a sealing key of 32 bytes");
    Bytes out(nonce_bytes + plain.size() + tag_bytes);
    random.fill(std::span(out).first(nonce_bytes));
    auto context = new_context();
    int size = 0;
    auto* body = out.data() + nonce_bytes;
    require(EVP_EncryptInit_ex2(context.get(), aes_gcm(), key32.data(), out.data(), nullptr) == 1, "a sealing key");
    require(EVP_EncryptUpdate(context.get(), nullptr, &size, bound.data(), static_cast<int>(bound.size())) == 1, "bound data");
    require(EVP_EncryptUpdate(context.get(), body, &size, plain.data(), static_cast<int>(plain.size())) == 1, "sealing");
    require(EVP_EncryptFinal_ex(context.get(), body + size, &size) == 1, "sealing");
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, body + plain.size()) == 1, "a seal's tag");
    return out;
}

Result<Bytes> unseal(ByteView key32, ByteView sealed, ByteView bound) {
    require(key32.size() == key_bytes, "a sealing key of 32 bytes");
    if (sealed.size() < nonce_bytes + tag_bytes) return failure(Error::Kind::corrupt, "seal.broken", "too short");
    const auto body = sealed.subspan(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
    Bytes tag(sealed.end() - tag_bytes, sealed.end());
    Bytes plain(body.size() + 1);
    auto context = new_context();
    int size = 0;
    const bool good = EVP_DecryptInit_ex2(context.get(), aes_gcm(), key32.data(), sealed.data(), nullptr) == 1 &&
                      EVP_DecryptUpdate(context.get(), nullptr, &size, bound.data(), static_cast<int>(bound.size())) == 1 &&
                      EVP_DecryptUpdate(context.get(), plain.data(), &size, body.data(), static_cast<int>(body.size())) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1 &&
                      EVP_DecryptFinal_ex(context.get(), plain.data() + body.size(), &size) == 1;
    if (!good) return failure(Error::Kind::corrupt, "seal.broken", "wrong key, place or bytes");
    plain.resize(body.size());
    return plain;
}

Digest password_key(std::string_view password, ByteView salt) {
    Digest key{};
    constexpr std::uint64_t n = 1u << 15, r = 8, p = 1, memory = 64u << 20;
    require(EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), n, r, p, memory, key.data(), key.size()) == 1, "a password key");
    return key;
}

std::string sha256_hex(std::string_view data) {
    auto text = to_hex(sha256(as_bytes(data)));
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    return text;
}

}  // namespace onecard::crypto
