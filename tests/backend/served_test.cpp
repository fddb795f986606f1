// Over real HTTPS, against the real program.
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <latch>
#include <mutex>
#include <openssl/ssl.h>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "backend/http/server.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"
#include "tests/backend/served_district.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)};

std::string batch_of(const std::vector<wire::Submission>& batch) { return dump_json(wire::to_json(batch)); }

std::string new_id() {
    static SystemClock clock;
    static SystemRandom random;
    return make_id(clock, random);
}

std::unique_ptr<HttpsClient> connected(std::uint16_t port, const Identity& identity) {
    auto client = HttpsClient::connect(port, identity);
    require(client.has_value(), "a connection");
    return std::move(*client);
}

/// With TLS 1.3 a client hears of a refused certificate only when it reads.
bool let_in(std::uint16_t port, const Identity& identity) {
    auto client = HttpsClient::connect(port, identity);
    return client && (*client)->ask("GET", "/v1/health").has_value();
}

std::string add_administrator(ServedDistrict& district) {
    const auto file = district.data() / "password";
    std::ofstream(file) << "a-good-password\n";
    require(run_backend({"admin", "add", "chief", "--role", "administrator", "--password-file", file.string(), "--data", district.data().string()})
                    .exit_code == 0, "an administrator");
    auto client = connected(district.console_port(), district.person());
    const auto answer = client->ask("POST", "/v1/session", R"({"name":"chief","password":"a-good-password"})");
    return text_at(*parse_json(answer->body), "token");
}

Json summary(ServedDistrict& district, const std::string& token) {
    auto client = connected(district.console_port(), district.person());
    return *parse_json(client->ask("GET", "/v1/admin/summary", {}, "Authorization: Bearer " + token + "\r\n")->body);
}

}  // namespace

TEST_CASE("The kiosks' door opens only to certificates of our authority that are in date") {
    ServedDistrict district;
    CHECK(let_in(district.kiosk_port(), district.kiosk()));
    CHECK_FALSE(let_in(district.kiosk_port(), district.person()));
    CHECK_FALSE(let_in(district.kiosk_port(), district.kiosk("kiosk-unknown")));
    CHECK_FALSE(let_in(district.kiosk_port(), district.kiosk("kiosk-expired")));
    const Identity a_server{district.certificate("ca.pem"), district.certificate("server.pem"), district.certificate("server.key")};
    CHECK_FALSE(let_in(district.kiosk_port(), a_server));
    CHECK(let_in(district.console_port(), district.person()));
}

TEST_CASE("A good certificate of a kiosk that nobody registered, or that was revoked, gets 403 everywhere") {
    ServedDistrict district;
    for (const auto& [id, code] : {std::pair("K-9999", "kiosk.unknown"), std::pair("K-0003", "kiosk.revoked")}) {
        auto client = connected(district.kiosk_port(), district.kiosk(id));
        for (const auto* path : {"/v1/health", "/v1/changes", "/v1/catalogue", "/v1/holders/3100000000123457"}) {
            const auto answer = client->ask("GET", path);
            REQUIRE(answer.has_value());
            CHECK(answer->status == 403);
            CHECK(text_at(*parse_json(answer->body), "code") == code);
        }
    }
}

TEST_CASE("A kiosk that is revoked while connected is refused at its next request") {
    ServedDistrict district;
    auto client = connected(district.kiosk_port(), district.kiosk());
    CHECK(client->ask("GET", "/v1/health")->status == 200);
    CHECK(run_backend({"kiosk", "revoke", "K-0001", "--data", district.data().string()}).exit_code == 0);
    CHECK(client->ask("GET", "/v1/health")->status == 403);
    CHECK(run_backend({"kiosk", "restore", "K-0001", "--data", district.data().string()}).exit_code == 0);
    CHECK(client->ask("GET", "/v1/health")->status == 200);
}

TEST_CASE("TLS below 1.3 is refused at both doors") {
    ServedDistrict district;
    CHECK_FALSE(HttpsClient::connect(district.kiosk_port(), district.kiosk(), TLS1_2_VERSION).has_value());
    CHECK_FALSE(HttpsClient::connect(district.console_port(), district.person(), TLS1_2_VERSION).has_value());
}

