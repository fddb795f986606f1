// The few ESC/POS commands a slip needs, and what the status bytes mean (Epson's ESC/POS command reference; most makers of receipt printers
// follow it). Bytes only: no connection, no time.
#pragma once
#include <array>

#include "base/bytes.hpp"
#include "kiosk/device/printer.hpp"
#include "kiosk/ui/surface.hpp"

namespace onecard::device::escpos {

/// ESC @: forget what an interrupted slip left behind; GS a 0: speak only when asked.
Bytes start();

/// GS v 0: rows `top` to before `bottom` of the picture, cut to what the roll can show (printable_dots). Dots that would read as a real-time
/// command are given one more dot: printers obey those even inside a picture.
Bytes band(const ui::Surface& picture, Paper paper, int top, int bottom);

/// Feed past the blade and cut, or feed to the tear bar where there is no cutter.
Bytes finish(bool cutter);

/// DLE EOT n, n from 1 to 4: answered at once, also while printing or stopped.
Bytes ask(int n);
/// True of a byte that can be the answer to ask().
bool is_status(std::uint8_t byte);

/// GS r 1: waits its turn behind the slip, so its answer means that everything before was done.
Bytes ask_when_done();
bool is_done_answer(std::uint8_t byte);

/// White for whatever is left of an interrupted band of so many rows, then a cut: the beginning of somebody's slip must not head the next one.
Bytes clear_away(Paper paper, int rows, bool cutter);

/// DLE ENQ 2: after trouble, forget the rest of the slip, so that it does not come out in front of the next person's.
Bytes abandon();

/// The answers to ask(1) … ask(4).
using StatusBytes = std::array<std::uint8_t, 4>;
bool is_offline(std::uint8_t first);
PrinterState state_of(const StatusBytes& status);

}  // namespace onecard::device::escpos
