// Who looked at me (谁看过我): everybody at work who opened something of the holder, with role, time and reason.
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class LookedAt final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("looks.title"); }

    Asked content(ui::Kit& kit) override {
        show_age(kit, "looks.as_of", visit().cases_as_of);
        kit.text("looks.text", say("looks.text"));
        if (visit().looks.empty()) {
            kit.picture("looks.picture", ui::Icon::eye);
            kit.notice("looks.none", ui::Tone::info, say(visit().cases_as_of ? "looks.none" : "looks.unknown"));
            return std::nullopt;
        }
        std::vector<ui::Moment> moments;
        for (const auto& look : visit().looks) moments.push_back({who(look), why(look), date(look.at) + "  " + look.at.substr(11, 5), ui::Moment::State::done});
        kit.timeline("looks.list", moments);
        if (!machine().keeper_phone.empty()) kit.fact("looks.phone", say("looks.phone"), machine().keeper_phone);
        return std::nullopt;
    }

    std::string who(const flow::LookView& look) const { return known("look.role.", look.role); }

    std::string why(const flow::LookView& look) const {
        const auto reason = known("look.reason.", look.reason);
        return look.item.zh.empty() ? reason : say("looks.about", {{"item", say(look.item)}, {"reason", reason}});
    }

    /// In the reader's language where it is one of the usual words; else as it was written.
    std::string known(std::string_view family, const std::string& word) const {
        const auto key = std::string(family) + word;
        return strings().has(key) ? say(key) : word;
    }
};

}  // namespace

std::unique_ptr<Screen> make_looked_at(Context context) { return std::make_unique<LookedAt>(context); }

}  // namespace onecard::screens
