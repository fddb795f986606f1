#include "backend-client/wire/listings.hpp"

#include <algorithm>

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::int64_t count_max = 1'000'000'000;
constexpr std::size_t serial_digits = 16, blind_digits = 32, answer_bytes_max_each = 64;

template <class T, class Write>
Json all_json(const std::vector<T>& values, Write write) {
    auto list = Json::array();
    for (const auto& value : values) list.push_back(write(value));
    return list;
}

Json fact_json(const Listing::Fact& value) { return {{"label", localised_json(value.label)}, {"value", localised_json(value.value)}}; }

Result<Listing::Fact> fact_from(const Json& json) {
    Members in(json);
    Listing::Fact fact{in.localised("label"), in.localised("value")};
    return in.done(std::move(fact));
}

Json option_json(const Listing::Option& value) {
    return {{"value", value.value}, {"label", localised_json(value.label)}, {"chosen", value.chosen}};
}

Result<Listing::Option> option_from(const Json& json) {
    Members in(json);
    Listing::Option option;
    option.value = in.text("value", 64);
    option.label = in.localised("label");
    option.chosen = json.contains("chosen") ? in.number("chosen", 0, count_max) : 0;
    return in.done(std::move(option));
}

Json question_json(const Listing::Question& value) {
    return {{"key", value.key}, {"text", localised_json(value.text)}, {"options", all_json(value.options, option_json)}};
}

Result<Listing::Question> question_from(const Json& json) {
    Members in(json);
    Listing::Question question;
    question.key = in.text("key", 64);
    question.text = in.localised("text");
    question.options = in.each<Listing::Option>("options", listing_options_max, option_from);
    if (question.options.size() < 2) in.fail("options");
    return in.done(std::move(question));
}

Localised localised_or_none(Members& in, const Json& json, std::string_view key, std::size_t bytes_max) {
    return json.contains(key) && !text_at(object_at(json, key), "zh").empty() ? in.localised(key, bytes_max) : Localised{};
}

}  // namespace

bool is_mark(std::string_view kind) { return std::find(std::begin(mark_kinds), std::end(mark_kinds), kind) != std::end(mark_kinds); }

Json to_json(const Listing& value) {
    return {{"id", value.id},
            {"kind", value.kind},
            {"title", localised_json(value.title)},
            {"body", localised_json(value.body)},
            {"publisher", localised_json(value.publisher)},
            {"version", value.version},
            {"published_at", value.published_at},
            {"ends_on", value.ends_on},
            {"due_at", value.due_at},
            {"fresh_days", value.fresh_days},
            {"mark", value.mark},
            {"item_code", value.item_code},
            {"answer", localised_json(value.answer)},
            {"answered_at", value.answered_at},
            {"marks", value.marks},
            {"places", value.places},
            {"told", value.told},
            {"facts", all_json(value.facts, fact_json)},
            {"questions", all_json(value.questions, question_json)}};
}

Result<Listing> listing_from(const Json& json) {
    constexpr int days_max = 3650, versions_max = 1'000'000;
    Members in(json);
    Listing value;
    value.id = in.text("id", 64);
    value.kind = in.text("kind", 32);
    value.title = in.localised("title");
    value.body = localised_or_none(in, json, "body", listing_body_bytes_max);
    value.publisher = in.localised("publisher");
    value.version = json.contains("version") ? static_cast<int>(in.number("version", 1, versions_max)) : 1;
    value.published_at = in.instant_text("published_at");
    value.ends_on = in.text_or_empty("ends_on");
    if (!value.ends_on.empty() && !is_day(value.ends_on)) in.fail("ends_on");
    value.due_at = in.instant_text("due_at");
    value.fresh_days = json.contains("fresh_days") ? static_cast<int>(in.number("fresh_days", 0, days_max)) : 0;
    value.mark = in.text_or_empty("mark", 32);
    if (!value.mark.empty() && !is_mark(value.mark)) in.fail("mark");
    value.item_code = in.text_or_empty("item_code", 64);
    value.answer = localised_or_none(in, json, "answer", listing_body_bytes_max);
    value.answered_at = in.instant_text("answered_at");
    value.marks = json.contains("marks") ? in.number("marks", 0, count_max) : 0;
    value.places = json.contains("places") ? in.number("places", 0, count_max) : 0;
    value.told = json.contains("told") && in.flag("told");
    if (json.contains("facts")) value.facts = in.each<Listing::Fact>("facts", listing_facts_max, fact_from);
    if (json.contains("questions")) value.questions = in.each<Listing::Question>("questions", listing_questions_max, question_from);
    return in.done(std::move(value));
}

Json to_json(const Mark& value) {
    return {{"listing", value.listing}, {"mark", value.kind},   {"card_serial", value.card_serial},
            {"answers", value.answers}, {"blind", value.blind}, {"at", instant_json(value.at)}};
}

Result<Mark> mark_from(const Json& json) {
    Members in(json);
    Mark value;
    value.listing = in.text("listing", 64);
    value.kind = in.text("mark", 32);
    if (!is_mark(value.kind)) in.fail("mark");
    value.card_serial = in.digits("card_serial", serial_digits, true);
    const auto& answers = in.object("answers");
    if (answers.size() > listing_questions_max) in.fail("answers");
    Members chosen(answers);
    for (const auto& [key, option] : answers.items()) {
        if (key.empty() || key.size() > 64) in.fail("answers");
        value.answers[key] = chosen.text(key, answer_bytes_max_each);
    }
    if (!chosen.done(true)) in.fail("answers");
    value.blind = in.digits("blind", blind_digits, true);
    value.at = in.instant("at");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
