#include "kiosk/device/picture_files.hpp"

#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

namespace onecard::device {
namespace {

std::vector<std::uint8_t> grey(const ui::Surface& picture) {
    std::vector<std::uint8_t> dots;
    dots.reserve(static_cast<std::size_t>(picture.width()) * static_cast<std::size_t>(picture.height()));
    for (int y = 0; y < picture.height(); ++y) {
        const auto* row = picture.row(y);
        // Slips are black on white, so one colour tells the grey.
        for (int x = 0; x < picture.width(); ++x) dots.push_back(static_cast<std::uint8_t>(row[x]));
    }
    return dots;
}

Result<std::string> deflate(const std::vector<std::uint8_t>& dots) {
    auto size = compressBound(dots.size());
    std::string packed(size, '\0');
    if (compress(reinterpret_cast<Bytef*>(packed.data()), &size, dots.data(), dots.size()) != Z_OK)
        return failure(Error::Kind::exhausted, "picture.failed", "compression");
    packed.resize(size);
    return packed;
}

/// Collects numbered objects and remembers where each begins: the table at the end of the file needs it.
class PdfText {
public:
    void object(const std::string& content) {
        starts_.push_back(text_.size());
        text_ += std::to_string(starts_.size()) + " 0 obj\n" + content + "\nendobj\n";
    }
    std::string end() {
        const auto table = text_.size();
        const auto count = std::to_string(starts_.size() + 1);
        text_ += "xref\n0 " + count + "\n0000000000 65535 f \n";
        for (const auto start : starts_) {
            char line[24];
            std::snprintf(line, sizeof line, "%010zu 00000 n \n", start);
            text_ += line;
        }
        text_ += "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
        return std::move(text_);
    }

private:
    std::string text_ = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::vector<std::size_t> starts_;
};

std::string stream(const std::string& entries, const std::string& content) {
    return "<< " + entries + " /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream";
}

/// PDF counts in 1/72 inch.
constexpr double points_per_millimetre = 72 / 25.4;

/// Where the picture stands on its page; all in points.
struct PageLayout {
    double page_width, page_height, width, height, left, bottom;
};

std::string decimal(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", number);
    return text;
}

Result<std::string> pdf_of(const ui::Surface& picture, const PageLayout& at) {
    const auto packed = deflate(grey(picture));
    if (!packed) return failure(packed.error());
    PdfText pdf;
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + decimal(at.page_width) + " " + decimal(at.page_height) +
               "] /Resources << /XObject << /Slip 5 0 R >> >> /Contents 4 0 R >>");
    const auto place = decimal(at.width) + " 0 0 " + decimal(at.height) + " " + decimal(at.left) + " " + decimal(at.bottom);
    pdf.object(stream("", "q " + place + " cm /Slip Do Q"));
    pdf.object(stream("/Type /XObject /Subtype /Image /Width " + std::to_string(picture.width()) + " /Height " + std::to_string(picture.height()) +
                          " /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
                      *packed));
    return pdf.end();
}

}  // namespace

Result<std::string> make_png(const ui::Surface& picture) {
    const auto dots = grey(picture);
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width());
    image.height = static_cast<png_uint_32>(picture.height());
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = 0;
    if (!png_image_write_to_memory(&image, nullptr, &size, 0, dots.data(), 0, nullptr))
        return failure(Error::Kind::exhausted, "picture.failed", image.message);
    std::string file(size, '\0');
    if (!png_image_write_to_memory(&image, file.data(), &size, 0, dots.data(), 0, nullptr))
        return failure(Error::Kind::exhausted, "picture.failed", image.message);
    return file;
}

Result<std::string> make_pdf(const ui::Surface& picture, int dots_per_mm) {
    const double width = picture.width() * points_per_millimetre / dots_per_mm, height = picture.height() * points_per_millimetre / dots_per_mm;
    return pdf_of(picture, {width, height, width, height, 0, 0});
}

Result<std::string> make_pdf_sheet(const ui::Surface& picture, int dots_per_mm) {
    constexpr double page_width = 210 * points_per_millimetre, page_height = 297 * points_per_millimetre;
    constexpr double margin = 20 * points_per_millimetre, larger = 1.6;
    const double width = picture.width() * points_per_millimetre / dots_per_mm, height = picture.height() * points_per_millimetre / dots_per_mm;
    const double scale = std::min({larger, (page_width - 2 * margin) / width, (page_height - 2 * margin) / height});
    const double left = (page_width - width * scale) / 2, bottom = page_height - margin - height * scale;
    return pdf_of(picture, {page_width, page_height, width * scale, height * scale, left, bottom});
}

}  // namespace onecard::device
