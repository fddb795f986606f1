#include "backend-client/store/outbox.hpp"

#include <algorithm>

#include "backend-client/store/submission_rows.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"

namespace onecard::store {
namespace {

constexpr Millis first_retry_wait = std::chrono::seconds(5);
constexpr int retries_max = 30;  // with growing waits about four hours of `later`; then a person looks

SubmissionRecord record_of(const Query& row) {
    SubmissionRecord record;
    record.id = row.text(0);
    record.kind = row.text(1);
    record.receipt = row.text(2);
    const auto state = row.text(3);
    for (const auto value : {SubmissionState::waiting, SubmissionState::received, SubmissionState::parked})
        if (name(value) == state) record.state = value;
    record.code = row.text(4);
    record.reference = row.text(5);
    record.attempts = static_cast<int>(row.number(6));
    record.created_at = from_millis(row.number(7));
    if (!row.null(8)) record.settled_at = from_millis(row.number(8));
    return record;
}

std::vector<SubmissionRecord> records_of(Query& rows) {
    std::vector<SubmissionRecord> records;
    while (rows.step()) records.push_back(record_of(rows));
    return records;
}

std::optional<SubmissionRecord> first_of(Query& rows) {
    if (!rows.step()) return std::nullopt;
    return record_of(rows);
}

Millis wait_after(std::int64_t attempts) {
    auto wait = first_retry_wait;
    for (std::int64_t i = 0; i < attempts && wait < Outbox::retry_wait_max; ++i) wait *= 2;
    return std::min(wait, Outbox::retry_wait_max);
}

void write_received(Connection& connection, Diary& diary, const wire::SubmissionAnswer& answer) {
    auto row = connection.query("UPDATE outbox SET state = 'received', code = ?1, reference = ?2, settled_at = ?3"
                                " WHERE id = ?4 AND state = 'waiting'");
    row.bind(1, answer.code).bind(2, answer.reference).bind(3, connection.now()).bind(4, answer.id);
    if (row.run() == 0) return;
    diary.note("outbox.received", answer.id);
    // A payment's submission has the id of its journal entry; others have none.
    connection.query("UPDATE journal SET unsent = 0 WHERE id = ?1").bind(1, answer.id).run();
}

bool write_parked(Connection& connection, Diary& diary, std::string_view id, std::string_view code) {
    auto row = connection.query("UPDATE outbox SET state = 'parked', code = ?1, settled_at = ?2 WHERE id = ?3 AND state = 'waiting'");
    if (row.bind(1, code).bind(2, connection.now()).bind(3, id).run() == 0) return false;
    diary.note("outbox.parked", id);
    return true;
}

void write_later(Connection& connection, Diary& diary, const wire::SubmissionAnswer& answer) {
    auto waiting = connection.query("SELECT attempts FROM outbox WHERE id = ?1 AND state = 'waiting'");
    if (!waiting.bind(1, answer.id).step()) return;
    const auto attempts = waiting.number(0) + 1;
    if (attempts > retries_max) {
        write_parked(connection, diary, answer.id, answer.code.empty() ? "submission.later" : answer.code);
        return;
    }
    connection.query("UPDATE outbox SET attempts = ?1, next_try_at = ?2, code = ?3 WHERE id = ?4")
        .bind(1, attempts)
        .bind(2, connection.now() + wait_after(attempts - 1).count())
        .bind(3, answer.code)
        .bind(4, answer.id)
        .run();
}

}  // namespace

std::string_view name(SubmissionState state) {
    switch (state) {
        case SubmissionState::waiting: return "waiting";
        case SubmissionState::received: return "received";
        case SubmissionState::parked: return "parked";
    }
    return {};
}

Status check_form(const wire::Submission& submission) {
    const auto bad = [](const char* what) { return failure(Error::Kind::invalid, "store.submission_form", what); };
    if (!is_id(submission.id)) return bad("id");
    if (submission.kind.empty() || submission.kind.size() > 32) return bad("kind");
    if (submission.body.empty() || submission.body.size() > wire::submission_bytes_max) return bad("body size");
    if (!is_utf8(submission.body)) return bad("body is not UTF-8");
    return {};
}

Status insert_submission(Connection& connection, Diary& diary, const NewSubmission& entry) {
    const auto& submission = entry.submission;
    const auto digest = connection.content_digest(submission.kind, submission.body);
    const auto holder = connection.holder_key(entry.belonging.card_serial);
    const auto body = connection.seal(submission.body, "outbox:" + submission.id);
    auto row = connection.query("INSERT INTO outbox (id, kind, receipt, holder, state, created_at, digest, body)"
                                " VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING");
    row.bind(1, submission.id).bind(2, submission.kind).bind(3, entry.belonging.receipt);
    if (!holder.empty()) row.bind(4, holder);
    if (row.bind(5, to_millis(submission.created_at)).bind(6, digest).bind(7, body).run() > 0) {
        diary.note("outbox.added", submission.id, digest);
        return {};
    }
    auto known = connection.query("SELECT digest FROM outbox WHERE id = ?1");
    if (known.bind(1, submission.id).step() && equal_in_constant_time(known.bytes(0), digest)) return {};
    return failure(Error::Kind::invalid, "store.id_taken", submission.id);
}

Status Outbox::add(const wire::Submission& submission, const Belonging& belonging) {
    const NewSubmission entry{submission, belonging};
    return add_many({&entry, 1});
}

Status Outbox::add_many(std::span<const NewSubmission> batch) {
    for (const auto& entry : batch)
        if (auto good = check_form(entry.submission); !good) return good;
    return connection_->writing([&]() -> Status {
        Diary diary(*connection_);
        for (const auto& entry : batch)
            if (auto done = insert_submission(*connection_, diary, entry); !done) return done;
        return {};
    });
}

Result<std::vector<wire::Submission>> Outbox::due(std::size_t count_max, std::size_t bytes_max) {
    std::vector<std::string> broken;
    auto batch = connection_->guarded([&]() -> Result<std::vector<wire::Submission>> {
        std::vector<wire::Submission> found;
        std::size_t bytes = 0;
        auto row = connection_->query("SELECT id, kind, created_at, body FROM outbox WHERE state = 'waiting'"
                                      " AND (next_try_at <= ?1 OR next_try_at > ?2) ORDER BY place LIMIT ?3");
        // A try set further ahead than any wait can be was set by a clock that has since been put back.
        row.bind(1, connection_->now()).bind(2, connection_->now() + retry_wait_max.count()).bind(3, static_cast<std::int64_t>(count_max));
        while (row.step()) {
            auto id = row.text(0);
            auto body = connection_->unseal(row.bytes(3), "outbox:" + id);
            if (!body) {
                broken.push_back(std::move(id));
                continue;
            }
            bytes += body->size();
            if (!found.empty() && bytes > bytes_max) break;
            found.push_back({std::move(id), row.text(1), std::move(*body), from_millis(row.number(2))});
        }
        return found;
    });
    // One that can't be read any more must not hold up those behind it.
    for (const auto& id : broken) (void)park(id, "store.seal_broken");
    return batch;
}

Status Outbox::settle(std::span<const wire::SubmissionAnswer> answers) {
    return connection_->writing([&]() -> Status {
        Diary diary(*connection_);
        for (const auto& answer : answers) {
            switch (answer.outcome) {
                case wire::SubmissionAnswer::Outcome::received: write_received(*connection_, diary, answer); break;
                case wire::SubmissionAnswer::Outcome::refused: write_parked(*connection_, diary, answer.id, answer.code); break;
                case wire::SubmissionAnswer::Outcome::later: write_later(*connection_, diary, answer); break;
            }
        }
        return {};
    });
}

Status Outbox::park(const std::string& id, const std::string& code) {
    return connection_->writing([&]() -> Status {
        Diary diary(*connection_);
        if (!write_parked(*connection_, diary, id, code)) return failure(Error::Kind::invalid, "store.not_waiting", id);
        return {};
    });
}

Status Outbox::release(const std::string& id) {
    return connection_->writing([&]() -> Status {
        Diary diary(*connection_);
        auto row = connection_->query("UPDATE outbox SET state = 'waiting', attempts = 0, next_try_at = 0, settled_at = NULL"
                                      " WHERE id = ?1 AND state = 'parked'");
        if (row.bind(1, id).run() == 0) return failure(Error::Kind::invalid, "store.not_parked", id);
        diary.note("outbox.released", id);
        return {};
    });
}

Result<OutboxCounts> Outbox::counts() {
    return connection_->guarded([&]() -> Result<OutboxCounts> {
        auto row = connection_->query("SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting'),"
                                      " (SELECT count(*) FROM outbox WHERE state = 'parked'), (SELECT count(*) FROM outbox)");
        row.step();
        return OutboxCounts{row.number(0), row.number(2) - row.number(0) - row.number(1), row.number(1)};
    });
}

Result<std::optional<Timestamp>> Outbox::oldest() {
    return connection_->guarded([&]() -> Result<std::optional<Timestamp>> {
        auto row = connection_->query("SELECT created_at FROM outbox WHERE state = 'waiting' ORDER BY place LIMIT 1");
        if (!row.step()) return std::nullopt;
        return from_millis(row.number(0));
    });
}

Result<std::optional<Millis>> Outbox::next_due_in() {
    return connection_->guarded([&]() -> Result<std::optional<Millis>> {
        const auto now = connection_->now();
        auto due = connection_->query("SELECT 1 FROM outbox WHERE state = 'waiting' AND (next_try_at <= ?1 OR next_try_at > ?2) LIMIT 1");
        if (due.bind(1, now).bind(2, now + retry_wait_max.count()).step()) return Millis(0);
        auto next = connection_->query("SELECT min(next_try_at) FROM outbox WHERE state = 'waiting'");
        if (!next.step() || next.null(0)) return std::nullopt;
        return Millis(next.number(0) - now);
    });
}

Result<std::optional<SubmissionRecord>> Outbox::find(const std::string& id) {
    return connection_->guarded([&]() -> Result<std::optional<SubmissionRecord>> {
        auto row = connection_->query("SELECT id, kind, receipt, state, code, reference, attempts, created_at, settled_at FROM outbox WHERE id = ?1");
        return first_of(row.bind(1, id));
    });
}

Result<std::string> Outbox::body(const std::string& id) {
    return connection_->guarded([&]() -> Result<std::string> {
        auto row = connection_->query("SELECT body FROM outbox WHERE id = ?1 AND body IS NOT NULL");
        if (!row.bind(1, id).step()) return failure(Error::Kind::invalid, "store.unknown", id);
        return connection_->unseal(row.bytes(0), "outbox:" + id);
    });
}

Result<std::optional<SubmissionRecord>> Outbox::find_receipt(const std::string& receipt) {
    return connection_->guarded([&]() -> Result<std::optional<SubmissionRecord>> {
        auto row = connection_->query("SELECT id, kind, receipt, state, code, reference, attempts, created_at, settled_at FROM outbox"
                                      " WHERE receipt = ?1 ORDER BY place DESC LIMIT 1");
        return first_of(row.bind(1, receipt));
    });
}

Result<std::vector<SubmissionRecord>> Outbox::of_card(const std::string& card_serial, std::size_t count_max) {
    return connection_->guarded([&]() -> Result<std::vector<SubmissionRecord>> {
        auto rows = connection_->query("SELECT id, kind, receipt, state, code, reference, attempts, created_at, settled_at FROM outbox"
                                       " WHERE holder = ?1 ORDER BY place DESC LIMIT ?2");
        return records_of(rows.bind(1, connection_->holder_key(card_serial)).bind(2, static_cast<std::int64_t>(count_max)));
    });
}

Result<std::vector<SubmissionRecord>> Outbox::parked(std::size_t count_max) {
    return connection_->guarded([&]() -> Result<std::vector<SubmissionRecord>> {
        auto rows = connection_->query("SELECT id, kind, receipt, state, code, reference, attempts, created_at, settled_at FROM outbox"
                                       " WHERE state = 'parked' ORDER BY place LIMIT ?1");
        return records_of(rows.bind(1, static_cast<std::int64_t>(count_max)));
    });
}

Result<std::size_t> Outbox::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        // Older than its lifetime, or from a future so far ahead that its age can't be told: wiped in doubt.
        auto row = connection_->query("UPDATE outbox SET body = NULL, holder = NULL WHERE place IN (SELECT place FROM outbox"
                                      " WHERE state = 'received' AND body IS NOT NULL AND (settled_at < ?1 OR settled_at > ?2) LIMIT ?3)");
        row.bind(1, connection_->now() - personal_lifetime.count()).bind(2, connection_->now() + personal_lifetime.count());
        return static_cast<std::size_t>(row.bind(3, static_cast<std::int64_t>(count_max)).run());
    });
}

}  // namespace onecard::store
