// Published traces of real cards and own vectors, recomputed independently (cards.md section 10).
#include <doctest/doctest.h>

#include "base/crypto.hpp"
#include "cardreader/crypto/purse_macs.hpp"
#include "cardreader/crypto/secure_messaging.hpp"

using namespace onecard;
using namespace onecard::card;

namespace {

template <std::size_t N>
std::array<std::uint8_t, N> exactly(std::string_view text) {
    return fixed<N>(hex(text)).value();
}

PurseDeal deal(std::int64_t amount, PurseAction action, std::string_view terminal, std::string_view date, std::string_view time) {
    return {Fen(amount), action, exactly<6>(terminal), {exactly<4>(date), exactly<3>(time)}};
}

std::string text(const Mac& mac) { return to_hex(mac); }
std::string text(const Key& key) { return to_hex(key); }

const Factor issuer = exactly<8>("0571000000000001");
const Factor serial = exactly<8>("3100000000123456");

Key card_key(std::string_view master) { return diversify(Algorithm::triple_des, hex(master), serial); }

const Bytes purchase_master = hex("404142434445464748494A4B4C4D4E4F");

Key sample_purchase_key() { return diversify(Algorithm::triple_des, purchase_master, {issuer, serial}); }
Key sample_tac_key() { return tac_key(card_key("606162636465666768696A6B6C6D6E6F")); }

PurseDeal sample_deal(std::int64_t amount, PurseAction action) { return deal(amount, action, "057100000001", "20240315", "103045"); }

}  // namespace

TEST_CASE("a published purchase is reproduced") {
    const auto key = hex("11223344556677888877665544332211");
    const auto session = purchase_session_key(key, exactly<4>("11223344"), 0x0000, 0x00000001);
    CHECK(text(session) == "003238ABC57659DD");
    CHECK(text(purchase_mac1(session, deal(0x1000, PurseAction::purchase, "001122334455", "20120229", "135100"))) == "F15CAB75");
    CHECK(text(purchase_mac2(session, Fen(0x1000))) == "56988A13");
}

TEST_CASE("a published load of a deposit account is reproduced") {
    const auto session = online_session_key(hex("11223344556677888877665544332211"), exactly<4>("11223344"), 0x0000);
    const auto load = deal(0x1000, PurseAction::load_deposit, "001122334455", "20111221", "214822");
    CHECK(text(session) == "9B1D924E05595603");
    CHECK(text(online_mac1(session, Fen(0), load)) == "2988AE5A");
    CHECK(text(online_mac2(session, load)) == "3A845BF0");
}

TEST_CASE("a recorded load of a real card is reproduced to its TAC") {
    const auto key = hex("00112233445566778899AABBCCDDEEFF");
    const auto first = online_session_key(key, exactly<4>("E0B84748"), 0);
    const auto load = deal(0x2000, PurseAction::load, "001122334455", "20161216", "105800");
    CHECK(text(first) == "7C45FBFB5B3A68F5");
    CHECK(text(online_mac1(first, Fen(0), load)) == "EA411F90");
    const auto second = online_session_key(key, exactly<4>("C903814D"), 0);
    CHECK(text(second) == "11FDF264E8AEEFA3");
    CHECK(text(online_mac1(second, Fen(0), load)) == "03976C22");
    CHECK(text(online_mac2(second, load)) == "8AFA5718");
    CHECK(text(tac_key(key)) == "8888888888888888");
    CHECK(text(online_proof(tac_key(key), Fen(0x2000), 0, load)) == "FA00066D");
}

TEST_CASE("a recorded purchase of a real card is reproduced to its TAC") {
    const auto key = hex("00112233445566778899AABBCCDDEEFF");
    const auto session = purchase_session_key(key, exactly<4>("584633C9"), 0, 0);
    const auto purchase = deal(1, PurseAction::purchase, "001122334455", "20161216", "134600");
    CHECK(text(session) == "C08346DF9F1D457A");
    CHECK(text(purchase_mac1(session, purchase)) == "D45737C5");
    CHECK(text(purchase_mac2(session, Fen(1))) == "66B54A6B");
    CHECK(text(purchase_tac(tac_key(key), purchase, 0)) == "8AF270DC");
}

TEST_CASE("a recorded load under keys of one repeated byte is reproduced") {
    const auto session = online_session_key(hex("3F013F013F013F013F013F013F013F01"), exactly<4>("06B825D7"), 0x0017);
    const auto load = deal(1, PurseAction::load, "112233445566", "20170310", "110734");
    CHECK(text(session) == "6E76E8541E217D9A");
    CHECK(text(online_mac1(session, Fen(0x1A), load)) == "684C81CE");
    CHECK(text(online_mac2(session, load)) == "9C8A0625");
    CHECK(text(online_proof(tac_key(Bytes(16, 0x34)), Fen(0x1B), 0x0017, load)) == "16EAD516");
}

