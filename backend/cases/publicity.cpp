#include "backend/cases/publicity.hpp"

#include <algorithm>
#include <cstdlib>

#include "backend/listings/listings.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

constexpr std::string_view notice_kind = "public_notice";

std::string listing_id(const CaseRow& row) { return "P-" + row.number; }

/// What was filled in, and whose case it is.
struct Asked {
    wire::Localised item, department, community;
    std::string name;
    Json answers;
    std::string value(const std::string& key) const {
        const auto& values = list_at(answers, key);
        return values.empty() || !values.front().is_string() ? std::string() : values.front().get<std::string>();
    }
};

Asked asked_in(Connection& connection, const CaseRow& row) {
    Asked asked;
    auto one = connection.query(
        "SELECT item_zh, item_en, department_zh, department_en, answers, coalesce(residents.name, ''), coalesce(communities.name_zh, ''), "
        "coalesce(communities.name_en, '') FROM cases LEFT JOIN cards ON cards.serial = cases.card LEFT JOIN residents ON residents.id = cards.resident "
        "LEFT JOIN communities ON communities.code = cases.community WHERE number = ?",
        row.number);
    if (!one.next()) return asked;
    asked.item = {one.text(0), one.text(1)};
    asked.department = {one.text(2), one.text(3)};
    asked.answers = parse_json(one.text(4)).value_or(Json::object());
    asked.name = one.text(5);
    asked.community = {one.text(6), one.text(7)};
    return asked;
}

wire::Listing notice_of(const Asked& asked, const Publishing& rule) {
    const auto name = listings::masked(asked.name);
    wire::Listing listing;
    listing.title = {name + "：" + asked.item.zh, name + ": " + asked.item.en};
    listing.body = {"拟批准这项申请，现在公示。对情况有不同意见，可以在公示期内在这里刷卡提出，不公开提出人。",
                    "It is intended to grant this. Who knows otherwise can object here by card until the notice ends; their name is not shown."};
    listing.publisher = asked.department;
    listing.facts = {{{"申请人", "Applicant"}, {name, name}}, {{"社区", "Community"}, asked.community}};
    if (asked.community.zh.empty()) listing.facts.pop_back();
    listing.item_code = rule.object_item;
    return listing;
}

wire::Listing suggestion_of(const Asked& asked, const Publishing& rule) {
    wire::Listing listing;
    const auto title = asked.value(rule.title_field), body = asked.value(rule.body_field);
    listing.title = {title.empty() ? asked.item.zh : title, title.empty() ? asked.item.en : title};
    listing.body = {body, body};
    // Real name behind, none in front, unless its writer wants it there.
    const bool named = !rule.named_field.empty() && asked.value(rule.named_field) == rule.named_value;
    const auto who = named ? asked.name : asked.community.zh.empty() ? "一位居民" : asked.community.zh + "的一位居民";
    listing.publisher = {who, named ? asked.name : "A resident of " + (asked.community.en.empty() ? std::string("the district") : asked.community.en)};
    listing.facts = {{{"由谁答复", "Who answers"}, asked.department}};
    return listing;
}

/// The one question of a survey, with the options that were filled in.
std::optional<wire::Listing::Question> question_in(const Asked& asked, const Proposing& rule) {
    wire::Listing::Question question;
    question.key = rule.question_field;
    const auto text = asked.value(rule.question_field);
    question.text = {text, text};
    for (const auto& field : rule.option_fields)
        if (const auto option = asked.value(field); !option.empty()) question.options.push_back({field, {option, option}, 0});
    return text.empty() || question.options.size() < 2 ? std::nullopt : std::optional(std::move(question));
}

/// Nothing when it can't be put on a list.
std::optional<wire::Listing> proposal_of(const Rules& rules, const CaseRow& row, const Asked& asked, Timestamp at) {
    const auto& rule = *rules.chart(row.chart).proposes;
    constexpr auto shown_after = std::chrono::hours(24 * 30);
    wire::Listing listing;
    listing.id = listing_id(row);
    listing.kind = asked.value(rule.kind_field);
    for (const auto& [kind, mark] : rule.marks)
        if (kind == listing.kind) listing.mark = mark;
    const auto title = asked.value(rule.title_field), body = asked.value(rule.body_field), day = asked.value(rule.day_field);
    listing.title = {title, title};
    listing.body = {body, body};
    listing.publisher = {asked.community.zh + "居民提议", "Proposed by a resident of " + (asked.community.en.empty() ? std::string("the district") : asked.community.en)};
    for (const auto& [field, name] : rule.facts)
        if (const auto value = asked.value(field); !value.empty()) listing.facts.push_back({name, {value, value}});
    auto due = rules.calendar().after(at, rule.days);
    if (!day.empty() && !from_iso(day + "T23:59:59+08:00", due)) return std::nullopt;
    listing.due_at = to_iso(due);
    listing.ends_on = to_iso(due + shown_after).substr(0, 10);
    listing.places = std::atoll(asked.value(rule.places_field).c_str());
    if (listing.mark == "answer") {
        auto question = question_in(asked, rule);
        if (!question) return std::nullopt;
        listing.questions.push_back(*std::move(question));
        listing.told = true;
    }
    const bool good = !listing.mark.empty() && due > at && wire::listing_from(wire::to_json(listing)).has_value();
    return good ? std::optional(std::move(listing)) : std::nullopt;
}

