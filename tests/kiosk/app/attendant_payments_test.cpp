// Payments at the attendant: settled later, by phone, at the bank card terminal.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/json.hpp"
#include "tests/kiosk/app/hall.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

/// As far as the page on which a phone or bank card pays.
void choose_way(Hall& hall, const std::string& way) {
    wire::HolderRecord record;
    record.card_serial = serial;
    record.standing = wire::HolderRecord::Standing::active;
    record.as_of = hall.disk.clock.now();
    record.bills = {{"W-2026-10-0457", wire::Service::water, {"清河自来水公司", "Qinghe Water"}, "100405724", "2026-10", "2026-12-05", Fen(8640), false}};
    hall.sample.model.machine.online = true;
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.card_comes();
    hall.pin_is_right();
    hall.attendant->on({Kind::open_bills, {}});
    hall.attendant->on({Kind::pay, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::pay_review);
    hall.attendant->on({Kind::confirm_payment, way});
    REQUIRE(hall.attendant->screen() == ScreenId::paying);
}

app::ChargeAnswered charge_word(const Hall& hall, wire::ChargeState::State state, const std::string& code = {}) {
    const auto& request = hall.asked_charges.front().request;
    return {request.id, wire::ChargeState{request.id, state, code, "https://pay.invalid/1", request.amount, hall.disk.clock.now() + std::chrono::minutes(2), {}}, {}, false};
}

}  // namespace

TEST_CASE("an earlier payment that its card settles is shown to its holder, with a receipt, and to nobody else") {
    for (const bool own : {true, false}) {
        Hall hall;
        auto settled = hall.outcome(pay::PaymentOutcome::State::paid, {});
        if (!own) settled.card_serial = "3100000000123458";
        hall.attendant->on(pay::CardLetter{pay::CardIn{}});
        hall.attendant->on(pay::CardLetter{pay::Repaired{settled}});
        hall.card_comes();
        CHECK(hall.sample.model.visit.receipt.has_value() == own);
        CHECK(hall.slips.size() == (own ? 1 : 0));
        CHECK(hall.attendant->screen() == (own ? ScreenId::pay_result : ScreenId::my_page));
    }
}

TEST_CASE("a phone pays: asked until the backend says so, then booked on page and slip, and the purse is left alone") {
    Hall hall;
    choose_way(hall, "shown");
    REQUIRE(hall.asked_charges.size() == 1);
    CHECK(hall.asked_charges[0].kind == sync::ChargeAsk::Kind::open);
    CHECK(hall.asked_charges[0].request.bills.size() == hall.sample.model.visit.payment.bills.size());
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    CHECK(hall.sample.model.visit.payment.qr == "https://pay.invalid/1");
    hall.disk.clock.advance(std::chrono::seconds(1));
    hall.attendant->tick();
    REQUIRE(hall.asked_charges.size() == 2);
    CHECK(hall.asked_charges[1].kind == sync::ChargeAsk::Kind::look);
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::paid)});
    CHECK(hall.attendant->screen() == ScreenId::pay_result);
    CHECK(hall.sample.model.visit.receipt->state == "booked");
    CHECK(hall.slips.size() == 1);
    CHECK(hall.ordered<pay::Pay>() == 0);
}

TEST_CASE("a code that was shown is given up only when the backend agrees; without any word the page says that it is not known") {
    Hall hall;
    choose_way(hall, "shown");
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    hall.attendant->on({Kind::cancel_payment, {}});
    CHECK(hall.asked_charges.back().kind == sync::ChargeAsk::Kind::close);
    CHECK(hall.attendant->screen() == ScreenId::paying);
    CHECK(hall.sample.model.visit.payment.cancelling);
    const auto id = hall.asked_charges.front().request.id;
    for (int i = 0; i < 12 && hall.attendant->screen() == ScreenId::paying; ++i) {
        hall.attendant->on(app::NetLetter{app::ChargeAnswered{id, std::nullopt, "net.timed_out", false}});
        hall.disk.clock.advance(std::chrono::seconds(2));
        hall.attendant->tick();
    }
    CHECK(hall.attendant->screen() == ScreenId::pay_result);
    CHECK(hall.sample.model.visit.payment.state == flow::PaymentView::State::unresolved);
    CHECK(hall.sample.model.visit.payment.reason == "charge.unclear");
}

TEST_CASE("nothing begun is not paid at once, with the reason") {
    Hall hall;
    choose_way(hall, "shown");
    hall.attendant->on(app::NetLetter{app::ChargeAnswered{hall.asked_charges.front().request.id, std::nullopt, "bill.paid", true}});
    CHECK(hall.sample.model.visit.payment.state == flow::PaymentView::State::not_paid);
    CHECK(hall.sample.model.visit.payment.reason == "bill.paid");
    CHECK(hall.slips.empty());
}

