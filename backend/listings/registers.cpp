#include "backend/listings/registers.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/data/cards.hpp"
#include "backend/listings/listings.hpp"
#include "base/json.hpp"

namespace onecard::listings {
namespace {

using data::Connection;
using wire::Localised;
using wire::Register;

constexpr int proof_months_max = 120;

std::string resident_of(Connection& connection, const std::string& card_serial) {
    return data::is_black_listed(connection, card_serial) ? std::string() : data::resident_of(connection, card_serial);
}

std::string day_of(Timestamp at) { return to_iso(at).substr(0, 10); }

/// The same day so many months on; the last of the month where that has fewer days.
std::string months_later(const std::string& day, int months) {
    int year = 0;
    unsigned month = 0, date = 0;
    if (std::sscanf(day.c_str(), "%4d-%2u-%2u", &year, &month, &date) != 3) return day;
    const auto then = std::chrono::year(year) / std::chrono::month(month) + std::chrono::months(months);
    const auto last = unsigned((then / std::chrono::last).day());
    char text[24];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(then.year()), unsigned(then.month()), std::min(date, last));
    return text;
}

int days_between(const std::string& from, const std::string& to) {
    Timestamp first, second;
    if (!from_iso(from + "T00:00:00+08:00", first) || !from_iso(to + "T00:00:00+08:00", second)) return 0;
    return static_cast<int>(std::chrono::duration_cast<std::chrono::hours>(second - first).count() / 24);
}

/// Until when the last proof holds: a proof at this district, or what the register itself says.
std::string proven_until(Connection& connection, const std::string& resident, const std::string& kind, const Json& proof) {
    auto until = text_at(proof, "valid_until");
    const auto months = static_cast<int>(std::clamp<std::int64_t>(number_at(proof, "months", 12), 1, proof_months_max));
    auto row = connection.query("SELECT max(at) FROM proofs WHERE resident = ? AND kind = ?", resident, kind);
    if (row.next() && !row.null(0)) until = std::max(until, months_later(day_of(row.time(0)), months));
    return until;
}

/// A pension is paid while somebody has proven to live: says so, and which payments wait.
void add_proof(Connection& connection, const std::string& resident, const Json& content, Register& one, Timestamp now) {
    const auto& proof = object_at(content, "proof");
    if (proof.empty()) return;
    const auto today = day_of(now), until = proven_until(connection, resident, one.kind, proof);
    const bool before = text_at(proof, "valid_until") >= today;  // held without anything done here
    const bool holds = until >= today;
    const auto left = days_between(today, until);
    const bool soon = holds && left <= number_at(proof, "remind_days", 60);
    one.facts.push_back({{"资格认证有效期至", "Life proof valid until"}, {until, until}});
    one.tone = !holds ? "trouble" : soon ? "caution" : "good";
    if (!holds) one.word = {"资格认证已经过期，养老金暂停发放。今天在这里刷卡认证，停发的会补给您。",
                            "The yearly life proof has run out, so payment is on hold. Prove it here with your card today; what was held is paid later."};
    else if (soon) one.word = {"资格认证还有" + std::to_string(left) + "天到期，请在这里刷卡认证。",
                               "The yearly life proof runs out in " + std::to_string(left) + " days. Prove it here with your card."};
    else one.word = {"资格认证有效，不用再办。", "The yearly life proof is valid. Nothing to do."};
    one.item_code = !holds || soon ? text_at(proof, "item") : std::string();
    for (const auto& payment : list_at(content, "payments")) {
        const auto on = text_at(payment, "on");
        const bool held = on > text_at(proof, "valid_until") && !before;
        const char* state = !held ? "已发放" : holds ? "将补发" : "暂停";
        one.rows.push_back({on, text_at(payment, "amount"), state});
    }
}

Register register_in(Connection& connection, const std::string& resident, const data::Query& row, Timestamp now) {
    const auto json = parse_json(row.text(2)).value_or(Json::object());
    auto content = json;
    content["kind"] = row.text(0);
    content["as_of"] = to_iso(row.time(1));
    auto one = wire::register_from(content);
    if (!one) return {};
    add_proof(connection, resident, json, *one, now);
    return *std::move(one);
}

/// Granted, of this resident, and a paper is what its last step gives.
bool ends_with_paper(Connection& connection, const std::string& number, const std::string& resident) {
    return connection
        .query("SELECT 1 FROM cases JOIN cards ON cards.serial = cases.card WHERE number = ?1 AND cards.resident = ?2 AND state = 'closed' AND "
               "decision = 'granted' AND (SELECT code FROM case_steps WHERE case_number = ?1 ORDER BY position DESC LIMIT 1) = 'print'",
               number, resident)
        .next();
}

bool has_register(Connection& connection, const wire::CertificateBody& body) {
    const auto all = registers_of(connection, body.card_serial, body.at).registers;
    return std::any_of(all.begin(), all.end(), [&](const Register& one) { return one.kind == body.kind; });
}

std::string hours_text(std::int64_t minutes) {
    char text[32];
    std::snprintf(text, sizeof text, "%lld.%lld", static_cast<long long>(minutes / 60), static_cast<long long>(minutes % 60 / 6));
    return text;
}

/// Hours given as a volunteer: signed in and out by card. More than a working day at one activity was forgotten, not given.
std::optional<Register> volunteer_register(Connection& connection, const std::string& resident, Timestamp now) {
    constexpr std::int64_t minutes_a_day_max = 10 * 60, milliseconds_a_minute = 60'000;
    Register one;
    std::int64_t sum = 0;
    auto row = connection.query(
        "SELECT signed.listing, signed.at, came.at, went.at FROM marks AS signed "
        "LEFT JOIN marks AS came ON came.listing = signed.listing AND came.resident = signed.resident AND came.kind = 'sign_in' "
        "LEFT JOIN marks AS went ON went.listing = signed.listing AND went.resident = signed.resident AND went.kind = 'sign_out' "
        "WHERE signed.resident = ? AND signed.kind = 'sign_up' ORDER BY signed.at DESC LIMIT ?",
        resident, static_cast<int>(wire::register_rows_max));
    while (row.next()) {
        auto title = connection.query("SELECT content FROM listings WHERE id = ? AND state IN ('published', 'gone') ORDER BY version DESC LIMIT 1", row.text(0));
        const auto content = title.next() ? parse_json(title.text(0)).value_or(Json::object()) : Json::object();
        if (text_at(content, "kind") != "activity") continue;
        std::int64_t minutes = 0;
        if (!row.null(2) && !row.null(3)) minutes = std::clamp<std::int64_t>((row.number(3) - row.number(2)) / milliseconds_a_minute, 0, minutes_a_day_max);
        sum += minutes;
        const auto state = row.null(2) ? std::string("已报名") : row.null(3) ? std::string("已签到") : hours_text(minutes);
        one.rows.push_back({text_at(object_at(content, "title"), "zh"), day_of(row.null(2) ? row.time(1) : row.time(2)), state});
    }
    if (one.rows.empty()) return std::nullopt;
    one.kind = "volunteer";
    one.title = {"志愿服务记录", "Volunteer hours"};
    one.keeper = {"社区志愿服务站", "Community volunteer station"};
    one.as_of = to_iso(now);
    one.certificate = sum > 0;
    one.facts.push_back({{"累计服务小时", "Hours in all"}, {hours_text(sum), hours_text(sum)}});
    one.heads = {{"活动", "Activity"}, {"日期", "Date"}, {"小时", "Hours"}};
    return one;
}

}  // namespace

