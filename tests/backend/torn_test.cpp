// Payments whose end their kiosk did not see: told, asked for at another kiosk, ended once.
#include <doctest/doctest.h>

#include "backend/api/holders.hpp"
#include "backend/money/money_cases.hpp"
#include "tests/backend/desk.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using Outcome = wire::SubmissionAnswer::Outcome;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)};

wire::TornMove torn_of(const std::string& id, const wire::PaymentBody& payment) {
    wire::TornMove move;
    move.id = id;
    move.kind = "payment";
    move.receipt = payment.receipt;
    move.card_serial = payment.card_serial;
    move.issuer = payment.issuer;
    move.amount = payment.amount;
    for (const auto& line : payment.lines) move.lines.push_back({line.bill, line.amount});
    move.old_balance = payment.old_balance;
    move.terminal = payment.terminal;
    move.terminal_sequence = payment.terminal_sequence;
    move.number = payment.offline_number;
    move.date = payment.date;
    move.time = payment.time;
    move.begun_at = payment.paid_at;
    return move;
}

struct Torn {
    Office office;
    District& district = office.district;
    wire::PaymentBody body = payment(lin_guilan, {water});
    std::string id = district.new_id();

    wire::SubmissionAnswer hand_in(const std::string& kiosk, const std::string& as, std::string_view kind, const std::string& text) {
        const auto batch = wire::to_json(std::vector<wire::Submission>{{as, std::string(kind), text, district.clock().now()}});
        const auto answer = office.ask_as_kiosk(kiosk, Method::post, "/v1/submissions", dump_json(batch));
        REQUIRE(answer.status == 200);
        return wire::submission_answers_from(*parse_json(answer.body))->front();
    }
    wire::SubmissionAnswer tell() { return hand_in("K-0001", district.new_id(), wire::torn_kind, dump_json(wire::to_json(torn_of(id, body)))); }
    wire::SubmissionAnswer pay_at(const std::string& kiosk, const wire::PaymentBody& as) { return hand_in(kiosk, id, "payment", dump_json(wire::to_json(as))); }
    wire::SubmissionAnswer not_paid_at(const std::string& kiosk) {
        return hand_in(kiosk, id, wire::torn_end_kind, dump_json(wire::to_json(wire::TornEnd{lin_guilan, district.clock().now()})));
    }
    std::vector<wire::TornMove> known(const std::string& card = lin_guilan) {
        const auto answer = office.ask_as_kiosk("K-0002", Method::get, "/v1/holders/" + card);
        REQUIRE(answer.status == 200);
        return wire::holder_from(*parse_json(answer.body))->torn;
    }
    std::vector<wire::TornSettled> settled_for(const std::string& kiosk) {
        wire::Heartbeat beat;
        beat.version = "0.1.0";
        beat.state = "in_service";
        beat.reader = beat.psam = beat.printer = "ready";
        beat.kiosk_time = district.clock().now();
        beat.unresolved = {id, district.new_id()};
        const auto answer = office.ask_as_kiosk(kiosk, Method::post, "/v1/heartbeat", dump_json(wire::to_json(beat)));
        REQUIRE(answer.status == 200);
        return wire::heartbeat_answer_from(*parse_json(answer.body))->settled;
    }
    std::size_t open_cases() {
        return district.write([&] { return money::open_cases(district.connection(), district.clock().now()); });
    }
    /// The number of the only one.
    std::string open_case() {
        REQUIRE(open_cases() == 1);
        return district.write([&] { return money::money_cases(district.connection(), false); }).front().number;
    }
    Status decide(const std::string& number, const std::string& decision, const std::string& person) {
        return district.write([&] { return money::propose(district.connection(), number, decision, person); });
    }
    Status confirm(const std::string& number, const std::string& person) {
        return district.write([&] { return money::confirm(district.connection(), number, person, district.clock().now()); });
    }
    std::int64_t differences() { return district.differences(); }
};

}  // namespace

TEST_CASE("A payment whose end a kiosk did not see is known wherever its card goes, and to no other card") {
    Torn torn;
    CHECK(torn.known().empty());
    CHECK(torn.tell().outcome == Outcome::received);
    REQUIRE(torn.known().size() == 1);
    CHECK(torn.known().front() == torn_of(torn.id, torn.body));
    CHECK(torn.known(zhang_jianguo).empty());
    CHECK(torn.settled_for("K-0001").empty());
    CHECK(torn.tell().outcome == Outcome::received);
    CHECK(torn.known().size() == 1);
}

