#include "kiosk/app/receipts.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "kiosk/app/present.hpp"
#include "kiosk/flow/check_list.hpp"
#include "kiosk/flow/reports.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::app {
namespace {

std::string only_digits(std::string text) {
    std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
    return text;
}

/// From then on the resident may take it to the next higher post: the end of office hours of the first step's last day.
std::string goes_up_at(Timestamp at, const flow::Item& item, const WorkingDays& calendar) {
    constexpr int hours_a_day = 8;
    if (item.steps.empty()) return promised_day(at, item.promised_days, calendar) + "T17:00:00+08:00";
    const auto& step = item.steps.front();
    if (step.urgent) return to_iso(at + std::chrono::hours(step.hours));
    // Hours of office end on one of the next days; the kiosk says the later one.
    const int days = step.hours > 0 ? (step.hours + hours_a_day - 1) / hours_a_day : step.days;
    return promised_day(at, days, calendar) + "T17:00:00+08:00";
}

}  // namespace

std::string minute_of(Timestamp at) { return only_digits(to_iso(at).substr(0, 16)); }

std::string digest_of(std::string_view body) {
    constexpr std::size_t digest_bytes = 16;
    return to_hex(ByteView(crypto::sha256(as_bytes(body))).first(digest_bytes));
}

flow::Receipt ReceiptMaker::of_payment(Timestamp at) const {
    const auto& payment = model.visit.payment;
    const auto language = ui::language_from(strings.language());
    flow::Receipt receipt;
    receipt.kind = flow::Receipt::Kind::payment;
    receipt.number = payment.receipt;
    receipt.state = payment.state == flow::PaymentView::State::paid ? "paid" : "unresolved";
    receipt.at = at;
    if (payment.off_card) receipt.title = {"转回账户回执", "Receipt for money taken back", "ᠮᠥᠩᠭᠥ ᠪᠤᠴᠠᠭᠠᠭᠰᠠᠨ ᠪᠠᠷᠢᠮᠲᠠ"};
    else if (payment.load) receipt.title = {"充值回执", "Top-up receipt", "ᠮᠥᠩᠭᠥ ᠨᠡᠮᠡᠭᠰᠡᠨ ᠪᠠᠷᠢᠮᠲᠠ"};
    else receipt.title = {"缴费回执", "Payment receipt", "ᠲᠥᠯᠥᠯᠲᠡ\u202Fᠶᠢᠨ ᠪᠠᠷᠢᠮᠲᠠ"};
    for (const auto& bill : payment.bills)
        receipt.facts.emplace_back("bill." + bill.service, bill.account + "  " + ui::money(bill.amount, language));
    receipt.facts.emplace_back("receipt.fact.total", ui::money(payment.total, language));
    if (payment.way != flow::PaymentView::Way::purse) receipt.facts.emplace_back("receipt.fact.way", strings.text("pay.way." + std::string(flow::name(payment.way))));
    if (payment.balance_after && !payment.off_card) receipt.facts.emplace_back("receipt.fact.balance_after", ui::money(*payment.balance_after, language));
    if (model.visit.holder) receipt.facts.emplace_back("receipt.fact.card", model.visit.holder->masked_card_number);
    receipt.facts.emplace_back("receipt.fact.at", ui::date_and_time(at, language));
    device::ReceiptMark mark;
    mark.kiosk = model.machine.kiosk;
    mark.number = payment.receipt;
    mark.kind = payment.load ? device::ReceiptMark::Kind::load : device::ReceiptMark::Kind::payment;
    mark.at = minute_of(at);
    mark.amount = payment.total;
    mark.settled = payment.state == flow::PaymentView::State::paid;
    receipt.qr = device::write_mark(mark, kiosk_key);
    return receipt;
}

device::ReceiptMark ReceiptMaker::promise(const KeptRequest& kept, const flow::Item& item) const {
    device::ReceiptMark mark;
    mark.kiosk = model.machine.kiosk;
    mark.number = kept.number;
    mark.at = minute_of(kept.at);
    mark.item = item.code;
    mark.days = item.promised_days;
    mark.promised_on = only_digits(promised_on(kept.at, item, model.catalogue->days));
    mark.goes_up_at = only_digits(goes_up_at(kept.at, item, model.catalogue->days).substr(0, 16));
    mark.digest = kept.digest;
    return mark;
}

