// Drafts between the form and the store.
#pragma once
#include <string>

#include "base/result.hpp"
#include "kiosk/flow/form.hpp"

namespace onecard::app {

/// The answers so far, as the store keeps them.
std::string written(const flow::Draft& draft);

/// What of a kept draft fits the form as it is today: answers to fields that are gone are left out. Error `draft.malformed`.
Result<flow::Draft> draft_from(const std::string& text, const flow::Item& item);

}  // namespace onecard::app
