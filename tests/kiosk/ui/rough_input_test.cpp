// What hands, bags, rain and cats do to a screen, through the real kit and the real window.
#include <doctest/doctest.h>

#include <SDL.h>

#include <chrono>
#include <map>

#include "base/random.hpp"
#include "kiosk/ui/window.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

/// A page with two buttons and a field, and hands with any number of fingers.
struct Glass {
    int first = 0, second = 0;
    std::string text;
    Millis now{1000};
    Stage stage{[this](Kit& kit) {
        Frame frame;
        frame.title = "样例";
        kit.page(frame);
        Field field;
        field.key = "digits";
        field.label = "样例";
        field.kind = FieldKind::digits;
        field.points_max = 1000;
        kit.field(field, text);
        if (kit.button("first", "样例", Emphasis::primary)) ++first;
        if (kit.button("second", "样例")) ++second;
    }};

    void touch(Touch::Kind kind, const std::string& key, std::int64_t finger) {
        const auto* target = stage.find(key);
        REQUIRE(target != nullptr);
        touch(kind, target->rect.x + target->rect.width / 2, target->rect.y + target->rect.height / 2, finger);
    }
    void touch(Touch::Kind kind, float x, float y, std::int64_t finger) { stage.kit().feed(Touch{kind, x, y, finger, now}); }
    void tap(const std::string& key, std::int64_t finger = 1) {
        touch(Touch::Kind::down, key, finger);
        stage.frame();
        now += Millis(50);
        touch(Touch::Kind::up, key, finger);
        stage.frame();
    }
    void settle() {
        for (int i = 0; i < 5000 && stage.kit().inputs_waiting() > 0; ++i) stage.frame();
        CHECK(stage.kit().inputs_waiting() == 0);
    }
};

/// A window on SDL's dummy driver; what SDL's queue gives it comes back as the kiosk sees it.
std::unique_ptr<Window> sdl_window() {
    REQUIRE(setenv("SDL_VIDEODRIVER", "dummy", 1) == 0);
    WindowOptions options;
    options.width = 400;
    options.height = 200;
    return Window::open(options).value();
}

std::vector<Input> everything(Window& window) {
    std::vector<Input> all;
    for (int i = 0; i < 5; ++i)
        for (Input& input : window.wait(Millis(20))) all.push_back(std::move(input));
    return all;
}

}  // namespace

TEST_CASE("ten fingers at once press nothing, and one finger afterwards does") {
    Glass glass;
    for (int finger = 0; finger < 10; ++finger) glass.touch(Touch::Kind::down, finger % 2 ? "first" : "second", finger);
    for (int finger = 0; finger < 10; ++finger) glass.touch(Touch::Kind::up, finger % 2 ? "first" : "second", finger);
    glass.settle();
    CHECK(glass.first + glass.second == 0);
    glass.now += Millis(300);
    glass.tap("first");
    CHECK(glass.first == 1);
}

TEST_CASE("a touch that is never lifted does not block the next one, nor do three of them after a while") {
    Glass glass;
    glass.touch(Touch::Kind::down, 5, 5, 77);
    glass.now += Millis(400);
    glass.tap("first");
    CHECK(glass.first == 1);
    glass.touch(Touch::Kind::down, "second", 78);
    glass.touch(Touch::Kind::down, 15, 5, 79);
    glass.now += Hand::stuck_after + Millis(1);
    glass.tap("first");
    CHECK(glass.first == 2);
    CHECK(glass.second == 0);
    // Hundreds whose lifting was lost are forgotten, not kept.
    for (int finger = 100; finger < 600; ++finger) glass.touch(Touch::Kind::down, 5, 5, finger);
    glass.settle();
    glass.now += Hand::stuck_after + Millis(1);
    glass.tap("first");
    CHECK(glass.first == 3);
}

