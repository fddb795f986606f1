#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "backend/api/hand_in.hpp"
#include "backend/api/holders.hpp"
#include "backend/cases/case_book.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using Outcome = wire::SubmissionAnswer::Outcome;

namespace {

const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)};

wire::Submission lamp(District& district, const std::string& card = lin_guilan) {
    return submission_of(district.new_id(), street_lamp_request(card, district.office().catalogue.version()));
}

/// Changes the frozen body of a request.
wire::Submission changed(wire::Submission submission, auto change) {
    auto json = *parse_json(submission.body);
    change(json);
    submission.body = dump_json(json);
    return submission;
}

}  // namespace

TEST_CASE("The same bytes under the same id get the same answer and have one effect") {
    District district;
    const auto submission = submission_of(district.new_id(), payment(lin_guilan, {water}));
    const auto first = district.hand_in(submission);
    district.clock().advance(std::chrono::hours(24 * 400));
    for (int i = 0; i < 5; ++i) CHECK(district.hand_in(submission) == first);
    CHECK(district.number("SELECT count(*) FROM payments") == 1);
    CHECK(district.balance("purse_clearing") == 8640);
}

TEST_CASE("A refusal is kept and given again, too") {
    District district;
    auto body = payment(lin_guilan, {water});
    body.tac = "00000000";
    const auto submission = submission_of(district.new_id(), body);
    const auto first = district.hand_in(submission);
    REQUIRE(first.outcome == Outcome::refused);
    CHECK(district.hand_in(submission) == first);
    CHECK(district.number("SELECT count(*) FROM payments") == 1);
}

TEST_CASE("Other bytes or another kind under a known id are refused and change nothing") {
    District district;
    const auto id = district.new_id();
    district.hand_in(submission_of(id, payment(lin_guilan, {water}, 1)));
    auto other = submission_of(id, payment(lin_guilan, {water}, 2));
    CHECK(district.hand_in(other).code == "submission.other_body");
    other = submission_of(id, payment(lin_guilan, {water}, 1));
    other.kind = "request";
    CHECK(district.hand_in(other).code == "submission.other_body");
    CHECK(district.number("SELECT count(*) FROM payments") == 1);
}

TEST_CASE("A request becomes a case with steps, both clocks and an event") {
    District district;
    const auto answer = district.hand_in(lamp(district));
    REQUIRE(answer.outcome == Outcome::received);
    CHECK(answer.reference == "C-2026-000110");
    const auto record = district.write([&] { return api::holder_record(district.connection(), district.office().rules, lin_guilan, sample_now()); });
    REQUIRE(record.cases.size() == 3);
    const auto& opened = record.cases.front();
    CHECK(opened.number == answer.reference);
    CHECK(opened.receipt == "K0001-20261122-0900");
    CHECK(opened.state == wire::Case::State::open);
    REQUIRE(opened.steps.size() == 4);
    CHECK(opened.steps[0].state == wire::CaseStep::State::current);
    CHECK(opened.steps[0].limit_at == "2026-11-23T17:00:00+08:00");
    CHECK(opened.steps[1].state == wire::CaseStep::State::ahead);
    CHECK(opened.steps[1].limit_at.empty());
    CHECK(opened.promised_at == "2026-11-27T17:00:00+08:00");
    CHECK(district.number("SELECT count(*) FROM case_events WHERE kind = 'accepted' AND case_number = '" + answer.reference + "'") == 1);
}

