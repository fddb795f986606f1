// Kiosks, as technicians and staff see them.
#include "backend-client/wire/reading.hpp"
#include "backend/api/access.hpp"
#include "backend/api/office.hpp"
#include "backend/fleet/fleet.hpp"
#include "backend/fleet/queue.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

Json instant(const std::optional<Timestamp>& time) { return time ? Json(to_iso(*time)) : Json(nullptr); }

Json order_json(const wire::Order& order) { return {{"id", order.id}, {"kind", wire::name(order.kind)}}; }

Json kiosk_json(const fleet::KioskState& kiosk) {
    auto orders = Json::array();
    for (const auto& order : kiosk.orders) orders.push_back(order_json(order));
    return {{"id", kiosk.id},
            {"hall", wire::both_json(kiosk.hall)},
            {"community", wire::both_json(kiosk.community)},
            {"revoked", kiosk.revoked},
            {"version", kiosk.version},
            {"state", kiosk.state},
            {"reader", kiosk.reader},
            {"psam", kiosk.psam},
            {"printer", kiosk.printer},
            {"disk_free_bytes", kiosk.disk_free_bytes},
            {"queue_length", kiosk.queue_length},
            {"parked", kiosk.parked},
            {"keeps_ceilings", kiosk.keeps_ceilings},
            {"ceilings_refused", kiosk.ceilings_refused},
            {"uptime_seconds", kiosk.uptime_seconds},
            {"clock_ahead_ms", kiosk.clock_ahead_ms},
            {"last_sync_at", instant(kiosk.last_sync_at)},
            {"last_seen_at", instant(kiosk.last_seen_at)},
            {"silent", kiosk.silent},
            {"orders", std::move(orders)}};
}

Answer tell_kiosks(Call& call) {
    auto all = Json::array();
    for (const auto& kiosk : fleet::kiosks(call.connection, call.now)) all.push_back(kiosk_json(kiosk));
    return http::json_answer({{"kiosks", std::move(all)}});
}

Answer tell_kiosk(Call& call) {
    const auto kiosk = fleet::find_kiosk(call.connection, call.request.parts.front(), call.now);
    return kiosk ? http::json_answer(kiosk_json(*kiosk)) : http::problem(404, "kiosk.unknown");
}

Answer give_order(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto kind = wire::order_kind(text_at(*json, "kind"));
    if (!kind) return http::problem(422, "order.kind");
    const auto order = fleet::give(call.connection, call.request.parts.front(), {*kind, call.name, call.now}, make_id(office.clock, office.random));
    if (order) return http::json_answer(order_json(*order), 201);
    return http::problem(order.error().code == "kiosk.unknown" ? 404 : 409, order.error().code);
}

Answer tell_pictures(Call& call) {
    auto all = Json::array();
    for (const auto& one : fleet::pictures(call.connection, call.request.parts.front())) all.push_back({{"order", one.order}, {"taken_at", to_iso(one.taken_at)}});
    return http::json_answer({{"pictures", std::move(all)}});
}

Answer tell_picture(Call& call) {
    const auto content = fleet::picture(call.connection, call.request.parts.front(), call.request.parts.back());
    if (!content) return http::problem(404, "picture.unknown");
    return http::picture_answer(*content);
}

Answer tell_queue(Call& call) {
    const auto& kiosk = call.request.parts.front();
    if (!fleet::find_kiosk(call.connection, kiosk, call.now)) return http::problem(404, "kiosk.unknown");
    auto waiting = Json::array();
    for (const auto& one : fleet::waiting(call.connection, kiosk, call.now))
        waiting.push_back({{"number", one.number}, {"service", one.service}, {"priority", one.priority}, {"taken_at", to_iso(one.taken_at)}});
    auto called = Json::array();
    const auto calls = fleet::calls(call.connection, kiosk, call.now);
    for (const auto& one : calls) {
        called.push_back(wire::to_json(one.ticket));
        called.back()["outcome"] = one.outcome;
        called.back()["times"] = one.times;
    }
    return http::json_answer({{"waiting", std::move(waiting)}, {"called", std::move(called)}});
}

/// Who calls whom to which counter, or why not.
using Calling = Result<wire::CalledTicket> (*)(data::Connection&, const fleet::Call&, const std::string& number);

Answer call_to_counter(Call& call, Calling calling) {
    constexpr std::size_t counter_bytes_max = 16;
    const auto& kiosk = call.request.parts.front();
    if (!fleet::find_kiosk(call.connection, kiosk, call.now)) return http::problem(404, "kiosk.unknown");
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto counter = text_at(*json, "counter");
    if (counter.empty() || counter.size() > counter_bytes_max) return http::problem(422, "queue.counter");
    const auto called = calling(call.connection, {kiosk, text_at(*json, "service"), counter, call.name, call.now}, call.request.parts.back());
    return called ? http::json_answer(wire::to_json(*called)) : http::problem(409, called.error().code);
}

Answer call_next(Call& call) {
    return call_to_counter(call, [](data::Connection& connection, const fleet::Call& who, const std::string&) { return fleet::call_next(connection, who); });
}

Answer call_again(Call& call) { return call_to_counter(call, fleet::call_again); }

Answer end_call(Call& call, fleet::CallEnd how) {
    const auto& kiosk = call.request.parts.front();
    if (!fleet::find_kiosk(call.connection, kiosk, call.now)) return http::problem(404, "kiosk.unknown");
    const auto ended = fleet::end_call(call.connection, {kiosk, {}, {}, call.name, call.now}, call.request.parts.back(), how);
    return ended ? Answer{204, {}, {}, {}} : http::problem(409, ended.error().code);
}

}  // namespace

std::vector<Route> fleet_routes(const Office& office) {
    return {
        {Method::get, "/v1/admin/kiosks", Caller::signed_in, tell_kiosks},
        {Method::get, "/v1/admin/kiosks/{}", Caller::signed_in, tell_kiosk},
        {Method::get, "/v1/admin/kiosks/{}/pictures", Caller::technician, tell_pictures},
        {Method::get, "/v1/admin/kiosks/{}/pictures/{}", Caller::technician, tell_picture},
        {Method::get, "/v1/admin/kiosks/{}/queue", Caller::staff, tell_queue},
        {Method::post, "/v1/admin/kiosks/{}/queue/next", Caller::staff, call_next},
        {Method::post, "/v1/admin/kiosks/{}/queue/{}/again", Caller::staff, call_again},
        {Method::post, "/v1/admin/kiosks/{}/queue/{}/absent", Caller::staff, [](Call& call) { return end_call(call, fleet::CallEnd::absent); }},
        {Method::post, "/v1/admin/kiosks/{}/queue/{}/done", Caller::staff, [](Call& call) { return end_call(call, fleet::CallEnd::done); }},
        {Method::post, "/v1/admin/kiosks/{}/orders", Caller::technician, [&office](Call& call) { return give_order(office, call); }},
    };
}

}  // namespace onecard::api
