// Every page in every state worth seeing, set up from an invented visit. Pictures and layout tests go through the same list.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "tests/support/sample_visit.hpp"

namespace onecard::support {

struct Scene {
    std::string name;
    flow::ScreenId screen;
    std::function<void(SampleVisit&)> set_up;
    std::vector<std::string> touches = {};  ///< keys touched one after the other before anybody looks
};

const std::vector<Scene>& scenes();

}  // namespace onecard::support
