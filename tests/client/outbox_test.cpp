#include <doctest/doctest.h>

#include "base/file.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/client/tampering.hpp"

using namespace onecard;
using namespace onecard::test;
using store::SubmissionState;

namespace {

wire::SubmissionAnswer answer(const wire::Submission& to, wire::SubmissionAnswer::Outcome outcome, const std::string& code = {}) {
    return {to.id, outcome, code, outcome == wire::SubmissionAnswer::Outcome::received ? "C-2026-000123" : ""};
}

SubmissionState state_of(store::Store& store, const wire::Submission& submission) { return store.outbox().find(submission.id).value().value().state; }

}  // namespace

TEST_CASE("what was added is due, unchanged, in the order of adding, and still there after a restart") {
    KioskDisk disk;
    std::vector<wire::Submission> added;
    {
        auto store = disk.open();
        for (int i = 0; i < 5; ++i) {
            disk.clock.jump(std::chrono::hours(-1));  // the order of adding counts, not the clock's
            added.push_back(disk.submission("{\"n\":" + std::to_string(i) + "}"));
            REQUIRE(store.outbox().add(added.back()));
        }
    }
    auto store = disk.open();
    CHECK(store.outbox().due().value() == added);
    CHECK_FALSE(store.kept_aside());
}

TEST_CASE("the same submission added again does nothing, another body under its id is refused") {
    KioskDisk disk;
    auto store = disk.open();
    auto submission = disk.submission();
    REQUIRE(store.outbox().add(submission));
    REQUIRE(store.outbox().add(submission));
    CHECK(store.outbox().counts()->waiting == 1);
    submission.body += " ";
    const auto other = store.outbox().add(submission);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == "store.id_taken");
    CHECK(store.outbox().due()->front().body + " " == submission.body);
}

TEST_CASE("a batch with one that can't be kept is not kept at all") {
    KioskDisk disk;
    auto store = disk.open();
    const auto first = disk.submission("{\"n\":1}");
    auto clash = first;
    clash.body = "{\"n\":2}";
    const std::vector<store::NewSubmission> batch{{first, {}}, {disk.submission(), {}}, {clash, {}}};
    CHECK(store.outbox().add_many(batch).error().code == "store.id_taken");
    CHECK(store.outbox().counts()->waiting == 0);
    CHECK(store.audit().verify()->rows == 0);
}

TEST_CASE("what could never be handed in is refused before it is stored") {
    KioskDisk disk;
    auto store = disk.open();
    for (const auto& bad : {wire::Submission{"7", "request", "{}", disk.clock.now()}, wire::Submission{make_id(disk.clock, disk.random), "", "{}",
        disk.clock.now()},
                            disk.submission(""), disk.submission("\xFF\xFE"), disk.submission(std::string(wire::submission_bytes_max + 1, ' '))})
        CHECK(store.outbox().add(bad).error().code == "store.submission_form");
    CHECK(store.outbox().add(disk.submission(std::string(wire::submission_bytes_max, ' '))));
}

TEST_CASE("answers settle each submission on its own") {
    KioskDisk disk;
    auto store = disk.open();
    const auto good = disk.submission(), bad = disk.submission(), late = disk.submission();
    for (const auto& one : {good, bad, late}) REQUIRE(store.outbox().add(one));
    using Outcome = wire::SubmissionAnswer::Outcome;
    const std::vector answers{answer(late, Outcome::later, "backend.busy"), answer(good, Outcome::received), answer(bad, Outcome::refused,
        "request.item_unknown")};
    REQUIRE(store.outbox().settle(answers));
    CHECK(state_of(store, good) == SubmissionState::received);
    CHECK(store.outbox().find(good.id)->value().reference == "C-2026-000123");
    CHECK(state_of(store, bad) == SubmissionState::parked);
    CHECK(store.outbox().parked()->front().code == "request.item_unknown");
    CHECK(state_of(store, late) == SubmissionState::waiting);
    const auto counts = store.outbox().counts().value();
    CHECK(counts.waiting == 1);
    CHECK(counts.received == 1);
    CHECK(counts.parked == 1);
}

TEST_CASE("an answer that comes twice or too late changes nothing") {
    KioskDisk disk;
    auto store = disk.open();
    const auto one = disk.submission();
    REQUIRE(store.outbox().add(one));
    using Outcome = wire::SubmissionAnswer::Outcome;
    for (const auto outcome : {Outcome::received, Outcome::refused, Outcome::later, Outcome::received})
        REQUIRE(store.outbox().settle(std::vector{answer(one, outcome, "x")}));
    CHECK(state_of(store, one) == SubmissionState::received);
    CHECK(store.outbox().due()->empty());
    CHECK(store.audit().verify()->rows == 2);
}

TEST_CASE("a parked submission waits for a person and then goes again as it was") {
    KioskDisk disk;
    auto store = disk.open();
    const auto one = disk.submission();
    REQUIRE(store.outbox().add(one));
    REQUIRE(store.outbox().park(one.id, "submission.refused"));
    CHECK(store.outbox().due()->empty());
    CHECK(store.outbox().park(one.id, "again").error().code == "store.not_waiting");
    REQUIRE(store.outbox().release(one.id));
    CHECK(store.outbox().due()->front() == one);
}