TEST_CASE("The proof of another kiosk books it once, and the first kiosk hears of the end") {
    Torn torn;
    torn.tell();
    torn.body.tac = true_tac(torn.body);
    torn.body.proof = wire::PaymentBody::Proof::prove;
    CHECK(torn.pay_at("K-0002", torn.body).outcome == Outcome::received);
    CHECK(torn.known().empty());
    CHECK(torn.settled_for("K-0001") == std::vector<wire::TornSettled>{{torn.id, true}});
    CHECK(torn.settled_for("K-0002").empty());
    // It came back to its own kiosk before that had heard: the same end in other words, and no second booking.
    auto later = torn.body;
    later.paid_at += 3h;
    later.proof = wire::PaymentBody::Proof::balance;
    later.tac.clear();
    CHECK(torn.pay_at("K-0001", later).outcome == Outcome::received);
    CHECK(torn.district.number("SELECT count(*) FROM payments") == 1);
    CHECK(torn.district.number("SELECT count(*) FROM bills WHERE payment IS NOT NULL AND id = 'W-2026-10-0457'") == 1);
    CHECK(torn.differences() == 0);
    // A report that was long on its way opens nothing again.
    CHECK(torn.tell().outcome == Outcome::received);
    CHECK(torn.known().empty());
}

TEST_CASE("Another amount, card or end under the id of a torn payment is another body, as ever") {
    Torn torn;
    torn.tell();
    torn.body.tac = true_tac(torn.body);
    torn.pay_at("K-0002", torn.body);
    auto other = torn.body;
    other.amount = other.lines.front().amount = Fen(8641);
    CHECK(torn.pay_at("K-0001", other).code == "submission.other_body");
    other = torn.body;
    other.offline_number += 1;
    CHECK(torn.pay_at("K-0001", other).code == "submission.other_body");
    CHECK(torn.not_paid_at("K-0001").code == "submission.other_body");
    // What was never torn is judged by its bytes.
    const auto id = torn.district.new_id();
    auto plain = payment(zhang_jianguo, {{"W-2026-10-0456", Fen(3120)}}, 5);
    plain.tac = true_tac(plain);
    torn.hand_in("K-0001", id, "payment", dump_json(wire::to_json(plain)));
    plain.paid_at += 1s;
    CHECK(torn.hand_in("K-0001", id, "payment", dump_json(wire::to_json(plain))).code == "submission.other_body");
}

TEST_CASE("A card that says it was not debited ends it too, and nothing is booked") {
    Torn torn;
    torn.tell();
    CHECK(torn.not_paid_at("K-0002").outcome == Outcome::received);
    torn.district.clock().advance(std::chrono::hours(3));
    CHECK(torn.not_paid_at("K-0001").outcome == Outcome::received);
    CHECK(torn.known().empty());
    CHECK(torn.settled_for("K-0001") == std::vector<wire::TornSettled>{{torn.id, false}});
    CHECK(torn.district.number("SELECT count(*) FROM payments") == 0);
    CHECK(torn.differences() == 0);
}

TEST_CASE("A report that comes after its own end opens nothing") {
    Torn torn;
    torn.body.tac = true_tac(torn.body);
    CHECK(torn.pay_at("K-0001", torn.body).outcome == Outcome::received);
    CHECK(torn.tell().outcome == Outcome::received);
    CHECK(torn.known().empty());
}

TEST_CASE("A torn payment whose card stays away for two weeks is somebody's case, once, and still ends when the card comes after years") {
    Torn torn;
    torn.tell();
    torn.district.clock().advance(std::chrono::hours(24 * 13));
    CHECK(torn.open_cases() == 0);
    torn.district.clock().advance(std::chrono::hours(24 * 2));
    CHECK(torn.open_cases() == 1);
    CHECK(torn.open_cases() == 0);
    const auto cases = money::money_cases(torn.district.connection(), false);
    REQUIRE(cases.size() == 1);
    CHECK(cases.front().subject == torn.id);
    CHECK(cases.front().amount == Fen(8640));
    torn.district.clock().advance(std::chrono::hours(24 * 700));
    CHECK(torn.known().size() == 1);
    torn.body.tac = true_tac(torn.body);
    CHECK(torn.pay_at("K-0002", torn.body).outcome == Outcome::received);
    CHECK(torn.known().empty());
}

