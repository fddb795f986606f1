#include <doctest/doctest.h>

#include <fstream>

#include "cardreader/crypto/purse_macs.hpp"
#include "tests/cardreader/sample_cards.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::card;

namespace {

/// Gives the bytes it was told; the vectors need the card's own random numbers.
class FixedRandom final : public Random {
public:
    explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
    void fill(std::span<std::uint8_t> to) override {
        for (std::size_t i = 0; i < to.size(); ++i) to[i] = bytes_[i % bytes_.size()];
    }

private:
    Bytes bytes_;
};

std::string send(SimCard& card, std::string_view apdu) { return to_hex(card.transmit(hex(apdu))); }

const std::string_view select_purse = "00A4040009A00000000386980701";

}  // namespace

TEST_CASE("the software card gives the computed purchase byte for byte") {
    FixedRandom random(hex("A1B2C3D4"));
    const auto card = test::sample_card("zhang_jianguo", random), psam = test::sample_card("psam", random);
    CHECK(send(*card, select_purse) == "6130");
    CHECK(send(*card, "00C0000030") == "6F2E8409A00000000386980701A5219F0C1E0571000000000001020100003100000000123456202401012034123155669000");
    CHECK(send(*card, "805001020B01000000FA057100000001") == "610F");
    CHECK(send(*card, "00C000000F") == "0000271000050000000100A1B2C3D49000");
    CHECK(send(*psam, "00A40000023F01").substr(0, 2) == "61");
    CHECK(send(*psam, "8070000024A1B2C3D40005000000FA0620240315103045010031000000001234560571000000000001") == "6108");
    CHECK(send(*psam, "00C0000008") == "00000012D90350BD9000");
    CHECK(send(*card, "805401000F0000001220240315103045D90350BD") == "6108");
    CHECK(send(*card, "00C0000008") == "9F9B0AC3861670639000");
    CHECK(send(*psam, "807200000486167063") == "9000");
    CHECK(send(*card, "00B201C417") == "0005000000000000FA06057100000001202403151030459000");
    CHECK(send(*card, "805A0006020006") == "6108");
    CHECK(send(*card, "00C0000008") == "861670639F9B0AC39000");
}

TEST_CASE("the software card gives the computed composite purchase byte for byte, and keeps the record that came with it") {
    FixedRandom random(hex("0F1E2D3C"));
    auto image = read_image(test::card_file("zhang_jianguo")).value();
    auto module = read_image(test::card_file("psam")).value();
    auto& purse = image.purses.front();
    purse.balance = Fen(0x2616), purse.offline_number = 6, purse.composite = true;
    module.psam->sequence = 0x13;
    const auto card = test::make_card(image, random), psam = test::make_card(module, random);
    const auto record = "0600000571000000010000000000000000000000C80000254E20240315103045" + std::string(32, '0');
    send(*card, select_purse);
    CHECK(send(*card, "805003020B01000000C8057100000001") == "610F");
    CHECK(send(*card, "00C000000F") == "00002616000600000001000F1E2D3C9000");
    send(*psam, "00A40000023F01");
    CHECK(send(*psam, "80700000240F1E2D3C0006000000C80920240315103045010031000000001234560571000000000001") == "6108");
    CHECK(send(*psam, "00C0000008") == "00000013E7E3258D9000");
    CHECK(send(*card, "80DC00F030" + record) == "9000");
    CHECK(card->state().composite_records == 0);
    CHECK(send(*card, "805401000F0000001320240315103045E7E3258D") == "6108");
    CHECK(send(*card, "00C0000008") == "F2519B4FD9C5742C9000");
    CHECK(send(*psam, "8072000004D9C5742C") == "9000");
    CHECK(send(*card, "00B201F430") == record + "9000");
    CHECK(send(*card, "00B201C417") == "0006000000000000C809057100000001202403151030459000");
    CHECK(send(*card, "805A0009020007") == "6108");
}

