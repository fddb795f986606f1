#include "backend/cases/figures.hpp"

#include <algorithm>

#include "backend/data/changes.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using Counted = FigureRule::Counted;

/// What makes an event count, in SQL: 1 or 0.
std::string condition_of(const FigureRule& rule) {
    constexpr std::string_view has = "EXISTS (SELECT 1 FROM case_events AS other WHERE other.case_number = event.case_number AND other.kind ";
    switch (rule.counted) {
        case Counted::no_red_card: return "NOT " + std::string(has) + "= 'red_card' AND other.step = 'whole' AND other.at <= event.at)";
        case Counted::closed: return std::string(has) + "= 'closed')";
        case Counted::handled: return std::string(has) + "IN ('step_done', 'closed', 'supplement_asked', 'suspended', 'transferred', 'given_back'))";
        case Counted::assisted: return std::string(has) + "= 'assisted')";
        case Counted::rating_at_least: return "CAST(event.target AS INTEGER) >= " + std::to_string(rule.least);
    }
    return "FALSE";
}

/// Figures that are shares of the same kind of event: counted in one walk through its events of the period.
struct Walk {
    std::string of;
    std::vector<const FigureRule*> rules;
};

std::vector<Walk> walks_of(const FigureRules& rules) {
    std::vector<Walk> walks;
    for (const auto& rule : rules.figures) {
        const auto is_same = [&](const Walk& walk) { return walk.of == rule.of; };
        auto walk = std::find_if(walks.begin(), walks.end(), is_same);
        if (walk == walks.end()) walk = walks.insert(walks.end(), {rule.of, {}});
        walk->rules.push_back(&rule);
    }
    return walks;
}

/// From the events to their cases, never from all cases there have ever been (CROSS JOIN keeps SQLite to that order).
std::string query_of(const Walk& walk) {
    std::string counted;
    for (const auto* rule : walk.rules) counted += ", sum(" + condition_of(*rule) + ")";
    return "SELECT cases.community, cases.department_code, count(*)" + counted +
           " FROM case_events AS event CROSS JOIN cases ON cases.number = event.case_number WHERE event.kind = ?1 AND event.at > ?2 AND event.at <= ?3 "
           "AND cases.chart NOT IN (SELECT value FROM json_each(?4)) AND cases.served IS NULL GROUP BY cases.community, cases.department_code";
}

void add(Share& share, const Share& more) {
    share.counted += more.counted;
    share.of += more.of;
}

Json json_of(const Figures& figures) {
    auto json = Json::object();
    for (const auto& [code, share] : figures) json[code] = {share.counted, share.of};
    return json;
}

Figures figures_from(const std::string& text) {
    Figures figures;
    const auto json = parse_json(text).value_or(Json::object());
    for (const auto& [code, pair] : json.items())
        if (pair.is_array() && pair.size() == 2 && pair[0].is_number_integer() && pair[1].is_number_integer())
            figures[code] = {pair[0].get<std::int64_t>(), pair[1].get<std::int64_t>()};
    return figures;
}

}  // namespace

FiguresByScope reckon_figures(Connection& connection, const Rules& rules, Timestamp now) {
    FiguresByScope all;
    const auto since = now - std::chrono::hours(24 * rules.figures().period_days);
    const auto hidden = rules.private_charts();
    for (const auto& walk : walks_of(rules.figures())) {
        auto row = connection.query(query_of(walk), walk.of, since, now, hidden);
        while (row.next()) {
            for (std::size_t place = 0; place < walk.rules.size(); ++place) {
                const auto& code = walk.rules[place]->code;
                const Share share{row.number(static_cast<int>(3 + place)), row.number(2)};
                add(all["district"][code], share);
                if (!row.text(0).empty()) add(all["community:" + row.text(0)][code], share);
                add(all["department:" + row.text(1)][code], share);
            }
        }
    }
    return all;
}

void keep_figures(Connection& connection, FiguresByScope all, Timestamp now) {
    FiguresByScope before;
    for (auto& kept : kept_figures(connection)) before[kept.scope] = std::move(kept.figures);
    const bool district_changed = all["district"] != before["district"];
    for (const auto& [scope, figures] : before)
        if (!all.contains(scope)) connection.run("DELETE FROM figures WHERE scope = ?", scope);
    for (const auto& [scope, figures] : all)
        connection.run("INSERT OR REPLACE INTO figures (scope, content, computed_at) VALUES (?, ?, ?)", scope, dump_json(json_of(figures)), now);
    if (district_changed) data::boards_changed(connection);
}

std::vector<KeptFigures> kept_figures(Connection& connection) {
    std::vector<KeptFigures> all;
    auto row = connection.query("SELECT scope, content, computed_at FROM figures ORDER BY scope");
    while (row.next()) all.push_back({row.text(0), figures_from(row.text(1)), row.time(2)});
    return all;
}

}  // namespace onecard::cases
