#include <functional>

#include <doctest/doctest.h>

#include "backend-client/wire/messages.hpp"
#include "backend-client/wire/reports.hpp"
#include "base/json.hpp"
#include "base/random.hpp"

using namespace onecard;
using namespace onecard::wire;

namespace {

const Timestamp noon = from_local({2026, 11, 22, 12, 0, 0, 0});

Bill sample_bill() {
    return {"W-2026-10-0457", Service::water, {"清河水务", "Qinghe Water"}, "88001234", "2026-10", "2026-12-05", Fen(8640), false};
}

Case sample_case() {
    Case value;
    value.number = "C-2026-000123";
    value.receipt = "K0001-20261122-0007";
    value.item_code = "MZ-0007";
    value.item = {"高龄津贴申领", "Old-age allowance"};
    value.department = {"民政局", "Civil Affairs Bureau"};
    value.accepted_at = "2026-11-20T09:00:00+08:00";
    value.promised_at = "2026-12-04T17:00:00+08:00";
    value.may_withdraw = true;
    value.steps = {{{"受理", "Accept"}, {"街道", "Street"}, CaseStep::State::done, "2026-11-21T17:00:00+08:00", "2026-11-20T09:00:00+08:00"},
                   {{"审核", ""}, {"民政局", ""}, CaseStep::State::current, "2026-11-28T17:00:00+08:00", ""}};
    return value;
}

HolderRecord sample_holder() {
    return {"3100000000123457", HolderRecord::Standing::active, {"梧桐社区", "Wutong"}, "G-0412", {sample_bill()}, {sample_case()}, noon, Fen(50000), Fen(120),
            {{"3100000000123495", HolderRecord::Standing::lost}},
            {{"K0001-20261122-0001", "200405737", Fen(5000), "12345678901234567895", "2026-11-22T09:30:00+08:00"},
             {"K0001-20261122-0002", "200405737", Fen(5000), "", "2026-11-22T09:31:00+08:00"}},
            {{"K0001-20261122-0003", "terminal", HolderRecord::Paid::State::returning, Fen(15990), "2026-11-22T09:32:00+08:00", {Service::electricity, Service::telecom}}},
            {{"2026-11-21T15:04:00+08:00", "staff", "C-2026-000123", "search"}, {"2026-11-20T08:00:00+08:00", "technician", "", "停机时查看"}},
            {{"3100000000123456", "张**", Relation::parent, true, "2027-11-20T09:30:00+08:00", {}}, {"3100000000123458", "王**", Relation::child, false, "2027-03-01T10:00:00+08:00", {}}}};
}

Notice sample_notice() {
    return {"N-1", {"停水", "Water off"}, {"明天停水", "No water tomorrow"}, {"社区", "Community"}, 3, "2026-11-22T09:00:00+08:00", "2026-11-30"};
}

PaymentBody sample_payment() {
    PaymentBody body;
    body.receipt = "K0001-20261122-0007";
    body.card_serial = "3100000000123457";
    body.issuer = "3104830010000001";
    body.amount = Fen(12540);
    body.old_balance = Fen(28650);
    body.terminal = "010203040506";
    body.terminal_sequence = 0xFFFFFFFF;
    body.offline_number = 0xFFFF;
    body.date = "20261122";
    body.time = "120000";
    body.tac = "1A2B3C4D";
    body.paid_at = noon;
    body.lines = {{"W-2026-10-0457", Fen(8640)}, {"T-2026-11-0457", Fen(3900)}};
    return body;
}

RequestBody sample_request() {
    return {"K0001-20261122-0008", "3100000000123457", "MZ-0007", 12, {{"phone", {"13900000000"}}, {"kind", {"first", "other"}}, {"empty", {}}},
        {"id_card"}, "zh-Hans", noon, {}, {}};
}

Heartbeat sample_heartbeat() {
    return {"0.1.0", "in_service", "ready", "missing", "paper_out", 1 << 30, 12, 3, noon, noon, 86400, {"01939b1e-7c00-7000-8000-000000000001"},
            std::string(64, 'A'), 7, "signature.broken"};
}

Changes sample_changes() {
    Changes changes{42, true, {}};
    Change change;
    change.kind = Change::Kind::notice;
    change.subject = "N-1";
    change.notice = sample_notice();
    changes.entries.push_back(change);
    change = {Change::Kind::holder, "3100000000123457", {}, {}, {}, sample_holder()};
    changes.entries.push_back(change);
    changes.entries.push_back({Change::Kind::black_list, "3100000000123470", {}, {}, {}, {}});
    changes.entries.push_back({Change::Kind::catalogue, "7", {}, {}, {}, {}});
    changes.entries.push_back({Change::Kind::kiosk_key, "K-0002", {}, {}, KioskKey{"K-0002", std::string(64, '0'), {"红星大厅", "Hongxing"}}, {}});
    changes.entries.push_back({Change::Kind::kiosk_key_gone, "K-0003", {}, {}, {}, {}});
    const OpenReports reports{noon, {{"C-2026-000301", "CG-0011", "p0102", "990102001001003002", "2026-11-20T09:00:00+08:00", 2}}};
    change = {};
    change.kind = Change::Kind::reports;
    change.subject = "WT";
    change.reports = dump_json(to_json(reports));
    changes.entries.push_back(change);
    return changes;
}

std::vector<Submission> sample_batch() {
    return {{"01939b1e-7c00-7000-8000-000000000001", "request", "{\"a\":\"\\u4e2d\"}", noon}, {"01939b1e-7c00-7000-8000-000000000002", "payment",
        "{}", noon}};
}

std::vector<SubmissionAnswer> sample_answers() {
    return {{"01939b1e-7c00-7000-8000-000000000001", SubmissionAnswer::Outcome::received, "", "C-1"},
            {"01939b1e-7c00-7000-8000-000000000002", SubmissionAnswer::Outcome::refused, "payment.tac_wrong", ""}};
}

/// Each message as JSON with a reader that gives the code of its error, or empty.
struct Message {
    std::string name;
    Json json;
    std::function<std::string(const Json&)> trouble;
};

template <class T>
std::function<std::string(const Json&)> trouble_of(Result<T> (*read)(const Json&)) {
    return [read](const Json& json) {
        const auto value = read(json);
        return value ? std::string() : value.error().code;
    };
}

std::vector<Message> all_messages() {
    return {{"bill", to_json(sample_bill()), trouble_of(bill_from)},
            {"case", to_json(sample_case()), trouble_of(case_from)},
            {"holder", to_json(sample_holder()), trouble_of(holder_from)},
            {"notice", to_json(sample_notice()), trouble_of(notice_from)},
            {"payment", to_json(sample_payment()), trouble_of(payment_from)},
            {"request", to_json(sample_request()), trouble_of(request_from)},
            {"heartbeat", to_json(sample_heartbeat()), trouble_of(heartbeat_from)},
            {"changes", to_json(sample_changes()), trouble_of(changes_from)},
            {"submissions", to_json(sample_batch()), trouble_of(submissions_from)},
            {"answers", to_json(sample_answers()), trouble_of(submission_answers_from)},
            {"problem", to_json(Problem{403, "kiosk.revoked", "Revoked"}), trouble_of(problem_from)}};
}

template <class T>
void round_trip(const T& value, Result<T> (*read)(const Json&)) {
    const auto again = parse_json(dump_json(to_json(value)));
    REQUIRE(again);
    const auto back = read(*again);
    REQUIRE(back);
    CHECK(*back == value);
}

}  // namespace

