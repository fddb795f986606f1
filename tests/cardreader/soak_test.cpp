// A reader's life in fast motion: ten thousand cards put in, exchanged, bounced and torn, readers unplugged, daemons killed. Nothing may be missed and
// nothing may be left open.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include <winscard.h>

#include "base/random.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "tests/support/fake_winscard.hpp"
#include "tests/support/open_handles.hpp"

using namespace onecard;
using namespace onecard::card;
using Kind = SlotEvent::Kind;

namespace {

constexpr std::uint64_t seed = 20261122;
constexpr int insertions_wanted = 10'000;
const std::string citizen_name = "Acme Contact 00 00", sam_name = "Acme SAM 00 01";

/// What this process and the daemon hold open.
struct Handles {
    long descriptors = test::entries_of("/proc/self/fd"), threads = test::entries_of("/proc/self/task");
    int contexts = test::FakeDaemon::instance().contexts, cards = test::FakeDaemon::instance().cards,
        transactions = test::FakeDaemon::instance().transactions;
    bool operator==(const Handles&) const = default;
};

std::string text(const Handles& handles) {
    return std::to_string(handles.descriptors) + " descriptors, " + std::to_string(handles.threads) + " threads, " + std::to_string(handles.contexts) +
           " contexts, " + std::to_string(handles.cards) + " cards, " + std::to_string(handles.transactions) + " transactions";
}

struct Counts {
    int in = 0, out = 0, lost = 0, back = 0;
    bool operator==(const Counts&) const = default;
};

/// The citizen's reader and whoever handles it. `due` is what the room must have told in the end.
class Soak {
public:
    Soak() : random_(seed) {
        daemon_.reset();
        daemon_.plug(citizen_name);
        daemon_.plug(sam_name).insert();
        look();
        seen = due = {};
    }

    void step() {
        switch (random_.below(100)) {
            case 0: return unplug_and_plug();
            case 1: return kill_daemon();
            default: break;
        }
        if (!card_in_) return put_in();
        const auto what = random_.below(10);
        if (what == 0) return exchange_unseen();
        if (what < 4) converse();
        take_out();
    }

    int insertions = 0;
    Counts seen, due;
    PcscRoom room{{{{Slot::citizen, "Contact"}, {Slot::sam, "SAM"}}, Millis(200)}};

    void look() {
        for (int looks = 0; looks < 4; ++looks)
            for (const auto& event : room.wait(Millis(0))) count(event);
    }
    void take_out_at_end() {
        if (card_in_) take_out();
    }

private:
    test::FakeReader& reader() { return daemon_.at(citizen_name); }

    void count(const SlotEvent& event) {
        if (event.slot != Slot::citizen) return;
        switch (event.kind) {
            case Kind::card_in: ++seen.in; break;
            case Kind::card_out: ++seen.out; break;
            case Kind::reader_lost: ++seen.lost; break;
            case Kind::reader_back: ++seen.back; break;
        }
    }

    void put_in() {
        reader().insert();
        // Contacts bounce while the card slides in.
        for (auto bounces = random_.below(3); bounces > 0; --bounces) reader().remove(), reader().insert();
        card_in_ = true;
        ++insertions;
        ++due.in;
        look();
    }
    void take_out() {
        reader().remove();
        card_in_ = false;
        ++due.out;
        look();
    }
    void exchange_unseen() {
        reader().remove();
        reader().insert();
        ++insertions;
        ++due.in, ++due.out;
        look();
    }
    void unplug_and_plug() {
        daemon_.unplug(citizen_name);
        if (card_in_) ++due.out;
        ++due.lost;
        look();
        auto& fresh = daemon_.plug(citizen_name);
        ++due.back;
        if (card_in_) fresh.insert(), ++due.in, ++insertions;
        look();
    }
    void kill_daemon() {
        daemon_.stop();
        if (card_in_) ++due.out;
        ++due.lost;
        look();
        daemon_.start();
        ++due.back;
        if (card_in_) ++due.in;
        // The room looks for it by itself, a little later each time.
        for (int tries = 0; tries < 100 && seen.back < due.back; ++tries)
            for (const auto& event : room.wait(Millis(50))) count(event);
        look();
    }
    /// The card is taken by another program, leaves in the middle, is silent or answers.
    void converse() {
        switch (random_.below(4)) {
            case 0: daemon_.connect_results = {SCARD_E_SHARING_VIOLATION}; break;
            case 1: daemon_.transmit_results = {static_cast<long>(SCARD_W_REMOVED_CARD)}; break;
            case 2: daemon_.transmit_results = {static_cast<long>(SCARD_E_NOT_TRANSACTED)}; break;
            default: break;
        }
        auto* held = room.reader(Slot::citizen);
        REQUIRE(held != nullptr);
        if (auto transport = held->connect()) (void)(*transport)->transmit({0x00, 0xB0, 0x95, 0x00, {}, 2});
        daemon_.connect_results.clear();
        daemon_.transmit_results.clear();
    }

    test::FakeDaemon& daemon_ = test::FakeDaemon::instance();
    SeededRandom random_;
    bool card_in_ = false;
};

}  // namespace

TEST_CASE("ten thousand insertions with bounces, tears, unplugged readers and killed daemons lose no event and leave nothing open") {
    INFO("seed " << seed);
    Soak soak;
    // Lines of readers are made once; after the first conversation the figures must stay.
    while (soak.insertions < 50) soak.step();
    soak.take_out_at_end();
    const Handles before;
    while (soak.insertions < insertions_wanted) soak.step();
    soak.take_out_at_end();
    Handles after;
    // A line left behind by a silent card ends by itself.
    for (int tries = 0; tries < 100 && !(after == before); ++tries) {
        std::this_thread::sleep_for(Millis(10));
        after = Handles();
    }
    const auto events = soak.seen.in + soak.seen.out + soak.seen.lost + soak.seen.back;
    const auto expected = soak.due.in + soak.due.out + soak.due.lost + soak.due.back;
    std::printf("figure: reader: %d insertions, %d events of %d; before %s; after %s\n", soak.insertions, events, expected, text(before).c_str(),
                text(after).c_str());
    CHECK(soak.seen == soak.due);
    CHECK(after == before);
}

TEST_CASE("a card is noticed at once where the reader tells, and a cancel ends a wait at once") {
    auto& daemon = test::FakeDaemon::instance();
    daemon.reset();
    daemon.plug(citizen_name);
    PcscRoom room{{{{Slot::citizen, "Contact"}}, Millis(200)}};
    room.wait(Millis(0));
    room.wait(Millis(0));
    daemon.blocks = true;
    std::vector<double> milliseconds;
    for (int round = 0; round < 21; ++round) {
        std::chrono::steady_clock::time_point happened;
        std::jthread hand([&] {
            while (!daemon.somebody_waits()) std::this_thread::yield();
            happened = std::chrono::steady_clock::now();
            round % 2 == 0 ? daemon.put_in(citizen_name) : daemon.take_out(citizen_name);
        });
        const auto events = room.wait(Millis(30'000));
        const auto now = std::chrono::steady_clock::now();
        hand.join();
        REQUIRE(events.size() == 1);
        milliseconds.push_back(std::chrono::duration<double, std::milli>(now - happened).count());
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("figure: reader: noticed after %.2f ms (median), %.2f ms (worst of 21)\n", milliseconds[10], milliseconds.back());
    std::jthread other([&] {
        while (!daemon.somebody_waits()) std::this_thread::yield();
        room.cancel();
    });
    CHECK(room.wait(Millis(30'000)).empty());
    daemon.blocks = false;
}
