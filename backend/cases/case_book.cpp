#include "backend/cases/case_book.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using data::Query;
using wire::Case;
using wire::CaseStep;

constexpr std::string_view case_columns =
    "number, receipt, item_code, item_zh, item_en, department_zh, department_en, state, accepted_at, promised_at, closed_at, result, "
    "card, kiosk, statutory_at, answers";

std::string select_cases(std::string_view condition) {
    return "SELECT " + std::string(case_columns) + " FROM cases WHERE " + std::string(condition);
}

std::string new_number(Connection& connection, Timestamp at) {
    const int year = to_local(at).year;
    char text[40];
    std::snprintf(text, sizeof text, "C-%04d-%06lld", year, static_cast<long long>(data::next_number(connection, "case-" + std::to_string(year))));
    return text;
}

Case::State state_from(const std::string& word) {
    for (const auto state : {Case::State::open, Case::State::supplement, Case::State::closed, Case::State::withdrawn})
        if (wire::name(state) == word) return state;
    return Case::State::open;
}

std::string instant(const Query& row, int column) { return row.null(column) ? std::string() : to_iso(row.time(column)); }

std::vector<CaseStep> steps_of(Connection& connection, const std::string& number, bool open) {
    std::vector<CaseStep> steps;
    bool current_seen = !open;
    auto row = connection.query(
        "SELECT name_zh, name_en, holder_zh, holder_en, limit_at, done_at FROM case_steps WHERE case_number = ? ORDER BY position", number);
    while (row.next()) {
        CaseStep step;
        step.name = {row.text(0), row.text(1)};
        step.holder = {row.text(2), row.text(3)};
        step.limit_at = instant(row, 4);
        step.done_at = instant(row, 5);
        if (!row.null(5)) step.state = CaseStep::State::done;
        else if (!current_seen) step.state = CaseStep::State::current;
        current_seen = current_seen || row.null(5);
        steps.push_back(std::move(step));
    }
    return steps;
}

Case case_from(Connection& connection, const Query& row) {
    Case one;
    one.number = row.text(0);
    one.receipt = row.text(1);
    one.item_code = row.text(2);
    one.item = {row.text(3), row.text(4)};
    one.department = {row.text(5), row.text(6)};
    one.state = state_from(row.text(7));
    one.accepted_at = instant(row, 8);
    one.promised_at = instant(row, 9);
    one.closed_at = instant(row, 10);
    one.result = row.text(11);
    one.steps = steps_of(connection, one.number, one.state == Case::State::open);
    return one;
}

void tell(Connection& connection, const std::string& number, std::string_view kind, std::string_view step, const Move& move) {
    connection.run("INSERT INTO case_events (case_number, at, kind, step, actor, note) VALUES (?, ?, ?, ?, ?, ?)", number, move.at, kind, step,
                   move.actor, move.note);
}

void write_steps(Connection& connection, const Item& item, const std::string& number) {
    int position = 0;
    for (const auto& step : item.steps)
        connection.run(
            "INSERT INTO case_steps (case_number, position, code, name_zh, name_en, holder_zh, holder_en, days) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            number, position++, step.code, step.name.zh, step.name.en, step.holder.zh, step.holder.en, step.days);
}

void begin_next_step(Connection& connection, const Calendar& calendar, const std::string& number, Timestamp at) {
    std::optional<std::pair<std::int64_t, int>> next;
    {
        auto row = connection.query(
            "SELECT position, days FROM case_steps WHERE case_number = ? AND done_at IS NULL ORDER BY position LIMIT 1", number);
        if (row.next()) next = {row.number(0), static_cast<int>(row.number(1))};
    }
    if (next)
        connection.run("UPDATE case_steps SET limit_at = ? WHERE case_number = ? AND position = ?", calendar.after(at, next->second), number,
                       next->first);
}

void close(Connection& connection, const std::string& number, const Move& move) {
    connection.run(
        "UPDATE cases SET state = 'closed', closed_at = ?, result = CASE WHEN ? <> '' THEN ? ELSE '已办结。' || outcome_zh END "
        "WHERE number = ?",
        move.at, move.note, move.note, number);
    tell(connection, number, "closed", {}, move);
}

std::vector<Event> history_of(Connection& connection, const std::string& number) {
    std::vector<Event> history;
    auto row = connection.query("SELECT at, kind, step, actor, note FROM case_events WHERE case_number = ? ORDER BY id", number);
    while (row.next()) history.push_back({row.time(0), row.text(1), row.text(2), row.text(3), row.text(4)});
    return history;
}

Answers answers_from(const std::string& text) {
    Answers answers;
    const auto json = parse_json(text).value_or(Json::object());
    for (const auto& [key, values] : json.items())
        for (const auto& value : values)
            if (value.is_string()) answers[key].push_back(value.get<std::string>());
    return answers;
}

bool step_is_late(const Case& one, Timestamp now) {
    return std::any_of(one.steps.begin(), one.steps.end(), [&](const CaseStep& step) {
        Timestamp limit;
        return step.state == CaseStep::State::current && from_iso(step.limit_at, limit) && now > limit;
    });
}

}  // namespace

