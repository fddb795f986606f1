#include "backend/lint/rules.hpp"

namespace onecard::lint {
namespace {

constexpr std::size_t items_a_word = 3;  ///< a word that leads to more tells nothing

struct Whole {
    std::map<std::string, Complaints> complaints;
    std::map<std::string, std::string> taken;  ///< by what must be unique: the item that has it
    std::map<std::string, Json> papers;
    std::map<std::string, std::size_t> words;

    void once(const std::string& file, const std::string& at, const std::string& what, const std::string& value, const std::string& by) {
        const auto [earlier, fresh] = taken.emplace(what + " " + value, by);
        if (!fresh) complaints[file].push_back({at, "the " + what + " is taken by " + earlier->second});
    }
};

void look_at_papers(Whole& whole, const std::string& file, const Json& item, const std::string& at) {
    const auto& materials = list_at(item, "materials");
    for (std::size_t i = 0; i < materials.size(); ++i) {
        const auto code = text_at(materials[i], "code");
        const auto& name = object_at(materials[i], "name");
        if (whole.papers.emplace(code, name).first->second != name)
            whole.complaints[file].push_back({at + "/materials/" + std::to_string(i), code + " is another paper elsewhere"});
    }
}

void look_at_words(Whole& whole, const std::string& file, const Json& item, const std::string& at) {
    const auto& synonyms = list_at(item, "synonyms");
    for (std::size_t i = 0; i < synonyms.size(); ++i) {
        if (!synonyms[i].is_string() || ++whole.words[synonyms[i].get<std::string>()] <= items_a_word) continue;
        whole.complaints[file].push_back({at + "/synonyms/" + std::to_string(i), "leads to more than three items"});
    }
}

void look_at_item(Whole& whole, const std::string& file, const Json& item, const std::string& at) {
    const auto code = text_at(item, "code");
    whole.once(file, at + "/code", "code", code, code);
    whole.once(file, at + "/standard_code", "standard code", text_at(item, "standard_code"), code);
    for (const std::string language : {"zh", "en"}) {
        whole.once(file, at + "/name/" + language, "name", text_at(object_at(item, "name"), language), code);
        whole.once(file, at + "/summary/" + language, "summary", text_at(object_at(item, "summary"), language), code);
    }
    look_at_papers(whole, file, item, at);
    look_at_words(whole, file, item, at);
}

void note_references(const Json& value, std::set<std::string>& used) {
    if (value.is_object())
        for (const auto& [key, member] : value.items()) {
            const bool by_name = member.is_string() && (key == "paper" || key == "step" || key == "holder" || key == "use" || key == "collect" || key == "classes");
            if (by_name) used.insert(key + " " + member.get<std::string>());
        }
    if (value.is_structured())
        for (const auto& member : value) note_references(member, used);
}

}  // namespace

std::map<std::string, Complaints> catalogue_complaints(const std::map<std::string, Json>& files) {
    Whole whole;
    for (const auto& [file, json] : files) {
        const auto& department = object_at(json, "department");
        whole.once(file, "/department/code", "department", text_at(department, "code"), file);
        whole.once(file, "/department/name", "name", text_at(object_at(department, "name"), "zh"), file);
        const auto& items = list_at(json, "items");
        for (std::size_t i = 0; i < items.size(); ++i) look_at_item(whole, file, items[i], "/items/" + std::to_string(i));
    }
    return std::move(whole.complaints);
}

Complaints class_complaints(const Json& shared, const std::map<std::string, Json>& files) {
    constexpr std::size_t options_max = 12;
    std::set<std::string> departments, values;
    for (const auto& [file, json] : files) departments.insert(text_at(object_at(json, "department"), "code"));
    Complaints complaints;
    for (const auto& [word, table] : object_at(shared, "classes").items()) {
        const auto& groups = list_at(table, "groups");
        if (groups.size() < 2 || groups.size() > options_max) complaints.push_back({"/classes/" + word, "has too few or too many groups"});
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const auto at = "/classes/" + word + "/groups/" + std::to_string(g);
            const auto& list = list_at(groups[g], "classes");
            if (list.size() < 2 || list.size() > options_max) complaints.push_back({at, "has too few or too many classes"});
            for (std::size_t i = 0; i < list.size(); ++i) {
                const auto here = at + "/classes/" + std::to_string(i);
                int limits = 0;
                for (const char* limit : {"days", "hours", "urgent_hours"}) limits += number_at(list[i], limit) > 0 ? 1 : 0;
                if (limits != 1) complaints.push_back({here, "has not one limit"});
                if (!values.insert(text_at(list[i], "value")).second) complaints.push_back({here, "is there twice"});
                if (!departments.contains(text_at(list[i], "department"))) complaints.push_back({here, "is of no department that is there"});
            }
        }
    }
    return complaints;
}

Complaints idle_shared_parts(const Json& shared, const std::map<std::string, Json>& files) {
    static constexpr std::pair<const char*, const char*> lists[]{
        {"papers", "paper"}, {"steps", "step"}, {"holders", "holder"}, {"fields", "use"}, {"ways", "collect"}, {"classes", "classes"}};
    std::set<std::string> used;
    for (const auto& [file, json] : files) note_references(json, used);
    Complaints complaints;
    for (const auto& [list, by] : lists)
        for (const auto& [word, part] : object_at(shared, list).items())
            if (!used.contains(std::string(by) + " " + word)) complaints.push_back({"/" + std::string(list) + "/" + word, "is shared by nobody"});
    return complaints;
}

}  // namespace onecard::lint
