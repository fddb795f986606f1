// Who puts what on the public lists: one proposes, another approves. And whether a printed certificate is genuine.
#include "backend/api/access.hpp"
#include "backend/api/office.hpp"
#include "backend/listings/listings.hpp"
#include "backend/listings/registers.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

Answer problem_of(const Error& error) {
    if (error.code == "listing.unknown") return http::problem(404, error.code);
    return http::problem(error.code == "listing.own" ? 409 : 422, error.code);
}

Json version_json(const listings::Version& one) {
    auto json = wire::to_json(one.listing);
    json["state"] = one.state;
    json["community"] = one.origin.community;
    json["case"] = one.origin.case_number;
    json["proposed_by"] = one.origin.by;
    json["approved_by"] = one.approved_by;
    return json;
}

Answer tell_listings(Call& call) {
    auto all = Json::array();
    const auto kind = http::query_value(call.request.query, "kind"), state = http::query_value(call.request.query, "state");
    for (const auto& one : listings::versions(call.connection, kind, state)) all.push_back(version_json(one));
    return http::json_answer({{"listings", std::move(all)}});
}

Answer tell_listing(Call& call) {
    const auto found = listings::find(call.connection, call.request.parts.front(), call.now);
    return found ? http::json_answer(wire::to_json(*found)) : http::problem(404, "listing.unknown");
}

Answer take_proposal(Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto listing = wire::listing_from(*json);
    if (!listing) return http::problem(422, listing.error().code);
    const auto community = text_at(*json, "community");
    const bool known = community.empty() || call.connection.query("SELECT 1 FROM communities WHERE code = ?", community).next();
    if (!known) return http::problem(422, "listing.community");
    const auto version = listings::propose(call.connection, *listing, {community, call.name, {}}, call.now);
    return http::json_answer({{"id", listing->id}, {"version", version}});
}

/// Nobody approves what they proposed themselves, and a grid officer or counter approves nothing.
Answer take_approval(Call& call) {
    const bool may = call.role != Role::grid_officer && call.role != Role::staff && call.role != Role::community;
    if (!may) return http::problem(403, "listing.role");
    const auto done = listings::approve(call.connection, call.request.parts.front(), call.name, call.now);
    return done ? Answer{204, {}, {}, {}} : problem_of(done.error());
}

Answer take_back(Call& call) {
    const bool may = call.role != Role::grid_officer && call.role != Role::staff;
    if (!may) return http::problem(403, "listing.role");
    const auto done = listings::take_back(call.connection, call.request.parts.front(), call.name, call.now);
    return done ? Answer{204, {}, {}, {}} : problem_of(done.error());
}

Answer tell_certificate(Call& call) {
    const auto found = listings::find_certificate(call.connection, call.request.parts.front());
    if (!found) return http::problem(404, "certificate.unknown");
    if (!found->body.card_serial.empty()) call.looks.push_back({found->body.card_serial, found->body.case_number, "certificate"});
    return http::json_answer({{"number", found->body.number},
                              {"kind", found->body.kind},
                              {"register_as_of", found->body.register_as_of},
                              {"at", to_iso(found->body.at)},
                              {"kiosk", found->kiosk},
                              {"case", found->body.case_number},
                              {"holder", found->masked_name}});
}

}  // namespace

std::vector<Route> listing_routes() {
    return {
        {Method::get, "/v1/admin/listings", Caller::case_worker, tell_listings},
        {Method::post, "/v1/admin/listings", Caller::case_worker, take_proposal},
        {Method::get, "/v1/admin/listings/{}", Caller::case_worker, tell_listing},
        {Method::post, "/v1/admin/listings/{}/approve", Caller::case_worker, take_approval},
        {Method::post, "/v1/admin/listings/{}/take-back", Caller::case_worker, take_back},
        {Method::get, "/v1/admin/certificates/{}", Caller::staff, tell_certificate},
    };
}

}  // namespace onecard::api
