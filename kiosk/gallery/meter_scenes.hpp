// Pages about prepaid meters.
#pragma once
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> meter_scenes();

}  // namespace onecard::gallery
