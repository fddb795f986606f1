#include "kiosk/flow/expected.hpp"

#include <algorithm>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {
namespace {

bool is_for_counter(const Model& model, const CaseView& one) {
    const auto* item = model.catalogue ? model.catalogue->item(one.item_code) : nullptr;
    if (!item) return false;
    return std::any_of(item->form.begin(), item->form.end(),
                       [](const FormField& field) { return field.kind == FormField::Kind::slot && field.calendar == counter_calendar; });
}

}  // namespace

const AppointmentView* expected_today(const Model& model) {
    if (!model.visit.holder) return nullptr;
    const auto day = today(model);
    for (const auto& one : model.visit.cases)
        if (one.appointment && one.closed_at.empty() && one.appointment->starts_at.starts_with(day) && is_for_counter(model, one)) return &*one.appointment;
    return nullptr;
}

}  // namespace onecard::flow
