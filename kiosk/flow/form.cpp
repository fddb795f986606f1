#include "kiosk/flow/form.hpp"

#include <algorithm>
#include <set>

namespace onecard::flow {
namespace {

using Kind = FormField::Kind;

// How much of a page a field takes, where a plain line takes one.
std::size_t height(const FormField& field) {
    switch (field.kind) {
        case Kind::text: case Kind::number: case Kind::phone: case Kind::id_number: case Kind::card_fact: case Kind::consent:
        case Kind::money: case Kind::bank_account: return 1;
        case Kind::address: case Kind::slot: case Kind::signature: case Kind::picture: return 3;
        case Kind::long_text: case Kind::date: return 2;
        case Kind::choice: case Kind::choices: return field.options.size() > 12 ? 3 : field.options.size() > 4 ? 2 : 1;
    }
    return 1;
}

}  // namespace

std::string Draft::value(const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() || found->second.empty() ? std::string{} : found->second.front();
}

void Draft::set(const std::string& key, std::string value) {
    if (value.empty()) values.erase(key);
    else values[key] = {std::move(value)};
}

bool applies(const FormField& field, const Draft& draft) {
    if (field.when_key.empty()) return true;
    const auto found = draft.values.find(field.when_key);
    if (found == draft.values.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const std::string& value) { return std::find(field.when_is.begin(), field.when_is.end(), value) != field.when_is.end(); });
}

std::vector<const FormField*> applying(const Item& item, const Draft& draft) {
    std::vector<const FormField*> shown;
    std::set<std::string> keys;
    for (const auto& field : item.form) {
        if (!field.when_key.empty() && !keys.contains(field.when_key)) continue;  // a forgotten answer of a hidden field shows nothing
        if (!applies(field, draft)) continue;
        shown.push_back(&field);
        keys.insert(field.key);
    }
    return shown;
}

std::vector<std::vector<const FormField*>> pages(const Item& item, const Draft& draft, std::size_t fields_a_page) {
    std::vector<std::vector<const FormField*>> all;
    std::size_t used = 0;
    for (const auto* field : applying(item, draft)) {
        if (field->kind == Kind::card_fact) continue;
        const auto takes = height(*field);
        if (all.empty() || used + takes > fields_a_page) {
            all.emplace_back();
            used = 0;
        }
        all.back().push_back(field);
        used += takes;
    }
    return all;
}

}  // namespace onecard::flow
