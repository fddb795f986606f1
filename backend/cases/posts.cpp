#include "backend/cases/posts.hpp"

#include <map>

#include "base/text.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using data::Query;

constexpr std::string_view post_columns = "code, level, name_zh, name_en, parent, successor, vacant_since, abolished_at";
constexpr int hops_max = 10;

Post post_from(const Query& row) {
    Post post;
    post.code = row.text(0);
    post.level = level_named(row.text(1)).value_or(Level::district);
    post.name = {row.text(2), row.text(3)};
    post.parent = row.text(4);
    post.successor = row.text(5);
    post.vacant = !row.null(6);
    post.abolished = !row.null(7);
    return post;
}

void keep_post(Connection& connection, const PostSeed& post) {
    connection.run(
        "INSERT INTO posts (code, level, name_zh, name_en, parent) VALUES (?, ?, ?, ?, nullif(?, '')) ON CONFLICT (code) DO UPDATE SET "
        "level = excluded.level, name_zh = excluded.name_zh, name_en = excluded.name_en, parent = excluded.parent, abolished_at = NULL",
        post.code, name(post.level), post.name.zh, post.name.en, post.parent);
}

std::vector<PostSeed> posts_of_places(Connection& connection) {
    std::vector<PostSeed> seeds;
    {
        auto row = connection.query("SELECT code, name_zh, name_en FROM streets");
        while (row.next())
            seeds.push_back({street_post(row.text(0)), std::string(top_post), Level::street, {row.text(1) + "办事处", row.text(2) + " Office"}});
    }
    {
        auto row = connection.query("SELECT code, name_zh, name_en, street FROM communities");
        while (row.next()) {
            const auto parent = row.null(3) ? std::string(top_post) : street_post(row.text(3));
            seeds.push_back({community_post(row.text(0)), parent, Level::community, {row.text(1) + "居委会", row.text(2) + " Committee"}});
        }
    }
    auto row = connection.query("SELECT DISTINCT grid, community FROM residents WHERE grid <> ''");
    while (row.next())
        seeds.push_back({grid_post(row.text(0)), community_post(row.text(1)), Level::grid, {row.text(0) + "网格员", "Grid officer, " + row.text(0)}});
    return seeds;
}

wire::Localised named_after(const wire::Localised& name, const std::string& zh, const std::string& en) {
    return {replace_all(name.zh, "{place}", zh), replace_all(name.en, "{place}", en)};
}

/// One for each place of the level; below another one where there is such a level above it.
std::vector<PostSeed> posts_for(Connection& connection, const PlacePosts& posts, const Rules& rules) {
    std::vector<PostSeed> seeds;
    const auto* above = rules.place_posts(posts.parent);
    const auto* highest = &posts;
    while (const auto* higher = rules.place_posts(highest->parent)) highest = higher;
    auto row = posts.level == Level::street     ? connection.query("SELECT code, name_zh, name_en, '' FROM streets")
               : posts.level == Level::community ? connection.query("SELECT code, name_zh, name_en, coalesce(street, '') FROM communities")
                                                 : connection.query("SELECT DISTINCT grid, grid, grid, community FROM residents WHERE grid <> ''");
    while (row.next()) {
        const auto parent = above && !row.text(3).empty() ? above->prefix + row.text(3) : highest->parent;
        seeds.push_back({posts.prefix + row.text(0), parent, posts.level, named_after(posts.name, row.text(1), row.text(2))});
    }
    return seeds;
}

std::map<std::string, wire::Localised> departments_of(const Catalogue& catalogue, const Rules& rules) {
    std::map<std::string, wire::Localised> all = catalogue.departments();
    all.erase(rules.bad_rating_item().code.substr(0, 2));
    return all;
}

void abolish_missing(Connection& connection, const std::map<std::string, wire::Localised>& departments, Timestamp at) {
    std::vector<std::string> gone;
    {
        auto row = connection.query("SELECT code FROM posts WHERE code LIKE 'D:%' AND abolished_at IS NULL");
        while (row.next())
            if (!departments.contains(row.text(0).substr(2))) gone.push_back(row.text(0));
    }
    for (const auto& code : gone) connection.run("UPDATE posts SET abolished_at = ? WHERE code = ?", at, code);
}

