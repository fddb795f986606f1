#include "cardreader/crypto/purse_macs.hpp"

#include "base/crypto.hpp"

namespace onecard::card {
namespace {

Bytes money(Fen amount) {
    require(amount.count() >= 0 && amount.count() <= 0xFFFF'FFFF, "an amount of four bytes");
    return big_endian(static_cast<std::uint64_t>(amount.count()), 4);
}

Bytes kind(const PurseDeal& deal) { return {static_cast<std::uint8_t>(deal.action)}; }

}  // namespace

Mac purse_mac(ByteView key, ByteView data) {
    require(key.size() == 8, "a session or TAC key of 8 bytes");
    Bytes padded(data.begin(), data.end());
    padded.push_back(0x80);
    padded.resize((padded.size() + 7) / 8 * 8);
    const auto last = crypto::des_cbc_last_block(key, Bytes(8), padded);
    Mac mac{};
    std::copy_n(last.begin(), mac.size(), mac.begin());
    return mac;
}

Mac purchase_mac1(ByteView session_key, const PurseDeal& deal) {
    return purse_mac(session_key, join({money(deal.amount), kind(deal), deal.terminal, deal.when.date, deal.when.time}));
}

Mac purchase_mac2(ByteView session_key, Fen amount) { return purse_mac(session_key, money(amount)); }

Mac purchase_tac(ByteView key, const PurseDeal& deal, std::uint32_t terminal_sequence) {
    return purse_mac(key, join({money(deal.amount), kind(deal), deal.terminal, big_endian(terminal_sequence, 4), deal.when.date, deal.when.time}));
}

Mac online_mac1(ByteView session_key, Fen old_balance, const PurseDeal& deal) {
    return purse_mac(session_key, join({money(old_balance), money(deal.amount), kind(deal), deal.terminal}));
}

Mac online_mac2(ByteView session_key, const PurseDeal& deal) { return purchase_mac1(session_key, deal); }

Mac online_proof(ByteView key, Fen new_balance, std::uint16_t online_number, const PurseDeal& deal) {
    return purse_mac(key, join({money(new_balance), big_endian(online_number, 2), money(deal.amount), kind(deal), deal.terminal, deal.when.date,
                                deal.when.time}));
}

}  // namespace onecard::card
