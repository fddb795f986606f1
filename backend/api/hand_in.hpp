// What a kiosk hands in, and the answer that it gets now and whenever it asks again.
#pragma once
#include <span>

#include "backend-client/wire/messages.hpp"
#include "backend/api/office.hpp"

namespace onecard::api {

/// Takes one submission in the caller's unit of work. The first answer to an id is stored and is its answer for ever; another
/// kind or body under a known id is refused with `submission.other_body`. `later` when the database fails: nothing of this one
/// is kept then, and the others are not touched.
wire::SubmissionAnswer hand_in(const Office& office, data::Connection& connection, const std::string& kiosk, const wire::Submission& submission);
/// The same for several, an answer each in their order; quicker than one by one.
std::vector<wire::SubmissionAnswer> hand_in(const Office& office, data::Connection& connection, const std::string& kiosk,
                                            std::span<const wire::Submission> batch);

}  // namespace onecard::api
