#include "backend/keys/token_keys.hpp"

#include <algorithm>

#include "base/crypto.hpp"

namespace onecard::keys {
namespace {

using card::Mac;

/// F ‖ ~F: what a card's key is made of under its master key.
Bytes both_halves(const card::Factor& factor) {
    Bytes blocks(factor.begin(), factor.end());
    for (const auto byte : factor) blocks.push_back(static_cast<std::uint8_t>(~byte));
    return blocks;
}

Bytes twice(ByteView block) { return join({block, block}); }

/// ISO/IEC 7816-4 padding; always at least one byte.
Bytes padded(ByteView data) {
    Bytes all(data.begin(), data.end());
    all.push_back(0x80);
    all.resize((all.size() + 7) / 8 * 8);
    return all;
}

Mac left_four(ByteView block) {
    Mac mac{};
    std::copy_n(block.begin(), mac.size(), mac.begin());
    return mac;
}

std::string_view online_key(card::PurseAction action) { return action == card::PurseAction::unload ? "unload" : "load"; }

Bytes money(Fen amount) {
    require(amount.count() >= 0 && amount.count() <= 0xFFFF'FFFF, "an amount of four bytes");
    return big_endian(static_cast<std::uint64_t>(amount.count()), 4);
}

/// The key of one load or unload; it ends with the session.
Result<Token::Session::Key> online_session(Token::Session& session, const card::Factor& serial, const OnlineChallenge& challenge, card::PurseAction action) {
    const auto master = session.find(online_key(action));
    if (!master) return failure(master.error());
    const auto card_key = session.derive(*master, both_halves(serial));
    if (!card_key) return failure(card_key.error());
    // A single DES key is a triple one with equal halves, so that the token never needs single DES.
    return session.derive(*card_key, twice(join({challenge.random, big_endian(challenge.online_number, 2), hex("8000")})));
}

}  // namespace

Result<std::unique_ptr<TokenKeys>> TokenKeys::open(std::unique_ptr<Token> token) {
    const auto there = token->keys();
    if (!there) return failure(there.error());
    for (const auto& wanted : master_keys) {
        const bool found = std::any_of(there->begin(), there->end(), [&](const auto& key) { return key.label == wanted.label; });
        if (!found && wanted.needed) return failure(Error::Kind::invalid, "keys.missing", "the token has no key '" + std::string(wanted.label) + "'");
    }
    return std::unique_ptr<TokenKeys>(new TokenKeys(std::move(token)));
}

Result<card::Key> TokenKeys::tac_key(const card::Factor& serial) {
    auto session = token_->session();
    if (!session) return failure(session.error());
    const auto master = (*session)->find("tac");
    if (!master) return failure(master.error());
    const auto halves = (*session)->encrypt(*master, both_halves(serial));
    if (!halves) return failure(halves.error());
    return card::tac_key(*halves);
}

Result<Mac> TokenKeys::purchase_tac(const card::Factor& serial, const card::PurseDeal& deal, std::uint32_t terminal_sequence) {
    const auto key = tac_key(serial);
    if (!key) return failure(key.error());
    return card::purchase_tac(*key, deal, terminal_sequence);
}

Result<Mac> TokenKeys::load_tac(const card::Factor& serial, Fen new_balance, std::uint16_t online_number, const card::PurseDeal& deal) {
    const auto key = tac_key(serial);
    if (!key) return failure(key.error());
    return card::online_proof(*key, new_balance, online_number, deal);
}

Result<OnlineMacs> TokenKeys::load_macs(const card::Factor& serial, const OnlineChallenge& challenge, const card::PurseDeal& deal) {
    auto taken = token_->session();
    if (!taken) return failure(taken.error());
    auto& session = **taken;
    const auto session_key = online_session(session, serial, challenge, deal.action);
    if (!session_key) return failure(session_key.error());
    const Bytes zeros(8), kind{static_cast<std::uint8_t>(deal.action)};
    const auto said = join({money(challenge.old_balance), money(deal.amount), kind, deal.terminal});
    const auto heard = join({money(deal.amount), kind, deal.terminal, deal.when.date, deal.when.time});
    const auto first = session.cbc_last_block(*session_key, zeros, padded(said));
    if (!first) return failure(first.error());
    const auto second = session.cbc_last_block(*session_key, zeros, padded(heard));
    if (!second) return failure(second.error());
    return OnlineMacs{left_four(*first), left_four(*second)};
}

Result<Mac> TokenKeys::unload_proof(const card::Factor& serial, const OnlineChallenge& challenge, const card::PurseDeal& deal) {
    auto taken = token_->session();
    if (!taken) return failure(taken.error());
    auto& session = **taken;
    const auto session_key = online_session(session, serial, challenge, deal.action);
    if (!session_key) return failure(session_key.error());
    const Bytes zeros(8), kind{static_cast<std::uint8_t>(deal.action)};
    const auto said = join({money(challenge.old_balance - deal.amount), big_endian(challenge.online_number, 2), money(deal.amount), kind, deal.terminal,
                            deal.when.date, deal.when.time});
    const auto last = session.cbc_last_block(*session_key, zeros, padded(said));
    if (!last) return failure(last.error());
    return left_four(*last);
}

Result<SecretBytes> TokenKeys::pin_unblock(const card::Factor& serial, ByteView header, ByteView challenge, ByteView packed_pin) {
    require(header.size() == 4 && (challenge.size() == 4 || challenge.size() == 8) && !packed_pin.empty() && packed_pin.size() <= 8, "an unblock");
    auto taken = token_->session();
    if (!taken) return failure(taken.error());
    auto& session = **taken;
    const auto master = session.find("pin_unblock");
    if (!master) return failure(master.error());
    const auto halves = both_halves(serial);
    const auto whole = session.derive(*master, halves);
    const auto left = session.derive(*master, twice(ByteView(halves).first(8)));
    const auto right = session.derive(*master, twice(ByteView(halves).last(8)));
    for (const auto* key : {&whole, &left, &right})
        if (!*key) return failure(key->error());
    SecretBytes plain{static_cast<std::uint8_t>(packed_pin.size())};
    plain.insert(plain.end(), packed_pin.begin(), packed_pin.end());
    if (plain.size() % 8 != 0) plain.push_back(0x80);
    plain.resize((plain.size() + 7) / 8 * 8);
    auto data = session.encrypt(*whole, plain);
    if (!data) return data;
    // Retail MAC (ISO/IEC 9797-1 algorithm 3): CBC with the left half, then the right half back, then the left once more.
    Bytes start(challenge.begin(), challenge.end());
    start.resize(8);
    const Bytes length{static_cast<std::uint8_t>(data->size() + 4)};
    const auto chained = session.cbc_last_block(*left, start, padded(join({header, length, *data})));
    if (!chained) return chained;
    const auto back = session.decrypt(*right, *chained);
    if (!back) return back;
    const auto mac = session.encrypt(*left, *back);
    if (!mac) return mac;
    data->insert(data->end(), mac->begin(), mac->begin() + 4);
    return data;
}

Result<SecretBytes> TokenKeys::draft_key(const card::Factor& serial) {
    auto session = token_->session();
    if (!session) return failure(session.error());
    const auto master = (*session)->find("draft");
    if (!master) return failure(master.error());
    const auto halves = (*session)->encrypt(*master, both_halves(serial));
    if (!halves) return failure(halves.error());
    auto said = join({as_bytes("onecard draft"), *halves});
    const auto digest = crypto::sha256(said);
    wipe(said.data(), said.size());
    return SecretBytes(digest.begin(), digest.end());
}

}  // namespace onecard::keys
