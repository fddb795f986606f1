#include "backend-client/wire/services.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace onecard::wire {
namespace {

constexpr std::int64_t entries_most = 9;  ///< of a group; more belong on paper

tl::unexpected<Error> unknown(std::string_view list, const std::string& word) {
    return failure(Error::Kind::invalid, "catalogue.reference", std::string(list) + " " + word);
}

bool has_text(const Json& json, std::string_view key) { return json.is_object() && json.contains(key) && json.find(key)->is_string(); }

const Json* shared_part(const Json& shared, std::string_view list, const std::string& word) {
    const auto& parts = object_at(shared, list);
    const auto found = parts.find(word);
    return found == parts.end() ? nullptr : &*found;
}

// The shared part named by member `by`, with the entry's own members over it. The name stays as `code` where `coded`.
Status complete(Json& entry, const Json& shared, std::string_view list, std::string_view by, bool coded) {
    if (!has_text(entry, by)) return {};
    const auto word = text_at(entry, by);
    const auto* part = shared_part(shared, list, word);
    if (!part || !part->is_object()) return unknown(list, word);
    auto whole = *part;
    if (coded) whole["code"] = word;
    entry.erase(std::string(by));
    whole.update(entry);
    entry = std::move(whole);
    return {};
}

Status complete_word(Json& json, std::string_view key, const Json& shared, std::string_view list) {
    if (!has_text(json, key)) return {};
    const auto word = text_at(json, key);
    const auto* part = shared_part(shared, list, word);
    if (!part) return unknown(list, word);
    json[std::string(key)] = *part;
    return {};
}

Status complete_step(Json& step, const Json& shared) {
    if (auto done = complete(step, shared, "steps", "step", true); !done) return done;
    return complete_word(step, "holder", shared, "holders");
}

// `{"kind": "class", "classes": WORD}`: the shared groups of classes stand in the field itself.
Status complete_classes(Json& field, const Json& shared) {
    if (!has_text(field, "classes")) return {};
    const auto word = text_at(field, "classes");
    const auto* part = shared_part(shared, "classes", word);
    if (!part || !part->is_object()) return unknown("classes", word);
    for (const auto& [key, member] : part->items()) field[key] = member;
    return {};
}

Status complete_field(Json& field, const Json& shared) {
    if (auto done = complete_classes(field, shared); !done) return done;
    if (auto done = complete(field, shared, "fields", "use", false); !done) return done;
    if (!field.is_object() || !field.contains("fields") || !field["fields"].is_array()) return {};
    for (auto& inner : field["fields"])
        if (auto done = complete(inner, shared, "fields", "use", false); !done) return done;
    return {};
}

template <class Complete>
Status for_each_in(Json& item, std::string_view list, const Complete& complete_one) {
    if (!item.is_object() || !item.contains(list) || !item.find(list)->is_array()) return {};
    for (auto& entry : item[std::string(list)])
        if (auto done = complete_one(entry); !done) return done;
    return {};
}

Json counted_label(const Json& entry, std::int64_t number, const Json& label) {
    const auto place = std::to_string(number);
    return {{"zh", text_at(entry, "zh") + place + "：" + text_at(label, "zh")}, {"en", text_at(entry, "en") + " " + place + ": " + text_at(label, "en")}};
}

Json how_many(const Json& group, std::int64_t most) {
    Json count{{"key", text_at(group, "key")}, {"kind", "choice"}, {"label", object_at(group, "label")}, {"required", flag_at(group, "required")},
               {"options", Json::array()}};
    for (const char* kept : {"when", "hint"})
        if (group.contains(kept)) count[kept] = group[kept];
    if (group.contains("none")) count["options"].push_back({{"value", "n0"}, {"label", object_at(group, "none")}});
    for (std::int64_t number = 1; number <= most; ++number) {
        const auto word = std::to_string(number);
        count["options"].push_back({{"value", "n" + word}, {"label", {{"zh", word}, {"en", word}}}});
    }
    return count;
}

void unfold(const Json& group, Json& form) {
    const auto most = std::clamp<std::int64_t>(number_at(group, "entries_max", 1), 1, entries_most);
    const auto key = text_at(group, "key");
    form.push_back(how_many(group, most));
    for (std::int64_t number = 1; number <= most; ++number) {
        auto enough = Json::array();
        for (auto least = number; least <= most; ++least) enough.push_back("n" + std::to_string(least));
        for (auto field : list_at(group, "fields")) {
            field["key"] = key + "_" + std::to_string(number) + "_" + text_at(field, "key");
            field["label"] = counted_label(object_at(group, "entry"), number, object_at(field, "label"));
            field["when"] = {{"key", key}, {"is", enough}};
            form.push_back(std::move(field));
        }
    }
}

// A choice of the group, and for each group one of its classes; the item learns whose work each class is, and by when.
void unfold_classes(const Json& field, Json& item, Json& form) {
    const auto key = text_at(field, "key");
    Json groups{{"key", key}, {"kind", "choice"}, {"label", object_at(field, "label")}, {"required", true}, {"options", Json::array()}};
    auto classes = Json::array(), choices = Json::array();
    for (const auto& group : list_at(field, "groups")) {
        const auto value = text_at(group, "value");
        groups["options"].push_back({{"value", value}, {"label", object_at(group, "label")}});
        Json choice{{"key", key + "_" + value}, {"kind", "choice"}, {"label", object_at(group, "ask")}, {"required", true}, {"options", Json::array()},
                    {"when", {{"key", key}, {"is", Json::array({value})}}}};
        for (auto one : list_at(group, "classes")) {
            choice["options"].push_back({{"value", text_at(one, "value")}, {"label", object_at(one, "label")}});
            one["group"] = value;
            classes.push_back(std::move(one));
        }
        choices.push_back(std::move(choice));
    }
    form.push_back(std::move(groups));
    for (auto& choice : choices) form.push_back(std::move(choice));
    item["classes"] = {{"key", key}, {"step", text_at(field, "step")}, {"list", std::move(classes)}};
}

}  // namespace

