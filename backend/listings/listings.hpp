// The public lists: who may put something there, which version holds, what kiosks are told of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "backend-client/wire/listings.hpp"
#include "backend/data/connection.hpp"

namespace onecard::listings {

/// Where a listing comes from.
struct Origin {
    std::string community;      ///< only its kiosks show it; empty: all do
    std::string by;             ///< user; empty for the rules themselves
    std::string case_number;    ///< empty: from no case
};

/// One version as those who answer for it see it.
struct Version {
    wire::Listing listing;      ///< with its counts when published
    std::string state;          ///< `proposed`, `published`, `replaced`, `gone`
    Origin origin;
    std::string approved_by;
};

inline constexpr int versions_listed_max = 300;

/// Puts a new version before somebody who approves it; replaces an earlier proposal of the same id. Gives its version.
int propose(data::Connection& connection, wire::Listing listing, const Origin& origin, Timestamp at);

/// The proposed version is published from now on. Errors of kind refused: `listing.unknown`, `listing.own` (who proposes does not approve).
Status approve(data::Connection& connection, const std::string& id, const std::string& by, Timestamp at);

/// By rule: without a second person. An id that is published already gets a new version.
void publish(data::Connection& connection, wire::Listing listing, const Origin& origin, Timestamp at);

/// No kiosk shows it any more; its versions stay in the files. Error `listing.unknown`.
Status take_back(data::Connection& connection, const std::string& id, const std::string& by, Timestamp at);

/// As it is published, with its counts; nothing when it is not, or its last day is over.
std::optional<wire::Listing> find(data::Connection& connection, const std::string& id, Timestamp now);

/// Newest first, at most versions_listed_max; an empty `kind` or `state` matches all.
std::vector<Version> versions(data::Connection& connection, const std::string& kind, const std::string& state);

/// The case that a suggestion became has its result: that is the public answer.
void answer_of_case(data::Connection& connection, const std::string& case_number, const wire::Localised& answer, Timestamp at);

/// What follows from the name of a resident for a public list: the family name, the rest as stars.
std::string masked(std::string_view name);

}  // namespace onecard::listings
