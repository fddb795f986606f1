#include "backend/cases/figures.hpp"

#include "backend/data/changes.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using Counted = FigureRule::Counted;

/// What makes an event count, in SQL; ?4 is the least rating.
std::string_view condition_of(Counted counted) {
    switch (counted) {
        case Counted::no_red_card:
            return "?4 = ?4 AND NOT EXISTS (SELECT 1 FROM case_events AS other WHERE other.case_number = event.case_number AND other.kind = 'red_card' "
                   "AND other.step = 'whole' AND other.at <= event.at)";
        case Counted::closed:
            return "?4 = ?4 AND EXISTS (SELECT 1 FROM case_events AS other WHERE other.case_number = event.case_number AND other.kind = 'closed')";
        case Counted::handled:
            return "?4 = ?4 AND EXISTS (SELECT 1 FROM case_events AS other WHERE other.case_number = event.case_number AND other.kind IN "
                   "('step_done', 'closed', 'supplement_asked', 'suspended', 'transferred', 'given_back'))";
        case Counted::assisted:
            return "?4 = ?4 AND EXISTS (SELECT 1 FROM case_events AS other WHERE other.case_number = event.case_number AND other.kind = 'assisted')";
        case Counted::rating_at_least: return "CAST(event.target AS INTEGER) >= ?4";
    }
    return "FALSE";
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

std::map<std::string, Figures> reckon_figures(Connection& connection, const Rules& rules, Timestamp now) {
    std::map<std::string, Figures> all;
    const auto since = now - std::chrono::hours(24 * rules.figures().period_days);
    const auto hidden = rules.private_charts();
    for (const auto& rule : rules.figures().figures) {
        auto row = connection.query(
            "SELECT cases.community, cases.department_code, count(*), sum(" + std::string(condition_of(rule.counted)) +
                ") FROM case_events AS event JOIN cases ON cases.number = event.case_number WHERE event.kind = ?1 AND event.at > ?2 AND event.at <= ?3 "
                "AND cases.chart NOT IN (SELECT value FROM json_each(?5)) AND cases.served IS NULL GROUP BY cases.community, cases.department_code",
            rule.of, since, now, rule.least, hidden);
        while (row.next()) {
            const Share share{row.number(3), row.number(2)};
            add(all["district"][rule.code], share);
            if (!row.text(0).empty()) add(all["community:" + row.text(0)][rule.code], share);
            add(all["department:" + row.text(1)][rule.code], share);
        }
    }
    return all;
}

void keep_figures(Connection& connection, const Rules& rules, Timestamp now) {
    std::map<std::string, Figures> before;
    for (auto& kept : kept_figures(connection)) before[kept.scope] = std::move(kept.figures);
    auto all = reckon_figures(connection, rules, now);
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
