// The key service on plain keys in memory: what a token must agree with.
#pragma once
#include "backend/keys/key_service.hpp"
#include "cardreader/crypto/master_keys.hpp"

namespace onecard::test {

/// What the software has for the master key `draft`.
inline constexpr std::string_view draft_master = "D7A1F20C5E94B3681F0E2D3C4B5A6978";

class SoftwareKeys final : public keys::KeyService {
public:
    explicit SoftwareKeys(card::MasterKeys masters) : masters_(std::move(masters)) {}

    Result<card::Mac> purchase_tac(const card::Factor& serial, const card::PurseDeal& deal, std::uint32_t terminal_sequence) override;
    Result<card::Mac> load_tac(const card::Factor& serial, Fen new_balance, std::uint16_t online_number, const card::PurseDeal& deal) override;
    Result<keys::OnlineMacs> load_macs(const card::Factor& serial, const keys::OnlineChallenge& challenge, const card::PurseDeal& deal) override;
    Result<card::Mac> unload_proof(const card::Factor& serial, const keys::OnlineChallenge& challenge, const card::PurseDeal& deal) override;
    Result<SecretBytes> pin_unblock(const card::Factor& serial, ByteView header, ByteView challenge, ByteView packed_pin) override;
    Result<SecretBytes> draft_key(const card::Factor& serial) override;

    /// The token has gone, or is back.
    void away(bool away) { away_ = away; }

private:
    tl::unexpected<Error> gone() const { return failure(Error::Kind::unavailable, "keys.unavailable", "away"); }

    card::Key online_session(const card::Factor& serial, const keys::OnlineChallenge& challenge, card::PurseAction action) const;

    card::MasterKeys masters_;
    bool away_ = false;
};

}  // namespace onecard::test