flow::Receipt ReceiptMaker::of_requests(const std::vector<KeptRequest>& all, const flow::Item& item) const {
    const auto& kept = all.front();
    const auto at = kept.at;
    const auto& tag = strings.language();
    const auto language = ui::language_from(tag);
    flow::Receipt receipt;
    receipt.kind = flow::Receipt::Kind::request;
    receipt.number = kept.number;
    receipt.state = "received_here";
    receipt.at = at;
    receipt.title = item.name;
    const auto slowest = *std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.item->promised_days < b.item->promised_days; });
    const auto& last = all.size() > 1 ? *slowest.item : item;
    receipt.promised_on = promised_on(at, last, model.catalogue->days);
    if (model.visit.holder) receipt.facts.emplace_back("receipt.fact.holder", model.visit.holder->name);
    receipt.facts.emplace_back("receipt.fact.item", item.name.in(tag));
    receipt.facts.emplace_back("receipt.fact.item_code", item.code);
    if (const auto* department = model.catalogue->department(item.department))
        receipt.facts.emplace_back("receipt.fact.department", department->name.in(tag) + (department->phone.empty() ? "" : "  " + department->phone));
    if (all.size() > 1)
        for (const auto& one : all)
            receipt.facts.emplace_back("receipt.fact.part", one.item->name.in(tag) + "  " + one.number + "  " + ui::date(promised_on(one.at, *one.item, model.catalogue->days), language));
    for (const auto& one : all) add_appointment(receipt, one.slot);
    receipt.facts.emplace_back("receipt.fact.limit", last.promised_hours > 0 ? strings.text("hours.urgent", last.promised_hours) : strings.text("slip.days", last.promised_days));
    receipt.facts.emplace_back("receipt.fact.promised", ui::date(receipt.promised_on, language));
    // The first of several is who begins: its post and hour stand on the slip, all others with their cases.
    const auto& first = *kept.item;
    if (!first.steps.empty()) receipt.facts.emplace_back("receipt.fact.post", first.steps.front().holder.in(tag));
    Timestamp up;
    if (from_iso(goes_up_at(at, first, model.catalogue->days), up)) receipt.facts.emplace_back("receipt.fact.goes_up", ui::date_and_time(up, language));
    if (model.visit.holder) receipt.facts.emplace_back("receipt.fact.card", model.visit.holder->masked_card_number);
    receipt.facts.emplace_back("receipt.fact.at", ui::date_and_time(at, language));
    receipt.facts.emplace_back("receipt.fact.digest", kept.digest.substr(0, 16));
    receipt.qr = device::write_mark(promise(kept, first), kiosk_key);
    return receipt;
}

// Where to be when: more than the promise, so it stands before it.
void ReceiptMaker::add_appointment(flow::Receipt& receipt, const std::string& slot) const {
    for (const auto& [calendar, slots] : model.slots)
        for (const auto& one : slots) {
            Timestamp starts;
            if (one.slot != slot || !from_iso(one.starts_at, starts)) continue;
            receipt.facts.emplace_back("receipt.fact.appointment", ui::date_and_time(starts, ui::language_from(strings.language())));
            receipt.facts.emplace_back("receipt.fact.place", one.place.in(strings.language()));
        }
}

flow::Receipt ReceiptMaker::of_second(const KeptRequest& kept, const flow::Item& item, const flow::ReportView& report) const {
    const auto& tag = strings.language();
    flow::Receipt receipt;
    receipt.kind = flow::Receipt::Kind::request;
    receipt.number = kept.number;
    receipt.state = "received_here";
    receipt.at = kept.at;
    receipt.title = flow::title_of(item, report);
    receipt.facts.emplace_back("receipt.fact.item", receipt.title.in(tag));
    receipt.facts.emplace_back("receipt.fact.case", report.number);
    receipt.facts.emplace_back("receipt.fact.place", model.regions->in_words(report.place, tag));
    receipt.facts.emplace_back("receipt.fact.told_by", strings.text("case.people", report.told_by + 1));
    if (model.visit.holder) receipt.facts.emplace_back("receipt.fact.card", model.visit.holder->masked_card_number);
    receipt.facts.emplace_back("receipt.fact.at", ui::date_and_time(kept.at, ui::language_from(tag)));
    receipt.qr = device::write_mark(promise(kept, item), kiosk_key);
    return receipt;
}

