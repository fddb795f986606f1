// What the store does when power, disk or file fail.
#include <csignal>
#include <fstream>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend-client/store/migrations.hpp"
#include "base/crypto.hpp"
#include "base/file.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/client/tampering.hpp"

using namespace onecard;
using namespace onecard::test;
using State = store::JournalEntry::State;

namespace {

void overwrite(const std::filesystem::path& file, std::streamoff at, const std::string& bytes) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    REQUIRE(stream.seekp(at));
    REQUIRE(stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
}

/// A store with `count` waiting submissions, one torn payment and one that is paid, closed and wholly in its main file.
std::vector<wire::Submission> fill(KioskDisk& disk, int count) {
    std::vector<wire::Submission> added;
    auto store = disk.open();
    for (int i = 0; i < count; ++i) {
        added.push_back(disk.submission("{\"n\":" + std::to_string(i) + ",\"filler\":\"" + std::string(400, 'x') + "\"}"));
        REQUIRE(store.outbox().add(added.back(), {"3100000000123457", "K0001-20261122-0001"}));
    }
    for (const auto end : {State::unresolved, State::paid}) {
        const auto payment = disk.payment();
        REQUIRE(store.journal().intend(payment));
        REQUIRE(store.journal().debiting(payment.id, disk.facts()));
        if (end == State::unresolved) REQUIRE(store.journal().unresolved(payment.id, "card.gone"));
        if (end == State::paid) REQUIRE(store.journal().paid(payment.id, "1A2B3C4D", wire::PaymentBody::Proof::debit));
    }
    return added;
}

/// Does durable adds for ever and says each id on the pipe once it is acknowledged. In a process of its own.
[[noreturn]] void add_for_ever(const std::filesystem::path& file, const store::Key& key, int pipe) {
    SystemClock clock;
    SystemRandom random;
    auto store = store::Store::open(file, key, clock, random).value();
    const auto say = [pipe](const std::string& word) {
        if (::write(pipe, word.data(), word.size()) != static_cast<ssize_t>(word.size())) ::_exit(1);
    };
    const auto must = [](const Status& done) {
        if (!done) ::_exit(2);
    };
    for (std::int64_t i = 0;; ++i) {
        const auto id = make_id(clock, random);
        if (i % 3 == 0) {
            store::JournalEntry entry{id, "K0001-20261122-0001", "3100000000123457", "3104830010000001", {{"W-1", Fen(5)}}, Fen(5), {}, "",
                State::intended, "", {}};
            must(store.journal().intend(entry));
            say("i" + id);
            must(store.journal().debiting(id, KioskDisk::facts()));
            say("d" + id);
            must(store.journal().paid(id, "1A2B3C4D", wire::PaymentBody::Proof::debit));
            say("p" + id);
        } else {
            must(store.outbox().add({id, "request", "{\"n\":" + std::to_string(i) + "}", clock.now()}));
            say("o" + id);
        }
    }
}

std::string read_all(int pipe) {
    std::string text;
    char part[4096];
    for (ssize_t size = 0; (size = ::read(pipe, part, sizeof part)) > 0;) text.append(part, static_cast<std::size_t>(size));
    return text;
}

constexpr std::size_t word_bytes = 37;

}  // namespace

