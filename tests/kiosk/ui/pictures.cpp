// ui_pictures FOLDER [PAGE]: every sample page in both languages and several looks, as PNG.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "kiosk/ui/screen_kit.hpp"
#include "tests/kiosk/ui/sample_pages.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

const std::filesystem::path assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";

struct Look {
    std::string name;
    View view;
    std::string theme;
    bool chinese;
};

// 中, by a finger.
void write_one(ScreenKit& kit, const std::function<void()>& frame) {
    const auto& all = kit.targets();
    const auto area = std::find_if(all.begin(), all.end(), [](const Target& target) { return target.key == "key.area"; });
    if (area == all.end()) return;
    const Rect at = area->rect;
    const std::vector<std::vector<std::pair<float, float>>> strokes{
        {{0.3f, 0.35f}, {0.31f, 0.65f}}, {{0.3f, 0.35f}, {0.7f, 0.34f}, {0.68f, 0.62f}}, {{0.31f, 0.62f}, {0.68f, 0.6f}}, {{0.5f, 0.1f}, {0.5f, 0.92f}}};
    for (const auto& stroke : strokes) {
        auto kind = Touch::Kind::down;
        float x = 0, y = 0;
        for (const auto& [px, py] : stroke) {
            x = at.x + at.width / 2 + (px - 0.5f) * at.height, y = at.y + py * at.height;
            kit.feed(Touch{kind, x, y});
            kind = Touch::Kind::move;
        }
        kit.feed(Touch{Touch::Kind::up, x, y});
    }
    frame();
}

bool shoot(const Look& look, const std::string& only, const std::filesystem::path& folder) {
    const SystemClock clock;
    SeededRandom random(1);
    const auto strings = Strings::load(assets / "strings", look.chinese ? "zh-Hans" : "en");
    if (!strings) return false;
    auto kit = ScreenKit::open(assets, *strings, look.view, {clock, random});
    const auto theme = load_theme(assets / "themes" / (look.theme + ".json"));
    if (!kit || !theme) return false;
    (*kit)->use(*theme);
    for (const SamplePage& page : sample_pages(look.chinese)) {
        if (!only.empty() && page.name != only) continue;
        for (const std::string typing : {"", "pinyin", "handwriting", "strokes", "latin", "mongolian", "digits"}) {
            if (!typing.empty() && page.name != "form") continue;
            const auto frame = [&] {
                do {
                    (*kit)->begin_frame(page.name);
                    page.draw(**kit);
                    (*kit)->end_frame();
                } while ((*kit)->wants_frame());
            };
            frame();
            const auto tap = [&](const std::string& key) {
                for (const Target& target : (*kit)->targets()) {
                    if (target.key != key) continue;
                    const float x = target.rect.x + target.rect.width / 2, y = target.rect.y + target.rect.height / 2;
                    (*kit)->feed(Touch{Touch::Kind::down, x, y});
                    (*kit)->feed(Touch{Touch::Kind::up, x, y});
                    break;
                }
                frame();
            };
            if (!typing.empty()) {
                tap("name");
                tap("key.mode." + typing);
                if (typing == "pinyin") for (const char letter : std::string("shuifei")) tap(std::string("key.") + letter);
                if (typing == "strokes") for (const char stroke : std::string("2511")) tap(std::string("key.") + stroke);
                if (typing == "mongolian") for (const char* letter : {"ᠬ", "ᠣ", "ᠲ", "ᠠ"}) tap(std::string("key.") + letter);
                if (typing == "handwriting") write_one(**kit, frame);
            }
            Surface surface(look.view.width, look.view.height);
            (*kit)->repaint();
            (*kit)->paint(surface);
            if (!write_png(surface, folder / (look.name + "-" + page.name + (typing.empty() ? "" : "-" + typing) + ".png"))) return false;
        }
    }
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return std::puts("ui_pictures FOLDER [PAGE [LOOK]]"), 2;
    std::filesystem::create_directories(arguments[1]);
    View tall, wide, small, large;
    wide.width = 1920;
    wide.height = 1080;
    small.width = 1280;
    small.height = 800;
    small.pixels_per_millimetre = 3.86f;
    large.text_scale = 1.5f;
    const Look looks[] = {{"zh", tall, "day", true}, {"en", tall, "day", false}, {"zh-wide", wide, "day", true}, {"en-small", small, "day", false},
                          {"zh-large", large, "day", true}, {"en-contrast", tall, "contrast", false}};
    const std::string page = count > 2 ? arguments[2] : "", only = count > 3 ? arguments[3] : "";
    for (const Look& look : looks) {
        if ((only.empty() || look.name == only) && !shoot(look, page == "all" ? "" : page, arguments[1])) return 1;
    }
    return 0;
}
