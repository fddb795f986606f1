// The gateway's file of a day: fetched by itself the night after, from the sandbox company over HTTPS too, until it is here; then the day closes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "backend/gateway/paygate.hpp"
#include "backend/money/control_totals.hpp"
#include "backend/money/charges.hpp"
#include "backend/money/closing.hpp"
#include "backend/money/gateway_files.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "tests/backend/district.hpp"
#include "tests/support/child_process.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)};

/// A company of which only its files are of interest.
class FilingGateway final : public money::Gateway {
public:
    std::map<std::string, std::string> files;
    std::vector<std::string> asked;

    const std::string& name() const override { return name_; }
    Result<money::GatewayWord> open(const money::GatewayOrder&) override { return away(); }
    Result<money::GatewayWord> query(const std::string&) override { return away(); }
    Result<money::GatewayWord> close(const std::string&) override { return away(); }
    Result<money::GatewayWord> refund(const std::string&, Fen) override { return away(); }
    Result<money::GatewayNotice> read_notice(std::string_view, Timestamp) const override { return away(); }
    Result<std::string> statement(const std::string& day) override {
        asked.push_back(day);
        if (const auto found = files.find(day); found != files.end()) return found->second;
        return away();
    }

private:
    static tl::unexpected<Error> away() { return failure(Error::Kind::unavailable, "net.offline"); }
    std::string name_ = "paygate";
};

std::string file_of(const std::string& day, const std::vector<std::pair<std::string, Fen>>& paid, const std::string& gateway = "paygate") {
    std::string body = "onecard-gateway,1," + gateway + "," + day + ",1,CNY,2\n";
    std::int64_t sum = 0;
    for (const auto& [charge, amount] : paid) body += charge + ",paid," + std::to_string(amount.count()) + "\n", sum += amount.count();
    return body + money::total_line(body, static_cast<std::int64_t>(paid.size()), sum);
}

struct Office {
    District district;
    FilingGateway gateway;

    Timestamp now() { return district.clock().now(); }
    std::string paid() {
        const wire::ChargeRequest request{district.new_id(), "K0001-20261122-0001", lin_guilan, wire::ChargeWay::shown, {water.bill}, water.amount, {}};
        district.write([&] { return money::open_charge(district.connection(), request, "paygate", {request.id, "K-0001", now()}).has_value(); });
        district.write([&] { return money::hear(district.connection(), "paygate", request.id, {money::GatewayWord::State::paid, water.amount, "T1", {}, {}}, now()); });
        return request.id;
    }
    std::vector<std::string> due() {
        return district.write([&] { return money::statements_due(district.connection(), gateway.name(), now()); });
    }
    std::string fetch(const std::string& day) {
        const auto done = money::fetch_statement(district.connection(), gateway, day, now());
        return done ? "here" : done.error().code;
    }
    std::int64_t cases(const std::string& detail) { return district.number("SELECT count(*) FROM money_cases WHERE detail = '" + detail + "'"); }
};

}  // namespace

TEST_CASE("A day's file is due half an hour after the day, from the gateway's first charge on, and no more once it is here") {
    Office office;
    CHECK(office.due().empty());
    const auto id = office.paid();  // on the 22nd at 09:30
    CHECK(office.due().empty());
    office.district.clock().advance(14h + 59min);  // 00:29
    CHECK(office.due().empty());
    office.district.clock().advance(1min);
    CHECK(office.due() == std::vector<std::string>{"20261122"});
    office.gateway.files["20261122"] = file_of("20261122", {{id, water.amount}});
    CHECK(office.fetch("20261122") == "here");
    CHECK(office.due().empty());
    office.district.clock().advance(24h);
    CHECK(office.due() == std::vector<std::string>{"20261123"});
    CHECK(office.district.number("SELECT count(*) FROM gateway_file_lines") == 1);
    const auto closing = office.district.write([&] { return money::close_day(office.district.connection(), "20261122", office.now()); });
    REQUIRE(closing.gateways.size() == 1);
    CHECK(closing.gateways[0].has_file);
    CHECK(closing.gateways[0].file == closing.gateways[0].ledger);
    CHECK(closing.differences == 0);
}