TEST_CASE("a record for a composite purchase is taken only inside one, whole, and is gone with it") {
    FixedRandom random(hex("0F1E2D3C"));
    auto image = read_image(test::card_file("zhang_jianguo")).value();
    const std::string record(96, '1'), init = "805003020B01000000C8057100000001";
    const auto plain = test::make_card(image, random);
    send(*plain, select_purse);
    CHECK(send(*plain, init) == "6A86");
    image.purses.front().composite = true;
    const auto card = test::make_card(image, random);
    send(*card, select_purse);
    CHECK(send(*card, "80DC00F030" + record) == "6985");
    send(*card, "805001020B01000000C8057100000001");
    CHECK(send(*card, "80DC00F030" + record) == "6985");
    send(*card, init);
    CHECK(send(*card, "805401000F0000001320240315103045E7E3258D") == "6985");
    send(*card, init);
    CHECK(send(*card, "80DC00F02F" + record.substr(2)) == "6700");
    CHECK(send(*card, "805401000F0000001320240315103045E7E3258D") == "6901");
    send(*card, init);
    CHECK(send(*card, "80DC00F030" + record) == "9000");
    CHECK(send(*card, "805401000F000000132024031510304500000000") == "9302");
    CHECK(card->state().composite_records == 0);
    CHECK(send(*card, "00B201F430") == "6A83");
}

TEST_CASE("a storage card knows its number and nothing else") {
    SeededRandom random(8);
    const auto card = test::sample_card("storage", random);
    CHECK_FALSE(card->fetches_answers());
    CHECK(send(*card, "FFCA000000") == "04A1B2C3D4E5F69000");
    CHECK(send(*card, "00A4040009A0000000038698070100") == "6A81");
    CHECK(send(*card, "805C000204") == "6A81");
}

TEST_CASE("the software card gives the computed load byte for byte") {
    FixedRandom random(hex("5A6B7C8D"));
    auto image = read_image(test::card_file("zhang_jianguo"));
    REQUIRE(image.has_value());
    image->purses.front().balance = Fen(0x254E);
    const auto card = test::make_card(*image, random);
    send(*card, select_purse);
    CHECK(send(*card, "805000020B0100001388057100000001") == "6982");
    CHECK(send(*card, "0020000003123456") == "9000");
    CHECK(send(*card, "805000020B0100001388057100000001") == "6110");
    CHECK(send(*card, "00C0000010") == "0000254E000301005A6B7C8D6264CC2E9000");
    CHECK(send(*card, "805200000B20240315103045105BE7CE") == "6104");
    CHECK(send(*card, "00C0000004") == "99C98A819000");
    CHECK(send(*card, "805C000204") == "000038D69000");
    CHECK(send(*card, "00B201C417") == "00030000000000138802057100000001202403151030459000");
    CHECK(send(*card, "805A0002020004") == "6108");
}

TEST_CASE("the software card gives the computed unload byte for byte") {
    FixedRandom random(hex("11223344"));
    auto image = read_image(test::card_file("zhang_jianguo")).value();
    image.purses.front().deposit = DepositImage{Fen(0x7D0), 1};
    const auto card = test::make_card(image, random);
    send(*card, select_purse);
    CHECK(send(*card, "805005010B01000001F4057100000001") == "6982");
    CHECK(send(*card, "805C000104") == "6982");
    send(*card, "0020000003123456");
    CHECK(send(*card, "805005020B01000001F4057100000001") == "6A82");
    CHECK(send(*card, "805005010B01000007D1057100000001") == "9401");
    CHECK(send(*card, "805005010B01000001F4057100000001") == "6110");
    CHECK(send(*card, "00C0000010") == "000007D0000101001122334449" "0C745B9000");
    CHECK(send(*card, "805403000B2024031510304579AF59ED") == "9302");
    CHECK(card->state().deposit == Fen(0x7D0));
    send(*card, "805005010B01000001F4057100000001");
    CHECK(send(*card, "805403000B2024031510304579AF59EC") == "6104");
    CHECK(send(*card, "00C0000004") == "E5D83D3E9000");
    CHECK(send(*card, "805C000104") == "000005DC9000");
    CHECK(send(*card, "00B201C417") == "0001000000000001F403057100000001202403151030459000");
    CHECK(send(*card, "805A0003020002") == "6108");
    CHECK(card->state().balance == Fen(10000));
    const auto without = test::sample_card("zhang_jianguo", random);
    send(*without, select_purse);
    CHECK(send(*without, "805005010B01000001F4057100000001") == "6A86");
}

