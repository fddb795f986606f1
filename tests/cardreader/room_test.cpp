// The room against a daemon made of data: what the virtual reader can't do to it.
#include <doctest/doctest.h>

#include <chrono>
#include <latch>
#include <thread>

#include <winscard.h>

#include "cardreader/pcsc/line.hpp"
#include "cardreader/pcsc/pcsc_failure.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "tests/support/fake_winscard.hpp"

using namespace onecard;
using namespace onecard::card;
using Kind = SlotEvent::Kind;

namespace {

const std::string citizen_name = "Acme Contact 00 00", sam_name = "Acme SAM 00 01";

struct Happened {
    Slot slot;
    Kind kind;
    bool operator==(const Happened&) const = default;
};

struct Hall {
    Hall() { daemon.reset(); }

    std::vector<Happened> news() {
        std::vector<Happened> all;
        // A change may take several looks: the notice, the list, the first state.
        for (int looks = 0; looks < 4; ++looks) {
            for (const auto& event : room.wait(Millis(0))) all.push_back({event.slot, event.kind});
        }
        return all;
    }
    Result<Response> send() {
        auto transport = room.reader(Slot::citizen)->connect();
        REQUIRE(transport.has_value());
        return (*transport)->transmit({0x00, 0xB0, 0x95, 0x00, {}, 2});
    }
    void settle_with_card() {
        daemon.plug(citizen_name).insert();
        daemon.plug(sam_name);
        REQUIRE(news() == std::vector<Happened>{{Slot::citizen, Kind::card_in}});
    }

    test::FakeDaemon& daemon = test::FakeDaemon::instance();
    PcscRoom room{{{{Slot::citizen, "Contact"}, {Slot::sam, "SAM"}}, Millis(200)}};
};

}  // namespace

TEST_CASE("the first look tells what is already there and what is missing") {
    Hall hall;
    hall.daemon.plug(citizen_name).insert();
    CHECK(hall.news() == std::vector<Happened>{{Slot::sam, Kind::reader_lost}, {Slot::citizen, Kind::card_in}});
    CHECK(hall.news().empty());
    CHECK(hall.room.reader(Slot::citizen)->atr() == Bytes{0x3B, 0x00});
    CHECK(hall.room.reader(Slot::sam) == nullptr);
}

TEST_CASE("a card exchanged unseen is told as out and in, one that came and left not at all") {
    Hall hall;
    hall.settle_with_card();
    auto& reader = hall.daemon.at(citizen_name);
    reader.remove();
    reader.insert();
    CHECK(hall.news() == std::vector<Happened>{{Slot::citizen, Kind::card_out}, {Slot::citizen, Kind::card_in}});
    reader.remove();
    CHECK(hall.news() == std::vector<Happened>{{Slot::citizen, Kind::card_out}});
    CHECK_FALSE(hall.room.reader(Slot::citizen)->atr().has_value());
    reader.insert();
    reader.remove();
    CHECK(hall.news().empty());
}

TEST_CASE("the counter of events may turn round") {
    Hall hall;
    auto& reader = hall.daemon.plug(citizen_name);
    reader.events = 0xFFFE;
    reader.insert();
    hall.daemon.plug(sam_name);
    REQUIRE(hall.news().size() == 1);
    hall.daemon.at(citizen_name).remove();
    hall.daemon.at(citizen_name).insert();
    CHECK(hall.news() == std::vector<Happened>{{Slot::citizen, Kind::card_out}, {Slot::citizen, Kind::card_in}});
}

TEST_CASE("a reader that is unplugged and plugged in again is told with its card") {
    Hall hall;
    hall.settle_with_card();
    hall.daemon.unplug(citizen_name);
    CHECK(hall.news() == std::vector<Happened>{{Slot::citizen, Kind::card_out}, {Slot::citizen, Kind::reader_lost}});
    CHECK(hall.room.reader(Slot::citizen) == nullptr);
    CHECK(hall.room.reader(Slot::sam) != nullptr);
    hall.daemon.plug(citizen_name).insert();
    CHECK(hall.news() == std::vector<Happened>{{Slot::citizen, Kind::reader_back}, {Slot::citizen, Kind::card_in}});
}

