// Speech and sounds of the kiosk: follows what the page shows, and what the keys for listening ask for. Of the screen's thread.
#pragma once
#include <string>

#include "kiosk/flow/model.hpp"
#include "kiosk/speech/narrator.hpp"
#include "kiosk/ui/input.hpp"
#include "kiosk/ui/screen_kit.hpp"

namespace onecard::app {

class Narration {
public:
    Narration(speech::Speaker::Settings settings, speech::KnownBy known_by, const Clock& clock) : narrator_(std::move(known_by)), speaker_(std::move(settings), clock) {}

    /// After a frame that stands: says what is new on it, and puts the caption on the kit.
    void follow(ui::ScreenKit& kit, std::string_view page, const ui::Strings& strings, const flow::Settings& settings);
    /// Any input ends what is being said. True when the key was one for listening and the page has nothing to do with it.
    bool interrupt(const ui::Input& input);
    void tone(std::string_view name) { speaker_.tone(name); }
    /// When to call again; the caption may have changed.
    Millis tick(ui::ScreenKit& kit);
    /// All that was said since a key was pressed or the page changed, in the words that were said.
    const std::string& spoken() const { return spoken_; }
    /// End of a visit: silence, and nothing of it left here or in the voice process.
    void forget();

private:
    void say(speech::Speech speech, const flow::Settings& settings, bool at_once);

    speech::Narrator narrator_;
    speech::Speaker speaker_;
    std::string spoken_;
    bool on_ = false, interrupted_ = false;
    enum class Wish { nothing, repeat, spell } wish_ = Wish::nothing;
};

/// How to reach the program that speaks, from the settings of the machine: beside the kiosk's own program.
struct Settings;
speech::Speaker::Settings voice_of(const Settings& settings);

}  // namespace onecard::app
