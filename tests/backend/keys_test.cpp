#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include <sys/stat.h>

#include "backend/keys/ceremony.hpp"
#include "backend/keys/soft_token.hpp"
#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/random.hpp"
#include "tests/support/software_keys.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::keys;
using namespace onecard::test;

namespace {

const std::filesystem::path sample_file = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/keys.json";

template <class T>
T needed(Result<T> result) {
    if (!result) FAIL(result.error().code << " " << result.error().detail);
    return std::move(*result);
}

void needed(const Status& status) {
    if (!status) FAIL(status.error().code << " " << status.error().detail);
}

card::MasterKeys sample_keys() { return needed(card::read_master_keys(needed(read_file(sample_file)))); }

template <std::size_t N>
std::array<std::uint8_t, N> fixed_hex(std::string_view text) {
    return needed(card::fixed<N>(hex(text)));
}

/// A token of its own, made and opened.
struct Bench {
    TemporaryFolder folder;
    std::unique_ptr<Token> token;

    Bench() {
        needed(make_soft_token(folder / "keys"));
        token = open();
    }
    std::unique_ptr<Token> open() { return needed(Token::open(needed(soft_token(folder / "keys")))); }
    std::unique_ptr<TokenKeys> sample_service() {
        needed(import_sample(*token, sample_file));
        return needed(TokenKeys::open(std::move(token)));
    }
    std::filesystem::path file(const std::string& name, const std::string& content) {
        std::ofstream(folder / name) << content;
        return folder / name;
    }
};

const auto serial = fixed_hex<8>("3100000000123456");
const card::PurseTime when{fixed_hex<4>("20240315"), fixed_hex<3>("103045")};
const auto terminal = fixed_hex<6>("057100000001");

}  // namespace

TEST_CASE("The token says what the published vectors say") {
    Bench bench;
    const auto keys = bench.sample_service();
    // cards.md 10.4 and 10.6
    CHECK(to_hex(needed(keys->purchase_tac(serial, {Fen(250), card::PurseAction::purchase, terminal, when}, 0x12))) == "9F9B0AC3");
    const card::PurseDeal load{Fen(5000), card::PurseAction::load, terminal, when};
    const auto macs = needed(keys->load_macs(serial, {fixed_hex<4>("5A6B7C8D"), 3, Fen(0x254E)}, load));
    CHECK(to_hex(macs.mac1) == "6264CC2E");
    CHECK(to_hex(macs.mac2) == "105BE7CE");
    CHECK(to_hex(needed(keys->load_tac(serial, Fen(0x38D6), 3, load))) == "99C98A81");
    // 10.7
    const card::PurseDeal back{Fen(500), card::PurseAction::unload, terminal, when};
    const OnlineChallenge asked{fixed_hex<4>("11223344"), 1, Fen(0x7D0)};
    CHECK(to_hex(needed(keys->load_macs(serial, asked, back)).mac1) == "490C745B");
    CHECK(to_hex(needed(keys->load_macs(serial, asked, back)).mac2) == "79AF59EC");
    CHECK(to_hex(needed(keys->unload_proof(serial, asked, back))) == "E5D83D3E");
    // 10.8
    CHECK(to_hex(needed(keys->pin_unblock(serial, hex("84240000"), hex("C1C2C3C4"), hex("123456")))) == "EB62E2BA820FB750A5E642EA");
}

TEST_CASE("Token and software agree on whatever cards and deals there are") {
    constexpr std::uint64_t seed = 20261122;
    INFO("seed " << seed);
    SeededRandom random(seed);
    Bench bench;
    needed(bench.token->import_key("draft", hex(draft_master), Use::encrypt));
    const auto token = bench.sample_service();
    SoftwareKeys software(sample_keys());
    for (int i = 0; i < 50; ++i) {
        card::Factor factor{};
        card::PurseDeal deal;
        OnlineChallenge challenge;
        random.fill(factor);
        random.fill(deal.terminal);
        random.fill(deal.when.date);
        random.fill(challenge.random);
        deal.amount = Fen(static_cast<std::int64_t>(random.below(1'000'000)));
        deal.action = card::PurseAction::load;
        challenge.online_number = static_cast<std::uint16_t>(random.below(65536));
        challenge.old_balance = Fen(static_cast<std::int64_t>(random.below(1'000'000)));
        const auto one = needed(token->load_macs(factor, challenge, deal)), other = needed(software.load_macs(factor, challenge, deal));
        CHECK(one.mac1 == other.mac1);
        CHECK(one.mac2 == other.mac2);
        deal.action = card::PurseAction::unload;
        challenge.old_balance = challenge.old_balance + deal.amount;
        CHECK(needed(token->load_macs(factor, challenge, deal)).mac2 == needed(software.load_macs(factor, challenge, deal)).mac2);
        CHECK(needed(token->unload_proof(factor, challenge, deal)) == needed(software.unload_proof(factor, challenge, deal)));
        CHECK(needed(token->load_tac(factor, Fen(7), 9, deal)) == needed(software.load_tac(factor, Fen(7), 9, deal)));
        CHECK(needed(token->purchase_tac(factor, deal, 77)) == needed(software.purchase_tac(factor, deal, 77)));
        Bytes nonce(random.below(2) == 0 ? 4 : 8), pin(1 + random.below(7));
        random.fill(nonce);
        random.fill(pin);
        CHECK(needed(token->draft_key(factor)) == needed(software.draft_key(factor)));
        CHECK(to_hex(needed(token->pin_unblock(factor, hex("84240001"), nonce, pin))) ==
              to_hex(needed(software.pin_unblock(factor, hex("84240001"), nonce, pin))));
    }
}

