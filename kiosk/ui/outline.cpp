#include "kiosk/ui/outline.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

#include <cmath>
#include <numbers>
#include <sstream>
#include <string>

namespace onecard::ui {
namespace {

struct Point {
    float x = 0, y = 0;
};

/// A line of cubic curves; straight pieces are curves too, which keeps everything after this simple.
struct Path {
    Point start;
    std::vector<Point> curves;  // three for each curve
    bool closed = false, filled = false;
    Point end() const { return curves.empty() ? start : curves.back(); }
    void line(Point to) {
        const Point from = end();
        curves.insert(curves.end(), {{from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3},
                                     {from.x + (to.x - from.x) * 2 / 3, from.y + (to.y - from.y) * 2 / 3}, to});
    }
    void arc(Point centre, float radius, float from, float to) {
        const int pieces = std::max(1, static_cast<int>(std::ceil(std::abs(to - from) / 90.0f)));
        const float step = (to - from) / static_cast<float>(pieces) * std::numbers::pi_v<float> / 180, pull = 4.0f / 3 * std::tan(step / 4) * radius;
        float angle = from * std::numbers::pi_v<float> / 180;
        for (int i = 0; i < pieces; ++i, angle += step) {
            const float c0 = std::cos(angle), s0 = std::sin(angle), c1 = std::cos(angle + step), s1 = std::sin(angle + step);
            curves.push_back({centre.x + radius * c0 - pull * s0, centre.y + radius * s0 + pull * c0});
            curves.push_back({centre.x + radius * c1 + pull * s1, centre.y + radius * s1 - pull * c1});
            curves.push_back({centre.x + radius * c1, centre.y + radius * s1});
        }
    }
};

Path arc_path(Point centre, float radius, float from, float to) {
    const float angle = from * std::numbers::pi_v<float> / 180;
    Path path;
    path.start = {centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)};
    path.arc(centre, radius, from, to);
    path.closed = std::abs(to - from) >= 360;
    return path;
}

Path round_rectangle(float x, float y, float w, float h, float r) {
    Path path;
    path.start = {x + r, y};
    path.line({x + w - r, y});
    path.arc({x + w - r, y + r}, r, -90, 0);
    path.line({x + w, y + h - r});
    path.arc({x + w - r, y + h - r}, r, 0, 90);
    path.line({x + r, y + h});
    path.arc({x + r, y + h - r}, r, 90, 180);
    path.line({x, y + r});
    path.arc({x + r, y + r}, r, 180, 270);
    path.closed = true;
    return path;
}

bool read_paths(std::string_view drawing, std::vector<Path>& paths) {
    std::istringstream in{std::string(drawing)};
    bool filled = false;
    char letter = 0;
    float n[6] = {};
    const auto numbers = [&](int count) {
        for (int i = 0; i < count; ++i) in >> n[i];
        return !in.fail();
    };
    while (in >> letter) {
        const std::size_t before = paths.size();
        if (letter == 'F' || letter == 'S') filled = letter == 'F';
        else if (letter == 'M' && numbers(2)) paths.push_back({{n[0], n[1]}, {}, false, false});
        else if (letter == 'L' && numbers(2) && !paths.empty()) paths.back().line({n[0], n[1]});
        else if (letter == 'C' && numbers(6) && !paths.empty())
            paths.back().curves.insert(paths.back().curves.end(), {{n[0], n[1]}, {n[2], n[3]}, {n[4], n[5]}});
        else if (letter == 'Z' && !paths.empty()) paths.back().closed = true;
        else if (letter == 'O' && numbers(3)) paths.push_back(arc_path({n[0], n[1]}, n[2], 0, 360));
        else if (letter == 'R' && numbers(5)) paths.push_back(round_rectangle(n[0], n[1], n[2], n[3], n[4]));
        else if (letter == 'A' && numbers(5)) paths.push_back(arc_path({n[0], n[1]}, n[2], n[3], n[4]));
        else return false;
        if (paths.size() > before) paths.back().filled = filled;
        if (paths.size() > 64) return false;
    }
    return true;
}

/// Curves in FreeType's 26.6 numbers, y upwards.
struct Scale {
    float factor = 1;
    FT_Vector operator()(Point p) const {
        return {static_cast<FT_Pos>(std::lround(p.x * factor * 64)), static_cast<FT_Pos>(std::lround((outline_grid - p.y) * factor * 64))};
    }
};

void feed(FT_Stroker stroker, const Path& path, const Scale& scale) {
    FT_Vector start = scale(path.start);
    FT_Stroker_BeginSubPath(stroker, &start, !path.closed);
    Point from = path.start;
    const auto straight = [](Point a, Point b, Point c) { return std::abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) < 1e-3f; };
    for (std::size_t i = 0; i + 2 < path.curves.size() + 0; i += 3) {
        FT_Vector a = scale(path.curves[i]), b = scale(path.curves[i + 1]), c = scale(path.curves[i + 2]);
        const bool line = straight(from, path.curves[i], path.curves[i + 2]) && straight(from, path.curves[i + 1], path.curves[i + 2]);
        if (line) FT_Stroker_LineTo(stroker, &c);
        else FT_Stroker_CubicTo(stroker, &a, &b, &c);
        from = path.curves[i + 2];
    }
    FT_Stroker_EndSubPath(stroker);
}

