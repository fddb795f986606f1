#include "kiosk/flow/check_list.hpp"

#include <algorithm>

namespace onecard::flow {

std::vector<const Material*> to_bring(const Item& item) {
    std::vector<const Material*> papers;
    for (const auto& material : item.materials)
        if (material.required && !material.from_card) papers.push_back(&material);
    return papers;
}

std::vector<const Material*> missing(const Item& item, const std::vector<std::string>& there) {
    auto papers = to_bring(item);
    std::erase_if(papers, [&](const Material* paper) { return std::find(there.begin(), there.end(), paper->code) != there.end(); });
    return papers;
}

std::string check_list(const Item& item, const std::vector<std::string>& there, std::string_view language) {
    std::string text = item.name.in(language) + " " + item.code;
    for (const auto* paper : to_bring(item)) {
        const bool has = std::find(there.begin(), there.end(), paper->code) != there.end();
        const auto line = std::string(has ? "\n√ " : "\n□ ") + paper->name.in(language);
        if (text.size() + line.size() <= check_list_bytes_max) text += line;
    }
    return text;
}

}  // namespace onecard::flow
