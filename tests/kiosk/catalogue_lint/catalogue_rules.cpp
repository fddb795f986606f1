#include <algorithm>

#include "tests/kiosk/catalogue_lint/rules.hpp"

namespace onecard::lint {
namespace {

void append(Complaints& to, const Complaints& from) { to.insert(to.end(), from.begin(), from.end()); }

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_sentence(const Json& text) { return text_at(text, "zh").ends_with("。") && text_at(text, "en").ends_with("."); }

bool is_bare(const Json& text) { return !text_at(text, "zh").ends_with("。") && !text_at(text, "en").ends_with("."); }

Complaints unique_codes(const Json& entries, const std::string& place) {
    std::set<std::string> codes;
    Complaints complaints;
    for (const auto& entry : entries)
        if (!codes.insert(text_at(entry, "code")).second) complaints.push_back(place + " " + text_at(entry, "code") + ": is there twice");
    return complaints;
}

Complaints day_complaints(const Json& item, const std::string& place) {
    Complaints complaints;
    std::int64_t days = 0;
    for (const auto& step : list_at(item, "steps")) days += number_at(step, "days");
    const auto promised = number_at(item, "promised_days"), statutory = number_at(item, "statutory_days");
    if (days > promised) complaints.push_back(place + ": its steps take longer than promised");
    if (promised > statutory) complaints.push_back(place + ": promises more days than the law allows");
    return complaints;
}

Complaints style_complaints(const Json& item, const std::string& place) {
    Complaints complaints;
    const auto complain = [&](const char* what) { complaints.push_back(place + ": " + what); };
    const auto& conditions = list_at(item, "conditions");
    if (!is_sentence(object_at(item, "summary")) || !is_sentence(object_at(item, "result"))) complain("summary or result is no sentence");
    if (!std::all_of(conditions.begin(), conditions.end(), is_sentence)) complain("a condition is no sentence");
    if (!is_bare(object_at(item, "name")) || !is_bare(object_at(item, "collect"))) complain("name or collect ends like a sentence");
    if (text_at(object_at(item, "legal_basis"), "zh").find("《") == std::string::npos) complain("legal basis names no law");
    return complaints;
}

Complaints word_complaints(const Json& item, const std::string& place) {
    bool spelled = false, chinese = false, small = true;
    for (const auto& word : list_at(item, "synonyms")) {
        if (!word.is_string()) continue;
        const auto& text = word.get_ref<const std::string&>();
        (is_ascii(text) ? spelled : chinese) = true;
        small = small && std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (text == text_at(object_at(item, "name"), "zh")) return {place + ": a synonym is the name itself"};
    }
    return spelled && chinese && small ? Complaints{} : Complaints{place + ": synonyms need Chinese words and spellings in small letters"};
}

Complaints item_complaints(const Json& item, const std::string& department, const std::set<std::string>& icons) {
    const auto place = text_at(item, "code");
    Complaints complaints;
    if (!place.starts_with(department + "-")) complaints.push_back(place + ": has the code of another department");
    if (!icons.contains(text_at(item, "icon"))) complaints.push_back(place + ": its icon is not drawn");
    append(complaints, day_complaints(item, place));
    append(complaints, style_complaints(item, place));
    append(complaints, word_complaints(item, place));
    append(complaints, unique_codes(list_at(item, "materials"), place + " material"));
    append(complaints, unique_codes(list_at(item, "steps"), place + " step"));
    for (const auto& material : list_at(item, "materials"))
        if (flag_at(material, "from_card") && text_at(material, "grade") != "A")
            complaints.push_back(place + ": what the card stands for is of grade A");
    append(complaints, form_complaints(list_at(item, "form"), place));
    return complaints;
}

}  // namespace

Complaints department_complaints(const Json& file, const std::set<std::string>& icons) {
    const auto department = text_at(object_at(file, "department"), "code");
    auto complaints = text_complaints(file, department);
    for (const auto& item : list_at(file, "items")) append(complaints, item_complaints(item, department, icons));
    return complaints;
}

Complaints catalogue_complaints(const std::map<std::string, Json>& files) {
    Complaints complaints;
    std::set<std::string> departments, codes, names;
    std::map<std::string, Json> papers;
    for (const auto& [file, json] : files) {
        const auto& department = object_at(json, "department");
        if (!departments.insert(text_at(department, "code")).second) complaints.push_back(file + ": its department has another file");
        for (const auto& item : list_at(json, "items")) {
            const auto code = text_at(item, "code");
            if (!codes.insert(code).second) complaints.push_back(code + ": the code is taken");
            for (const char* language : {"zh", "en"})
                if (!names.insert(text_at(object_at(item, "name"), language)).second) complaints.push_back(code + ": the name is taken");
            for (const auto& material : list_at(item, "materials")) {
                const auto& [paper, name] = *papers.emplace(text_at(material, "code"), object_at(material, "name")).first;
                if (name != object_at(material, "name")) complaints.push_back(code + ": " + paper + " is another paper elsewhere");
            }
        }
    }
    return complaints;
}

}  // namespace onecard::lint
