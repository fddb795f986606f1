#include <algorithm>
#include <regex>

#include "base/text.hpp"
#include "backend/lint/rules.hpp"

namespace onecard::lint {
namespace {

/// What one run shares.
struct Run {
    const Json& root;                           ///< the whole schema, for `$ref`
    std::map<std::string, std::regex> patterns;  ///< compiled once: that is slower than all the rest
};

struct Place {
    Run& run;
    const Json& schema;
    const Json& rule;  ///< the value of the keyword
    const Json& value;
    std::string path;
};

Complaints check(Run& run, const Json& schema, const Json& value, const std::string& path);

void append(Complaints& to, const Complaints& from) { to.insert(to.end(), from.begin(), from.end()); }

Complaints unless(bool holds, const Place& place, const std::string& what) { return holds ? Complaints{} : Complaints{{place.path, what}}; }

Complaints reference(const Place& place) {
    const std::string name = place.rule.get<std::string>().substr(std::string("#/$defs/").size());
    const auto& definitions = object_at(place.run.root, "$defs");
    const auto found = definitions.find(name);
    if (found == definitions.end()) return {{place.path, "no definition " + name}};
    return check(place.run, *found, place.value, place.path);
}

Complaints type(const Place& place) {
    const auto wanted = place.rule.get<std::string>();
    const auto& value = place.value;
    const bool fits = (wanted == "object" && value.is_object()) || (wanted == "array" && value.is_array()) ||
                      (wanted == "string" && value.is_string()) || (wanted == "integer" && value.is_number_integer()) ||
                      (wanted == "boolean" && value.is_boolean());
    return unless(fits, place, "is not of type " + wanted);
}

Complaints required(const Place& place) {
    Complaints complaints;
    if (!place.value.is_object()) return complaints;
    for (const auto& key : place.rule)
        append(complaints, unless(place.value.contains(key.get<std::string>()), place, "lacks " + key.get<std::string>()));
    return complaints;
}

Complaints properties(const Place& place) {
    Complaints complaints;
    if (!place.value.is_object()) return complaints;
    for (const auto& [key, schema] : place.rule.items())
        if (place.value.contains(key)) append(complaints, check(place.run, schema, place.value[key], place.path + "/" + key));
    return complaints;
}

Complaints additional(const Place& place) {
    Complaints complaints;
    if (!place.value.is_object()) return complaints;
    for (const auto& [key, member] : place.value.items()) {
        if (object_at(place.schema, "properties").contains(key)) continue;
        if (place.rule.is_object()) append(complaints, check(place.run, place.rule, member, place.path + "/" + key));
        else if (place.rule == Json(false)) complaints.push_back({place.path + "/" + key, "is an unknown member"});
    }
    return complaints;
}

Complaints items(const Place& place) {
    Complaints complaints;
    if (!place.value.is_array()) return complaints;
    for (std::size_t i = 0; i < place.value.size(); ++i)
        append(complaints, check(place.run, place.rule, place.value[i], place.path + "/" + std::to_string(i)));
    return complaints;
}

Complaints one_of(const Place& place) {
    Complaints nearest;
    std::size_t fitting = 0;
    for (const auto& branch : place.rule) {
        auto complaints = check(place.run, branch, place.value, place.path);
        if (complaints.empty()) ++fitting;
        if (nearest.empty() || complaints.size() < nearest.size()) nearest = std::move(complaints);
    }
    if (fitting == 1) return {};
    return fitting == 0 ? nearest : Complaints{{place.path, "fits several shapes"}};
}

Complaints known(const Place& place) {
    return unless(std::find(place.rule.begin(), place.rule.end(), place.value) != place.rule.end(), place, "is not one of the known words");
}

Complaints unique(const Place& place) {
    if (!place.value.is_array()) return {};
    std::set<Json> seen;
    for (const auto& entry : place.value)
        if (!seen.insert(entry).second) return {{place.path, "has an entry twice"}};
    return {};
}

Complaints pattern(const Place& place) {
    if (!place.value.is_string()) return {};
    const auto form = place.rule.get<std::string>();
    const auto compiled = place.run.patterns.try_emplace(form, form).first;
    return unless(std::regex_search(place.value.get<std::string>(), compiled->second), place, "has not the right form");
}

Complaints bound(const Place& place, const std::string& keyword) {
    const auto limit = place.rule.get<std::int64_t>();
    const auto& value = place.value;
    if (value.is_number_integer() && keyword == "minimum") return unless(value.get<std::int64_t>() >= limit, place, "is too small");
    if (value.is_number_integer() && keyword == "maximum") return unless(value.get<std::int64_t>() <= limit, place, "is too large");
    if (value.is_array() && keyword == "minItems") return unless(value.size() >= static_cast<std::size_t>(limit), place, "has too few entries");
    if (value.is_array() && keyword == "maxItems") return unless(value.size() <= static_cast<std::size_t>(limit), place, "has too many entries");
    if (!value.is_string()) return {};
    const auto length = length_in_points(value.get<std::string>());
    if (keyword == "minLength") return unless(length >= static_cast<std::size_t>(limit), place, "is too short");
    if (keyword == "maxLength") return unless(length <= static_cast<std::size_t>(limit), place, "is too long");
    return {};
}

Complaints keyword_complaints(const std::string& keyword, const Place& place) {
    static const std::map<std::string, Complaints (*)(const Place&)> keywords{{"$ref", reference}, {"type", type}, {"required", required},
        {"properties", properties}, {"additionalProperties", additional}, {"items", items}, {"oneOf", one_of}, {"pattern", pattern}, {"enum", known},
        {"uniqueItems", unique}};
    static const std::set<std::string> bounds{"minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength"};
    static const std::set<std::string> remarks{"$schema", "$defs", "title", "description"};
    if (remarks.contains(keyword)) return {};
    if (bounds.contains(keyword)) return bound(place, keyword);
    const auto found = keywords.find(keyword);
    return found == keywords.end() ? Complaints{{place.path, "the schema says " + keyword + ", which is not checked"}} : found->second(place);
}

Complaints check(Run& run, const Json& schema, const Json& value, const std::string& path) {
    Complaints complaints;
    for (const auto& [keyword, rule] : schema.items()) append(complaints, keyword_complaints(keyword, Place{run, schema, rule, value, path}));
    return complaints;
}

}  // namespace

Complaints schema_complaints(const Json& schema, const Json& value) {
    Run run{schema, {}};
    return check(run, schema, value, "");
}

}  // namespace onecard::lint