TEST_CASE("what a card keeps outlives the program, what it forgets does not") {
    const test::TemporaryFolder folder;
    FixedRandom random(hex("A1B2C3D4"));
    {
        const auto card = test::sample_card("zhang_jianguo", random, folder / "card.json");
        send(*card, select_purse);
        CHECK(send(*card, "0020000003999999") == "63C2");
        send(*card, "805001020B01000000FA057100000001");
        send(*card, "805401000F0000001220240315103045D90350BD");
    }
    const auto again = test::sample_card("zhang_jianguo", random, folder / "card.json");
    CHECK(again->state().balance == Fen(0x2616));
    CHECK(again->state().offline_number == 6);
    CHECK(again->state().pin_tries == 2);
    CHECK(send(*again, "805A0006020006") == "6985");
    send(*again, select_purse);
    CHECK(send(*again, "805A0006020006") == "6108");
    CHECK(send(*again, "00C0000008") == "861670639F9B0AC39000");
}

TEST_CASE("a card that can't keep what it did does not do it") {
    FixedRandom random(hex("A1B2C3D4"));
    const auto card = test::sample_card("zhang_jianguo", random, "/nowhere/at/all/card.json");
    send(*card, select_purse);
    send(*card, "805001020B01000000FA057100000001");
    CHECK(send(*card, "805401000F0000001220240315103045D90350BD") == "6581");
    CHECK(card->state().balance == Fen(10000));
    CHECK(card->state().offline_number == 5);
}

TEST_CASE("a state of a changed image is not used, a broken one is an error") {
    const test::TemporaryFolder folder;
    SeededRandom random(1);
    std::ofstream(folder / "other.json") << R"({"image": "of another", "applications": []})";
    CHECK(test::sample_card("zhang_jianguo", random, folder / "other.json")->state().balance == Fen(10000));
    std::ofstream(folder / "broken.json") << "{";
    const auto broken = SimCard::load(read_image(test::card_file("zhang_jianguo")).value(), test::sample_keys(), random, folder / "broken.json");
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().code == "sim.state");
}

TEST_CASE("over T=0 lengths are insisted on, over T=1 answers come at once") {
    SeededRandom random(2);
    const auto contact = test::sample_card("zhang_jianguo", random), contactless = test::sample_card("transit", random);
    CHECK(contact->fetches_answers());
    CHECK_FALSE(contactless->fetches_answers());
    send(*contact, select_purse);
    CHECK(send(*contact, "00B0950000") == "6C1E");
    CHECK(send(*contact, "805C000200") == "6C04");
    CHECK(send(*contact, "00C0000004") == "6F00");
    CHECK(send(*contactless, "00A4040008A00000063201010500").size() == 2 * (0x33 + 2));
    CHECK(send(*contactless, "00B0950000").size() == 2 * (30 + 2));
}

