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
