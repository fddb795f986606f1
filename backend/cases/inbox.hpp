// Which cases a person may see, and the lists they work from.
#pragma once
#include <string>
#include <vector>

#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// What of the district somebody works for. From role and seats; the posts below those of a community or street belong to it.
struct Scope {
    bool whole = false;                     ///< supervisors and administrators
    std::vector<std::string> posts;         ///< own seats
    std::vector<std::string> below;         ///< posts that report to them, at any depth
};
Scope scope_of(data::Connection& connection, const std::string& user, bool whole);

/// True when the case lies at, or is answered for by, a post of the scope; whole scopes see all.
bool within(data::Connection& connection, const Scope& scope, const std::string& number);

struct Listing {
    enum class Box {
        work,      ///< lies at own posts
        answer,    ///< own posts answer for it, though others work on it
        below,     ///< lies at posts that report to own ones
        all        ///< whole scopes only; for others the three above together
    };
    Box box = Box::work;
    std::string state;                      ///< empty: all that are not over
    std::string item;                       ///< part of the item's Chinese or English name, or of the number
    int limit = 100;
};
/// Numbers; those with red cards and urged ones first, then by the limit of the step.
std::vector<std::string> listed(data::Connection& connection, const Scope& scope, const Listing& listing);

}  // namespace onecard::cases