TEST_CASE("after `later` a submission waits longer each time, but never beyond the cap, wherever the clock goes") {
    KioskDisk disk;
    auto store = disk.open();
    const auto one = disk.submission();
    REQUIRE(store.outbox().add(one));
    Millis before{0};
    for (int i = 0; i < 12; ++i) {
        REQUIRE(store.outbox().settle(std::vector{answer(one, wire::SubmissionAnswer::Outcome::later)}));
        CHECK(store.outbox().due()->empty());
        const auto wait = store.outbox().next_due_in().value().value();
        CHECK(wait >= before);
        CHECK(wait <= store::Outbox::retry_wait_max);
        before = wait;
        disk.clock.advance(wait);
        CHECK(store.outbox().due()->size() == 1);
    }
    REQUIRE(store.outbox().settle(std::vector{answer(one, wire::SubmissionAnswer::Outcome::later)}));
    for (const int years : {-10, 10, -20}) {
        disk.clock.jump(std::chrono::hours(24 * 365) * years);
        const auto wait = store.outbox().next_due_in().value().value();
        CHECK(wait <= store::Outbox::retry_wait_max);
        disk.clock.jump(wait);
        CHECK(store.outbox().due()->size() == 1);
        disk.clock.jump(-wait);
    }
}

TEST_CASE("after very many `later` a person looks at it") {
    KioskDisk disk;
    auto store = disk.open();
    const auto one = disk.submission();
    REQUIRE(store.outbox().add(one));
    int asked = 0;
    while (state_of(store, one) == SubmissionState::waiting && asked < 1000) {
        REQUIRE(store.outbox().settle(std::vector{answer(one, wire::SubmissionAnswer::Outcome::later)}));
        ++asked;
    }
    CHECK(state_of(store, one) == SubmissionState::parked);
    CHECK(asked > 20);
    CHECK(store.outbox().release(one.id));
}

TEST_CASE("a batch that is due keeps within its limits but is never empty for want of room") {
    KioskDisk disk;
    auto store = disk.open();
    for (int i = 0; i < 4; ++i) REQUIRE(store.outbox().add(disk.submission(std::string(1000, ' '))));
    CHECK(store.outbox().due(3)->size() == 3);
    CHECK(store.outbox().due(10, 2500)->size() == 2);
    CHECK(store.outbox().due(10, 10)->size() == 1);
}

TEST_CASE("a card's submissions are found by the card and by the number on the slip") {
    KioskDisk disk;
    auto store = disk.open();
    const auto mine = disk.submission(), other = disk.submission();
    REQUIRE(store.outbox().add(mine, {"3100000000123457", "K0001-20261122-0001"}));
    REQUIRE(store.outbox().add(other, {"3100000000123456", "K0001-20261122-0002"}));
    const auto found = store.outbox().of_card("3100000000123457").value();
    REQUIRE(found.size() == 1);
    CHECK(found.front().id == mine.id);
    CHECK(found.front().receipt == "K0001-20261122-0001");
    CHECK(store.outbox().find_receipt("K0001-20261122-0002")->value().id == other.id);
    CHECK_FALSE(store.outbox().find_receipt("K0001-20261122-0003")->has_value());
    CHECK(store.outbox().of_card("").value().empty());
}

TEST_CASE("bodies live no longer than their time after they were received, rows and waiting ones stay") {
    KioskDisk disk;
    auto store = disk.open();
    const auto done = disk.submission(), waiting = disk.submission();
    REQUIRE(store.outbox().add(done, {"3100000000123457", "K0001-20261122-0001"}));
    REQUIRE(store.outbox().add(waiting));
    REQUIRE(store.outbox().settle(std::vector{answer(done, wire::SubmissionAnswer::Outcome::received)}));
    CHECK(store.prune().value() == 0);
    disk.clock.advance(store::personal_lifetime + Millis(1));
    CHECK(store.prune().value() == 1);
    CHECK(store.prune().value() == 0);
    CHECK(store.outbox().find(done.id)->value().reference == "C-2026-000123");
    CHECK(store.outbox().of_card("3100000000123457")->empty());
    CHECK(store.outbox().due()->front() == waiting);
    CHECK(store.outbox().add(done));  // known again by its digest
    auto other = done;
    other.body = "{}";
    CHECK(store.outbox().add(other).error().code == "store.id_taken");
    CHECK(store.audit().verify());
}

TEST_CASE("nothing personal is readable in the files") {
    KioskDisk disk;
    auto store = disk.open();
    REQUIRE(store.outbox().add(disk.submission(std::string("{\"name\":\"") + canary + "\"}"), {"3100000000123457", "K0001-20261122-0001"}));
    REQUIRE(store.journal().intend(disk.payment()));
    wire::HolderRecord record;
    record.card_serial = "3100000000123457";
    record.grid = canary;
    REQUIRE(store.cache().put_holder(record));
    bool receipt_seen = false;
    for (const auto& file : std::filesystem::directory_iterator(disk.folder.path())) {
        const auto content = read_file(file.path()).value();
        CHECK(content.find(canary) == std::string::npos);
        CHECK(content.find("3100000000123457") == std::string::npos);
        CHECK(content.find("W-2026-10-0457") == std::string::npos);
        receipt_seen = receipt_seen || content.find("K0001-20261122-0001") != std::string::npos;
    }
    CHECK(receipt_seen);  // the search does find what lies there in clear
}

TEST_CASE("a row moved to another place does not open") {
    KioskDisk disk;
    auto store = disk.open();
    const auto one = disk.submission("{\"n\":1}"), two = disk.submission("{\"n\":2}");
    REQUIRE(store.outbox().add(one));
    REQUIRE(store.outbox().add(two));
    swap_bodies(disk.file(), one.id, two.id);
    CHECK(store.outbox().due()->empty());
    CHECK(store.outbox().parked()->size() == 2);
    CHECK(store.outbox().parked()->front().code == "store.seal_broken");
}
