// Money that needs a person: one proposes, another confirms.
#include "backend/api/office.hpp"
#include "backend/money/money_cases.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

constexpr std::size_t reason_bytes_max = 500;

Json case_json(const money::MoneyCase& one) {
    return {{"number", one.number},
            {"kind", one.kind},
            {"subject", one.subject},
            {"detail", one.detail},
            {"amount", one.amount.count()},
            {"owner", one.owner},
            {"state", one.state},
            {"decision", one.decision},
            {"proposed_by", one.proposed_by},
            {"confirmed_by", one.confirmed_by},
            {"opened_at", to_iso(one.opened_at)}};
}

Answer problem_of(const Error& error) {
    if (error.code == "case.unknown" || error.code == "payment.unknown") return http::problem(404, error.code);
    if (error.code == "case.decision") return http::problem(422, error.code);
    return http::problem(409, error.code);
}

Answer tell_cases(Call& call) {
    auto cases = Json::array();
    const bool all = http::query_value(call.request.query, "state") == "all";
    for (const auto& one : money::money_cases(call.connection, all)) cases.push_back(case_json(one));
    return http::json_answer({{"cases", std::move(cases)}});
}

/// Everything that is unresolved and has no case yet gets one.
Answer look_for_cases(Call& call) { return http::json_answer({{"opened", money::open_cases(call.connection, call.now)}}); }

Answer take_proposal(Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto done = money::propose(call.connection, call.request.parts.front(), text_at(*json, "decision"), call.name);
    return done ? Answer{204, {}, {}, {}} : problem_of(done.error());
}

Answer take_confirmation(Call& call) {
    const auto done = money::confirm(call.connection, call.request.parts.front(), call.name, call.now);
    return done ? Answer{204, {}, {}, {}} : problem_of(done.error());
}

Answer take_refund(Call& call) {
    const auto json = json_body(call.request);
    if (!json) return http::problem(json.error());
    const auto reason = text_at(*json, "reason");
    if (reason.empty() || reason.size() > reason_bytes_max) return http::problem(422, "refund.reason");
    const auto number = money::ask_refund(call.connection, text_at(*json, "payment"), reason, call.name, call.now);
    return number ? http::json_answer({{"case", *number}}) : problem_of(number.error());
}

}  // namespace

std::vector<Route> money_case_routes() {
    return {
        {Method::get, "/v1/admin/money-cases", Caller::staff, tell_cases},
        {Method::post, "/v1/admin/money-cases", Caller::staff, look_for_cases},
        {Method::post, "/v1/admin/money-cases/{}/propose", Caller::staff, take_proposal},
        {Method::post, "/v1/admin/money-cases/{}/confirm", Caller::staff, take_confirmation},
        {Method::post, "/v1/admin/refunds", Caller::staff, take_refund},
    };
}

}  // namespace onecard::api
