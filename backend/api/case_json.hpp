// A case in the words of the console.
#pragma once
#include "backend/api/router.hpp"
#include "backend/cases/case_book.hpp"
#include "base/regions.hpp"

namespace onecard::api {

/// Without what was filled in: that is for who works on it, not for lists.
nlohmann::json case_json(const cases::CaseFile& file, Role role);

/// What was filled in, in the words of the form as it is today; `item` may be null.
nlohmann::json answers_json(const Regions& regions, const cases::Item* item, const cases::Answers& answers);

}  // namespace onecard::api