device::Slip ReceiptMaker::blank(std::string title, std::string number, std::string state) const {
    device::Slip slip;
    slip.hall = model.machine.hall;
    slip.title = std::move(title);
    slip.number = std::move(number);
    slip.state = std::move(state);
    slip.vertical = ui::is_vertical(ui::language_from(strings.language()));
    slip.footer = strings.text("slip.footer", {{"phone", model.machine.keeper_phone}});
    return slip;
}

device::Slip ReceiptMaker::slip(const flow::Receipt& receipt) const {
    auto slip = blank(receipt.title.in(strings.language()), receipt.number, strings.text("slip.state." + receipt.state));
    for (const auto& [key, value] : receipt.facts) {
        const bool strong = key == "receipt.fact.total" || key == "receipt.fact.promised" || key == "receipt.fact.appointment";
        slip.lines.push_back({strings.text(key), value, strong});
    }
    for (const auto& [label, value] : receipt.says) slip.lines.push_back({label.in(strings.language()), value.in(strings.language()), true});
    slip.qr = receipt.qr;
    slip.on_paper_only = receipt.kind == flow::Receipt::Kind::agreement;
    return slip;
}

device::Slip ReceiptMaker::token(const flow::TokenView& token) const {
    auto slip = blank(strings.text("token.title"), token.receipt, strings.text("token.how"));
    slip.lines.push_back({strings.text("token.number"), ui::in_groups(token.number), true});
    slip.lines.push_back({strings.text("token.account"), token.account, false});
    slip.lines.push_back({strings.text("receipt.fact.total"), ui::money(token.amount, ui::language_from(strings.language())), false});
    return slip;
}

device::Slip ReceiptMaker::paid(const flow::PaidView& paid) const {
    const auto language = ui::language_from(strings.language());
    auto slip = blank(strings.text("paid.slip"), paid.receipt, strings.text("paid.state." + paid.state));
    for (const auto& service : paid.services) slip.lines.push_back({strings.text("paid.for"), strings.text("bill." + service), false});
    slip.lines.push_back({strings.text("receipt.fact.total"), ui::money(paid.amount, language), true});
    slip.lines.push_back({strings.text("receipt.fact.way"), strings.text("pay.way." + paid.way), false});
    Timestamp at;
    if (from_iso(paid.paid_at, at)) slip.lines.push_back({strings.text("receipt.fact.at"), ui::date_and_time(at, language), false});
    return slip;
}

device::Slip ReceiptMaker::check_list(const flow::Item& item, const std::vector<std::string>& there) const {
    const auto& language = strings.language();
    auto slip = blank(strings.text("slip.check_list"), item.code, item.name.in(language));
    slip.footer = strings.text("slip.check_list.footer");
    for (const auto& material : item.materials) {
        const bool has = std::find(there.begin(), there.end(), material.code) != there.end();
        if (!material.required) continue;
        const auto* key = material.from_card ? "slip.check_list.card" : has ? "slip.check_list.there" : "slip.check_list.bring";
        slip.lines.push_back({material.name.in(language), strings.text(key), !material.from_card && !has});
    }
    slip.qr = flow::check_list(item, there, language);
    return slip;
}

device::Slip ReceiptMaker::ticket(const flow::TicketView& ticket, Timestamp at) const {
    const auto& tag = strings.language();
    auto slip = blank(strings.text("slip.ticket"), ticket.number, ticket.service.in(tag));
    slip.footer = strings.text("slip.ticket.footer");
    slip.lines.push_back({strings.text("ticket.ahead"), strings.text("ticket.waiting", ticket.ahead), true});
    if (ticket.priority != "ordinary") slip.lines.push_back({strings.text("slip.ticket.priority"), strings.text("ticket." + ticket.priority), false});
    slip.lines.push_back({strings.text("receipt.fact.at"), ui::date_and_time(at, ui::language_from(tag)), false});
    return slip;
}

std::string plain_text(const device::Slip& slip) {
    std::string text = slip.hall + "\n" + slip.title + "\n" + slip.number + "\n" + slip.state + "\n";
    for (const auto& line : slip.lines) text += line.label + "  " + line.value + "\n";
    return text + slip.footer + "\n";
}

}  // namespace onecard::app
