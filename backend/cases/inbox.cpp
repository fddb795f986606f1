#include "backend/cases/inbox.hpp"

#include <algorithm>

#include "backend/cases/posts.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

std::vector<std::string> below(Connection& connection, const std::vector<std::string>& posts) {
    std::vector<std::string> all;
    auto row = connection.query(
        "WITH RECURSIVE under (code) AS (SELECT posts.code FROM posts JOIN json_each(?1) AS own ON posts.parent = own.value "
        "UNION SELECT posts.code FROM posts JOIN under ON posts.parent = under.code) SELECT code FROM under",
        dump_json(Json(posts)));
    while (row.next()) all.push_back(row.text(0));
    return all;
}

bool among(const std::vector<std::string>& posts, const std::string& post) { return std::find(posts.begin(), posts.end(), post) != posts.end(); }

/// The index of the open cases serves each of these; what is over is found by its state and time.
std::string condition_of(const Scope& scope, Listing::Box box) {
    constexpr const char* own = "(SELECT value FROM json_each(?1))";
    constexpr const char* under = "(SELECT value FROM json_each(?2))";
    switch (box) {
        case Listing::Box::work: return std::string("post IN ") + own;
        case Listing::Box::answer: return std::string("holder IN ") + own + " AND post NOT IN " + own;
        case Listing::Box::below: return std::string("post IN ") + under;
        case Listing::Box::all:
            if (scope.whole) return "TRUE";
            return std::string("(post IN ") + own + " OR holder IN " + own + " OR post IN " + under + ")";
    }
    return "FALSE";
}

}  // namespace

Scope scope_of(Connection& connection, const std::string& user, bool whole) {
    Scope scope;
    scope.whole = whole;
    scope.posts = seats_of(connection, user);
    if (!scope.posts.empty()) scope.below = below(connection, scope.posts);
    return scope;
}

bool within(Connection& connection, const Scope& scope, const std::string& number) {
    if (scope.whole) return true;
    auto row = connection.query("SELECT post, holder FROM cases WHERE number = ?", number);
    if (!row.next()) return false;
    return among(scope.posts, row.text(0)) || among(scope.posts, row.text(1)) || among(scope.below, row.text(0));
}

std::vector<std::string> listed(Connection& connection, const Scope& scope, const Listing& listing) {
    std::vector<std::string> numbers;
    const bool over = listing.state == "closed" || listing.state == "withdrawn";
    const std::string state = listing.state.empty() ? "closed_at IS NULL AND ?3 = ''" : over ? "state = ?3" : "closed_at IS NULL AND state = ?3";
    // A number, or how one begins, is found whatever became of the case.
    if (listing.item.starts_with("C-")) {
        auto row = connection.query("SELECT number FROM cases WHERE number >= ?3 AND number < ?3 || '~' AND " + condition_of(scope, listing.box) +
                                        " AND ?1 = ?1 AND ?2 = ?2 ORDER BY number LIMIT ?4",
                                    dump_json(Json(scope.posts)), dump_json(Json(scope.below)), listing.item, listing.limit);
        while (row.next()) numbers.push_back(row.text(0));
        return numbers;
    }
    const std::string item = listing.item.empty() ? "?4 = ''" : "(instr(item_zh, ?4) > 0 OR instr(lower(item_en), lower(?4)) > 0 OR instr(number, ?4) > 0)";
    const std::string order = over ? "accepted_at DESC" : "step_card = 'red' DESC, urged_at IS NOT NULL DESC, step_limit_at, number";
    auto row = connection.query("SELECT number FROM cases WHERE " + condition_of(scope, listing.box) + " AND " + state + " AND " + item + " ORDER BY " + order +
                                    " LIMIT ?5",
                                dump_json(Json(scope.posts)), dump_json(Json(scope.below)), listing.state, listing.item, listing.limit);
    while (row.next()) numbers.push_back(row.text(0));
    return numbers;
}

}  // namespace onecard::cases
