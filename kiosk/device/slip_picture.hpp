// A slip as dots, the way a thermal printer puts it on the roll.
#pragma once
#include "kiosk/device/slip.hpp"
#include "kiosk/ui/fonts.hpp"
#include "kiosk/ui/surface.hpp"

namespace onecard::device {

/// As wide as the roll with its margins, as long as the text needs; dots_per_millimetre. A slip in columns is turned to the right, its
/// first column at the upper end. Opens the fonts it needs and lets them go, so any
/// thread may call it; takes some ten milliseconds. A QR code that can't be made is left out.
ui::Surface draw_slip(const Slip& slip, Paper paper, const std::vector<ui::FontFile>& fonts = ui::installed_fonts());

}  // namespace onecard::device
