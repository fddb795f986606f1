// The ways a page can look: languages, themes, sizes of letters, layouts, screens. And a booth in which every scene is looked at in every way.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/ui/screen_kit.hpp"
#include "kiosk/ui/surface.hpp"
#include "kiosk/gallery/scenes.hpp"

namespace onecard::looks {

struct Mode {
    std::string name, theme;
    ui::View view;
};

const std::vector<Mode>& modes();
/// `zh-Hans`, `en`, `mn-Mong`, and `en-XA`: English made longer by two fifths, with accents and brackets, to find what is cut or not translated.
const std::vector<std::string>& languages();
/// Strings of one of languages(). What en-XA says is made from the English catalogues here.
ui::Strings strings_of(const std::string& language);
std::string stretched(const std::string& english);

/// One language; looks at scenes in any mode with one kit.
class Booth {
public:
    explicit Booth(const std::string& language);

    /// Draws the scene until it stands; its targets. Calls require() when it never stands or asks for something by itself.
    const std::vector<ui::Target>& show(const gallery::Scene& scene, const Mode& mode);
    /// What was shown last, as pixels.
    const ui::Surface& picture();
    /// Where its letters are.
    const std::vector<ui::InkedLine>& lines() const { return kit_->lines(); }
    const ui::Strings& strings() const { return strings_; }
    const ui::Theme& theme(const std::string& name) const;

private:
    void draw(screens::Screen& screen, const std::string& name);

    ManualClock clock_;
    SeededRandom random_{1};
    ui::Strings strings_;
    std::vector<ui::Theme> themes_;
    std::unique_ptr<ui::ScreenKit> kit_;
    ui::Surface surface_;
};

}  // namespace onecard::looks
