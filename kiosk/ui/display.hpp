// How finished pixels get onto the glass: through memory shared with the window system, or through a graphics processor where there is one and it
// is faster. What is drawn is the same either way.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "kiosk/ui/surface.hpp"

struct SDL_Window;

namespace onecard::ui {

enum class Graphics { memory, processor };
std::string_view name(Graphics graphics);

class Display {
public:
    /// `window` outlives it. Error `window.unavailable`.
    static Result<std::unique_ptr<Display>> open(SDL_Window* window, Graphics graphics);
    virtual ~Display() = default;

    /// What to draw on; another one after renew().
    virtual Surface& surface() = 0;
    virtual void show(const std::vector<Box>& changed) = 0;
    /// The window has another size or the processor lost its memory. False when nothing can be shown any more.
    virtual bool renew() = 0;
};

/// A graphics processor is built into this machine. Opens nothing: looks for its device only (Linux DRM render node).
bool processor_found(const std::filesystem::path& devices = "/dev/dri");

/// What is faster, from the times of the same picture shown both ways: the processor only when its median is at least a fifth shorter, for its memory and
/// its driver's start have a price too. Memory when either list is empty.
Graphics faster(std::vector<double> memory_milliseconds, std::vector<double> processor_milliseconds);

/// Shows pictures both ways in hidden windows and times them; takes up to a second, so its answer is worth keeping. SDL's video must be up.
Graphics measure_graphics(int width, int height);

/// What was found to be faster here, kept in `memo` so that it is measured once in a machine's life; without a processor or a memo nothing is measured.
Graphics choose_graphics(const std::filesystem::path& memo, int width, int height, const std::filesystem::path& devices = "/dev/dri");

}  // namespace onecard::ui
