#include "kiosk/device/slip_picture.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "kiosk/device/qr.hpp"
#include "kiosk/ui/typesetter.hpp"

namespace onecard::device {
namespace {

// Dots, 8 a millimetre. Letters of 3.5 mm and more can be read at arm's length by most residents.
constexpr float small_size = 26, body_size = 30, strong_size = 38, title_size = 46;
constexpr int gap = 14, fact_gap = 6, wide_gap = 26, rule_thickness = 2, frame_thickness = 3, dash = 6;
// A certificate's code has many modules: larger, so that each stays as wide as those of other codes.
constexpr int qr_edge_wanted = 280, qr_module_min = 4, qr_dense_side = 70, qr_dense_edge = 510;
constexpr std::uint32_t white = 0xFFFFFFFF, black = 0xFF000000;

int roll_width(Paper paper) {
    switch (paper) {
        case Paper::mm58: return 58 * dots_per_millimetre;
        case Paper::mm80: return 80 * dots_per_millimetre;
    }
    require(false, "a known paper");
    return 0;
}

std::string bounded(const std::string& text) {
    if (length_in_points(text) <= slip_text_points_max) return text;
    auto points = code_points(text);
    points.resize(slip_text_points_max);
    return to_utf8(points) + "…";
}

/// Pieces are first placed one under the other, then painted when the length of the slip is known.
class SlipSheet {
public:
    /// `vertical`: pieces stand one to the right of the other, and lines are columns as long as the roll is wide.
    SlipSheet(Paper paper, bool vertical, const std::vector<ui::FontFile>& fonts)
        : width_(roll_width(paper)), margin_((width_ - printable_dots(paper)) / 2), vertical_(vertical), fonts_(fonts, masks_), typesetter_(fonts_) {}

    void centred(const std::string& text, float size, bool bold) {
        if (text.empty()) return;
        const auto& paragraph = set(text, size, bold, inner());
        texts_.push_back({&paragraph, margin_, y_, Side::middle, inner()});
        y_ += height(paragraph);
    }

    void framed(const std::string& text) {
        if (text.empty()) return;
        const int top = y_;
        y_ += gap;
        const auto& paragraph = set(text, strong_size, true, inner() - 2 * gap);
        texts_.push_back({&paragraph, margin_ + gap, y_, Side::middle, inner() - 2 * gap});
        y_ += height(paragraph) + gap;
        frame({margin_, top, width_ - margin_, y_});
    }

    /// Label on the left, value on the right of the same line; below it when both do not fit.
    void fact(const Slip::Line& line) {
        const float size = line.strong ? strong_size : body_size;
        const auto& label = set(line.label, size, line.strong, inner());
        const auto& value = set(line.value, size, line.strong, inner());
        const bool beside = label.lines.size() <= 1 && value.lines.size() <= 1 && label.width + value.width + gap <= static_cast<float>(inner());
        texts_.push_back({&label, margin_, y_, Side::left, inner()});
        if (!beside) y_ += height(label);
        texts_.push_back({&value, margin_, y_, Side::right, inner()});
        y_ += (beside ? std::max(height(label), height(value)) : height(value)) + fact_gap;
    }

    void rule() {
        for (int x = margin_; x < width_ - margin_; x += 2 * dash)
            boxes_.push_back({x, y_, std::min(x + dash, width_ - margin_), y_ + rule_thickness});
        y_ += rule_thickness;
    }

    void qr(const std::string& content) {
        const auto matrix = qr_matrix(content);
        if (!matrix) return;
        const int quiet = 2 * qr_quiet_modules;
        const int widest = std::max(1, inner() / (matrix->side + quiet));
        const int edge = matrix->side > qr_dense_side ? qr_dense_edge : qr_edge_wanted;
        const int module = std::clamp(edge / matrix->side, std::min(qr_module_min, widest), widest);
        const int left = (width_ - matrix->side * module) / 2, top = y_ + qr_quiet_modules * module;
        for (int y = 0; y < matrix->side; ++y)
            for (int x = 0; x < matrix->side; ++x)
                if (vertical_ ? matrix->dark(y, x) : matrix->dark(x, y)) boxes_.push_back({left + x * module, top + y * module, left + (x + 1) * module, top + (y + 1) * module});
        y_ += (matrix->side + quiet) * module;
    }

    void space(int dots) { y_ += dots; }

    ui::Surface paint() {
        const int length = y_ + margin_;
        ui::Surface surface(vertical_ ? length : width_, vertical_ ? width_ : length);
        for (int y = 0; y < surface.height(); ++y) std::fill_n(surface.row(y), surface.width(), white);
        for (const auto& box : boxes_) fill(surface, placed(box));
        for (const auto& text : texts_) {
            if (vertical_) write_columns(surface, text);
            else write(surface, text);
        }
        return vertical_ ? along_the_roll(surface) : std::move(surface);
    }

private:
    enum class Side { left, middle, right };
    struct Text {
        const ui::Paragraph* paragraph;
        int x, y;
        Side side;
        int width;
    };

    int inner() const { return width_ - 2 * margin_; }
    static int height(const ui::Paragraph& paragraph) { return static_cast<int>(std::ceil(paragraph.height())); }

