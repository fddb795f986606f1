// The real PC/SC daemon and the real virtual reader driver, with software cards behind them.
#include <doctest/doctest.h>

#include <thread>

#include "cardreader/apps/psam.hpp"
#include "cardreader/pcsc/pcsc_reader.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "cardreader/sim/vpcd_link.hpp"
#include "tests/cardreader/sample_cards.hpp"
#include "tests/support/private_pcscd/private_pcscd.hpp"
#include "tests/support/shipped_profiles.hpp"

using namespace onecard;
using namespace onecard::card;
using Kind = SlotEvent::Kind;

namespace {

constexpr Millis long_enough{15'000};
const PurseTime when{{0x20, 0x24, 0x03, 0x15}, {0x10, 0x30, 0x45}};

PcscSettings settings() { return {{{Slot::citizen, "Virtual PCD 00 00"}, {Slot::sam, "Virtual PCD 00 01"}}, Millis(700)}; }

/// A daemon, its two readers with their cables, and the room that is tested.
struct Hall {
    explicit Hall(test::PrivatePcscd& of) : daemon(of) {}

    SimCard& card(const std::string& name) { return *cards.emplace_back(test::sample_card(name, random)); }
    void insert(SimCard& card) { citizen.insert(card); }
    void insert_psam() {
        sam.insert(*psam);
        await(Slot::sam, Kind::card_in);
    }

    /// Lets the room wait until this has happened; what else happens until then is kept in `seen`.
    void await(Slot slot, Kind kind) {
        const auto end = std::chrono::steady_clock::now() + long_enough;
        while (std::chrono::steady_clock::now() < end) {
            for (auto at = seen.begin(); at != seen.end(); ++at) {
                if (at->slot != slot || at->kind != kind) continue;
                seen.erase(seen.begin(), at + 1);
                return;
            }
            const auto events = room.wait(Millis(1'000));
            seen.insert(seen.end(), events.begin(), events.end());
        }
        FAIL("never happened: slot " << static_cast<int>(slot) << ", event " << static_cast<int>(kind));
    }
    std::unique_ptr<Transport> connect(Slot slot = Slot::citizen) {
        REQUIRE(room.reader(slot) != nullptr);
        auto transport = room.reader(slot)->connect();
        if (!transport) FAIL(transport.error().code << " " << transport.error().detail);
        return *std::move(transport);
    }

    test::PrivatePcscd& daemon;
    SystemRandom random;
    std::unique_ptr<SimCard> psam = test::sample_card("psam", random);
    std::vector<std::unique_ptr<SimCard>> cards;  // they outlive the slots they are put into
    SimSlot citizen, sam;
    VpcdLink citizen_link{citizen, {"127.0.0.1", daemon.port()}};
    VpcdLink sam_link{sam, {"127.0.0.1", static_cast<std::uint16_t>(daemon.port() + 1)}};
    PcscRoom room{settings()};
    std::vector<SlotEvent> seen;
};

PinOutcome::Kind verify_after_select(Transport& card) {
    REQUIRE(recognise(card, test::shipped_profiles()).has_value());
    return verify_pin(card, SecretText("123456")).value().kind;
}

test::PrivatePcscd& daemon_of_this_test() {
    static test::PrivatePcscd daemon;
    return daemon;
}

struct Running {
    Running() { daemon_of_this_test().start(); }
    ~Running() { daemon_of_this_test().stop(); }
};

}  // namespace

TEST_CASE("a missing daemon is told once, looked for again, and its readers come by themselves") {
    Hall hall(daemon_of_this_test());
    hall.await(Slot::citizen, Kind::reader_lost);
    hall.await(Slot::sam, Kind::reader_lost);
    REQUIRE(hall.room.trouble().has_value());
    CHECK(hall.room.trouble()->code == "reader.service_gone");
    CHECK(hall.room.wait(Millis(300)).empty());
    CHECK(hall.room.reader(Slot::citizen) == nullptr);
    const Running running;
    hall.await(Slot::citizen, Kind::reader_back);
    CHECK_FALSE(hall.room.trouble().has_value());
    CHECK(hall.room.reader(Slot::citizen) != nullptr);
    CHECK(hall.room.reader(Slot::staff) == nullptr);
}

TEST_CASE("a resident pays through the real daemon, with the PSAM in the second slot") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto& resident = hall.card("lin_guilan");
    hall.insert_psam();
    hall.insert(resident);
    hall.await(Slot::citizen, Kind::card_in);
    {
        const auto card = hall.connect(), module = hall.connect(Slot::sam);
        const auto holder = read_holder(*card, test::shipped_profiles());
        REQUIRE(holder.has_value());
        CHECK(holder->name.view() == "林桂兰·测试");
        CHECK(verify_pin(*card, SecretText("123456")).value().kind == PinOutcome::Kind::right);
        auto psam = Psam::open(*module);
        REQUIRE(psam.has_value());
        const auto init = init_purchase(*card, Fen(250), psam->key_index(), psam->terminal());
        REQUIRE(init.has_value());
        const auto voucher = psam->begin_purchase(*holder, *init, {Fen(250), when});
        REQUIRE(voucher.has_value());
        const auto debited = debit(*card, {voucher->terminal_sequence, when, voucher->mac1});
        REQUIRE(debited.has_value());
        CHECK(psam->confirm(debited->mac2).has_value());
        CHECK(read_balance(*card).value() == Fen(28650 - 250));
    }
    hall.citizen.remove();
    hall.await(Slot::citizen, Kind::card_out);
    CHECK(hall.room.reader(Slot::citizen)->connect().error().code == "card.gone");
}

TEST_CASE("the end of a conversation makes the card forget the PIN") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto image = read_image(test::card_file("lin_guilan"));
    REQUIRE(image.has_value());
    image->purses.front().log_needs_pin = true;
    hall.cards.push_back(test::make_card(*image, hall.random));
    hall.insert(*hall.cards.back());
    hall.await(Slot::citizen, Kind::card_in);
    {
        const auto card = hall.connect();
        REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
        REQUIRE(verify_pin(*card, SecretText("123456")).has_value());
        CHECK(read_log(*card).value().size() == 4);
    }
    // Selecting alone would make it forget as well, so the card is asked before: after a reset nothing is selected.
    const auto card = hall.connect();
    const auto asked_too_early = read_log(*card);
    REQUIRE_FALSE(asked_too_early.has_value());
    CHECK(asked_too_early.error().code == "purse.not_ready");
    REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
    CHECK(read_log(*card).error().code == "card.pin_needed");
}

TEST_CASE("a card pulled in the middle of its debit proves afterwards that it paid") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto& resident = hall.card("zhang_jianguo");
    hall.insert_psam();
    hall.insert(resident);
    hall.await(Slot::citizen, Kind::card_in);
    const auto module = hall.connect(Slot::sam);
    auto psam = Psam::open(*module);
    REQUIRE(psam.has_value());
    std::optional<PurchaseInit> init;
    {
        const auto card = hall.connect();
        const auto holder = recognise(*card, test::shipped_profiles());
        REQUIRE(holder.has_value());
        init = init_purchase(*card, Fen(250), psam->key_index(), psam->terminal()).value();
        const auto voucher = psam->begin_purchase(*holder, *init, {Fen(250), when});
        REQUIRE(voucher.has_value());
        hall.citizen.plan({Tear::Moment::after, 1});
        const auto torn = debit(*card, {voucher->terminal_sequence, when, voucher->mac1});
        REQUIRE_FALSE(torn.has_value());
        CHECK(torn.error().kind == Error::Kind::timed_out);
    }
    hall.await(Slot::citizen, Kind::card_out);
    hall.insert(resident);
    hall.await(Slot::citizen, Kind::card_in);
    const auto card = hall.connect();
    REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
    const auto proof = prove(*card, PurseAction::purchase, static_cast<std::uint16_t>(init->offline_number + 1));
    REQUIRE(proof.value().has_value());
    CHECK(psam->confirm(proof.value()->mac2).has_value());
    CHECK(read_balance(*card).value() == Fen(10000 - 250));
}

