#include <algorithm>

#include "backend/lint/rules.hpp"
#include "base/clock.hpp"

namespace onecard::lint {
namespace {

struct FormCheck {
    const Json& form;
    std::string at;
    Complaints complaints;
    void complain(std::size_t field, const std::string& what) { complaints.push_back({at + "/" + std::to_string(field), what}); }
};

bool offers(const Json& field, const std::string& value) {
    const auto& options = list_at(field, "options");
    return std::any_of(options.begin(), options.end(), [&](const Json& option) { return text_at(option, "value") == value; });
}

const Json* earlier(const Json& form, std::size_t before, const std::string& key) {
    for (std::size_t i = 0; i < before; ++i)
        if (text_at(form[i], "key") == key) return &form[i];
    return nullptr;
}

void check_condition(FormCheck& check, std::size_t index) {
    const auto& field = check.form[index];
    if (!field.contains("when")) return;
    const auto& when = object_at(field, "when");
    const auto* asked = earlier(check.form, index, text_at(when, "key"));
    if (!asked) return check.complain(index, "depends on no earlier field");
    for (const auto& value : list_at(when, "is"))
        if (!value.is_string() || !offers(*asked, value.get<std::string>())) check.complain(index, "waits for a value that is not offered");
    if (list_at(when, "is").size() >= list_at(*asked, "options").size()) check.complain(index, "has a condition that always holds");
}

void check_options(FormCheck& check, std::size_t index) {
    std::set<std::string> values, chinese, english;
    for (const auto& option : list_at(check.form[index], "options")) {
        const auto& label = object_at(option, "label");
        if (!values.insert(text_at(option, "value")).second) check.complain(index, "offers a value twice");
        if (!chinese.insert(text_at(label, "zh")).second || !english.insert(text_at(label, "en")).second)
            check.complain(index, "has two options that read the same");
    }
}

bool is_day(const std::string& text) {
    Timestamp day;
    return from_iso(text + "T00:00:00+08:00", day) && to_iso(day).starts_with(text);
}

void check_limits(FormCheck& check, std::size_t index) {
    const auto& field = check.form[index];
    const auto kind = text_at(field, "kind");
    const bool counted = kind == "number" || kind == "money";
    if (counted && number_at(field, "min") >= number_at(field, "max")) check.complain(index, "has limits that nothing fits");
    if (number_at(field, "points_min") > number_at(field, "points_max", 500)) check.complain(index, "has limits that nothing fits");
    if (kind != "date") return;
    const auto min = text_at(field, "min"), max = text_at(field, "max");
    for (const auto& bound : {min, max})
        if (bound != "today" && !is_day(bound)) check.complain(index, "has a limit that is no day");
    if (min != "today" && max != "today" && min >= max) check.complain(index, "has limits that nothing fits");
}

void check_group(FormCheck& check, std::size_t index) {
    const auto& fields = list_at(check.form[index], "fields");
    if (fields.empty()) return;
    FormCheck inner{fields, check.at + "/" + std::to_string(index) + "/fields", {}};
    std::set<std::string> keys;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!keys.insert(text_at(fields[i], "key")).second) inner.complain(i, "has a key that is taken");
        if (fields[i].contains("when") || fields[i].contains("fields")) inner.complain(i, "is a condition or group inside a group");
        check_options(inner, i);
        check_limits(inner, i);
    }
    check.complaints.insert(check.complaints.end(), inner.complaints.begin(), inner.complaints.end());
}

// The card tells these, so nobody is made to type them.
void check_facts(FormCheck& check, std::size_t index) {
    const auto& field = check.form[index];
    const auto key = text_at(field, "key");
    const bool told = key == "name" || key == "id_number" || key == "birth_date" || key == "card_number";
    if (told && text_at(field, "kind") != "card_fact") check.complain(index, "asks for what the card tells");
}

void check_consent(FormCheck& check) {
    const auto& form = check.form;
    const auto is_consent = [](const Json& field) { return text_at(field, "kind") == "consent"; };
    for (std::size_t i = 0; i < form.size(); ++i)
        if (is_consent(form[i]) && (i + 1 < form.size() || !flag_at(form[i], "required")))
            check.complain(i, "is a consent that is not last or not required");
    const bool identified = std::any_of(form.begin(), form.end(), [](const Json& field) { return text_at(field, "fact") == "id_number"; });
    if (identified && !is_consent(form.back())) check.complaints.push_back({check.at, "takes an identity number without consent"});
}

}  // namespace

Complaints form_complaints(const Json& form, const std::string& at) {
    FormCheck check{form, at, {}};
    if (!form.is_array() || form.empty()) return {{at, "asks nothing"}};
    std::set<std::string> keys;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (!keys.insert(text_at(form[i], "key")).second) check.complain(i, "has a key that is taken");
        check_condition(check, i);
        check_options(check, i);
        check_limits(check, i);
        check_group(check, i);
        check_facts(check, i);
    }
    if (!keys.contains("phone")) check.complaints.push_back({at, "has no phone to reach the resident"});
    check_consent(check);
    return check.complaints;
}

}  // namespace onecard::lint
