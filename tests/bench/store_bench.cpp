// The outbox, sealed and with its audit row, against a plain SQLite table that keeps the same bodies: same file system, WAL, synchronous=FULL,
// prepared statements, interleaved in one process. Files lie in TMPDIR.
#include <string>

#include "backend-client/store/store.hpp"
#include "base/ids.hpp"
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::bench {
namespace {

constexpr int rounds = 12;
constexpr int commits_a_round = 1500;
constexpr int batches_a_round = 150;
constexpr std::size_t batch_rows = 100;
constexpr std::size_t body_bytes = 400;  // about what a payment or a short request has

/// A kiosk's store and a bare one beside it, both empty.
struct Disks {
    Disks() : key(must(store::Key::load_or_make(folder / "store.key", random), "key")), ours(must(store::Store::open(folder / "ours.sqlite", key, clock, random), "store")) {}

    std::vector<store::NewSubmission> submissions(std::size_t count) {
        std::vector<store::NewSubmission> made;
        for (std::size_t i = 0; i < count; ++i) {
            std::string body = R"({"item_code":"MZ-0007","answers":")";
            Bytes answers((body_bytes - body.size()) / 2 - 1);
            random.fill(answers);
            body += to_hex(answers) + "\"}";
            made.push_back({{make_id(clock, random), "request", std::move(body), clock.now()}, {"3100000000123457", "K0001-20261122-0001"}});
        }
        return made;
    }

    test::TemporaryFolder folder;
    SystemClock clock;
    SystemRandom random;
    store::Key key;
    store::Store ours;
    BareSqlite bare{folder / "bare.sqlite"};
};

void single_commits() {
    Disks disks;
    Measured rate{.name = "outbox_single_commits", .unit = "commits/s", .better = Better::more, .rival_name = "bare SQLite",
                  .note = "bodies of 400 bytes; ours is sealed, findable by card and receipt, and has an audit row"};
    Measured time{.name = "outbox_add_time", .unit = "ms", .rival_name = "bare SQLite", .note = "one durable commit; budget 5 ms p99"};
    for (int round = 0; round < rounds; ++round) {
        const auto batch = disks.submissions(commits_a_round);
        const Stopwatch our_round;
        for (const auto& entry : batch) {
            const Stopwatch one;
            must(disks.ours.outbox().add(entry.submission, entry.belonging), "add");
            time.ours.push_back(one.milliseconds());
        }
        rate.ours.push_back(commits_a_round / our_round.seconds());
        const Stopwatch bare_round;
        for (const auto& entry : batch) {
            const Stopwatch one;
            disks.bare.add(entry.submission);
            time.rival.push_back(one.milliseconds());
        }
        rate.rival.push_back(commits_a_round / bare_round.seconds());
    }
    print(rate);
    time.p99 = percentile(time.ours, 0.99);
    time.rival_p99 = percentile(time.rival, 0.99);
    print(time);
}

void batches() {
    Disks disks;
    Measured rate{.name = "outbox_batches_of_100", .unit = "rows/s", .better = Better::more, .rival_name = "bare SQLite", .note = "bodies of 400 bytes"};
    for (int round = 0; round < rounds; ++round) {
        const auto rows = disks.submissions(batches_a_round * batch_rows);
        const auto in_batches = [&rows](auto&& add_many) {
            const Stopwatch watch;
            for (std::size_t from = 0; from < rows.size(); from += batch_rows) add_many(std::span(rows).subspan(from, batch_rows));
            return static_cast<double>(rows.size()) / watch.seconds();
        };
        rate.ours.push_back(in_batches([&](auto batch) { must(disks.ours.outbox().add_many(batch), "add_many"); }));
        rate.rival.push_back(in_batches([&](auto batch) {
            disks.bare.begin();
            for (const auto& entry : batch) disks.bare.add(entry.submission);
            disks.bare.commit();
        }));
    }
    print(rate);
}

}  // namespace
}  // namespace onecard::bench

int main() {
    onecard::bench::single_commits();
    onecard::bench::batches();
}
