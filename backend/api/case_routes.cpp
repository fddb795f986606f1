// Cases, as staff see and move them.
#include <algorithm>

#include "backend/api/masked.hpp"
#include "backend/api/office.hpp"
#include "backend/cases/case_book.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::api {
namespace {

using http::Answer;
using http::Method;

constexpr std::size_t note_points_max = 500;

Json case_json(const cases::CaseFile& file, Role role) {
    auto json = wire::to_json(file.as_told);
    auto history = Json::array();
    for (const auto& event : file.history)
        history.push_back({{"at", to_iso(event.at)}, {"kind", event.kind}, {"step", event.step}, {"actor", event.actor}, {"note", event.note}});
    json["card_serial"] = shown_serial(file.card_serial, role);
    json["kiosk"] = file.kiosk;
    json["statutory_at"] = to_iso(file.statutory_at);
    json["late"] = file.late;
    json["step_late"] = file.step_late;
    json["history"] = std::move(history);
    return json;
}

Json both(const wire::Localised& text) { return {{"zh", text.zh}, {"en", text.en}}; }

/// A value in the words that the resident chose it by.
Json value_json(const cases::Field* field, const std::string& value) {
    if (field)
        for (const auto& option : field->options)
            if (option.value == value) return both(option.label);
    return both({value, value});
}

const cases::Field* field_of(const cases::Item* item, const std::string& key) {
    if (!item) return nullptr;
    const auto found = std::find_if(item->form.begin(), item->form.end(), [&](const cases::Field& field) { return field.key == key; });
    return found == item->form.end() ? nullptr : &*found;
}

/// What was filled in, in the words of the form as it is today.
Json answers_json(const cases::Item* item, const cases::Answers& answers) {
    auto all = Json::array();
    for (const auto& [key, values] : answers) {
        const auto* field = field_of(item, key);
        auto texts = Json::array();
        for (const auto& value : values) texts.push_back(value_json(field, value));
        all.push_back({{"key", key}, {"label", both(field ? field->label : wire::Localised{key, key})}, {"values", std::move(texts)}});
    }
    return all;
}

Answer tell_cases(Call& call) {
    const auto& query = call.request.query;
    const cases::CaseFilter filter{http::query_value(query, "card"), http::query_value(query, "receipt"), http::query_value(query, "state")};
    auto all = Json::array();
    for (const auto& number : cases::case_numbers(call.connection, filter))
        if (const auto file = cases::find_case(call.connection, number, call.now)) all.push_back(case_json(*file, call.role));
    return http::json_answer({{"cases", std::move(all)}});
}

/// One case, with what was filled in: that is for who works on it, not for lists.
Answer tell_case(const Office& office, Call& call) {
    const auto file = cases::find_case(call.connection, call.request.parts.front(), call.now);
    if (!file) return http::problem(404, "case.unknown");
    auto json = case_json(*file, call.role);
    json["answers"] = answers_json(office.catalogue.find(file->as_told.item_code), file->answers);
    return http::json_answer(json);
}

Answer move_on(const Office& office, Call& call) {
    std::string note;
    if (!call.request.body.empty()) {
        const auto json = json_body(call.request);
        if (!json) return http::problem(json.error());
        note = text_at(*json, "note");
    }
    if (length_in_points(note) > note_points_max) return http::problem(422, "case.note_too_long");
    const auto& number = call.request.parts.front();
    if (auto moved = cases::advance(call.connection, office.calendar, number, {call.name, note, call.now}); !moved)
        return http::problem(moved.error().code == "case.unknown" ? 404 : 409, moved.error().code);
    return tell_case(office, call);
}

}  // namespace

std::vector<Route> case_routes(const Office& office) {
    return {
        {Method::get, "/v1/admin/cases", Caller::staff, tell_cases},
        {Method::get, "/v1/admin/cases/{}", Caller::staff, [&office](Call& call) { return tell_case(office, call); }},
        {Method::post, "/v1/admin/cases/{}/advance", Caller::staff, [&office](Call& call) { return move_on(office, call); }},
    };
}

}  // namespace onecard::api
