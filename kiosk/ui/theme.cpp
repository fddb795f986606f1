#include "kiosk/ui/theme.hpp"

#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::ui {

const TonePair& Theme::of(Tone tone) const {
    switch (tone) {
        case Tone::info: return info;
        case Tone::good: return good;
        case Tone::caution: return caution;
        case Tone::trouble: return trouble;
    }
    return info;
}

Theme plain_theme() {
    const Colour black = *colour_from("#000000"), white = *colour_from("#FFFFFF"), grey = *colour_from("#D8D8D8"), blue = *colour_from("#003C78");
    Theme theme;
    theme.name = "plain";
    theme.ground = theme.surface = theme.accent_text = theme.danger_text = theme.accent_soft = white;
    theme.text = theme.muted = theme.line = theme.danger = black;
    theme.accent = theme.focus = blue;
    theme.pressed = grey;
    theme.shadow = *colour_from("#00000000");
    theme.scrim = *colour_from("#000000A0");
    theme.info = theme.good = theme.caution = theme.trouble = {black, white};
    theme.borders = true;
    return theme;
}

Result<Theme> load_theme(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    const auto json = parse_json(*text);
    if (!json) return failure(json.error());
    Theme theme;
    theme.name = file.stem().string();
    theme.borders = flag_at(*json, "borders");
    const struct {
        const char* key;
        Colour* colour;
    } colours[] = {
        {"ground", &theme.ground},
        {"surface", &theme.surface},
        {"text", &theme.text},
        {"muted", &theme.muted},
        {"line", &theme.line},
        {"accent", &theme.accent},
        {"accent_text", &theme.accent_text},
        {"accent_soft", &theme.accent_soft},
        {"pressed", &theme.pressed},
        {"danger", &theme.danger},
        {"danger_text", &theme.danger_text},
        {"focus", &theme.focus},
        {"shadow", &theme.shadow},
        {"scrim", &theme.scrim},
        {"info", &theme.info.strong},
        {"info_soft", &theme.info.soft},
        {"good", &theme.good.strong},
        {"good_soft", &theme.good.soft},
        {"caution", &theme.caution.strong},
        {"caution_soft", &theme.caution.soft},
        {"trouble", &theme.trouble.strong},
        {"trouble_soft", &theme.trouble.soft},
    };
    for (const auto& entry : colours) {
        const auto colour = colour_from(text_at(*json, entry.key));
        if (!colour) return failure(Error::Kind::corrupt, "theme.colour", theme.name + "." + entry.key);
        *entry.colour = *colour;
    }
    return theme;
}

}  // namespace onecard::ui
