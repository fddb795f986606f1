#include "backend/cases/audit.hpp"

#include "backend/cases/posts.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

void collect(data::Query row, std::string_view check, std::vector<CaseFinding>& findings) {
    while (row.next()) findings.push_back({std::string(check), row.text(0)});
}

}  // namespace

std::vector<CaseFinding> audit(Connection& connection, Timestamp now, Millis slack) {
    std::vector<CaseFinding> findings;
    collect(connection.query("SELECT number FROM cases LEFT JOIN posts ON posts.code = cases.holder WHERE closed_at IS NULL AND posts.code IS NULL"),
            "holder_missing", findings);
    collect(connection.query("SELECT number FROM cases JOIN posts ON posts.code = cases.holder WHERE closed_at IS NULL AND posts.parent IS NOT NULL "
                             "AND (posts.vacant_since IS NOT NULL OR posts.abolished_at IS NOT NULL)"),
            "holder_vacant", findings);
    collect(connection.query("SELECT number FROM cases WHERE closed_at IS NULL AND (step_limit_at IS NULL OR promised_at IS NULL OR "
                             "(clocks_stopped = 1 AND pause_ends_at IS NULL))"),
            "clock_missing", findings);
    collect(connection.query("SELECT number FROM cases WHERE closed_at IS NULL AND due_at < ?", now - slack), "overdue_unwatched", findings);
    collect(connection.query("SELECT number FROM cases WHERE NOT EXISTS (SELECT 1 FROM case_events WHERE case_number = number)"), "history_missing",
            findings);
    return findings;
}

std::vector<Held> held_cases(Connection& connection, Timestamp now) {
    std::vector<Held> all;
    auto row = connection.query(
        "SELECT number, state, coalesce(posts.name_zh, ''), step_limit_at, promised_at, clocks_stopped FROM cases "
        "LEFT JOIN posts ON posts.code = cases.holder WHERE closed_at IS NULL ORDER BY number");
    while (row.next()) {
        Held one;
        one.number = row.text(0);
        one.state = row.text(1);
        one.holder = row.text(2);
        if (!row.null(3)) one.step_limit_at = to_iso(row.time(3));
        one.promised_at = to_iso(row.time(4));
        one.stopped = row.number(5) != 0;
        one.step_late = !one.stopped && !row.null(3) && now > row.time(3);
        one.late = !one.stopped && now > row.time(4);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace onecard::cases
