// What must reach the backend. A submission is added once, in one durable step, and leaves only by the backend's answer:
// waiting → received, or waiting → parked (needs a person). Nothing is deleted because somebody complained.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backend-client/store/lifetime.hpp"
#include "backend-client/wire/messages.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace onecard::store {

class Connection;

/// Whose submission it is and the number on the slip. The serial is kept as a keyed digest only.
struct Belonging {
    std::string card_serial;
    std::string receipt;
};

struct NewSubmission {
    wire::Submission submission;
    Belonging belonging;
};

/// `sending` is not among them: it is true only while the engine waits for an answer (SyncStatus::in_flight).
enum class SubmissionState { waiting, received, parked };
std::string_view name(SubmissionState state);

/// What a screen shows of a submission.
struct SubmissionRecord {
    std::string id;
    std::string kind;
    std::string receipt;
    SubmissionState state = SubmissionState::waiting;
    std::string code;       ///< why it is parked, or why the backend asked for another try
    std::string reference;  ///< what it became at the backend; empty until received
    int attempts = 0;       ///< how often the backend asked for another try
    Timestamp created_at;
    std::optional<Timestamp> settled_at;
};

struct OutboxCounts {
    std::int64_t waiting = 0, received = 0, parked = 0;
};

/// Of one Store; used from its thread. Errors are those of SQLite as sqlite_failure() names them, and those named below.
class Outbox {
public:
    /// The longest that a submission waits after the backend said `later`, whatever the wall clock does meanwhile.
    static constexpr Millis retry_wait_max = std::chrono::minutes(10);

    explicit Outbox(Connection& connection) : connection_(&connection) {}

    /// Durable when it returns. The same id with the same kind and body again does nothing; with others it fails with
    /// `store.id_taken`. Error `store.submission_form`: no UUID, no kind, body empty, too large or not UTF-8.
    Status add(const wire::Submission& submission, const Belonging& belonging = {});
    /// All or none, with one commit.
    Status add_many(std::span<const NewSubmission> batch);

    /// So much body that it fits into one batch even if every character must be escaped there.
    static constexpr std::size_t due_bytes_max = (wire::batch_bytes_max - (1 << 20)) / 2;

    /// Those to send now, oldest first, together at most `bytes_max` of body (but always at least one).
    Result<std::vector<wire::Submission>> due(std::size_t count_max = wire::submissions_max, std::size_t bytes_max = due_bytes_max);

    /// Writes the backend's answers down, one commit for all. Answers to unknown or settled ids change nothing.
    Status settle(std::span<const wire::SubmissionAnswer> answers);

    /// Puts a waiting one aside for a person.
    Status park(const std::string& id, const std::string& code);
    /// A technician lets a parked one try again.
    Status release(const std::string& id);

    Result<OutboxCounts> counts();
    /// When the oldest waiting one was made.
    Result<std::optional<Timestamp>> oldest();
    /// Until the next waiting one is due: zero when one is due now, nothing when none waits.
    Result<std::optional<Millis>> next_due_in();

    Result<std::optional<SubmissionRecord>> find(const std::string& id);
    /// The newest with this receipt number. Reads from the newest backwards: quick for those of today.
    Result<std::optional<SubmissionRecord>> find_receipt(const std::string& receipt);
    /// What was handed in, as it was frozen. Errors `store.unknown` (no such id, or wiped), `seal.broken`.
    Result<std::string> body(const std::string& id);
    /// Newest first.
    Result<std::vector<SubmissionRecord>> of_card(const std::string& card_serial, std::size_t count_max = 50);
    Result<std::vector<SubmissionRecord>> parked(std::size_t count_max = 100);

    /// Wipes bodies of received ones older than personal_lifetime; the rows stay. Gives how many; call until it gives 0.
    Result<std::size_t> prune(std::size_t count_max = 500);

private:
    Connection* connection_;
};

}  // namespace onecard::store