TEST_CASE("every message comes back as it went") {
    round_trip(sample_bill(), bill_from);
    round_trip(sample_case(), case_from);
    round_trip(sample_holder(), holder_from);
    round_trip(sample_notice(), notice_from);
    round_trip(sample_payment(), payment_from);
    round_trip(sample_request(), request_from);
    round_trip(sample_heartbeat(), heartbeat_from);
    round_trip(HeartbeatAnswer{noon, {{"01939b1e-7c00-7000-8000-000000000001", Order::Kind::out_of_service}}, {}}, heartbeat_answer_from);
    round_trip(sample_changes(), changes_from);
    round_trip(sample_batch(), submissions_from);
    round_trip(sample_answers(), submission_answers_from);
    auto unknown = HolderRecord{};
    unknown.card_serial = "3100000000999999";
    unknown.as_of = noon;
    round_trip(unknown, holder_from);
}

TEST_CASE("every name of an enumeration is its own and is read back") {
    for (const auto kind : {Order::Kind::out_of_service, Order::Kind::back_in_service, Order::Kind::restart}) CHECK(order_kind(name(kind)) == kind);
    for (const auto service : {Service::water, Service::electricity, Service::gas, Service::telecom}) CHECK(service_named(name(service)) == service);
    for (const auto state : {Case::State::open, Case::State::supplement, Case::State::closed,
        Case::State::withdrawn}) CHECK(case_state(name(state)) == state);
    CHECK_FALSE(order_kind("format_disk"));
    CHECK_FALSE(service_named(""));
}