TEST_CASE("A gateway that is away is asked less and less often, and after a day its missing file is one case") {
    Office office;
    office.paid();
    office.district.clock().advance(15h);
    int tries = 0;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        for (const auto& day : office.due()) tries += office.fetch(day) == "net.offline";
        office.district.clock().advance(1min);
    }
    CHECK(tries >= 25);
    CHECK(tries <= 40);
    CHECK(office.cases("the gateway''s file is not here: net.offline") == 0);
    office.district.clock().advance(1h);
    CHECK(office.fetch("20261122") == "net.offline");
    CHECK(office.cases("the gateway''s file is not here: net.offline") == 1);
    office.gateway.files["20261122"] = file_of("20261122", {});
    CHECK(office.fetch("20261122") == "here");
    // The company knows nothing of what we booked: the day that was closed with the file says so.
    CHECK(office.cases("the gateway''s file and the ledger differ") == 1);
}

TEST_CASE("A file that is cut, of another day or another company is not taken, is a case at once, and the right one still is") {
    Office office;
    const auto id = office.paid();
    office.district.clock().advance(15h);
    const auto right = file_of("20261122", {{id, water.amount}});
    const std::pair<std::string, std::string> wrong[] = {{replace_all(right, "8640", "8641"), "file.total"},
                                                         {file_of("20261121", {{id, water.amount}}), "file.other"},
                                                         {file_of("20261122", {{id, water.amount}}, "elsewhere"), "file.other"}};
    for (const auto& [content, code] : wrong) {
        office.gateway.files["20261122"] = content;
        CHECK(office.fetch("20261122") == code);
        CHECK(office.district.number("SELECT count(*) FROM gateway_file_lines") == 0);
        CHECK(office.district.number("SELECT count(*) FROM gateway_files") == 0);
    }
    CHECK(office.district.number("SELECT count(*) FROM money_cases WHERE subject = '20261122:gateway:paygate:file'") == 1);
    office.gateway.files["20261122"] = right;
    CHECK(office.fetch("20261122") == "here");
    CHECK(office.district.number("SELECT count(*) FROM gateway_file_lines") == 1);
}

TEST_CASE("The sandbox company's own file comes over HTTPS, signed, and agrees with what was paid there; another key is not believed") {
    const TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return (folder / name).string(); };
    REQUIRE(std::system((std::string(ONECARD_SOURCE_DIR) + "/tests/support/make_certificates " + folder.path().string()).c_str()) == 0);
    REQUIRE(write_file(folder / "secret", "a key that nobody else has, 0123456789\n").has_value());
    REQUIRE(write_file(folder / "other", "another key that is just as long, 01234\n").has_value());
    ChildProcess company({ONECARD_SOURCE_DIR "/tests/support/paygate/onecard-paygate", "--cert", at("server.pem"), "--key", at("server.key"), "--secret-file",
                          at("secret"), "--control", at("control"), "--notices", "https://localhost:9/", "--ca", at("ca.pem")});
    const auto ready = company.line();
    REQUIRE(ready.starts_with("ready "));
    gateway::PaygateSettings settings{"paygate", "https://localhost:" + ready.substr(6), folder / "ca.pem", folder / "secret"};
    const auto gateway = gateway::open_paygate(settings).value();
    District district;
    const SystemClock clock;
    const auto now = clock.now();
    const wire::ChargeRequest request{district.new_id(), "K0001-20261122-0001", lin_guilan, wire::ChargeWay::scanned, {water.bill}, water.amount, "280000000000000000"};
    district.write([&] { return money::open_charge(district.connection(), request, "paygate", {request.id, "K-0001", now}).has_value(); });
    const auto word = gateway->open({request.id, request.amount, request.code, now + 2min});
    REQUIRE(word.has_value());
    REQUIRE(word->state == money::GatewayWord::State::paid);
    district.write([&] { return money::hear(district.connection(), "paygate", request.id, *word, now); });
    const auto day = money::business_day(now);
    REQUIRE(money::fetch_statement(district.connection(), *gateway, day, now).has_value());
    CHECK(district.number("SELECT count(*) FROM gateway_file_lines WHERE charge = '" + request.id + "' AND kind = 'paid' AND amount = 8640") == 1);
    CHECK(district.number("SELECT count(*) FROM money_cases") == 0);
    settings.key_file = folder / "other";
    CHECK(gateway::open_paygate(settings).value()->statement(day).error().code == "gateway.status");
}
