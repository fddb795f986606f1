// Pages about money that goes back from a card's deposit account.
#pragma once
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> deposit_scenes();

}  // namespace onecard::gallery
