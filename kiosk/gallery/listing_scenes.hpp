// The public lists, what is marked on them, and the visitor's registers, in every state.
#pragma once
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> listing_scenes();

}  // namespace onecard::gallery
