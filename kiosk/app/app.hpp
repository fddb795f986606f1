// The frame loop: input and letters in, one turn of the visit, one picture out. Draws only when something changed.
#pragma once
#include <array>
#include <filesystem>
#include <map>
#include <memory>

#include "base/mailbox.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/driven.hpp"
#include "kiosk/app/machine.hpp"
#include "kiosk/app/narration.hpp"
#include "kiosk/app/settings.hpp"
#include "kiosk/device/headset.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "kiosk/ui/window.hpp"

namespace onecard::app {

enum class Ending { quit, restart };

class App {
public:
    /// Opens window, words, catalogue, store and threads. `driven_by` is the player's descriptor, or -1.
    static Result<std::unique_ptr<App>> open(Settings settings, int driven_by);
    ~App();

    /// Until the window is closed, a signal asks for the end, or a technician orders a restart.
    Ending run();

private:
    App(Settings settings);
    Status open_screen();
    Status open_words();
    Status open_visit();
    void done_without(const Error& error, std::string_view what);
    void load_catalogue();
    void load_regions();

    bool take_letters();
    void headset(bool plugged);
    bool take_orders();
    Json obey(const Json& order);
    Json look() const;
    Json touch(const Json& order);
    Json scan(const std::string& text);
    Json draw_stroke(const Json& order);
    Json spelling(const std::string& text);
    Json disturb(const Json& order);
    void use_settings();
    void draw();
    void draw_once();
    Bytes screen_picture();
    void take_input(ui::Input input);
    bool wakes(const ui::Input& input);
    void narrate();
    Millis tick_of_page() const;
    void sound();
    Json key(const Json& order);

    Settings settings_;
    flow::Model model_;
    flow::Settings shown_;                      ///< the visitor's settings as the kit has them
    std::map<std::string, ui::Strings> words_;  ///< by language
    ui::Strings strings_;                       ///< of the language in use
    std::map<std::string, ui::Theme> themes_;
    flow::Catalogue catalogue_;
    Regions regions_;
    std::unique_ptr<flow::ItemSearch> search_;
    std::string pinyin_;
    std::unique_ptr<ui::Window> window_;
    std::unique_ptr<Machine> machine_;
    std::unique_ptr<ui::ScreenKit> kit_;
    std::unique_ptr<Attendant> attendant_;
    std::unique_ptr<Narration> narration_;
    bool warned_ = false;                       ///< the sound of the warning was made
    std::array<std::unique_ptr<screens::Screen>, flow::screen_count> screens_;
    std::unique_ptr<DrivingLine> driving_;
    flow::ScreenId on_screen_ = flow::ScreenId::out_of_service;
    bool waking_ = false;                       ///< the touch that ended the rest has not let go yet
    device::Sounds sounds_;
    Mailbox<bool> plugs_;                       ///< headphones in or out
    std::unique_ptr<device::Headset> headset_;
    bool changed_ = true, restart_ = false;
    bool incomplete_ = false;                   ///< some of the words, looks or tables could not be read
};

}  // namespace onecard::app
