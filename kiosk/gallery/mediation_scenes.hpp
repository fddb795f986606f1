// Pages about mediations, as each of their sides sees them.
#pragma once
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> mediation_scenes();

}  // namespace onecard::gallery
