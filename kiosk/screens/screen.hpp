// A screen shows the model and tells what a person asked for. It never loads, sends, blocks or decides where to go.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "kiosk/flow/flow.hpp"
#include "kiosk/ui/kit.hpp"
#include "kiosk/ui/strings.hpp"

namespace onecard::screens {

/// What a screen may see. All outlive it.
struct Context {
    flow::Model& model;
    const ui::Strings& strings;   ///< of the language in use; changes between frames
    /// The hall's other language, whose titles stand beside those of Mongolian pages; null where only one is shown.
    const ui::Strings* beside = nullptr;
    bool beside_first = false;
};

class Screen {
public:
    virtual ~Screen() = default;
    /// Called when the screen comes up; forgets what a person left here.
    virtual void enter() {}
    /// Which part of the screen is shown, where it has several that follow each other; another part begins at its top.
    virtual std::string part() const { return {}; }
    /// Draws one frame; at most one event.
    virtual std::optional<flow::Event> draw(ui::Kit& kit) = 0;
};

/// How long one of the pages stands that a resting machine shows in turn.
inline constexpr Millis rest_page_time{15'000};

/// One of each; the page frame (strips) is drawn by each screen through `frame_of`.
std::unique_ptr<Screen> make_screen(flow::ScreenId id, Context context);

}  // namespace onecard::screens
