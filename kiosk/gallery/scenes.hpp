// Every page in every state worth seeing, set up from an invented visit, and every widget in every state. The gallery and the tests of looks go
// through the same list.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/gallery/sample_visit.hpp"
#include "kiosk/screens/screen.hpp"

namespace onecard::gallery {

struct Scene {
    std::string name;
    flow::ScreenId screen;
    std::function<void(SampleVisit&)> set_up;
    std::vector<std::string> touches = {};  ///< keys touched one after the other before anybody looks
    std::function<void(ui::Kit&, const ui::Strings&)> widgets = {};  ///< shown instead of the page
};

const std::vector<Scene>& scenes();
std::vector<Scene> city_scenes();
/// The page of a scene, set up; `visit` and `strings` outlive it.
std::unique_ptr<screens::Screen> stage(const Scene& scene, SampleVisit& visit, const ui::Strings& strings);

}  // namespace onecard::gallery