TEST_CASE("two thumbs type in turn, each lifted after the other came down, and no key is lost") {
    Glass glass;
    glass.tap("digits");
    std::string typed;
    for (int i = 0; i < 40; ++i) {
        const std::string digit = std::to_string(i % 10);
        glass.touch(Touch::Kind::down, "key." + digit, i % 2);
        if (i > 0) glass.touch(Touch::Kind::up, "key." + std::to_string((i - 1) % 10), (i - 1) % 2);
        glass.now += Millis(30);
        glass.stage.frame();
        typed += digit;
    }
    glass.touch(Touch::Kind::up, "key.9", 1);
    glass.settle();
    CHECK(glass.text == typed);
}

TEST_CASE("three hundred keys, thirty a second and then all at once, each arrive") {
    Glass glass;
    glass.tap("digits");
    for (int i = 0; i < 300; ++i) {
        const std::string key = "key." + std::to_string(i % 10);
        glass.touch(Touch::Kind::down, key, 1);
        glass.touch(Touch::Kind::up, key, 1);
        glass.now += Millis(33);
        glass.stage.frame();
    }
    glass.settle();
    CHECK(glass.text.size() == 300);
    for (int i = 0; i < 300; ++i) {
        glass.touch(Touch::Kind::down, "key.7", 1);
        glass.touch(Touch::Kind::up, "key.7", 1);
    }
    glass.settle();
    CHECK(glass.text.size() == 600);
    CHECK(glass.text.substr(300) == std::string(300, '7'));
}

TEST_CASE("ten thousand taps a minute are taken as they come: no queue grows, no frame takes long, buttons answer as fast as people press") {
    Glass glass;
    std::size_t most_waiting = 0;
    auto longest = std::chrono::steady_clock::duration::zero();
    const auto start = glass.now;
    while (glass.now - start < Millis(6000)) {
        for (int i = 0; i < 3; ++i) {
            glass.touch(Touch::Kind::down, "first", 1);
            glass.now += Millis(3);
            glass.touch(Touch::Kind::up, "first", 1);
            glass.now += Millis(3);
        }
        const auto before = std::chrono::steady_clock::now();
        glass.stage.frame();
        longest = std::max(longest, std::chrono::steady_clock::now() - before);
        most_waiting = std::max(most_waiting, glass.stage.kit().inputs_waiting());
    }
    glass.settle();
    CHECK(most_waiting <= 6);
    CHECK(longest < std::chrono::milliseconds(500));
    CHECK(glass.first > 40);
    CHECK(glass.first <= 61);
}

TEST_CASE("when nobody draws, what waits has an end, and a finger on its way counts once") {
    Glass glass;
    for (std::size_t i = 0; i < 3 * ScreenKit::inputs_max; ++i) glass.touch(i % 2 ? Touch::Kind::up : Touch::Kind::down, "first", 1);
    CHECK(glass.stage.kit().inputs_waiting() == ScreenKit::inputs_max);
    glass.settle();
    glass.touch(Touch::Kind::down, 5, 5, 1);
    for (int i = 0; i < 1000; ++i) glass.touch(Touch::Kind::move, 5, 5.0F + float(i), 1);
    CHECK(glass.stage.kit().inputs_waiting() < 300);
}

TEST_CASE("water on the glass, seed 20261122: many short touches at random places press nothing") {
    Glass glass;
    SeededRandom random(20261122);
    std::map<int, std::pair<int, std::pair<float, float>>> drops;  // finger → steps left, place
    int next = 0;
    for (int step = 0; step < 2000; ++step, glass.now += Millis(5)) {
        while (drops.size() < 4 + random.below(5)) {
            const float x = float(random.below(1080)), y = float(random.below(1920));
            glass.touch(Touch::Kind::down, x, y, next);
            drops[next++] = {1 + static_cast<int>(random.below(8)), {x, y}};
        }
        for (auto drop = drops.begin(); drop != drops.end();) {
            auto& [left, place] = drop->second;
            if (--left > 0 || drops.size() <= 4) {
                ++drop;
                continue;
            }
            glass.touch(Touch::Kind::up, place.first, place.second, drop->first);
            drop = drops.erase(drop);
        }
        if (step % 3 == 0) glass.stage.frame();
    }
    glass.settle();
    CHECK(glass.first + glass.second == 0);
    CHECK(glass.stage.kit().focus().empty());
}

