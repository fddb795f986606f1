#include "kiosk/ui/window.hpp"

#include <SDL.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "kiosk/ui/display.hpp"

namespace onecard::ui {
namespace {

class HeadlessWindow final : public Window {
public:
    explicit HeadlessWindow(const WindowOptions& options) : surface_(options.width, options.height) {}

    std::vector<Input> wait(std::optional<Millis> at_most) override {
        std::unique_lock lock(mutex_);
        const auto ready = [this] { return woken_ || !waiting_.empty(); };
        if (at_most) arrived_.wait_for(lock, *at_most, ready);
        else arrived_.wait(lock, ready);
        woken_ = false;
        return std::exchange(waiting_, {});
    }
    void wake() override {
        const std::lock_guard lock(mutex_);
        woken_ = true;
        arrived_.notify_one();
    }
    bool closing() const override { return false; }
    Surface& surface() override { return surface_; }
    bool take_lost() override { return std::exchange(lost_, false); }
    void present(const std::vector<Box>&) override {}
    void inject_touch(Touch touch) override { inject(touch); }
    void inject_key(KeyPress press) override { inject(std::move(press)); }

private:
    void inject(Input input) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(input));
        arrived_.notify_one();
    }

    Surface surface_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Input> waiting_;
    bool woken_ = false, lost_ = true;
};

class SdlWindow final : public Window {
public:
    static Result<std::unique_ptr<Window>> open(const WindowOptions& options) {
        SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
        SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
        SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        // Without this hint SDL would bring up OpenGL to show a picture that already is in memory.
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
        if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return failure(Error::Kind::unavailable, "window.unavailable", SDL_GetError());
        auto window = std::make_unique<SdlWindow>();
        const Uint32 flags = options.fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS : 0;
        window->window_ =
            SDL_CreateWindow(options.title.c_str(), options.left < 0 ? SDL_WINDOWPOS_UNDEFINED : options.left, options.left < 0 ? SDL_WINDOWPOS_UNDEFINED : 0, options.width, options.height, flags);
        window->wake_event_ = SDL_RegisterEvents(1);
        for (const auto& [name, kind] : options.keys)
            if (const auto code = SDL_GetKeyFromName(name.c_str()); code != SDLK_UNKNOWN) window->keys_[code] = kind;
        if (!window->window_) return failure(Error::Kind::unavailable, "window.unavailable", SDL_GetError());
        auto display = Display::open(window->window_, choose_graphics(options.graphics_memo, options.width, options.height));
        if (!display) display = Display::open(window->window_, Graphics::memory);
        if (!display) return tl::unexpected(display.error());
        window->display_ = *std::move(display);
        SDL_ShowCursor(options.pointer ? SDL_ENABLE : SDL_DISABLE);
        SDL_StartTextInput();
        return window;
    }

    ~SdlWindow() override {
        display_.reset();
        if (window_) SDL_DestroyWindow(window_);
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }

    std::vector<Input> wait(std::optional<Millis> at_most) override {
        SDL_Event event;
        const int come =
            at_most ? SDL_WaitEventTimeout(&event, static_cast<int>(std::min<std::int64_t>(at_most->count(), 1 << 30))) : SDL_WaitEvent(&event);
        if (come != 0) {
            take(event);
            while (SDL_PollEvent(&event) != 0) take(event);
        }
        return std::exchange(inputs_, {});
    }

    void wake() override {
        SDL_Event event{};
        event.type = wake_event_;
        SDL_PushEvent(&event);
    }

    bool closing() const override { return closing_; }
    Surface& surface() override { return display_->surface(); }
    bool take_lost() override { return std::exchange(lost_, false); }

    void present(const std::vector<Box>& changed) override {
        if (!changed.empty()) display_->show(changed);
    }

    void inject_touch(Touch touch) override {
        SDL_Event event{};
        const bool button = touch.kind == Touch::Kind::down || touch.kind == Touch::Kind::up;
        event.type = touch.kind == Touch::Kind::down ? SDL_MOUSEBUTTONDOWN : button ? SDL_MOUSEBUTTONUP : SDL_MOUSEMOTION;
        if (button) {
            event.button.button = SDL_BUTTON_LEFT;
            event.button.x = static_cast<int>(touch.x);
            event.button.y = static_cast<int>(touch.y);
        } else {
            event.motion.state = SDL_BUTTON_LMASK;
            event.motion.x = static_cast<int>(touch.x);
            event.motion.y = static_cast<int>(touch.y);
        }
        SDL_PushEvent(&event);
    }

