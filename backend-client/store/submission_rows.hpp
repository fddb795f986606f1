// Rows of the outbox, written inside a transaction that may write other things too. Private to store/.
#pragma once
#include "backend-client/store/diary.hpp"
#include "backend-client/store/outbox.hpp"

namespace onecard::store {

/// Error `store.submission_form`.
Status check_form(const wire::Submission& submission);

/// Call inside Connection::writing(), after check_form(). Error `store.id_taken`.
Status insert_submission(Connection& connection, Diary& diary, const NewSubmission& entry);

}  // namespace onecard::store
