#include "kiosk/app/drafts.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace onecard::app {

std::string written(const flow::Draft& draft) { return dump_json(Json(draft.values)); }

Result<flow::Draft> draft_from(const std::string& text, const flow::Item& item) {
    const auto json = parse_json(text);
    if (!json || !json->is_object()) return failure(Error::Kind::corrupt, "draft.malformed");
    flow::Draft draft;
    for (const auto& [key, values] : json->items()) {
        const bool asked = std::any_of(item.form.begin(), item.form.end(), [&name = key](const flow::FormField& field) { return field.key == name; });
        if (!asked || !values.is_array()) continue;
        for (const auto& value : values)
            if (value.is_string()) draft.values[key].push_back(value.get<std::string>());
    }
    return draft;
}

}  // namespace onecard::app
