// How well cases are served: for those who work on them, and for the boards of kiosks.
#include <algorithm>

#include "backend-client/wire/board.hpp"
#include "backend-client/wire/reading.hpp"
#include "backend/api/boards.hpp"
#include "backend/api/office.hpp"
#include "backend/cases/figures.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using data::Connection;
using http::Answer;
using http::Method;

wire::Localised name_of(Connection& connection, const std::string& scope) {
    const auto colon = scope.find(':');
    if (colon == std::string::npos) return {"全区", "The district"};
    const auto code = scope.substr(colon + 1);
    auto row = scope.starts_with("community:") ? connection.query("SELECT name_zh, name_en FROM communities WHERE code = ?", code)
                                               : connection.query("SELECT name_zh, name_en FROM posts WHERE code = ?", "D:" + code);
    return row.next() ? wire::Localised{row.text(0), row.text(1)} : wire::Localised{code, code};
}

Json shares_json(const cases::Figures& figures) {
    auto json = Json::object();
    for (const auto& [code, share] : figures) json[code] = {{"counted", share.counted}, {"of", share.of}};
    return json;
}

Answer tell_figures(const Office& office, Call& call) {
    auto figures = Json::array(), scopes = Json::array();
    for (const auto& rule : office.rules.figures().figures) figures.push_back({{"code", rule.code}, {"name", wire::both_json(rule.name)}, {"means", wire::both_json(rule.means)}});
    std::optional<Timestamp> as_of;
    for (const auto& kept : cases::kept_figures(call.connection)) {
        as_of = kept.as_of;
        scopes.push_back({{"scope", kept.scope}, {"name", wire::both_json(name_of(call.connection, kept.scope))}, {"figures", shares_json(kept.figures)}});
    }
    return http::json_answer({{"as_of", as_of ? Json(to_iso(*as_of)) : Json(nullptr)}, {"figures", std::move(figures)}, {"scopes", std::move(scopes)}});
}

/// Those who supervise need not wait for the next round.
Answer reckon_now(const Office& office, Call& call) {
    cases::keep_figures(call.connection, cases::reckon_figures(call.connection, office.rules, call.now), call.now);
    return tell_figures(office, call);
}

Answer tell_replies(const Office& office, Call&) {
    auto all = Json::array();
    for (const auto& reply : office.rules.replies()) all.push_back({{"verb", cases::name(reply.verb)}, {"text", wire::both_json(reply.text)}});
    return http::json_answer({{"replies", std::move(all)}});
}

}  // namespace

std::optional<wire::Board> board_of(Connection& connection, const cases::Rules& rules, const std::string& community) {
    wire::Board board;
    board.community = name_of(connection, "community:" + community);
    board.period_days = rules.figures().period_days;
    std::vector<wire::BoardLine> departments;
    bool known = false;
    for (auto& kept : cases::kept_figures(connection)) {
        board.as_of = kept.as_of;
        known = true;
        if (kept.scope == "community:" + community)
            for (const auto& rule : rules.figures().figures) {
                const auto share = kept.figures[rule.code];
                if (share.of > 0) board.figures.push_back({rule.code, rule.name, share.counted, share.of});
            }
        const auto share = kept.figures["on_time"];
        if (kept.scope.starts_with("department:") && share.of > 0)
            board.departments.push_back({kept.scope.substr(11), name_of(connection, kept.scope), share.counted, share.of});
    }
    if (!known) return std::nullopt;
    std::stable_sort(board.departments.begin(), board.departments.end(), [](const auto& one, const auto& other) { return one.of > other.of; });
    if (board.departments.size() > wire::board_lines_max) board.departments.resize(wire::board_lines_max);
    return board;
}

std::vector<Route> figure_routes(const Office& office) {
    return {
        {Method::get, "/v1/admin/figures", Caller::case_worker, [&office](Call& call) { return tell_figures(office, call); }},
        {Method::post, "/v1/admin/figures", Caller::supervisor, [&office](Call& call) { return reckon_now(office, call); }},
        {Method::get, "/v1/admin/replies", Caller::case_worker, [&office](Call& call) { return tell_replies(office, call); }},
    };
}

}  // namespace onecard::api
