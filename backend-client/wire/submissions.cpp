// What a kiosk hands in, and what the backend answers to each.
#include <algorithm>

#include "backend-client/wire/names.hpp"
#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t lines_max = 50, fields_max = 200, values_max = 50, materials_max = 100;
constexpr std::size_t answer_value_bytes_max = 64 << 10;

Result<PaymentBody::Line> line_from(const Json& json) {
    Members in(json);
    PaymentBody::Line line;
    line.bill = in.text("bill", 64);
    line.amount = in.money("amount", Fen(1));
    return in.done(std::move(line));
}

Result<Submission> submission_from(const Json& json) {
    Members in(json);
    Submission value;
    value.id = in.id("id");
    value.kind = in.text("kind", 32);
    value.body = in.text("body", submission_bytes_max);
    value.created_at = in.instant("created_at");
    return in.done(std::move(value));
}

Result<SubmissionAnswer> answer_from(const Json& json) {
    Members in(json);
    SubmissionAnswer value;
    value.id = in.id("id");
    value.outcome = in.named("outcome", outcomes);
    value.code = in.text_or_empty("code", 64);
    value.reference = in.text_or_empty("reference", 64);
    return in.done(std::move(value));
}

/// Lines must add up: a slip, a debit and a booking that differ can't be explained to anybody afterwards.
bool adds_up(const PaymentBody& body) {
    std::int64_t sum = 0;
    for (const auto& line : body.lines) sum += line.amount.count();
    return sum == body.amount.count();
}

}  // namespace

Json to_json(const PaymentBody& value) {
    auto lines = Json::array();
    for (const auto& line : value.lines) lines.push_back({{"bill", line.bill}, {"amount", line.amount.count()}});
    return {{"receipt", value.receipt},
            {"card_serial", value.card_serial},
            {"issuer", value.issuer},
            {"amount", value.amount.count()},
            {"old_balance", value.old_balance.count()},
            {"terminal", value.terminal},
            {"terminal_sequence", value.terminal_sequence},
            {"offline_number", value.offline_number},
            {"type", value.type},
            {"date", value.date},
            {"time", value.time},
            {"tac", value.tac},
            {"proof", name(value.proof)},
            {"paid_at", instant_json(value.paid_at)},
            {"lines", std::move(lines)}};
}

Result<PaymentBody> payment_from(const Json& json) {
    Members in(json);
    PaymentBody body;
    body.receipt = in.text("receipt", 64);
    body.card_serial = in.digits("card_serial", 16, true);
    body.issuer = in.digits("issuer", 16, true);
    body.amount = in.money("amount", Fen(1));
    body.old_balance = in.money("old_balance");
    body.terminal = in.digits("terminal", 12, true);
    body.terminal_sequence = static_cast<std::uint32_t>(in.number("terminal_sequence", 0, UINT32_MAX));
    body.offline_number = static_cast<std::uint16_t>(in.number("offline_number", 0, UINT16_MAX));
    body.type = static_cast<std::uint8_t>(in.number("type", 0, UINT8_MAX));
    body.date = in.digits("date", 8);
    body.time = in.digits("time", 6);
    body.proof = in.named("proof", proofs);
    if (body.proof == PaymentBody::Proof::balance)
        in.text_or_empty("tac", 0);
    else
        body.tac = in.digits("tac", 8, true);
    body.paid_at = in.instant("paid_at");
    body.lines = in.each<PaymentBody::Line>("lines", lines_max, line_from);
    if (body.lines.empty() || !adds_up(body)) in.fail("lines");
    return in.done(std::move(body));
}

Json to_json(const RequestBody& value) {
    Json json{{"receipt", value.receipt},
            {"card_serial", value.card_serial},
            {"item_code", value.item_code},
            {"catalogue_version", value.catalogue_version},
            {"answers", value.answers},
            {"materials", value.materials},
            {"language", value.language},
            {"handed_in_at", instant_json(value.handed_in_at)}};
    if (value.assisted)
        json["assisted"] = {{"badge", value.assisted->badge}, {"agreed_at", instant_json(value.assisted->agreed_at)}, {"signature", value.assisted->signature}};
    if (!value.bundle.empty()) json["bundle"] = value.bundle;
    if (!value.for_card.empty()) json["for_card"] = value.for_card;
    if (!value.promised_on.empty()) json["promised_on"] = value.promised_on;
    return json;
}

namespace {

Result<Assistance> assistance_from(const Json& json) {
    constexpr std::size_t number_digits = 10, signature_digits = 128;
    Members in(json);
    Assistance value;
    value.badge = in.digits("badge", number_digits);
    value.agreed_at = in.instant("agreed_at");
    value.signature = in.digits("signature", signature_digits, true);
    return in.done(std::move(value));
}

}  // namespace

Result<RequestBody> request_from(const Json& json) {
    Members in(json);
    RequestBody body;
    body.receipt = in.text("receipt", 64);
    body.card_serial = in.digits("card_serial", 16, true);
    body.item_code = in.text("item_code", 64);
    body.catalogue_version = in.number("catalogue_version", 0, INT64_MAX);
    const auto& answers = in.object("answers");
    if (answers.size() > fields_max) in.fail("answers");
    Members fields(answers);
    for (const auto& [key, values] : answers.items()) {
        if (key.empty() || key.size() > 64) in.fail("answers");
        body.answers[key] = fields.texts(key, values_max, answer_value_bytes_max);
    }
    if (!fields.done(true)) in.fail("answers");
    body.materials = in.texts("materials", materials_max, 64);
    body.language = in.text("language", 16);
    body.handed_in_at = in.instant("handed_in_at");
    body.assisted = in.part<Assistance>("assisted", assistance_from);
    body.bundle = in.text_or_empty("bundle", 64);
    if (json.contains("for_card")) body.for_card = in.digits("for_card", 16, true);
    if (json.contains("promised_on")) body.promised_on = in.day("promised_on");
    return in.done(std::move(body));
}

Json to_json(const std::vector<Submission>& batch) {
    auto list = Json::array();
    for (const auto& value : batch)
        list.push_back({{"id", value.id}, {"kind", value.kind}, {"body", value.body}, {"created_at", instant_json(value.created_at)}});
    return {{"submissions", std::move(list)}};
}

Result<std::vector<Submission>> submissions_from(const Json& json) {
    Members in(json);
    auto batch = in.each<Submission>("submissions", submissions_max, submission_from);
    return in.done(std::move(batch));
}

Json to_json(const std::vector<SubmissionAnswer>& answers) {
    auto list = Json::array();
    for (const auto& value : answers)
        list.push_back({{"id", value.id}, {"outcome", name(value.outcome)}, {"code", value.code}, {"reference", value.reference}});
    return {{"answers", std::move(list)}};
}

Result<std::vector<SubmissionAnswer>> submission_answers_from(const Json& json) {
    Members in(json);
    auto answers = in.each<SubmissionAnswer>("answers", submissions_max, answer_from);
    return in.done(std::move(answers));
}

}  // namespace onecard::wire