TEST_CASE("killed at any moment, the store still has every row that it acknowledged") {
    KioskDisk disk;
    const auto key = disk.key();
    constexpr std::uint64_t seed = 59;
    CAPTURE(seed);
    SeededRandom chance(seed);
    std::size_t acknowledged = 0;
    for (int kills = 0; kills < 60; ++kills) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const auto child = ::fork();
        if (child == 0) add_for_ever(disk.file(), key, ends[1]);
        ::close(ends[1]);
        // Killed after a number of acknowledged rows, which lands at another point of the next one each time.
        std::string heard;
        const auto words = 1 + chance.below(40);
        char byte = 0;
        while (heard.size() < words * word_bytes && ::read(ends[0], &byte, 1) == 1) heard.push_back(byte);
        ::usleep(static_cast<useconds_t>(chance.below(400)));
        ::kill(child, SIGKILL);
        heard += read_all(ends[0]);
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);

        auto store = disk.open();
        REQUIRE_FALSE(store.kept_aside());
        REQUIRE(store.check());
        for (std::size_t at = 0; at + word_bytes <= heard.size(); at += word_bytes) {
            const auto id = heard.substr(at + 1, word_bytes - 1);
            ++acknowledged;
            if (heard[at] == 'o') REQUIRE(store.outbox().find(id)->has_value());
            if (heard[at] == 'o') continue;
            const auto entry = store.journal().find(id).value();
            REQUIRE(entry.has_value());
            if (heard[at] == 'd') REQUIRE(entry->state != State::intended);
            if (heard[at] == 'p') REQUIRE(entry->state == State::paid);
            // Both or neither: the payment and what is handed in of it.
            REQUIRE(store.outbox().find(id)->has_value() == (entry->state == State::paid));
        }
        REQUIRE(store.audit().verify());
    }
    CHECK(acknowledged > 600);
}

