// The part of a receipt that payments and requests share.
#pragma once
#include "kiosk/screens/page.hpp"

namespace onecard::screens {

/// Number, facts, code to scan, and the honest word about the slip: `printed`, `saved`, or that there is none.
void show_receipt(ui::Kit& kit, const ui::Strings& strings, const flow::Receipt& receipt);

}  // namespace onecard::screens
