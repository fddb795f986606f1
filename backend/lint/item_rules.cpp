// What must hold for one item on its own.
#include <algorithm>
#include <array>

#include "backend/lint/rules.hpp"

namespace onecard::lint {
namespace {

struct ItemCheck {
    const Json& item;
    const Json& department;
    std::string at;
    Complaints complaints;
    void complain(const std::string& where, const std::string& what) { complaints.push_back({at + where, what}); }
};

// How a standard code begins (GB/T 39554.1: type, authority, main item, sub-item).
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> type_digits{{{"licence", "0001"}, {"payment", "0005"},
    {"confirmation", "0007"}, {"reward", "0008"}, {"ruling", "0009"}, {"other_power", "0010"}, {"public_service", "0020"}}};

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_sentence(const Json& text) { return text_at(text, "zh").ends_with("。") && text_at(text, "en").ends_with("."); }

bool is_bare(const Json& text) { return !text_at(text, "zh").ends_with("。") && !text_at(text, "en").ends_with("."); }

void check_codes(ItemCheck& check) {
    const auto department = text_at(check.department, "code");
    if (!text_at(check.item, "code").starts_with(department + "-")) check.complain("/code", "has the code of another department");
    const auto type = text_at(check.item, "type");
    const auto known = std::find_if(type_digits.begin(), type_digits.end(), [&](const auto& one) { return one.first == type; });
    const auto begins = (known == type_digits.end() ? std::string() : std::string(known->second)) + text_at(check.department, "authority");
    if (!text_at(check.item, "standard_code").starts_with(begins)) check.complain("/standard_code", "does not begin with " + begins);
    for (const char* list : {"materials", "steps"}) {
        std::set<std::string> codes;
        const auto& entries = list_at(check.item, list);
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (const auto code = text_at(entries[i], "code"); !codes.insert(code).second)
                check.complain("/" + std::string(list) + "/" + std::to_string(i), code + " is there twice");
    }
}

void check_days(ItemCheck& check) {
    constexpr std::int64_t hours_a_day = 8, urgent_hours_a_day = 24;
    std::int64_t hours = 0, urgent_hours = 0, days = 0;
    for (const auto& step : list_at(check.item, "steps")) {
        days += number_at(step, "days");
        hours += number_at(step, "hours");
        urgent_hours += number_at(step, "urgent_hours");
    }
    days += (hours + hours_a_day - 1) / hours_a_day + (urgent_hours + urgent_hours_a_day - 1) / urgent_hours_a_day;
    const auto promised = number_at(check.item, "promised_days"), statutory = number_at(check.item, "statutory_days");
    if (days > promised) check.complain("/steps", "take longer than promised");
    if (check.item.contains("promised_hours") && urgent_hours > number_at(check.item, "promised_hours"))
        check.complain("/promised_hours", "are fewer than the steps take");
    if (promised > statutory) check.complain("/promised_days", "are more days than the law allows");
}

void check_style(ItemCheck& check) {
    const auto& conditions = list_at(check.item, "conditions");
    for (const char* key : {"summary", "result"})
        if (!is_sentence(object_at(check.item, key))) check.complain("/" + std::string(key), "is no sentence");
    for (std::size_t i = 0; i < conditions.size(); ++i)
        if (!is_sentence(conditions[i])) check.complain("/conditions/" + std::to_string(i), "is no sentence");
    for (const char* key : {"name", "collect"})
        if (!is_bare(object_at(check.item, key))) check.complain("/" + std::string(key), "ends like a sentence");
    if (text_at(object_at(check.item, "legal_basis"), "zh").find("《") == std::string::npos) check.complain("/legal_basis", "names no law");
}

void check_words(ItemCheck& check) {
    const auto& synonyms = list_at(check.item, "synonyms");
    std::size_t chinese = 0;
    for (std::size_t i = 0; i < synonyms.size(); ++i) {
        if (!synonyms[i].is_string()) continue;
        const auto& word = synonyms[i].get_ref<const std::string&>();
        const auto at = "/synonyms/" + std::to_string(i);
        if (!is_ascii(word)) ++chinese;
        if (std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) check.complain(at, "is not in small letters");
        if (word == text_at(object_at(check.item, "name"), "zh")) check.complain(at, "is the name itself");
    }
    if (chinese < 2) check.complain("/synonyms", "lack the words that residents use");
}

void check_papers(ItemCheck& check) {
    const auto& materials = list_at(check.item, "materials");
    for (std::size_t i = 0; i < materials.size(); ++i)
        if (flag_at(materials[i], "from_card") && text_at(materials[i], "grade") != "A")
            check.complain("/materials/" + std::to_string(i), "stands on the card, so it is of grade A");
}

}  // namespace

Complaints department_complaints(const Json& file, const std::set<std::string>& icons) {
    const auto& department = object_at(file, "department");
    auto complaints = text_complaints(file, "");
    const auto append = [&](const Complaints& more) { complaints.insert(complaints.end(), more.begin(), more.end()); };
    const auto& items = list_at(file, "items");
    for (std::size_t i = 0; i < items.size(); ++i) {
        ItemCheck check{items[i], department, "/items/" + std::to_string(i), {}};
        if (!icons.contains(text_at(items[i], "icon"))) check.complain("/icon", "is not drawn");
        check_codes(check);
        check_days(check);
        check_style(check);
        check_words(check);
        check_papers(check);
        append(check.complaints);
        append(form_complaints(list_at(items[i], "form"), check.at + "/form"));
    }
    return complaints;
}

}  // namespace onecard::lint
