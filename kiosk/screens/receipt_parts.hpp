// The part of a receipt that payments and requests share.
#pragma once
#include "kiosk/screens/page.hpp"

namespace onecard::screens {

/// Number, facts and code to scan. What became of the slip is said by Page::show_slip.
void show_receipt(ui::Kit& kit, const ui::Strings& strings, const flow::Receipt& receipt);

}  // namespace onecard::screens
