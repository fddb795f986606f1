#include "kiosk/gallery/trust_scenes.hpp"

namespace onecard::gallery {
namespace {

using flow::ScreenId;

void known(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
}

void with_review(SampleVisit& sample) {
    known(sample);
    sample.model.visit.open_item = "MZ-0007";
    // Twice: what was chosen first may ask for more.
    sample.fill_form();
    sample.fill_form();
}

flow::SlipCheckView true_slip() {
    flow::SlipCheckView slip;
    slip.kind = "request";
    slip.number = "K0002-20261122-0007";
    slip.kiosk = "K-0002";
    slip.at = "2026-11-22T09:12:00+08:00";
    slip.hall = {"红星社区便民服务大厅", "Hongxing Community Service Hall"};
    slip.item = {"高龄津贴申领", "Old-age allowance"};
    slip.department = {"民政局", "Civil Affairs Bureau"};
    slip.post = {"社区居委会", "Community committee"};
    slip.days = 10;
    slip.promised_on = "2026-12-04";
    slip.goes_up_at = "2026-11-24T17:00:00+08:00";
    slip.digest = "00112233445566778899AABBCCDDEEFF";
    slip.state = "received_here";
    return slip;
}

void with_helper(SampleVisit& sample) {
    sample.model.machine.staff_reader = true;
    sample.model.visit.staff = flow::StaffView{"0571000012", {"陈明·测试", "Chen Ming (test)"}, {"梧桐社区服务大厅帮办", "Helper at Wutong Community Service Hall"}, {}, {}};
}

/// A card whose PIN is blocked.
void blocked(SampleVisit& sample) {
    sample.holder_arrives();
    sample.model.machine.staff_reader = true;
    sample.model.visit.pin.tries_left = 0;
    sample.model.visit.pin.blocked = true;
}

void with_looks(SampleVisit& sample) {
    known(sample);
    sample.model.visit.looks = {{"2026-11-21T15:04:00+08:00", "department", "handling", {"高龄津贴申领", "Old-age allowance"}},
                                {"2026-11-20T10:30:00+08:00", "staff", "帮本人查询卡片余额", {}},
                                {"2026-11-20T10:28:00+08:00", "staff", "search", {"高龄津贴申领", "Old-age allowance"}}};
}

/// A case that ended with a certificate.
void with_paper(SampleVisit& sample) {
    known(sample);
    auto& visit = sample.model.visit;
    visit.open_case = "C-2026-000042";
    for (auto& one : visit.cases)
        if (one.number == visit.open_case) one.item_code = "GA-0015", one.granted = true, one.item = {"无犯罪记录证明", "Certificate of no criminal record"};
}

void with_begun(SampleVisit& s) {
    s.model.visit.open_item = "MZ-0007";
    s.model.visit.drafts["MZ-0007"].set("phone", "139 0000 0457");
}

}  // namespace

std::vector<Scene> trust_scenes() {
    return {
        {"staff_alone", ScreenId::present_card, with_helper},
        {"staff_welcome", ScreenId::welcome, with_helper},
        {"staff_refused", ScreenId::welcome, [](auto& s) { s.model.visit.staff_trouble = "badge.not_known"; }},
        {"staff_together", ScreenId::my_page, [](auto& s) { known(s), with_helper(s); }},
        {"review_staff", ScreenId::review, [](auto& s) { with_review(s), with_helper(s); }},
        {"review_staff_agreed", ScreenId::review, [](auto& s) {
             with_review(s), with_helper(s);
             s.model.visit.staff_agreed_at = s.model.machine.now;
         }},
        {"review_staff_scope", ScreenId::review, [](auto& s) {
             with_review(s), with_helper(s);
             s.model.visit.staff->departments = {"CG"};
         }},
        {"pin_unblock", ScreenId::pin, blocked},
        {"pin_unblock_checked", ScreenId::pin, [](auto& s) { blocked(s), with_helper(s); }},
        {"pin_unblock_typing", ScreenId::pin, [](auto& s) { blocked(s), with_helper(s), s.model.visit.pin.opening = flow::PinView::Opening::typing; }},
        {"pin_unblock_working", ScreenId::pin, [](auto& s) { blocked(s), with_helper(s), s.model.visit.pin.opening = flow::PinView::Opening::working; }},
        {"pin_unblock_own", ScreenId::pin, [](auto& s) {
             blocked(s), with_helper(s);
             s.model.visit.staff->own_cards = {s.model.visit.holder->card_serial};
         }},
        {"pin_unblock_not", ScreenId::pin, [](auto& s) { blocked(s), s.model.machine.online = false, s.model.visit.pin.opening_trouble = "pin.unknown"; }},
        {"pin_unblock_opened", ScreenId::pin, [](auto& s) { s.holder_arrives(), s.model.visit.pin.opened = true, s.model.visit.pin.tries_left = 3; }},
        {"help_two_cards", ScreenId::help, [](auto& s) { s.model.visit.open_help = "two_cards"; }},
        {"looked_at", ScreenId::looked_at, with_looks},
        {"item_guide_begun", ScreenId::item_guide, [](auto& s) { s.holder_arrives(), s.pin_is_right(), with_begun(s); }},
        {"item_guide_sure", ScreenId::item_guide, [](auto& s) { s.holder_arrives(), s.pin_is_right(), with_begun(s); }, {"guide.drop"}},
        {"slip_check", ScreenId::slip_check, [](auto&) {}},
        {"slip_check_true", ScreenId::slip_check, [](auto& s) { s.model.visit.slip_check = true_slip(); }},
        {"slip_check_paid", ScreenId::slip_check, [](auto& s) {
             auto& slip = s.model.visit.slip_check.emplace(true_slip());
             slip.kind = "payment", slip.state = "paid", slip.now = "booked", slip.amount = Fen(24890);
         }},
        {"slip_check_certificate", ScreenId::slip_check, [](auto& s) {
             auto& slip = s.model.visit.slip_check.emplace(true_slip());
             slip.kind = slip.state = "certificate", slip.item = {"无犯罪记录证明", {}};
             slip.says = {{"持卡人", "王****试"}, {"卡号", "************3458"}, {"出具单位", "公安分局"}, {"办件编号", "C-2026-000042"}, {"办理结果", "没有发现犯罪记录。"}};
         }},
        {"case_paper", ScreenId::case_detail, [](auto& s) { with_paper(s); }},
        {"case_paper_lost", ScreenId::case_detail, [](auto& s) {
             with_paper(s);
             auto& paper = s.model.visit.receipt.emplace();
             paper.kind = flow::Receipt::Kind::certificate, paper.qr = "OC2/K-0001/K0001-20261122-0009/C/202611221708";
             paper.slip = "failed", paper.slip_code = "printer.paper_out";
         }},
        {"case_paper_later", ScreenId::case_detail, [](auto& s) { with_paper(s), s.model.machine.printer_ready = false; }},
        {"slip_check_changed", ScreenId::slip_check, [](auto& s) { s.model.visit.slip_check.emplace().code = "slip.changed"; }},
        {"looked_at_offline", ScreenId::looked_at, [](auto& s) { with_looks(s);
             s.model.machine.online = false, s.model.machine.now += std::chrono::hours(26);
         }},
        {"looked_at_none", ScreenId::looked_at, known},
        {"looked_at_unknown", ScreenId::looked_at, [](auto& s) { known(s), s.model.visit.cases_as_of.reset(); }},
    };
}

}  // namespace onecard::gallery
