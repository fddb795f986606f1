#include "backend/data/submissions.hpp"

#include "base/crypto.hpp"

namespace onecard::data {

Bytes submission_digest(std::string_view kind, std::string_view body) {
    const auto digest = crypto::sha256(as_bytes(std::string(kind) + '\0' + std::string(body)));
    return Bytes(digest.begin(), digest.end());
}

void keep_answer(Connection& connection, const AnsweredSubmission& submission, const Bytes& digest) {
    connection.run("INSERT INTO submissions (id, kind, digest, body, kiosk, outcome, code, reference, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   submission.id, submission.kind, digest, submission.body, submission.kiosk, submission.outcome, submission.code, submission.reference,
                   submission.received_at);
}

}  // namespace onecard::data