TEST_CASE("a scanned code makes the charge, and giving up before that leaves nothing") {
    Hall hall;
    choose_way(hall, "scanned");
    CHECK(hall.asked_charges.empty());
    hall.attendant->on({Kind::code_scanned, "280000000000000000"});
    REQUIRE(hall.asked_charges.size() == 1);
    CHECK(hall.asked_charges[0].request.code == "280000000000000000");
    Hall other;
    choose_way(other, "scanned");
    other.attendant->on({Kind::cancel_payment, {}});
    CHECK(other.attendant->screen() == ScreenId::pay_result);
    CHECK(other.asked_charges.empty());
}

TEST_CASE("a sale at the bank card terminal is written down before it begins, and found out about after a power cut") {
    Hall hall;
    choose_way(hall, "terminal");
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    REQUIRE(hall.sales.size() == 1);
    const auto id = hall.sales[0].id;
    hall.start();  // another process over the same store
    REQUIRE(hall.sales.size() == 2);
    CHECK(hall.sales[1].begun);
    CHECK(hall.sales[1].id == id);
    hall.attendant->on(app::TerminalLetter{app::SaleEnded{{device::SaleWord::Outcome::approved, id, hall.sales[0].amount, "T000001", {}}}});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due[0].kind == "terminal_sale");
    CHECK(due[0].id == id);
    hall.start();
    CHECK(hall.sales.size() == 2);  // nothing is open any more
}

TEST_CASE("a bill that the bank card terminal was paid for is not offered again, and the record is asked for once the sale has arrived") {
    Hall hall;
    choose_way(hall, "terminal");
    const auto bill = hall.sample.model.visit.payment.bills.at(0).id;
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    hall.attendant->on(app::TerminalLetter{app::SaleEnded{{device::SaleWord::Outcome::approved, hall.sales[0].id, hall.sales[0].amount, "T000001", {}}}});
    REQUIRE(hall.attendant->screen() == ScreenId::pay_result);
    hall.disk.clock.advance(std::chrono::seconds(5));
    const std::vector<wire::SubmissionAnswer> arrived{{hall.sales[0].id, wire::SubmissionAnswer::Outcome::received, {}, "P-1"}};
    REQUIRE(hall.store->outbox().settle(arrived).has_value());
    const auto asked = hall.asked_holders.size();
    // The backend's word is still the one of before the sale.
    for (int i = 0; i < 2; ++i) hall.attendant->on(app::NetLetter{app::NetState{true, false, 0, 1, 0, std::nullopt, {}}});
    CHECK(hall.asked_holders.size() == asked + 1);
    const auto& bills = hall.sample.model.visit.bills;
    const auto shown = std::find_if(bills.begin(), bills.end(), [&](const auto& one) { return one.id == bill; });
    REQUIRE(shown != bills.end());
    CHECK(shown->being_booked);
}

TEST_CASE("money that the bank card terminal is to give back goes between visits, is asked for once, and its end is handed in") {
    Hall hall;
    const wire::RefundDue due{"01890000-0000-7000-8000-00000000000a", "T000001", Fen(8640)};
    const auto told = [&] { hall.attendant->on(app::NetLetter{app::RefundsDue{{due}}}); };
    const auto ended = [&](device::RefundWord::Outcome outcome) {
        hall.attendant->on(app::TerminalLetter{app::RefundEnded{{outcome, due.charge, due.amount, "R000001", {}}}});
    };
    told();
    CHECK(hall.refunds.empty());  // there is no terminal
    hall.attendant->on(app::TerminalLetter{app::TerminalReady{true}});
    hall.card_comes();
    told();
    CHECK(hall.refunds.empty());  // somebody is there
    hall.attendant->on({Kind::end, {}});
    told();
    told();
    REQUIRE(hall.refunds.size() == 1);
    CHECK(hall.refunds[0].trace == "T000001");
    ended(device::RefundWord::Outcome::unknown);
    CHECK(hall.store->outbox().due().value().empty());
    told();
    REQUIRE(hall.refunds.size() == 2);
    ended(device::RefundWord::Outcome::returned);
    const auto waiting = hall.store->outbox().due().value();
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].kind == wire::terminal_refund_kind);
    const auto refund = wire::terminal_refund_from(*parse_json(waiting[0].body)).value();
    CHECK(refund.charge == due.charge);
    CHECK(refund.outcome == wire::TerminalRefund::Outcome::returned);
    CHECK(refund.amount == due.amount);
    told();
    CHECK(hall.refunds.size() == 2);  // the backend has not heard yet
}