TEST_CASE("What a request gets wrong is refused with a code of its own and leaves no case") {
    District district;
    const auto cases_before = district.number("SELECT count(*) FROM cases");
    const auto code_after = [&](auto change) { return district.hand_in(changed(lamp(district), change)).code; };
    CHECK(code_after([](Json& body) { body["item_code"] = "XX-0001"; }) == "request.item_unknown");
    CHECK(code_after([](Json& body) { body["answers"].erase("place"); }) == "request.field_missing");
    CHECK(code_after([](Json& body) { body["answers"]["place"] = Json::array({""}); }) == "request.field_missing");
    CHECK(code_after([](Json& body) { body["answers"]["what"] = Json::array({"no such choice"}); }) == "request.field_invalid");
    CHECK(code_after([](Json& body) { body["answers"]["phone"] = Json::array({"call me"}); }) == "request.field_invalid");
    CHECK(code_after([](Json& body) { body["answers"]["detail"] = Json::array({std::string(10'000, 'x')}); }) == "request.field_invalid");
    CHECK(code_after([](Json& body) { body["answers"]["place"] = Json::array({"here", "there"}); }) == "request.field_invalid");
    CHECK(code_after([](Json& body) { body["answers"]["extra"] = Json::array({"?"}); }) == "request.field_unknown");
    CHECK(code_after([](Json& body) { body["card_serial"] = blocked_card; }) == "card.black_listed");
    CHECK(code_after([](Json& body) { body.erase("receipt"); }) == "wire.receipt");
    CHECK(district.number("SELECT count(*) FROM cases") == cases_before);
}

TEST_CASE("A field that today's form does not have is accepted from a kiosk with another version of the catalogue") {
    District district;
    const auto answer = district.hand_in(changed(lamp(district), [](Json& body) {
        body["answers"]["extra"] = Json::array({"asked last year"});
        body["catalogue_version"] = 77;
    }));
    CHECK(answer.outcome == Outcome::received);
}

TEST_CASE("A request made with an older form is never lost: it becomes a case that says what today's form needs besides") {
    District district;
    const auto with_version = [&](std::int64_t version) {
        return changed(lamp(district), [version](Json& body) {
            body["answers"].erase("place");
            body["answers"]["what"] = Json::array({"gas_lantern"});
            body["catalogue_version"] = version;
        });
    };
    CHECK(district.hand_in(with_version(district.office().catalogue.version())).code == "request.field_missing");
    const auto answer = district.hand_in(with_version(77));
    REQUIRE(answer.outcome == Outcome::received);
    const auto file = district.write([&] { return *cases::find_case(district.connection(), answer.reference, district.clock().now()); });
    CHECK(file.as_told.state == wire::Case::State::supplement);
    CHECK(file.as_told.question == "表单已经更新，您交的内容都已收下。请补充：在什么地方、什么坏了。");
    CHECK(file.answers.at("what").front() == "gas_lantern");
    CHECK(file.as_told.events.back().kind == "supplement_asked");
}

TEST_CASE("Bodies that are no JSON, of an unknown kind or of the wrong shape are refused, kept, and harm no other") {
    District district;
    const auto code_of = [&](std::string kind, std::string body) {
        return district.hand_in({district.new_id(), std::move(kind), std::move(body), sample_now()}).code;
    };
    CHECK(code_of("payment", "{") == "submission.body_malformed");
    CHECK(code_of("payment", "[]") == "wire.object");
    CHECK(code_of("payment", "{}") == "wire.receipt");
    CHECK(code_of("gift", "{}") == "submission.kind_unknown");
    CHECK(district.number("SELECT count(*) FROM submissions WHERE outcome = 'refused'") == 4);
    CHECK(district.hand_in(lamp(district)).outcome == Outcome::received);
}

TEST_CASE("A card that is not registered sees the cases it handed in, and nothing else") {
    District district;
    district.hand_in(lamp(district, nobodys_card));
    const auto record = district.write([&] { return api::holder_record(district.connection(), district.office().rules, nobodys_card, sample_now()); });
    CHECK(record.standing == wire::HolderRecord::Standing::unknown);
    CHECK(record.bills.empty());
    CHECK(record.cases.size() == 1);
}

TEST_CASE("A black-listed card is told to be blocked, without bills and cases") {
    District district;
    const auto record = district.write([&] { return api::holder_record(district.connection(), district.office().rules, blocked_card, sample_now()); });
    CHECK(record.standing == wire::HolderRecord::Standing::blocked);
    CHECK(record.bills.empty());
    CHECK(record.cases.empty());
}

TEST_CASE("When the database fails in the middle of one submission, it is asked for later and another goes through") {
    District district;
    const auto outcomes = district.write([&] {
        auto& connection = district.connection();
        connection.run("CREATE TEMP TRIGGER fails BEFORE INSERT ON main.payments BEGIN SELECT RAISE(ABORT, 'planted'); END");
        const auto first = api::hand_in(district.office(), connection, "K-0001", submission_of(district.new_id(), payment(lin_guilan, {water})));
        connection.run("DROP TRIGGER fails");
        const auto second = api::hand_in(district.office(), connection, "K-0001", submission_of(district.new_id(), payment(lin_guilan, {water})));
        return std::pair(first.outcome, second.outcome);
    });
    CHECK(outcomes.first == Outcome::later);
    CHECK(outcomes.second == Outcome::received);
    CHECK(district.number("SELECT count(*) FROM submissions") == 1);
    CHECK(district.number("SELECT value FROM counters WHERE name = 'payment-2026'") == 1);
}

TEST_CASE("Of several handed in together the one that the database fails over is asked for later, and all others are kept, once") {
    District district;
    std::vector<wire::Submission> batch;
    for (std::uint16_t i = 1; i <= 5; ++i) batch.push_back(submission_of(district.new_id(), payment(lin_guilan, {{"none", Fen(100)}}, i)));
    const auto hand_in_all = [&] { return district.write([&] { return api::hand_in(district.office(), district.connection(), "K-0001", batch); }); };
    district.connection().run("CREATE TEMP TRIGGER fails BEFORE INSERT ON main.payments WHEN new.offline_number = 3 BEGIN SELECT RAISE(ABORT, 'planted'); END");
    const auto answers = hand_in_all();
    REQUIRE(answers.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        CAPTURE(i);
        CHECK(answers[i].id == batch[i].id);
        CHECK(answers[i].outcome == (i == 2 ? Outcome::later : Outcome::received));
    }
    CHECK(district.number("SELECT count(*) FROM payments") == 4);
    CHECK(district.number("SELECT count(*) FROM submissions") == 4);
    district.connection().run("DROP TRIGGER fails");
    const auto again = hand_in_all();
    for (const auto& answer : again) CHECK(answer.outcome == Outcome::received);
    CHECK(again[0].reference == answers[0].reference);
    CHECK(district.number("SELECT count(*) FROM payments") == 5);
    CHECK(district.balance("posted_credit") == -500);
}
