// The HTTPS client against a real TLS server on this machine.
#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "backend-client/http/backend_api.hpp"
#include "backend-client/http/curl_client.hpp"
#include "base/json.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::web;
using test::ChildProcess;

namespace {

const std::string source = ONECARD_SOURCE_DIR;

/// Made once for all tests of this program.
const std::filesystem::path& certificates() {
    static const test::TemporaryFolder folder{test::memory_disk()};
    static const bool made = [] {
        ChildProcess maker({source + "/tests/support/make_certificates", folder.path().string(), "K-0001"});
        return maker.wait() == 0;
    }();
    REQUIRE(made);
    return folder.path();
}

class OddServer {
public:
    explicit OddServer(const std::string& name = "server", bool old = false, bool asks_for_certificate = true)
        : process_(arguments(name, old, asks_for_certificate)), port_(process_.line()) {
        REQUIRE_FALSE(port_.empty());
    }
    std::string address(const std::string& host = "localhost") const { return "https://" + host + ":" + port_; }
    void kill() { process_.kill(); }

private:
    static std::vector<std::string> arguments(const std::string& name, bool old, bool asks_for_certificate) {
        const auto folder = certificates();
        std::vector<std::string> words{"python3", source + "/tests/support/odd_server.py"};
        if (old) words.push_back("--old");
        words.push_back(folder / (name + ".pem"));
        words.push_back(folder / (name + ".key"));
        if (asks_for_certificate) words.push_back(folder / "ca.pem");
        return words;
    }
    ChildProcess process_;
    std::string port_;
};

CurlSettings settings(const std::string& address, const std::string& kiosk = "K-0001") {
    const auto folder = certificates();
    return {address, folder / "ca.pem", folder / (kiosk + ".pem"), folder / (kiosk + ".key")};
}

Request get(const std::string& path) { return {Method::get, path, {}, {}}; }

std::string code_of(const Result<Response>& response) { return response ? "status " + std::to_string(response->status) : response.error().code; }

class FixedAnswer final : public HttpClient {
public:
    Result<Response> send(const Request& request, std::stop_token) override {
        asked = request;
        return answer;
    }
    Request asked;
    Response answer{200, "{}", {}};
};

wire::Submission submission(char last) { return {std::string("01939b1e-7c00-7000-8000-00000000000") + last, "request", "{\"n\":1}", {}}; }

}  // namespace

TEST_CASE("the kiosk shows its own certificate, speaks TLS 1.3, sends what it was given and keeps the connection") {
    OddServer server;
    CurlClient client(settings(server.address()));
    for (int i = 0; i < 5; ++i) {
        const Request request{Method::post, "/echo?a=1", "{\"text\":\"高龄\"}", {{"If-None-Match", "\"x\""}}};
        const auto response = client.send(request, {});
        REQUIRE(code_of(response) == "status 200");
        const auto said = parse_json(response->body).value();
        CHECK(text_at(said, "client") == "K-0001");
        CHECK(text_at(said, "tls") == "TLSv1.3");
        CHECK(text_at(said, "method") == "POST");
        CHECK(text_at(said, "path") == "/echo?a=1");
        CHECK(text_at(said, "body") == request.body);
        CHECK(text_at(object_at(said, "headers"), "if-none-match") == "\"x\"");
        CHECK(text_at(object_at(said, "headers"), "content-type") == "application/json");
        CHECK(number_at(said, "connection") == 1);
        CHECK(response->header("etag") == "\"abc\"");
        CHECK(response->header("nothing").empty());
    }
}

TEST_CASE("a server that is not ours, not the one we meant, or out of date is not spoken to") {
    const auto code_against = [](const std::string& certificate, const std::string& host = "localhost") {
        OddServer server(certificate);
        CurlClient client(settings(server.address(host)));
        return code_of(client.send(get("/echo"), {}));
    };
    CHECK(code_against("server-unknown") == "net.server_unknown");
    CHECK(code_against("server-expired") == "net.server_expired");
    CHECK(code_against("server-elsewhere") == "net.server_unknown");
    CHECK(code_against("server", "127.0.0.1") == "status 200");
}

TEST_CASE("a server that knows only TLS 1.2 is not spoken to") {
    OddServer server("server", true);
    CurlClient client(settings(server.address()));
    const auto response = client.send(get("/echo"), {});
    CHECK(code_of(response) == "net.tls");
    CHECK(response.error().kind == Error::Kind::unavailable);
}

