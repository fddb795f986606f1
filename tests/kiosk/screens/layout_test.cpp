// Every page in every state, in both languages, on each size of screen and at each size of letters, drawn by the real kit.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "tests/kiosk/screens/scenes.hpp"

using namespace onecard;
using ui::Role;
using ui::Target;

namespace {

const std::filesystem::path assets = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets";

struct Look {
    std::string name, language;
    ui::View view;
};

std::vector<Look> looks() {
    std::vector<Look> all;
    for (const std::string language : {"zh-Hans", "en"})
        for (const auto& [width, height, density] : {std::tuple{1080, 1920, 3.21f}, {1920, 1080, 3.21f}, {1280, 800, 3.86f}})
            for (const float scale : {1.0f, 1.5f, 2.0f})
                for (const bool low : {false, true}) {
                    if (low && (scale != 1.0f || width > height)) continue;
                    if (height < 1000 && scale > 1.5f) continue;  // letters of this size need more lines than such a screen has
                    ui::View view;
                    view.width = width;
                    view.height = height;
                    view.pixels_per_millimetre = density;
                    view.text_scale = scale;
                    view.low = low;
                    const auto size = std::to_string(width) + "x" + std::to_string(height) + " x" + std::to_string(scale);
                    all.push_back({language + " " + size + (low ? " low" : ""), language, view});
                }
    return all;
}

bool touchable(const Target& target) {
    switch (target.role) {
        case Role::button: case Role::tile: case Role::row: case Role::field: case Role::option: case Role::key: case Role::candidate: return true;
        case Role::text: case Role::title: case Role::notice: case Role::image: return false;
    }
    return false;
}

bool overlap(const ui::Rect& a, const ui::Rect& b) {
    constexpr float hair = 0.5f;
    return a.x + hair < b.x + b.width && b.x + hair < a.x + a.width && a.y + hair < b.y + b.height && b.y + hair < a.y + a.height;
}

// On a page that scrolls, the last thing shown may lie under the buttons below with its lower part, never with its middle.
bool only_foot_covered(const ui::Rect& a, const ui::Rect& b) {
    constexpr float foot = 0.45f;  // of its height, from the bottom
    const float top = std::max(a.y, b.y);
    return top >= a.y + a.height * (1 - foot) || top >= b.y + b.height * (1 - foot);
}

bool scrolls(const std::vector<Target>& targets) {
    return std::any_of(targets.begin(), targets.end(), [](const Target& target) { return target.key == "page.up"; });
}

// What is wrong with the targets of one page; empty when nothing is.
std::string faults(const std::vector<Target>& targets, const ui::View& view, bool dialog) {
    std::string wrong;
    std::set<std::string> keys;
    const bool scrolling = scrolls(targets);
    const float smallest = 11 * view.pixels_per_millimetre;  // 44 dp of 160 to the inch are 7 mm; strips and lists keep more
    for (const auto& target : targets) {
        if (target.key.empty()) wrong += " [no key]";
        if (!keys.insert(target.key).second) wrong += " [twice " + target.key + "]";
        const bool drawing = target.role == Role::image || target.key.ends_with(".timeline") || target.key == "guide.steps";
        if (!drawing && target.label.empty() && target.value.empty()) wrong += " [no words " + target.key + "]";
        if (target.label.find('{') != std::string::npos || target.label == target.key) wrong += " [raw words " + target.key + "]";
        if (!target.visible || !touchable(target)) continue;
        const auto& box = target.rect;
        const bool below = box.y + box.height > static_cast<float>(view.height) && !scrolling;
        if (box.x < 0 || box.y < 0 || box.x + box.width > static_cast<float>(view.width) || below)
            wrong += " [outside " + target.key + "]";
        if (box.width < smallest || box.height < smallest) wrong += " [small " + target.key + "]";
        if (dialog) continue;
        for (const auto& other : targets) {
            if (!other.visible || !touchable(other) || other.key >= target.key || !overlap(box, other.rect)) continue;
            if (!scrolling || !only_foot_covered(box, other.rect)) wrong += " [" + other.key + " on " + target.key + "]";
        }
    }
    return wrong;
}

struct Machine {
    SystemClock clock;
    SeededRandom random{1};
    ui::Strings strings;
    std::unique_ptr<ui::ScreenKit> kit;

