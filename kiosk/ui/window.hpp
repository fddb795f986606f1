// The window, or the same thing with nobody looking: where input comes from and where pixels go.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "kiosk/ui/input.hpp"
#include "kiosk/ui/surface.hpp"

namespace onecard::ui {

struct WindowOptions {
    std::string title;
    int width = 1080, height = 1920;
    bool headless = false;    ///< pixels in memory only; no display is needed or touched
    bool fullscreen = false;
    bool pointer = true;      ///< the mouse pointer is shown
    std::filesystem::path graphics_memo;  ///< where it is kept what shows pictures faster here; see choose_graphics()
    int left = -1;            ///< where its left edge should be, at the top; negative: wherever the desktop likes
    std::map<std::string, KeyPress::Kind, std::less<>> keys;  ///< names of keys (SDL's: `F1`, `Home`, `Keypad *`) of a tactile pad and what they do
};

/// One a process. All but wake() and inject_*() from the thread that opened it.
class Window {
public:
    /// Errors `window.unavailable` when there is no display.
    static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
    virtual ~Window() = default;

    /// Sleeps until input comes, somebody wakes it or the time is over; without a time for as long as it takes. Nothing is
    /// polled meanwhile. Then gives what came in, in order.
    virtual std::vector<Input> wait(std::optional<Millis> at_most) = 0;
    /// Ends the current or the next wait. Any thread.
    virtual void wake() = 0;
    /// The window was asked to close.
    virtual bool closing() const = 0;
    /// What to draw on. Another one after the size changed.
    virtual Surface& surface() = 0;
    /// True once after the surface was replaced or lost: draw everything again.
    virtual bool take_lost() = 0;
    /// Shows these boxes of the surface.
    virtual void present(const std::vector<Box>& changed) = 0;

    /// A finger, through the same path as a real one. Any thread.
    virtual void inject_touch(Touch touch) = 0;
    /// A key of a physical keyboard. Any thread.
    virtual void inject_key(KeyPress press) = 0;

    /// What to call to wake this window; for mailboxes.
    std::function<void()> waker() {
        return [this] { wake(); };
    }
};

}  // namespace onecard::ui