TEST_CASE("malformed commands get a status, never a crash") {
    SeededRandom random(3);
    const auto card = test::sample_card("zhang_jianguo", random), psam = test::sample_card("psam", random);
    const auto social = test::sample_card("social_security", random), transit = test::sample_card("transit", random);
    for (auto* each : {card.get(), psam.get(), social.get(), transit.get()}) {
        CHECK(send(*each, "") == "6700");
        CHECK(send(*each, "00A404") == "6700");
        CHECK(send(*each, "00A4040009A0") == "6700");
    }
    SeededRandom noise(20261122);
    for (int i = 0; i < 20'000; ++i) {
        Bytes apdu(noise.below(40));
        noise.fill(apdu);
        if (apdu.size() > 4 && noise.below(2) == 0) apdu[4] = static_cast<std::uint8_t>(apdu.size() - 5);
        if (apdu.size() > 1 && noise.below(2) == 0) apdu[0] = noise.below(2) == 0 ? 0x00 : 0x80;
        for (auto* each : {card.get(), psam.get(), social.get(), transit.get()}) REQUIRE(each->transmit(apdu).size() >= 2);
    }
}

TEST_CASE("faults begin at the command they are told to") {
    SeededRandom random(4);
    auto image = read_image(test::card_file("zhang_jianguo"));
    REQUIRE(image.has_value());
    image->faults.answers = Faults::Answers::silent;
    image->faults.from_command = 2;
    const auto card = test::make_card(*image, random);
    CHECK(send(*card, select_purse) == "6130");
    CHECK(send(*card, "00C0000030").empty());
    image->faults = {};
    image->faults.statuses[0x8054] = 0x9302;
    const auto refusing = test::make_card(*image, random);
    send(*refusing, select_purse);
    send(*refusing, "805001020B01000000FA057100000001");
    CHECK(send(*refusing, "805401000F0000001220240315103045D90350BD") == "9302");
    CHECK(refusing->state().balance == Fen(10000));
}

TEST_CASE("a PIN is changed by its holder and reloaded by the issuer") {
    SeededRandom random(5);
    const auto card = test::sample_card("zhang_jianguo", random);
    send(*card, select_purse);
    CHECK(send(*card, "805E010007123456FF654321") == "9000");
    CHECK(send(*card, "0020000003123456") == "63C2");
    CHECK(send(*card, "0020000003654321") == "9000");
    CHECK(send(*card, "805E0000071234567A6BF70E") == "9000");
    CHECK(send(*card, "805E0000071234567A6BF70F") == "9302");
    CHECK(send(*card, "0020000003123456") == "9000");
}

TEST_CASE("a room tells what happened at its slots, a quick exchange as out and in") {
    using Kind = SlotEvent::Kind;
    SeededRandom random(6);
    const auto first = test::sample_card("lin_guilan", random), second = test::sample_card("sun_li", random);
    SimRoom room{Slot::citizen};
    const auto kinds = [&] {
        std::vector<Kind> found;
        for (const auto& event : room.wait(Millis(0))) found.push_back(event.kind);
        return found;
    };
    CHECK(kinds().empty());
    room.insert(Slot::citizen, *first);
    CHECK(kinds() == std::vector{Kind::card_in});
    CHECK(kinds().empty());
    room.remove(Slot::citizen);
    room.insert(Slot::citizen, *second);
    CHECK(kinds() == std::vector{Kind::card_out, Kind::card_in});
    const auto conversation = room.reader(Slot::citizen)->connect();
    room.unplug(Slot::citizen);
    CHECK((*conversation)->transmit({0x00, 0x84, 0x00, 0x00, {}, 8}).error().code == "reader.gone");
    CHECK(kinds() == std::vector{Kind::card_out, Kind::reader_lost});
    CHECK(room.reader(Slot::citizen) == nullptr);
    room.plug(Slot::citizen);
    CHECK(kinds() == std::vector{Kind::reader_back, Kind::card_in});
    CHECK((*conversation)->transmit({0x00, 0x84, 0x00, 0x00, {}, 8}).error().code == "reader.gone");
    room.remove(Slot::citizen);
    CHECK(kinds() == std::vector{Kind::card_out});
    CHECK(room.reader(Slot::citizen)->connect().error().code == "card.gone");
    CHECK(room.reader(Slot::staff) == nullptr);
}