TEST_CASE("Bodies and heads beyond their limit are refused, and the next request on another connection is served") {
    ServedDistrict district;
    auto client = connected(district.kiosk_port(), district.kiosk());
    auto answer = client->ask("POST", "/v1/submissions", std::string(http::kiosk_body_bytes_max + 1, ' '));
    REQUIRE(answer.has_value());
    CHECK(answer->status == 413);
    client = connected(district.kiosk_port(), district.kiosk());
    (void)client->send("POST /v1/submissions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 209715200\r\n\r\n{");
    CHECK(client->receive()->status == 413);
    client = connected(district.console_port(), district.person());
    CHECK(client->ask("POST", "/v1/session", std::string(http::console_body_bytes_max + 1, ' '))->status == 413);
    client = connected(district.console_port(), district.person());
    CHECK(client->ask("GET", "/v1/health", {}, "X-Long: " + std::string(http::head_bytes_max, 'x') + "\r\n")->status == 431);
    client = connected(district.console_port(), district.person());
    CHECK(client->ask("GET", "/v1/health")->status == 200);
}

TEST_CASE("Bytes that are no HTTP end that connection only") {
    ServedDistrict district;
    SeededRandom random(7);
    for (int i = 0; i < 30; ++i) {
        auto client = connected(district.console_port(), district.person());
        std::string noise(1 + random.below(3000), '\0');
        random.fill(std::span(reinterpret_cast<std::uint8_t*>(noise.data()), noise.size()));
        (void)client->send(noise + "\r\n\r\n");
        const auto answer = client->receive();
        if (answer) CHECK(answer->status == 400);
    }
    CHECK(let_in(district.console_port(), district.person()));
}

