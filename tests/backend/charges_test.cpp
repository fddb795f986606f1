// Bills paid by phone or bank card: words of a gateway that come once, twice, late, in any order, or not at all.
#include <doctest/doctest.h>

#include "backend/api/holders.hpp"
#include "backend/gateway/paygate.hpp"
#include "backend/money/audit.hpp"
#include "backend/money/charges.hpp"
#include "backend/money/money_cases.hpp"
#include "backend/money/refunds.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using State = money::GatewayWord::State;
using Charge = wire::ChargeState::State;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)}, power{"E-2026-10-0457", Fen(12350)};
constexpr std::string_view gateway = "paygate";

struct Office {
    District district;

    wire::ChargeRequest request(std::vector<wire::PaymentBody::Line> lines, wire::ChargeWay way = wire::ChargeWay::shown) {
        wire::ChargeRequest request{district.new_id(), "K0001-20261122-0001", lin_guilan, way, {}, {}, {}};
        for (const auto& line : lines) request.bills.push_back(line.bill), request.amount += line.amount;
        if (way == wire::ChargeWay::scanned) request.code = "280000000000000000";
        return request;
    }
    Result<wire::ChargeState> open(const wire::ChargeRequest& request, std::string_view at = gateway) {
        return district.write([&] { return money::open_charge(district.connection(), request, at, {request.id, "K-0001", now()}); });
    }
    std::string opened(std::vector<wire::PaymentBody::Line> lines, wire::ChargeWay way = wire::ChargeWay::shown) {
        const auto state = open(request(std::move(lines), way));
        REQUIRE(state.has_value());
        return state->id;
    }
    void hear(const std::string& id, State said, Fen amount = water.amount) {
        district.write([&] { return money::hear(district.connection(), gateway, id, {said, amount, "T1", said == State::waiting ? "qr" : "", {}}, now()); });
    }
    wire::ChargeState state(const std::string& id) {
        return district.write([&] { return money::charge_state(district.connection(), id, "K-0001").value(); });
    }
    std::vector<money::ChargeErrand> errands() {
        return district.write([&] { return money::due_errands(district.connection(), now(), 20); });
    }
    std::string code(const wire::ChargeRequest& request, std::string_view at = gateway) {
        const auto state = open(request, at);
        return state ? "opened" : state.error().code;
    }
    void pay_by_purse(const wire::PaymentBody::Line& line) { district.hand_in(submission_of(district.new_id(), payment(lin_guilan, {line}, ++purse_number))); }
    /// What a resident reads of what they paid, newest first.
    std::vector<wire::HolderRecord::Paid> paid() {
        return district.write([&] { return api::holder_record(district.connection(), district.office().rules, lin_guilan, now()).paid; });
    }
    void audited() {
        district.write([&] {
            for (const auto& finding : money::audit(district.connection())) CHECK_MESSAGE(finding.differences == 0, finding.what);
            return true;
        });
    }
    Timestamp now() { return district.clock().now(); }
    std::uint16_t purse_number = 0;
};

}  // namespace

TEST_CASE("A charge that is paid settles its bills and stands in the ledger as owed by the gateway, however often it is told") {
    Office office;
    const auto id = office.opened({water, power});
    office.hear(id, State::waiting);
    CHECK(office.state(id).qr == "qr");
    for (int i = 0; i < 3; ++i) office.hear(id, State::paid, Fen(20990));
    office.hear(id, State::waiting);
    office.hear(id, State::closed);
    CHECK(office.state(id).state == Charge::paid);
    CHECK(office.district.balance("gateway:paygate") == 20990);
    CHECK(office.district.balance("biller:qinghe_water") == -8640);
    CHECK(office.district.number("SELECT count(*) FROM payments WHERE way = 'shown' AND state = 'booked'") == 1);
    CHECK(office.errands().empty());
    office.audited();
}

