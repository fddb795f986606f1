// What an item is, who may have it, what it needs, how long it takes: enough to decide before anything is asked.
#include <string>
#include <vector>

#include "kiosk/flow/check_list.hpp"
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class ItemGuide final : public Page {
public:
    using Page::Page;
    void enter() override { asked_about_.clear(), sure_ = false; }

private:
    std::string title() const override {
        const auto* item = flow::open_item(context_.model);
        return item ? say(item->name) : say("guide.title");
    }

    Asked content(ui::Kit& kit) override {
        const auto* item = flow::open_item(context_.model);
        if (!item) {
            kit.picture("guide.picture", ui::Icon::request);
            kit.notice("guide.gone", ui::Tone::info, say("guide.gone"));
            return std::nullopt;
        }
        show_for_whom(kit);
        kit.text("guide.summary", say(item->summary), ui::TextStyle::large);
        parts(kit, *item);
        key_facts(kit, *item);
        const bool readable = machine().reader_ready || visit().holder;
        const bool for_other = item->in_person && !visit().for_relative.empty();
        const bool possible = !for_other && machine().store_ready && readable && (item->offline || machine().online);
        const auto why_not = for_other ? sentence(strings(), "family.in_person")
                             : !machine().store_ready ? sentence(strings(), "store.unavailable")
                             : !readable            ? sentence(strings(), "reader.gone")
                                                    : say("guide.not_now");
        if (!possible) kit.notice("guide.not_now", ui::Tone::caution, why_not);
        const auto printing = what_is_there(kit, *item, possible);
        kit.gap(4);
        conditions(kit, *item);
        materials(kit, *item);
        steps(kit, *item);
        if (!item->legal_basis.zh.empty()) {
            kit.text("guide.basis.title", say("guide.basis"), ui::TextStyle::strong);
            kit.text("guide.basis", say(item->legal_basis), ui::TextStyle::muted);
        }
        const bool begun = visit().drafts.contains(item->code);
        const bool start = kit.button("guide.start", say(begun ? "guide.resume" : "guide.start"), ui::Emphasis::primary, ui::Icon::request, possible);
        const auto dropped = begun ? offer_to_drop(kit, *item) : std::nullopt;
        if (start) return flow::Event{Kind::start_item, item->code};
        return dropped ? dropped : printing;
    }

    // What was begun need not be finished, and need not lie anywhere either.
    Asked offer_to_drop(ui::Kit& kit, const flow::Item& item) {
        if (kit.button("guide.drop", say("guide.drop"), ui::Emphasis::quiet, ui::Icon::erase)) sure_ = true;
        if (!sure_) return std::nullopt;
        kit.begin_dialog("guide.sure", say("guide.sure"));
        kit.text("guide.sure.text", say("guide.sure.text"));
        if (kit.button("guide.keep", say("guide.keep"), ui::Emphasis::primary)) sure_ = false;
        const bool gone = kit.button("guide.drop.yes", say("guide.drop.yes"), ui::Emphasis::danger);
        kit.end_dialog();
        if (!gone) return std::nullopt;
        sure_ = false;
        return flow::Event{Kind::drop_draft, item.code};
    }

    // Can I do it with what I have? Touched, counted up, before anybody has to show a card.
    Asked what_is_there(ui::Kit& kit, const flow::Item& item, bool possible) {
        if (item.code != asked_about_) there_.clear(), listed_ = false;
        asked_about_ = item.code;
        const auto papers = flow::to_bring(item);
        if (papers.empty()) {
            if (possible) kit.notice("guide.ready", ui::Tone::good, say("guide.nothing_to_bring"));
            return std::nullopt;
        }
        std::vector<ui::Option> options;
        for (const auto* paper : papers) options.push_back({paper->code, say(paper->name), {}});
        kit.choices("guide.there", say("guide.there"), options, there_);
        verdict(kit, item, possible);
        if (listed_) kit.qr("guide.qr", flow::check_list(item, there_, strings().language()));
        if (!kit.button("guide.print", say("guide.print"), ui::Emphasis::quiet, ui::Icon::printer)) return std::nullopt;
        listed_ = true;
        std::string codes;
        for (const auto& code : there_) codes += (codes.empty() ? "" : ",") + code;
        return flow::Event{Kind::print_list, codes};
    }

    void verdict(ui::Kit& kit, const flow::Item& item, bool possible) {
        if (there_.empty()) return;
        const auto lacking = flow::missing(item, there_);
        if (lacking.empty() && possible) return kit.notice("guide.ready", ui::Tone::good, say("guide.ready"));
        std::string names;
        for (const auto* paper : lacking) names += (names.empty() ? "" : say("review.and")) + say(paper->name);
        if (!lacking.empty()) kit.notice("guide.missing", ui::Tone::caution, say("guide.missing", {{"papers", names}}));
    }

    void key_facts(ui::Kit& kit, const flow::Item& item) {
        const auto promise = item.promised_hours > 0 ? say("hours.urgent", item.promised_hours) : say("days.working", item.promised_days);
        if (item.promised_days > 0) kit.fact("guide.days", say("guide.days"), promise, ui::TextStyle::strong);
        kit.fact("guide.fee", say("guide.fee"), item.fee == Fen{} ? say("guide.free") : yuan(item.fee), ui::TextStyle::strong);
        if (!item.collect.zh.empty()) kit.fact("guide.collect", say("guide.collect"), say(item.collect));
        if (const auto* department = context_.model.catalogue->department(item.department)) {
            const auto phone = department->phone.empty() ? std::string{} : "  " + department->phone;
            kit.fact("guide.department", say("guide.department"), say(department->name) + phone);
        }
    }

    // What one form stands for.
    void parts(ui::Kit& kit, const flow::Item& item) {
        if (item.bundle.empty()) return;
        kit.text("guide.parts", say("guide.parts"), ui::TextStyle::strong);
        for (const auto& part : item.bundle)
            if (const auto* own = context_.model.catalogue->item(part.item))
                kit.fact("guide.part." + own->code, say(own->name), say(part.when_key.empty() ? "guide.part.always" : "guide.part.if_wanted"));
        kit.gap(4);
    }

    void conditions(ui::Kit& kit, const flow::Item& item) {
        if (item.conditions.empty()) return;
        kit.text("guide.conditions", say("guide.conditions"), ui::TextStyle::strong);
        int number = 0;
        for (const auto& condition : item.conditions) {
            const auto place = std::to_string(++number);
            kit.text("guide.condition." + place, place + ". " + say(condition));
        }
        kit.gap(2);
    }

    void materials(ui::Kit& kit, const flow::Item& item) {
        if (item.materials.empty()) return;
        kit.text("guide.materials", say("guide.materials"), ui::TextStyle::strong);
        for (const auto& material : item.materials) {
            const auto* state = material.from_card ? "material.from_card" : material.required ? "material.bring" : "material.if_any";
            kit.fact("guide.material." + material.code, say(material.name), say(state), ui::TextStyle::body);
        }
        for (const auto& material : item.materials) {
            if (material.from_card || say(material.note).empty()) continue;
            kit.text("guide.material." + material.code + ".note", say("material.note", {{"name", say(material.name)}, {"note", say(material.note)}}),
                     ui::TextStyle::muted);
        }
        kit.gap(2);
    }

    void steps(ui::Kit& kit, const flow::Item& item) {
        if (item.steps.empty()) return;
        kit.text("guide.steps.title", say("guide.steps"), ui::TextStyle::strong);
        std::vector<ui::Moment> moments;
        for (const auto& step : item.steps)
            moments.push_back({say(step.name), say(step.holder), time_for(step), ui::Moment::State::ahead});
        kit.timeline("guide.steps", moments);
        if (!item.result.zh.empty()) kit.fact("guide.result", say("guide.result"), say(item.result));
        kit.gap(2);
    }

    std::string time_for(const flow::ItemStep& step) const {
        if (step.hours > 0) return say(step.urgent ? "hours.urgent" : "hours.working", step.hours);
        return say("days.working", step.days);
    }

    bool sure_ = false;               ///< throwing away was touched once
    std::string asked_about_;         ///< the item that the next two are about
    std::vector<std::string> there_;  ///< papers that somebody said they have
    bool listed_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_item_guide(Context context) { return std::make_unique<ItemGuide>(context); }

}  // namespace onecard::screens
