#include "kiosk/gallery/deposit_scenes.hpp"

namespace onecard::gallery {
namespace {

using flow::PaymentView;
using flow::ScreenId;

void with_deposit(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    visit.holder->deposit = Fen(6'000);
    visit.load.known = true;
    visit.load.account = Fen(50'000);
    visit.load.off_card = true;
}

void ended(SampleVisit& sample, PaymentView::State state) {
    with_deposit(sample);
    auto& payment = sample.model.visit.payment;
    payment.load = payment.off_card = true;
    payment.state = state;
    payment.total = Fen(5'000);
    payment.receipt = "K0001-20261122-0007";
    if (state == PaymentView::State::paid) payment.balance_after = Fen(1'000);
}

}  // namespace

std::vector<Scene> deposit_scenes() {
    return {
        {"card_service_deposit", ScreenId::card_service, with_deposit},
        {"unload", ScreenId::load, with_deposit},
        {"unload_chosen", ScreenId::load, [](auto& s) { with_deposit(s), s.model.visit.load.amount = Fen(5'000); }},
        {"unload_offline", ScreenId::load, [](auto& s) { with_deposit(s), s.model.machine.online = false; }},
        {"unloading", ScreenId::paying, [](auto& s) { ended(s, PaymentView::State::paying); }},
        {"unloaded", ScreenId::pay_result, [](auto& s) { ended(s, PaymentView::State::paid); }},
        {"not_unloaded", ScreenId::pay_result, [](auto& s) { ended(s, PaymentView::State::not_paid); }},
        {"unload_unresolved", ScreenId::pay_result, [](auto& s) { ended(s, PaymentView::State::unresolved); }},
    };
}

}  // namespace onecard::gallery
