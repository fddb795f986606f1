// What kiosks ask for, through their own door.
#include <charconv>

#include "backend/api/drafts.hpp"
#include "backend/api/feed.hpp"
#include "backend/api/hand_in.hpp"
#include "backend/api/holders.hpp"
#include "backend/api/unblocks.hpp"
#include "backend/cases/family.hpp"
#include "backend/cases/slots.hpp"
#include "backend/fleet/fleet.hpp"
#include "backend/listings/registers.hpp"
#include "backend/money/loads.hpp"
#include "backend/money/refunds.hpp"
#include "backend/money/torn.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

std::int64_t number_in(std::string_view text, std::int64_t otherwise) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

/// One submission that may be broken: what can be said about it alone.
wire::SubmissionAnswer take_one(const Office& office, Call& call, const Json& entry) {
    const auto alone = wire::submissions_from(Json{{"submissions", Json::array({entry})}});
    if (alone) return hand_in(office, call.connection, call.name, alone->front());
    return {text_at(entry, "id"), wire::SubmissionAnswer::Outcome::refused, alone.error().code, {}};
}

Answer take_submissions(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    if (!json->is_object() || !json->contains("submissions")) return http::problem(400, "wire.submissions");
    const auto& entries = list_at(*json, "submissions");
    if (entries.size() > wire::submissions_max) return http::problem(413, "submission.too_many");
    std::vector<wire::SubmissionAnswer> answers;
    if (const auto batch = wire::submissions_from(*json)) {
        answers = hand_in(office, call.connection, call.name, *batch);
    } else {
        for (const auto& entry : entries) answers.push_back(take_one(office, call, entry));
    }
    return http::json_answer(wire::to_json(answers));
}

Answer tell_changes(const Office& office, Call& call) {
    Asking asking;
    asking.community = fleet::community_of(call.connection, call.name);
    asking.cursor = number_in(http::query_value(call.request.query, "cursor"), 0);
    const auto limit = number_in(http::query_value(call.request.query, "limit"), static_cast<std::int64_t>(wire::change_entries_max));
    asking.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(limit, 1, static_cast<std::int64_t>(wire::change_entries_max)));
    return http::json_answer(wire::to_json(changes_since(call.connection, office.rules, asking, call.now)));
}

Answer tell_catalogue(const Office& office, Call& call) {
    const auto tag = '"' + office.catalogue.digest() + '"';
    Answer answer;
    answer.headers.emplace_back("ETag", tag);
    if (call.request.if_none_match == tag) answer.status = 304;
    else {
        answer.headers.emplace_back("Catalogue-Signature", to_hex(office.catalogue.signature()));
        answer.body = office.catalogue.bundle();
    }
    return answer;
}

Answer tell_holder(const Office& office, Call& call) {
    const auto& serial = call.request.parts.front();
    if (!is_card_serial(serial)) return http::problem(400, "card.serial");
    auto record = holder_record(call.connection, office.rules, serial, call.now);
    if (record.standing != wire::HolderRecord::Standing::active) record.family.clear();
    cases::add_cases(call.connection, office.rules, record.family);
    const auto cards = cases::looked_at_today_first(call.connection, serial, record.family, call.now);
    for (const auto& card : cards)
        call.looks.push_back({card, {}, cases::masked_name_of(call.connection, serial), serial, std::string(cases::family_role)});
    return http::json_answer(wire::to_json(record));
}

Answer tell_registers(Call& call) {
    const auto& serial = call.request.parts.front();
    if (!is_card_serial(serial)) return http::problem(400, "card.serial");
    return http::json_answer(wire::to_json(listings::registers_of(call.connection, serial, call.now)));
}

Answer take_load(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto request = wire::load_request_from(*json);
    if (!request) return http::problem(request.error());
    const auto grant = money::authorise(call.connection, office.keys, *request, {request->id, call.name, call.now});
    if (grant) return http::json_answer(wire::to_json(*grant));
    if (grant.error().kind == Error::Kind::refused) return http::problem(422, grant.error().code);
    log::failed("a load", grant.error());
    return http::problem(503, grant.error().code);
}

Answer take_unblock(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto request = wire::unblock_request_from(*json);
    if (!request) return http::problem(request.error());
    const auto grant = unblock_pin(call.connection, office.keys, *request, {request->id, call.name, call.now});
    if (grant) return http::json_answer(wire::to_json(*grant));
    if (grant.error().kind == Error::Kind::refused) return http::problem(422, grant.error().code);
    log::failed("a PIN to be opened again", grant.error());
    return http::problem(503, grant.error().code);
}

Answer take_drafts(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto told = wire::card_drafts_from(*json);
    if (!told) return http::problem(told.error());
    const auto kept = exchange_drafts(call.connection, office.keys, office.random, *told, call.name, call.now);
    if (kept) return http::json_answer(wire::to_json(*kept));
    if (kept.error().kind == Error::Kind::refused) return http::problem(422, kept.error().code);
    log::failed("drafts", kept.error());
    return http::problem(503, kept.error().code);
}

Answer lease_slots(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto ask = wire::slot_ask_from(*json);
    if (!ask) return http::problem(ask.error());
    return http::json_answer(wire::to_json(cases::lease_slots(call.connection, office.rules, call.name, *ask, call.now)));
}

Answer take_heartbeat(Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto beat = wire::heartbeat_from(*json);
    if (!beat) return http::problem(beat.error());
    auto answer = fleet::heartbeat(call.connection, call.name, *beat, call.now);
    answer.refunds = money::terminal_refunds_due(call.connection, call.name);
    answer.settled = money::settled_elsewhere(call.connection, call.name, beat->unresolved);
    return http::json_answer(wire::to_json(answer));
}

Answer tell_health(Call&) { return http::json_answer({{"status", "ok"}, {"version", ONECARD_VERSION}}); }

}  // namespace

std::vector<Route> kiosk_routes(const Office& office) {
    return {
        {Method::post, "/v1/submissions", Caller::kiosk, [&office](Call& call) { return take_submissions(office, call); }},
        {Method::get, "/v1/changes", Caller::kiosk, [&office](Call& call) { return tell_changes(office, call); }},
        {Method::get, "/v1/catalogue", Caller::kiosk, [&office](Call& call) { return tell_catalogue(office, call); }},
        {Method::get, "/v1/holders/{}", Caller::kiosk, [&office](Call& call) { return tell_holder(office, call); }},
        {Method::get, "/v1/holders/{}/registers", Caller::kiosk, tell_registers},
        {Method::post, "/v1/loads", Caller::kiosk, [&office](Call& call) { return take_load(office, call); }, Work::alone},
        {Method::post, "/v1/pin-unblocks", Caller::kiosk, [&office](Call& call) { return take_unblock(office, call); }, Work::alone},
        {Method::post, "/v1/drafts", Caller::kiosk, [&office](Call& call) { return take_drafts(office, call); }, Work::alone},
        {Method::post, "/v1/slots", Caller::kiosk, [&office](Call& call) { return lease_slots(office, call); }},
        {Method::post, "/v1/heartbeat", Caller::kiosk, take_heartbeat},
        {Method::get, "/v1/health", Caller::kiosk, tell_health},
        {Method::get, "/v1/health", Caller::anyone, tell_health},
    };
}

}  // namespace onecard::api
