#include "kiosk/device/qr.hpp"

#include <qrencode.h>

#include <memory>
#include <string>

namespace onecard::device {

Result<QrMatrix> qr_matrix(std::string_view content) {
    const bool has_end_mark = content.find('\0') != std::string_view::npos;
    if (content.empty() || content.size() > qr_bytes_max || has_end_mark) return failure(Error::Kind::invalid, "qr.content");
    constexpr int smallest_version = 0, case_counts = 1;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(std::string(content).c_str(), smallest_version, QR_ECLEVEL_M, QR_MODE_8, case_counts), &QRcode_free);
    if (!code) return failure(Error::Kind::exhausted, "qr.failed");
    QrMatrix matrix;
    matrix.side = code->width;
    const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    matrix.modules.resize(count);
    for (std::size_t i = 0; i < count; ++i) matrix.modules[i] = (code->data[i] & 1) != 0;
    return matrix;
}

}  // namespace onecard::device