TEST_CASE("keys are diversified as published") {
    CHECK(text(diversify(Algorithm::triple_des, hex("00112233445566778899AABBCCDDEEFF"), exactly<8>("1122334455667788"))) ==
          "496BD7A3513644533100B54E71196528");
}

TEST_CASE("a protected key write is reproduced") {
    const auto key = hex("00112233445566778899AABBCCDDEEFF");
    const auto sealed = protected_data(key, join({hex("220000"), key}));
    CHECK(to_hex(sealed) == "DCC0BB5793ABFCA2CA8C1624822F6E01A86A0B5CBED191DD");
    CHECK(text(protecting_mac(key, hex("5D72B3FD"), join({hex("84D400001C"), sealed}))) == "8A9D4ADB");
}

TEST_CASE("protected data that fills its blocks with its length is not padded") {
    const auto key = hex("00112233445566778899AABBCCDDEEFF");
    CHECK(protected_data(key, Bytes(7)).size() == 8);
    CHECK(protected_data(key, Bytes(8)).size() == 16);
}

TEST_CASE("single DES comes out of the default provider") {
    CHECK(to_hex(crypto::des_encrypt(hex("0102030405060708"), hex("BB83BFF300000000"))) == "74B0047DD681D96C");
    CHECK(to_hex(crypto::des_encrypt(hex("1122334455667788"), hex("0102030405060708"))) == "178F59F8578E0D3F");
}

TEST_CASE("the sample district's keys are diversified from its masters") {
    CHECK(text(diversify(Algorithm::triple_des, purchase_master, issuer)) == "37B8EBDFEB77DF42053F2FC842154DD9");
    CHECK(text(sample_purchase_key()) == "C4A738ED811EBAF03BB67C872232ACF6");
    CHECK(text(card_key("505152535455565758595A5B5C5D5E5F")) == "D29BD136C081C0001ADC81C2E524EA27");
    CHECK(text(card_key("606162636465666768696A6B6C6D6E6F")) == "359602C2804B9DDBD6852438E8DFA7DA");
    CHECK(text(card_key("707172737475767778797A7B7C7D7E7F")) == "2A43FE63BB38A9AEFDA942D6E09961A0");
    CHECK(text(card_key("808182838485868788898A8B8C8D8E8F")) == "81620DD116994E20CDB59354DD0FD364");
    CHECK(text(card_key("909192939495969798999A9B9C9D9E9F")) == "A1074174DCCD4FEDE12FEADAC2B7E6E6");
    CHECK(text(card_key("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF")) == "78F5EBF72D94D68412C3B320E3339922");
    CHECK(text(card_key("B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF")) == "DF51DFB30C129CD2C56D0D40438BBFAB");
    CHECK(text(sample_tac_key()) == "E31326FA68943A01");
}

TEST_CASE("the sample purchase of 2.50 gives its MACs and TAC") {
    const auto session = purchase_session_key(sample_purchase_key(), exactly<4>("A1B2C3D4"), 0x0005, 0x00000012);
    const auto purchase = sample_deal(250, PurseAction::purchase);
    CHECK(text(session) == "DCA78974514D5BA1");
    CHECK(text(purchase_mac1(session, purchase)) == "D90350BD");
    CHECK(text(purchase_mac2(session, purchase.amount)) == "86167063");
    CHECK(text(purchase_tac(sample_tac_key(), purchase, 0x12)) == "9F9B0AC3");
}

TEST_CASE("the session key takes two bytes of the terminal's sequence, the TAC takes four") {
    const auto key = sample_purchase_key();
    const auto random = exactly<4>("A1B2C3D4");
    CHECK(purchase_session_key(key, random, 5, 0x00000012) == purchase_session_key(key, random, 5, 0x7FFF0012));
    const auto purchase = sample_deal(250, PurseAction::purchase);
    CHECK(purchase_tac(sample_tac_key(), purchase, 0x00000012) != purchase_tac(sample_tac_key(), purchase, 0x7FFF0012));
}

TEST_CASE("the sample composite purchase gives its MACs and TAC") {
    const auto session = purchase_session_key(sample_purchase_key(), exactly<4>("0F1E2D3C"), 0x0006, 0x00000013);
    const auto purchase = sample_deal(200, PurseAction::composite_purchase);
    CHECK(text(session) == "51F1BFF188DD8490");
    CHECK(text(purchase_mac1(session, purchase)) == "E7E3258D");
    CHECK(text(purchase_mac2(session, purchase.amount)) == "D9C5742C");
    CHECK(text(purchase_tac(sample_tac_key(), purchase, 0x13)) == "F2519B4F");
}