/// The code that a way leads to, lowest first where a level has no post here.
std::vector<std::string> candidates(Connection& connection, const Rules& rules, const std::string& way, const Place& place) {
    const auto level = level_named(way);
    const auto* posts = rules.place_posts(way);
    if (!level && !posts) return {way};
    std::string street;
    {
        auto row = connection.query("SELECT street FROM communities WHERE code = ?", place.community);
        if (row.next()) street = row.text(0);
    }
    std::vector<std::string> codes;
    for (; posts; posts = rules.place_posts(posts->parent)) {
        codes.push_back(posts->prefix + (posts->level == Level::grid ? place.grid : posts->level == Level::community ? place.community : street));
        if (!rules.place_posts(posts->parent)) codes.push_back(posts->parent);
    }
    if (!level) return codes;
    switch (*level) {
        case Level::grid: return {grid_post(place.grid), community_post(place.community), street_post(street)};
        case Level::community: return {community_post(place.community), street_post(street)};
        case Level::street: return {street_post(street)};
        case Level::department: return {department_post(place.department)};
        case Level::district: return {};
    }
    return {};
}

}  // namespace

std::string grid_post(std::string_view grid) { return "G:" + std::string(grid); }
std::string community_post(std::string_view community) { return "C:" + std::string(community); }
std::string street_post(std::string_view street) { return "S:" + std::string(street); }
std::string department_post(std::string_view department) { return "D:" + std::string(department); }

std::optional<Post> find_post(Connection& connection, std::string_view code) {
    auto row = connection.query("SELECT " + std::string(post_columns) + " FROM posts WHERE code = ?", code);
    if (!row.next()) return std::nullopt;
    return post_from(row);
}

std::vector<Post> posts(Connection& connection) {
    std::vector<Post> all;
    auto row = connection.query("SELECT " + std::string(post_columns) + " FROM posts ORDER BY code");
    while (row.next()) all.push_back(post_from(row));
    return all;
}

void set_up_posts(Connection& connection, const Rules& rules, const Catalogue& catalogue, Timestamp at) {
    for (const auto& post : rules.posts()) keep_post(connection, post);
    const auto departments = departments_of(catalogue, rules);
    for (const auto& [code, title] : departments) keep_post(connection, {department_post(code), std::string(top_post), Level::department, title});
    for (const auto& post : posts_of_places(connection)) keep_post(connection, post);
    for (const auto& posts : rules.place_posts())
        for (const auto& post : posts_for(connection, posts, rules)) keep_post(connection, post);
    abolish_missing(connection, departments, at);
}

std::string standing_in(Connection& connection, std::string_view code) {
    std::string at(code);
    for (int hops = 0; hops < hops_max; ++hops) {
        const auto post = find_post(connection, at);
        if (!post) return std::string(top_post);
        if (!post->abolished && !post->vacant) return at;
        at = post->abolished && !post->successor.empty() ? post->successor : post->parent;
        if (at.empty()) return std::string(top_post);
    }
    return std::string(top_post);
}

std::string route(Connection& connection, const Rules& rules, std::string_view holder, const Place& place) {
    for (const auto& code : candidates(connection, rules, rules.way_of(holder), place))
        if (find_post(connection, code)) return standing_in(connection, code);
    return std::string(top_post);
}

std::optional<Post> post_at(Connection& connection, const Rules& rules, const std::string& way, const Place& place) {
    for (const auto& code : candidates(connection, rules, way, place))
        if (auto post = find_post(connection, code); post && !post->abolished) return post;
    return std::nullopt;
}

std::vector<std::string> seats_of(Connection& connection, std::string_view user) {
    std::vector<std::string> seats;
    auto row = connection.query("SELECT post FROM seats WHERE user = ? ORDER BY post", user);
    while (row.next()) seats.push_back(row.text(0));
    return seats;
}

Status give_seat(Connection& connection, const std::string& user, const std::string& post) {
    if (!connection.query("SELECT 1 FROM users WHERE name = ?", user).next()) return failure(Error::Kind::refused, "user.unknown", "there is nobody of this name");
    const auto found = find_post(connection, post);
    if (!found) return failure(Error::Kind::refused, "post.unknown", "there is no post " + post);
    if (found->abolished) return failure(Error::Kind::refused, "post.abolished", "the post " + post + " was abolished");
    connection.run("INSERT OR IGNORE INTO seats (user, post) VALUES (?, ?)", user, post);
    connection.run("UPDATE posts SET vacant_since = NULL WHERE code = ?", post);
    return {};
}

}  // namespace onecard::cases