TEST_CASE("drips one after the other press no faster than a person") {
    Glass glass;
    for (int i = 0; i < 500; ++i) {
        glass.touch(Touch::Kind::down, i % 3 ? "first" : "second", i);
        glass.now += Millis(8);
        glass.touch(Touch::Kind::up, i % 3 ? "first" : "second", i);
        glass.now += Millis(2);
        glass.stage.frame();
    }
    glass.settle();
    CHECK(glass.first + glass.second <= 51);
}

TEST_CASE("a key that is held down confirms once, and letters stop where the field ends") {
    const auto window = sdl_window();
    const auto press = [](SDL_Keycode key, bool repeated) {
        SDL_Event event{};
        event.type = SDL_KEYDOWN;
        event.key.keysym.sym = key;
        event.key.repeat = repeated ? 1 : 0;
        SDL_PushEvent(&event);
    };
    press(SDLK_RETURN, false);
    for (int i = 0; i < 50; ++i) press(SDLK_RETURN, true);
    CHECK(everything(*window).size() == 1);
    Glass glass;
    glass.tap("digits");
    for (int i = 0; i < 3000; ++i) {
        glass.stage.clock().advance(Millis(30));  // as fast as keys repeat; faster would be a scanner
        glass.stage.kit().feed(KeyPress{KeyPress::Kind::text, "5"});
        if (i % 50 == 0) glass.settle();
    }
    glass.stage.clock().advance(Millis(500));
    glass.settle();
    glass.stage.frame();
    CHECK(glass.text.size() == 1000);
}

TEST_CASE("the window tells fingers apart and passes all of them on") {
    const auto window = sdl_window();
    const auto finger = [](Uint32 type, SDL_FingerID id, float x) {
        SDL_Event event{};
        event.type = type;
        event.tfinger.fingerId = id;
        event.tfinger.x = x;
        event.tfinger.y = 0.5F;
        SDL_PushEvent(&event);
    };
    finger(SDL_FINGERDOWN, 1, 0.25F);
    finger(SDL_FINGERDOWN, 2, 0.5F);
    finger(SDL_FINGERUP, 2, 0.5F);
    const auto all = everything(*window);
    REQUIRE(all.size() == 3);
    CHECK(std::get<Touch>(all[0]).finger == 1);
    CHECK(std::get<Touch>(all[0]).x == 100);
    CHECK(std::get<Touch>(all[1]).finger == 2);
    CHECK(std::get<Touch>(all[2]).kind == Touch::Kind::up);
    CHECK(std::get<Touch>(all[2]).at > Millis(0));
}

TEST_CASE("broken looks and pictograms leave a page that can be read and touched") {
    std::string name = (std::filesystem::temp_directory_path() / "onecard-assets-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    const Strings strings = Strings::load(assets_folder() / "strings", "zh-Hans").value();
    ManualClock clock{Timestamp{}};
    SeededRandom random{7};
    const auto kit = ScreenKit::open(name, strings, {}, {clock, random});
    std::filesystem::remove_all(name);
    REQUIRE(kit);
    CHECK((*kit)->opened_without().has_value());
    for (int i = 0; i < 3; ++i) {
        (*kit)->begin_frame("page");
        (*kit)->page({});
        (*kit)->button("first", "样例");
        (*kit)->end_frame();
    }
    Surface surface(1080, 1920);
    CHECK_FALSE((*kit)->paint(surface).empty());
    CHECK_FALSE(plain_theme().text == plain_theme().ground);
}
