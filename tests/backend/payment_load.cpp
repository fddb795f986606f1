// Load on a running backend: separate HTTPS requests, each handing in one payment that is new. Prints one line of JSON.
//
//   backend_payment_load [SECONDS] [CONNECTIONS]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"
#include "tests/backend/served_district.hpp"

namespace {

using namespace onecard;
using namespace onecard::test;
using Steady = std::chrono::steady_clock;

constexpr std::size_t prepared_per_connection = 4000;

std::vector<std::string> prepared_batches(std::size_t connection, std::size_t count) {
    SystemClock clock;
    SystemRandom random;
    std::vector<std::string> batches;
    for (std::size_t i = 0; i < count; ++i) {
        auto body = payment(lin_guilan, {{"load", Fen(100)}}, static_cast<std::uint16_t>(i));
        body.terminal_sequence = static_cast<std::uint32_t>(connection * prepared_per_connection + i);
        body.tac = true_tac(body);
        batches.push_back(dump_json(wire::to_json(std::vector{submission_of(make_id(clock, random), body)})));
    }
    return batches;
}

}  // namespace

int main(int argc, char** argv) {
    const auto seconds = argc > 1 ? std::atof(argv[1]) : 5.0;
    const auto connections = static_cast<std::size_t>(argc > 2 ? std::atoi(argv[2]) : 64);
    ServedDistrict district;
    std::vector<std::vector<std::string>> batches(connections);
    for (std::size_t i = 0; i < connections; ++i) batches[i] = prepared_batches(i, prepared_per_connection);
    std::vector<std::vector<double>> waits(connections);
    std::atomic<std::size_t> wrong{0};
    const auto began = Steady::now();
    const auto until = began + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(seconds));
    {
        std::vector<std::jthread> threads;
        for (std::size_t lane = 0; lane < connections; ++lane)
            threads.emplace_back([&, lane] {
                auto client = HttpsClient::connect(district.kiosk_port(), district.kiosk());
                for (const auto& batch : batches[lane]) {
                    const auto sent = Steady::now();
                    if (sent >= until) return;
                    if (!client) return;
                    const auto answer = (*client)->ask("POST", "/v1/submissions", batch);
                    if (!answer || answer->body.find("\"received\"") == std::string::npos) ++wrong;
                    waits[lane].push_back(std::chrono::duration<double, std::milli>(Steady::now() - sent).count());
                }
            });
    }
    const auto took = std::chrono::duration<double>(Steady::now() - began).count();
    std::vector<double> all;
    for (const auto& lane : waits) all.insert(all.end(), lane.begin(), lane.end());
    std::sort(all.begin(), all.end());
    const auto at = [&](double part) { return all.empty() ? 0.0 : all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))]; };
    district.kill();
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto micros = [](const timeval& time) { return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec); };
    const auto each = (micros(used.ru_utime) + micros(used.ru_stime)) / static_cast<double>(std::max<std::size_t>(1, all.size()));
    std::printf("{\"name\":\"backend_payments\",\"unit\":\"1/s\",\"ours\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"connections\":%zu,"
                "\"server_cpu_us\":%.1f,\"wrong\":%zu}\n",
                static_cast<double>(all.size()) / took, at(0.5), at(0.99), connections, each, wrong.load());
    return wrong == 0 ? 0 : 1;
}
