// Whom to call when every minute counts, and where one stands: readable from two steps away, without card and without network.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Emergency final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("emergency.title"); }

    Asked content(ui::Kit& kit) override {
        for (const auto& one : context_.model.about_hall.emergency) {
            kit.fact("emergency." + one.number, say(one.what), one.number, ui::TextStyle::title);
            if (!say(one.when).empty()) kit.text("emergency." + one.number + ".when", say(one.when), ui::TextStyle::muted);
            kit.gap(1);
        }
        kit.gap(2);
        kit.notice("emergency.here", ui::Tone::caution, say("emergency.here", {{"hall", machine().hall}}));
        if (!machine().keeper_phone.empty()) kit.fact("emergency.phone", say("phone.keeper"), machine().keeper_phone, ui::TextStyle::strong);
        return std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_emergency(Context context) { return std::make_unique<Emergency>(context); }

}  // namespace onecard::screens
