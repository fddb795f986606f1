#include "tests/backend/mediation.hpp"

#include "backend/api/holders.hpp"
#include "base/json.hpp"

namespace onecard::test {
namespace {

wire::HolderRecord record_of(District& district, const std::string& card) {
    return district.write([&] { return api::holder_record(district.connection(), district.office().rules, card, district.clock().now()); });
}

}  // namespace

wire::Submission mediation_submission(District& district, const std::string& item, const Answers& answers) {
    wire::RequestBody body;
    body.receipt = "K0001-20261122-0600";
    body.card_serial = lin_guilan;
    body.item_code = item;
    body.catalogue_version = district.office().catalogue.version();
    body.answers = answers;
    body.language = "zh-Hans";
    body.handed_in_at = district.clock().now();
    return submission_of(district.new_id(), body);
}

std::string hand_in_mediation(District& district, const Answers& answers) {
    const auto answer = district.hand_in(mediation_submission(district, "SF-0003", answers));
    require(answer.outcome == wire::SubmissionAnswer::Outcome::received && answer.code.empty(), "a mediation that is taken");
    return answer.reference;
}

std::string mediate(District& district, const std::string& number, cases::Verb verb, const std::string& note, const std::string& to, const std::string& post) {
    const cases::Mover by{cases::Mover::Kind::officer, "mediator", "community", {post}};
    const auto moved = district.connection().write(
        [&] { return cases::move(district.connection(), district.office().rules, number, {verb, by, note, to, district.clock().now()}); });
    return moved ? std::string() : moved.error().code;
}

std::string at_kiosk(District& district, const std::string& number, const std::string& card, wire::CaseAction::Kind kind, const std::string& text) {
    const wire::CaseAction action{kind, card, number, 0, text, district.clock().now()};
    return district.hand_in({district.new_id(), std::string(wire::case_action_kind), dump_json(wire::to_json(action)), district.clock().now()}).code;
}

cases::CaseFile mediation_file(District& district, const std::string& number) {
    return district.write([&] { return *cases::find_case(district.connection(), number, district.clock().now()); });
}

wire::Case told_to(District& district, const std::string& card, const std::string& number) {
    const auto record = record_of(district, card);
    for (const auto& one : record.cases)
        if (one.number == number) return one;
    require(false, "a case that the card is told of");
    return {};
}

bool is_told(District& district, const std::string& card, const std::string& number) {
    const auto record = record_of(district, card);
    for (const auto& one : record.cases)
        if (one.number == number) return true;
    return false;
}

}  // namespace onecard::test
