// When something broke: plain cause, a code for those who are called, what still works, whom to call. And the page of a machine taken out of service.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Fault final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("fault.title"); }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = false; }

    Asked content(ui::Kit& kit) override {
        const auto& code = visit().fault;
        kit.picture("fault.picture", ui::Icon::warning, ui::Tone::caution);
        kit.text("fault.sentence", sentence(strings(), code), ui::TextStyle::large);
        kit.notice("fault.still_works", ui::Tone::info, still_works(strings(), code));
        if (!machine().keeper_phone.empty()) kit.fact("fault.phone", say("phone.keeper"), machine().keeper_phone, ui::TextStyle::strong);
        kit.fact("fault.code", say("fault.code"), code);
        const bool done = kit.button("fault.done", say("fault.done"), ui::Emphasis::primary, ui::Icon::home);
        return done ? Asked{flow::Event{Kind::home, {}}} : std::nullopt;
    }
};

class OutOfService final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("out_of_service.title"); }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = frame.can_go_home = frame.can_end = false; }

    Asked content(ui::Kit& kit) override {
        kit.picture("out_of_service.picture", ui::Icon::wrench, ui::Tone::caution);
        kit.text("out_of_service.sentence", say("out_of_service.sentence"), ui::TextStyle::large);
        if (visit().card_in) kit.notice("welcome.take_card", ui::Tone::caution, say("welcome.take_card"));
        if (!machine().keeper_phone.empty()) kit.fact("out_of_service.phone", say("phone.keeper"), machine().keeper_phone, ui::TextStyle::strong);
        return std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_fault(Context context) { return std::make_unique<Fault>(context); }
std::unique_ptr<Screen> make_out_of_service(Context context) { return std::make_unique<OutOfService>(context); }

}  // namespace onecard::screens
