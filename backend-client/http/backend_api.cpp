#include "backend-client/http/backend_api.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/json.hpp"

namespace onecard::web {
namespace {

constexpr Millis quick_limit = std::chrono::seconds(5);   // somebody stands waiting, or it shows whether there is a network
constexpr Millis load_limit = std::chrono::seconds(8);    // somebody stands waiting with the card on the reader
constexpr Millis batch_limit = std::chrono::seconds(30);
constexpr std::size_t code_bytes_max = 64;

tl::unexpected<Error> nonsense(std::string_view what) { return failure(Error::Kind::invalid, "net.nonsense", std::string(what)); }

/// Codes come from outside and go on screens and into logs: only what looks like one of ours.
bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= code_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    });
}

Error::Kind kind_of(int status) {
    if (status == 408 || status == 425 || status == 429 || status == 503) return Error::Kind::unavailable;
    if (status >= 500) return Error::Kind::timed_out;
    return Error::Kind::refused;
}

bool about_content(int status) { return status == 400 || status == 409 || status == 413 || status == 415 || status == 422; }

Error problem_of(const Response& response) {
    const auto status = std::to_string(response.status);
    Error error{kind_of(response.status), "net.status_" + status, "status " + status};
    if (const auto json = parse_json(response.body))
        if (const auto problem = wire::problem_from(*json); problem && is_code(problem->code)) error.code = problem->code;
    return error;
}

/// The serial becomes part of the address: nothing but its own digits may get there.
bool is_serial(const std::string& text) { return text.size() == 16 && text.find_first_not_of("0123456789ABCDEF") == std::string::npos; }

template <class T>
Result<T> read_answer(const Result<Response>& response, Result<T> (*read)(const wire::Json&)) {
    if (!response) return failure(response.error());
    const auto json = parse_json(response->body);
    if (!json) return nonsense(json.error().code);
    auto value = read(*json);
    if (!value) return nonsense(value.error().code + " " + value.error().detail);
    return value;
}

/// One answer for each of the batch, in its order.
std::vector<wire::SubmissionAnswer> matched(std::span<const wire::Submission> batch, std::vector<wire::SubmissionAnswer> answers) {
    std::unordered_map<std::string_view, wire::SubmissionAnswer*> by_id;
    for (auto& answer : answers) by_id.try_emplace(answer.id, &answer);
    std::vector<wire::SubmissionAnswer> matching;
    matching.reserve(batch.size());
    for (const auto& submission : batch) {
        const auto found = by_id.find(submission.id);
        if (found == by_id.end()) {
            matching.push_back({submission.id, wire::SubmissionAnswer::Outcome::later, "net.nonsense", {}});
            continue;
        }
        matching.push_back(*found->second);
        auto& code = matching.back().code;
        if (!code.empty() && !is_code(code)) code = "net.nonsense";
    }
    return matching;
}

}  // namespace

std::string Response::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& one) { return one.first == name; });
    return found == headers.end() ? std::string() : found->second;
}

Result<Response> BackendApi::ask(const Request& request, std::stop_token stop) {
    about_content_ = false;
    auto response = client_.send(request, std::move(stop));
    if (!response || (response->status >= 200 && response->status < 300) || response->status == 304) return response;
    about_content_ = about_content(response->status);
    if (response->status < 400) return nonsense("status " + std::to_string(response->status));
    return failure(problem_of(*response));
}

Result<std::vector<wire::SubmissionAnswer>> BackendApi::hand_in(std::span<const wire::Submission> batch, std::stop_token stop) {
    Request request{Method::post, "/v1/submissions", {}, {}, batch_limit, wire::answer_bytes_max};
    request.body = dump_json(wire::to_json(std::vector<wire::Submission>(batch.begin(), batch.end())));
    auto answers = read_answer<std::vector<wire::SubmissionAnswer>>(ask(request, std::move(stop)), wire::submission_answers_from);
    if (!answers) return answers;
    return matched(batch, std::move(*answers));
}

Result<wire::Changes> BackendApi::changes(std::int64_t cursor, std::stop_token stop) {
    const auto path = "/v1/changes?cursor=" + std::to_string(cursor) + "&limit=" + std::to_string(wire::change_entries_max);
    return read_answer<wire::Changes>(ask({Method::get, path, {}, {}, batch_limit, wire::answer_bytes_max}, std::move(stop)), wire::changes_from);
}

Result<std::optional<Catalogue>> BackendApi::catalogue(const std::string& etag, std::stop_token stop) {
    Request request{Method::get, "/v1/catalogue", {}, {}, batch_limit, wire::answer_bytes_max};
    if (!etag.empty()) request.headers.emplace_back("If-None-Match", etag);
    auto response = ask(request, std::move(stop));
    if (!response) return failure(response.error());
    if (response->status == 304) return std::nullopt;
    const auto json = parse_json(response->body);
    if (!json) return nonsense(json.error().code);
    const auto version = need_number(*json, "version");
    if (!version || *version < 0) return nonsense("wire.version");
    if (list_at(*json, "items").empty() || list_at(*json, "departments").empty()) return nonsense("wire.items");
    auto signature = from_hex(response->header("catalogue-signature"));
    if (!signature) return nonsense("catalogue-signature");
    return Catalogue{*version, response->header("etag"), *std::move(signature), std::move(response->body)};
}