TEST_CASE("Of a torn payment whose card never comes back two people decide, once, and every kiosk hears of it") {
    for (const std::string decision : {"book", "refund"}) {
        CAPTURE(decision);
        Torn torn;
        torn.tell();
        torn.district.clock().advance(std::chrono::hours(24 * 15));
        const auto number = torn.open_case();
        REQUIRE(torn.decide(number, decision, "first").has_value());
        CHECK(torn.confirm(number, "first").error().code == "case.same_person");
        CHECK(torn.district.number("SELECT count(*) FROM payments") == 0);
        REQUIRE(torn.confirm(number, "second").has_value());
        CHECK(torn.district.number("SELECT count(*) FROM bills WHERE payment IS NOT NULL AND id = 'W-2026-10-0457'") == (decision == "book" ? 1 : 0));
        CHECK(torn.district.balance("posted_credit") == (decision == "book" ? 0 : -8640));
        CHECK(torn.differences() == 0);
        CHECK(torn.known().empty());
        CHECK(torn.settled_for("K-0001") == std::vector<wire::TornSettled>{{torn.id, true}});
        // It comes back after all, to a hall that had not heard: the same end, and no second booking.
        torn.body.tac = true_tac(torn.body);
        torn.body.proof = wire::PaymentBody::Proof::prove;
        CHECK(torn.pay_at("K-0002", torn.body).outcome == Outcome::received);
        CHECK(torn.district.number("SELECT count(*) FROM payments") == 1);
        CHECK(torn.district.number("SELECT count(*) FROM payments WHERE paid_at = " + std::to_string(to_millis(torn_of(torn.id, torn.body).begun_at))) == 1);
        CHECK(torn.open_cases() == 0);
        CHECK(torn.differences() == 0);
    }
}

TEST_CASE("A claim about a torn payment that is rejected pays nothing, and the card may still say otherwise") {
    Torn torn;
    torn.tell();
    torn.district.clock().advance(std::chrono::hours(24 * 15));
    const auto number = torn.open_case();
    REQUIRE(torn.decide(number, "reject", "first").has_value());
    REQUIRE(torn.confirm(number, "second").has_value());
    CHECK(torn.district.number("SELECT count(*) FROM payments") == 0);
    CHECK(torn.open_cases() == 0);
    CHECK(torn.known().size() == 1);
    torn.body.tac = true_tac(torn.body);
    CHECK(torn.pay_at("K-0002", torn.body).outcome == Outcome::received);
    CHECK(torn.district.number("SELECT count(*) FROM bills WHERE payment IS NOT NULL AND id = 'W-2026-10-0457'") == 1);
}

TEST_CASE("A card that comes back while people decide settles it, and nothing is left to confirm") {
    Torn torn;
    torn.tell();
    torn.district.clock().advance(std::chrono::hours(24 * 15));
    const auto number = torn.open_case();
    REQUIRE(torn.decide(number, "book", "first").has_value());
    CHECK(torn.not_paid_at("K-0002").outcome == Outcome::received);
    CHECK(torn.confirm(number, "second").error().code == "case.not_proposed");
    CHECK(torn.district.number("SELECT count(*) FROM payments") == 0);
    CHECK(torn.district.write([&] { return money::money_cases(torn.district.connection(), false); }).empty());
}

TEST_CASE("A torn payment that makes no sense is refused and kept nowhere") {
    Torn torn;
    const auto refused = [&](auto change) {
        auto move = torn_of(torn.id, torn.body);
        change(move);
        return torn.hand_in("K-0001", torn.district.new_id(), wire::torn_kind, dump_json(wire::to_json(move))).outcome == Outcome::refused;
    };
    CHECK(refused([](auto& move) { move.kind = "gift"; }));
    CHECK(refused([](auto& move) { move.amount = Fen(1); }));
    CHECK(refused([](auto& move) { move.lines.clear(); }));
    CHECK(refused([](auto& move) { move.card_serial = "31"; }));
    CHECK(refused([](auto& move) { move.kind = "load", move.lines.clear(); }));
    CHECK(refused([](auto& move) { move.log_head = "00"; }));
    CHECK(torn.known().empty());
    CHECK(torn.district.number("SELECT count(*) FROM torn_moves") == 0);
}
