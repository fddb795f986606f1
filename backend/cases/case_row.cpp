#include "backend/cases/case_row.hpp"

#include <algorithm>

#include "backend/cases/publicity.hpp"
#include "backend/data/changes.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using data::Query;

Card card_named(const std::string& word) {
    if (word == "red") return Card::red;
    return word == "yellow" ? Card::yellow : Card::none;
}

std::optional<Timestamp> time_or_none(const Query& row, int column) {
    if (row.null(column)) return std::nullopt;
    return row.time(column);
}

/// When the case goes up unless it is done by then; nothing at the top, or while its clocks stand.
std::optional<Timestamp> reckon_up(Connection& connection, const Rules& rules, const CaseRow& row) {
    if (!row.running() || row.clocks_stopped) return std::nullopt;
    const auto post = find_post(connection, row.holder);
    if (!post || post->parent.empty()) return std::nullopt;
    if (const int hours = rules.chart(row.chart).up_after_hours; hours > 0) {
        const auto limit = row.step_limit_at ? std::min(*row.step_limit_at, row.promised_at) : row.promised_at;
        return std::max(limit, row.held_since) + std::chrono::hours(hours);
    }
    const auto& days = rules.ladder().up_after[static_cast<std::size_t>(post->level)];
    if (!days) return std::nullopt;
    const auto after = [&](Timestamp limit, int count) {
        const auto since = std::max(limit, row.held_since);
        return count == 0 ? since : rules.calendar().after(since, count);
    };
    // A step in time inside a case that is late as a whole gets a day at least: who has it now is not who delayed it.
    const auto whole = after(row.promised_at, std::max(1, *days));
    return row.step_limit_at ? std::min(whole, after(*row.step_limit_at, *days)) : whole;
}

std::optional<Timestamp> earlier(std::optional<Timestamp> one, std::optional<Timestamp> other) {
    if (!one || !other) return one ? one : other;
    return std::min(*one, *other);
}

/// When somebody has to look at it next, whatever nobody does.
std::optional<Timestamp> reckon_due(const Rules& rules, const CaseRow& row) {
    if (!row.running()) return std::nullopt;
    auto due = earlier(row.pause_ends_at, row.up_at);
    if (row.clocks_stopped) return due;
    if (row.step_limit_at && row.step_card == Card::none) due = earlier(due, step_yellow_at(rules, row));
    if (row.step_limit_at && row.step_card == Card::yellow) due = earlier(due, *row.step_limit_at);
    if (row.whole_card == Card::none) due = earlier(due, whole_yellow_at(rules, row));
    if (row.whole_card == Card::yellow) due = earlier(due, row.promised_at);
    return due;
}

}  // namespace

Timestamp step_yellow_at(const Rules& rules, const CaseRow& row) {
    return row.step_yellow_at.value_or(row.step_limit_at.value_or(row.promised_at) - std::chrono::hours(rules.ladder().step_yellow_hours));
}

Timestamp whole_yellow_at(const Rules& rules, const CaseRow& row) {
    const auto usual = rules.calendar().before(row.promised_at, rules.ladder().whole_yellow_days);
    return std::max(usual, std::min(row.accepted_at + (row.promised_at - row.accepted_at) / 2, row.promised_at));
}

std::string_view name(Card card) {
    switch (card) {
        case Card::none: return "none";
        case Card::yellow: return "yellow";
        case Card::red: return "red";
    }
    return {};
}