bool add_to(FT_Library library, FT_Outline& outline, int edge, std::vector<std::uint8_t>& pixels) {
    std::vector<std::uint8_t> layer(pixels.size());
    FT_Bitmap bitmap{};
    bitmap.rows = bitmap.width = static_cast<unsigned>(edge);
    bitmap.pitch = edge;
    bitmap.buffer = layer.data();
    bitmap.num_grays = 256;
    bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
    if (FT_Outline_Get_Bitmap(library, &outline, &bitmap) != 0) return false;
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = std::max(pixels[i], layer[i]);
    return true;
}

bool stroke_path(FT_Library library, const Path& path, int edge, float stroke, std::vector<std::uint8_t>& pixels) {
    const Scale scale{static_cast<float>(edge) / outline_grid};
    FT_Stroker stroker = nullptr;
    if (FT_Stroker_New(library, &stroker) != 0) return false;
    FT_Stroker_Set(stroker, static_cast<FT_Fixed>(std::lround(stroke / 2 * scale.factor * 64)), FT_STROKER_LINECAP_ROUND, FT_STROKER_LINEJOIN_ROUND,
                   0);
    feed(stroker, path, scale);
    FT_UInt points = 0, contours = 0;
    FT_Stroker_GetCounts(stroker, &points, &contours);
    FT_Outline outline{};
    bool done = false;
    if (FT_Outline_New(library, points, static_cast<FT_Int>(contours), &outline) == 0) {
        outline.n_points = 0;
        outline.n_contours = 0;
        FT_Stroker_Export(stroker, &outline);
        done = add_to(library, outline, edge, pixels);
        FT_Outline_Done(library, &outline);
    }
    FT_Stroker_Done(stroker);
    return done;
}

bool fill_path(FT_Library library, const Path& path, int edge, std::vector<std::uint8_t>& pixels) {
    const Scale scale{static_cast<float>(edge) / outline_grid};
    std::vector<FT_Vector> points{scale(path.start)};
    std::vector<char> tags{FT_CURVE_TAG_ON};
    for (std::size_t i = 0; i < path.curves.size(); ++i) {
        points.push_back(scale(path.curves[i]));
        tags.push_back(i % 3 == 2 ? FT_CURVE_TAG_ON : FT_CURVE_TAG_CUBIC);
    }
    short last = static_cast<short>(points.size() - 1);
    FT_Outline outline{};
    outline.n_contours = 1;
    outline.n_points = static_cast<short>(points.size());
    outline.points = points.data();
    outline.tags = tags.data();
    outline.contours = &last;
    return add_to(library, outline, edge, pixels);
}

}  // namespace

Result<std::vector<std::uint8_t>> draw_outline(FT_LibraryRec_* library, std::string_view drawing, int edge, float stroke) {
    std::vector<Path> paths;
    if (edge < 1 || edge > 1024 || !read_paths(drawing, paths))
        return failure(Error::Kind::invalid, "icon.malformed", std::string(drawing.substr(0, 40)));
    std::vector<std::uint8_t> pixels(std::size_t(edge) * std::size_t(edge));
    for (const Path& path : paths) {
        const bool done = path.filled ? fill_path(library, path, edge, pixels) : stroke_path(library, path, edge, stroke, pixels);
        if (!done) return failure(Error::Kind::invalid, "icon.malformed", std::string(drawing.substr(0, 40)));
    }
    return pixels;
}

}  // namespace onecard::ui
