// T=0 and T=1: what an application may be spoken to with, and what a card that was connected with the other one goes through.
#include <doctest/doctest.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "cardreader/apps/psam.hpp"
#include "tests/cardreader/sample_cards.hpp"
#include "tests/support/scripted_transport.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::card;
using test::ScriptedTransport;

namespace {

const std::string select_t0 = "00A4040009A00000000386980701", select_t1 = select_t0 + "00";
const std::string control = "6F2E8409A00000000386980701A5219F0C1E057100000000000102010000310000000012345620240101203412315566";
const std::string atr_t0 = "3B6800000073C84013009000", atr_t1 = "3B8180018080", atr_both = "3B808031FE458A";

/// The one-card alone, to be spoken to so.
Profiles only(const Json& protocols) {
    const test::TemporaryFolder folder;
    auto json = parse_json(*read_file(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/applications/pbc_purse.json")).value();
    json["protocols"] = protocols;
    REQUIRE(write_file(folder / "purse.json", dump_json(json)).has_value());
    auto profiles = Profiles::read(folder.path());
    REQUIRE(profiles.has_value());
    REQUIRE(profiles->mistakes().empty());
    return *std::move(profiles);
}
const Json t0_only = Json::array({"T=0"}), t1_only = Json::array({"T=1"}), either = Json::array({"T=1", "T=0"});

/// Lin Guilan's card with another answer to reset.
struct Hall {
    explicit Hall(const std::string& atr) {
        auto image = read_image(test::card_file("lin_guilan")).value();
        image.atr = hex(atr);
        card = test::make_card(std::move(image), random);
        room.insert(Slot::citizen, *card);
    }
    std::unique_ptr<Transport> connect() {
        auto transport = room.reader(Slot::citizen)->connect();
        REQUIRE(transport.has_value());
        return *std::move(transport);
    }
    SeededRandom random{5};
    std::unique_ptr<SimCard> card;
    SimRoom room{Slot::citizen};
};

}  // namespace

TEST_CASE("a card that was connected in a protocol its application may not have is reset into the other one, once, and selected again") {
    ScriptedTransport contact({{select_t1, control + "9000"}, {"T=0", "9000"}, {select_t0, "6130"}, {"00C0000030", control + "9000"}}, Protocol::t1);
    CHECK(recognise(contact, only(t0_only)).value().serial.view() == "3100000000123456");
    ScriptedTransport contactless({{select_t0, "6130"}, {"00C0000030", control + "9000"}, {"T=1", "9000"}, {select_t1, control + "9000"}}, Protocol::t0);
    CHECK(recognise(contactless, only(t1_only)).value().serial.view() == "3100000000123456");
}

TEST_CASE("one that may have the protocol it has is not reset") {
    for (const auto& protocols : {either, t1_only}) {
        ScriptedTransport card({{select_t1, control + "9000"}}, Protocol::t1);
        CHECK(recognise(card, only(protocols)).has_value());
    }
}

TEST_CASE("a reader or a card that can't change is refused plainly, one that leaves meanwhile is told as such") {
    const auto after = [](const std::vector<test::Line>& then) {
        std::vector<test::Line> script{{select_t1, control + "9000"}};
        script.insert(script.end(), then.begin(), then.end());
        ScriptedTransport card(script, Protocol::t1);
        return recognise(card, only(t0_only)).error();
    };
    CHECK(after({{"T=0", "6F00"}}).code == "card.protocol");
    CHECK(after({{"T=0", "6F00"}}).kind == Error::Kind::refused);
    CHECK(after({{"T=0", "9000"}, {select_t0, "6A82"}}).code == "card.protocol");
    CHECK(after({{"T=0", "9000"}, {select_t0, "-"}}).code == "card.silent");
    CHECK(after({{"T=0", "!"}}).code == "card.gone");
}

TEST_CASE("software cards speak what their answer to reset offers and nothing else") {
    const auto offers = [](const std::string& atr) {
        Hall hall(atr);
        return std::pair(hall.card->offers(Protocol::t0), hall.card->offers(Protocol::t1));
    };
    CHECK(offers(atr_t0) == std::pair(true, false));
    CHECK(offers("3B00") == std::pair(true, false));
    CHECK(offers(atr_t1) == std::pair(false, true));
    CHECK(offers("3B9011813110FE45") == std::pair(false, true));
    CHECK(offers(atr_both) == std::pair(true, true));
    CHECK(offers("3BF0") == std::pair(true, false));
    Hall hall(atr_t0);
    const auto transport = hall.connect();
    CHECK(transport->change_protocol(Protocol::t1).error().code == "card.protocol");
}

TEST_CASE("a software card of both protocols answers as the one it was reset into, and forgets what was selected") {
    Hall hall(atr_both);
    const auto transport = hall.connect();
    REQUIRE(transport->protocol() == Protocol::t1);
    const Command select{0x00, 0xA4, 0x04, 0x00, hex("A00000000386980701"), 256}, balance{0x80, 0x5C, 0x00, 0x02, {}, 4};
    CHECK(transport->transmit(select).value().status == 0x9000);
    CHECK(transport->transmit(balance).value().status == 0x9000);
    REQUIRE(transport->change_protocol(Protocol::t0).has_value());
    CHECK(transport->protocol() == Protocol::t0);
    CHECK(transport->transmit(balance).value().status == 0x6985);
    CHECK((transport->transmit(select).value().status & 0xFF00) == 0x6100);
    hall.room.remove(Slot::citizen);
    CHECK(transport->change_protocol(Protocol::t1).error().code == "card.gone");
}

TEST_CASE("a software card of both learns which one it is from the first command with data, when its reader does not say") {
    Hall hall(atr_both);
    hall.card->reset();
    CHECK(hall.card->transmit(hex(select_t1)).size() > 2);
    hall.card->reset();
    CHECK(to_hex(hall.card->transmit(hex(select_t0))).starts_with("61"));
}

TEST_CASE("the PSAM is spoken to as its file says, in the place where its file says") {
    const std::string keys(50, '1');
    PsamSettings settings;
    settings.application = hex("A000000003869807FF");
    settings.protocols = {true, false};
    settings.terminal_file = 0x05;
    settings.terminal = 2;
    settings.keys_file = 0x19;
    settings.keys_bytes = 12;
    settings.key_index = 3;
    settings.acceptor = 4;
    ScriptedTransport module({{"T=0", "9000"}, {"00A40000023F00", "9000"}, {"00B0850008", "AAAA0571000000019000"}, {"00A4040009A000000003869807FF", "9000"},
                              {"00B099000C", "000000070102030405060708" "9000"}},
                             Protocol::t1);
    const auto psam = Psam::open(module, settings);
    REQUIRE(psam.has_value());
    CHECK(to_hex(psam->terminal()) == "057100000001");
    CHECK(psam->key_index() == 7);
    CHECK(to_hex(psam->acceptor()) == "0102030405060708");
    settings.keys_at_master = true;
    ScriptedTransport master({{"00A40000023F00", "9000"}, {"00B0850008", "AAAA0571000000019000"}, {"00B099000C", "000000070102030405060708" "9000"},
                              {"00A4040009A000000003869807FF", "9000"}});
    CHECK(Psam::open(master, settings).has_value());
    ScriptedTransport stubborn({{"T=0", "6F00"}}, Protocol::t1);
    CHECK(Psam::open(stubborn, settings).error().code == "card.protocol");
}
