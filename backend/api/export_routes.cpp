// What other programs may have: tables of cases and figures for those who work with them, catalogue and figures for everybody.
#include "backend-client/wire/reading.hpp"
#include "backend/api/office.hpp"
#include "backend/cases/export.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

constexpr auto span_max = std::chrono::hours(24 * 366);

Answer csv_answer(std::string csv, std::string_view file) {
    Answer answer{200, "text/csv; charset=utf-8", std::move(csv), {}};
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string(file) + "\"");
    answer.headers.emplace_back("Cache-Control", "no-store");
    return answer;
}

/// Of the days asked for, at most a year; the last thirty where none are.
Answer export_cases(const Office& office, Call& call) {
    const auto& query = call.request.query;
    const auto first = http::query_value(query, "from"), last = http::query_value(query, "to");
    Timestamp to = call.now, from = to - std::chrono::hours(24 * 30);
    const bool good = (first.empty() || from_iso(first + "T00:00:00+08:00", from)) && (last.empty() || from_iso(last + "T23:59:59+08:00", to));
    if (!good || from > to || to - from > span_max) return http::problem(422, "export.days");
    const bool whole = call.role == Role::administrator || call.role == Role::supervisor;
    const auto scope = cases::scope_of(call.connection, call.name, whole);
    return csv_answer(cases::cases_csv(call.connection, office.rules, scope, from, to), "cases.csv");
}

Answer open_catalogue(const Office& office, Call&) {
    auto items = Json::array();
    for (const auto& [code, item] : office.catalogue.items())
        items.push_back({{"code", code}, {"name", wire::both_json(item.name)}, {"department", wire::both_json(item.department)}, {"promised_days", item.promised_days},
                         {"promised_hours", item.promised_hours}, {"statutory_days", item.statutory_days}});
    return http::json_answer({{"version", office.catalogue.version()}, {"items", std::move(items)}});
}

/// All that kiosks show: guides, materials, fees, forms. Whoever keeps a copy asks with its tag.
Answer whole_catalogue(const Office& office, Call& call) {
    const auto tag = '"' + office.catalogue.digest() + '"';
    Answer answer;
    answer.headers.emplace_back("ETag", tag);
    if (call.request.if_none_match == tag) answer.status = 304;
    else answer.body = office.catalogue.bundle();
    return answer;
}

Answer open_figures(const Office& office, Call& call) {
    auto figures = Json::array(), scopes = Json::array();
    for (const auto& rule : office.rules.figures().figures)
        figures.push_back({{"code", rule.code}, {"name", wire::both_json(rule.name)}, {"means", wire::both_json(rule.means)}});
    for (const auto& kept : cases::kept_figures(call.connection)) {
        auto shares = Json::object();
        for (const auto& [code, share] : kept.figures) shares[code] = {{"counted", share.counted}, {"of", share.of}};
        scopes.push_back({{"scope", kept.scope}, {"as_of", to_iso(kept.as_of)}, {"figures", std::move(shares)}});
    }
    return http::json_answer({{"period_days", office.rules.figures().period_days}, {"figures", std::move(figures)}, {"scopes", std::move(scopes)}});
}

}  // namespace

std::vector<Route> export_routes(const Office& office) {
    const auto with_office = [&office](Answer (*handler)(const Office&, Call&)) { return [&office, handler](Call& call) { return handler(office, call); }; };
    return {
        {Method::get, "/v1/admin/export/cases.csv", Caller::case_worker, with_office(export_cases)},
        {Method::get, "/v1/admin/export/figures.csv", Caller::case_worker,
         [&office](Call& call) { return csv_answer(cases::figures_csv(call.connection, office.rules), "figures.csv"); }},
        {Method::get, "/v1/open/catalogue", Caller::anyone, with_office(open_catalogue)},
        {Method::get, "/v1/open/catalogue/whole", Caller::anyone, with_office(whole_catalogue)},
        {Method::get, "/v1/open/figures", Caller::anyone, with_office(open_figures)},
    };
}

}  // namespace onecard::api