    void inject_key(KeyPress press) override {
        {
            const std::lock_guard lock(injected_mutex_);
            injected_.push_back(std::move(press));
        }
        wake();
    }

private:
    // The boxes drawn so far went with the old surface.
    void renew_surface() {
        if (display_->renew()) lost_ = true;
        else closing_ = true;  // nothing can be shown any more: whoever starts the program starts it again
    }

    void take(const SDL_Event& event) {
        switch (event.type) {
            case SDL_QUIT: closing_ = true; break;
            case SDL_WINDOWEVENT:
                if (event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED) renew_surface();
                else if (event.window.event == SDL_WINDOWEVENT_EXPOSED) present({surface().box()});
                break;
            case SDL_RENDER_DEVICE_RESET: case SDL_RENDER_TARGETS_RESET: renew_surface(); break;
            case SDL_MOUSEBUTTONDOWN: button(event.button, Touch::Kind::down); break;
            case SDL_MOUSEBUTTONUP: button(event.button, Touch::Kind::up); break;
            case SDL_MOUSEMOTION:
                if (event.motion.state & SDL_BUTTON_LMASK) inputs_.push_back(Touch{Touch::Kind::move, float(event.motion.x), float(event.motion.y)});
                break;
            case SDL_FINGERDOWN: finger(event.tfinger, Touch::Kind::down); break;
            case SDL_FINGERMOTION: finger(event.tfinger, Touch::Kind::move); break;
            case SDL_FINGERUP: finger(event.tfinger, Touch::Kind::up); break;
            case SDL_TEXTINPUT: inputs_.push_back(KeyPress{KeyPress::Kind::text, event.text.text}); break;
            case SDL_KEYDOWN: key(event.key.keysym, event.key.repeat != 0); break;
            default: take_injected(event.type); break;
        }
    }

    void button(const SDL_MouseButtonEvent& event, Touch::Kind kind) {
        if (event.button == SDL_BUTTON_LEFT) inputs_.push_back(Touch{kind, float(event.x), float(event.y)});
    }

    void finger(const SDL_TouchFingerEvent& event, Touch::Kind kind) {
        const float x = event.x * float(surface().width()), y = event.y * float(surface().height());
        inputs_.push_back(Touch{kind, x, y, event.fingerId, Millis(event.timestamp)});
    }

    // A key that is held down, or that something lies on, decides nothing twice.
    void key(const SDL_Keysym& sym, bool repeated) {
        using Kind = KeyPress::Kind;
        if (repeated && (sym.sym == SDLK_RETURN || sym.sym == SDLK_KP_ENTER || sym.sym == SDLK_ESCAPE || keys_.contains(sym.sym)))
            return;
        const auto add = [this](Kind kind) { inputs_.push_back(KeyPress{kind}); };
        if (const auto named = keys_.find(sym.sym); named != keys_.end()) return add(named->second);
        switch (sym.sym) {
            case SDLK_BACKSPACE: add(Kind::erase); break;
            case SDLK_RETURN: case SDLK_KP_ENTER: add(Kind::enter); break;
            case SDLK_TAB: add(sym.mod & KMOD_SHIFT ? Kind::previous : Kind::next); break;
            case SDLK_DELETE: add(Kind::erase_next); break;
            case SDLK_UP: add(Kind::up); break;
            case SDLK_DOWN: add(Kind::down); break;
            case SDLK_LEFT: add(Kind::left); break;
            case SDLK_RIGHT: add(Kind::right); break;
            case SDLK_HOME: add(Kind::first); break;
            case SDLK_END: add(Kind::last); break;
            case SDLK_PAGEUP: add(Kind::page_up); break;
            case SDLK_PAGEDOWN: add(Kind::page_down); break;
            case SDLK_ESCAPE: add(Kind::cancel); break;
            default: break;
        }
    }

    void take_injected(Uint32 type) {
        if (type != wake_event_) return;
        const std::lock_guard lock(injected_mutex_);
        for (KeyPress& press : injected_) inputs_.push_back(std::move(press));
        injected_.clear();
    }

    SDL_Window* window_ = nullptr;
    std::unique_ptr<Display> display_;
    Uint32 wake_event_ = 0;
    std::vector<Input> inputs_;
    std::map<SDL_Keycode, KeyPress::Kind> keys_;
    std::mutex injected_mutex_;
    std::vector<KeyPress> injected_;
    bool closing_ = false, lost_ = true;
};

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
    if (options.headless) return std::make_unique<HeadlessWindow>(options);
    return SdlWindow::open(options);
}

}  // namespace onecard::ui
