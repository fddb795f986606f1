#include <doctest/doctest.h>

#include <SDL.h>

#include <cstdlib>
#include <fstream>

#include "base/file.hpp"
#include "kiosk/ui/display.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

// A window of SDL's dummy driver, and its software renderer in the place of a graphics processor.
struct DummyWindow {
    DummyWindow() {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
        SDL_InitSubSystem(SDL_INIT_VIDEO);
        window = SDL_CreateWindow("", 0, 0, 64, 48, 0);
    }
    ~DummyWindow() {
        SDL_DestroyWindow(window);
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    std::uint32_t shown(int x, int y) const {
        const SDL_Surface* pixels = SDL_GetWindowSurface(window);
        return reinterpret_cast<const std::uint32_t*>(static_cast<const char*>(pixels->pixels) + y * pixels->pitch)[x] & 0xFFFFFF;
    }
    SDL_Window* window;
};

std::filesystem::path fresh_folder() {
    char name[] = "/tmp/onecard-display-XXXXXX";
    return mkdtemp(name);
}

}  // namespace

TEST_CASE("both ways show what was drawn, and only where it changed") {
    for (const auto graphics : {Graphics::memory, Graphics::processor}) {
        CAPTURE(name(graphics));
        DummyWindow stage;
        const auto display = Display::open(stage.window, graphics);
        REQUIRE(display);
        Surface& surface = (*display)->surface();
        CHECK(surface.width() == 64);
        CHECK(surface.height() == 48);
        surface.row(10)[20] = 0xFF123456;
        surface.row(40)[60] = 0xFF654321;
        (*display)->show({{16, 8, 32, 24}, {56, 32, 64, 48}});
        CHECK(stage.shown(20, 10) == 0x123456);
        CHECK(stage.shown(60, 40) == 0x654321);
        surface.row(11)[21] = 0xFFABCDEF;
        (*display)->show({{16, 8, 32, 24}});
        CHECK(stage.shown(21, 11) == 0xABCDEF);
        CHECK(stage.shown(60, 40) == 0x654321);
    }
}

TEST_CASE("after the window grew, either way gives a surface of its size") {
    for (const auto graphics : {Graphics::memory, Graphics::processor}) {
        CAPTURE(name(graphics));
        DummyWindow stage;
        const auto display = Display::open(stage.window, graphics);
        REQUIRE(display);
        SDL_SetWindowSize(stage.window, 100, 80);
        REQUIRE((*display)->renew());
        CHECK((*display)->surface().width() == 100);
        CHECK((*display)->surface().height() == 80);
    }
}

TEST_CASE("a processor is taken only where it is clearly faster") {
    CHECK(faster({1.0, 1.1, 9.0}, {0.5, 0.6, 8.0}) == Graphics::processor);
    CHECK(faster({1.0, 1.0, 1.0}, {0.9, 0.9, 0.9}) == Graphics::memory);
    CHECK(faster({1.0}, {2.0}) == Graphics::memory);
    CHECK(faster({}, {0.1}) == Graphics::memory);
    CHECK(faster({1.0}, {}) == Graphics::memory);
}

TEST_CASE("a machine has a processor where there is a device to draw with") {
    const auto folder = fresh_folder();
    CHECK_FALSE(processor_found(folder / "none"));
    CHECK_FALSE(processor_found(folder));
    std::ofstream(folder / "card0") << "";
    CHECK_FALSE(processor_found(folder));
    std::ofstream(folder / "renderD128") << "";
    CHECK(processor_found(folder));
    std::filesystem::remove_all(folder);
}

TEST_CASE("both ways are measured once in a machine's life, and not at all where there is no processor") {
    DummyWindow stage;
    const auto folder = fresh_folder();
    const auto memo = folder / "graphics";
    CHECK(choose_graphics(memo, 200, 300, folder) == Graphics::memory);
    CHECK_FALSE(std::filesystem::exists(memo));
    std::ofstream(folder / "renderD128") << "";
    const auto found = choose_graphics(memo, 200, 300, folder);
    CHECK(*read_file(memo) == name(found));
    std::ofstream(memo) << "processor";
    CHECK(choose_graphics(memo, 200, 300, folder) == Graphics::processor);
    std::ofstream(memo) << "nonsense";
    CHECK(choose_graphics(memo, 200, 300, folder) == Graphics::memory);
    std::filesystem::remove_all(folder);
}