TEST_CASE("a card of both protocols is reset into the other one by the real daemon, and stays ours meanwhile") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto image = read_image(test::card_file("lin_guilan")).value();
    image.atr = hex("3B808031FE458A");
    auto& both = *hall.cards.emplace_back(test::make_card(std::move(image), hall.random));
    hall.insert(both);
    hall.await(Slot::citizen, Kind::card_in);
    const auto card = hall.connect();
    CHECK(card->protocol() == Protocol::t1);
    CHECK(verify_after_select(*card) == PinOutcome::Kind::right);
    REQUIRE(card->change_protocol(Protocol::t0).has_value());
    CHECK(card->protocol() == Protocol::t0);
    CHECK(read_balance(*card).error().code == "purse.not_ready");
    const auto holder = read_holder(*card, test::shipped_profiles());
    REQUIRE(holder.has_value());
    CHECK(holder->name.view() == "林桂兰·测试");
    CHECK(both.fetches_answers());
    PcscReader other("Virtual PCD 00 00", Hold::exclusive, Millis(700));
    CHECK(other.connect().error().code == "card.busy");
    REQUIRE(card->change_protocol(Protocol::t1).has_value());
    CHECK(verify_after_select(*card) == PinOutcome::Kind::right);
}

TEST_CASE("the real daemon refuses a protocol that the card does not offer, and the reader serves on") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto& resident = hall.card("lin_guilan");
    hall.insert(resident);
    hall.await(Slot::citizen, Kind::card_in);
    CHECK(hall.connect()->change_protocol(Protocol::t1).error().code == "card.protocol");
    CHECK(read_holder(*hall.connect(), test::shipped_profiles()).has_value());
}

