// QR codes (ISO/IEC 18004) as a matrix of dark and light modules, for paper and screen.
#pragma once
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard::device {

struct QrMatrix {
    int side = 0;              ///< modules, without the quiet zone
    std::vector<bool> modules; ///< rows from the top; true is dark
    bool dark(int x, int y) const { return modules[static_cast<std::size_t>(y * side + x)]; }
};

/// Light modules that must stay free on each side.
inline constexpr int qr_quiet_modules = 4;
inline constexpr std::size_t qr_bytes_max = 1'200;

/// Error correction M (15 %): slips are folded. Errors: `qr.content` (empty or over qr_bytes_max), `qr.failed`.
Result<QrMatrix> qr_matrix(std::string_view content);

}  // namespace onecard::device
