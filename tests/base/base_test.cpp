#include <doctest/doctest.h>

#include <set>

#include <unistd.h>

#include "base/crypto.hpp"
#include "base/fen.hpp"
#include "base/file.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/mailbox.hpp"
#include "base/text.hpp"

using namespace onecard;

TEST_CASE("hexadecimal reads back what it wrote and refuses half bytes") {
    CHECK(to_hex(hex("00 a1 FF")) == "00A1FF");
    CHECK_FALSE(from_hex("0").has_value());
    CHECK_FALSE(from_hex("0 1").has_value());
    CHECK_FALSE(from_hex("zz").has_value());
    CHECK(from_big_endian(big_endian(0x1234, 4)) == 0x1234);
}

TEST_CASE("yuan are read exactly or not at all") {
    CHECK(from_yuan("12") == Fen(1200));
    CHECK(from_yuan("12.3") == Fen(1230));
    CHECK(from_yuan("0.05") == Fen(5));
    CHECK(from_yuan("1000000") == fen_max);
    for (const char* bad : {"", "-1", "1.", "1.234", "1,5", "1000000.01", "99999999999999999999", "1e3", " 1"}) CHECK_FALSE(from_yuan(bad).has_value());
    CHECK(to_yuan(Fen(-5)) == "-0.05");
    CHECK(to_yuan(Fen(123456)) == "1234.56");
}

TEST_CASE("ids are unique, well formed and sort by time, even with a clock before 1970") {
    ManualClock clock(from_millis(1'700'000'000'000));
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto id = make_id(clock, random);
        CHECK(is_id(id));
        CHECK(seen.insert(id).second);
    }
    const auto early = make_id(clock, random);
    clock.advance(Millis(5));
    CHECK(early < make_id(clock, random));
    clock.jump(std::chrono::hours(-24 * 366 * 60));
    CHECK(is_id(make_id(clock, random)));
    CHECK_FALSE(is_id("not-an-id"));
}

TEST_CASE("local time is China Standard Time and reads back") {
    const auto time = from_millis(1'763'775'000'000);  // 2025-11-22 01:30:00 UTC
    CHECK(to_iso(time) == "2025-11-22T09:30:00+08:00");
    CHECK(from_local(to_local(time)) == time);
    Timestamp back;
    CHECK(from_iso("2025-11-22T01:30:00Z", back));
    CHECK(back == time);
    CHECK_FALSE(from_iso("2025-13-22T01:30:00Z", back));
}

TEST_CASE("DES and SM4 give the published answers without a legacy provider") {
    CHECK(to_hex(crypto::des_encrypt(hex("0102030405060708"), hex("BB83BFF300000000"))) == "74B0047DD681D96C");
    CHECK(to_hex(crypto::des_encrypt(hex("1122334455667788"), hex("0102030405060708"))) == "178F59F8578E0D3F");
    CHECK(to_hex(crypto::sm4_encrypt(hex("0123456789ABCDEFFEDCBA9876543210"), hex("0123456789ABCDEFFEDCBA9876543210"))) == "681EDF34D206965E86B3E94F536E4246");
    const auto key = hex("11223344556677888877665544332211");
    CHECK(crypto::des_decrypt(key, crypto::des_encrypt(key, hex("0011223344556677"))) == hex("0011223344556677"));
}

TEST_CASE("a sealed value opens only with its key, in its place and unchanged") {
    SystemRandom random;
    Bytes key(32, 7), other(32, 8);
    const auto plain = as_bytes("something private");
    auto sealed = crypto::seal(key, plain, as_bytes("row 1"), random);
    CHECK(to_text(*crypto::unseal(key, sealed, as_bytes("row 1"))) == "something private");
    CHECK_FALSE(crypto::unseal(other, sealed, as_bytes("row 1")).has_value());
    CHECK_FALSE(crypto::unseal(key, sealed, as_bytes("row 2")).has_value());
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        sealed[i] ^= 1;
        CHECK_FALSE(crypto::unseal(key, sealed, as_bytes("row 1")).has_value());
        sealed[i] ^= 1;
        CHECK_FALSE(crypto::unseal(key, ByteView(sealed).first(i), as_bytes("row 1")).has_value());
    }
}

TEST_CASE("UTF-8 is told from what only looks like it") {
    CHECK(is_utf8("水电费 ᠮᠣᠩᠭᠣᠯ 𠀀"));
    for (const char* bad : {"\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\xB0", "a\xFF"}) CHECK_FALSE(is_utf8(bad));
    CHECK(length_in_points("张·丽") == 3);
    std::string text = "ab丽";
    drop_last_point(text);
    CHECK(text == "ab");
    CHECK(to_utf8(code_points("a\xFF水")) == "a\xEF\xBF\xBD水");
}

TEST_CASE("JSON from outside is bounded and its members never throw") {
    CHECK(parse_json(R"({"a":1})").has_value());
    CHECK_FALSE(parse_json("{").has_value());
    CHECK(parse_json(std::string(200, '[') + std::string(200, ']')).error().code == "json.too_deep");
    const auto json = *parse_json(R"({"a":"x","n":18446744073709551615})");
    CHECK(number_at(json, "a", 7) == 7);
    CHECK(number_at(json, "n", 7) == 7);
    CHECK(list_at(json, "none").empty());
    CHECK_FALSE(need_number(json, "a").has_value());
}

TEST_CASE("a file is replaced whole, and one beyond its limit is not read") {
    const auto path = std::filesystem::temp_directory_path() / ("onecard_base_test_" + std::to_string(::getpid()));
    REQUIRE(write_file(path, "first").has_value());
    REQUIRE(write_file(path, "second").has_value());
    CHECK(*read_file(path) == "second");
    CHECK(read_file(path, 3).error().code == "file.too_large");
    std::filesystem::remove(path);
    CHECK(read_file(path).error().code == "file.missing");
    CHECK_FALSE(write_file("/proc/none/such", "x").has_value());
}

TEST_CASE("a mailbox keeps order, wakes its reader and drops the oldest when full") {
    int wakes = 0;
    Mailbox<int> box([&] { ++wakes; });
    for (int i = 0; i < static_cast<int>(Mailbox<int>::letters_max) + 2; ++i) box.post(i);
    CHECK(wakes == static_cast<int>(Mailbox<int>::letters_max) + 2);
    CHECK(box.take() == 2);
}

TEST_CASE("base64 is as in RFC 4648 10, comes back, and takes nothing else") {
    for (const auto& [plain, coded] : {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}}) {
        CHECK(to_base64(as_bytes(plain)) == coded);
        CHECK(to_text(*from_base64(coded)) == plain);
    }
    for (const auto* wrong : {"Z", "Zg", "Zg=", "Zg= =", "Zm9v\n", "Zm9-", "=Zg=", "Zg==Zg=="}) CHECK_FALSE(from_base64(wrong).has_value());
}
