// A token behind PKCS#11 (OASIS PKCS #11 v2.40): the only place that speaks to a cryptographic module.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace onecard::keys {

struct TokenSettings {
    std::filesystem::path module;    ///< shared library of the module
    std::string label;               ///< of the token
    std::filesystem::path pin_file;  ///< its first line is the user's PIN
};

/// What a key may be used for. Nothing else is allowed by the token itself.
enum class Use { derive, encrypt };

struct KeyOnToken {
    std::string label;
    std::string check_value;  ///< first three bytes of zeros under it, hexadecimal
    bool extractable = true, sensitive = false;
    Use use = Use::derive;
};

/// One module of this process, logged in. Errors of all functions: `keys.unavailable` (detail: function and return value), and where said.
class Token {
public:
    /// Errors: `keys.module` (can't be loaded), `keys.token` (no token of that label), `keys.pin` (file or PIN), `keys.unavailable`.
    static Result<std::unique_ptr<Token>> open(const TokenSettings& settings);
    /// Makes a fresh token of that label in the module's free slot, with PINs of its security officer and user.
    static Status make(const TokenSettings& settings, std::string_view officer_pin);
    ~Token();

    /// Keys of 16 bytes for triple DES, sensitive, not extractable, for one use only. Error `keys.known` when the label is taken.
    Status import_key(std::string_view label, ByteView key, Use use);
    Status generate_key(std::string_view label, Use use);
    Result<std::vector<KeyOnToken>> keys();

    /// One conversation with the token; keys derived in it end with it. From one thread at a time.
    class Session;
    Result<std::unique_ptr<Session>> session();

private:
    struct Inside;
    explicit Token(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

class Token::Session {
public:
    using Key = unsigned long;

    Session(Inside& token, unsigned long handle) : token_(token), handle_(handle) {}
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// A key on the token. Error `keys.unavailable` when there is none of this label.
    Result<Key> find(std::string_view label);
    /// `blocks` (16 bytes) under the key in ECB become a new triple DES key that stays inside (CKM_DES3_ECB_ENCRYPT_DATA).
    Result<Key> derive(Key from, ByteView blocks);
    /// Triple DES without padding; whole blocks of 8.
    Result<SecretBytes> encrypt(Key key, ByteView blocks);
    Result<SecretBytes> decrypt(Key key, ByteView blocks);
    /// The last block of CBC that begins with `start` (8 bytes).
    Result<SecretBytes> cbc_last_block(Key key, ByteView start, ByteView blocks);

private:
    friend class Token;
    Result<SecretBytes> crypt(bool encrypting, Key key, ByteView blocks, ByteView start);

    Inside& token_;
    unsigned long handle_;
    std::vector<Key> derived_;
    bool broken_ = false;  ///< to be closed, not kept for the next
};

}  // namespace onecard::keys
