// A sample of the tears over the real PC/SC daemon and the virtual reader: the same desk and engine, a card that leaves for real.
#include <doctest/doctest.h>

#include <cstdio>

#include "base/json.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "cardreader/sim/vpcd_link.hpp"
#include "tests/kiosk/pay/hall.hpp"
#include "tests/support/open_handles.hpp"
#include "tests/support/private_pcscd/private_pcscd.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using Moment = card::Tear::Moment;
using State = PaymentOutcome::State;

namespace {

constexpr std::chrono::seconds long_enough{20};
const Fen before{28650}, bill{4680}, amount{5000}, account{100'000}, unloaded{1'000};

/// A paying place on real readers.
struct Place {
    explicit Place(PrivatePcscd& daemon) : citizen_link(citizen, {"127.0.0.1", daemon.port()}), sam_link(sam, {"127.0.0.1", static_cast<std::uint16_t>(daemon.port() + 1)}) {
        sam.insert(*psam);
        auto key = store::Key::load_or_make(folder.path() / "key", random);
        store.emplace(store::Store::open(folder.path() / "kiosk.db", *key, clock, random).value());
        engine.emplace(PaymentEngine::start(*store, clock, random, "K0001").value());
        desk.emplace(room, *engine, clock, letters, DeskSettings{shipped_profiles()});
        until<PsamState>([](const auto& state) { return state.ready; });
    }

    /// Ticks until such a letter has come, and answers what is asked of the bank.
    template <class Letter>
    Letter until(std::function<bool(const Letter&)> wanted = [](const Letter&) { return true; }) {
        const auto end = std::chrono::steady_clock::now() + long_enough;
        while (std::chrono::steady_clock::now() < end) {
            desk->tick(Millis(500));
            while (auto letter = letters.take()) {
                if (std::holds_alternative<CardIn>(*letter)) on = true;
                if (std::holds_alternative<CardOut>(*letter)) on = false;
                if (const auto* asked = std::get_if<LoadAsked>(&*letter)) desk->order(*bank.ask(asked->request));
                if (const auto* ended = std::get_if<PaymentEnded>(&*letter)) told = ended->outcome.state;
                if (const auto* repaired = std::get_if<Repaired>(&*letter)) told = repaired->outcome.state;
                if (const auto* one = std::get_if<Letter>(&*letter); one != nullptr && wanted(*one)) return *one;
            }
        }
        FAIL("a letter that never came");
        return {};
    }
    void come(card::SimCard& card) {
        citizen.insert(card);
        until<HolderRead>();
    }
    void go() {
        citizen.remove();
        if (on) until<CardOut>();
    }
    void verify() {
        desk->order(VerifyPin{SecretText("123456")});
        until<PinResult>();
    }
    void settle_loads() {
        const auto due = store->outbox().due().value();
        for (const auto& submission : due) {
            if (submission.kind != "load") continue;
            bank.end(submission.id, wire::load_from(parse_json(submission.body).value()).value());
        }
    }