TEST_CASE("a card that never answers holds nothing up for long") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto& mute = hall.card("silent");
    auto& resident = hall.card("sun_li");
    hall.insert(mute);
    hall.await(Slot::citizen, Kind::card_in);
    {
        const auto card = hall.connect();
        const auto holder = read_holder(*card, test::shipped_profiles());
        REQUIRE_FALSE(holder.has_value());
        CHECK(holder.error().code == "card.silent");
        CHECK(holder.error().kind == Error::Kind::timed_out);
    }
    CHECK(hall.room.reader(Slot::citizen)->connect().error().code == "card.silent");
    hall.insert_psam();
    CHECK(Psam::open(*hall.connect(Slot::sam)).has_value());
    hall.citizen.remove();
    hall.await(Slot::citizen, Kind::card_out);
    hall.insert(resident);
    hall.await(Slot::citizen, Kind::card_in);
    CHECK(read_holder(*hall.connect(), test::shipped_profiles()).value().name.view() == "孙丽·测试");
}

TEST_CASE("cards that answer badly or lie upside down get a code") {
    const Running running;
    Hall hall(daemon_of_this_test());
    auto& overlong = hall.card("overlong");
    auto& upside_down = hall.card("upside_down");
    hall.insert(overlong);
    hall.await(Slot::citizen, Kind::card_in);
    CHECK(read_holder(*hall.connect(), test::shipped_profiles()).error().code == "card.nonsense");
    hall.citizen.remove();
    hall.await(Slot::citizen, Kind::card_out);
    hall.insert(upside_down);
    hall.await(Slot::citizen, Kind::card_in);
    CHECK(hall.room.reader(Slot::citizen)->connect().error().code == "card.unresponsive");
}

TEST_CASE("the daemon's restart is survived with the card in") {
    Hall hall(daemon_of_this_test());
    auto& resident = hall.card("wu_yue");
    {
        const Running running;
        hall.insert(resident);
        hall.await(Slot::citizen, Kind::card_in);
        CHECK(read_holder(*hall.connect(), test::shipped_profiles()).has_value());
    }
    hall.await(Slot::citizen, Kind::card_out);
    hall.await(Slot::citizen, Kind::reader_lost);
    const Running again;
    hall.await(Slot::citizen, Kind::reader_back);
    hall.await(Slot::citizen, Kind::card_in);
    CHECK(read_holder(*hall.connect(), test::shipped_profiles()).value().name.view() == "吴𠮷月·测试");
}

TEST_CASE("the security module is nobody else's while it is in use") {
    const Running running;
    Hall hall(daemon_of_this_test());
    hall.insert_psam();
    PcscRoom other(settings());
    CHECK_FALSE(other.wait(Millis(2'000)).empty());
    const auto module = hall.connect(Slot::sam);
    CHECK(other.reader(Slot::sam)->connect().error().code == "card.busy");
}

TEST_CASE("a wait is ended from another thread") {
    const Running running;
    Hall hall(daemon_of_this_test());
    while (!hall.room.wait(Millis(0)).empty()) {}
    std::jthread canceller([&] { hall.room.cancel(); });
    const auto begin = std::chrono::steady_clock::now();
    CHECK(hall.room.wait(Millis(60'000)).empty());
    // One that meets the very beginning of a calm wait is lost to the daemon, which happens on a busy machine.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(40));
}
