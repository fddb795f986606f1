#include "kiosk/gallery/scenes.hpp"

#include <algorithm>

#include "kiosk/gallery/deposit_scenes.hpp"
#include "kiosk/gallery/family_scenes.hpp"
#include "kiosk/gallery/listing_scenes.hpp"
#include "kiosk/gallery/mediation_scenes.hpp"
#include "kiosk/gallery/meter_scenes.hpp"
#include "kiosk/gallery/trust_scenes.hpp"
#include "kiosk/gallery/widgets.hpp"

namespace onecard::gallery {
namespace {

using flow::PaymentView;
using flow::ScreenId;
using flow::Visit;

void nothing(SampleVisit&) {}

void trusted(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    for (const auto& bill : sample.model.visit.bills) sample.model.visit.selected_bills.insert(bill.id);
}

// The pages of a resting machine stand for a quarter of a minute each: hall, two notices, places, data, board.
void resting(SampleVisit& sample, int page) {
    auto& model = sample.model;
    model.visit.over = flow::Over::rest;
    const auto numbers = model.about_hall.emergency;
    model.about_hall = {{{{"周一至周五", "Monday to Friday"}, "08:30 – 17:30"}},
                        {{{"社保、医保", "Social and medical insurance"}, {"1–3 号窗口", "windows 1 to 3"}, {{0.03F, 0.04F, 0.47F, 0.2F}}},
                         {{"调解室、法律诊所", "Mediation, legal clinic"}, {"二楼，有电梯", "upstairs; there is a lift"}},
                         {{"无障碍卫生间", "Accessible toilet"}, {"右手走廊尽头", "end of the corridor on the right"}, {{0.82F, 0.5F, 0.15F, 0.32F}}}},
                        {{0.3F, 0.84F, 0, 0}}, numbers};
    model.board = {{"梧桐社区", "Wutong community"}, 30, model.machine.now - std::chrono::minutes(8),
                   {{{"按时办结率", "Closed on time"}, 46, 48}, {{"结案率", "Closed"}, 48, 61}, {{"处理率", "Handled"}, 60, 61}, {{"满意率", "Satisfied"}, 19, 22}},
                   {{{"城市管理局", "City management"}, 212, 230}, {{"民政局", "Civil affairs"}, 140, 141}, {{"市场监督管理局", "Market regulation"}, 55, 83}}};
    constexpr std::int64_t each = 15'000, all = 6 * each;
    model.machine.now = from_millis(to_millis(model.machine.now) / all * all + page * each);
}

void with_card_trouble(SampleVisit& sample, const std::string& code) {
    sample.model.visit.card_in = true;
    sample.model.visit.card_trouble = code;
}

void with_item(SampleVisit& sample, const std::string& code) {
    trusted(sample);
    sample.model.visit.open_item = code;
}

void with_form(SampleVisit& sample, const std::string& code, std::size_t page, bool filled, bool troubles) {
    with_item(sample, code);
    if (filled) sample.fill_form(), sample.fill_form();
    sample.model.visit.form_page = page;
    sample.model.visit.show_troubles = troubles;
}

// A sheet with lines of grey, as small writing looks from afar.
void with_picture(SampleVisit& sample, std::size_t page) {
    with_form(sample, "MZ-0003", page, true, false);
    sample.model.machine.camera = true;
    constexpr int width = 450, height = 640, margin = 50, line = 24;
    flow::TakenPicture picture{1, width, height, std::vector<std::uint8_t>(width * height, 250), {}};
    for (int y = 2 * margin; y < height - margin; y += line)
        for (int x = margin; x < width - margin - y % 7 * 12; ++x)
            for (int thick = 0; thick < 6; ++thick) picture.preview[static_cast<std::size_t>((y + thick) * width + x)] = 90;
    sample.model.visit.pictures["proof"] = std::move(picture);
}

void with_payment(SampleVisit& sample, PaymentView::State state, const std::string& reason = {}) {
    trusted(sample);
    auto& payment = sample.model.visit.payment;
    payment.state = state;
    payment.bills = sample.model.visit.bills;
    payment.total = Fen(24890);
    payment.reason = reason;
    if (state == PaymentView::State::none) return;
    payment.receipt = "K0001-20261122-0007";
    if (state == PaymentView::State::paid) payment.balance_after = Fen(3760);
}

void with_charge(SampleVisit& sample, PaymentView::Way way, PaymentView::State state, const std::string& reason = {}) {
    with_payment(sample, state, reason);
    sample.model.visit.payment.way = way;
}

void with_code(SampleVisit& sample) {
    with_charge(sample, PaymentView::Way::shown, PaymentView::State::paying);
    sample.model.visit.payment.qr = "https://pay.sandbox.invalid/q/SBX0000000007";
    sample.model.visit.payment.open_until = sample.model.machine.now + std::chrono::seconds(95);
}

void with_receipt(SampleVisit& sample, flow::Receipt::Kind kind, const std::string& state, const std::string& slip) {
    auto& receipt = sample.model.visit.receipt.emplace();
    receipt.kind = kind;
    receipt.number = "K0001-20261122-0007";
    receipt.state = state;
    receipt.slip = slip;
    receipt.title = {"高龄津贴申领", "Old-age allowance"};
    receipt.qr = "ONECARD1 K0001-20261122-0007 P 24890 20261122 1A2B3C4D";
    const bool payment = kind == flow::Receipt::Kind::payment;
    if (payment) receipt.facts = {{"receipt.fact.total", "248.90元"}, {"receipt.fact.card", "3100 **** **** 3457"}};
    else receipt.facts = {{"receipt.fact.department", "民政局  0000-8801001"}, {"receipt.fact.promised", "2026年12月4日"}};
    receipt.facts.emplace_back("receipt.fact.at", "2026年11月22日 09:30");
}

void with_slip(SampleVisit& sample, const std::string& slip, const std::string& code) {
    trusted(sample);
    with_receipt(sample, flow::Receipt::Kind::request, "received_here", slip);
    sample.model.visit.receipt->slip_code = code;
}

flow::CaseView& case_of(SampleVisit& sample) {
    trusted(sample);
    sample.model.visit.open_case = "C-2026-000101";
    return *std::find_if(sample.model.visit.cases.begin(), sample.model.visit.cases.end(), [](const auto& one) { return one.number == "C-2026-000101"; });
}

void expected(SampleVisit& sample) {
    trusted(sample);
    flow::CaseView one = sample.model.visit.cases.front();
    one.number = "C-2026-000120", one.item_code = "WG-0009", one.item = {"大厅窗口预约", "A time at the hall's counter"};
    one.appointment = {{"大厅综合窗口", "General counter of the hall"}, {"便民服务大厅1号窗口", "Service hall, counter 1"}, "2026-11-22T10:15:00+08:00"};
    sample.model.visit.cases.push_back(std::move(one));
}

void with_little_money(SampleVisit& sample) {
    trusted(sample);
    sample.model.visit.holder->balance = Fen(3520);
    sample.model.visit.bills[0].being_booked = true;
}

void without_bills(SampleVisit& sample) {
    trusted(sample);
    sample.model.visit.bills.clear();
    sample.model.visit.selected_bills.clear();
}

void hours_offline(SampleVisit& sample, int hours) {
    sample.model.machine.online = false;
    sample.model.machine.now += std::chrono::hours(hours);
}

void with_paid_receipt(SampleVisit& sample) {
    with_payment(sample, PaymentView::State::paid);
    with_receipt(sample, flow::Receipt::Kind::payment, "paid", "saved");
}

void with_another_card(SampleVisit& sample) {
    with_payment(sample, PaymentView::State::bring_back);
    sample.model.visit.card_trouble = "card.other_awaited";
}

void with_account(SampleVisit& sample, Fen account, Fen credit) {
    trusted(sample);
    auto& load = sample.model.visit.load;
    load.known = true;
    load.account = account;
    load.posted_credit = credit;
}

void load_unresolved(SampleVisit& sample) {
    with_payment(sample, PaymentView::State::unresolved, "payment.undecided");
    sample.model.visit.payment.load = true;
    sample.model.visit.pin_verified = false;
}

void with_new_pin(SampleVisit& sample, flow::NewPinView::State state, std::optional<int> tries, const std::string& reason) {
    trusted(sample);
    auto& pin = sample.model.visit.new_pin;
    pin.state = state;
    pin.tries_left = tries;
    pin.reason = reason;
}

void with_other_card(SampleVisit& sample) {
    trusted(sample);
    sample.model.visit.own_cards = {{"3100000000123495", "3100 **** **** 3495", true}};
}

std::vector<Scene> scenes_of_card_and_services() {
    using State = PaymentView::State;
    return {
        {"welcome", ScreenId::welcome, nothing},
        {"welcome_offline", ScreenId::welcome, [](auto& s) { s.model.machine.online = false; }},
        {"welcome_fault", ScreenId::welcome, [](auto& s) { s.model.machine.reader_ready = false, s.model.machine.faults = {"reader.gone"}; }},
        {"welcome_faults", ScreenId::welcome, [](auto& s) { s.model.machine.faults = {"reader.gone", "sam.missing", "store.kept_aside", "printer.paper_out"}, s.model.machine.reader_ready = false; }},
        {"welcome_take_slip", ScreenId::welcome, [](auto& s) { s.model.machine.slip_in_mouth = true; }},
        {"welcome_take_card", ScreenId::welcome, [](auto& s) { s.model.visit.card_in = true; }},
        {"present_card", ScreenId::present_card, nothing},
        {"present_card_reading", ScreenId::present_card, [](auto& s) { s.model.visit.card_in = s.model.visit.reading_card = true; }},
        {"present_card_long", ScreenId::present_card, [](auto& s) { s.model.visit.card_in = s.model.visit.reading_card = true, s.model.visit.working_seconds = 9; }},
        {"present_card_no_reader", ScreenId::present_card, [](auto& s) { s.model.machine.reader_ready = false; }},
        {"present_card_silent", ScreenId::present_card, [](auto& s) { with_card_trouble(s, "card.silent"); }},
        {"present_card_blocked", ScreenId::present_card, [](auto& s) { with_card_trouble(s, "card.blocked"); }},
        {"pin", ScreenId::pin, [](auto& s) { s.holder_arrives(), s.model.visit.pin.tries_left = 3; }},
        {"pin_wrong", ScreenId::pin, [](auto& s) { s.holder_arrives(), s.model.visit.pin = {2, true, false, false}; }},
        {"pin_last_try", ScreenId::pin, [](auto& s) { s.holder_arrives(), s.model.visit.pin = {1, true, false, false}; }},
        {"pin_blocked", ScreenId::pin, [](auto& s) { s.holder_arrives(), s.model.visit.pin = {0, false, true, false}; }},
        {"pin_checking", ScreenId::pin, [](auto& s) { s.holder_arrives(), s.model.visit.pin.checking = true; }},
        {"my_page", ScreenId::my_page, [](auto& s) { s.holder_arrives(); }},
        {"my_page_open", ScreenId::my_page, trusted},
        {"my_page_offline", ScreenId::my_page, [](auto& s) { trusted(s), s.model.machine.online = false, s.model.machine.psam_ready = false; }},
        {"my_page_settled", ScreenId::my_page, [](auto& s) { with_payment(s, State::paid); }},
        {"services", ScreenId::services, nothing},
        {"services_found", ScreenId::services, [](auto& s) { s.model.visit.search = "gljt"; }},
        {"services_typing", ScreenId::services, nothing, {"services.search", "key.l", "key.d"}},
        {"services_writing", ScreenId::services, nothing, {"services.search"}},
        {"services_departments", ScreenId::services, nothing, {"page.down", "services.by_department"}},
        {"services_of_department", ScreenId::services, nothing, {"page.down", "services.by_department", "department.MZ"}},
        {"services_of_event", ScreenId::services, nothing, {"event.retirement"}},
        {"services_none", ScreenId::services, [](auto& s) { s.model.visit.search = "zzzzqqqq"; }},
        {"item_guide", ScreenId::item_guide, [](auto& s) { s.model.visit.open_item = "MZ-0007"; }},
        {"item_guide_papers", ScreenId::item_guide, [](auto& s) { s.model.visit.open_item = "MZ-0001"; }},
        {"form_resumed", ScreenId::form, [](auto& s) { s.holder_arrives(), s.pin_is_right(), s.model.visit.open_item = "MZ-0007", s.model.visit.resumed = true; }},
        {"form_address", ScreenId::form, [](auto& s) { s.holder_arrives(), s.pin_is_right(), s.model.visit.open_item = "WG-0002"; }},
        {"item_guide_offline", ScreenId::item_guide, [](auto& s) { s.model.visit.open_item = "ZJ-0004", s.model.machine.store_ready = false; }},
        {"form_day", ScreenId::form, [](auto& s) { with_form(s, "SF-0005", 1, false, true); }},
        {"form_time", ScreenId::form, [](auto& s) { with_form(s, "SF-0005", 1, false, true), s.model.visit.draft.set("time", "2026-11-24"); }},
        {"form_no_time", ScreenId::form, [](auto& s) { with_form(s, "SF-0005", 1, false, false), s.model.slots.clear(); }},
        {"review_time", ScreenId::review, [](auto& s) { with_form(s, "SF-0005", 9, true, false); }},
        {"form", ScreenId::form, [](auto& s) { with_form(s, "MZ-0007", 0, false, false); }},
        {"form_trouble", ScreenId::form, [](auto& s) { with_form(s, "MZ-0007", 0, false, true); }},
        {"form_typing", ScreenId::form, [](auto& s) { with_form(s, "MZ-0007", 0, false, false); }, {"form.phone", "key.1", "key.3"}},
        {"form_filled", ScreenId::form, [](auto& s) { with_form(s, "MZ-0007", 1, true, false); }},
        {"form_long", ScreenId::form, [](auto& s) { with_form(s, "CG-0001", 1, true, false); }},
        {"item_gone", ScreenId::item_guide, nothing},
        {"form_paper", ScreenId::form, [](auto& s) { with_picture(s, 3), s.model.visit.pictures.clear(); }},
        {"form_paper_taking", ScreenId::form, [](auto& s) { with_picture(s, 3), s.model.visit.taking_picture = "proof"; }},
        {"form_paper_taken", ScreenId::form, [](auto& s) { with_picture(s, 3); }},
        {"form_paper_failed", ScreenId::form, [](auto& s) { with_picture(s, 3), s.model.visit.pictures.clear(), s.model.visit.picture_trouble = "picture.too_large"; }},
        {"form_signing", ScreenId::form, [](auto& s) { with_form(s, "MZ-0003", 4, false, true); }},
        {"form_signed", ScreenId::form, [](auto& s) { with_picture(s, 4); }},
        {"review_paper", ScreenId::review, [](auto& s) { with_picture(s, 9); }},
        {"review", ScreenId::review, [](auto& s) { with_form(s, "MZ-0007", 9, true, false); }},
        {"review_no_slip", ScreenId::review, [](auto& s) { with_form(s, "CG-0001", 9, true, false), s.model.machine.printer_ready = false; }},
        {"review_failed", ScreenId::review, [](auto& s) { with_form(s, "CG-0001", 9, true, false), s.model.visit.fault = "store.disk_full"; }},
        {"receipt", ScreenId::receipt, [](auto& s) { trusted(s), with_receipt(s, flow::Receipt::Kind::request, "received_here", "saved"); }},
        {"receipt_printing", ScreenId::receipt, [](auto& s) { with_slip(s, "", ""); }},
        {"receipt_printing_long", ScreenId::receipt, [](auto& s) { with_slip(s, "", ""), s.model.visit.working_seconds = 12; }},
        {"receipt_no_paper", ScreenId::receipt, [](auto& s) { with_slip(s, "failed", "printer.paper_out"), s.model.machine.printer_ready = false; }},
        {"receipt_paper_back", ScreenId::receipt, [](auto& s) { with_slip(s, "failed", "printer.paper_out"); }},
        {"receipt_unsure", ScreenId::receipt, [](auto& s) { with_slip(s, "unknown", "printer.unsure"); }},
        {"receipt_waiting", ScreenId::receipt, trusted},
        {"receipt_received", ScreenId::receipt, [](auto& s) { trusted(s), with_receipt(s, flow::Receipt::Kind::request, "received", "printed"); }},
    };
}

std::vector<Scene> scenes_of_money_and_cases() {
    using State = PaymentView::State;
    using Way = PaymentView::Way;
    return {
        {"bills", ScreenId::bills, trusted},
        {"bills_short", ScreenId::bills, with_little_money},
        {"bills_offline", ScreenId::bills, [](auto& s) { trusted(s), hours_offline(s, 26); }},
        {"bills_none", ScreenId::bills, without_bills},
        {"bills_unknown", ScreenId::bills, [](auto& s) { without_bills(s), hours_offline(s, 0), s.model.visit.bills_as_of.reset(); }},
        {"pay_review", ScreenId::pay_review, [](auto& s) { with_payment(s, State::none); }},
        {"paying_long", ScreenId::paying, [](auto& s) { with_payment(s, State::paying), s.model.visit.working_seconds = 8; }},
        {"paying", ScreenId::paying, [](auto& s) { with_payment(s, State::paying); }},
        {"pay_review_short", ScreenId::pay_review, [](auto& s) { with_payment(s, State::none), s.model.visit.holder->balance = Fen(3520), s.model.machine.terminal_ready = true; }},
        {"pay_review_offline", ScreenId::pay_review, [](auto& s) { with_payment(s, State::none), hours_offline(s, 1); }},
        {"charge_making", ScreenId::paying, [](auto& s) { with_charge(s, Way::shown, State::paying); }},
        {"charge_shown", ScreenId::paying, [](auto& s) { with_code(s); }},
        {"charge_shown_offline", ScreenId::paying, [](auto& s) { with_code(s), s.model.visit.payment.offline = true; }},
        {"charge_cancelling", ScreenId::paying, [](auto& s) { with_code(s), s.model.visit.payment.cancelling = true; }},
        {"charge_scan", ScreenId::paying, [](auto& s) { with_charge(s, Way::scanned, State::paying), s.model.visit.payment.scan_awaited = true; }},
        {"charge_confirm", ScreenId::paying, [](auto& s) { with_charge(s, Way::scanned, State::paying); }},
        {"charge_terminal", ScreenId::paying, [](auto& s) { with_charge(s, Way::terminal, State::paying); }},
        {"charge_not_paid", ScreenId::pay_result, [](auto& s) { with_charge(s, Way::shown, State::not_paid, "charge.expired"); }},
        {"charge_unclear", ScreenId::pay_result, [](auto& s) { with_charge(s, Way::scanned, State::unresolved, "charge.unclear"); }},
        {"pay_result_paid", ScreenId::pay_result, with_paid_receipt},
        {"pay_result_not_paid", ScreenId::pay_result, [](auto& s) { with_payment(s, State::not_paid, "payment.not_debited"); }},
        {"pay_result_card_gone", ScreenId::pay_result, [](auto& s) { with_payment(s, State::not_paid, "card.gone"), s.model.visit.card_in = false; }},
        {"pay_result_bring_back", ScreenId::pay_result, [](auto& s) { with_payment(s, State::bring_back), s.model.visit.card_in = false; }},
        {"pay_result_other_card", ScreenId::pay_result, with_another_card},
        {"pay_result_looking", ScreenId::pay_result, [](auto& s) { with_payment(s, State::bring_back), s.model.visit.reading_card = true; }},
        {"cases", ScreenId::cases, trusted},
        {"cases_offline", ScreenId::cases, [](auto& s) { trusted(s), hours_offline(s, 3); }},
        {"cases_begun", ScreenId::cases, [](auto& s) { trusted(s), s.model.visit.drafts["MZ-0007"].set("phone", "139 0000 0457"); }},
        {"cases_none", ScreenId::cases, [](auto& s) { trusted(s), s.model.visit.cases.clear(); }},
        {"case_detail", ScreenId::case_detail, [](auto& s) { trusted(s), s.model.visit.open_case = "C-2026-000101"; }},
        {"case_closed", ScreenId::case_detail, [](auto& s) { trusted(s), s.model.visit.open_case = "C-2026-000042"; }},
        {"case_late", ScreenId::case_detail, [](auto& s) { case_of(s).steps[1].when = "2026-11-20T17:00:00+08:00"; }},
        {"case_asked", ScreenId::case_detail, [](auto& s) {
             auto& one = case_of(s);
             one.state = "supplement", one.question = "请补交户口簿首页。", one.waits_until = "2026-12-10T17:00:00+08:00", one.clocks_stopped = true;
             one.asked = {{"urge", "waiting", {}}, {"escalate", "refused", "case.escalate_early"}};
         }},
        {"case_answer", ScreenId::case_detail, [](auto& s) {
             case_of(s).question = "请补交户口簿首页。";
             s.model.visit.case_ask = "answer", s.model.visit.show_troubles = true;
         }},
        {"case_escalate", ScreenId::case_detail, [](auto& s) { case_of(s), s.model.visit.case_ask = "escalate"; }},
        {"case_withdraw", ScreenId::case_detail, [](auto& s) { case_of(s).may_withdraw = true, s.model.visit.case_ask = "withdraw"; }},
        {"case_withdrawable", ScreenId::case_detail, [](auto& s) { case_of(s).may_withdraw = true; }},
        {"case_rate", ScreenId::case_detail, [](auto& s) {
             trusted(s), s.model.visit.open_case = "C-2026-000042";
             s.model.visit.case_ask = "rate", s.model.visit.case_rating = "2";
         }},
        {"case_suspended", ScreenId::case_detail, [](auto& s) {
             auto& one = case_of(s);
             one.state = "suspended", one.waits_until = "2026-12-10T17:00:00+08:00", one.clocks_stopped = true;
             s.model.visit.fault = "store.unavailable";
         }},
        {"case_rated", ScreenId::case_detail, [](auto& s) {
             trusted(s), s.model.visit.open_case = "C-2026-000042";
             for (auto& one : s.model.visit.cases) one.rating = 4;
         }},
        {"case_unrated", ScreenId::case_detail, [](auto& s) {
             trusted(s), s.model.visit.open_case = "C-2026-000042";
             s.model.visit.case_ask = "rate", s.model.visit.show_troubles = true;
         }},
        {"case_appointment", ScreenId::case_detail, [](auto& s) {
             auto& one = case_of(s);
             one.appointment = {{"法律诊所律师咨询", "Lawyer at the legal clinic"}, {"公共法律服务站一楼2号室", "Legal service station, ground floor, room 2"},
                                "2026-11-24T09:00:00+08:00"};
             one.linked = {"C-2026-000102", "C-2026-000103"};
         }},
        {"case_call_off", ScreenId::case_detail, [](auto& s) { case_of(s), s.model.visit.case_ask = "withdraw"; }},
        {"case_gone", ScreenId::case_detail, trusted},
        {"case_waiting", ScreenId::case_detail, [](auto& s) { trusted(s), s.model.visit.open_case = "K0001-20261122-0003"; }},
        {"notices", ScreenId::notices, nothing},
        {"notices_none", ScreenId::notices, [](auto& s) { s.model.notices.clear(); }},
        {"notice_open", ScreenId::notices, [](auto& s) { s.model.visit.open_notice = "N-1"; }},
        {"help", ScreenId::help, nothing},
        {"help_open", ScreenId::help, [](auto& s) { s.model.visit.open_help = s.model.help.front().key; }},
        {"ticket", ScreenId::ticket, nothing},
        {"ticket_who", ScreenId::ticket, nothing, {"ticket.service.A"}},
        {"ticket_expected", ScreenId::ticket, expected, {"ticket.service.A"}},
        {"my_page_expected", ScreenId::my_page, expected},
        {"ticket_full", ScreenId::ticket, [](auto& s) { s.model.visit.fault = "queue.full"; }},
        {"ticket_taken", ScreenId::ticket, [](auto& s) { s.model.visit.ticket = {"B012", {"民政、养老", "Civil affairs, the elderly"}, "first", 2}; }},
        {"card_service", ScreenId::card_service, trusted},
        {"card_service_new", ScreenId::card_service, [](auto& s) { trusted(s), s.model.visit.moves.clear(); }},
        {"fault_printer", ScreenId::fault, [](auto& s) { s.model.visit.fault = "printer.paper_out"; }},
        {"load", ScreenId::load, [](auto& s) { with_account(s, Fen(12'000), Fen()); }},
        {"load_chosen", ScreenId::load, [](auto& s) { with_account(s, Fen(50'000), Fen(1'230)), s.model.visit.load.amount = Fen(10'000); }},
        {"load_offline", ScreenId::load, [](auto& s) { with_account(s, Fen(50'000), Fen()), hours_offline(s, 1); }},
        {"load_empty", ScreenId::load, [](auto& s) { with_account(s, Fen(), Fen()); }},
        {"loading", ScreenId::paying, [](auto& s) { with_payment(s, State::paying), s.model.visit.payment.load = true; }},
        {"loaded", ScreenId::pay_result, [](auto& s) { with_paid_receipt(s), s.model.visit.payment.load = true; }},
        {"not_loaded", ScreenId::pay_result, [](auto& s) { with_payment(s, State::not_paid, "account.short"), s.model.visit.payment.load = true; }},
        {"load_unresolved", ScreenId::pay_result, load_unresolved},
        {"new_pin", ScreenId::new_pin, trusted},
        {"new_pin_again", ScreenId::new_pin, [](auto& s) { trusted(s), s.model.visit.new_pin.old_pin = SecretText("123456"); }},
        {"new_pin_changed", ScreenId::new_pin, [](auto& s) { trusted(s), s.model.visit.new_pin.state = flow::NewPinView::State::changed; }},
        {"new_pin_working", ScreenId::new_pin, [](auto& s) { trusted(s), s.model.visit.new_pin.state = flow::NewPinView::State::working; }},
        {"new_pin_wrong", ScreenId::new_pin, [](auto& s) { with_new_pin(s, flow::NewPinView::State::wrong, 2, {}); }},
        {"new_pin_failed", ScreenId::new_pin, [](auto& s) { with_new_pin(s, flow::NewPinView::State::failed, {}, "card.unsupported"); }},
        {"new_pin_unknown", ScreenId::new_pin, [](auto& s) { trusted(s), s.model.visit.new_pin.state = flow::NewPinView::State::unknown; }},
        {"loss", ScreenId::loss, with_other_card},
        {"loss_sure", ScreenId::loss, with_other_card, {"loss.card.3100000000123495"}},
        {"loss_failed", ScreenId::loss, [](auto& s) { with_other_card(s), s.model.visit.fault = "store.disk_full"; }},
        {"loss_done", ScreenId::loss, [](auto& s) { with_other_card(s), s.model.visit.reported_card = "3100 **** **** 3495"; }},
        {"fault", ScreenId::fault, [](auto& s) { s.model.visit.fault = "store.disk_full"; }},
        {"out_of_service", ScreenId::out_of_service, [](auto& s) { s.model.machine.in_service = false; }},
        {"elder_offer", ScreenId::my_page, [](auto& s) { s.holder_arrives(), s.model.visit.offers_elder = true; }},
        {"rest_hall", ScreenId::welcome, [](auto& s) { resting(s, 0); }},
        {"rest_called", ScreenId::welcome, [](auto& s) { resting(s, 0), s.model.calls = {{"B002", "4"}, {"A017", "1"}}; }},
        {"welcome_called", ScreenId::welcome, [](auto& s) { s.model.calls = {{"B002", "4"}, {"A017", "1"}, {"C005", "2"}}; }},
        {"rest_notice", ScreenId::welcome, [](auto& s) { resting(s, 1); }},
        {"rest_places", ScreenId::welcome, [](auto& s) { resting(s, 3); }},
        {"rest_board", ScreenId::welcome, [](auto& s) { resting(s, 5); }},
        {"rest_data", ScreenId::welcome, [](auto& s) { resting(s, 4); }},
        {"ease", ScreenId::bills, [](auto& s) { trusted(s), s.model.visit.over = flow::Over::ease; }},
        {"curtain", ScreenId::bills, [](auto& s) { trusted(s), s.model.visit.over = flow::Over::curtain; }},
        {"languages", ScreenId::my_page, [](auto& s) { trusted(s), s.model.visit.over = flow::Over::languages; }},
        {"time_over", ScreenId::bills, [](auto& s) { trusted(s), s.model.visit.seconds_left = 27; }},
    };
}

}  // namespace

const std::vector<Scene>& scenes() {
    static const auto all = [] {
        auto joined = scenes_of_card_and_services();
        for (auto& scene : scenes_of_money_and_cases()) joined.push_back(scene);
        for (auto& scene : listing_scenes()) joined.push_back(scene);
        for (const auto& more : {city_scenes(), deposit_scenes(), family_scenes(), mediation_scenes(), meter_scenes(), trust_scenes(), widget_scenes()})
            joined.insert(joined.end(), more.begin(), more.end());
        return joined;
    }();
    return all;
}

std::unique_ptr<screens::Screen> stage(const Scene& scene, SampleVisit& visit, const ui::Strings& strings) {
    scene.set_up(visit);
    auto screen = scene.widgets ? make_widget_screen(scene.widgets, strings) : screens::make_screen(scene.screen, {visit.model, strings});
    screen->enter();
    return screen;
}

}  // namespace onecard::gallery