TEST_CASE("No key on the token can be read, wrapped out or used for anything but its purpose") {
    Bench bench;
    needed(import_sample(*bench.token, sample_file));
    const auto keys = needed(bench.token->keys());
    REQUIRE(keys.size() == 5);
    for (const auto& key : keys) {
        CHECK_FALSE(key.extractable);
        CHECK(key.sensitive);
    }
    const auto session = needed(bench.token->session());
    CHECK_FALSE(session->encrypt(needed(session->find("load")), Bytes(8)).has_value());
    CHECK_FALSE(session->encrypt(needed(session->find("unload")), Bytes(8)).has_value());
    CHECK_FALSE(session->decrypt(needed(session->find("tac")), Bytes(8)).has_value());
    CHECK_FALSE(session->derive(needed(session->find("tac")), Bytes(16)).has_value());
}

TEST_CASE("Nothing in the token's files is a sample key in clear") {
    Bench bench;
    needed(import_sample(*bench.token, sample_file));
    const auto keys = sample_keys();
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(bench.folder.path())) {
        if (!entry.is_regular_file()) continue;
        ++files;
        const auto content = needed(read_file(entry.path()));
        for (const auto* key : {&keys.load, &keys.tac, &keys.pin_unblock, &keys.unload})
            CHECK(content.find(std::string(key->begin(), key->end())) == std::string::npos);
    }
    CHECK(files > 5);
}

TEST_CASE("The PIN files are their owner's alone") {
    Bench bench;
    for (const auto* name : {"user.pin", "officer.pin"}) {
        struct stat status {};
        REQUIRE(::stat((bench.folder / "keys" / name).c_str(), &status) == 0);
        CHECK((status.st_mode & 077) == 0);
    }
}

TEST_CASE("A key put together from two components has the check value of their XOR, and outlives the process's token") {
    Bench bench;
    const auto first = bench.file("a", "00112233445566778899AABBCCDDEEFF\n"), second = bench.file("b", "5041607003143607D8C8F8E898B8A8A0");
    const std::filesystem::path components[] = {first, second};
    SecretBytes whole(16);
    const auto a = hex("00112233445566778899AABBCCDDEEFF"), b = hex("5041607003143607D8C8F8E898B8A8A0");
    for (std::size_t i = 0; i < 16; ++i) whole[i] = static_cast<std::uint8_t>(a[i] ^ b[i]);
    const auto zeros = crypto::des_encrypt(whole, Bytes(8));
    CHECK(needed(import_components(*bench.token, "load", components)) == to_hex(ByteView(zeros).first(3)));
    bench.token.reset();
    bench.token = bench.open();
    REQUIRE(needed(bench.token->keys()).size() == 1);
    const auto again = import_components(*bench.token, "load", components);
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == "keys.known");
}

TEST_CASE("A component alone, a broken one and a key of another name are refused") {
    Bench bench;
    const auto good = bench.file("a", "00112233445566778899AABBCCDDEEFF"), bad = bench.file("b", "0011");
    const std::filesystem::path one[] = {good}, broken[] = {good, bad}, two[] = {good, good};
    CHECK(import_components(*bench.token, "load", one).error().code == "keys.component");
    CHECK(import_components(*bench.token, "load", broken).error().code == "keys.component");
    CHECK(import_components(*bench.token, "purchase", two).error().code == "keys.name");
    CHECK(needed(bench.token->keys()).empty());
}

TEST_CASE("A service without all its keys does not begin") {
    Bench bench;
    needed(generate(*bench.token, "load"));
    needed(generate(*bench.token, "tac"));
    const auto service = TokenKeys::open(std::move(bench.token));
    REQUIRE_FALSE(service.has_value());
    CHECK(service.error().code == "keys.missing");
}

TEST_CASE("A service without the key of unloads begins, and says at an unload that it has none") {
    Bench bench;
    for (const auto* name : {"load", "tac", "pin_unblock"}) needed(generate(*bench.token, name));
    const auto service = needed(TokenKeys::open(std::move(bench.token)));
    CHECK(service->load_macs(serial, {}, {Fen(1), card::PurseAction::load, terminal, when}).has_value());
    CHECK(service->load_macs(serial, {}, {Fen(1), card::PurseAction::unload, terminal, when}).error().code == "keys.unavailable");
}

TEST_CASE("A wrong PIN, a token that is not there and a file that is no module are told apart") {
    Bench bench;
    bench.token.reset();
    auto settings = needed(soft_token(bench.folder / "keys"));
    auto wrong = settings;
    wrong.pin_file = bench.file("pin", "000000\n");
    CHECK(Token::open(wrong).error().code == "keys.pin");
    wrong = settings;
    wrong.label = "nobody";
    CHECK(Token::open(wrong).error().code == "keys.token");
    wrong = settings;
    wrong.module = bench.file("module.so", "no library");
    CHECK(Token::open(wrong).error().code == "keys.module");
}

TEST_CASE("Many threads ask at once and each gets the answer to its own question") {
    Bench bench;
    const auto keys = bench.sample_service();
    SoftwareKeys software(sample_keys());
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread)
            threads.emplace_back([&, thread] {
                for (std::uint32_t i = 0; i < 25; ++i) {
                    const card::PurseDeal deal{Fen(thread * 100 + 1), card::PurseAction::purchase, terminal, when};
                    const auto asked = keys->purchase_tac(serial, deal, i);
                    right += asked && *asked == *software.purchase_tac(serial, deal, i);
                }
            });
    }
    CHECK(right == 200);
}
