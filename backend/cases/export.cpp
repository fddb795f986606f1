#include "backend/cases/export.hpp"

#include "base/json.hpp"

namespace onecard::cases {
namespace {

constexpr std::size_t grid_digits = 15;

std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(text.begin(), '\'');
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

void add_line(std::string& csv, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) csv += (i == 0 ? "" : ",") + cell(cells[i]);
    csv += "\r\n";
}

std::string instant(const data::Query& row, int column) { return row.null(column) ? std::string() : to_iso(row.time(column)); }

}  // namespace

std::string cases_csv(data::Connection& connection, const Rules& rules, const Scope& scope, Timestamp from, Timestamp to) {
    std::string csv;
    add_line(csv, {"number", "item_code", "item", "department", "class", "community", "grid", "state", "accepted_at", "promised_at", "closed_at", "step_card",
                   "whole_card", "post", "holder", "decision", "rating", "reopened", "told_by"});
    constexpr const char* own = "(SELECT value FROM json_each(?4))";
    const std::string within = scope.whole ? "?4 = ?4 AND ?5 = ?5"
                                           : std::string("(post IN ") + own + " OR holder IN " + own + " OR post IN (SELECT value FROM json_each(?5)))";
    auto row = connection.query(
        "SELECT number, item_code, item_zh, department_zh, class, community, place, state, accepted_at, promised_at, closed_at, step_card, whole_card, post, "
        "holder, decision, coalesce(rating, ''), reopened, 1 + (SELECT count(*) FROM seconders WHERE case_number = number) FROM cases "
        "WHERE accepted_at BETWEEN ?1 AND ?2 AND chart NOT IN (SELECT value FROM json_each(?3)) AND " + within + " ORDER BY accepted_at, number LIMIT ?6",
        from, to, rules.private_charts(), dump_json(Json(scope.posts)), dump_json(Json(scope.below)), exported_max);
    while (row.next()) {
        std::vector<std::string> cells;
        for (int column = 0; column < 8; ++column) cells.push_back(column == 6 ? row.text(column).substr(0, grid_digits) : row.text(column));
        for (int column = 8; column < 11; ++column) cells.push_back(instant(row, column));
        for (int column = 11; column < 19; ++column) cells.push_back(row.text(column));
        add_line(csv, cells);
    }
    return csv;
}

std::string figures_csv(data::Connection& connection, const Rules& rules) {
    std::string csv;
    add_line(csv, {"scope", "figure", "name", "counted", "of", "as_of"});
    for (const auto& kept : kept_figures(connection))
        for (const auto& rule : rules.figures().figures) {
            const auto found = kept.figures.find(rule.code);
            if (found == kept.figures.end()) continue;
            add_line(csv, {kept.scope, rule.code, rule.name.zh, std::to_string(found->second.counted), std::to_string(found->second.of), to_iso(kept.as_of)});
        }
    return csv;
}

}  // namespace onecard::cases
