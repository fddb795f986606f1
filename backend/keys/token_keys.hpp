// The key service on a PKCS#11 token.
#pragma once
#include <memory>

#include "backend/keys/key_service.hpp"
#include "backend/keys/token.hpp"

namespace onecard::keys {

/// Labels of the district's master keys on the token, and how each may be used.
struct MasterKey {
    std::string_view label;
    Use use;
    bool needed = true;  ///< the service does not begin without it
};
inline constexpr MasterKey master_keys[] = {
    {"load", Use::derive},
    {"pin_unblock", Use::derive},
    {"unload", Use::derive, false},  // only where cards have a deposit account
    {"draft", Use::encrypt, false},  // without it drafts stay at the kiosk they were begun at
    {"tac", Use::encrypt},  // see README: a card's TAC key is two halves folded, which the standard can't do inside
};

class TokenKeys final : public KeyService {
public:
    /// Takes the token over when all master keys are on it. Error `keys.missing`.
    static Result<std::unique_ptr<TokenKeys>> open(std::unique_ptr<Token> token);

    Result<card::Mac> purchase_tac(const card::Factor& serial, const card::PurseDeal& deal, std::uint32_t terminal_sequence) override;
    Result<card::Mac> load_tac(const card::Factor& serial, Fen new_balance, std::uint16_t online_number, const card::PurseDeal& deal) override;
    Result<OnlineMacs> load_macs(const card::Factor& serial, const OnlineChallenge& challenge, const card::PurseDeal& deal) override;
    Result<card::Mac> unload_proof(const card::Factor& serial, const OnlineChallenge& challenge, const card::PurseDeal& deal) override;
    Result<SecretBytes> pin_unblock(const card::Factor& serial, ByteView header, ByteView challenge, ByteView packed_pin) override;
    Result<SecretBytes> draft_key(const card::Factor& serial) override;

private:
    explicit TokenKeys(std::unique_ptr<Token> token) : token_(std::move(token)) {}
    /// The folded key of one card's TAC, for the length of one MAC.
    Result<card::Key> tac_key(const card::Factor& serial);

    std::unique_ptr<Token> token_;
};

}  // namespace onecard::keys