std::optional<CaseRow> load_row(Connection& connection, const std::string& number) {
    auto row = connection.query(
        "SELECT number, card, item_code, department_code, community, grid, chart, coalesce(served, ''), state, post, holder, coalesce(officer, ''), "
        "question, result, decision, accepted_at, promised_at, held_since, step_limit_at, closed_at, paused_at, pause_ends_at, up_at, due_at, "
        "urged_at, escalated_at, step_card, whole_card, clocks_stopped, coalesce(rating, 0), reopened, class, step_yellow_at FROM cases WHERE number = ?",
        number);
    if (!row.next()) return std::nullopt;
    CaseRow one;
    int column = 0;
    for (auto* text : {&one.number, &one.card, &one.item_code, &one.department, &one.community, &one.grid, &one.chart, &one.served, &one.state,
                       &one.post, &one.holder, &one.officer, &one.question, &one.result, &one.decision})
        *text = row.text(column++);
    for (auto* time : {&one.accepted_at, &one.promised_at, &one.held_since}) *time = row.time(column++);
    for (auto* time : {&one.step_limit_at, &one.closed_at, &one.paused_at, &one.pause_ends_at, &one.up_at, &one.due_at, &one.urged_at, &one.escalated_at})
        *time = time_or_none(row, column++);
    one.step_card = card_named(row.text(column++));
    one.whole_card = card_named(row.text(column++));
    one.clocks_stopped = row.number(column++) != 0;
    one.rating = static_cast<int>(row.number(column++));
    one.reopened = static_cast<int>(row.number(column++));
    one.case_class = row.text(column++);
    one.step_yellow_at = time_or_none(row, column);
    return one;
}

void save_row(Connection& connection, const Rules& rules, CaseRow& row) {
    row.up_at = reckon_up(connection, rules, row);
    row.due_at = reckon_due(rules, row);
    const auto officer = row.officer.empty() ? std::nullopt : std::optional(row.officer);
    const auto rating = row.rating == 0 ? std::nullopt : std::optional(row.rating);
    connection.run(
        "UPDATE cases SET state = ?, post = ?, holder = ?, officer = ?, question = ?, result = ?, decision = ?, promised_at = ?, held_since = ?, "
        "step_limit_at = ?, closed_at = ?, paused_at = ?, pause_ends_at = ?, up_at = ?, due_at = ?, urged_at = ?, escalated_at = ?, step_card = ?, "
        "whole_card = ?, clocks_stopped = ?, rating = ?, reopened = ?, step_yellow_at = ? WHERE number = ?",
        row.state, row.post, row.holder, officer, row.question, row.result, row.decision, row.promised_at, row.held_since, row.step_limit_at,
        row.closed_at, row.paused_at, row.pause_ends_at, row.up_at, row.due_at, row.urged_at, row.escalated_at, name(row.step_card),
        name(row.whole_card), row.clocks_stopped ? 1 : 0, rating, row.reopened, row.step_yellow_at, row.number);
    data::holder_changed(connection, row.card);
    for (const auto& card : invited_to(connection, row.number)) data::holder_changed(connection, card);
    if (row.case_class.empty()) return;
    data::reports_changed(connection, row.community);
    for (const auto& card : seconders_of(connection, row.number)) data::holder_changed(connection, card);
}

void pause(const Rules& rules, CaseRow& row, const MoveRule& rule, Timestamp at) {
    row.paused_at = at;
    row.pause_ends_at = rules.calendar().after(at, rule.days);
    row.clocks_stopped = rule.stops_clocks;
}

void resume(Connection& connection, const Rules& rules, CaseRow& row, Timestamp at) {
    const auto paused = row.paused_at.value_or(at);
    const auto moved = [&](Timestamp limit) {
        return limit < paused ? limit : rules.calendar().after(at, rules.calendar().between(paused, limit));
    };
    if (row.clocks_stopped) {
        row.promised_at = moved(row.promised_at);
        const auto days_left = row.step_limit_at ? rules.calendar().between(paused, *row.step_limit_at) : 0;
        const bool in_time = row.step_limit_at && *row.step_limit_at >= paused;
        if (row.step_limit_at) row.step_limit_at = moved(*row.step_limit_at);
        // Counted from here on, so that a changed calendar counts the same days.
        row.step_yellow_at.reset();
        if (in_time)
            connection.run("UPDATE case_steps SET limit_at = ?, began_at = ?, days = ?, hours = 0 WHERE case_number = ? AND began_at IS NOT NULL AND done_at IS NULL",
                           row.step_limit_at, at, days_left, row.number);
    }
    row.state = "open";
    row.clocks_stopped = false;
    row.paused_at = row.pause_ends_at = std::nullopt;
    row.question.clear();
}

