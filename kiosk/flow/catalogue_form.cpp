// The form of an item, from JSON.
#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/flow/catalogue_json.hpp"
#include "kiosk/flow/form.hpp"

namespace onecard::flow {
namespace {

using Kind = FormField::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 16> kinds{{{"text", Kind::text}, {"long_text", Kind::long_text}, {"number", Kind::number},
    {"choice", Kind::choice}, {"choices", Kind::choices}, {"date", Kind::date}, {"phone", Kind::phone}, {"id_number", Kind::id_number},
    {"card_fact", Kind::card_fact}, {"consent", Kind::consent}, {"money", Kind::money}, {"bank_account", Kind::bank_account},
    {"address", Kind::address}, {"signature", Kind::signature}, {"picture", Kind::picture}, {"slot", Kind::slot}}};
constexpr std::array<std::string_view, 5> facts{"name", "id_number", "card_number", "birth_date", "listing"};
constexpr std::int64_t number_max = 1'000'000'000'000;

bool is_bound(const std::string& text) { return text.empty() || text == "today" || is_date(text); }

void read_options(FormField& field, const Json& json, CatalogueReading& reading) {
    for (const auto& option : reading.list(json, "options", options_max)) {
        Choice choice{reading.word(option, "value"), reading.text(option, "label", false, 400)};
        const bool twice = std::any_of(field.options.begin(), field.options.end(), [&](const Choice& other) { return other.value == choice.value; });
        if (twice) reading.complain("field", reading.place + " option " + choice.value + " twice");
        field.options.push_back(std::move(choice));
    }
    if (field.options.empty()) reading.complain("field", reading.place + " options");
}

void read_bounds(FormField& field, const Json& json, CatalogueReading& reading) {
    if (field.kind == Kind::date) {
        field.earliest = text_at(json, "min");
        field.latest = text_at(json, "max");
        if (!is_bound(field.earliest) || !is_bound(field.latest)) reading.complain("field", reading.place + " min or max");
    }
    if (field.kind == Kind::number || field.kind == Kind::money) {
        if (json.contains("min")) field.min = reading.number(json, "min", -number_max, number_max, 0);
        if (json.contains("max")) field.max = reading.number(json, "max", -number_max, number_max, 0);
        if (field.min && field.max && *field.min > *field.max) reading.complain("field", reading.place + " min over max");
    }
    const auto points_max = static_cast<std::int64_t>(form_text_points_max);
    const auto usual = field.kind == Kind::long_text ? 500 : 100;
    field.points_max = static_cast<std::size_t>(reading.number(json, "points_max", 1, points_max, usual));
    field.points_min = static_cast<std::size_t>(reading.number(json, "points_min", 0, points_max, 0));
    if (field.points_min > field.points_max) reading.complain("field", reading.place + " points_min over points_max");
}

void read_condition(FormField& field, const Json& json, const std::vector<FormField>& before, CatalogueReading& reading) {
    if (!json.contains("when")) return;
    const auto& when = object_at(json, "when");
    field.when_key = reading.word(when, "key");
    field.when_is = reading.words(when, "is", options_max);
    const bool earlier = std::any_of(before.begin(), before.end(), [&](const FormField& other) { return other.key == field.when_key; });
    if (!earlier || field.when_is.empty()) reading.complain("field", reading.place + " when");
}

FormField read_field(const Json& json, const std::vector<FormField>& before, CatalogueReading& reading) {
    FormField field;
    field.key = reading.word(json, "key");
    reading.place += " " + field.key;
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.first == text_at(json, "kind"); });
    if (kind == kinds.end()) {
        reading.complain("field", reading.place + " kind");
        return field;
    }
    field.kind = kind->second;
    field.label = reading.text(json, "label", field.kind == Kind::card_fact, 1'000);
    field.hint = reading.text(json, "hint", true, 1'000);
    field.unit = reading.text(json, "unit", true, 100);
    field.required = flag_at(json, "required");
    if (field.kind == Kind::choice || field.kind == Kind::choices) read_options(field, json, reading);
    if (field.kind == Kind::card_fact) {
        field.fact = reading.word(json, "fact");
        if (std::find(facts.begin(), facts.end(), field.fact) == facts.end()) reading.complain("field", reading.place + " fact");
    }
    if (field.kind == Kind::slot) field.calendar = reading.word(json, "calendar");
    read_bounds(field, json, reading);
    read_condition(field, json, before, reading);
    const bool twice = std::any_of(before.begin(), before.end(), [&](const FormField& other) { return other.key == field.key; });
    if (twice) reading.complain("field", reading.place + " twice");
    return field;
}

}  // namespace

std::vector<FormField> read_form(const Json& item, CatalogueReading& reading) {
    const auto place = reading.place;
    reading.part = "field";
    std::vector<FormField> form;
    for (const auto& json : reading.list(item, "form", form_fields_max)) {
        reading.place = place;
        form.push_back(read_field(json, form, reading));
        if (!reading.good()) break;
    }
    reading.part = "item";
    reading.place = place;
    return form;
}

}  // namespace onecard::flow