TEST_CASE("Who asks whether to go on with a large body is told to") {
    ServedDistrict district;
    auto client = connected(district.kiosk_port(), district.kiosk());
    const std::string body = R"({"submissions":[]})";
    (void)client->send("POST /v1/submissions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                       "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    CHECK(client->receive()->status == 100);
    (void)client->send(body);
    const auto answer = client->receive();
    CHECK(answer->status == 200);
    CHECK(answer->body == R"({"answers":[]})");
}

TEST_CASE("The same payments over 64 connections at once have one effect each and get equal answers") {
    ServedDistrict district;
    const auto token = add_administrator(district);
    std::vector<wire::Submission> submissions;
    for (std::uint16_t i = 1; i <= 20; ++i)
        submissions.push_back(submission_of(new_id(), payment(lin_guilan, {{"bill-" + std::to_string(i), Fen(100)}}, i)));
    std::vector<std::vector<std::string>> answers(64);
    {
        std::vector<std::jthread> connections;
        for (auto& mine : answers)
            connections.emplace_back([&] {
                auto client = HttpsClient::connect(district.kiosk_port(), district.kiosk());
                if (!client) return;
                for (const auto& submission : submissions)
                    if (const auto answer = (*client)->ask("POST", "/v1/submissions", batch_of({submission}))) mine.push_back(answer->body);
            });
    }
    for (const auto& mine : answers) CHECK(mine == answers.front());
    CHECK(answers.front().size() == submissions.size());
    CHECK(std::set(answers.front().begin(), answers.front().end()).size() == submissions.size());
    const auto figures = summary(district, token);
    CHECK(number_at(figures, "payments") == 20);
    CHECK(number_at(figures, "payments_total") == 2000);
    CHECK(number_at(figures, "submissions") == 20);
}

TEST_CASE("SIGTERM ends it within a second and what was answered is there afterwards") {
    ServedDistrict district;
    auto idle = connected(district.kiosk_port(), district.kiosk());
    auto client = connected(district.kiosk_port(), district.kiosk());
    CHECK(client->ask("POST", "/v1/submissions", batch_of({submission_of(new_id(), payment(lin_guilan, {water}))}))->status == 200);
    const auto ending = district.stop(SIGTERM);
    CHECK(ending.exit_code == 0);
    CHECK(ending.seconds <= 1.0);
    CHECK(run_backend({"audit", "money", "--data", district.data().string()}).output.find("0 differences") != std::string::npos);
    district.start();
    client = connected(district.kiosk_port(), district.kiosk());
    const auto record = wire::holder_from(*parse_json(client->ask("GET", "/v1/holders/" + lin_guilan)->body));
    REQUIRE(record.has_value());
    CHECK(record->bills.back().paid);
}

TEST_CASE("Killed again and again under load, it holds everything that it acknowledged, and the money adds up") {
    ServedDistrict district;
    SeededRandom random(20261122);
    MESSAGE("seed 20261122");
    std::set<std::string> acknowledged;
    std::uint16_t number = 0;
    for (int round = 0; round < 12; ++round) {
        std::vector<wire::Submission> submissions;
        for (int i = 0; i < 400; ++i) {
            ++number;
            submissions.push_back(submission_of(new_id(), payment(lin_guilan, {{"bill-" + std::to_string(number), Fen(number)}}, number)));
        }
        // Killed at a moment that chance has chosen: after so many answers of this round.
        std::mutex mutex;
        std::latch enough(static_cast<std::ptrdiff_t>(1 + random.below(200)));
        {
            std::vector<std::jthread> connections;
            for (std::size_t lane = 0; lane < 4; ++lane)
                connections.emplace_back([&, lane] {
                    auto client = HttpsClient::connect(district.kiosk_port(), district.kiosk());
                    for (std::size_t i = lane; client && i < submissions.size(); i += 4) {
                        const auto answer = (*client)->ask("POST", "/v1/submissions", batch_of({submissions[i]}));
                        if (!answer || answer->status != 200) return;
                        const std::lock_guard lock(mutex);
                        acknowledged.insert(submissions[i].id);
                        if (!enough.try_wait()) enough.count_down();
                    }
                });
            enough.wait();
            district.kill();
        }
        const auto audit = run_backend({"audit", "money", "--data", district.data().string()});
        CHECK(audit.exit_code == 0);
        district.start();
    }
    district.kill();
    const auto connection = data::Connection::open(district.data() / "district.sqlite", data::Connection::Access::writing);
    REQUIRE(connection.has_value());
    std::set<std::string> stored;
    auto row = (*connection)->query("SELECT id FROM submissions");
    while (row.next()) stored.insert(row.text(0));
    MESSAGE(acknowledged.size() << " acknowledged, " << stored.size() << " stored");
    CHECK(acknowledged.size() > 100);
    CHECK(std::includes(stored.begin(), stored.end(), acknowledged.begin(), acknowledged.end()));
}

TEST_CASE("The command line says in one sentence what is wrong, with exit status 2 for usage and 1 for failure") {
    ServedDistrict district;
    CHECK(run_backend({"--help"}).exit_code == 0);
    CHECK(run_backend({"--version"}).output == "onecard-backend 0.1.0\n");
    CHECK(run_backend({"--nonsense"}).exit_code == 2);
    CHECK(run_backend({}).exit_code == 2);
    CHECK(run_backend({"serve", "--data"}).exit_code == 2);
    auto used = run_backend(district.serve_arguments());
    CHECK(used.exit_code == 1);
    CHECK(used.output.find("is in use by another program (http.port_used)") != std::string::npos);
    auto arguments = district.serve_arguments();
    arguments[4] = "/nowhere/server.pem";
    auto missing = run_backend(arguments);
    CHECK(missing.exit_code == 1);
    CHECK(missing.output.find("certificate /nowhere/server.pem cannot be used") != std::string::npos);
    CHECK(run_backend({"audit", "money", "--data", "/nowhere"}).output.find("/nowhere/district.sqlite is not there") != std::string::npos);
    CHECK(run_backend({"kiosk", "revoke", "K-7777", "--data", district.data().string()}).exit_code == 1);
    CHECK(run_backend({"admin", "add", "x", "--role", "king", "--password-file", "/nowhere", "--data", district.data().string()}).exit_code == 1);
}

TEST_CASE("There is no person in a fresh district: nobody can sign in before one is added") {
    ServedDistrict district;
    auto client = connected(district.console_port(), district.person());
    for (const auto* name : {"admin", "administrator", "root"})
        CHECK(client->ask("POST", "/v1/session", dump_json({{"name", name}, {"password", "admin-admin"}}))->status == 401);
}

TEST_CASE("The keys of a served district are on a token that shows their check values and nothing else") {
    ServedDistrict district;
    const auto listed = run_backend({"keys", "list", "--data", district.data().string()});
    CHECK(listed.exit_code == 0);
    CHECK(listed.output.find("tac           check value") != std::string::npos);
    CHECK(listed.output.find("5 keys") != std::string::npos);
    CHECK(listed.output.find("EXTRACTABLE") == std::string::npos);
}

TEST_CASE("A district that is no sample serves nobody before its key ceremony") {
    TemporaryFolder folder;
    const auto data = (folder / "data").string();
    ServedDistrict lent;
    auto arguments = lent.serve_arguments();
    arguments.pop_back();
    arguments[2] = data;
    const auto without = run_backend(arguments);
    CHECK(without.exit_code == 1);
    CHECK(without.output.find("keys.none") != std::string::npos);
    CHECK(run_backend({"keys", "init", "--data", data}).exit_code == 0);
    CHECK(run_backend({"keys", "generate", "load", "--data", data}).exit_code == 0);
    const auto half = run_backend(arguments);
    CHECK(half.exit_code == 1);
    CHECK(half.output.find("keys.missing") != std::string::npos);
    const auto again = run_backend({"keys", "init", "--data", data});
    CHECK(again.exit_code == 1);
    CHECK(again.output.find("keys.known") != std::string::npos);
}
