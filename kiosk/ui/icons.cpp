#include "kiosk/ui/icons.hpp"

#include <cmath>

#include "base/file.hpp"
#include "base/json.hpp"
#include "kiosk/ui/outline.hpp"

namespace onecard::ui {
namespace {

constexpr std::array<std::string_view, icons_count> names{
    "none",  "card",     "water",   "electricity", "gas",   "telecom", "request", "cases",    "bills", "receipt", "search",   "help",    "home",
    "back",  "end",      "language", "larger",     "voice", "person",  "people",  "house",    "work",  "school",  "health",   "elder",   "shield",
    "scales", "calendar", "clock",  "money",       "check", "cross",   "warning", "info",     "offline", "online", "printer", "phone",   "location",
    "book",  "star",     "keyboard", "erase",      "up",    "down",    "left",    "right",    "camera", "plus",   "minus",    "leaf",    "wrench",
    "megaphone", "contrast", "ease",   "eye",         "eye_off", "moon",  "hand"};

}  // namespace

std::string_view name(Icon icon) { return names[static_cast<std::size_t>(icon)]; }

Icon icon_from(std::string_view text) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) return static_cast<Icon>(i);
    }
    return Icon::none;
}

Status Icons::load(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    const auto json = parse_json(*text);
    if (!json) return failure(json.error());
    for (std::size_t i = 1; i < icons_count; ++i) {
        drawings_[i] = text_at(*json, names[i]);
        if (drawings_[i].empty()) return failure(Error::Kind::corrupt, "icon.missing", std::string(names[i]));
    }
    return {};
}

const Mask& Icons::mask(Icon icon, int edge, float stroke) {
    const MaskKey key{MaskKind::icon, static_cast<std::uint8_t>(std::lround(stroke * 32)), static_cast<std::uint32_t>(icon),
                      static_cast<std::uint32_t>(edge * 16)};
    if (const Mask* known = masks_.find(key)) return *known;
    const auto pixels = draw_outline(fonts_.library(), drawings_[static_cast<std::size_t>(icon)], edge, stroke);
    if (!pixels) return masks_.add(key, 0, 0, nullptr);
    return masks_.add(key, edge, edge, pixels->data(), 0, 0);
}

}  // namespace onecard::ui
