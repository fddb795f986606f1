// Bundles: items that stand for others. What one asks must be all that its parts will be handed in with.
#include <algorithm>

#include "backend/lint/rules.hpp"

namespace onecard::lint {
namespace {

using Items = std::map<std::string, Json>;

struct BundleCheck {
    const Items& items;
    const Json& item;
    std::string at;
    Complaints complaints;
    void complain(const std::string& where, const std::string& what) { complaints.push_back({at + where, what}); }
};

const Json* field_of(const Json& item, const std::string& key) {
    const auto& form = list_at(item, "form");
    const auto found = std::find_if(form.begin(), form.end(), [&](const Json& field) { return text_at(field, "key") == key; });
    return found == form.end() ? nullptr : &*found;
}

bool offers(const Json& field, const std::string& value) {
    const auto& options = list_at(field, "options");
    return std::any_of(options.begin(), options.end(), [&](const Json& option) { return text_at(option, "value") == value; });
}

std::string name_in_bundle(const Json& part, const std::string& key) { return text_at(object_at(part, "from"), key, key); }

bool holds_whenever(const Json& when, const std::string& key, const Json& condition) {
    if (text_at(when, "key") != key) return false;
    const auto& enough = list_at(when, "is");
    const auto& values = list_at(condition, "is");
    const auto is_enough = [&](const Json& value) { return std::find(enough.begin(), enough.end(), value) != enough.end(); };
    return std::all_of(values.begin(), values.end(), is_enough);
}

/// True when the bundle asks `asked` whenever the part is handed in and shows `needed`.
bool is_asked_in_time(const Json& asked, const Json& part, const Json& needed) {
    if (!asked.contains("when")) return true;
    const auto& when = object_at(asked, "when");
    const auto& of_part = object_at(part, "when");
    if (!of_part.empty() && holds_whenever(when, text_at(of_part, "key"), of_part)) return true;
    const auto& of_field = object_at(needed, "when");
    return !of_field.empty() && holds_whenever(when, name_in_bundle(part, text_at(of_field, "key")), of_field);
}

/// A field that the part never shows, because its answer elsewhere is fixed.
bool is_never_shown(const Json& part, const Json& needed) {
    const auto& when = object_at(needed, "when");
    const auto fixed = text_at(object_at(part, "answers"), text_at(when, "key"));
    const auto& values = list_at(when, "is");
    return !when.empty() && !fixed.empty() && std::find(values.begin(), values.end(), Json(fixed)) == values.end();
}

bool is_within(const Json& asked, const Json& needed, const char* limit, bool least) {
    const auto theirs = needed.find(limit);
    if (theirs == needed.end()) return true;
    const auto ours = asked.find(limit);
    if (ours == asked.end()) return false;
    if (!ours->is_number() || !theirs->is_number()) return *ours == *theirs;
    return least ? ours->get<std::int64_t>() >= theirs->get<std::int64_t>() : ours->get<std::int64_t>() <= theirs->get<std::int64_t>();
}

std::string difference(const Json& asked, const Json& needed) {
    if (text_at(asked, "kind") != text_at(needed, "kind")) return "as another kind of answer";
    for (const char* least : {"min", "points_min"})
        if (!is_within(asked, needed, least, true)) return "with wider limits";
    for (const char* most : {"max", "points_max"})
        if (!is_within(asked, needed, most, false)) return "with wider limits";
    if (text_at(asked, "calendar") != text_at(needed, "calendar")) return "from another calendar";
    for (const auto& option : list_at(asked, "options"))
        if (!offers(needed, text_at(option, "value"))) return "with an option more";
    return flag_at(needed, "required") && !flag_at(asked, "required") ? "without need" : "";
}

void check_fixed(BundleCheck& check, const Json& part, const Json& own, const std::string& where) {
    for (const auto& [key, value] : object_at(part, "answers").items()) {
        const auto* field = field_of(own, key);
        const bool good = field && value.is_string() && offers(*field, value.get<std::string>());
        if (!good) check.complain(where + "/answers/" + key, "fixes what is not offered there");
    }
    for (const auto& [key, value] : object_at(part, "from").items()) {
        const bool good = field_of(own, key) && value.is_string() && field_of(check.item, value.get<std::string>());
        if (!good) check.complain(where + "/from/" + key, "joins what is not asked");
    }
}

void check_field(BundleCheck& check, const Json& part, const Json& needed, const std::string& where) {
    const auto key = text_at(needed, "key"), kind = text_at(needed, "kind");
    if (kind == "card_fact" || object_at(part, "answers").contains(key) || is_never_shown(part, needed)) return;
    const auto* asked = field_of(check.item, name_in_bundle(part, key));
    const bool must = flag_at(needed, "required");
    if (kind == "group" || kind == "class" || kind == "picture") {
        if (must || asked) check.complain(where, "needs " + key + ", which can't be asked for several items at once");
        return;
    }
    if (!asked) {
        if (must) check.complain(where, "needs " + key + ", which is not asked");
        return;
    }
    if (const auto how = difference(*asked, needed); !how.empty()) check.complain(where, "needs " + key + ", which is asked " + how);
    if (must && !is_asked_in_time(*asked, part, needed)) check.complain(where, "needs " + key + ", which is not always asked");
}

void check_when(BundleCheck& check, const Json& part, const std::string& where) {
    const auto& when = object_at(part, "when");
    if (when.empty()) return;
    const auto* asked = field_of(check.item, text_at(when, "key"));
    for (const auto& value : list_at(when, "is"))
        if (!asked || !value.is_string() || !offers(*asked, value.get<std::string>()))
            check.complain(where + "/when", "waits for a value that is not offered");
}

// The guide promises for all parts at once.
void check_promise(BundleCheck& check, const Json& own, const std::string& where) {
    if (number_at(own, "promised_days") > number_at(check.item, "promised_days")) check.complain(where, "takes longer than is promised for all");
    if (number_at(own, "fee") > 0) check.complain(where, "costs money, which can't be said for several items at once");
    if (flag_at(check.item, "offline") && !flag_at(own, "offline")) check.complain(where, "can't be handed in without network");
    const auto& named = list_at(check.item, "materials");
    for (const auto& paper : list_at(own, "materials")) {
        const bool there = std::any_of(named.begin(), named.end(), [&](const Json& one) { return text_at(one, "code") == text_at(paper, "code"); });
        if (flag_at(paper, "required") && !there) check.complain(where, "needs the paper " + text_at(paper, "code") + ", which is not named");
    }
}

void check_part(BundleCheck& check, const Json& part, const std::string& where) {
    const auto found = check.items.find(text_at(part, "item"));
    if (found == check.items.end()) return check.complain(where, "is no item that is there");
    const auto& own = found->second;
    if (own.contains("bundle")) return check.complain(where, "is a bundle itself");
    check_when(check, part, where);
    check_fixed(check, part, own, where);
    check_promise(check, own, where);
    for (const auto& needed : list_at(own, "form")) check_field(check, part, needed, where);
}

}  // namespace

std::map<std::string, Complaints> bundle_complaints(const std::map<std::string, Json>& files) {
    Items items;
    for (const auto& [file, json] : files)
        for (const auto& item : list_at(json, "items")) items.emplace(text_at(item, "code"), item);
    std::map<std::string, Complaints> complaints;
    for (const auto& [file, json] : files) {
        const auto& all = list_at(json, "items");
        for (std::size_t i = 0; i < all.size(); ++i) {
            BundleCheck check{items, all[i], "/items/" + std::to_string(i) + "/bundle", {}};
            const auto& parts = list_at(all[i], "bundle");
            std::set<std::string> codes;
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const auto where = "/" + std::to_string(part);
                if (!codes.insert(text_at(parts[part], "item")).second) check.complain(where, "is there twice");
                check_part(check, parts[part], where);
            }
            auto& here = complaints[file];
            here.insert(here.end(), check.complaints.begin(), check.complaints.end());
        }
    }
    return complaints;
}

}  // namespace onecard::lint
