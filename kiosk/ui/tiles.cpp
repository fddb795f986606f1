// Large tiles: an icon, two words, perhaps a note.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr float pad_units = 32, badge_units = 104, icon_share = 0.58f, space_units = 18, badge_most_units = 168;

}  // namespace

// On a wide screen the icon stands beside the words, else above them: height is what a wide screen lacks. So it does in low mode, and
// in elder mode, one tile a row.
bool ScreenKit::tile_lies() const { return !metrics_.portrait() || metrics_.view().elder || metrics_.view().low; }

float ScreenKit::tile_height(const Tile& tile, float width) {
    const bool beside = tile_lies();
    const float icon = tile.icon == Icon::none ? 0 : metrics_.units(badge_units);
    const float inner = width - metrics_.units(2 * pad_units) - (beside && icon > 0 ? icon + metrics_.units(space_units) : 0);
    float words = set(tile.title, metrics_.text(TextStyle::large), true, inner).height();
    if (!tile.note.empty()) words += set(tile.note, TextStyle::muted, inner).height() + metrics_.units(4);
    const float height = beside ? std::max(words, icon) : words + (icon > 0 ? icon + metrics_.units(space_units) : 0);
    return std::round(std::max(height + metrics_.units(2 * pad_units), metrics_.touch()));
}

bool ScreenKit::tile(const Tile& tile, const Rect& rect) {
    if (seen(rect)) {
        const bool beside = tile_lies(), down = held(tile.key);
        const float pad = metrics_.units(pad_units), space = metrics_.units(space_units), room = rect.height - tile_height(tile, rect.width);
        // What a tile has more than it needs goes to its picture first.
        const float badge = std::round(std::min(metrics_.units(badge_units) + std::max(0.0f, room * 0.6f), metrics_.units(beside ? badge_units : badge_most_units)));
        const float icon = std::round(badge * icon_share);
        card(rect, !tile.enabled ? theme_.ground : down ? theme_.pressed : theme_.surface, metrics_.units(32));
        float left = rect.x + pad, top = rect.y + pad;
        if (tile.icon != Icon::none) {
            const Rect square{left, beside ? rect.y + (rect.height - badge) / 2 : top, badge, badge};
            const float inset = (badge - icon) / 2;
            painter_.fill(square, theme_.accent_soft, std::round(badge * 0.29f));
            painter_.icon(tile.icon, {square.x + inset, square.y + inset, icon, icon}, tile.enabled ? theme_.accent : theme_.muted, 1.7f);
            (beside ? left : top) += badge + space;
        }
        const float inner = rect.x + rect.width - pad - left;
        const Paragraph& title = set(tile.title, metrics_.text(TextStyle::large), true, inner);
        const float note = tile.note.empty() ? 0 : set(tile.note, TextStyle::muted, inner).height() + metrics_.units(4);
        if (beside) top = rect.y + (rect.height - title.height() - note) / 2;
        else if (tile.icon != Icon::none) top = rect.y + rect.height - pad - title.height() - note;
        painter_.text(title, left, top, tile.enabled ? theme_.text : theme_.muted);
        if (note > 0) painter_.text(set(tile.note, TextStyle::muted, inner), left, top + title.height() + metrics_.units(4), theme_.muted);
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

// As many a row as keep every title on one line; few tiles are large ones, and a last row with a single one is avoided.
std::size_t ScreenKit::tile_columns(std::span<const Tile> tiles, float full) {
    const float gap = metrics_.gap(), beside = tile_lies() ? badge_units + space_units : 0, pad = metrics_.units(2 * pad_units + beside),
                size = metrics_.text(TextStyle::large);
    float widest = metrics_.units(200);
    for (const Tile& one : tiles) widest = std::max(widest, typesetter_.width(one.title, size, true));
    const auto most = static_cast<std::size_t>(std::clamp(std::floor((full + gap) / (std::min(widest + pad, full) + gap)), 1.0f, 3.0f));
    std::size_t columns = std::max<std::size_t>(1, std::min(most, tiles.size()));
    if (metrics_.view().elder) return metrics_.portrait() ? 1 : std::min<std::size_t>(2, columns);
    const bool wide_titles = most == 1 && metrics_.view().text_scale < 1.75f;
    if (wide_titles) columns = std::min<std::size_t>(2, tiles.size());
    if (metrics_.portrait() && tiles.size() <= 8) columns = std::min<std::size_t>(columns, 2);
    if (columns > 2 && tiles.size() % columns == 1) --columns;
    return columns;
}

std::optional<std::string> ScreenKit::tiles(std::span<const Tile> tiles) {
    std::optional<std::string> touched;
    const float full = flow().width(Block::tiles), gap = metrics_.gap();
    const std::size_t columns = tile_columns(tiles, full);
    const float width = std::floor((full - gap * float(columns - 1)) / float(columns));
    for (std::size_t first = 0; first < tiles.size(); first += columns) {
        const std::size_t last = std::min(tiles.size(), first + columns);
        float height = 0;
        for (std::size_t i = first; i < last; ++i) height = std::max(height, tile_height(tiles[i], width));
        const Rect line = place(Block::tiles, tiles[first].key, height);
        for (std::size_t i = first; i < last; ++i) {
            if (tile(tiles[i], {line.x + (width + gap) * float(i - first), line.y, width, line.height})) touched = tiles[i].key;
        }
    }
    return touched;
}

}  // namespace onecard::ui
