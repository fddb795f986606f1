#include "tests/support/software_keys.hpp"

#include "base/crypto.hpp"
#include "cardreader/crypto/secure_messaging.hpp"

namespace onecard::test {
namespace {

card::Key card_key(const card::Key& master, const card::Factor& serial) { return card::diversify(card::Algorithm::triple_des, master, serial); }

}  // namespace

Result<card::Mac> SoftwareKeys::purchase_tac(const card::Factor& serial, const card::PurseDeal& deal, std::uint32_t terminal_sequence) {
    if (away_) return gone();
    return card::purchase_tac(card::tac_key(card_key(masters_.tac, serial)), deal, terminal_sequence);
}

Result<card::Mac> SoftwareKeys::load_tac(const card::Factor& serial, Fen new_balance, std::uint16_t online_number, const card::PurseDeal& deal) {
    if (away_) return gone();
    return card::online_proof(card::tac_key(card_key(masters_.tac, serial)), new_balance, online_number, deal);
}

Result<keys::OnlineMacs> SoftwareKeys::load_macs(const card::Factor& serial, const keys::OnlineChallenge& challenge, const card::PurseDeal& deal) {
    if (away_) return gone();
    const auto session = online_session(serial, challenge, deal.action);
    return keys::OnlineMacs{card::online_mac1(session, challenge.old_balance, deal), card::online_mac2(session, deal)};
}

card::Key SoftwareKeys::online_session(const card::Factor& serial, const keys::OnlineChallenge& challenge, card::PurseAction action) const {
    const auto& master = action == card::PurseAction::unload ? masters_.unload : masters_.load;
    return card::online_session_key(card_key(master, serial), challenge.random, challenge.online_number);
}

Result<card::Mac> SoftwareKeys::unload_proof(const card::Factor& serial, const keys::OnlineChallenge& challenge, const card::PurseDeal& deal) {
    if (away_) return gone();
    const auto session = online_session(serial, challenge, deal.action);
    return card::online_proof(session, challenge.old_balance - deal.amount, challenge.online_number, deal);
}

Result<SecretBytes> SoftwareKeys::pin_unblock(const card::Factor& serial, ByteView header, ByteView challenge, ByteView packed_pin) {
    if (away_) return gone();
    const auto key = card_key(masters_.pin_unblock, serial);
    auto data = card::protected_data(key, packed_pin);
    const Bytes length{static_cast<std::uint8_t>(data.size() + 4)};
    append(data, card::protecting_mac(key, challenge, join({header, length, data})));
    return SecretBytes(data.begin(), data.end());
}

Result<SecretBytes> SoftwareKeys::draft_key(const card::Factor& serial) {
    if (away_) return gone();
    Bytes halves(serial.begin(), serial.end());
    for (const auto byte : serial) halves.push_back(static_cast<std::uint8_t>(~byte));
    const auto digest = crypto::sha256(join({as_bytes("onecard draft"), crypto::des_encrypt(hex(draft_master), halves)}));
    return SecretBytes(digest.begin(), digest.end());
}

}  // namespace onecard::test