    MemoryFolder folder;
    SeededRandom random{7};
    ManualClock clock{from_local({2026, 11, 22, 9, 30, 0, 0})};
    std::unique_ptr<card::SimCard> psam = load_card(card_image("psam"), random);
    card::SimSlot citizen, sam;
    card::VpcdLink citizen_link, sam_link;
    card::PcscRoom room{{{{card::Slot::citizen, "Virtual PCD 00 00"}, {card::Slot::sam, "Virtual PCD 00 01"}}, Millis(1'000)}};
    Mailbox<CardLetter> letters;
    Bank bank;
    std::optional<State> told;
    bool on = false;
    std::optional<store::Store> store;
    std::optional<PaymentEngine> engine;
    std::optional<CardDesk> desk;
};

PrivatePcscd& daemon_of_this_test() {
    static PrivatePcscd daemon;
    return daemon;
}

struct Running {
    Running() { daemon_of_this_test().start(); }
    ~Running() { daemon_of_this_test().stop(); }
};

/// One tear and the way back; true when account, card and what was said agree.
bool walk(Place& place, card::SimCard& card, bool load, card::Tear tear) {
    const auto had = card.state().balance;
    const auto on_account = place.bank.account;
    place.told.reset();
    place.come(card);
    place.verify();
    place.citizen.plan(tear);
    if (load) place.desk->order(Load{{amount, wire::LoadSource::account}});
    else place.desk->order(order_of(bill, "W-" + std::to_string(place.random.below(1'000'000'000))));
    place.until<PaymentEnded>();
    place.go();
    place.come(card);
    place.verify();
    place.desk->tick(Millis(50));
    while (auto letter = place.letters.take())
        if (const auto* repaired = std::get_if<Repaired>(&*letter)) place.told = repaired->outcome.state;
    place.settle_loads();
    const auto has = card.state().balance;
    const bool moved = has != had;
    const bool whole = moved ? has == (load ? had + amount : had - bill) : true;
    const bool honest = place.told == (moved ? State::paid : State::not_paid);
    const bool settled = place.store->journal().unresolved_count().value() == 0;
    const bool paid_from = !load || place.bank.account == (moved ? on_account - amount : on_account);
    CHECK(whole);
    CHECK(honest);
    CHECK(settled);
    CHECK(paid_from);
    place.go();
    place.desk->order(EndVisit{});
    place.desk->tick(Millis(0));
    return whole && honest && settled && paid_from;
}

/// The same of an unload; true when what was said is what the card's deposit account shows.
bool walk_unload(Place& place, card::SimCard& card, card::Tear tear) {
    const auto had = card.state().deposit;
    place.told.reset();
    place.come(card);
    place.verify();
    place.until<DepositRead>();
    place.citizen.plan(tear);
    place.desk->order(Load{{unloaded, wire::LoadSource::account, wire::LoadWay::off_card}});
    place.until<PaymentEnded>();
    place.go();
    place.come(card);
    place.verify();
    place.until<DepositRead>();
    place.settle_loads();
    const bool honest = place.told == (card.state().deposit == had ? State::not_paid : State::paid);
    const bool settled = place.store->journal().unresolved_count().value() == 0;
    CHECK(honest);
    CHECK(settled);
    place.go();
    place.desk->order(EndVisit{});
    place.desk->tick(Millis(0));
    return honest && settled;
}

}  // namespace

TEST_CASE("a sample of torn purchases, composite ones, loads and unloads over the real daemon agrees with what its matrix in process says, and leaves nothing open") {
    const Running running;
    Place place(daemon_of_this_test());
    const auto card = load_card(card_image("lin_guilan"), place.random);
    place.come(*card);
    place.go();
    const auto descriptors = entries_of("/proc/self/fd");
    int outcomes = 0, wrong = 0;
    // Over T=0 the answer of INITIALIZE, DEBIT and CREDIT is fetched by a command of its own; a load reads the log before.
    for (const bool load : {false, true})
        for (const auto moment : {Moment::before, Moment::after})
            for (int command = load ? 5 : 1; command <= (load ? 9 : 4); ++command) {
                INFO((load ? "load" : "purchase") << ", command " << command << (moment == Moment::before ? " before" : " after"));
                ++outcomes;
                wrong += !walk(place, *card, load, {moment, command});
            }
    // A contactless national transit card: INITIALIZE, its record, DEBIT.
    const auto transit = load_card(changed(card_image("transit"), "0100057100000123", before), place.random);
    for (const auto moment : {Moment::before, Moment::after})
        for (int command = 1; command <= 3; ++command) {
            INFO("composite purchase, command " << command << (moment == Moment::before ? " before" : " after"));
            const auto records = transit->state().composite_records;
            const auto had = transit->state().balance;
            ++outcomes;
            bool right = walk(place, *transit, false, {moment, command});
            right = right && transit->state().composite_records == records + (transit->state().balance == had ? 0 : 1);
            CHECK(right);
            wrong += !right;
        }
    // A deposit account that gives money back: five records and the log's end, INITIALIZE and its answer, DEBIT and its answer.
    const auto saver = load_card(card_image("sun_li"), place.random);
    for (const auto moment : {Moment::before, Moment::after}) {
        INFO("unload" << (moment == Moment::before ? " before" : " after"));
        const auto had = saver->state().deposit;
        const auto on_account = place.bank.account;
        ++outcomes;
        const bool told = walk_unload(place, *saver, {moment, 8});
        const auto gave = had - saver->state().deposit;
        const bool right = told && place.bank.account == on_account + gave && (gave == Fen(0) || gave == unloaded);
        CHECK(right);
        wrong += !right;
    }
    std::printf("figure: tear: over real PC/SC: %d outcomes, %d wrong\n", outcomes, wrong);
    std::printf("figure: reader: over real PC/SC: %d insertions, descriptors %ld before, %ld after\n", 2 * outcomes + 1, descriptors, entries_of("/proc/self/fd"));
    CHECK(entries_of("/proc/self/fd") <= descriptors + 1);
}
