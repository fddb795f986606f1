// Posts (岗位): who can hold a case. A post stays when its officers change; when it is vacant or abolished, its cases are handed over by rule.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

struct Post {
    std::string code, parent, successor;
    Level level = Level::district;
    wire::Localised name;
    bool vacant = false, abolished = false;
};

std::optional<Post> find_post(data::Connection& connection, std::string_view code);
std::vector<Post> posts(data::Connection& connection);

// Codes of the posts that follow from places and departments.
std::string grid_post(std::string_view grid);
std::string community_post(std::string_view community);
std::string street_post(std::string_view street);
std::string department_post(std::string_view department);

/// Makes the posts that the rules, the catalogue and the places ask for. The post of a department that the catalogue no longer has is
/// abolished, and comes back to life when it is there again. In a unit of work.
void set_up_posts(data::Connection& connection, const Rules& rules, const Catalogue& catalogue, Timestamp at);

/// The post itself, or who stands in for it: the successor of an abolished one, the next higher of a vacant one; at last the top.
std::string standing_in(data::Connection& connection, std::string_view code);

/// Where a step's work happens.
struct Place {
    std::string community, grid, department;
};
/// The post that holds a step, never vacant or abolished unless all are.
std::string route(data::Connection& connection, const Rules& rules, std::string_view holder, const Place& place);

/// Where a way (see Rules::way_of) leads from a place: the post that stands, or nothing when there is none there.
std::optional<Post> post_at(data::Connection& connection, const Rules& rules, const std::string& way, const Place& place);

/// Of a person; in the order of their codes.
std::vector<std::string> seats_of(data::Connection& connection, std::string_view user);
/// Errors: `user.unknown`, `post.unknown`, `post.abolished`. A vacant post is vacant no longer.
Status give_seat(data::Connection& connection, const std::string& user, const std::string& post);

}  // namespace onecard::cases