TEST_CASE("a kiosk that the server turns away learns that it was refused") {
    OddServer server;
    for (const auto* kiosk : {"kiosk-unknown", "kiosk-expired"}) {
        CurlClient client(settings(server.address(), kiosk));
        const auto response = client.send(get("/echo"), {});
        CHECK(code_of(response) == "net.refused_us");
        CHECK(response.error().kind == Error::Kind::refused);
    }
    auto without = settings(server.address());
    without.certificate.clear();
    without.key.clear();
    CurlClient client(without);
    CHECK(code_of(client.send(get("/echo"), {})) == "net.refused_us");
}

TEST_CASE("missing or wrong files of our own are named as such") {
    OddServer server;
    auto wrong = settings(server.address());
    wrong.key = certificates() / "server.key";
    CurlClient other_key(wrong);
    CHECK(code_of(other_key.send(get("/echo"), {})) == "net.own_certificate");
    wrong = settings(server.address());
    wrong.authority = certificates() / "missing.pem";
    CurlClient no_authority(wrong);
    CHECK(code_of(no_authority.send(get("/echo"), {})) == "net.own_certificate");
}

TEST_CASE("no way to the backend is known at once and means that nothing happened") {
    std::string address;
    {
        OddServer server;
        address = server.address();
    }
    CurlClient client(settings(address));
    const auto response = client.send(get("/echo"), {});
    CHECK(code_of(response) == "net.offline");
    CHECK(response.error().kind == Error::Kind::unavailable);
    CurlClient nowhere(settings("https://no-such-host.invalid:8443"));
    CHECK(code_of(nowhere.send(get("/echo"), {})) == "net.offline");
}

TEST_CASE("a connection that breaks during an exchange leaves its effect unknown, and the next one works") {
    OddServer server;
    CurlClient client(settings(server.address()));
    for (const auto* path : {"/drop", "/short"}) {
        const auto response = client.send(get(path), {});
        CHECK(code_of(response) == "net.broken_off");
        CHECK(response.error().kind == Error::Kind::timed_out);
        CHECK(code_of(client.send(get("/echo"), {})) == "status 200");
    }
}

TEST_CASE("two hundred megabytes are not taken, nor endless headers") {
    OddServer server;
    CurlClient client(settings(server.address()));
    const auto response = client.send(get("/huge"), {});
    CHECK(code_of(response) == "net.answer_too_large");
    CHECK(response.error().kind == Error::Kind::exhausted);
    CHECK(code_of(client.send(get("/header"), {})) == "net.answer_too_large");
    CHECK(code_of(client.send(get("/echo"), {})) == "status 200");
}

TEST_CASE("a server that never answers, or a byte at a time, is given up at the limit") {
    OddServer server;
    CurlClient client(settings(server.address()));
    for (const auto* path : {"/slow", "/drip"}) {
        auto request = get(path);
        request.limit = Millis(300);
        const auto response = client.send(request, {});
        CHECK(code_of(response) == "net.timed_out");
        CHECK(response.error().kind == Error::Kind::timed_out);
    }
}

TEST_CASE("a stop ends an exchange at once") {
    OddServer server;
    CurlClient client(settings(server.address()));
    REQUIRE(code_of(client.send(get("/echo"), {})) == "status 200");
    using Steady = std::chrono::steady_clock;
    Steady::duration waited{0};
    for (int i = 0; i < 8; ++i) {
        std::stop_source source_of_stop;
        Steady::time_point asked;
        const std::jthread asker([&] {
            std::this_thread::sleep_for(Millis(50));
            asked = Steady::now();
            source_of_stop.request_stop();
        });
        CHECK(code_of(client.send(get("/slow"), source_of_stop.get_token())) == "net.stopped");
        waited += Steady::now() - asked;
    }
    // A tenth of a second each is promised. Woken, libcurl takes a few milliseconds for all; by itself it looks up every quarter second.
    CHECK(waited < Millis(8 * 100));
    CHECK(code_of(client.send(get("/echo"), {})) == "status 200");
}

TEST_CASE("redirects are not followed and nothing in an address begins a second line") {
    OddServer server;
    CurlClient client(settings(server.address()));
    CHECK(code_of(client.send(get("/elsewhere"), {})) == "status 302");
    CHECK(code_of(client.send(get("/echo\r\nX-Evil: 1"), {})) == "net.request");
    CHECK(code_of(client.send(get("@elsewhere.example/"), {})) == "net.request");
    auto request = get("/echo");
    request.headers = {{"X-A", "1\r\nX-Evil: 1"}};
    CHECK(code_of(client.send(request, {})) == "net.request");
}

