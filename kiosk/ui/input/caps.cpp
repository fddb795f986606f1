// Where keys stand: a layout put into an area.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "kiosk/ui/keyboard.hpp"

namespace onecard::ui {
namespace {

/// Columns and rows of an area.
struct Grid {
    Rect area;
    float gap = 0, column = 0, row = 0;

    Grid(const Rect& where, float between, float columns, std::size_t rows) : area(where), gap(between) {
        column = (area.width - gap * (columns - 1)) / columns;
        row = (area.height - gap * (float(rows) - 1)) / float(rows);
    }
    float wide(float columns) const { return column * columns + gap * (columns - 1); }
    float high(int rows) const { return row * float(rows) + gap * float(rows - 1); }
    float top(std::size_t number) const { return area.y + (row + gap) * float(number); }
};

}  // namespace

std::vector<Cap> Keyboard::caps(const Rect& area, float gap) const {
    const KeyLayout layout = pad() ? pad_layout(kind_) : text_layout(mode_, shifted_);
    const Grid grid(area, gap, layout.columns, layout.rows.size());
    std::vector<Cap> caps;
    for (std::size_t number = 0; number < layout.rows.size(); ++number) {
        const KeyRow& row = layout.rows[number];
        float used = 0;
        for (const KeySpec& spec : row) used += grid.wide(spec.width) + gap;
        const bool beside = layout.writing_columns > 0 && number + 1 < layout.rows.size();
        float x = pad() ? area.x : beside ? area.x + grid.wide(layout.writing_columns) + gap : area.x + (area.width - used + gap) / 2;
        for (const KeySpec& spec : row) {
            const float width = grid.wide(spec.width);
            caps.push_back({spec.weight, "key." + std::string(spec.key), std::string(spec.label), std::string(spec.caption), spec.icon,
                            {x, grid.top(number), width, grid.high(spec.rows)}, spec.key == "shift" && shifted_});
            x += width + gap;
        }
    }
    return caps;
}

std::vector<Cap> Keyboard::tabs(const Rect& area, float gap) const {
    const Grid grid(area, gap, float(std::size(key_modes)), 1);
    std::vector<Cap> caps;
    float x = area.x;
    for (const KeyMode mode : key_modes) {
        const std::string own(name(mode));
        const Rect rect{x, area.y, grid.column, area.height};
        caps.push_back({KeySpec::Weight::function, "key.mode." + own, "keyboard." + own, {}, Icon::none, rect, mode == mode_});
        x += grid.column + gap;
    }
    return caps;
}

Rect Keyboard::writing_area(const Rect& area, float gap) const {
    const KeyLayout layout = text_layout(mode_, shifted_);
    const Grid grid(area, gap, layout.columns, layout.rows.size());
    return {area.x, area.y, grid.wide(layout.writing_columns), grid.high(static_cast<int>(layout.rows.size()) - 1)};
}

}  // namespace onecard::ui
