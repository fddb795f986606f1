#include "backend/cases/watch.hpp"

#include <algorithm>

#include "backend/cases/case_row.hpp"
#include "backend/cases/slots.hpp"
#include "backend/data/migrations.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

Telling by_rule(std::string_view kind, std::string target, Timestamp at) { return {kind, {}, "system", std::move(target), {}, at}; }

std::vector<std::string> numbers(data::Query& row) {
    std::vector<std::string> all;
    while (row.next()) all.push_back(row.text(0));
    return all;
}

/// A card once for each clock, against whoever held the case when it was due.
void give_cards(Connection& connection, const Rules& rules, CaseRow& row, Timestamp now) {
    const auto give = [&](Card& card, Timestamp yellow_at, Timestamp limit, std::string_view clock) {
        if (card == Card::none && now >= yellow_at) {
            card = Card::yellow;
            tell(connection, row, clock, by_rule("yellow_card", row.holder, std::max(yellow_at, std::min(now, row.held_since))));
        }
        if (card == Card::yellow && now > limit) {
            card = Card::red;
            tell(connection, row, clock, by_rule("red_card", row.holder, limit));
        }
    };
    if (row.step_limit_at) give(row.step_card, step_yellow_at(rules, row), *row.step_limit_at, "step");
    give(row.whole_card, whole_yellow_at(rules, row), row.promised_at, "whole");
}

/// What was asked for never came, or the reason to wait is over.
void end_pause(Connection& connection, const Rules& rules, CaseRow& row, Timestamp now) {
    if (row.state == "suspended") {
        resume(connection, rules, row, now);
        return tell(connection, row, {}, by_rule("resumed", {}, now));
    }
    row.state = "withdrawn";
    row.closed_at = now;
    row.step_limit_at = row.paused_at = row.pause_ends_at = std::nullopt;
    row.clocks_stopped = false;
    free_slot(connection, row.number, now);
    row.result = "补正期限已过，没有收到补正材料，本件已终止。可以重新申请。";
    tell(connection, row, {}, by_rule("ended_unanswered", {}, now));
}

/// As many rungs as are due: a backend that was off for a week catches up, with each rung at its own time.
void climb(Connection& connection, const Rules& rules, CaseRow& row, Timestamp now) {
    for (std::size_t rung = 0; rung < all_levels.size() && row.up_at && now >= *row.up_at; ++rung) {
        const auto up = next_up(connection, row.holder);
        if (up.empty()) return;
        const auto at = *row.up_at;
        tell(connection, row, {}, by_rule("escalated", up, at));
        row.holder = up;
        row.held_since = at;
        save_row(connection, rules, row);
    }
}

void look_at(Connection& connection, const Rules& rules, const std::string& number, Timestamp now) {
    auto row = load_row(connection, number);
    if (!row) return;
    // From before posts were known.
    if (to_millis(row->held_since) == 0 && row->running()) begin_step(connection, rules, *row, now);
    if (row->pause_ends_at && now > *row->pause_ends_at) end_pause(connection, rules, *row, now);
    if (row->running() && !row->clocks_stopped) give_cards(connection, rules, *row, now);
    save_row(connection, rules, *row);
    climb(connection, rules, *row, now);
    // A limit is kept to its very end; the moment after it is looked at again.
    if (row->due_at && *row->due_at <= now)
        connection.run("UPDATE cases SET due_at = ? WHERE number = ?", now + Millis(1), number);
}

void hand_over_case(Connection& connection, const Rules& rules, const std::string& number, Timestamp now) {
    auto row = load_row(connection, number);
    if (!row) return;
    const auto post = standing_in(connection, row->post), holder = standing_in(connection, row->holder);
    if (post == row->post && holder == row->holder) return;
    tell(connection, *row, {}, by_rule("handed_over", holder, now));
    if (post != row->post) row->officer.clear();
    if (holder != row->holder) row->held_since = now;
    row->post = post;
    row->holder = holder;
    save_row(connection, rules, *row);
}

}  // namespace