TEST_CASE("a file of garbage is kept beside a fresh one, unchanged, and the kiosk is told") {
    KioskDisk disk;
    const std::string garbage(50'000, '\x5A');
    REQUIRE(write_file(disk.file(), garbage));
    auto store = disk.open();
    REQUIRE(store.kept_aside());
    CHECK(store.kept_aside()->code == "store.corrupt");
    CHECK(store.kept_aside()->file.filename().string() == "store.sqlite.kept-20261122T093000");
    CHECK(read_file(store.kept_aside()->file).value() == garbage);
    CHECK(store.outbox().add(disk.submission()));
    CHECK_FALSE(disk.open().kept_aside());
}

TEST_CASE("of a file damaged in the middle everything that is still whole is taken over") {
    for (const int page : {12, 20, 30}) {
        CAPTURE(page);
        KioskDisk disk;
        const auto added = fill(disk, 60);
        overwrite(disk.file(), page * 4096, std::string(4096, '\xEE'));
        auto store = disk.open();
        REQUIRE(store.kept_aside());
        CHECK(std::filesystem::exists(store.kept_aside()->file));
        // One page holds a handful of rows; all others are still waiting, whole and under their ids.
        CHECK(store.kept_aside()->submissions_saved >= added.size() - 8);
        CHECK(store.outbox().counts()->waiting == static_cast<std::int64_t>(store.kept_aside()->submissions_saved));
        const auto waiting = store.outbox().due().value();
        for (const auto& due : waiting)
            if (due.kind == "request") CHECK(std::find(added.begin(), added.end(), due) != added.end());
        CHECK(store.kept_aside()->payments_saved == 2);
        CHECK(store.journal().unresolved_of("3100000000123457")->size() == 1);
        CHECK(store.audit().verify());
        CHECK_FALSE(disk.open().kept_aside());
    }
}

TEST_CASE("numbers on slips do not begin again after a file was lost") {
    KioskDisk disk;
    std::string before;
    {
        auto store = disk.open();
        for (int i = 0; i < 5; ++i) before = store.next_receipt("K-0001").value();
    }
    for (int loss = 1; loss < 4; ++loss) {
        REQUIRE(write_file(disk.file(), "no database"));
        const auto after = disk.open().next_receipt("K-0001").value();
        CHECK(after > before);
        before = after;
    }
}

TEST_CASE("a store sealed with a lost key is kept aside as such") {
    KioskDisk disk;
    fill(disk, 3);
    std::filesystem::remove(disk.folder / "store.key");
    auto store = disk.open();
    REQUIRE(store.kept_aside());
    CHECK(store.kept_aside()->code == "store.key_wrong");
    CHECK(store.kept_aside()->submissions_saved == 0);
    CHECK(store.outbox().counts()->waiting == 0);
}

TEST_CASE("a key that others may read, or that is none, is not used") {
    KioskDisk disk;
    (void)disk.key();
    const auto file = disk.folder / "store.key";
    CHECK(std::filesystem::status(file).permissions() == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    CHECK(store::Key::load_or_make(file, disk.random).error().code == "key.unreadable");
    REQUIRE(write_file(file, "0123\n"));
    CHECK(store::Key::load_or_make(file, disk.random).error().code == "key.malformed");
}

TEST_CASE("keyed digests are those of RFC 4231") {
    CHECK(to_hex(crypto::hmac_sha256(Bytes(20, 0x0B), as_bytes("Hi There"))) == "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7");
    CHECK(to_hex(crypto::hmac_sha256(Bytes(131, 0xAA), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))) ==
          "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54");
}

TEST_CASE("a file made by a newer program is left alone") {
    KioskDisk disk;
    fill(disk, 1);
    tamper(disk.file(), "PRAGMA user_version = 999");
    const auto store = store::Store::open(disk.file(), disk.key(), disk.clock, disk.random);
    REQUIRE_FALSE(store);
    CHECK(store.error().code == "store.newer");
    tamper(disk.file(), "PRAGMA user_version = " + std::to_string(store::migrations().size()));
    CHECK(disk.open().outbox().counts()->waiting == 2);
}

TEST_CASE("a full disk is said as such, loses nothing and ends when there is room again") {
    KioskDisk disk;
    const auto added = fill(disk, 2);
    const auto child = ::fork();
    if (child == 0) {
        // A limit on the size of files stands for the disk: writes beyond it fail in the same places.
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{256 << 10, 256 << 10};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto store = disk.open();
        std::int64_t kept = 3;
        for (int i = 0; i < 10'000; ++i) {
            const auto done = store.outbox().add(disk.submission(std::string(2000, 'x')));
            if (done) ++kept;
            if (done) continue;
            const bool named = done.error().code == "store.disk_full" || done.error().code == "store.io";
            ::_exit(named && store.outbox().counts()->waiting == kept ? 0 : 2);
        }
        ::_exit(3);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    disk.random = SeededRandom(7);  // the child has used up the ids of the first
    auto store = disk.open();
    CHECK_FALSE(store.kept_aside());
    CHECK(store.check());
    CHECK(store.outbox().find(added.front().id)->has_value());
    CHECK(store.outbox().add(disk.submission()));
    CHECK(store.audit().verify());
}

TEST_CASE("whoever edits, removes or inserts a row of the past is found out") {
    const std::vector<const char*> edits{"UPDATE audit SET event = 'outbox.parked' WHERE number = 2", "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET at = at + 1 WHERE number = 1", "DELETE FROM outbox WHERE place = 2", "UPDATE outbox SET digest = x'00' WHERE place = 1",
        "DELETE FROM journal WHERE place = 1", "INSERT INTO audit (number, at, event, subject, chain) VALUES (1000, 0, 'x', 'y', x'00')"};
    for (const auto* edit : edits) {
        CAPTURE(edit);
        KioskDisk disk;
        fill(disk, 4);
        CHECK(disk.open().audit().verify());
        tamper(disk.file(), edit);
        CHECK(disk.open().audit().verify().error().code == "audit.broken");
    }
}

TEST_CASE("three connections to one file wait for each other and see each other's rows") {
    KioskDisk disk;
    auto one = disk.open(), two = disk.open(), three = disk.open();
    REQUIRE(one.outbox().add(disk.submission()));
    REQUIRE(two.outbox().add(disk.submission()));
    CHECK(three.outbox().due()->size() == 2);
    REQUIRE(three.outbox().park(three.outbox().due()->front().id, "x"));
    CHECK(one.outbox().counts()->parked == 1);
    CHECK(two.audit().verify()->rows == 3);
}