TEST_CASE("a reader that vanishes without a notice is noticed all the same") {
    Hall hall;
    hall.settle_with_card();
    hall.daemon.unplug(citizen_name);
    hall.daemon.arrival_untold = false;
    CHECK(hall.news() == std::vector<Happened>{{Slot::citizen, Kind::card_out}, {Slot::citizen, Kind::reader_lost}});
}

TEST_CASE("one reader never has two roles") {
    auto& daemon = test::FakeDaemon::instance();
    daemon.reset();
    daemon.plug("Acme 00 00");
    PcscRoom room({{{Slot::citizen, "Acme"}, {Slot::sam, "Acme"}}, Millis(200)});
    room.wait(Millis(0));
    CHECK(room.reader(Slot::citizen) != nullptr);
    CHECK(room.reader(Slot::sam) == nullptr);
}

TEST_CASE("a restarted daemon is found again, and every context is given back") {
    const int before = test::FakeDaemon::instance().contexts;
    {
        Hall hall;
        hall.settle_with_card();
        hall.daemon.stop();
        const auto lost = hall.news();
        CHECK(lost == std::vector<Happened>{{Slot::citizen, Kind::card_out}, {Slot::citizen, Kind::reader_lost}, {Slot::sam, Kind::reader_lost}});
        CHECK(hall.room.trouble()->code == "reader.service_gone");
        CHECK(hall.news().empty());
        hall.daemon.start();
        const auto back = hall.news();
        CHECK(back == std::vector<Happened>{{Slot::citizen, Kind::reader_back}, {Slot::sam, Kind::reader_back}, {Slot::citizen, Kind::card_in}});
        CHECK_FALSE(hall.room.trouble().has_value());
        CHECK(hall.daemon.contexts == before + 1);
    }
    CHECK(test::FakeDaemon::instance().contexts == before);
}

TEST_CASE("a daemon that forbids access says so") {
    Hall hall;
    hall.daemon.establish_result = SCARD_W_SECURITY_VIOLATION;
    CHECK(hall.news().size() == 2);
    REQUIRE(hall.room.trouble().has_value());
    CHECK(hall.room.trouble()->code == "reader.forbidden");
}

TEST_CASE("bouncing contacts are given three tries") {
    Hall hall;
    hall.settle_with_card();
    hall.daemon.connect_results = {SCARD_E_NO_SMARTCARD, SCARD_W_UNRESPONSIVE_CARD};
    CHECK(hall.send().has_value());
    hall.daemon.connect_results = {SCARD_W_UNPOWERED_CARD, SCARD_E_NO_SMARTCARD, SCARD_W_UNRESPONSIVE_CARD};
    CHECK(hall.room.reader(Slot::citizen)->connect().error().code == "card.unresponsive");
    hall.daemon.connect_results = {SCARD_E_SHARING_VIOLATION};
    CHECK(hall.room.reader(Slot::citizen)->connect().error().code == "card.busy");
    CHECK(hall.daemon.connect_results.empty());
}

TEST_CASE("a conversation ends with a reset and leaves nothing open") {
    Hall hall;
    hall.settle_with_card();
    const int contexts = hall.daemon.contexts;
    CHECK(hall.send().has_value());
    CHECK(hall.daemon.resets == 1);
    CHECK(hall.daemon.cards == 0);
    CHECK(hall.daemon.transactions == 0);
    CHECK(hall.daemon.contexts == contexts);
}

TEST_CASE("what goes wrong in an exchange has its code") {
    Hall hall;
    hall.settle_with_card();
    const auto code = [&](long result) {
        hall.daemon.transmit_results = {result};
        return hall.send().error().code;
    };
    CHECK(code(SCARD_W_REMOVED_CARD) == "card.gone");
    CHECK(code(SCARD_W_RESET_CARD) == "card.reset");
    CHECK(code(SCARD_E_NOT_TRANSACTED) == "card.silent");
    CHECK(code(SCARD_F_COMM_ERROR) == "reader.service_gone");
    CHECK(code(SCARD_E_READER_UNAVAILABLE) == "reader.gone");
    CHECK(code(0x80100099) == "reader.failed");
    hall.daemon.transmit_results = {SCARD_E_NOT_TRANSACTED};
    CHECK(hall.send().error().kind == Error::Kind::timed_out);
}

