// Whom a member of staff may help, with what (代办).
#include <algorithm>

#include "kiosk/flow/bundle.hpp"
#include "kiosk/flow/turn.hpp"

namespace onecard::flow {
namespace {

bool is_blocked(const PinView& pin) { return pin.blocked || pin.tries_left == 0; }

}  // namespace

std::string staff_objection(const Model& model) {
    const auto& visit = model.visit;
    const auto* item = open_item(model);
    if (!visit.staff || !visit.holder || !item) return {};
    const auto among = [](const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    if (among(visit.staff->own_cards, visit.holder->card_serial)) return "assist.own_card";
    const auto& scope = visit.staff->departments;
    if (scope.empty()) return {};
    // A bundle goes to several departments: each part must be in the badge's scope.
    const auto all = askings(*model.catalogue, *item, visit.draft);
    const bool good = std::all_of(all.begin(), all.end(), [&](const Asking& one) { return among(scope, one.item->department) || among(scope, one.item->code); });
    return good ? std::string() : "assist.scope";
}

std::string unblock_objection(const Visit& visit) {
    // While cards are linked another card lies there than the one whose visit it is.
    if (!visit.staff || !visit.holder || visit.linking.state != LinkingView::State::none) return "assist.no_badge";
    const auto& own = visit.staff->own_cards;
    return std::find(own.begin(), own.end(), visit.holder->card_serial) == own.end() ? std::string() : "pin.own_card";
}

void note_opening(Visit& visit, ScreenId from, const Event& event) {
    auto& pin = visit.pin;
    if (event.kind == Event::Kind::unblock_pin && from == ScreenId::pin && is_blocked(pin) && unblock_objection(visit).empty()) {
        pin.opening = event.argument == "checked" ? PinView::Opening::typing : PinView::Opening::working;
        pin.opening_trouble.clear();
        if (pin.opening == PinView::Opening::typing) visit.new_pin = {};
    }
    if (event.kind == Event::Kind::staff_out && pin.opening == PinView::Opening::typing) pin.opening = PinView::Opening::no, visit.new_pin = {};
    if (event.kind != Event::Kind::pin_unblocked) return;
    const auto trouble = event.argument;
    const bool was = is_blocked(pin);
    if (trouble.empty()) pin = {};
    pin.opening = PinView::Opening::no;
    pin.opened = trouble.empty() && was;
    pin.opening_trouble = trouble;
    visit.new_pin = {};
}

}  // namespace onecard::flow
