#include <doctest/doctest.h>

#include <thread>

#include "kiosk/ui/window.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

std::unique_ptr<Window> headless() {
    WindowOptions options;
    options.width = 300;
    options.height = 200;
    options.headless = true;
    return Window::open(options).value();
}

}  // namespace

TEST_CASE("a window without a display gives back what was injected, in order") {
    const auto window = headless();
    window->inject_touch({Touch::Kind::down, 10, 20});
    window->inject_key({KeyPress::Kind::text, "好"});
    window->inject_touch({Touch::Kind::up, 10, 20});
    const auto inputs = window->wait(Millis(0));
    REQUIRE(inputs.size() == 3);
    CHECK(std::get<Touch>(inputs[0]).x == 10);
    CHECK(std::get<KeyPress>(inputs[1]).text == "好");
    CHECK(std::get<Touch>(inputs[2]).kind == Touch::Kind::up);
    CHECK(window->wait(Millis(0)).empty());
}

TEST_CASE("another thread ends a wait that has no end of its own") {
    const auto window = headless();
    std::jthread waker([&] { window->wake(); });
    CHECK(window->wait(std::nullopt).empty());
}

TEST_CASE("a wake that came before the wait is not lost") {
    const auto window = headless();
    window->wake();
    CHECK(window->wait(std::nullopt).empty());
}

TEST_CASE("a new window asks for a full picture once") {
    const auto window = headless();
    CHECK(window->surface().width() == 300);
    CHECK(window->take_lost());
    CHECK_FALSE(window->take_lost());
}

TEST_CASE("a real window gets injected touches and keys through SDL's own queue, and pixels onto its surface") {
    // SDL's dummy driver: a window with a surface and events, on a machine with no display.
    REQUIRE(setenv("SDL_VIDEODRIVER", "dummy", 1) == 0);
    WindowOptions options;
    options.width = 320;
    options.height = 240;
    const auto opened = Window::open(options);
    REQUIRE(opened);
    Window& window = **opened;
    window.inject_touch({Touch::Kind::down, 12, 34});
    window.inject_touch({Touch::Kind::move, 15, 40});
    window.inject_touch({Touch::Kind::up, 15, 40});
    window.inject_key({KeyPress::Kind::text, "好"});
    std::vector<Input> all;
    for (int i = 0; i < 10 && all.size() < 4; ++i) {
        for (Input& input : window.wait(Millis(100))) all.push_back(std::move(input));
    }
    REQUIRE(all.size() == 4);
    CHECK(std::get<Touch>(all[0]).kind == Touch::Kind::down);
    CHECK(std::get<Touch>(all[0]).y == 34);
    CHECK(std::get<Touch>(all[1]).kind == Touch::Kind::move);
    CHECK(std::get<Touch>(all[2]).kind == Touch::Kind::up);
    CHECK(std::get<KeyPress>(all[3]).text == "好");
    CHECK(window.surface().width() == 320);
    CHECK(window.take_lost());
    window.surface().row(5)[7] = 0xFF123456;
    window.present({{0, 0, 320, 240}});
    CHECK((window.surface().at(7, 5) & 0xFFFFFF) == 0x123456);
}
