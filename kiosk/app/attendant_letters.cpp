// What the attendant makes of letters from the card and network sides.
#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;
using flow::ScreenId;
using PaymentState = flow::PaymentView::State;

std::string iso_day(const card::Day& day) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(day.year()), unsigned(day.month()), unsigned(day.day()));
    return text;
}

bool is_elder(const std::optional<card::Day>& birth, Timestamp now) {
    constexpr int elder_years = 65;
    if (!birth) return false;
    return *birth + std::chrono::years(elder_years) <= card::day_of(now);
}

flow::HolderView view_of(const card::Holder& holder, const pay::PurseView& purse, Timestamp now) {
    flow::HolderView view;
    view.name = holder.name.view();
    view.masked_name = ui::masked_name(view.name);
    view.card_serial = view.card_number = holder.serial.view();
    view.masked_card_number = ui::masked_number(view.card_number, 0);
    view.facts["name"] = view.name;
    view.facts["id_number"] = holder.id_number.view();
    view.facts["card_number"] = view.card_number;
    if (holder.birth) view.facts["birth_date"] = iso_day(*holder.birth);
    if (holder.expiry) view.expires = iso_day(*holder.expiry);
    view.balance = purse.balance;
    view.elder = is_elder(holder.birth, now);
    return view;
}

/// How a movement is called (cards.md 2.3).
std::string_view kind_of(std::uint8_t action) {
    switch (static_cast<card::PurseAction>(action)) {
        case card::PurseAction::load_deposit:
        case card::PurseAction::load: return "in";
        case card::PurseAction::unload: return "unload";
        case card::PurseAction::cash: return "cash";
        case card::PurseAction::composite_purchase: return "combined";
        case card::PurseAction::purchase_deposit:
        case card::PurseAction::purchase:
        case card::PurseAction::overdraft_change:
        case card::PurseAction::credit_purchase: return "out";
    }
    return "out";
}

std::vector<flow::PurseMove> moves_of(const std::vector<card::LogEntry>& log, const std::string& terminal) {
    std::vector<flow::PurseMove> moves;
    for (const auto& entry : log) {
        const auto date = to_hex(entry.when.date), clock = to_hex(entry.when.time);
        const auto day = date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2);
        const auto time = clock.substr(0, 2) + ":" + clock.substr(2, 2);
        const bool here = to_hex(entry.terminal) == terminal;
        // What was paid here is a bill, however the card pays it.
        const bool bill = here && static_cast<card::PurseAction>(entry.action) == card::PurseAction::composite_purchase;
        const auto kind = bill ? "out" : kind_of(entry.action);
        moves.push_back({day, time, entry.amount, kind == "in", std::string(kind), here});
    }
    return moves;
}

}  // namespace

void Attendant::on(const pay::CardLetter& letter) {
    idle_.touched();
    std::visit([this](const auto& one) { on_letter(one); }, letter);
}

void Attendant::on(const NetLetter& letter) {
    std::visit([this](const auto& one) { on_letter(one); }, letter);
}

void Attendant::on_letter(const pay::CardIn&) {
    card_on_ = true;
    sound(device::Sound::card_in);
    turn({Kind::card_in, {}});
}

void Attendant::on_letter(const pay::CardOut&) {
    card_on_ = false;
    sound(device::Sound::card_out);
    turn({Kind::card_out, {}});
    if (resting()) visit().card_in = false;
}

void Attendant::on_letter(const pay::HolderRead& letter) {
    const auto now = parts_.clock.now();
    if (charge_ && letter.holder.serial.view() != charge_->request.card_serial) {
        // Somebody else's card while a phone pays: what is on the screen is not theirs to read.
        leave_charge();
        visit().payment = {};
        return turn({Kind::time_over, {}});
    }
    if (visit().linking.state != flow::LinkingView::State::none) return on_relative(letter);
    visit().holder = view_of(letter.holder, letter.purse, now);
    visit().moves = moves_of(letter.purse.log, terminal_);
    visit().pin.tries_left = letter.tries_left;
    visit().payment.card_left = false;
    if (parts_.picture) parts_.picture({});
    load_holder_data();
    parts_.ask_holder(visit().holder->card_serial);
    offer_elder();
    turn({Kind::card_read, {}});
    if (!repaired_) return;
    const auto repaired = *std::exchange(repaired_, std::nullopt);
    if (repaired.card_serial != visit().holder->card_serial) return;
    show_outcome(repaired, false);
    turn({Kind::payment_ended, {}});
}

void Attendant::on_letter(const pay::CardUnusable& letter) {
    log::info("card not usable: " + letter.code);
    sound(device::Sound::trouble);
    if (visit().linking.state == flow::LinkingView::State::waiting) {
        visit().reading_card = false;
        visit().fault = letter.code;
        return;
    }
    turn({Kind::card_unusable, letter.code});
}

