// A theme is data: the colours of one look (assets/themes/NAME.json). Which contrast each pair must have is checked by the tests.
#pragma once
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "kiosk/ui/colour.hpp"
#include "kiosk/ui/kit.hpp"

namespace onecard::ui {

/// A message's colours: the strong one for icon and text, the soft one behind them.
struct TonePair {
    Colour strong, soft;
};

struct Theme {
    std::string name;
    Colour ground;      ///< behind everything
    Colour surface;     ///< cards, fields, strips
    Colour text;        ///< on ground, surface and the soft colours
    Colour muted;       ///< notes, hints
    Colour line;        ///< hairlines and borders of what can be touched
    Colour accent;      ///< the one colour that leads the eye
    Colour accent_text; ///< on accent
    Colour accent_soft; ///< behind icons, chosen options
    Colour pressed;     ///< a surface under a finger
    Colour danger, danger_text;
    Colour focus;       ///< ring around what the keypad points at
    Colour shadow;      ///< alpha counts
    Colour scrim;       ///< over a page behind a dialog; alpha counts
    TonePair info, good, caution, trouble;
    bool borders = false;  ///< cards have an outline instead of a shadow

    const TonePair& of(Tone tone) const;
};

/// What is drawn with when no file can be read: black on white with outlines. Plain, but everything can be read and touched.
Theme plain_theme();

/// Errors of reading, `theme.colour` when one is missing or malformed.
Result<Theme> load_theme(const std::filesystem::path& file);

}  // namespace onecard::ui
