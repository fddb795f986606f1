#include "kiosk/ui/display.hpp"

#include <SDL.h>

#include <algorithm>
#include <chrono>

#include "base/file.hpp"
#include "base/log.hpp"

namespace onecard::ui {
namespace {

Error no_display() { return {Error::Kind::unavailable, "window.unavailable", SDL_GetError()}; }

std::vector<SDL_Rect> rectangles(const std::vector<Box>& boxes) {
    std::vector<SDL_Rect> all;
    all.reserve(boxes.size());
    for (const Box& box : boxes) all.push_back({box.x0, box.y0, box.width(), box.height()});
    return all;
}

// Pixels are drawn straight into what the window system shows, where its format allows it.
class MemoryDisplay final : public Display {
public:
    explicit MemoryDisplay(SDL_Window* window) : window_(window) {}

    Surface& surface() override { return surface_; }

    void show(const std::vector<Box>& changed) override {
        auto rects = rectangles(changed);
        if (converted_) convert(rects);
        SDL_UpdateWindowSurfaceRects(window_, rects.data(), static_cast<int>(rects.size()));
    }

    bool renew() override {
        SDL_Surface* pixels = SDL_GetWindowSurface(window_);
        if (!pixels) return false;
        const SDL_PixelFormat& format = *pixels->format;
        converted_ = format.BytesPerPixel != 4 || format.Rmask != 0xFF0000 || format.Bmask != 0xFF || SDL_MUSTLOCK(pixels);
        surface_ = converted_ ? Surface(pixels->w, pixels->h)
                              : Surface(static_cast<std::uint32_t*>(pixels->pixels), pixels->w, pixels->h, pixels->pitch / 4);
        return true;
    }

private:
    void convert(std::vector<SDL_Rect>& rects) {
        SDL_Surface* own = SDL_CreateRGBSurfaceWithFormatFrom(surface_.row(0), surface_.width(), surface_.height(), 32, surface_.width() * 4,
                                                              SDL_PIXELFORMAT_RGB888);
        for (SDL_Rect& rect : rects) {
            SDL_Rect to = rect;
            SDL_BlitSurface(own, &rect, SDL_GetWindowSurface(window_), &to);
        }
        SDL_FreeSurface(own);
    }

    SDL_Window* window_;
    Surface surface_;
    bool converted_ = false;
};

// What changed goes into a texture, which the processor brings onto the screen.
class ProcessorDisplay final : public Display {
public:
    explicit ProcessorDisplay(SDL_Window* window) : window_(window) {}
    ~ProcessorDisplay() override { close(); }

    Surface& surface() override { return surface_; }

    void show(const std::vector<Box>& changed) override {
        for (const SDL_Rect& rect : rectangles(changed)) SDL_UpdateTexture(texture_, &rect, surface_.row(rect.y) + rect.x, surface_.width() * 4);
        SDL_RenderCopy(renderer_, texture_, nullptr, nullptr);
        SDL_RenderPresent(renderer_);
    }

    bool renew() override {
        close();
        int width = 0, height = 0;
        SDL_GetWindowSize(window_, &width, &height);
        renderer_ = SDL_CreateRenderer(window_, -1, 0);
        if (renderer_) texture_ = SDL_CreateTexture(renderer_, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STREAMING, width, height);
        if (!texture_) return false;
        surface_ = Surface(width, height);
        return true;
    }

private:
    void close() {
        if (texture_) SDL_DestroyTexture(texture_);
        if (renderer_) SDL_DestroyRenderer(renderer_);
        texture_ = nullptr, renderer_ = nullptr;
    }

    SDL_Window* window_;
    SDL_Renderer* renderer_ = nullptr;
    SDL_Texture* texture_ = nullptr;
    Surface surface_;
};

// A box of the size of a pressed tile, the rest of the screen standing still.
std::vector<double> times_of(Graphics graphics, int width, int height) {
    constexpr int first = 5, counted = 25;  // the first ones bring memory and caches up
    SDL_Window* window = SDL_CreateWindow("", 0, 0, width, height, SDL_WINDOW_HIDDEN);
    if (!window) return {};
    std::vector<double> times;
    if (auto display = Display::open(window, graphics)) {
        Surface& surface = (*display)->surface();
        (*display)->show({surface.box()});
        for (int i = 0; i < first + counted; ++i) {
            const Box box = common(surface.box(), {60, 400, 540, 680});
            for (int y = box.y0; y < box.y1; ++y) std::fill_n(surface.row(y) + box.x0, box.width(), 0xFF000000U | static_cast<std::uint32_t>(i * 5));
            const auto start = std::chrono::steady_clock::now();
            (*display)->show({box});
            const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
            if (i >= first) times.push_back(taken.count());
        }
    }
    SDL_DestroyWindow(window);
    return times;
}

}  // namespace

std::string_view name(Graphics graphics) { return graphics == Graphics::memory ? "memory" : "processor"; }

Result<std::unique_ptr<Display>> Display::open(SDL_Window* window, Graphics graphics) {
    std::unique_ptr<Display> display;
    if (graphics == Graphics::memory) display = std::make_unique<MemoryDisplay>(window);
    else display = std::make_unique<ProcessorDisplay>(window);
    if (!display->renew()) return tl::unexpected(no_display());
    return display;
}

bool processor_found(const std::filesystem::path& devices) {
    std::error_code trouble;
    for (const auto& entry : std::filesystem::directory_iterator(devices, trouble))
        if (entry.path().filename().string().starts_with("renderD")) return true;
    return false;
}

Graphics faster(std::vector<double> memory_milliseconds, std::vector<double> processor_milliseconds) {
    constexpr double worth_it = 0.8;
    if (memory_milliseconds.empty() || processor_milliseconds.empty()) return Graphics::memory;
    const auto median = [](std::vector<double>& all) {
        std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
        return all[all.size() / 2];
    };
    return median(processor_milliseconds) <= worth_it * median(memory_milliseconds) ? Graphics::processor : Graphics::memory;
}

Graphics measure_graphics(int width, int height) {
    return faster(times_of(Graphics::memory, width, height), times_of(Graphics::processor, width, height));
}

Graphics choose_graphics(const std::filesystem::path& memo, int width, int height, const std::filesystem::path& devices) {
    if (memo.empty() || !processor_found(devices)) return Graphics::memory;
    if (const auto known = read_file(memo)) return *known == name(Graphics::processor) ? Graphics::processor : Graphics::memory;
    const Graphics found = measure_graphics(width, height);
    if (auto kept = write_file(memo, name(found)); !kept) log::failed("graphics memo", kept.error());
    return found;
}

}  // namespace onecard::ui
