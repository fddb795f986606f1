// Prepaid meters and gateways' files: what is bought is a number, once; and a file is a side of the day, however often it is read.
#include <doctest/doctest.h>

#include "backend/api/holders.hpp"
#include "backend/money/audit.hpp"
#include "backend/money/control_totals.hpp"
#include "backend/money/charges.hpp"
#include "backend/money/closing.hpp"
#include "backend/money/gateway_files.hpp"
#include "backend/money/meters.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

const std::string sun_li = "3100000000123463", meter = "200406379", today = "20261122";
const wire::PaymentBody::Line offer{"PP-200406379-5000", Fen(5000)};

struct Office {
    District district;

    wire::HolderRecord holder() {
        return district.write([&] { return api::holder_record(district.connection(), district.office().rules, sun_li, sample_now()); });
    }
    std::vector<money::TokenDue> due(Timestamp at = sample_now()) {
        return district.write([&] { return money::tokens_due(district.connection(), at, 20); });
    }
    void keep(const money::TokenDue& one, const Result<std::string>& token, Timestamp at = sample_now()) {
        district.write([&] { money::keep_token(district.connection(), one, token, at); return true; });
    }
    void buy(std::uint16_t number = 1) { district.hand_in(submission_of(district.new_id(), payment(sun_li, {offer}, number))); }
    std::string charge(const wire::PaymentBody::Line& line) {
        const wire::ChargeRequest request{district.new_id(), "K0001-20261122-0001", lin_guilan, wire::ChargeWay::shown, {line.bill}, line.amount, {}};
        const auto state = district.write([&] { return money::open_charge(district.connection(), request, "paygate", {request.id, "K-0001", sample_now()}); });
        REQUIRE(state.has_value());
        district.write([&] { return money::hear(district.connection(), "paygate", request.id, {money::GatewayWord::State::paid, line.amount, "T", {}, {}}, sample_now()); });
        return request.id;
    }
    std::string read(const std::string& file) {
        const auto done = district.connection().write([&]() -> Status {
            const auto taken = money::take_gateway_file(district.connection(), file, sample_now());
            if (!taken) return failure(taken.error());
            return {};
        });
        return done ? "taken" : done.error().code;
    }
    money::Closing close() {
        return district.write([&] { return money::close_day(district.connection(), today, sample_now()); });
    }
    std::int64_t cases() { return district.number("SELECT count(*) FROM money_cases"); }
};

std::string file_of(const std::string& lines, std::int64_t count, std::int64_t sum, const std::string& currency = "CNY,2") {
    const auto body = "onecard-gateway,1,paygate,20261122,1," + currency + "\n" + lines;
    return body + money::total_line(body, count, sum);
}

}  // namespace

TEST_CASE("What is booked for a prepaid meter becomes a number of twenty digits, the same however often it is asked for, and the next offer opens") {
    Office office;
    office.buy();
    const auto due = office.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].account == meter);
    CHECK(office.holder().tokens.at(0).number.empty());
    money::SampleMeterBiller biller;
    const auto reference = due[0].payment + ":0";
    const auto token = biller.issue(due[0].account, due[0].amount, reference);
    REQUIRE(token.has_value());
    CHECK(money::is_token(*token));
    CHECK(biller.issue(due[0].account, due[0].amount, reference).value() == *token);
    CHECK(biller.issue(due[0].account, due[0].amount, reference + "x").value() != *token);
    office.keep(due[0], token);
    office.keep(due[0], biller.issue(due[0].account, due[0].amount, "another"));  // says yes twice: the first stands
    CHECK(office.holder().tokens.at(0).number == *token);
    CHECK(office.due().empty());
    const auto bills = office.holder().bills;
    CHECK(std::count_if(bills.begin(), bills.end(), [](const auto& bill) { return bill.offer && !bill.paid; }) == 2);
    CHECK(office.cases() == 0);
}

TEST_CASE("A biller that is silent is asked again, and after a day or a no, a person is") {
    Office office;
    office.buy();
    const auto one = office.due().at(0);
    const Result<std::string> silent = failure(Error::Kind::unavailable, "biller.silent");
    office.keep(one, silent);
    CHECK(office.due().empty());
    CHECK(office.due(sample_now() + std::chrono::seconds(2)).size() == 1);
    CHECK(office.cases() == 0);
    office.keep(one, silent, sample_now() + std::chrono::hours(25));
    CHECK(office.cases() == 1);
    office.keep(one, Result<std::string>(failure(Error::Kind::refused, "biller.no_such_meter")));
    CHECK(office.due(sample_now() + std::chrono::hours(48)).empty());
    CHECK(office.cases() == 1);
    office.keep(one, std::string("12345678901234567890"));  // no check digit: no number
    CHECK(office.holder().tokens.at(0).number.empty());
}

TEST_CASE("A token is twenty digits with a check digit, and one wrong digit shows") {
    money::SampleMeterBiller biller;
    const auto token = biller.issue(meter, Fen(5000), "r").value();
    CHECK(money::is_token(token));
    CHECK_FALSE(money::is_token(token + "0"));
    for (std::size_t at = 0; at < token.size(); ++at)
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto other = token;
            other[at] = digit;
            CHECK(money::is_token(other) == (digit == token[at]));
        }
}

TEST_CASE("A gateway's file is a side of the day: no difference while it agrees, one when it does not, and the same file twice changes nothing") {
    Office office;
    const auto id = office.charge({"W-2026-10-0457", Fen(8640)});
    CHECK(office.close().gateways.at(0).has_file == false);
    CHECK(office.close().differences == 0);
    const auto good = file_of(id + ",paid,8640\n", 1, 8640);
    CHECK(office.read(good) == "taken");
    CHECK(office.read(good) == "taken");
    CHECK(office.district.number("SELECT count(*) FROM gateway_file_lines") == 1);
    const auto closing = office.close();
    CHECK(closing.gateways.at(0).ledger == Fen(8640));
    CHECK(closing.gateways.at(0).file == Fen(8640));
    CHECK(closing.differences == 0);
    CHECK(office.cases() == 0);
    CHECK(office.read(file_of("0-unknown,paid,100\n", 1, 100)) == "taken");
    CHECK(office.cases() == 1);
    CHECK(office.close().differences == 1);
}

TEST_CASE("A file in another currency or exponent, with a wrong total or a changed line is refused whole") {
    Office office;
    const auto id = office.charge({"W-2026-10-0457", Fen(8640)});
    const auto line = id + ",paid,8640\n";
    for (const auto* currency : {"CNY,3", "CNY,0", "JPY,0", "MNT,2"}) CHECK(office.read(file_of(line, 1, 8640, currency)) == "file.currency");
    CHECK(office.read(file_of(line, 1, 8641)) == "file.total");
    CHECK(office.read(file_of(line, 2, 8640)) == "file.total");
    CHECK(office.read(file_of(id + ",paid,-1\n", 1, -1)) == "file.form");
    CHECK(office.read(file_of(id + ",taken,1\n", 1, 1)) == "file.form");
    CHECK(office.read("") == "file.form");
    auto broken = file_of(line, 1, 8640);
    broken[broken.size() / 2] ^= 1;
    CHECK(office.read(broken) != "taken");
    CHECK(office.district.number("SELECT count(*) FROM gateway_file_lines") == 0);
    CHECK(office.read(file_of(line, 1, 8640)) == "taken");
    CHECK(office.read(file_of(id + ",paid,8639\n", 1, 8639)) == "file.changed");
}
