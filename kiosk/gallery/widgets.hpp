// Every widget of the kit in every state, a page for each family.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "kiosk/gallery/scenes.hpp"

namespace onecard::gallery {

std::vector<Scene> widget_scenes();
std::unique_ptr<screens::Screen> make_widget_screen(std::function<void(ui::Kit&, const ui::Strings&)> draw, const ui::Strings& strings);

}  // namespace onecard::gallery
