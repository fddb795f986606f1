#include <doctest/doctest.h>

#include "cardreader/exchange.hpp"
#include "tests/support/scripted_transport.hpp"

using namespace onecard;
using namespace onecard::card;
using test::ScriptedTransport;
using enum ScriptedTransport::Protocol;

namespace {

const Command select_purse{0x00, 0xA4, 0x04, 0x00, hex("A00000000386980701"), 256};
const Command read_public{0x00, 0xB0, 0x95, 0x00, {}, 256};
const Command debit_command{0x80, 0x54, 0x01, 0x00, hex("0000001220240315103045D90350BD"), 8};

}  // namespace

TEST_CASE("commands are encoded in the four short forms") {
    CHECK(to_hex(Command{0x00, 0x20, 0x00, 0x01, {}, std::nullopt}.encode()) == "00200001");
    CHECK(to_hex(Command{0x80, 0x5C, 0x00, 0x02, {}, 4}.encode()) == "805C000204");
    CHECK(to_hex(Command{0x00, 0x20, 0x00, 0x00, hex("123456"), std::nullopt}.encode()) == "0020000003123456");
    CHECK(to_hex(select_purse.encode()) == "00A4040009A0000000038698070100");
}

TEST_CASE("over T=0 data goes out without Le and the answer is fetched") {
    ScriptedTransport card({{"00A4040009A00000000386980701", "6104"}, {"00C0000004", "6F018800 9000"}});
    const auto answer = exchange(card, select_purse, Resend::once);
    REQUIRE(answer.has_value());
    CHECK(to_hex(answer->data) == "6F018800");
}

TEST_CASE("over T=1 Le goes out with the data") {
    ScriptedTransport card({{"00A4040009A0000000038698070100", "6F018800 9000"}}, t1);
    CHECK(exchange(card, select_purse, Resend::once).value().ok());
}

TEST_CASE("an answer in several pieces is put together") {
    ScriptedTransport card({{"00A4040009A00000000386980701", "AA 6102"}, {"00C0000002", "BBCC 6101"}, {"00C0000001", "DD 9000"}});
    CHECK(to_hex(exchange(card, select_purse, Resend::once).value().data) == "AABBCCDD");
}

TEST_CASE("6100 means 256 bytes") {
    const std::string all(512, 'A');
    ScriptedTransport card({{"00A4040009A00000000386980701", "6100"}, {"00C0000000", all + "9000"}});
    CHECK(exchange(card, select_purse, Resend::once).value().data.size() == 256);
}

TEST_CASE("a wrong Le is put right once") {
    ScriptedTransport card({{"00B0950000", "6C02"}, {"00B0950002", "AABB9000"}});
    CHECK(exchange(card, read_public, Resend::once).value().data.size() == 2);
    ScriptedTransport stubborn({{"00B0950000", "6C02"}, {"00B0950002", "6C03"}});
    CHECK(exchange(stubborn, read_public, Resend::once).value().status == 0x6C03);
}

TEST_CASE("a debit is never sent a second time") {
    ScriptedTransport card({{"805401000F0000001220240315103045D90350BD", "6C08"}});
    CHECK(exchange(card, debit_command, Resend::never).value().status == 0x6C08);
    ScriptedTransport other({{"805401000F0000001220240315103045D90350BD08", "6C08"}}, t1);
    CHECK(exchange(other, debit_command, Resend::never).value().status == 0x6C08);
}

TEST_CASE("fetching an answer may be repeated with the right length, the command not") {
    ScriptedTransport card({{"805401000F0000001220240315103045D90350BD", "6110"}, {"00C0000010", "6C08"}, {"00C0000008", "9F9B0AC386167063 9000"}});
    CHECK(exchange(card, debit_command, Resend::never).value().data.size() == 8);
}

TEST_CASE("an answer that never ends is given up after eight pieces") {
    std::vector<test::Line> script{{"00A4040009A00000000386980701", "6101"}};
    for (int i = 0; i < 8; ++i) script.push_back({"00C0000001", "AA6101"});
    ScriptedTransport card(script);
    const auto answer = exchange(card, select_purse, Resend::once);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == "card.answer_lost");
    CHECK(answer.error().kind == Error::Kind::timed_out);
}

TEST_CASE("an answer that can't be fetched leaves the effect unknown") {
    ScriptedTransport card({{"805401000F0000001220240315103045D90350BD", "6108"}, {"00C0000008", "6F00"}});
    const auto answer = exchange(card, debit_command, Resend::never);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == "card.answer_lost");
    CHECK(answer.error().kind == Error::Kind::timed_out);
}

TEST_CASE("bytes that are no status word are nonsense") {
    for (const auto* status : {"0000", "1234", "6000", "60FF", "7000", "8999", "A000", "FFFF"}) {
        CAPTURE(status);
        ScriptedTransport card({{"00B0950000", status}});
        CHECK(exchange(card, read_public, Resend::once).error().code == "card.nonsense");
    }
}

TEST_CASE("an error of the transport comes through as it is") {
    ScriptedTransport card({{"00B0950000", "!"}});
    CHECK(exchange(card, read_public, Resend::once).error().code == "card.gone");
}

TEST_CASE("every status word but 9000 is a failure with a code and its number") {
    for (int status = 0; status <= 0xFFFF; ++status) {
        if (status == 0x9000) continue;
        const auto error = status_failure(static_cast<std::uint16_t>(status)).value();
        const bool known_code = error.code.starts_with("card.") || error.code.starts_with("purse.");
        const bool numbered = error.detail == "status " + to_hex(big_endian(static_cast<std::uint64_t>(status), 2));
        if (!known_code || !numbered || error.kind == Error::Kind::timed_out) FAIL("status " << status);
    }
}

TEST_CASE("the status words residents meet have codes of their own") {
    const auto code = [](std::uint16_t status) { return status_failure(status).value().code; };
    CHECK(code(0x6983) == "card.pin_blocked");
    CHECK(code(0x63C0) == "card.pin_blocked");
    CHECK(code(0x63C2) == "card.pin_wrong");
    CHECK(code(0x6A81) == "card.locked");
    CHECK(code(0x6A82) == "card.not_found");
    CHECK(code(0x9302) == "purse.mac_wrong");
    CHECK(code(0x9303) == "card.locked");
    CHECK(code(0x9401) == "purse.balance_short");
    CHECK(code(0x9402) == "purse.counter_full");
    CHECK(code(0x9403) == "purse.key_unknown");
    CHECK(code(0x9406) == "purse.no_proof");
    CHECK(code(0x6901) == "purse.not_ready");
    CHECK(code(0x6581) == "card.memory");
    CHECK(code(0x98FF) == "card.status");
    CHECK(code(0x1234) == "card.nonsense");
}