Result<ServiceFiles> read_service_files(const std::filesystem::path& folder) {
    ServiceFiles files;
    std::error_code why;
    for (const auto& entry : std::filesystem::directory_iterator(folder, why)) {
        const auto name = entry.path().filename().string();
        if (entry.path().extension() != ".json" || name == "schema.json") continue;
        const auto text = read_file(entry.path());
        if (!text) return failure(text.error());
        auto json = parse_json(*text);
        if (!json) return failure(Error::Kind::invalid, "catalogue.malformed", name + ": " + json.error().code);
        if (name == "shared.json") files.shared = *std::move(json);
        else files.departments.emplace(name, *std::move(json));
    }
    if (files.departments.empty()) return failure(Error::Kind::unavailable, "catalogue.none", folder.filename().string());
    return files;
}

Result<Json> with_shared_parts(Json item, const Json& shared) {
    auto done = for_each_in(item, "materials", [&](Json& one) { return complete(one, shared, "papers", "paper", true); });
    if (done) done = for_each_in(item, "steps", [&](Json& one) { return complete_step(one, shared); });
    if (done) done = for_each_in(item, "form", [&](Json& one) { return complete_field(one, shared); });
    if (done && item.is_object()) done = complete_word(item, "collect", shared, "ways");
    if (!done) return failure(done.error());
    return item;
}

void unfold_groups(Json& item) {
    auto form = Json::array();
    const auto fields = list_at(item, "form");
    for (const auto& field : fields) {
        const auto kind = text_at(field, "kind");
        if (kind == "group") unfold(field, form);
        else if (kind == "class") unfold_classes(field, item, form);
        else form.push_back(field);
    }
    item["form"] = std::move(form);
}

Result<Services> read_services(const std::filesystem::path& folder) {
    const auto files = read_service_files(folder);
    if (!files) return failure(files.error());
    Services services;
    for (const auto& [name, file] : files->departments) {
        const auto& department = object_at(file, "department");
        services.departments.push_back(department);
        for (const auto& source : list_at(file, "items")) {
            auto item = with_shared_parts(source, files->shared);
            if (!item) return failure(item.error().kind, item.error().code, name + ": " + text_at(source, "code") + ", " + item.error().detail);
            unfold_groups(*item);
            (*item)["department"] = text_at(department, "code");
            services.items.push_back(*std::move(item));
        }
    }
    return services;
}

}  // namespace onecard::wire
