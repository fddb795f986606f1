// Asks for the card: where it goes, and what to do when it can't be read.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class PresentCard final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("present_card.title"); }

    Asked content(ui::Kit& kit) override {
        show_staff(kit);
        if (!machine().reader_ready) {
            kit.picture("present_card.picture", ui::Icon::warning, ui::Tone::caution);
            trouble(kit, "present_card.trouble", "reader.gone", ui::Tone::caution);
            return std::nullopt;
        }
        if (visit().reading_card) {
            kit.picture("present_card.picture", ui::Icon::card);
            working(kit, "present_card.reading", say("present_card.reading"), "working.card");
            return std::nullopt;
        }
        if (!visit().card_trouble.empty()) {
            kit.picture("present_card.picture", ui::Icon::card, ui::Tone::trouble);
            trouble(kit, "present_card.trouble", visit().card_trouble);
            if (!machine().keeper_phone.empty()) kit.fact("present_card.phone", say("phone.keeper"), machine().keeper_phone);
            return std::nullopt;
        }
        kit.picture("present_card.picture", ui::Icon::card);
        kit.text("present_card.where", say(visit().card_in ? "present_card.again" : "present_card.where"), ui::TextStyle::large);
        kit.text("present_card.how", say("present_card.how"), ui::TextStyle::body);
        return std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_present_card(Context context) { return std::make_unique<PresentCard>(context); }

}  // namespace onecard::screens