TEST_CASE("a member that must be there is named when it is missing or of another type") {
    const std::vector<std::pair<std::string, std::vector<const char*>>> needed{
        {"bill", {"id", "service", "biller", "account", "due", "amount", "paid"}},
        {"case", {"number", "item_code", "item", "department", "state", "steps"}},
        {"holder", {"card_serial", "standing", "community", "bills", "cases", "as_of"}},
        {"notice", {"id", "title", "body", "publisher", "version"}},
        {"payment", {"receipt", "card_serial", "issuer", "amount", "old_balance", "terminal", "terminal_sequence", "offline_number", "type",
            "date", "time", "tac", "proof", "paid_at", "lines"}},
        {"request", {"receipt", "card_serial", "item_code", "catalogue_version", "answers", "materials", "language", "handed_in_at"}},
        {"heartbeat", {"version", "state", "reader", "psam", "printer", "disk_free_bytes", "queue_length", "parked", "kiosk_time",
            "uptime_seconds", "obeyed"}},
        {"changes", {"cursor", "more", "entries"}},
        {"submissions", {"submissions"}},
        {"answers", {"answers"}},
        {"problem", {"status", "code"}}};
    for (const auto& message : all_messages()) {
        CAPTURE(message.name);
        REQUIRE(message.trouble(message.json).empty());
        const auto members = std::find_if(needed.begin(), needed.end(), [&](const auto& one) { return one.first == message.name; });
        REQUIRE(members != needed.end());
        for (const std::string member : members->second) {
            CAPTURE(member);
            auto without = message.json;
            without.erase(member);
            CHECK(message.trouble(without) == "wire." + member);
            for (const auto& odd : {Json(nullptr), Json(1.5), Json(-1), Json(UINT64_MAX), Json::array({1}), Json(std::string(300'000, 'x'))}) {
                auto other = message.json;
                other[member] = odd;
                const auto trouble = message.trouble(other);
                CHECK((trouble == "wire." + member || (odd.is_array() && trouble == "wire.object")));  // a list of numbers
            }
        }
        for (const auto& nothing : {Json(), Json(7), Json("x"), Json::array()}) CHECK(message.trouble(nothing) == "wire.object");
    }
}

TEST_CASE("members and kinds that a newer side sends are passed over") {
    for (auto message : all_messages()) {
        message.json["from_the_future"] = {{"a", 1}};
        CHECK(message.trouble(message.json).empty());
    }
    auto changes = to_json(sample_changes());
    changes["entries"].insert(changes["entries"].begin(), Json{{"kind", "drone_arrived"}, {"subject", 7}});
    CHECK(changes_from(changes).value() == sample_changes());
    const Json beat{{"server_time", "2026-11-22T12:00:00+08:00"}, {"orders", Json::array({Json{{"id", "?"}, {"kind", "dance"}}})}};
    CHECK(heartbeat_answer_from(beat)->orders.empty());
}

TEST_CASE("payments that do not add up or can't be true are refused") {
    const auto code = [](const std::function<void(Json&)>& change) {
        auto json = to_json(sample_payment());
        change(json);
        const auto body = payment_from(json);
        return body ? std::string() : body.error().code;
    };
    CHECK(code([](Json& j) { j["amount"] = 12541; }) == "wire.lines");
    CHECK(code([](Json& j) { j["lines"] = Json::array(); }) == "wire.lines");
    CHECK(code([](Json& j) { j["lines"][0]["amount"] = -1; }) == "wire.amount");
    CHECK(code([](Json& j) { j["amount"] = 0; }) == "wire.amount");
    CHECK(code([](Json& j) { j["amount"] = fen_max.count() + 1; }) == "wire.amount");
    CHECK(code([](Json& j) { j["terminal_sequence"] = 0x100000000; }) == "wire.terminal_sequence");
    CHECK(code([](Json& j) { j["offline_number"] = 65536; }) == "wire.offline_number");
    CHECK(code([](Json& j) { j["card_serial"] = "31000000001234zz"; }) == "wire.card_serial");
    CHECK(code([](Json& j) { j["card_serial"] = "31"; }) == "wire.card_serial");
    CHECK(code([](Json& j) { j["date"] = "2026"; }) == "wire.date");
    CHECK(code([](Json& j) { j["tac"] = "1a2b3c4d"; }) == "wire.tac");
    CHECK(code([](Json& j) { j["tac"] = ""; }) == "wire.tac");
    CHECK(code([](Json& j) { j["proof"] = "balance"; }) == "wire.tac");
    CHECK(code([](Json& j) { j["proof"] = "balance", j["tac"] = ""; }).empty());
    CHECK(code([](Json& j) { j["proof"] = "trust me"; }) == "wire.proof");
}

TEST_CASE("days and instants are read only when they exist") {
    const auto due = [](const char* day) {
        auto json = to_json(sample_bill());
        json["due"] = day;
        return bill_from(json).has_value();
    };
    CHECK(due("2028-02-29"));
    for (const auto* bad : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20261205", "2026-12-05 ", "", "２026-12-05"}) CHECK_FALSE(due(bad));
    const auto as_of = [](const char* instant) -> std::optional<Timestamp> {
        auto json = to_json(sample_holder());
        json["as_of"] = instant;
        const auto record = holder_from(json);
        if (!record) return std::nullopt;
        return record->as_of;
    };
    CHECK(as_of("2026-11-22T12:00:00+08:00") == noon);
    CHECK(as_of("2026-11-22T04:00:00Z") == noon);
    CHECK(as_of("2026-11-21T23:30:00.123456-04:30") == noon);
    for (const auto* bad : {"2026-11-22", "2026-11-22T25:00:00Z", "2026-11-22T12:00:00", "2026-11-22 12:00:00Z", "2026-02-30T12:00:00Z",
        "2026-11-22T12:00:00.Z",
                            "2026-11-22T12:00:00+0800", "2026-11-22T12:00:00Zjunk", "-026-11-22T12:00:00Z"})
        CHECK_FALSE(as_of(bad));
}

TEST_CASE("lists end at their limits") {
    auto batch = Json::array();
    for (std::size_t i = 0; i <= submissions_max; ++i)
        batch.push_back({{"id", "01939b1e-7c00-7000-8000-000000000001"}, {"kind", "request"}, {"body", "{}"}, {"created_at",
            "2026-11-22T12:00:00Z"}});
    CHECK(submissions_from({{"submissions", batch}}).error().code == "wire.submissions");
    batch.erase(batch.begin());
    CHECK(submissions_from({{"submissions", batch}})->size() == submissions_max);
    auto entries = Json::array();
    for (std::size_t i = 0; i <= change_entries_max; ++i) entries.push_back({{"kind", "catalogue"}, {"subject", "1"}});
    CHECK(changes_from({{"cursor", 1}, {"more", false}, {"entries", entries}}).error().code == "wire.entries");
}

TEST_CASE("any single change to the bytes of a message is either read as a whole message or refused with a code") {
    constexpr std::uint64_t seed = 20261122;
    CAPTURE(seed);
    SeededRandom random(seed);
    int refused = 0, read = 0;
    for (const auto& message : all_messages()) {
        const auto text = dump_json(message.json);
        for (int i = 0; i < 1500; ++i) {
            auto changed = text;
            const auto at = random.below(changed.size());
            switch (random.below(3)) {
                case 0: changed[at] = static_cast<char>(random.below(256)); break;
                case 1: changed.erase(at, random.below(20) + 1); break;
                default: changed.insert(at, 1, "{}[]\",:0-eE\\u\x80"[random.below(15)]); break;
            }
            const auto json = parse_json(changed);
            const auto trouble = json ? message.trouble(*json) : json.error().code;
            CHECK((trouble.empty() || trouble.starts_with("wire.") || trouble.starts_with("json.")));
            ++(trouble.empty() ? read : refused);
        }
    }
    CHECK(refused > 1000);
    CHECK(read > 100);
}
