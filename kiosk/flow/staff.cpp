// Whom a member of staff may help, with what (代办).
#include <algorithm>

#include "kiosk/flow/turn.hpp"

namespace onecard::flow {

std::string staff_objection(const Model& model) {
    const auto& visit = model.visit;
    const auto* item = open_item(model);
    if (!visit.staff || !visit.holder || !item) return {};
    const auto among = [](const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    if (among(visit.staff->own_cards, visit.holder->card_serial)) return "assist.own_card";
    return visit.staff->departments.empty() || among(visit.staff->departments, item->department) ? std::string() : "assist.scope";
}

}  // namespace onecard::flow