TEST_CASE("What was paid elsewhere while the phone was paying goes back through the gateway, and only that") {
    Office office;
    const auto id = office.opened({water, power});
    office.pay_by_purse(power);
    office.hear(id, State::paid, Fen(20990));
    CHECK(office.state(id).code == "payment.returned");
    CHECK(office.district.balance("gateway_refunds") == -12350);
    const auto errands = office.errands();
    REQUIRE(errands.size() == 1);
    CHECK(errands[0].kind == money::ChargeErrand::Kind::refund);
    CHECK(errands[0].refund == power.amount);
    office.audited();
    office.hear(id, State::refunded, Fen(1));  // not what was asked: nothing is believed
    CHECK(office.district.balance("gateway_refunds") == -12350);
    for (int i = 0; i < 2; ++i) office.hear(id, State::refunded, power.amount);
    CHECK(office.district.balance("gateway:paygate") == 8640);
    CHECK(office.district.balance("gateway_refunds") == 0);
    CHECK(office.state(id).state == Charge::paid);
    office.audited();
}

TEST_CASE("A charge nobody pays is closed at its end, and money that comes after goes back whole") {
    Office office;
    const auto id = office.opened({water});
    office.hear(id, State::waiting);
    office.district.clock().advance(money::charge_life);
    auto errands = office.errands();
    REQUIRE(errands.size() == 1);
    CHECK(errands[0].kind == money::ChargeErrand::Kind::close);
    office.hear(id, State::closed);
    CHECK(office.state(id).state == Charge::closed);
    CHECK(office.state(id).code == "charge.expired");
    office.hear(id, State::paid);
    CHECK(office.state(id).state == Charge::closed);
    CHECK(office.district.number("SELECT count(*) FROM bills WHERE id = 'W-2026-10-0457' AND payment IS NOT NULL") == 0);
    errands = office.errands();
    REQUIRE(errands.size() == 1);
    CHECK(errands[0].refund == water.amount);
    office.hear(id, State::refunded);
    CHECK(office.state(id).state == Charge::refunded);
    CHECK(office.district.balance("gateway:paygate") == 0);
    office.audited();
}

TEST_CASE("The amount comes from the bills alone, and nothing is begun on bills, cards or ids that do not fit") {
    Office office;
    const auto good = office.request({water});
    auto other = good;
    other.id = office.district.new_id(), other.amount = Fen(1);
    CHECK(office.code(other) == "charge.amount");
    CHECK(office.code(good, "") == "charge.unavailable");
    CHECK(office.code(good) == "opened");
    CHECK(office.code(good) == "opened");
    other = good, other.bills = {power.bill}, other.amount = power.amount;
    CHECK(office.code(other) == "charge.other_body");
    other.id = office.district.new_id(), other.bills = {power.bill, power.bill}, other.amount = power.amount + power.amount;
    CHECK(office.code(other) == "bill.paid");
    other.bills = {"X-1"};
    CHECK(office.code(other) == "bill.unknown");
    other.card_serial = blocked_card;
    CHECK((office.code(other) == "card.black_listed" || office.code(other) == "card.unknown"));
    CHECK_FALSE(office.district.write([&] { return money::charge_state(office.district.connection(), good.id, "K-0002").has_value(); }));
    CHECK(office.district.number("SELECT count(*) FROM charges") == 1);
    office.pay_by_purse(power);
    CHECK(office.code(office.request({power})) == "bill.paid");
}

TEST_CASE("A gateway that names another amount is believed nothing, and a person is asked") {
    Office office;
    const auto id = office.opened({water});
    office.hear(id, State::paid, Fen(864));
    CHECK(office.state(id).state == Charge::created);
    CHECK(office.district.number("SELECT count(*) FROM money_cases WHERE subject LIKE 'charge:%'") == 1);
    CHECK(office.district.balance("gateway:paygate") == 0);
}

TEST_CASE("A company hears and is heard about its own charges only") {
    Office office;
    const auto id = office.opened({water});
    const money::GatewayWord paid{State::paid, water.amount, "T1", {}, {}};
    CHECK_FALSE(office.district.write([&] { return money::hear(office.district.connection(), "elsewhere", id, paid, office.now()); }));
    CHECK(office.state(id).state == Charge::created);
    CHECK(office.district.number("SELECT count(*) FROM payments") == 0);
}

