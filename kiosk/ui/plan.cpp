// A hall from above: numbered rooms and where the reader stands. A plan lies as the hall lies, also on pages that are written in columns.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {
namespace {

constexpr std::size_t rooms_max = 40;
constexpr float wall_units = 4, inset_units = 6, most_units = 900, columns_most_units = 480, here_units = 34;

}  // namespace

void ScreenKit::plan(std::string_view key, const Plan& plan) {
    const bool columns = painter_.vertical();
    const float along = flow().width(Block::chart), proportion = std::clamp(plan.proportion, 0.5f, 4.0f), most = metrics_.units(columns ? columns_most_units : most_units);
    const float across = std::round(std::min(most, columns ? along * proportion : along) / (columns ? 1.0f : proportion));
    const Rect rect = place(Block::chart, key, across);
    if (!seen(rect)) return;
    const Rect outer = painter_.placed(rect);
    painter_.set_vertical(false);
    const float width = std::min(outer.width, outer.height * proportion), height = width / proportion;
    const Rect whole{std::round(outer.x + (outer.width - width) / 2), std::round(outer.y + (outer.height - height) / 2), std::round(width), std::round(height)};
    const float radius = metrics_.units(14), wall = metrics_.units(wall_units), inset = metrics_.units(inset_units);
    painter_.fill(whole, theme_.surface, radius);
    painter_.outline(whole, theme_.line, wall, radius);
    const auto spot_rect = [&](const Plan::Spot& spot) {
        return Rect{std::round(whole.x + spot.x * whole.width), std::round(whole.y + spot.y * whole.height),
                    std::round(std::min(spot.width, 1 - spot.x) * whole.width), std::round(std::min(spot.height, 1 - spot.y) * whole.height)};
    };
    std::vector<Rect> rooms;
    for (std::size_t i = 0; i < std::min(rooms_max, plan.rooms.size()); ++i) {
        const Rect room = spot_rect(plan.rooms[i]);
        const Rect inner{room.x + inset, room.y + inset, std::max(1.0f, room.width - 2 * inset), std::max(1.0f, room.height - 2 * inset)};
        painter_.fill(inner, theme_.accent_soft, radius / 2);
        painter_.outline(inner, theme_.accent, wall / 2, radius / 2);
        const Paragraph& number = set(std::to_string(i + 1), std::max(metrics_.text(TextStyle::small), std::min(metrics_.text(TextStyle::large), inner.height * 0.6f)), true, 0);
        painter_.text(number, {inner.x, inner.y + (inner.height - number.height()) / 2, inner.width, number.height()}, theme_.text, Painter::Align::middle);
        rooms.push_back(inner);
    }
    const float dot = metrics_.units(here_units);
    std::optional<Rect> here;
    if (plan.here) {
        const Rect at = spot_rect(*plan.here);
        const float x = std::clamp(at.x, whole.x + dot, whole.x + whole.width - dot), y = std::clamp(at.y, whole.y + dot, whole.y + whole.height - dot);
        here = Rect{x - dot, y - dot, 2 * dot, 2 * dot};
        painter_.disc(x, y, dot, theme_.accent);
        painter_.icon(Icon::location, {x - dot * 0.65f, y - dot * 0.65f, dot * 1.3f, dot * 1.3f}, theme_.accent_text);
    }
    painter_.set_vertical(columns);
    if (here) say(std::string(key) + ".here", Role::image, plan.here->name, painter_.placed(*here));
    for (std::size_t i = 0; i < rooms.size(); ++i)
        say(std::string(key) + "." + std::to_string(i + 1), Role::image, plan.rooms[i].name, painter_.placed(rooms[i]), std::to_string(i + 1));
}

}  // namespace onecard::ui