    const ui::Paragraph& set(const std::string& text, float size, bool bold, int width) {
        return typesetter_.set(bounded(text), {size, bold, static_cast<float>(width), 1.35f, vertical_});
    }

    ui::Box placed(const ui::Box& box) const { return vertical_ ? ui::Box{box.y0, box.x0, box.y1, box.x1} : box; }

    // A quarter of a turn: what is read first leaves the printer first.
    static ui::Surface along_the_roll(const ui::Surface& upright) {
        ui::Surface turned(upright.height(), upright.width());
        for (int y = 0; y < upright.height(); ++y)
            for (int x = 0; x < upright.width(); ++x) turned.row(x)[upright.height() - 1 - y] = upright.row(y)[x];
        return turned;
    }

    void frame(const ui::Box& box) {
        boxes_.push_back({box.x0, box.y0, box.x1, box.y0 + frame_thickness});
        boxes_.push_back({box.x0, box.y1 - frame_thickness, box.x1, box.y1});
        boxes_.push_back({box.x0, box.y0, box.x0 + frame_thickness, box.y1});
        boxes_.push_back({box.x1 - frame_thickness, box.y0, box.x1, box.y1});
    }

    static void fill(ui::Surface& surface, const ui::Box& wanted) {
        const auto box = ui::common(wanted, surface.box());
        for (int y = box.y0; y < box.y1; ++y) std::fill(surface.row(y) + box.x0, surface.row(y) + box.x1, black);
    }

    static float shift_of(const Text& text, const ui::TextLine& line) {
        const float room = static_cast<float>(text.width) - line.width;
        return text.side == Side::left ? 0 : text.side == Side::middle ? room / 2 : room;
    }

    void write(ui::Surface& surface, const Text& text) {
        float base_line = static_cast<float>(text.y) + text.paragraph->base();
        for (const auto& line : text.paragraph->lines) {
            const float x = static_cast<float>(text.x) + shift_of(text, line);
            for (const auto& glyph : line.glyphs) stamp(surface, glyph, x + glyph.x, base_line + glyph.y, text.paragraph->size);
            base_line += text.paragraph->line_height;
        }
    }

    void write_columns(ui::Surface& surface, const Text& text) {
        float axis = static_cast<float>(text.y) + text.paragraph->line_height - text.paragraph->base();
        for (const auto& line : text.paragraph->lines) {
            const float top = static_cast<float>(text.x) + shift_of(text, line);
            for (const auto& glyph : line.glyphs) stamp(surface, glyph, axis - glyph.y, top + glyph.x, text.paragraph->size);
            axis += text.paragraph->line_height;
        }
    }

    // `x` and `y`: where the glyph begins on its base line.
    void stamp(ui::Surface& surface, const ui::PlacedGlyph& glyph, float x, float y, float size) {
        const bool has_face = glyph.face != ui::PlacedGlyph::no_face;
        const auto& mask = has_face ? fonts_.glyph(glyph.face, glyph.number, size, 0, glyph.turned) : fonts_.code(glyph.number, size);
        if (mask.width == 0 || mask.height == 0) return;
        const int left = static_cast<int>(std::lround(x)) + mask.left, top = static_cast<int>(std::lround(y)) - mask.top;
        const auto* page = masks_.page(mask.page);
        for (int row = 0; row < mask.height; ++row) {
            const auto* from = page + static_cast<std::ptrdiff_t>(mask.y + row) * ui::Masks::page_edge + mask.x;
            for (int column = 0; column < mask.width; ++column) darken(surface, left + column, top + row, from[column]);
        }
    }

    static void darken(ui::Surface& surface, int x, int y, std::uint8_t ink) {
        if (x < 0 || y < 0 || x >= surface.width() || y >= surface.height()) return;
        auto& dot = surface.row(y)[x];
        const auto light = std::min<std::uint32_t>(dot & 0xFF, 255u - ink);
        dot = black | light << 16 | light << 8 | light;
    }

    int width_, margin_, y_ = margin_;
    bool vertical_;
    ui::Masks masks_;
    ui::Fonts fonts_;
    ui::Typesetter typesetter_;
    std::vector<Text> texts_;
    std::vector<ui::Box> boxes_;
};

}  // namespace

ui::Surface draw_slip(const Slip& slip, Paper paper, const std::vector<ui::FontFile>& fonts) {
    SlipSheet sheet(paper, slip.vertical, fonts);
    sheet.centred(slip.hall, body_size, false);
    sheet.space(gap);
    sheet.centred(slip.title, title_size, true);
    sheet.centred(slip.number, body_size, false);
    sheet.space(gap);
    sheet.framed(slip.state);
    sheet.space(wide_gap);
    sheet.rule();
    sheet.space(gap);
    const auto count = std::min(slip.lines.size(), slip_lines_max);
    for (std::size_t i = 0; i < count; ++i) sheet.fact(slip.lines[i]);
    sheet.space(gap);
    sheet.rule();
    sheet.space(gap);
    if (!slip.qr.empty()) sheet.qr(slip.qr);
    sheet.centred(slip.footer, small_size, false);
    return sheet.paint();
}

}  // namespace onecard::device
