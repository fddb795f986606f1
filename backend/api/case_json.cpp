#include "backend/api/case_json.hpp"

#include <algorithm>

#include "backend/api/masked.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

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

}  // namespace

Json case_json(const cases::CaseFile& file, Role role) {
    auto json = wire::to_json(file.as_told);
    json.erase("events");
    auto history = Json::array();
    for (const auto& event : file.history)
        history.push_back({{"at", to_iso(event.at)}, {"kind", event.kind}, {"step", event.step}, {"actor", event.actor}, {"role", event.role},
                           {"post", both(event.post)}, {"target", event.target}, {"note", event.note}});
    json["card_serial"] = shown_serial(file.card_serial, role);
    json["kiosk"] = file.kiosk;
    json["statutory_at"] = to_iso(file.statutory_at);
    json["late"] = file.late;
    json["step_late"] = file.step_late;
    json["step_card"] = file.step_card;
    json["whole_card"] = file.whole_card;
    json["post"] = file.post;
    json["held_by"] = file.holder;
    json["officer"] = file.officer;
    json["served"] = file.served;
    json["decision"] = file.decision;
    json["history"] = std::move(history);
    return json;
}

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

}  // namespace onecard::api
