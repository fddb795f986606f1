// From a kiosk's outbox into a running backend, over HTTPS with client certificates; every record durably acknowledged, and written down as
// received in the kiosk's store.
//
//   sync_bench URL CERTIFICATES [RECORDS]     CERTIFICATES: the folder that kiosk/setup/make_certificates made
//   sync_bench --fill DATA RECORDS            only puts that many records into the outbox of the kiosk whose data folder this is
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <utility>

#include "backend-client/http/curl_client.hpp"
#include "backend-client/sync/engine.hpp"
#include "base/file.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/sample_submissions.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::bench {
namespace {

constexpr std::size_t queued_by_default = 100'000;
constexpr std::size_t rows_a_commit = 100;
constexpr std::size_t readings_wanted = 10;
constexpr int clients = 32;
constexpr int payments_a_client = 40;  // in each round

struct Backend {
    std::string url;
    std::filesystem::path certificates;

    web::CurlSettings settings() const {
        return {.address = url, .authority = certificates / "ca.pem", .certificate = certificates / "K-0001.pem", .key = certificates / "K-0001.key"};
    }
};

card::MasterKeys sample_keys() {
    const auto text = must(read_file(std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/keys.json"), "keys");
    return must(card::read_master_keys(text), "keys");
}

wire::Heartbeat facts_of_this_kiosk() {
    wire::Heartbeat beat;
    beat.version = ONECARD_VERSION;
    beat.state = "in_service";
    beat.reader = beat.psam = beat.printer = "ready";
    return beat;
}

void fill(store::Outbox& outbox, SampleSubmissions& samples, std::size_t count) {
    for (std::size_t done = 0; done < count; done += rows_a_commit) {
        std::vector<store::NewSubmission> batch;
        for (std::size_t i = 0; i < rows_a_commit; ++i) batch.push_back(i % 2 == 0 ? samples.payment() : samples.request());
        must(outbox.add_many(batch), "queueing");
    }
}

/// The whole way: reading and unsealing the outbox, TLS, the backend's booking and commit, the answer, the kiosk's commit.
void drain(const Backend& backend, std::size_t count) {
    const test::TemporaryFolder folder;
    const SystemClock clock;
    SystemRandom random;
    const auto key = must(store::Key::load_or_make(folder / "store.key", random), "key");
    auto store = must(store::Store::open(folder / "store.sqlite", key, clock, random), "store");
    SampleSubmissions samples(sample_keys(), "057100000001", clock, random);
    fill(store.outbox(), samples, count);

    web::CurlClient client(backend.settings());
    sync::SyncEvents events;
    events.facts = facts_of_this_kiosk;
    sync::SyncEngine engine(store, client, clock, random, std::move(events));
    must(engine.tick(), "first contact");  // the heartbeat; the connection stands from here on
    if (engine.status().network != sync::Network::online) give_up("the backend is not there: " + engine.status().code);

    Measured rate{.name = "drain_records", .unit = "records/s", .better = Better::more};
    const auto step = static_cast<std::int64_t>(count / readings_wanted);
    const Stopwatch all;
    for (std::int64_t before = 0; before < static_cast<std::int64_t>(count);) {
        const Stopwatch part;
        std::int64_t received = before;
        while (received - before < step && received < static_cast<std::int64_t>(count)) {
            must(engine.tick(), "sync");
            received = engine.status().received;
            if (engine.status().parked > 0 || engine.status().network != sync::Network::online) give_up("the backend refused: " + engine.status().code);
        }
        rate.ours.push_back(static_cast<double>(received - before) / part.seconds());
        before = received;
    }
    char note[160];
    std::snprintf(note, sizeof note, "one kiosk, %zu records (half payments with TAC, half requests) in %.1f s; budget 100,000 in 3 s", count, all.seconds());
    rate.note = note;
    print(rate);
}

struct Client {
    Client(const Backend& backend, const card::MasterKeys& keys, int number)
        : client(backend.settings()), api(client), samples(keys, "0571" + std::to_string(10'000'000 + number), clock, random) {}

    void pay(int count) {
        for (int i = 0; i < count; ++i) {
            const auto payment = samples.payment();
            const Stopwatch watch;
            const auto answers = api.hand_in({&payment.submission, 1}, {});
            milliseconds.push_back(watch.milliseconds());
            if (!answers) give_up("a payment was not answered", answers.error());
            if (answers->front().outcome != wire::SubmissionAnswer::Outcome::received) give_up("a payment was refused: " + answers->front().code);
        }
    }

    SystemClock clock;
    SystemRandom random;
    web::CurlClient client;
    web::BackendApi api;
    SampleSubmissions samples;
    std::vector<double> milliseconds;
};

/// Clients and backend share this machine: the clients' TLS is part of what is measured.
void single_payments(const Backend& backend) {
    const auto keys = sample_keys();
    std::vector<std::unique_ptr<Client>> all;
    for (int i = 0; i < clients; ++i) all.push_back(std::make_unique<Client>(backend, keys, i));
    for (auto& client : all) client->pay(1);  // connections stand
    for (auto& client : all) client->milliseconds.clear();

    Measured rate{.name = "backend_single_payments", .unit = "payments/s", .better = Better::more};
    for (std::size_t round = 0; round < readings_wanted; ++round) {
        const Stopwatch watch;
        std::vector<std::jthread> threads;
        for (auto& client : all) threads.emplace_back([&client] { client->pay(payments_a_client); });
        threads.clear();
        rate.ours.push_back(clients * payments_a_client / watch.seconds());
    }
    std::vector<double> times;
    for (const auto& client : all) times.insert(times.end(), client->milliseconds.begin(), client->milliseconds.end());
    char note[200];
    std::snprintf(note, sizeof note, "%d clients on the same two cores, one payment a request; answered in %.1f ms (p50), %.1f ms (p99); budget 30,000/s, 10 ms p99", clients,
                  median(times), percentile(times, 0.99));
    rate.note = note;
    print(rate);
}

/// The kiosk of that folder must not run meanwhile.
void fill_kiosk(const std::filesystem::path& data, std::size_t count) {
    const SystemClock clock;
    SystemRandom random;
    const auto key = must(store::Key::load_or_make(data / "kiosk.key", random), "key");
    auto store = must(store::Store::open(data / "kiosk.db", key, clock, random), "store");
    char terminal[16];
    std::snprintf(terminal, sizeof terminal, "05719%07lld", static_cast<long long>(to_millis(clock.now()) / 1000 % 10'000'000));  // none like those of the last time
    SampleSubmissions samples(sample_keys(), terminal, clock, random);
    fill(store.outbox(), samples, count);
}

}  // namespace
}  // namespace onecard::bench

int main(int count, char** words) {
    using namespace onecard::bench;
    if (count == 4 && std::string_view(words[1]) == "--fill") return fill_kiosk(words[2], std::strtoull(words[3], nullptr, 10)), 0;
    if (count < 3 || count > 4) return std::fprintf(stderr, "sync_bench: takes URL CERTIFICATES [RECORDS]\n"), 2;
    const Backend backend{words[1], words[2]};
    const auto records = count == 4 ? std::strtoull(words[3], nullptr, 10) : queued_by_default;
    if (records < rows_a_commit * readings_wanted || records % rows_a_commit != 0) return std::fprintf(stderr, "sync_bench: RECORDS are whole thousands\n"), 2;
    drain(backend, records);
    single_payments(backend);
}