void end_proposal(Connection& connection, const Rules& rules, const CaseRow& row, Timestamp at) {
    auto listing = row.decision == "granted" ? proposal_of(rules, row, asked_in(connection, row), at) : std::nullopt;
    if (listing) listings::publish(connection, *std::move(listing), {row.community, {}, row.number}, at);
    else (void)listings::take_back(connection, listing_id(row), {}, at);  // granted before, opened again and declined; or never published
}

bool is_done(Connection& connection, const std::string& number, const std::string& step) {
    return connection.query("SELECT 1 FROM case_steps WHERE case_number = ? AND code = ? AND done_at IS NOT NULL", number, step).next();
}

bool objected(Connection& connection, const CaseRow& row, const Publishing& rule) {
    return connection
        .query("SELECT 1 FROM cases WHERE item_code = ? AND closed_at IS NULL AND json_extract(answers, '$.listing[0]') = ?", rule.object_item, listing_id(row))
        .next();
}

}  // namespace

void publish_step(Connection& connection, const Rules& rules, const CaseRow& row, const std::string& step, Timestamp at) {
    const auto& rule = rules.chart(row.chart).publishes;
    if (!rule || rule->step != step) return;
    const auto asked = asked_in(connection, row);
    if (!rule->unless_field.empty() && asked.value(rule->unless_field) == rule->unless_value) return;
    auto listing = rule->kind == notice_kind ? notice_of(asked, *rule) : suggestion_of(asked, *rule);
    constexpr auto shown_after = std::chrono::hours(24 * 90);
    const auto due = rule->days > 0 ? rules.calendar().after(at, rule->days) : row.promised_at;
    listing.id = listing_id(row);
    listing.kind = rule->kind;
    listing.mark = rule->mark;
    listing.due_at = to_iso(due);
    listing.ends_on = to_iso(rule->kind == notice_kind ? due : due + shown_after).substr(0, 10);
    listings::publish(connection, std::move(listing), {row.community, {}, row.number}, at);
}

Status notice_allows(Connection& connection, const Rules& rules, const CaseRow& row, Verb verb, Timestamp at) {
    const auto& rule = rules.chart(row.chart).publishes;
    const auto refused = [](std::string_view code) { return failure(Error::Kind::refused, std::string(code)); };
    if (rules.chart(row.chart).proposes && !proposal_of(rules, row, asked_in(connection, row), at)) return refused("case.not_publishable");
    if (!rule || rule->kind != notice_kind) return {};
    const auto step = open_step(connection, row.number);
    const bool in_notice = step && step->code == rule->step;
    if (!in_notice) {
        const bool has_step = connection.query("SELECT 1 FROM case_steps WHERE case_number = ? AND code = ?", row.number, rule->step).next();
        if (verb == Verb::decide && has_step && !is_done(connection, row.number, rule->step)) return refused("case.notice_missing");
        return {};
    }
    const auto listing = listings::find(connection, listing_id(row), row.accepted_at);
    Timestamp due;
    if (listing && from_iso(listing->due_at, due) && at < due) return refused("case.notice_runs");
    if (objected(connection, row, *rule)) return refused("case.objected");
    return {};
}

void end_publicity(Connection& connection, const Rules& rules, const CaseRow& row, Timestamp at) {
    const auto& rule = rules.chart(row.chart).publishes;
    if (rules.chart(row.chart).proposes) return end_proposal(connection, rules, row, at);
    if (!rule) return;
    if (row.state == "withdrawn") (void)listings::take_back(connection, listing_id(row), {}, at);  // was never published: nothing to take back
    else if (rule->kind != notice_kind) listings::answer_of_case(connection, row.number, {row.result, row.result}, at);
}

}  // namespace onecard::cases
