// A picture in grey as the bytes of a file.
#pragma once
#include <string>

#include "kiosk/ui/surface.hpp"

namespace onecard::device {

/// PNG, 8 bits of grey. Error `picture.failed`.
Result<std::string> make_png(const ui::Surface& picture);

/// The smallest PDF (ISO 32000-1) that shows the picture on one page of its own size, compressed (Flate). It names no author, program or time.
/// Error `picture.failed`.
Result<std::string> make_pdf(const ui::Surface& picture, int dots_per_mm);

/// The same on a sheet of A4: at the top, in the middle, larger than on the roll, and smaller where it would not fit.
Result<std::string> make_pdf_sheet(const ui::Surface& picture, int dots_per_mm);

}  // namespace onecard::device