TEST_CASE("the sample load of 50.00 gives its MACs and TAC") {
    const auto session = online_session_key(card_key("505152535455565758595A5B5C5D5E5F"), exactly<4>("5A6B7C8D"), 0x0003);
    const auto load = sample_deal(5000, PurseAction::load);
    CHECK(text(session) == "9CB7742BD277C24C");
    CHECK(text(online_mac1(session, Fen(0x254E), load)) == "6264CC2E");
    CHECK(text(online_mac2(session, load)) == "105BE7CE");
    CHECK(text(online_proof(sample_tac_key(), Fen(0x38D6), 0x0003, load)) == "99C98A81");
}

TEST_CASE("the sample unload of 5.00 gives its three MACs") {
    const auto session = online_session_key(card_key("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF"), exactly<4>("11223344"), 0x0001);
    const auto unload = sample_deal(500, PurseAction::unload);
    CHECK(text(session) == "45D8119D5D9E0C71");
    CHECK(text(online_mac1(session, Fen(0x7D0), unload)) == "490C745B");
    CHECK(text(online_mac2(session, unload)) == "79AF59EC");
    CHECK(text(online_proof(session, Fen(0x5DC), 0x0001, unload)) == "E5D83D3E");
}

TEST_CASE("PIN reload and unblock are protected as computed") {
    CHECK(text(pin_reload_mac(card_key("707172737475767778797A7B7C7D7E7F"), hex("123456"))) == "7A6BF70E");
    const auto unblock = card_key("808182838485868788898A8B8C8D8E8F");
    const auto sealed = protected_data(unblock, hex("123456"));
    CHECK(to_hex(sealed) == "EB62E2BA820FB750");
    CHECK(text(protecting_mac(unblock, hex("C1C2C3C4"), join({hex("842400000C"), sealed}))) == "A5E642EA");
}

TEST_CASE("authentication turns a challenge of four or eight bytes into its cryptogram") {
    const auto key = card_key("B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF");
    CHECK(to_hex(authentication_cryptogram(key, hex("C1C2C3C4C5C6C7C8"))) == "0B1B471E8AC61E30");
    CHECK(to_hex(authentication_cryptogram(key, hex("C1C2C3C4"))) == "A2646D46AFF89BC2");
    CHECK(to_hex(crypto::des_encrypt(key, hex("0102030405060708"))) == "A2E74B4051291E8B");
}

TEST_CASE("protected commands carry the retail MAC, padded even when the data fills its blocks") {
    const auto key = card_key("909192939495969798999A9B9C9D9E9F");
    CHECK(text(protecting_mac(key, hex("C1C2C3C4"), hex("04D6950A0E00003100000000123456"))) == "564B4517");
    CHECK(text(protecting_mac(key, hex("C1C2C3C4"), hex("841E000004"))) == "10E73670");
    CHECK(text(protecting_mac(key, hex("C1C2C3C4"), hex("8418000004"))) == "454E8433");
    CHECK(protecting_mac(key, hex("C1C2C3C4"), hex("0102030405060708")) != protecting_mac(key, hex("C1C2C3C4"), hex("010203040506070880")));
}

TEST_CASE("a grey lock is computed with the purchase's session key and MAC") {
    const auto session = purchase_session_key(sample_purchase_key(), exactly<4>("21324354"), 0x0007, 0x00000020);
    CHECK(text(session) == "2F5C7714AEC23D29");
    const auto process = crypto::des_encrypt(session, hex("D1D2D3D480000000"));
    CHECK(to_hex(process) == "2FA7421748928DD2");
    CHECK(text(purse_mac(process, hex("9205710000000120240315103045"))) == "01BF1753");
    CHECK(text(purse_mac(process, hex("00000190"))) == "46A5F3FF");
    CHECK(text(purse_mac(sample_tac_key(), hex("000001909405710000000100000020 20240315103045"))) == "96591C0B");
}

TEST_CASE("SM4 diversifies in one block") {
    CHECK(to_hex(crypto::sm4_encrypt(hex("0123456789ABCDEFFEDCBA9876543210"), hex("0123456789ABCDEFFEDCBA9876543210"))) ==
          "681EDF34D206965E86B3E94F536E4246");
    CHECK(text(diversify(Algorithm::sm4, purchase_master, issuer)) == "ECB913023C130974D99ED1A13A9F4CE6");
    CHECK(text(diversify(Algorithm::sm4, purchase_master, {issuer, serial})) == "1377A86B0B9BF280D8EF6A1AA1BF18AD");
}

TEST_CASE("a moment is written in the halls' time") {
    const auto moment = from_local({2024, 3, 15, 10, 30, 45, 0});
    CHECK(to_hex(to_purse_time(moment).date) == "20240315");
    CHECK(to_hex(to_purse_time(moment).time) == "103045");
}
