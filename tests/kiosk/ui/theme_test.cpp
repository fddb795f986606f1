#include <doctest/doctest.h>

#include <algorithm>

#include "kiosk/ui/icons.hpp"
#include "kiosk/ui/outline.hpp"
#include "kiosk/ui/theme.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

void check_contrast(const Theme& theme, double body, double other) {
    const Colour grounds[] = {theme.ground, theme.surface, theme.accent_soft, theme.pressed};
    for (const Colour& ground : grounds) {
        CHECK(contrast(theme.text, ground) >= body);
        CHECK(contrast(theme.muted, ground) >= other);
        CHECK(contrast(theme.accent, ground) >= other);
    }
    CHECK(contrast(theme.accent_text, theme.accent) >= other);
    CHECK(contrast(theme.danger_text, theme.danger) >= other);
    CHECK(contrast(theme.danger, theme.surface) >= other);
    for (const Tone tone : {Tone::info, Tone::good, Tone::caution, Tone::trouble}) {
        // Notices are sentences to be read: body text.
        CHECK(contrast(theme.of(tone).strong, theme.of(tone).soft) >= std::min(body, 15.0));
        CHECK(contrast(theme.of(tone).strong, theme.surface) >= other);
    }
    // Borders and rings are no text; 3:1 tells them apart (WCAG 1.4.11).
    CHECK(contrast(theme.line, theme.surface) >= 3.0);
    CHECK(contrast(theme.focus, theme.ground) >= 3.0);
}

}  // namespace

TEST_CASE("contrast is that of the standard") {
    CHECK(contrast({0, 0, 0}, {255, 255, 255}) == doctest::Approx(21.0));
    CHECK(contrast({119, 119, 119}, {255, 255, 255}) == doctest::Approx(4.48).epsilon(0.01));
    CHECK(contrast({10, 20, 30}, {10, 20, 30}) == doctest::Approx(1.0));
}

TEST_CASE("the day and night themes are readable: seven to one for text, four and a half for the rest") {
    for (const char* name : {"day.json", "night.json"}) {
        CAPTURE(name);
        const auto theme = load_theme(assets_folder() / "themes" / name);
        REQUIRE(theme);
        check_contrast(*theme, 7.0, 4.5);
    }
}

TEST_CASE("the contrast theme keeps fifteen to one everywhere") {
    const auto theme = load_theme(assets_folder() / "themes" / "contrast.json");
    REQUIRE(theme);
    check_contrast(*theme, 15.0, 15.0);
}

TEST_CASE("a colour is six or eight hexadecimal digits and nothing else") {
    CHECK(colour_from("#0B655C") == Colour{0x0B, 0x65, 0x5C, 255});
    CHECK(colour_from("#0b655c80") == Colour{0x0B, 0x65, 0x5C, 0x80});
    for (const char* text : {"", "#", "0B655C", "#0B655", "#0B655G", "#0B655C8"}) CHECK_FALSE(colour_from(text));
}

TEST_CASE("every pictogram has a drawing that leaves ink and stays inside its square") {
    Masks masks;
    Fonts fonts(installed_fonts(), masks);
    Icons icons(fonts, masks);
    REQUIRE(icons.load(assets_folder() / "themes" / "icons.json"));
    for (std::size_t i = 1; i < icons_count; ++i) {
        const auto icon = static_cast<Icon>(i);
        INFO(std::string(name(icon)));
        CHECK(icon_from(name(icon)) == icon);
        constexpr int edge = 64;
        const Mask& mask = icons.mask(icon, edge, 1.8f);
        REQUIRE(mask.width == edge);
        int ink = 0, rim = 0;
        for (int y = 0; y < edge; ++y) {
            for (int x = 0; x < edge; ++x) {
                const int pixel = masks.page(mask.page)[(mask.y + y) * Masks::page_edge + mask.x + x];
                ink += pixel > 128;
                if (x == 0 || y == 0 || x == edge - 1 || y == edge - 1) rim += pixel;
            }
        }
        CHECK(ink > 100);
        CHECK(rim == 0);
    }
}

TEST_CASE("a drawing that is no drawing is refused") {
    Masks masks;
    Fonts fonts(installed_fonts(), masks);
    for (const char* drawing : {"M 1", "L 1 2", "Q 1 2 3 4", "M 1 2 L x y"})
        CHECK(draw_outline(fonts.library(), drawing, 24, 2).error().code == "icon.malformed");
    CHECK(draw_outline(fonts.library(), "M 1 2 L 20 20", 24, 2));
}
