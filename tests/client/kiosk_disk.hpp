// The disk of a kiosk under test: a folder with a key and a store that can be opened again and again.
#pragma once
#include "backend-client/store/store.hpp"
#include "base/ids.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::test {

inline const Timestamp morning = from_local({2026, 11, 22, 9, 30, 0, 0});

struct KioskDisk {
    TemporaryFolder folder{memory_disk()};
    ManualClock clock{morning};
    SeededRandom random{20261122};

    std::filesystem::path file() const { return folder / "store.sqlite"; }
    store::Key key() { return store::Key::load_or_make(folder / "store.key", random).value(); }
    store::Store open() { return store::Store::open(file(), key(), clock, random).value(); }

    wire::Submission submission(const std::string& body = R"({"item_code":"MZ-0007"})") {
        return {make_id(clock, random), "request", body, clock.now()};
    }
    store::JournalEntry payment(const std::string& card = "3100000000123457", std::int64_t fen = 8640) {
        store::JournalEntry entry;
        entry.id = make_id(clock, random);
        entry.receipt = "K0001-20261122-0001";
        entry.card_serial = card;
        entry.issuer = "3104830010000001";
        entry.amount = Fen(fen);
        entry.lines = {{"W-2026-10-0457", Fen(fen)}};
        return entry;
    }
    static store::DebitFacts facts() {
        return {Fen(28650), "010203040506", 7, 41, "20261122", "093000", 1, 1, 0, {}};
    }
};

/// A surname that must not be found in any file in clear.
inline constexpr const char* canary = "林桂兰·测试";

}  // namespace onecard::test