void Attendant::on_letter(const pay::PinResult& letter) {
    if (!letter.outcome) return turn({Kind::card_unusable, letter.code});
    const auto tries = letter.outcome->tries_left ? std::to_string(*letter.outcome->tries_left) : std::string();
    switch (letter.outcome->kind) {
        case card::PinOutcome::Kind::right:
            if (visit().linking.state == flow::LinkingView::State::consenting) {
                keep_link();
                return turn({Kind::pin_right, {}});
            }
            load_drafts();
            load_registers();
            if (parts_.ask_private && visit().holder) parts_.ask_private(visit().holder->card_serial);
            return turn({Kind::pin_right, {}});
        case card::PinOutcome::Kind::wrong: return turn({Kind::pin_wrong, tries});
        case card::PinOutcome::Kind::blocked: return turn({Kind::pin_blocked, {}});
    }
}

void Attendant::on_letter(const pay::PurseRead& letter) {
    if (!visit().holder || visit().linking.state != flow::LinkingView::State::none) return;
    visit().holder->balance = letter.purse.balance;
    visit().moves = moves_of(letter.purse.log, terminal_);
}

void Attendant::on_letter(const pay::PaymentEnded& letter) {
    log::info("payment ended: " + (letter.outcome.code.empty() ? std::string("paid") : letter.outcome.code));
    if (!letter.outcome.alarm.empty()) log::error("payment alarm: " + letter.outcome.alarm);
    show_outcome(letter.outcome, letter.bring_back);
    // The account has another balance now, and a credit that was collected is gone.
    if (letter.outcome.kind == store::JournalEntry::Kind::load && visit().holder) parts_.ask_holder(visit().holder->card_serial);
    // The district must know, in case that the card goes elsewhere.
    if (letter.outcome.state == pay::PaymentOutcome::State::unresolved) parts_.nudge();
    sound(letter.outcome.state == pay::PaymentOutcome::State::paid ? device::Sound::done : device::Sound::trouble);
    turn({Kind::payment_ended, {}});
}

void Attendant::on_letter(const pay::Repaired& letter) {
    log::info("earlier payment settled: " + (letter.outcome.code.empty() ? std::string("paid") : letter.outcome.code));
    const bool introduced = visit().holder && visit().holder->card_serial == letter.outcome.card_serial;
    const bool still_open = letter.outcome.state == pay::PaymentOutcome::State::unresolved;
    if (screen_ != ScreenId::pay_result && introduced && still_open) return;  // told already
    if (screen_ != ScreenId::pay_result && !introduced) {
        repaired_ = letter.outcome;
        return;
    }
    show_outcome(letter.outcome, false);
    turn({Kind::payment_ended, {}});
}

// Puts the outcome before the resident, with a receipt wherever money moved or may have.
void Attendant::show_outcome(const pay::PaymentOutcome& outcome, bool bring_back) {
    auto& payment = visit().payment;
    if (payment.receipt != outcome.receipt && payment.bills.empty()) {
        for (const auto& line : outcome.lines) {
            const auto known = std::find_if(visit().bills.begin(), visit().bills.end(), [&](const auto& bill) { return bill.id == line.bill; });
            flow::BillView bill = known != visit().bills.end() ? *known : flow::BillView{};
            bill.id = line.bill;
            bill.amount = line.amount;
            payment.bills.push_back(std::move(bill));
        }
    }
    payment.load = outcome.kind == store::JournalEntry::Kind::load;
    payment.off_card = outcome.way == wire::LoadWay::off_card;
    payment.total = outcome.amount;
    payment.receipt = outcome.receipt;
    payment.reason = outcome.code;
    payment.balance_after = outcome.balance_after;
    payment.card_left = outcome.state == pay::PaymentOutcome::State::not_paid && (outcome.code.starts_with("card.") || outcome.code.starts_with("reader."));
    switch (outcome.state) {
        case pay::PaymentOutcome::State::paid: payment.state = PaymentState::paid; break;
        case pay::PaymentOutcome::State::not_paid: payment.state = PaymentState::not_paid; break;
        case pay::PaymentOutcome::State::unresolved: payment.state = bring_back ? PaymentState::bring_back : PaymentState::unresolved; break;
    }
    if (outcome.balance_after && visit().holder) (payment.off_card ? visit().holder->deposit : visit().holder->balance) = outcome.balance_after;
    if (payment.state == PaymentState::not_paid || outcome.receipt.empty()) {
        visit().receipt.reset();
        return;
    }
    visit().receipt = receipts().of_payment(parts_.clock.now());
    if (payment.state == PaymentState::paid) {
        print_receipt();
        parts_.nudge();
    }
}

void Attendant::on_letter(const pay::ReaderState& letter) {
    parts_.model.machine.reader_ready = letter.ready;
    parts_.model.machine.staff_reader = letter.staff;
    set_fault("reader.gone", !letter.ready);
}

void Attendant::on_letter(const pay::PsamState& letter) {
    parts_.model.machine.psam_ready = letter.ready;
    if (letter.ready) terminal_ = letter.terminal;
    for (const char* code : {"sam.missing", "sam.unknown", "sam.locked", "sam.gone", "sam.settings"}) set_fault(code, !letter.ready && letter.code == code);
}

