#include "kiosk/gallery/mediation_scenes.hpp"

namespace onecard::gallery {
namespace {

using flow::ScreenId;

constexpr std::string_view number = "C-2026-000110";

/// Invited, with times to choose from.
flow::MediationView& with_mediation(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    flow::CaseView one{std::string(number), {}, "SF-0003", {"人民调解申请", "Mediation"}, {"司法局", "Justice Bureau"},
                       "open", "2026-11-20T10:00:00+08:00", "2026-11-27T17:00:00+08:00", {}, {},
                       {{{"受理", "Accept"}, {"社区人民调解委员会", "Community mediation committee"}, "2026-11-20T15:00:00+08:00", 0},
                        {{"约双方", "Invite both sides"}, {"人民调解员", "Mediator"}, "2026-11-24T17:00:00+08:00", 1},
                        {{"调解", "Mediate"}, {"人民调解员", "Mediator"}, {}, 2},
                        {{"签协议", "Agreement"}, {"社区人民调解委员会", "Community mediation committee"}, {}, 2}}};
    one.responsible = {"梧桐社区人民调解委员会", "Mediation committee of Wutong Community"};
    one.events = {{"invited", "2026-11-21T09:00:00+08:00", one.responsible, "请您来谈谈楼上漏水的事。"}};
    one.mediation.emplace();
    one.mediation->invited = true;
    one.mediation->offered = {"2026-11-23T09:00", "2026-11-23T10:00", "2026-11-23T14:00", "2026-11-23T19:00", "2026-11-24T09:00", "2026-11-24T19:00"};
    visit.cases.insert(visit.cases.begin(), std::move(one));
    visit.open_case = number;
    return *visit.cases.front().mediation;
}

flow::MediationView& with_agreement(SampleVisit& sample) {
    auto& mediation = with_mediation(sample);
    mediation.offered.clear();
    mediation.agreement = "一、楼上在本月底前修好水管。二、楼上赔偿六百元，十二月五日前付清。三、双方不再为此事争吵。";
    return mediation;
}

void agreed(SampleVisit& sample) {
    auto& mediation = with_agreement(sample);
    mediation.accepted = mediation.agreed = true;
}

}  // namespace

std::vector<Scene> mediation_scenes() {
    return {
        {"mediation_cases", ScreenId::cases, [](auto& s) { with_mediation(s); }},
        {"mediation_invited", ScreenId::case_detail, [](auto& s) { with_mediation(s); }},
        {"mediation_asked", ScreenId::case_detail, [](auto& s) { with_mediation(s).invited = false; }},
        {"mediation_times", ScreenId::case_detail, [](auto& s) {
             auto& mediation = with_mediation(s);
             s.model.visit.case_ask = "choose_times";
             s.model.visit.case_times = {mediation.offered[1], mediation.offered[4]};
         }},
        {"mediation_times_missing", ScreenId::case_detail, [](auto& s) {
             with_mediation(s);
             s.model.visit.case_ask = "choose_times", s.model.visit.show_troubles = true;
         }},
        {"mediation_chosen", ScreenId::case_detail, [](auto& s) {
             auto& mediation = with_mediation(s);
             mediation.chosen = {mediation.offered[1], mediation.offered[4]};
         }},
        {"mediation_decline", ScreenId::case_detail, [](auto& s) { with_mediation(s), s.model.visit.case_ask = "decline"; }},
        {"mediation_agreement", ScreenId::case_detail, [](auto& s) { with_agreement(s); }},
        {"mediation_accept", ScreenId::case_detail, [](auto& s) { with_agreement(s), s.model.visit.case_ask = "accept"; }},
        {"mediation_refuse", ScreenId::case_detail, [](auto& s) { with_agreement(s), s.model.visit.case_ask = "refuse"; }},
        {"mediation_accepted", ScreenId::case_detail, [](auto& s) { with_agreement(s).accepted = true; }},
        {"mediation_agreed", ScreenId::case_detail, [](auto& s) { agreed(s); }},
        {"mediation_not_printed", ScreenId::case_detail, [](auto& s) {
             agreed(s);
             auto& paper = s.model.visit.receipt.emplace();
             paper.kind = flow::Receipt::Kind::agreement, paper.slip = "failed", paper.slip_code = "printer.paper_out";
         }},
    };
}

}  // namespace onecard::gallery
