#include "tests/client/simulated_backend.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace onecard::test {
namespace {

web::Response problem(int status, const std::string& code) { return {status, dump_json(wire::to_json(wire::Problem{status, code, "x"})), {}}; }

bool has(const std::string& text, const char* word) { return text.find(word) != std::string::npos; }

constexpr std::size_t feed_page = 3;

}  // namespace

Result<web::Response> SimulatedBackend::send(const web::Request& request, std::stop_token) {
    largest_request = std::max(largest_request, request.body.size());
    if (!connected) return failure(Error::Kind::unavailable, "net.offline");
    if (!broken_path.empty() && request.path.starts_with(broken_path))
        return broken_code.empty() ? web::Response{broken_status, "", {}} : problem(broken_status, broken_code);
    if (chance(lost_requests)) return failure(Error::Kind::timed_out, "net.timed_out");
    if (chance(delayed_requests)) {
        delayed_.push_back(request);
        return failure(Error::Kind::timed_out, "net.timed_out");
    }
    if (chance(trouble)) return chance(50) ? problem(503, "backend.busy") : web::Response{500, "oops", {}};
    if (chance(nonsense)) return web::Response{200, R"({"answers":[{"id":7}]})", {}};
    auto sent = request;
    if (plant == Plant::line_doubles_bodies && sent.path == "/v1/submissions") answer(sent);
    auto response = answer(sent);
    if (chance(lost_answers)) return failure(Error::Kind::timed_out, "net.broken_off");
    return response;
}

void SimulatedBackend::deliver_delayed() {
    while (!delayed_.empty()) {
        const auto at = static_cast<std::ptrdiff_t>(random_.below(delayed_.size()));
        const auto request = delayed_[static_cast<std::size_t>(at)];
        delayed_.erase(delayed_.begin() + at);
        if (request.path == "/v1/submissions") answer(request);
    }
}

web::Response SimulatedBackend::answer(const web::Request& request) {
    if (request.path == "/v1/submissions") return take(request.body);
    if (request.path == "/v1/drafts") return take_drafts(request.body);
    if (request.path == "/v1/slots") return {200, R"({"leases":[]})", {}};
    if (request.path == "/v1/heartbeat") return beat(request.body);
    if (request.path.starts_with("/v1/changes?cursor=")) return changes(std::stoll(request.path.substr(19)));
    if (request.path == "/v1/catalogue") {
        const auto tag = "\"" + std::to_string(catalogue_version_) + "\"";
        if (!request.headers.empty() && request.headers.front().second == tag) return {304, "", {}};
        ++catalogues_sent;
        const auto bundle = "{\"version\":" + std::to_string(catalogue_version_) + R"(,"departments":[{"code":"MZ"}],"items":[{"code":"MZ-0007"}]})";
        return {200, bundle, {{"etag", tag}}};
    }
    if (request.path == "/v1/ceilings") {
        if (ceilings.empty()) return {204, "", {}};
        if (request.headers.front().second == "\"" + std::to_string(ceilings_version) + "\"") return {304, "", {}};
        ++ceilings_sent;
        return {200, ceilings, {{"ceilings-signature", ceilings_signature}}};
    }
    if (request.path.starts_with("/v1/holders/")) {
        ++holders_asked;
        wire::HolderRecord record;
        record.card_serial = request.path.substr(12);
        record.standing = wire::HolderRecord::Standing::active;
        record.as_of = clock_.now();
        return {200, dump_json(wire::to_json(record)), {}};
    }
    return problem(404, "route.unknown");
}

web::Response SimulatedBackend::take(const std::string& body) {
    const auto batch = wire::submissions_from(parse_json(body).value());
    if (!batch || has(body, poison_word)) return problem(400, "submission.malformed");
    batches.push_back(batch->size());
    std::vector<wire::SubmissionAnswer> answers;
    for (const auto& submission : *batch) answers.push_back(take_one(submission));
    return {200, dump_json(wire::to_json(answers)), {}};
}

wire::SubmissionAnswer SimulatedBackend::take_one(const wire::Submission& submission) {
    using Outcome = wire::SubmissionAnswer::Outcome;
    if (has(submission.body, refused_word)) return {submission.id, Outcome::refused, "request.item_unknown", ""};
    if (chance(later)) return {submission.id, Outcome::later, "backend.busy", ""};
    if (plant == Plant::answers_before_keeping && chance(10)) return {submission.id, Outcome::received, "", "C-0"};
    const auto [known, fresh] = bodies.try_emplace(submission.id, submission.kind + " " + submission.body);
    if (!fresh && known->second != submission.kind + " " + submission.body) return {submission.id, Outcome::refused, "submission.other_body", ""};
    if (fresh || plant == Plant::forgets_ids) ++effects[submission.id];
    return {submission.id, Outcome::received, "", "C-" + submission.id};
}

// As if all kiosks told everything in order.
web::Response SimulatedBackend::take_drafts(const std::string& body) {
    const auto told = wire::card_drafts_from(parse_json(body).value()).value();
    auto& kept = drafts[told.card_serial];
    kept.card_serial = told.card_serial;
    for (const auto& one : told.drafts) {
        std::erase_if(kept.drafts, [&](const auto& old) { return old.item_code == one.item_code; });
        if (one.text) kept.drafts.push_back(one);
    }
    return {200, dump_json(wire::to_json(kept)), {}};
}

web::Response SimulatedBackend::beat(const std::string& body) {
    ++heartbeats;
    last_beat = wire::heartbeat_from(parse_json(body).value()).value();
    for (const auto& id : last_beat.obeyed) {
        ++orders_obeyed[id];
        std::erase_if(orders_, [&id](const wire::Order& order) { return order.id == id; });
    }
    wire::HeartbeatAnswer answer{clock_.now(), orders_, {}};
    for (const auto& one : settled)
        if (std::find(last_beat.unresolved.begin(), last_beat.unresolved.end(), one.id) != last_beat.unresolved.end()) answer.settled.push_back(one);
    return {200, dump_json(wire::to_json(answer)), {}};
}

web::Response SimulatedBackend::changes(std::int64_t cursor) {
    auto from = static_cast<std::size_t>(std::max<std::int64_t>(0, cursor));
    if (from > feed_.size()) from = 0;
    const auto to = std::min(feed_.size(), from + feed_page);
    const auto at = [this](std::size_t index) { return feed_.begin() + static_cast<std::ptrdiff_t>(index); };
    return {200, dump_json(wire::to_json(wire::Changes{static_cast<std::int64_t>(to), to < feed_.size(), {at(from), at(to)}})), {}};
}

}  // namespace onecard::test
