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

}  // namespace

std::vector<Scene> family_scenes() {
    return {
        {"guide_bundle", ScreenId::item_guide, with_bundle},
        {"review_bundle", ScreenId::review, with_bundle},
    };
}

}  // namespace onecard::gallery
