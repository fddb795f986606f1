// Large tiles: an icon, two words, perhaps a note.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float pad_units = 32, badge_units = 104, icon_units = 60;

}  // namespace

float ScreenKit::tile_height(const Tile& tile, float width) {
    const float inner = width - metrics_.units(2 * pad_units);
    float height = metrics_.units(2 * pad_units) + set(tile.title, metrics_.text(TextStyle::large), true, inner).height();
    if (tile.icon != Icon::none) height += metrics_.units(badge_units + 18);
    if (!tile.note.empty()) height += set(tile.note, TextStyle::muted, inner).height() + metrics_.units(4);
    return std::round(std::max(height, metrics_.touch()));
}

bool ScreenKit::tile(const Tile& tile, const Rect& rect) {
    if (seen(rect)) {
        const float radius = metrics_.units(32), pad = metrics_.units(pad_units), inner = rect.width - 2 * pad;
        const bool down = held(tile.key);
        card(rect, !tile.enabled ? theme_.ground : down ? theme_.pressed : theme_.surface, radius);
        float top = rect.y + pad;
        if (tile.icon != Icon::none) {
            const float badge = metrics_.units(badge_units), icon = metrics_.units(icon_units), inset = (badge - icon) / 2;
            const Rect square{rect.x + pad, top, badge, badge};
            painter_.fill(square, theme_.accent_soft, metrics_.units(30));
            painter_.icon(tile.icon, {square.x + inset, square.y + inset, icon, icon}, tile.enabled ? theme_.accent : theme_.muted, 1.7f);
            top += badge + metrics_.units(18);
        }
        const Paragraph& title = set(tile.title, metrics_.text(TextStyle::large), true, inner);
        painter_.text(title, rect.x + pad, top, tile.enabled ? theme_.text : theme_.muted);
        if (!tile.note.empty()) {
            painter_.text(set(tile.note, TextStyle::muted, inner), rect.x + pad, top + title.height() + metrics_.units(4), theme_.muted);
        }
    }
    Target target;
    target.key = tile.key;
    target.role = Role::tile;
    target.label = tile.title;
    target.value = tile.note;
    target.rect = rect;
    target.enabled = tile.enabled;
    return add(std::move(target), true);
}

std::optional<std::string> ScreenKit::tiles(std::span<const Tile> tiles) {
    std::optional<std::string> touched;
    const float full = flow().view().width, gap = metrics_.gap();
    const float narrowest = metrics_.units(300) * std::max(1.0f, metrics_.view().text_scale);
    auto columns = static_cast<std::size_t>(std::clamp(std::floor((full + gap) / (narrowest + gap)), 1.0f, metrics_.portrait() ? 3.0f : 4.0f));
    // Few tiles are larger; a last row with a single one is avoided where it can be.
    if (tiles.size() <= 4 && columns == 3) columns = 2;
    if (columns > 2 && tiles.size() % columns == 1) --columns;
    columns = std::max<std::size_t>(1, std::min(columns, tiles.size()));
    const float width = std::floor((full - gap * float(columns - 1)) / float(columns));
    for (std::size_t first = 0; first < tiles.size(); first += columns) {
        const std::size_t last = std::min(tiles.size(), first + columns);
        float height = 0;
        for (std::size_t i = first; i < last; ++i) height = std::max(height, tile_height(tiles[i], width));
        const Rect line = place(Block::tiles, tiles[first].key, height);
        for (std::size_t i = first; i < last; ++i) {
            if (tile(tiles[i], {line.x + (width + gap) * float(i - first), line.y, width, height})) touched = tiles[i].key;
        }
    }
    return touched;
}

}  // namespace onecard::ui
