// A kit without a window and with hands: draws a page until it is settled, touches targets by their keys.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {

std::filesystem::path assets_folder();

class Stage {
public:
    explicit Stage(std::function<void(Kit&)> page, std::string_view language = "zh-Hans", const View& view = {});

    /// Draws until nothing more is due; at most ten times.
    void frame();
    /// Touches the middle of a visible target, as a finger: down, then up. False when there is no such target.
    bool tap(std::string_view key);
    bool press(std::string_view key);
    bool release();
    /// Types a text through the pinyin keys and candidates, or single keys where pinyin does not know it. False when a key was missing.
    bool write(std::string_view text);
    const Target* find(std::string_view key) const;
    /// The picture after painting what changed.
    Surface& paint();
    ScreenKit& kit() { return *kit_; }
    ManualClock& clock() { return clock_; }
    void show(std::function<void(Kit&)> page, std::string name);

private:
    bool write_piece(const Spelling& piece);

    std::function<void(Kit&)> page_;
    std::string name_ = "page";
    Strings strings_;
    ManualClock clock_{Timestamp{}};
    SeededRandom random_{7};
    std::unique_ptr<ScreenKit> kit_;
    Surface surface_;
    float x_ = 0, y_ = 0;
};

}  // namespace onecard::ui
