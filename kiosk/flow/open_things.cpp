// What is open in a visit, whose it is, and what of it may be paid.
#include <algorithm>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {

const Item* open_item(const Model& model) {
    return model.catalogue && !model.visit.open_item.empty() ? model.catalogue->item(model.visit.open_item) : nullptr;
}

const CaseView* open_case(const Model& model) {
    const auto& key = model.visit.open_case;
    if (key.empty()) return nullptr;
    for (const auto& one : model.visit.cases)
        if (one.number == key || one.receipt == key) return &one;
    for (const auto& relative : model.visit.family)
        for (const auto& one : relative.cases)
            if (one.number == key) return &one;
    return nullptr;
}

const RelativeView* relative_named(const Visit& visit, const std::string& serial) {
    const auto found = std::find_if(visit.family.begin(), visit.family.end(), [&](const RelativeView& one) { return !serial.empty() && one.serial == serial; });
    return found == visit.family.end() ? nullptr : &*found;
}

std::vector<const BillView*> payable_bills(const Visit& visit) {
    std::vector<const BillView*> payable;
    for (const auto& bill : visit.bills)
        if (!bill.being_booked && bill.amount > Fen{} && bill.amount <= fen_max) payable.push_back(&bill);
    return payable;
}

void take_bills(Visit& visit, std::vector<BillView> bills) {
    std::set<std::string> seen;
    for (const auto& bill : visit.bills) seen.insert(bill.id);
    visit.bills = std::move(bills);
    std::set<std::string> chosen;
    for (const auto* bill : payable_bills(visit))
        if ((!seen.contains(bill->id) && !bill->offer) || visit.selected_bills.contains(bill->id)) chosen.insert(bill->id);
    visit.selected_bills = std::move(chosen);
}

Fen chosen_total(const Visit& visit) {
    Fen total;
    for (const auto* bill : payable_bills(visit))
        if (visit.selected_bills.contains(bill->id)) total += bill->amount;
    return total;
}

}  // namespace onecard::flow