std::string open_case(Connection& connection, const Calendar& calendar, const Item& item, const Arrival& arrival) {
    const auto number = arrival.number.empty() ? new_number(connection, arrival.at) : arrival.number;
    const auto submission = arrival.submission.empty() ? std::nullopt : std::optional(arrival.submission);
    connection.run(
        "INSERT INTO cases (number, submission, receipt, card, kiosk, item_code, item_zh, item_en, department_zh, department_en, answers, "
        "state, accepted_at, promised_at, statutory_at, outcome_zh, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, '')",
        number, submission, arrival.receipt, arrival.card_serial, arrival.kiosk, item.code, item.name.zh, item.name.en, item.department.zh,
        item.department.en, dump_json(Json(arrival.answers)), arrival.at, calendar.after(arrival.at, item.promised_days),
        calendar.after(arrival.at, item.statutory_days), item.result.zh);
    write_steps(connection, item, number);
    begin_next_step(connection, calendar, number, arrival.at);
    tell(connection, number, "accepted", {}, {arrival.kiosk, {}, arrival.at});
    data::holder_changed(connection, arrival.card_serial);
    return number;
}

Status advance(Connection& connection, const Calendar& calendar, const std::string& number, const Move& move) {
    std::string card;
    {
        auto row = connection.query("SELECT state, card FROM cases WHERE number = ?", number);
        if (!row.next()) return failure(Error::Kind::refused, "case.unknown");
        if (state_from(row.text(0)) != Case::State::open) return failure(Error::Kind::refused, "case.closed");
        card = row.text(1);
    }
    std::int64_t position = 0, left = 0;
    std::string step;
    {
        auto row = connection.query(
            "SELECT position, code, (SELECT count(*) FROM case_steps AS all_steps WHERE all_steps.case_number = case_steps.case_number "
            "AND done_at IS NULL) FROM case_steps WHERE case_number = ? AND done_at IS NULL ORDER BY position LIMIT 1",
            number);
        if (!row.next()) return failure(Error::Kind::refused, "case.closed");
        position = row.number(0);
        step = row.text(1);
        left = row.number(2);
    }
    connection.run("UPDATE case_steps SET done_at = ? WHERE case_number = ? AND position = ?", move.at, number, position);
    tell(connection, number, "step_done", step, move);
    if (left > 1) begin_next_step(connection, calendar, number, move.at);
    else close(connection, number, move);
    data::holder_changed(connection, card);
    return {};
}

std::optional<CaseFile> find_case(Connection& connection, const std::string& number, Timestamp now) {
    auto row = connection.query(select_cases("number = ?"), number);
    if (!row.next()) return std::nullopt;
    CaseFile file;
    file.as_told = case_from(connection, row);
    file.card_serial = row.text(12);
    file.kiosk = row.text(13);
    file.statutory_at = row.time(14);
    const bool open = file.as_told.state == Case::State::open;
    file.late = open && now > row.time(9);
    file.step_late = open && step_is_late(file.as_told, now);
    file.answers = answers_from(row.text(15));
    file.history = history_of(connection, number);
    return file;
}

std::vector<Case> cases_of(Connection& connection, const std::string& card_serial, int limit) {
    std::vector<Case> cases;
    auto row = connection.query(select_cases("card = ? ORDER BY accepted_at DESC, number DESC LIMIT ?"), card_serial, limit);
    while (row.next()) cases.push_back(case_from(connection, row));
    return cases;
}

std::vector<std::string> case_numbers(Connection& connection, const CaseFilter& filter, int limit) {
    std::vector<std::string> numbers;
    // A condition that is not asked for must not stand in the way of the index of one that is.
    const auto term = [](const std::string& wanted, std::string_view column, std::string_view place) {
        return std::string(wanted.empty() ? "''" : column) + " = " + std::string(place);
    };
    auto row = connection.query("SELECT number FROM cases WHERE " + term(filter.card_serial, "card", "?1") + " AND " +
                                    term(filter.receipt, "receipt", "?2") + " AND " + term(filter.state, "state", "?3") +
                                    " ORDER BY accepted_at DESC, number DESC LIMIT ?4",
                                filter.card_serial, filter.receipt, filter.state, limit);
    while (row.next()) numbers.push_back(row.text(0));
    return numbers;
}

}  // namespace onecard::cases
