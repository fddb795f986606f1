// The part of a receipt that payments and requests share.
#pragma once
#include "kiosk/screens/page.hpp"

namespace onecard::screens {

/// Number, facts and code to scan. What became of the slip is said by Page::show_slip.
/// `hide`: amounts are dots until touched.
void show_receipt(ui::Kit& kit, const ui::Strings& strings, const flow::Receipt& receipt, bool hide);

}  // namespace onecard::screens
