#include "base/crypto_ed25519.hpp"

#include <memory>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/result.hpp"

namespace onecard::crypto {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

Key secret_key(ByteView seed) {
    require(seed.size() == ed25519_key_bytes, "a seed of 32 bytes");
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
    require(key != nullptr, "Ed25519 of OpenSSL");
    return key;
}

}  // namespace

Bytes ed25519_public(ByteView seed) {
    const auto key = secret_key(seed);
    Bytes bytes(ed25519_key_bytes);
    auto size = bytes.size();
    require(EVP_PKEY_get_raw_public_key(key.get(), bytes.data(), &size) == 1 && size == bytes.size(), "a public key");
    return bytes;
}

Bytes ed25519_sign(ByteView seed, std::string_view said) {
    const auto key = secret_key(seed);
    const Context context(EVP_MD_CTX_new());
    Bytes signature(ed25519_signature_bytes);
    auto size = signature.size();
    const auto content = as_bytes(said);
    const bool made = context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                      EVP_DigestSign(context.get(), signature.data(), &size, content.data(), content.size()) == 1;
    require(made && size == signature.size(), "a signature");
    return signature;
}

bool ed25519_good(ByteView public_key, std::string_view said, ByteView signature) {
    if (public_key.size() != ed25519_key_bytes || signature.size() != ed25519_signature_bytes) return false;
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
    const Context context(EVP_MD_CTX_new());
    const auto content = as_bytes(said);
    const bool good = key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                      EVP_DigestVerify(context.get(), signature.data(), signature.size(), content.data(), content.size()) == 1;
    ERR_clear_error();  // it would be taken for the next call's
    return good;
}

}  // namespace onecard::crypto