TEST_CASE("A sale is ended by its own kiosk, only where it is one, and in one way") {
    Office office;
    auto& connection = office.district.connection();
    const auto ended = [&](const std::string& id, wire::TerminalSale::Outcome outcome, const std::string& kiosk = "K-0001") {
        return office.district.write([&] { return money::end_sale(connection, {outcome, water.amount, "T000001", office.now()}, {id, kiosk, office.now()}).code; });
    };
    using enum wire::TerminalSale::Outcome;
    const auto phone = office.opened({power});
    CHECK(ended(phone, approved) == "charge.unknown");
    const auto id = office.opened({water}, wire::ChargeWay::terminal);
    CHECK(ended(id, approved, "K-0002") == "charge.unknown");
    CHECK(office.district.number("SELECT count(*) FROM payments") == 0);
    CHECK(ended(id, approved).empty());
    CHECK(ended(id, declined) == "charge.other_end");
    CHECK(ended(id, approved) == "charge.other_end");
    CHECK(office.state(id).state == Charge::paid);
    CHECK(office.district.number("SELECT count(*) FROM payments") == 1);
    office.audited();
}

TEST_CASE("Whatever a gateway says in whatever order, a charge is booked at most once and the ledger holds") {
    constexpr std::uint64_t seed = 20261122;
    MESSAGE("seed " << seed);
    Office office;
    SeededRandom random(seed);
    constexpr State words[] = {State::waiting, State::paid, State::closed, State::refunded, State::unknown};
    for (int charge = 0; charge < 40; ++charge) {
        const wire::PaymentBody::Line telecom{"T-2026-11-0457", Fen(3900)};
        const auto id = office.opened({random.below(2) ? water : telecom});
        const auto amount = office.state(id).amount;
        for (int i = 0; i < 12; ++i) {
            if (random.below(6) == 0) office.district.write([&] { money::ask_close(office.district.connection(), id, office.now()); return true; });
            office.district.clock().advance(std::chrono::seconds(random.below(40)));
            office.hear(id, words[random.below(std::size(words))], amount);
        }
        // The next charge needs open bills again.
        office.district.write([&] {
            office.district.connection().run("UPDATE bills SET payment = NULL");
            office.district.connection().run("UPDATE payment_lines SET state = 'returned' WHERE state = 'booked'");
            return true;
        });
    }
    CHECK(office.district.number("SELECT count(*) FROM payments WHERE way <> 'purse'") == office.district.number("SELECT count(*) FROM charges WHERE payment IS NOT NULL"));
    CHECK(office.district.number("SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM payments GROUP BY submission)") == 1);
    CHECK(office.district.balance("gateway_refunds") == -office.district.number("SELECT sum(refund_due) FROM charges"));
    CHECK(office.district.number("SELECT sum(amount) FROM entries") == 0);
    office.audited();
}

