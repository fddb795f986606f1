// Scenes of city management: what others told of already, joining in with it, and the emergency numbers.
#include <algorithm>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {
namespace {

using flow::ScreenId;

void with_report(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    sample.model.visit.open_item = "CG-0011";
    sample.fill_form();
    sample.model.reports = {{"C-2026-000301", "CG-0011", "p0101", "990102001001003002", "2026-11-21T09:30:00+08:00", 2},
                            {"C-2026-000302", "CG-0011", "p0101", "990102001001003001", "2026-11-22T08:30:00+08:00", 1}};
}

void with_joined_case(SampleVisit& sample) {
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    visit.open_case = "C-2026-000101";
    for (auto& one : visit.cases)
        if (one.number == visit.open_case) one.seconded = true, one.told_by = 3;
}

}  // namespace

std::vector<Scene> city_scenes() {
    return {{"emergency", ScreenId::emergency, [](SampleVisit&) {}},
            {"review_alike", ScreenId::review, with_report},
            {"case_seconded", ScreenId::case_detail, with_joined_case}};
}

}  // namespace onecard::gallery