void Attendant::on_letter(const NetState& letter) {
    auto& machine = parts_.model.machine;
    machine.online = letter.online;
    machine.waiting = letter.waiting;
    machine.parked = letter.parked;
    machine.last_sync = letter.last_sync;
    machine.certificate_trouble = letter.trouble;
    if (visit().holder) load_holder_data();
    if (visit().pin_verified) load_own_marks();
    follow_receipt();
}

// The receipt on the screen says what has become of it meanwhile.
void Attendant::follow_receipt() {
    auto& receipt = visit().receipt;
    if (!receipt || !parts_.store) return;
    if (receipt->kind == flow::Receipt::Kind::certificate || receipt->kind == flow::Receipt::Kind::agreement) return;
    if (auto now = fate_of(receipt->number, receipt->kind == flow::Receipt::Kind::request); !now.empty()) receipt->state = std::move(now);
    // Received, but without the time that was asked for.
    const auto record = parts_.store->outbox().find_receipt(receipt->number);
    if (!record || !*record || receipt->state != "received") return;
    if ((*record)->code == "slot.overlap") receipt->state = "time_overlaps";
    if ((*record)->code == "slot.taken") receipt->state = "time_taken";
}

void Attendant::on_letter(const CacheChanged& letter) {
    load_notices();
    if (letter.catalogue) {
        set_fault("catalogue.refused", false);
        catalogue_waits_ = !resting();  // never under somebody's hands
        if (resting()) parts_.reload_catalogue();
    }
    if (visit().holder) load_holder_data();
    // What only its sides may know does not come with the changes: somebody who waits here for the other side is not kept waiting.
    const auto is_private = [](const flow::CaseView& one) { return one.mediation.has_value(); };
    if (visit().holder && std::any_of(visit().cases.begin(), visit().cases.end(), is_private)) parts_.ask_holder(visit().holder->card_serial);
    if (screen_ == ScreenId::form) load_slots();
    load_queue();
}

void Attendant::on_letter(const CatalogueRefused&) { set_fault("catalogue.refused", true); }

void Attendant::on_letter(const HolderFetched& letter) {
    if (!visit().holder || visit().holder->card_serial != letter.card_serial) return;
    shown_.insert(followed_.begin(), followed_.end());
    load_holder_data();
    const auto blocked = parts_.store->cache().holder(letter.card_serial);
    if (!blocked || !*blocked) return;
    const auto standing = (*blocked)->standing;
    if (standing == wire::HolderRecord::Standing::blocked || standing == wire::HolderRecord::Standing::lost)
        turn({Kind::card_unusable, standing == wire::HolderRecord::Standing::lost ? "card.lost" : "card.blocked"});
}

void Attendant::on_letter(const OrderCame&) { obey_orders(); }

// From the cache: what the backend said last, with what this machine did since.
void Attendant::load_holder_data() {
    if (!parts_.store || !visit().holder) return;
    const auto& serial = visit().holder->card_serial;
    auto record = parts_.store->cache().holder(serial);
    if (!record) log::failed("holder cache", record.error());
    const auto known = record && *record ? **record : wire::HolderRecord{};
    load_card_service(record && *record ? &**record : nullptr);
    // What was torn elsewhere is proven here, by the card itself.
    if (!known.torn.empty()) parts_.card(pay::Adopt{known.torn});
    auto bills = bills_of(known, day_of(parts_.clock.now()));
    visit().months = months_of(known);
    visit().looks = looks_of(known);
    load_tokens(known);
    load_paid(known);
    load_family(known);
    load_refused_links();
    visit().cases = cases_of(known, waiting_cases(serial, record && *record ? (*record)->as_of : Timestamp{}));
    note_asked(serial, record && *record ? std::optional((*record)->as_of) : std::nullopt);
    visit().bills_as_of = visit().cases_as_of = record && *record ? std::optional((*record)->as_of) : std::nullopt;
    auto in_hand = parts_.store->journal().bills_in_hand(serial);
    if (!in_hand) return log::failed("journal", in_hand.error());
    for (auto& bill : bills) {
        const bool by_card = std::find(in_hand->begin(), in_hand->end(), bill.id) != in_hand->end();
        bill.being_booked = by_card || (!bill.offer && charged_.contains(bill.id));
    }
    flow::take_bills(visit(), std::move(bills));
}

void Attendant::load_notices() {
    if (!parts_.store) return;
    auto notices = parts_.store->cache().notices();
    if (!notices) return log::failed("notices", notices.error());
    if (const auto as_of = parts_.store->cache().as_of(); as_of) parts_.model.machine.notices_as_of = *as_of;
    parts_.model.notices.clear();
    for (const auto& notice : *notices) parts_.model.notices.push_back(app::view_of(notice));
    load_board();
    load_listings();
    load_reports();
}

void Attendant::load_board() {
    const auto kept = parts_.store->cache().setting("board");
    if (!kept) return log::failed("board", kept.error());
    if (!*kept) return;
    const auto json = parse_json(**kept);
    const auto board = json ? wire::board_from(*json) : tl::unexpected<Error>(json.error());
    if (!board) return log::failed("board", board.error());
    parts_.model.board = app::view_of(*board);
}

}  // namespace onecard::app