int watch(Connection& connection, const Rules& rules, Timestamp now) {
    std::vector<std::string> due;
    {
        auto row = connection.query("SELECT number FROM cases WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, watched_max);
        due = numbers(row);
    }
    for (const auto& number : due) look_at(connection, rules, number, now);
    return static_cast<int>(due.size());
}

std::optional<Timestamp> next_due(Connection& connection) {
    auto row = connection.query("SELECT min(due_at) FROM cases WHERE due_at IS NOT NULL");
    if (!row.next() || row.null(0)) return std::nullopt;
    return row.time(0);
}

int hand_over(Connection& connection, const Rules& rules, Timestamp now) {
    std::vector<std::string> left;
    {
        auto row = connection.query(
            "SELECT number FROM posts CROSS JOIN cases ON cases.post = posts.code OR cases.holder = posts.code WHERE cases.closed_at IS NULL AND posts.parent IS NOT NULL "
            "AND (posts.vacant_since IS NOT NULL OR posts.abolished_at IS NOT NULL) GROUP BY number");
        left = numbers(row);
    }
    for (const auto& number : left) hand_over_case(connection, rules, number, now);
    return static_cast<int>(left.size());
}

Status remove_person(Connection& connection, const Rules& rules, const std::string& user, Timestamp now) {
    if (!connection.query("SELECT 1 FROM users WHERE name = ?", user).next()) return failure(Error::Kind::refused, "user.unknown", "there is nobody of this name");
    std::vector<std::string> theirs;
    {
        auto row = connection.query("SELECT number FROM cases WHERE officer = ? AND closed_at IS NULL", user);
        theirs = numbers(row);
    }
    for (const auto& number : theirs) {
        auto row = load_row(connection, number);
        if (!row) continue;
        row->officer.clear();
        tell(connection, *row, {}, by_rule("officer_left", row->post, now));
        save_row(connection, rules, *row);
    }
    connection.run(
        "UPDATE posts SET vacant_since = ?1 WHERE vacant_since IS NULL AND code IN (SELECT post FROM seats WHERE user = ?2) "
        "AND NOT EXISTS (SELECT 1 FROM seats WHERE seats.post = posts.code AND user <> ?2)",
        now, user);
    for (const auto* table : {"seats", "sessions"}) connection.run("DELETE FROM " + std::string(table) + " WHERE user = ?", user);
    connection.run("DELETE FROM users WHERE name = ?", user);
    hand_over(connection, rules, now);
    return {};
}

int follow_calendar(Connection& connection, const Rules& rules, Timestamp now) {
    const auto digest = rules.calendar().digest();
    const auto last = data::fact(connection, "calendar_digest");
    if (digest == last) return 0;
    data::set_fact(connection, "calendar_digest", digest);
    if (last.empty()) return 0;
    std::vector<std::string> open;
    {
        auto row = connection.query("SELECT number FROM cases WHERE state = 'open' AND step_limit_at > ?", now);
        open = numbers(row);
    }
    int moved = 0;
    for (const auto& number : open) {
        auto row = load_row(connection, number);
        std::optional<Timestamp> limit;
        if (const auto step = open_step(connection, number); step && step->began_at) limit = rules.calendar().after(*step->began_at, step->limit);
        // Not beyond what the resident holds in their hands; but a limit already beyond it stays.
        if (limit) limit = std::min(*limit, std::max(row->promised_at, *row->step_limit_at));
        if (!limit || *limit == *row->step_limit_at || *limit <= now) continue;
        tell(connection, *row, {}, by_rule("calendar_changed", to_iso(*limit), now));
        row->step_limit_at = limit;
        row->step_yellow_at.reset();
        connection.run("UPDATE case_steps SET limit_at = ? WHERE case_number = ? AND done_at IS NULL AND began_at IS NOT NULL", limit, number);
        save_row(connection, rules, *row);
        ++moved;
    }
    return moved;
}

}  // namespace onecard::cases
