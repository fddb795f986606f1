#include "cardreader/crypto/secure_messaging.hpp"

#include "base/crypto.hpp"
#include "cardreader/crypto/purse_macs.hpp"

namespace onecard::card {
namespace {

Bytes whole_blocks(Bytes data) {
    data.resize((data.size() + 7) / 8 * 8);
    return data;
}

Bytes filled_challenge(ByteView challenge) {
    require(challenge.size() == 4 || challenge.size() == 8, "a challenge of 4 or 8 bytes");
    return whole_blocks(Bytes(challenge.begin(), challenge.end()));
}

}  // namespace

Mac protecting_mac(ByteView key, ByteView challenge, ByteView header_and_data) {
    require(key.size() == 8 || key.size() == 16, "a protecting key of 8 or 16 bytes");
    Bytes padded(header_and_data.begin(), header_and_data.end());
    padded.push_back(0x80);
    auto block = crypto::des_cbc_last_block(key.first(8), filled_challenge(challenge), whole_blocks(std::move(padded)));
    if (key.size() == 16) block = crypto::des_encrypt(key.first(8), crypto::des_decrypt(key.last(8), block));
    Mac mac{};
    std::copy_n(block.begin(), mac.size(), mac.begin());
    return mac;
}

Bytes protected_data(ByteView key, ByteView data) {
    require(data.size() <= 255, "data with a length of one byte");
    Bytes plain{static_cast<std::uint8_t>(data.size())};
    append(plain, data);
    if (plain.size() % 8 != 0) plain.push_back(0x80);
    plain = whole_blocks(std::move(plain));
    auto sealed = crypto::des_encrypt(key, plain);
    wipe(plain.data(), plain.size());
    return sealed;
}

Mac pin_reload_mac(ByteView card_reload_key, ByteView packed_pin) { return purse_mac(tac_key(card_reload_key), packed_pin); }

Bytes authentication_cryptogram(ByteView key, ByteView challenge) { return crypto::des_encrypt(key, filled_challenge(challenge)); }

}  // namespace onecard::card
