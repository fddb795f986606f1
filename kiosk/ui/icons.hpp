// The one family of pictograms: drawings are data (assets/themes/icons.json), masks are made when first shown.
#pragma once
#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/ui/fonts.hpp"
#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

inline constexpr std::size_t icons_count = static_cast<std::size_t>(Icon::hand) + 1;

/// The name of an icon in icons.json; also how services in the catalogue name theirs.
std::string_view name(Icon icon);
/// Icon::none for an unknown name.
Icon icon_from(std::string_view name);

class Icons {
public:
    Icons(Fonts& fonts, Masks& masks) : fonts_(fonts), masks_(masks) {}
    /// Errors of reading, and `icon.missing` when a pictogram of the enumeration has no drawing.
    Status load(const std::filesystem::path& file);
    /// `stroke` as on the grid of 24.
    const Mask& mask(Icon icon, int edge, float stroke);

private:
    Fonts& fonts_;
    Masks& masks_;
    std::array<std::string, icons_count> drawings_;
};

}  // namespace onecard::ui
