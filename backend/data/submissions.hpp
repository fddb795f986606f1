// Submissions as they are remembered: the first answer to an id is its answer for ever.
#pragma once
#include <string>
#include <string_view>

#include "backend/data/connection.hpp"

namespace onecard::data {

/// By which the same submission is known again: 32 bytes over kind and body.
Bytes submission_digest(std::string_view kind, std::string_view body);

struct AnsweredSubmission {
    std::string_view id, kind, body, kiosk, outcome, code, reference;
    Timestamp received_at;
};

/// In the caller's unit of work. `digest` is that of the body that came, which need not be the one that is kept.
void keep_answer(Connection& connection, const AnsweredSubmission& submission, const Bytes& digest);

}  // namespace onecard::data