std::optional<OpenStep> open_step(Connection& connection, const std::string& number) {
    auto row = connection.query(
        "SELECT position, days, code, holder_zh, hours, urgent, department, began_at, (SELECT count(*) FROM case_steps AS all_steps WHERE all_steps.case_number = case_steps.case_number "
        "AND done_at IS NULL) FROM case_steps WHERE case_number = ? AND done_at IS NULL ORDER BY position LIMIT 1",
        number);
    if (!row.next()) return std::nullopt;
    const Limit limit{static_cast<int>(row.number(1)), static_cast<int>(row.number(4)), row.number(5) != 0};
    return OpenStep{static_cast<int>(row.number(0)), static_cast<int>(row.number(8)), limit, row.text(2), row.text(3), row.text(6), time_or_none(row, 7)};
}

std::map<std::string, std::string> passed_to(Connection& connection, const Rules& rules, const CaseRow& row) {
    std::map<std::string, std::string> ways;
    for (const auto& passed : rules.chart(row.chart).passed_to)
        if (const auto post = post_at(connection, rules, passed.to, {row.community, row.grid, row.department})) ways.emplace(post->code, passed.told);
    return ways;
}

/// Whoever took a case over that its chart passes on goes on with it, as long as the same posts would have had the steps before and after.
bool stays(Connection& connection, const Rules& rules, const CaseRow& row, const OpenStep& step) {
    if (rules.chart(row.chart).passed_to.empty() || row.held_since == Timestamp()) return false;
    if (step.position == 0) return true;
    auto before = connection.query("SELECT holder_zh FROM case_steps WHERE case_number = ? AND position = ?", row.number, step.position - 1);
    return before.next() && rules.way_of(before.text(0)) == rules.way_of(step.holder);
}

void begin_step(Connection& connection, const Rules& rules, CaseRow& row, Timestamp at) {
    const auto step = open_step(connection, row.number);
    if (!step) return;
    row.step_limit_at = rules.calendar().after(at, step->limit);
    row.step_yellow_at.reset();
    // Of a few hours, half are over before anybody is warned.
    if (step->limit.hours > 0) row.step_yellow_at = at + (*row.step_limit_at - at) / 2;
    row.step_card = Card::none;
    const auto& chart = rules.chart(row.chart);
    const auto& department = step->department.empty() ? row.department : step->department;
    if (!chart.post.empty()) row.post = standing_in(connection, chart.post);
    else if (stays(connection, rules, row, *step)) row.post = standing_in(connection, row.post);
    else row.post = route(connection, rules, step->holder, {row.community, row.grid, department});
    row.holder = row.post;
    row.officer.clear();
    row.held_since = at;
    connection.run("UPDATE case_steps SET began_at = ?, limit_at = ? WHERE case_number = ? AND position = ?", at, row.step_limit_at, row.number,
                   step->position);
    publish_step(connection, rules, row, step->code, at);
}

void tell(Connection& connection, const CaseRow& row, std::string_view step, const Telling& telling) {
    connection.run("INSERT INTO case_events (case_number, at, kind, step, actor, role, post, target, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   row.number, telling.at, telling.kind, step, telling.actor, telling.role, row.holder, telling.target, telling.note);
}

std::vector<std::string> seconders_of(Connection& connection, const std::string& number) {
    std::vector<std::string> cards;
    auto row = connection.query("SELECT card FROM seconders WHERE case_number = ? ORDER BY at, card", number);
    while (row.next()) cards.push_back(row.text(0));
    return cards;
}

std::vector<std::string> invited_to(Connection& connection, const std::string& number) {
    std::vector<std::string> cards;
    auto row = connection.query("SELECT card FROM mediation_sides WHERE case_number = ? AND asked = 0", number);
    while (row.next()) cards.push_back(row.text(0));
    return cards;
}

std::string next_up(Connection& connection, const std::string& holder) {
    const auto post = find_post(connection, holder);
    if (!post || post->parent.empty()) return {};
    auto up = standing_in(connection, post->parent);
    return up == holder ? std::string() : up;
}

}  // namespace onecard::cases
