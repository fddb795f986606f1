#include "kiosk/gallery/meter_scenes.hpp"

namespace onecard::gallery {
namespace {

using flow::PaymentView;
using flow::ScreenId;

void with_meter(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    for (const auto& bill : visit.bills) visit.selected_bills.insert(bill.id);
    flow::BillView offer{"PP-200405737-5000", "electricity", {"清河供电公司", "Qinghe Power"}, "200405737", "2026-11", "2027-12-31", Fen(5000)};
    offer.offer = true;
    visit.bills.push_back(offer);
    visit.tokens = {{"K0001-20261122-0007", "200405737", Fen(5000), "12345678901234567895", "2026-11-22T09:30:00+08:00"}};
}

void with_bought(SampleVisit& sample, bool there) {
    with_meter(sample);
    auto& visit = sample.model.visit;
    auto& payment = visit.payment;
    payment.state = PaymentView::State::paid;
    payment.receipt = visit.tokens.front().receipt;
    payment.bills = {visit.bills.back()};
    payment.total = Fen(5000);
    payment.balance_after = Fen(23650);
    if (!there) visit.tokens.front().number.clear();
}

}  // namespace

std::vector<Scene> meter_scenes() {
    return {
        {"bills_meter", ScreenId::bills, with_meter},
        {"bills_paid", ScreenId::bills, [](auto& s) {
             s.holder_arrives();
             s.pin_is_right();
             s.model.visit.paid = {{"K0001-20261122-0009", "terminal", "returning", Fen(15990), "2026-11-22T09:30:00+08:00", {"electricity", "telecom"}, false},
                                   {"K0001-20261121-0003", "purse", "received", Fen(3280), "2026-11-21T15:02:00+08:00", {"gas"}, true},
                                   {"K0002-20261030-0012", "shown", "returned", Fen(8640), "2026-10-30T08:11:00+08:00", {"water"}, false}};
         }},
        {"pay_result_meter", ScreenId::pay_result, [](auto& s) { with_bought(s, true); }},
        {"pay_result_meter_waits", ScreenId::pay_result, [](auto& s) { with_bought(s, false); }},
    };
}

}  // namespace onecard::gallery
