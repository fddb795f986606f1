// What is done to cases and those who work on them beside serving.
#pragma once
#include <filesystem>
#include <string>

#include "backend/cases/rules.hpp"
#include "base/result.hpp"

namespace onecard {

/// The rules of `assets`/cases with the calendar of `assets`/calendar.
Result<cases::Rules> load_rules(const std::filesystem::path& assets);

/// Takes a person away: their open cases stay at their posts, and a post that nobody sits at any more hands them over. Error `user.unknown`.
Status remove_person(const std::filesystem::path& data, const std::filesystem::path& assets, const std::string& name);

/// Prints each open case with its holder and both clocks. Error `audit.differs` when one has no holder, or no clock, or waits unwatched.
Status print_case_audit(const std::filesystem::path& data);

}  // namespace onecard
