#include "kiosk/flow/reports.hpp"

#include <algorithm>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {
namespace {

bool is_choice(const FormField& field) { return field.kind == FormField::Kind::choice; }

const Choice* option_of(const Item& item, const std::string& value) {
    for (const auto& field : item.form)
        for (const auto& option : field.options)
            if (option.value == value) return &option;
    return nullptr;
}

}  // namespace

std::vector<const ReportView*> alike(const Model& model) {
    std::vector<const ReportView*> found;
    const auto* item = open_item(model);
    if (!item) return found;
    std::set<std::string> chosen;
    std::string place;
    for (const auto* field : applying(*item, model.visit.draft)) {
        const auto value = model.visit.draft.value(field->key);
        if (is_choice(*field)) chosen.insert(value);
        if (field->kind == FormField::Kind::address && value.size() == Regions::building_digits) place = value;
    }
    if (place.empty()) return found;
    const auto grid = place.substr(0, Regions::grid_digits);
    std::set<std::string> grids{grid};
    if (model.regions)
        for (const auto* across : model.regions->across_border(grid)) grids.insert(across->code);
    for (const auto& report : model.reports)
        if (report.item_code == item->code && chosen.contains(report.case_class) && grids.contains(report.place.substr(0, Regions::grid_digits)))
            found.push_back(&report);
    const auto nearness = [&](const ReportView* one) { return one->place == place ? 2 : one->place.starts_with(grid) ? 1 : 0; };
    std::stable_sort(found.begin(), found.end(), [&](const ReportView* one, const ReportView* other) { return nearness(one) > nearness(other); });
    if (found.size() > alike_max) found.resize(alike_max);
    return found;
}

const ReportView* report_of(const Model& model, const std::string& number) {
    const auto found = std::find_if(model.reports.begin(), model.reports.end(), [&](const ReportView& one) { return one.number == number; });
    return found == model.reports.end() ? nullptr : &*found;
}

Text title_of(const Item& item, const ReportView& report) {
    const auto* option = option_of(item, report.case_class);
    if (!option) return item.name;
    Text title{item.name.zh + "：" + option->label.zh, item.name.en + ": " + option->label.en, {}};
    if (!item.name.mn.empty() && !option->label.mn.empty()) title.mn = item.name.mn + ": " + option->label.mn;
    return title;
}

}  // namespace onecard::flow