wire::Registers registers_of(Connection& connection, const std::string& card_serial, Timestamp now) {
    wire::Registers all;
    all.card_serial = card_serial;
    all.as_of = now;
    const auto resident = resident_of(connection, card_serial);
    if (resident.empty()) return all;
    {
        auto row = connection.query("SELECT kind, as_of, content FROM registers WHERE resident = ? ORDER BY kind LIMIT ?", resident,
                                    static_cast<int>(wire::registers_max - 1));
        while (row.next())
            if (auto one = register_in(connection, resident, row, now); !one.kind.empty()) all.registers.push_back(std::move(one));
    }
    if (auto hours = volunteer_register(connection, resident, now)) all.registers.push_back(*std::move(hours));
    auto row = connection.query("SELECT listing, kind, at FROM marks WHERE resident = ? ORDER BY at DESC LIMIT ?", resident,
                                static_cast<int>(wire::own_marks_max));
    while (row.next()) all.marks.push_back({row.text(0), row.text(1), to_iso(row.time(2))});
    return all;
}

std::string prove(Connection& connection, const std::string& card_serial, const std::string& item_code, Timestamp at) {
    const auto resident = resident_of(connection, card_serial);
    std::string kind, until;
    {
        auto row = connection.query("SELECT kind, content FROM registers WHERE resident = ?", resident);
        while (row.next()) {
            const auto content = parse_json(row.text(1)).value_or(Json::object());
            const auto& proof = object_at(content, "proof");
            if (text_at(proof, "item") != item_code || item_code.empty()) continue;
            kind = row.text(0);
            until = months_later(day_of(at), static_cast<int>(std::clamp<std::int64_t>(number_at(proof, "months", 12), 1, proof_months_max)));
        }
    }
    if (!kind.empty()) connection.run("INSERT OR IGNORE INTO proofs (resident, kind, at) VALUES (?, ?, ?)", resident, kind, at);
    return until;
}

std::string keep_certificate(Connection& connection, const wire::CertificateBody& body, const std::string& kiosk) {
    const auto resident = resident_of(connection, body.card_serial);
    const bool of_case = body.kind == wire::certificate_of_case;
    if (of_case && !ends_with_paper(connection, body.case_number, resident)) return "certificate.case";
    if (!of_case && !has_register(connection, body)) return "certificate.register";
    Timestamp as_of = body.at;
    (void)from_iso(body.register_as_of, as_of);
    connection.run("INSERT OR IGNORE INTO certificates (number, resident, kind, register_as_of, at, kiosk, case_number) VALUES (?, ?, ?, ?, ?, ?, ?)",
                   body.number, resident, body.kind, as_of, body.at, kiosk, of_case ? std::optional(body.case_number) : std::nullopt);
    return connection.changed() == 0 ? "certificate.number" : std::string();
}

std::optional<Certificate> find_certificate(Connection& connection, const std::string& number) {
    auto row = connection.query("SELECT certificates.kind, register_as_of, at, kiosk, residents.name, coalesce(case_number, ''), "
                                "coalesce((SELECT min(serial) FROM cards WHERE cards.resident = residents.id), '') FROM certificates "
                                "JOIN residents ON residents.id = certificates.resident WHERE number = ?",
                                number);
    if (!row.next()) return std::nullopt;
    return Certificate{{number, row.text(6), row.text(0), to_iso(row.time(1)), row.time(2), row.text(5)}, row.text(3), masked(row.text(4))};
}

}  // namespace onecard::listings