    explicit Machine(const Look& look) : strings(load(look.language)) {
        auto opened = ui::ScreenKit::open(assets, strings, look.view, {clock, random});
        REQUIRE(opened);
        kit = std::move(*opened);
    }
    static ui::Strings load(const std::string& language) {
        auto loaded = ui::Strings::load(assets / "strings", language);
        REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : loaded.error().code + " " + loaded.error().detail));
        return std::move(*loaded);
    }
    void frame(screens::Screen& screen, const std::string& name) {
        int passes = 0;
        do {
            kit->begin_frame(name);
            CHECK_FALSE(screen.draw(*kit));
            kit->end_frame();
        } while (kit->wants_frame() && ++passes < 20);
        CHECK_MESSAGE(passes < 20, name);
    }
    std::vector<Target> draw(const support::Scene& scene) {
        support::SampleVisit sample;
        scene.set_up(sample);
        const auto screen = screens::make_screen(scene.screen, {sample.model, strings});
        screen->enter();
        frame(*screen, scene.name);
        for (const auto& key : scene.touches) {
            const auto& targets = kit->targets();
            const auto target = std::find_if(targets.begin(), targets.end(), [&](const Target& one) { return one.key == key && one.visible; });
            if (target == targets.end()) break;  // scrolled away on this screen
            const float x = target->rect.x + target->rect.width / 2, y = target->rect.y + target->rect.height / 2;
            kit->feed(ui::Touch{ui::Touch::Kind::down, x, y});
            kit->feed(ui::Touch{ui::Touch::Kind::up, x, y});
            frame(*screen, scene.name);
        }
        return kit->targets();
    }
};

bool shows_dialog(const std::vector<Target>& targets) {
    for (const auto& target : targets)
        if (target.key == "time_over" || target.key == "languages" || target.key == "pin.last_try") return true;
    return false;
}

}  // namespace

TEST_CASE("on every page in every look nothing overlaps, is cut off, too small or without words") {
    long pages = 0;
    for (const auto& look : looks()) {
        Machine machine(look);
        for (const auto& scene : support::scenes()) {
            const auto targets = machine.draw(scene);
            CHECK(targets.size() > 5);
            const auto wrong = faults(targets, look.view, shows_dialog(targets));
            CHECK_MESSAGE(wrong.empty(), look.name << " " << scene.name << wrong);
            ++pages;
        }
        std::string missing;
        for (const auto& key : machine.strings.missing()) missing += " " + key;
        CHECK_MESSAGE(missing.empty(), look.language << missing);
    }
    MESSAGE(pages << " pages");
    CHECK(pages > 800);
}

TEST_CASE("the check for overlaps, sizes and words finds each of them") {
    ui::View view;
    const Target good{"a", Role::button, "Word", "", {10, 10, 200, 100}, true, true, false, false};
    CHECK(faults({good}, view, false).empty());
    auto bad = good;
    bad.key = "b";
    CHECK(faults({good, bad}, view, false).find("[a on b]") != std::string::npos);
    bad.rect = {10, 200, 20, 100};
    CHECK(faults({bad}, view, false).find("[small b]") != std::string::npos);
    bad.rect = {1000, 200, 200, 100};
    CHECK(faults({bad}, view, false).find("[outside b]") != std::string::npos);
    bad = good;
    bad.label = "pay {amount}";
    CHECK(faults({bad}, view, false).find("[raw words a]") != std::string::npos);
    bad.label = "";
    CHECK(faults({bad}, view, false).find("[no words a]") != std::string::npos);
    CHECK(faults({good, good}, view, false).find("[twice a]") != std::string::npos);
}