TEST_CASE("typed calls turn odd answers of a real server into stable codes") {
    OddServer server;
    const auto code_at = [&server](const std::string& way) {
        CurlClient client(settings(server.address() + "/" + way));
        BackendApi api(client);
        const auto answer = api.changes(0, {});
        REQUIRE_FALSE(answer);
        return std::string(name(answer.error().kind)) + " " + answer.error().code;
    };
    CHECK(code_at("text") == "invalid net.nonsense");
    CHECK(code_at("deep") == "invalid net.nonsense");
    CHECK(code_at("echo") == "invalid net.nonsense");
    CHECK(code_at("elsewhere") == "invalid net.nonsense");
    CHECK(code_at("status-304") == "invalid net.nonsense");
    CHECK(code_at("status-403/problem") == "refused odd.problem");
    CHECK(code_at("status-404") == "refused net.status_404");
    CHECK(code_at("status-429/problem") == "unavailable odd.problem");
    CHECK(code_at("status-503") == "unavailable net.status_503");
    CHECK(code_at("status-500/problem") == "timed_out odd.problem");
}

TEST_CASE("answers to a batch come one for each, in its order, whatever the backend leaves out, adds or turns round") {
    FixedAnswer client;
    BackendApi api(client);
    const std::vector batch{submission('1'), submission('2'), submission('3')};
    using Outcome = wire::SubmissionAnswer::Outcome;
    client.answer.body = dump_json(wire::to_json(std::vector<wire::SubmissionAnswer>{{batch[2].id, Outcome::received, "", "C-1"},
        {submission('9').id, Outcome::received, "", "C-2"}, {batch[0].id, Outcome::refused, "<b>odd</b>", ""}, {batch[0].id, Outcome::received,
            "", "C-3"}}));
    const auto answers = api.hand_in(batch, {}).value();
    REQUIRE(answers.size() == 3);
    CHECK(answers[0] == wire::SubmissionAnswer{batch[0].id, Outcome::refused, "net.nonsense", ""});
    CHECK(answers[1] == wire::SubmissionAnswer{batch[1].id, Outcome::later, "net.nonsense", ""});
    CHECK(answers[2] == wire::SubmissionAnswer{batch[2].id, Outcome::received, "", "C-1"});
    CHECK(wire::submissions_from(parse_json(client.asked.body).value()).value() == batch);
}

TEST_CASE("a catalogue is asked for by its tag and taken only when it has something in it") {
    FixedAnswer client;
    BackendApi api(client);
    client.answer = {200, R"({"version":7,"departments":[{"code":"MZ"}],"items":[{"code":"MZ-0007"}]})", {{"etag", "\"h\""}}};
    const auto catalogue = api.catalogue("\"old\"", {}).value().value();
    CHECK(catalogue.version == 7);
    CHECK(catalogue.etag == "\"h\"");
    CHECK(catalogue.bundle == client.answer.body);
    CHECK(client.asked.headers == std::vector<std::pair<std::string, std::string>>{{"If-None-Match", "\"old\""}});
    client.answer = {304, "", {}};
    CHECK_FALSE(api.catalogue("\"h\"", {}).value().has_value());
    for (const auto* bad : {"{}", R"({"version":-1,"departments":[1],"items":[1]})", R"({"version":7,"departments":[],"items":[]})"}) {
        client.answer = {200, bad, {}};
        CHECK(api.catalogue("", {}).error().code == "net.nonsense");
    }
}

TEST_CASE("the record of another card than the one asked for is not taken, and only a serial gets into the address") {
    FixedAnswer client;
    BackendApi api(client);
    wire::HolderRecord record;
    record.card_serial = "3100000000123457";
    client.answer.body = dump_json(wire::to_json(record));
    CHECK(api.holder("3100000000123457", {}));
    CHECK(client.asked.path == "/v1/holders/3100000000123457");
    CHECK(api.holder("3100000000123456", {}).error().code == "net.nonsense");
    for (const auto* bad : {"", "310000000012345", "../../admin/cases", "310000000012345a"})
        CHECK(api.holder(bad, {}).error().code == "net.request");
}