TEST_CASE("answers that are too short or too long are no answers") {
    Hall hall;
    hall.settle_with_card();
    for (const std::size_t size : {0u, 1u}) {
        hall.daemon.answer.assign(size, 0x90);
        const auto answer = hall.send();
        CHECK(answer.error().code == "card.silent");
        CHECK(answer.error().kind == Error::Kind::timed_out);
    }
    for (const std::size_t size : {259u, 4096u, 60'000u}) {
        hall.daemon.answer.assign(size, 0x90);
        CHECK(hall.send().error().code == "card.nonsense");
    }
    hall.daemon.answer.assign(258, 0x90);
    CHECK(hall.send().value().data.size() == 256);
}

TEST_CASE("a card of both protocols is reset into the other one in its own transaction, and commands go out in that frame from then on") {
    Hall hall;
    hall.settle_with_card();
    hall.daemon.offers_t1 = true;
    auto transport = hall.room.reader(Slot::citizen)->connect();
    REQUIRE(transport.has_value());
    CHECK((*transport)->protocol() == Protocol::t1);
    REQUIRE((*transport)->change_protocol(Protocol::t0).has_value());
    CHECK((*transport)->protocol() == Protocol::t0);
    CHECK(hall.daemon.resets == 1);
    CHECK(hall.daemon.transactions == 1);
    CHECK((*transport)->transmit({0x00, 0xB0, 0x95, 0x00, {}, 2}).has_value());
    CHECK(hall.daemon.spoken == SCARD_PROTOCOL_T0);
    transport->reset();
    CHECK(hall.daemon.cards == 0);
}

TEST_CASE("a change of protocol that fails has its code: can't, gone, no daemon") {
    Hall hall;
    hall.settle_with_card();
    const auto code = [&](long result) {
        hall.daemon.reconnect_results = {result};
        auto transport = hall.room.reader(Slot::citizen)->connect();
        REQUIRE(transport.has_value());
        return (*transport)->change_protocol(Protocol::t1).error().code;
    };
    CHECK(code(SCARD_S_SUCCESS) == "card.protocol");
    CHECK(code(SCARD_E_PROTO_MISMATCH) == "card.protocol");
    CHECK(code(SCARD_W_UNRESPONSIVE_CARD) == "card.protocol");
    CHECK(code(SCARD_W_REMOVED_CARD) == "card.gone");
    CHECK(code(SCARD_F_COMM_ERROR) == "reader.service_gone");
    CHECK(hall.daemon.cards == 0);
    CHECK(hall.daemon.transactions == 0);
}

TEST_CASE("a command that hangs is left behind, and the reader serves again once it ends") {
    Hall hall;
    hall.settle_with_card();
    hall.daemon.hang = true;
    const auto answer = hall.send();
    CHECK(answer.error().code == "card.silent");
    CHECK(answer.error().kind == Error::Kind::timed_out);
    CHECK(hall.room.reader(Slot::citizen)->connect().error().code == "card.silent");
    hall.daemon.let_go();
    Result<std::unique_ptr<Transport>> again = failure(Error::Kind::unavailable, "none");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!again && std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
        again = hall.room.reader(Slot::citizen)->connect();
    }
    REQUIRE(again.has_value());
    again->reset();
    CHECK(hall.daemon.cards == 0);
}

TEST_CASE("a line that hangs takes no further work until it is free, and outlives who left it" * doctest::timeout(10)) {
    const auto hold = std::make_shared<std::latch>(1);
    const auto ended = std::make_shared<std::latch>(1);
    {
        Line line;
        bool ran = false;
        CHECK(line.run([&] { ran = true; }, Millis(10'000)));
        CHECK(ran);
        CHECK_FALSE(line.run([hold, ended] { hold->wait(), ended->count_down(); }, Millis(1)));
        CHECK(line.busy());
        const auto untouched = std::make_shared<bool>(true);
        CHECK_FALSE(line.run([untouched] { *untouched = false; }, Millis(20'000)));
        CHECK(*untouched);
    }
    hold->count_down();
    ended->wait();
}

TEST_CASE("every result of the daemon has a code, and only a broken exchange leaves the effect unknown") {
    for (long result = 0x80100000; result <= 0x80100100; ++result) {
        const auto error = pcsc_failure(result).value();
        CHECK((error.code.starts_with("card.") || error.code.starts_with("reader.")));
        CHECK((error.kind == Error::Kind::timed_out) == (error.code == "card.silent"));
    }
}