Result<std::optional<SignedDocument>> BackendApi::ceilings(std::int64_t version, std::stop_token stop) {
    Request request{Method::get, "/v1/ceilings", {}, {}, quick_limit, wire::answer_bytes_max};
    request.headers.emplace_back("If-None-Match", "\"" + std::to_string(version) + "\"");
    auto response = ask(request, std::move(stop));
    if (!response && response.error().code == "http.not_found") return std::nullopt;
    if (!response) return failure(response.error());
    if (response->status == 304 || response->status == 204) return std::nullopt;
    auto signature = from_hex(response->header("ceilings-signature"));
    if (!signature) return nonsense("ceilings-signature");
    return SignedDocument{std::move(response->body), *std::move(signature)};
}

Result<wire::HolderRecord> BackendApi::holder(const std::string& card_serial, std::stop_token stop) {
    if (!is_serial(card_serial)) return failure(Error::Kind::invalid, "net.request", "card serial");
    const Request request{Method::get, "/v1/holders/" + card_serial, {}, {}, quick_limit, wire::answer_bytes_max};
    auto record = read_answer<wire::HolderRecord>(ask(request, std::move(stop)), wire::holder_from);
    if (record && record->card_serial != card_serial) return nonsense("another card");
    return record;
}

Result<wire::Registers> BackendApi::registers(const std::string& card_serial, std::stop_token stop) {
    if (!is_serial(card_serial)) return failure(Error::Kind::invalid, "net.request", "card serial");
    const Request request{Method::get, "/v1/holders/" + card_serial + "/registers", {}, {}, quick_limit, wire::answer_bytes_max};
    auto registers = read_answer<wire::Registers>(ask(request, std::move(stop)), wire::registers_from);
    if (registers && registers->card_serial != card_serial) return nonsense("another card");
    return registers;
}

Result<wire::CardDrafts> BackendApi::drafts(const wire::CardDrafts& told, std::stop_token stop) {
    Request request{Method::post, "/v1/drafts", dump_json(wire::to_json(told)), {}, quick_limit, wire::answer_bytes_max};
    auto drafts = read_answer<wire::CardDrafts>(ask(request, std::move(stop)), wire::card_drafts_from);
    wipe(request.body);
    if (drafts && drafts->card_serial != told.card_serial) return nonsense("another card");
    return drafts;
}

Result<wire::LoadGrant> BackendApi::load(const wire::LoadRequest& load, std::stop_token stop) {
    const Request request{Method::post, "/v1/loads", dump_json(wire::to_json(load)), {}, load_limit, wire::answer_bytes_max};
    auto grant = read_answer<wire::LoadGrant>(ask(request, std::move(stop)), wire::load_grant_from);
    if (grant && grant->id != load.id) return nonsense("another load");
    return grant;
}

Result<wire::UnblockGrant> BackendApi::unblock(const wire::UnblockRequest& unblock, std::stop_token stop) {
    Request request{Method::post, "/v1/pin-unblocks", dump_json(wire::to_json(unblock)), {}, load_limit, wire::answer_bytes_max};
    auto grant = read_answer<wire::UnblockGrant>(ask(request, std::move(stop)), wire::unblock_grant_from);
    wipe(request.body);
    if (grant && grant->id != unblock.id) return nonsense("another card's PIN");
    return grant;
}

Result<wire::ChargeState> BackendApi::ask_charge(const Request& request, const std::string& id, std::stop_token stop) {
    auto state = read_answer<wire::ChargeState>(ask(request, std::move(stop)), wire::charge_state_from);
    if (state && state->id != id) return nonsense("another charge");
    if (state && !state->code.empty() && !is_code(state->code)) state->code = "net.nonsense";
    return state;
}

Result<wire::ChargeState> BackendApi::charge(const wire::ChargeRequest& request, std::stop_token stop) {
    return ask_charge({Method::post, "/v1/charges", dump_json(wire::to_json(request)), {}, quick_limit, wire::answer_bytes_max}, request.id, std::move(stop));
}

Result<wire::ChargeState> BackendApi::charge_state(const std::string& id, std::stop_token stop) {
    return ask_charge({Method::get, "/v1/charges/" + id, {}, {}, quick_limit, wire::answer_bytes_max}, id, std::move(stop));
}

Result<wire::ChargeState> BackendApi::close_charge(const std::string& id, std::stop_token stop) {
    return ask_charge({Method::post, "/v1/charges/" + id + "/close", {}, {}, quick_limit, wire::answer_bytes_max}, id, std::move(stop));
}

Result<std::vector<wire::SlotLease>> BackendApi::slots(const wire::SlotAsk& ask_for, std::stop_token stop) {
    const Request request{Method::post, "/v1/slots", dump_json(wire::to_json(ask_for)), {}, batch_limit, wire::answer_bytes_max};
    return read_answer<std::vector<wire::SlotLease>>(ask(request, std::move(stop)), wire::slot_leases_from);
}

Result<wire::HeartbeatAnswer> BackendApi::heartbeat(const wire::Heartbeat& beat, std::stop_token stop) {
    const Request request{Method::post, "/v1/heartbeat", dump_json(wire::to_json(beat)), {}, quick_limit, wire::answer_bytes_max};
    return read_answer<wire::HeartbeatAnswer>(ask(request, std::move(stop)), wire::heartbeat_answer_from);
}

}  // namespace onecard::web
