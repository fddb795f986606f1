#include "kiosk/flow/bundle.hpp"

#include <algorithm>

namespace onecard::flow {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::string* second_of(const Pairs& pairs, const std::string& first) {
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == first; });
    return found == pairs.end() ? nullptr : &found->second;
}

bool wanted(const BundlePart& part, const Draft& draft) {
    if (part.when_key.empty()) return true;
    const auto found = draft.values.find(part.when_key);
    if (found == draft.values.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const std::string& value) {
        return std::find(part.when_is.begin(), part.when_is.end(), value) != part.when_is.end();
    });
}

Draft answers_for(const BundlePart& part, const Item& item, const Draft& draft) {
    Draft own;
    for (const auto& field : item.form) {
        if (const auto* given = second_of(part.answers, field.key)) {
            own.set(field.key, *given);
            continue;
        }
        const auto* called = second_of(part.from, field.key);
        if (const auto found = draft.values.find(called ? *called : field.key); found != draft.values.end()) own.values[field.key] = found->second;
    }
    return own;
}

}  // namespace

std::vector<Asking> askings(const Catalogue& catalogue, const Item& item, const Draft& draft) {
    if (item.bundle.empty()) return {{&item, draft}};
    std::vector<Asking> all;
    for (const auto& part : item.bundle) {
        const auto* own = catalogue.item(part.item);
        if (own && own->bundle.empty() && wanted(part, draft)) all.push_back({own, answers_for(part, *own, draft)});
    }
    return all;
}

int slowest_days(const Catalogue& catalogue, const Item& item, const Draft& draft) {
    int days = 0;
    for (const auto& one : askings(catalogue, item, draft)) days = std::max(days, one.item->promised_days);
    return days;
}

bool is_whole(const Asking& asking, const std::string& today) {
    const auto fields = applying(*asking.item, asking.draft);
    return std::all_of(fields.begin(), fields.end(), [&](const FormField* field) { return trouble(*field, asking.draft, today).empty(); });
}

}  // namespace onecard::flow
