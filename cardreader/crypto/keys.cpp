#include "cardreader/crypto/keys.hpp"

#include "base/crypto.hpp"

namespace onecard::card {
namespace {

Key wiped_copy(Bytes plain) {
    Key key(plain.begin(), plain.end());
    wipe(plain.data(), plain.size());
    return key;
}

Key session_key(ByteView card_key, const CardRandom& random, std::uint16_t number, std::uint16_t last) {
    require(card_key.size() == 16, "a card key of 16 bytes");
    return wiped_copy(crypto::des_encrypt(card_key, join({random, big_endian(number, 2), big_endian(last, 2)})));
}

}  // namespace

Key diversify(Algorithm algorithm, ByteView master, const Factor& factor) {
    require(master.size() == 16, "a master key of 16 bytes");
    Bytes blocks(factor.begin(), factor.end());
    for (const auto byte : factor) blocks.push_back(static_cast<std::uint8_t>(~byte));
    switch (algorithm) {
        case Algorithm::triple_des: return wiped_copy(crypto::des_encrypt(master, blocks));
        case Algorithm::sm4: return wiped_copy(crypto::sm4_encrypt(master, blocks));
    }
    require(false, "a known algorithm");
    return {};
}

Key diversify(Algorithm algorithm, ByteView master, std::initializer_list<Factor> levels) {
    Key key(master.begin(), master.end());
    for (const auto& level : levels) key = diversify(algorithm, key, level);
    return key;
}

Key tac_key(ByteView card_tac_key) {
    require(card_tac_key.size() == 16, "a card TAC key of 16 bytes");
    Key folded(card_tac_key.begin(), card_tac_key.begin() + 8);
    for (std::size_t i = 0; i < 8; ++i) folded[i] = static_cast<std::uint8_t>(folded[i] ^ card_tac_key[i + 8]);
    return folded;
}

Key purchase_session_key(ByteView card_key, const CardRandom& random, std::uint16_t offline_number, std::uint32_t terminal_sequence) {
    return session_key(card_key, random, offline_number, static_cast<std::uint16_t>(terminal_sequence & 0xFFFF));
}

Key online_session_key(ByteView card_key, const CardRandom& random, std::uint16_t online_number) {
    return session_key(card_key, random, online_number, 0x8000);
}

}  // namespace onecard::card
