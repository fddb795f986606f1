// Bills paid by phone or bank card: asked by kiosks, told by the gateway, looked at by staff.
#include "backend/api/looking.hpp"
#include "backend/api/masked.hpp"
#include "backend/api/office.hpp"
#include "backend/money/charges.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

constexpr int charges_shown_max = 200;

Answer take_charge(const Office& office, Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto request = wire::charge_request_from(*json);
    if (!request) return http::problem(request.error());
    const auto gateway = office.gateway ? std::string_view(office.gateway->name()) : std::string_view();
    const auto state = money::open_charge(call.connection, *request, gateway, {request->id, call.name, call.now});
    return state ? http::json_answer(wire::to_json(*state)) : http::problem(422, state.error().code);
}

Answer tell_charge(Call& call) {
    const auto state = money::charge_state(call.connection, call.request.parts.front(), call.name);
    return state ? http::json_answer(wire::to_json(*state)) : http::problem(404, "charge.unknown");
}

Answer take_close(Call& call) {
    const auto& id = call.request.parts.front();
    if (!money::charge_state(call.connection, id, call.name)) return http::problem(404, "charge.unknown");
    money::ask_close(call.connection, id, call.now);
    return tell_charge(call);
}

/// Anybody may knock here; only what the gateway signed is heard. A word about an unknown charge is answered the same: nothing is to be learned.
Answer take_notice(const Office& office, Call& call) {
    if (!office.gateway) return http::problem(404, "http.not_found");
    const auto notice = office.gateway->read_notice(call.request.body, call.now);
    if (!notice) {
        log::warning("a gateway's notice refused: " + notice.error().code);
        return http::problem(400, notice.error().code);
    }
    if (!money::hear(call.connection, office.gateway->name(), notice->id, notice->word, call.now)) log::warning("a gateway's notice about no charge of ours");
    return {204, {}, {}, {}};
}

Answer tell_charges(Call& call) {
    const auto card = http::query_value(call.request.query, "card"), receipt = http::query_value(call.request.query, "receipt");
    const auto reason = reason_to_list(call, card, "payments");
    if (!reason) return http::problem(422, reason.error().code);
    auto charges = Json::array();
    // By the beginning of a receipt's number, as it stands on the slip.
    auto row = call.connection.query(
        "SELECT id, receipt, card, way, gateway, amount, state, reason, coalesce(payment, ''), refund_due, refunded, kiosk, made_at, refund_trouble FROM charges "
        "WHERE (?1 = '' OR card = ?1) AND (?2 = '' OR (receipt >= ?2 AND receipt < ?2 || '~')) ORDER BY made_at DESC, id DESC LIMIT ?3",
        card, receipt, charges_shown_max);
    while (row.next()) {
        if (!card.empty() || !receipt.empty()) note_look(call, row.text(2), *reason);
        charges.push_back({{"id", row.text(0)},
                           {"receipt", row.text(1)},
                           {"card_serial", shown_serial(row.text(2), call.role)},
                           {"way", row.text(3)},
                           {"gateway", row.text(4)},
                           {"amount", row.number(5)},
                           {"state", row.text(6)},
                           {"reason", row.text(7)},
                           {"payment", row.text(8)},
                           {"refund_due", row.number(9)},
                           {"refunded", row.number(10)},
                           {"refund_trouble", row.text(13)},
                           {"late", row.text(6) == "closed" && !row.text(8).empty()},
                           {"kiosk", row.text(11)},
                           {"made_at", to_iso(row.time(12))}});
    }
    return http::json_answer({{"charges", std::move(charges)}});
}

}  // namespace

std::vector<Route> charge_routes(const Office& office) {
    return {
        {Method::post, "/v1/charges", Caller::kiosk, [&office](Call& call) { return take_charge(office, call); }},
        {Method::get, "/v1/charges/{}", Caller::kiosk, tell_charge},
        {Method::post, "/v1/charges/{}/close", Caller::kiosk, take_close},
        {Method::post, "/v1/gateway/notices", Caller::anyone, [&office](Call& call) { return take_notice(office, call); }},
        {Method::get, "/v1/admin/charges", Caller::staff, tell_charges},
    };
}

}  // namespace onecard::api
