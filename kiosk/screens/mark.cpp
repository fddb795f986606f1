// What somebody sets on a listing by card and PIN: seconds, answers, signs up, in or out. Each once.
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Mark final : public Page {
public:
    using Page::Page;

private:
    const flow::ListingView* listing() const { return flow::open_listing(context_.model); }

    std::string title() const override {
        if (!listing()) return say("listings.title");
        const auto next = flow::next_mark(*listing(), visit().own_marks);
        return say("mark.title." + (next.empty() ? listing()->mark : next));
    }
    flow::Event back() const override { return {Kind::open_listings, visit().open_listing}; }

    Asked content(ui::Kit& kit) override {
        const auto* open = listing();
        if (!open) {
            kit.notice("listing.gone", ui::Tone::info, say("listing.gone"));
            return std::nullopt;
        }
        kit.text("listing.title", say(open->title), ui::TextStyle::title);
        if (!visit().fault.empty()) trouble(kit, "mark.trouble", visit().fault);
        show_own(kit, *open);
        const auto next = flow::next_mark(*open, visit().own_marks);
        if (!next.empty()) return offer(kit, *open, next);
        kit.text("mark.nothing", say("mark.nothing"), ui::TextStyle::large);
        const bool back_to_it = kit.button("mark.back", say("mark.back"), ui::Emphasis::primary);
        return back_to_it ? Asked{flow::Event{Kind::open_listings, open->id}} : std::nullopt;
    }

    void show_own(ui::Kit& kit, const flow::ListingView& open) const {
        for (const auto& own : visit().own_marks) {
            if (own.listing != open.id) continue;
            const auto what = say("mark.title." + own.kind);
            const auto key = "mark." + own.kind;
            if (own.state == "refused") kit.notice(key, ui::Tone::caution, say("mark.state.refused", {{"what", what}, {"why", sentence(strings(), own.code)}}));
            else kit.notice(key, own.state == "counted" ? ui::Tone::good : ui::Tone::info, say("mark.state." + own.state, {{"what", what}}));
        }
    }

    Asked offer(ui::Kit& kit, const flow::ListingView& open, const std::string& next) {
        kit.text("mark.why", say("mark.why." + next), ui::TextStyle::large);
        if (next == "answer") ask(kit, open);
        kit.gap(3);
        const bool done = kit.button("mark.do", say("mark.do." + next), ui::Emphasis::primary, ui::Icon::check);
        return done ? Asked{flow::Event{Kind::do_mark, next}} : std::nullopt;
    }

    void ask(ui::Kit& kit, const flow::ListingView& open) {
        for (const auto& question : open.questions) {
            std::vector<ui::Option> options;
            for (const auto& option : question.options) options.push_back({option.value, say(option.label), {}});
            const auto known = visit().mark_answers.find(question.key);
            auto value = known == visit().mark_answers.end() ? std::string() : known->second;
            if (kit.choice("mark.question." + question.key, say(question.text), options, value) && !value.empty()) visit().mark_answers[question.key] = value;
        }
        if (visit().show_troubles && visit().mark_answers.size() < open.questions.size()) kit.notice("mark.missing", ui::Tone::caution, say("mark.missing"));
    }
};

}  // namespace

std::unique_ptr<Screen> make_mark(Context context) { return std::make_unique<Mark>(context); }

}  // namespace onecard::screens
