// screens_pictures FOLDER [SCENE|all [LOOK]]: every page in every state, as PNG, for a person to look at.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "tests/kiosk/screens/scenes.hpp"

using namespace onecard;

namespace {

const std::filesystem::path assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";

struct Look {
    std::string name, language, theme;
    ui::View view;
};

bool shoot(const Look& look, const support::Scene& scene, const std::filesystem::path& folder) {
    const SystemClock clock;
    SeededRandom random(1);
    const auto strings = ui::Strings::load(assets / "strings", look.language);
    if (!strings) return std::fprintf(stderr, "%s\n", strings.error().detail.c_str()), false;
    auto kit = ui::ScreenKit::open(assets, *strings, look.view, {clock, random});
    const auto theme = ui::load_theme(assets / "themes" / (look.theme + ".json"));
    if (!kit || !theme) return false;
    (*kit)->use(*theme);
    support::SampleVisit sample;
    scene.set_up(sample);
    const auto screen = screens::make_screen(scene.screen, {sample.model, *strings});
    screen->enter();
    const auto frame = [&] {
        do {
            (*kit)->begin_frame(scene.name);
            (void)screen->draw(**kit);
            (*kit)->end_frame();
        } while ((*kit)->wants_frame());
    };
    frame();
    for (const auto& key : scene.touches) {
        const auto& targets = (*kit)->targets();
        const auto target = std::find_if(targets.begin(), targets.end(), [&](const auto& one) { return one.key == key && one.visible; });
        if (target == targets.end()) break;  // scrolled away on this screen
        const float x = target->rect.x + target->rect.width / 2, y = target->rect.y + target->rect.height / 2;
        (*kit)->feed(ui::Touch{ui::Touch::Kind::down, x, y});
        (*kit)->feed(ui::Touch{ui::Touch::Kind::up, x, y});
        frame();
    }
    ui::Surface surface(look.view.width, look.view.height);
    (*kit)->paint(surface);
    return ui::write_png(surface, folder / (scene.name + "." + look.name + ".png")).has_value();
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return std::puts("screens_pictures FOLDER [SCENE|all [LOOK]]"), 2;
    std::filesystem::create_directories(arguments[1]);
    ui::View tall, wide, small, large;
    wide.width = 1920;
    wide.height = 1080;
    small.width = 1280;
    small.height = 800;
    small.pixels_per_millimetre = 3.86f;
    large.text_scale = 1.5f;
    const Look looks[] = {{"zh", "zh-Hans", "day", tall}, {"en", "en", "day", tall}, {"zh-wide", "zh-Hans", "day", wide},
                          {"en-small", "en", "day", small}, {"zh-large", "zh-Hans", "day", large}, {"en-contrast", "en", "contrast", tall},
                          {"mn", "mn-Mong", "day", tall}, {"mn-wide", "mn-Mong", "day", wide}, {"mn-large", "mn-Mong", "day", large},
                          {"mn-contrast", "mn-Mong", "contrast", tall}};
    const std::string only_scene = count > 2 ? arguments[2] : "all", only_look = count > 3 ? arguments[3] : "";
    for (const auto& look : looks)
        for (const auto& scene : support::scenes()) {
            const bool wanted = (only_scene == "all" || scene.name == only_scene) && (only_look.empty() || look.name == only_look);
            if (wanted && !shoot(look, scene, arguments[1])) return std::fprintf(stderr, "%s\n", scene.name.c_str()), 1;
        }
    return 0;
}
