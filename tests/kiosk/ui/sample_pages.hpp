// Pages that use every element of the kit, in Chinese and English; for tests and for looking at.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

struct SamplePage {
    std::string name;
    std::function<void(Kit&)> draw;
};

/// Each keeps what is entered, as a screen does.
std::vector<SamplePage> sample_pages(bool chinese);

}  // namespace onecard::ui
