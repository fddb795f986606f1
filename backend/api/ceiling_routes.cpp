// Ceilings of purse payments without network: the money office sets them, everybody who is signed in sees them, kiosks get them signed.
#include "backend/api/office.hpp"
#include "backend/money/ceilings.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

constexpr std::size_t shown_max = 20;

Answer tell_kiosk(const Office& office, Call& call) {
    const auto ceilings = money::ceilings_in_force(call.connection);
    if (!ceilings) return {204, {}, {}, {}};
    const auto tag = '"' + std::to_string(ceilings->version) + '"';
    Answer answer;
    answer.headers.emplace_back("ETag", tag);
    if (call.request.if_none_match == tag) {
        answer.status = 304;
        return answer;
    }
    answer.body = wire::ceilings_document(*ceilings);
    const auto signature = office.sign ? office.sign(answer.body) : Result<Bytes>(failure(Error::Kind::unavailable, "ceilings.unsigned"));
    if (!signature) {
        log::failed("signing ceilings", signature.error());
        return http::problem(503, "ceilings.unsigned");
    }
    answer.headers.emplace_back("Ceilings-Signature", to_hex(*signature));
    return answer;
}

Answer tell(Call& call) {
    auto all = Json::array();
    for (const auto& one : money::ceilings_set(call.connection, shown_max)) {
        auto json = wire::to_json(one.ceilings);
        json["set_by"] = one.set_by;
        json["set_at"] = to_iso(one.set_at);
        all.push_back(std::move(json));
    }
    return http::json_answer({{"ceilings", std::move(all)}});
}

Answer set(Call& call) {
    auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    if (json->is_object()) (*json)["version"] = 0;  // ours to give
    const auto wanted = wire::ceilings_from(*json);
    if (!wanted) return http::problem(wanted.error());
    log::info("ceilings of purse payments were set");
    return http::json_answer(wire::to_json(money::set_ceilings(call.connection, *wanted, call.name, call.now)));
}

}  // namespace

std::vector<Route> ceiling_routes(const Office& office) {
    return {
        {Method::get, "/v1/ceilings", Caller::kiosk, [&office](Call& call) { return tell_kiosk(office, call); }},
        {Method::get, "/v1/admin/ceilings", Caller::signed_in, tell},
        // Whoever repairs machines does not decide what the district risks.
        {Method::post, "/v1/admin/ceilings", Caller::staff, set},
    };
}

}  // namespace onecard::api
