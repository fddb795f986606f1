// The end of a visit: nothing that a person typed or that was read for them stays in memory.
#include "kiosk/flow/model.hpp"

namespace onecard::flow {
namespace {

void forget(BillView& bill);
void forget(MonthView& month);
void forget(StepView& step);
void forget(CaseView& one);
void forget(CaseEventView& event);
void forget(AskedView& asked);
void forget(PurseMove& move);
void forget(RelativeView& relative);
void forget(RefusedLinkView& link);
void forget(OwnCard& card);
void forget(LookView& look);
void forget(RegisterView& one);
void forget(RegisterView::Bar& bar);
void forget(OwnMarkView& mark);
void forget(std::pair<Text, Text>& fact);
void forget(TokenView& token);
void forget(PaidView& paid);
void forget(HolderView& holder);
void forget(Receipt& receipt);
void forget(SlipCheckView& slip);
void forget(StaffView& staff);
void forget(AppointmentView& appointment);
void forget(MediationView& mediation);
void forget(TicketView& ticket);
void forget(std::pair<std::string, std::string>& fact);
void forget(Draft& draft);

void forget(std::string& text) { wipe(text); }
void forget(Text& text) { wipe(text.zh), wipe(text.en), wipe(text.mn); }
void forget(Fen& amount) { amount = Fen{}; }

template <class T>
void forget(std::vector<T>& all) {
    for (auto& one : all) forget(one);
    all.clear();
    all.shrink_to_fit();
}

template <class T>
void forget(std::optional<T>& maybe) {
    if (maybe) forget(*maybe);
    maybe.reset();
}

void forget(std::pair<Text, Text>& fact) { forget(fact.first), forget(fact.second); }

void forget(std::pair<std::string, std::string>& fact) { wipe(fact.first), wipe(fact.second); }

// Keys of a map and members of a set are constant in place; taken out as nodes they can be wiped.
template <class Value>
void forget(std::map<std::string, Value>& all) {
    while (!all.empty()) {
        auto node = all.extract(all.begin());
        wipe(node.key());
        forget(node.mapped());
    }
}

void forget(std::set<std::string>& all) {
    while (!all.empty()) {
        auto node = all.extract(all.begin());
        wipe(node.value());
    }
}

void forget(Draft& draft) { forget(draft.values); }

void forget(HolderView& holder) {
    for (auto* text : {&holder.name, &holder.masked_name, &holder.card_number, &holder.masked_card_number, &holder.card_serial, &holder.expires})
        wipe(*text);
    forget(holder.facts);
    forget(holder.balance);
    holder.elder = false;
}

void forget(BillView& bill) {
    for (auto* text : {&bill.id, &bill.service, &bill.account, &bill.period, &bill.due}) wipe(*text);
    forget(bill.biller);
    forget(bill.amount);
}

void forget(MonthView& month) {
    wipe(month.period);
    forget(month.amount);
}

void forget(StepView& step) {
    forget(step.name), forget(step.holder);
    wipe(step.when), wipe(step.code);
}

void forget(CaseView& one) {
    for (auto* text : {&one.number, &one.receipt, &one.item_code, &one.state, &one.accepted_at, &one.promised_at, &one.closed_at, &one.result, &one.goes_up_at,
                       &one.refused, &one.question, &one.waits_until, &one.urged_at, &one.escalated_at})
        wipe(*text);
    forget(one.item), forget(one.department), forget(one.steps), forget(one.responsible), forget(one.goes_up_to), forget(one.events);
    forget(one.asked), forget(one.appointment), forget(one.mediation), forget(one.linked);
    one.rating = 0;
}

void forget(AppointmentView& appointment) {
    forget(appointment.name), forget(appointment.place);
    wipe(appointment.starts_at);
}

void forget(MediationView& mediation) {
    forget(mediation.offered), forget(mediation.chosen);
    wipe(mediation.agreement);
    mediation.accepted = mediation.invited = mediation.agreed = false;
}

void forget(TicketView& ticket) {
    wipe(ticket.number), wipe(ticket.priority);
    forget(ticket.service);
}

void forget(CaseEventView& event) {
    for (auto* text : {&event.kind, &event.at, &event.note}) wipe(*text);
    forget(event.post);
}

void forget(AskedView& asked) { wipe(asked.action), wipe(asked.state), wipe(asked.code); }

void forget(PurseMove& move) {
    wipe(move.date), wipe(move.time), wipe(move.kind);
    forget(move.amount);
}

void forget(OwnCard& card) { wipe(card.serial), wipe(card.masked_number); }

void forget(TokenView& token) {
    for (auto* text : {&token.receipt, &token.account, &token.number, &token.paid_at}) wipe(*text);
    forget(token.amount);
}

void forget(PaidView& paid) {
    for (auto* text : {&paid.receipt, &paid.way, &paid.state, &paid.paid_at}) wipe(*text);
    forget(paid.amount), forget(paid.services);
}

void forget(LookView& look) {
    wipe(look.at), wipe(look.role), wipe(look.reason);
    forget(look.item);
}

void forget(OwnMarkView& mark) { wipe(mark.listing), wipe(mark.kind), wipe(mark.state), wipe(mark.code); }

void forget(RegisterView::Bar& bar) { wipe(bar.label), wipe(bar.value); }

void forget(RegisterView& one) {
    for (auto* text : {&one.kind, &one.as_of, &one.tone, &one.item_code}) wipe(*text);
    for (auto* text : {&one.title, &one.keeper, &one.word, &one.chart}) forget(*text);
    forget(one.facts), forget(one.heads), forget(one.rows), forget(one.bars);
}

void forget(RelativeView& relative) {
    for (auto* text : {&relative.serial, &relative.name, &relative.relation, &relative.until}) wipe(*text);
    forget(relative.cases);
}

void forget(RefusedLinkView& link) { wipe(link.masked_number), wipe(link.code); }

void forget(NewPinView& pin) {
    pin.old_pin.clear(), pin.new_pin.clear();
    wipe(pin.reason);
}

void forget(PaymentView& payment) {
    wipe(payment.receipt), wipe(payment.reason), wipe(payment.qr);
    forget(payment.total), forget(payment.bills), forget(payment.balance_after);
    payment.state = PaymentView::State::none;
}

void forget(TakenPicture& picture) {
    wipe(picture.jpeg);
    std::fill(picture.preview.begin(), picture.preview.end(), std::uint8_t{0});
}

void forget(Receipt& receipt) {
    for (auto* text : {&receipt.number, &receipt.state, &receipt.promised_on, &receipt.qr, &receipt.slip, &receipt.slip_code}) wipe(*text);
    forget(receipt.title), forget(receipt.facts), forget(receipt.says);
}

void forget(SlipCheckView& slip) {
    for (auto* text : {&slip.code, &slip.kind, &slip.number, &slip.kiosk, &slip.at, &slip.promised_on, &slip.goes_up_at, &slip.digest, &slip.state,
                       &slip.now})
        wipe(*text);
    forget(slip.hall), forget(slip.item), forget(slip.department), forget(slip.post), forget(slip.amount), forget(slip.says);
}

void forget(StaffView& staff) {
    wipe(staff.number);
    forget(staff.name), forget(staff.post), forget(staff.departments), forget(staff.own_cards);
}

}  // namespace

void Draft::forget() { flow::forget(values); }

void Visit::forget() {
    flow::forget(holder);
    flow::forget(bills), flow::forget(months), flow::forget(selected_bills), flow::forget(cases), flow::forget(moves),
    flow::forget(own_cards), flow::forget(looks), flow::forget(tokens), flow::forget(paid), flow::forget(new_pin), flow::forget(family), flow::forget(refused_links),
    flow::forget(registers), flow::forget(own_marks), flow::forget(mark_answers);
    flow::forget(payment), flow::forget(receipt), flow::forget(slip_check), flow::forget(staff), flow::forget(ticket), flow::forget(case_times);
    draft.forget();
    flow::forget(drafts);
    for (auto& [field, picture] : pictures) flow::forget(picture);
    for (auto* text : {&card_trouble, &open_case, &case_ask, &case_words, &case_rating, &search, &open_item, &open_notice, &open_help, &reported_card,
                       &open_relative, &for_relative, &linking.relation, &linking.serial, &linking.name,
                       &staff_trouble,
                       &listing_kind, &open_listing, &listing_search, &from_listing, &open_register, &taking_picture, &picture_trouble,
                       &fault, &settings.language}) wipe(*text);
    pin_entry.clear();
    const bool card_still_in = card_in;  // nobody's secret, and the next page must know that a card lies there
    *this = Visit{};
    card_in = card_still_in;
}

}  // namespace onecard::flow