TEST_CASE("A sale at the bank card terminal is booked by the kiosk's submission, once, and one that comes after giving up is somebody's case") {
    Office office;
    const auto sale = [&](const std::string& id, wire::TerminalSale::Outcome outcome, Fen amount) {
        const wire::TerminalSale body{outcome, amount, "T000001", office.now()};
        return office.district.hand_in({id, std::string(wire::terminal_sale_kind), dump_json(wire::to_json(body)), office.now()});
    };
    const auto id = office.opened({water}, wire::ChargeWay::terminal);
    CHECK(office.errands().empty());
    const auto first = sale(id, wire::TerminalSale::Outcome::approved, water.amount);
    CHECK(first.outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(first.reference == office.state(id).reference);
    CHECK(sale(id, wire::TerminalSale::Outcome::approved, water.amount) == first);
    CHECK(office.district.balance("gateway:bankcard") == 8640);
    CHECK(sale(office.district.new_id(), wire::TerminalSale::Outcome::approved, water.amount).code == "charge.unknown");
    const auto other = office.opened({power}, wire::ChargeWay::terminal);
    CHECK(sale(other, wire::TerminalSale::Outcome::approved, Fen(1)).code == "charge.amount");
    const auto third = office.opened({power}, wire::ChargeWay::terminal);
    office.district.write([&] { money::ask_close(office.district.connection(), third, office.now()); return true; });
    CHECK(office.errands().empty());  // no company by phone knows of a terminal's sale
    CHECK(sale(third, wire::TerminalSale::Outcome::approved, power.amount).code == "payment.returned");
    const auto due = [&] { return office.district.write([&] { return money::terminal_refunds_due(office.district.connection(), "K-0001"); }); };
    REQUIRE(due().size() == 1);
    CHECK(due().front() == wire::RefundDue{third, "T000001", power.amount});
    CHECK(office.district.write([&] { return money::terminal_refunds_due(office.district.connection(), "K-0002"); }).empty());
    office.audited();
}

TEST_CASE("What two people give back of a bank card sale goes back through its terminal, once, and its payer reads so; a terminal that refuses makes a case") {
    Office office;
    auto& connection = office.district.connection();
    const auto told = [&](const std::string& charge, wire::TerminalRefund::Outcome outcome, Fen amount, const std::string& kiosk = "K-0001") {
        const wire::TerminalRefund body{charge, outcome, amount, "T000002", office.now()};
        return office.district.write([&] { return money::end_refund(connection, body, {office.district.new_id(), kiosk, office.now()}); });
    };
    const auto sold = [&](const wire::PaymentBody::Line& line) {
        const auto id = office.opened({line}, wire::ChargeWay::terminal);
        const wire::TerminalSale body{wire::TerminalSale::Outcome::approved, line.amount, "T000001", office.now()};
        office.district.hand_in({id, std::string(wire::terminal_sale_kind), dump_json(wire::to_json(body)), office.now()});
        return id;
    };
    const auto give_back = [&](const std::string& id) {
        const auto payment = office.state(id).reference;
        const auto number = office.district.write([&] { return money::ask_refund(connection, payment, "twice", "shen", office.now()).value(); });
        office.district.write([&] { return money::confirm(connection, number, "an", office.now()).has_value(); });
    };
    using Paid = wire::HolderRecord::Paid;
    const auto id = sold(water);
    REQUIRE(office.paid().size() == 1);
    CHECK(office.paid().front() == Paid{"K0001-20261122-0001", "terminal", Paid::State::booked, water.amount, office.paid().front().paid_at, {wire::Service::water}});
    give_back(id);
    CHECK(office.paid().front().state == Paid::State::returning);
    CHECK(office.errands().empty());
    CHECK(office.district.balance("gateway_refunds") == -8640);
    CHECK(office.district.balance("biller:qinghe_water") == 0);
    CHECK(office.district.balance("posted_credit") == 0);
    office.audited();
    CHECK(told(id, wire::TerminalRefund::Outcome::returned, Fen(1)).code == "charge.amount");
    CHECK(told(id, wire::TerminalRefund::Outcome::returned, water.amount, "K-0002").code == "charge.unknown");
    for (int i = 0; i < 2; ++i) CHECK(told(id, wire::TerminalRefund::Outcome::returned, water.amount).outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(office.paid().front().state == Paid::State::returned);
    CHECK(office.district.balance("gateway_refunds") == 0);
    CHECK(office.district.balance("gateway:bankcard") == 0);
    CHECK(office.state(id).state == Charge::refunded);
    CHECK(office.district.write([&] { return money::terminal_refunds_due(connection, "K-0001"); }).empty());
    const auto other = sold(power);
    give_back(other);
    CHECK(told(other, wire::TerminalRefund::Outcome::refused, power.amount).outcome == wire::SubmissionAnswer::Outcome::received);
    CHECK(office.district.balance("gateway_refunds") == -12350);
    CHECK(office.district.write([&] { return money::terminal_refunds_due(connection, "K-0001"); }).empty());
    CHECK(office.district.number("SELECT count(*) FROM money_cases WHERE detail = 'the bank card terminal did not give it back'") == 1);
    office.audited();
}

TEST_CASE("What two people give back of a payment by phone goes back through its gateway, and to the card's credit when that has given back before") {
    Office office;
    auto& connection = office.district.connection();
    const auto give_back = [&](const std::string& id) {
        const auto payment = office.state(id).reference;
        const auto number = office.district.write([&] { return money::ask_refund(connection, payment, "twice", "shen", office.now()).value(); });
        office.district.write([&] { return money::confirm(connection, number, "an", office.now()).has_value(); });
    };
    const auto id = office.opened({water});
    office.hear(id, State::paid);
    give_back(id);
    auto errands = office.errands();
    REQUIRE(errands.size() == 1);
    CHECK(errands[0].kind == money::ChargeErrand::Kind::refund);
    CHECK(errands[0].refund == water.amount);
    office.audited();
    office.hear(id, State::refunded);
    CHECK(office.state(id).state == Charge::refunded);
    CHECK(office.district.balance("gateway:paygate") == 0);
    // One of two bills was paid elsewhere meanwhile and has gone back already.
    const auto both = office.opened({water, power});
    office.pay_by_purse(power);
    office.hear(both, State::paid, Fen(20990));
    office.hear(both, State::refunded, power.amount);
    give_back(both);
    CHECK(office.errands().empty());
    CHECK(office.district.balance("posted_credit") == -8640);
    office.audited();
    // So too while the company has yet to give back the first part: what it was asked for stays what it is asked for.
    office.district.write([&] { return connection.run("UPDATE bills SET payment = NULL WHERE id = ?", power.bill), true; });
    const auto early = office.opened({water, power});
    office.pay_by_purse(power);
    office.hear(early, State::paid, Fen(20990));
    give_back(early);
    errands = office.errands();
    REQUIRE(errands.size() == 1);
    CHECK(errands[0].refund == power.amount);
    CHECK(office.district.balance("posted_credit") == -2 * 8640);
}

TEST_CASE("Only what the gateway signed, lately, is heard") {
    TemporaryFolder folder;
    const std::string key = "0123456789abcdef0123456789abcdef";
    REQUIRE(write_file(folder / "key", key + "\n").has_value());
    REQUIRE(write_file(folder / "short", "0123\n").has_value());
    CHECK(gateway::open_paygate({"paygate", "https://localhost:1", {}, folder / "short"}).error().code == "gateway.key");
    const auto paygate = gateway::open_paygate({"paygate", "https://localhost:1", {}, folder / "key"});
    REQUIRE(paygate.has_value());
    const auto now = sample_now();
    const auto stamp = std::to_string(to_millis(now) / 1000);
    const std::string notice = R"({"id":"x","state":"paid","amount":8640,"trace":"T1"})";
    const auto envelope = [&](const std::string& secret, const std::string& content) {
        return dump_json({{"timestamp", stamp}, {"nonce", "n"}, {"notice", notice}, {"signature", gateway::signature_of(secret, stamp, "n", content)}});
    };
    const auto code = [&](const std::string& body, Timestamp at) {
        const auto read = (*paygate)->read_notice(body, at);
        return read ? "heard" : read.error().code;
    };
    const auto good = envelope(key, notice);
    CHECK(code(good, now) == "heard");
    CHECK((*paygate)->read_notice(good, now)->word.amount == Fen(8640));
    CHECK(code(good, now + 11min) == "gateway.stale");
    CHECK(code(envelope("another key of thirty-two letters", notice), now) == "gateway.signature");
    CHECK(code(envelope(key, notice + " "), now) == "gateway.signature");
    CHECK(code("{", now) == "gateway.nonsense");
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto broken = good;
        broken[at] = static_cast<char>(broken[at] ^ 1);
        CHECK(code(broken, now) != "heard");
    }
}
