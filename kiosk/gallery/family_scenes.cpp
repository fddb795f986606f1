#include "kiosk/gallery/family_scenes.hpp"

namespace onecard::gallery {
namespace {

using flow::ScreenId;

void with_bundle(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    sample.model.visit.open_item = "WG-0008";
    sample.model.visit.draft.values["wants"] = {"insurance", "vaccine", "job"};
    // Three times: what was chosen may ask for more, and that for more again.
    for (int i = 0; i < 3; ++i) sample.fill_form();
}

void with_family(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    flow::RelativeView father{"3100000000123456", "张****试", "parent", true, "2027-11-20T09:30:00+08:00", visit.cases, false};
    std::erase_if(father.cases, [](const flow::CaseView& one) { return one.number.empty(); });
    for (auto& one : father.cases) one.of_relative = true;
    visit.family = {father, {"3100000000123458", "王****试", "child", false, "2027-03-01T10:00:00+08:00", {}, false}};
}

void with_linking(SampleVisit& sample, flow::LinkingView::State state) {
    with_family(sample);
    sample.model.visit.linking = {state, "parent", "3100000000123456", "张****试"};
    sample.model.visit.pin.tries_left = 3;
}

}  // namespace

std::vector<Scene> family_scenes() {
    using State = flow::LinkingView::State;
    return {
        {"guide_bundle", ScreenId::item_guide, with_bundle},
        {"review_bundle", ScreenId::review, with_bundle},
        {"family", ScreenId::family, with_family},
        {"family_refused", ScreenId::family, [](auto& s) { with_family(s), s.model.visit.refused_links = {{"************3461", "family.too_many"}}; }},
        {"my_link_refused", ScreenId::my_page, [](auto& s) { with_family(s), s.model.visit.refused_links = {{"************3461", "family.too_many"}}; }},
        {"case_of_relative", ScreenId::case_detail, [](auto& s) {
             with_family(s);
             auto& visit = s.model.visit;
             visit.open_relative = "3100000000123456";
             visit.cases.clear();
             auto& one = visit.family.front().cases.front();
             one.state = "supplement", one.question = "请补写银行卡开户行。", one.waits_until = "2026-12-18T17:00:00+08:00";
             visit.open_case = one.number;
         }},
        {"family_none", ScreenId::family, [](auto& s) { with_family(s), s.model.visit.family.clear(); }},
        {"family_relative", ScreenId::family, [](auto& s) { with_family(s), s.model.visit.open_relative = "3100000000123456"; }},
        {"family_helper", ScreenId::family, [](auto& s) { with_family(s), s.model.visit.open_relative = "3100000000123458"; }},
        {"family_sure", ScreenId::family, [](auto& s) { with_family(s), s.model.visit.open_relative = "3100000000123458"; }, {"family.unlink"}},
        {"family_waiting", ScreenId::family, [](auto& s) { with_linking(s, State::waiting); }},
        {"family_same_card", ScreenId::family, [](auto& s) { with_linking(s, State::waiting), s.model.visit.fault = "family.same_card"; }},
        {"family_consent", ScreenId::pin, [](auto& s) { with_linking(s, State::consenting); }},
        {"family_done", ScreenId::family, [](auto& s) { with_linking(s, State::done); }},
        {"review_for_relative", ScreenId::review, [](auto& s) {
             with_family(s);
             s.model.visit.open_item = "MZ-0007", s.model.visit.for_relative = "3100000000123456";
             s.fill_form(), s.fill_form();
         }},
        {"guide_in_person", ScreenId::item_guide, [](auto& s) {
             with_family(s);
             s.model.visit.open_item = "RS-0022", s.model.visit.for_relative = "3100000000123456";
         }},
    };
}

}  // namespace onecard::gallery
