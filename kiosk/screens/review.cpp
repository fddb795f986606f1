// Everything that is going to be handed in, once more, before one deliberate step.
#include <algorithm>
#include <vector>

#include "kiosk/flow/bundle.hpp"
#include "kiosk/flow/reports.hpp"
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/ui/formats.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::screens {
namespace {

class Review final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("review.title"); }
    flow::Event back() const override { return {Kind::form_back, {}}; }
    void adjust(ui::Frame& frame) const override { frame.step = frame.steps = static_cast<int>(flow::open_pages(context_.model).size()) + 1; }

    Asked content(ui::Kit& kit) override {
        const auto* item = flow::open_item(context_.model);
        if (!item) {
            kit.notice("guide.gone", ui::Tone::info, say("guide.gone"));
            return std::nullopt;
        }
        kit.text("review.item", say(item->name), ui::TextStyle::large);
        show_for_whom(kit);
        for (const auto* field : flow::applying(*item, visit().draft)) {
            if (field->kind == flow::FormField::Kind::consent) continue;
            const auto answer = in_words(*field);
            if (answer.empty()) continue;
            const auto label = say(field->label).empty() ? say("fact." + field->fact) : say(field->label);
            kit.fact("review." + field->key, label, answer, ui::TextStyle::strong);
        }
        parts(kit, *item);
        kit.gap(3);
        if (!visit().fault.empty()) trouble(kit, "review.trouble", visit().fault);
        else if (item->promised_hours > 0) kit.notice("review.promise", ui::Tone::info, say("review.promise_hours", item->promised_hours));
        else if (const auto days = flow::slowest_days(*context_.model.catalogue, *item, visit().draft); days > 0)
            kit.notice("review.promise", ui::Tone::info, say("review.promise", days));
        if (!machine().printer_ready) kit.notice("review.no_slip", ui::Tone::info, say("slip.none"));
        const auto joined = offer_alike(kit, *item);
        if (visit().staff) return together(kit, *item);
        const bool hand_in = kit.button("review.hand_in", say("review.hand_in"), ui::Emphasis::primary, ui::Icon::check);
        const bool change = kit.button("review.change", say("review.change"), ui::Emphasis::quiet);
        if (joined) return joined;
        if (hand_in) return flow::Event{Kind::hand_in, item->code};
        return change ? Asked{flow::Event{Kind::form_back, "0"}} : std::nullopt;
    }

    // What a bundle becomes, so that nobody wonders why there are several numbers.
    void parts(ui::Kit& kit, const flow::Item& item) {
        if (item.bundle.empty()) return;
        std::string names;
        for (const auto& asking : flow::askings(*context_.model.catalogue, item, visit().draft)) names += (names.empty() ? "" : say("review.and")) + say(asking.item->name);
        kit.fact("review.parts", say("review.parts"), names, ui::TextStyle::strong);
    }

    // With a helper: the holder agrees by PIN to what stands above, then it is handed in with both names.
    Asked together(ui::Kit& kit, const flow::Item& item) {
        const auto objection = flow::staff_objection(context_.model);
        const bool agreed = visit().staff_agreed_at.has_value();
        const auto who = ui::Arguments{{"name", say(visit().staff->name)}, {"post", say(visit().staff->post)}};
        if (!objection.empty()) trouble(kit, "review.staff.trouble", objection, ui::Tone::caution);
        else kit.notice("review.staff", agreed ? ui::Tone::good : ui::Tone::info, say(agreed ? "review.staff.agreed" : "review.staff", who));
        const bool agree = objection.empty() && !agreed && kit.button("review.agree", say("review.agree"), ui::Emphasis::primary, ui::Icon::shield);
        const bool hand_in = objection.empty() && agreed && kit.button("review.hand_in", say("review.hand_in"), ui::Emphasis::primary, ui::Icon::check);
        const bool change = kit.button("review.change", say("review.change"), ui::Emphasis::quiet);
        if (agree) return flow::Event{Kind::agree_staff, {}};
        if (hand_in) return flow::Event{Kind::hand_in, item.code};
        return change ? Asked{flow::Event{Kind::form_back, "0"}} : std::nullopt;
    }

    // Whoever sees what others saw joins in with one touch, instead of making the same case once more.
    Asked offer_alike(ui::Kit& kit, const flow::Item& item) {
        const auto alike = flow::alike(context_.model);
        if (alike.empty()) return std::nullopt;
        kit.notice("review.alike", ui::Tone::caution, say("review.alike"));
        std::vector<ui::Row> rows;
        for (const auto* report : alike) {
            ui::Row row;
            row.key = "review.second." + report->number;
            row.icon = ui::Icon::people;
            row.title = say(flow::title_of(item, *report));
            row.note = context_.model.regions->in_words(report->place, strings().language()) + "  " + say("review.told_by", report->told_by);
            row.value = say("review.join");
            rows.push_back(std::move(row));
        }
        const auto touched = kit.rows(rows);
        kit.gap(2);
        return touched ? Asked{flow::Event{Kind::second_case, touched->substr(std::string_view("review.second.").size())}} : std::nullopt;
    }

    std::string in_words(const flow::FormField& field) const {
        using enum flow::FormField::Kind;
        const auto value = visit().draft.value(field.key);
        switch (field.kind) {
            case text: case long_text: case phone: case id_number: return value;
            case number: return value.empty() ? value : value + " " + say(field.unit);
            case date: return value.empty() ? value : Page::date(value);
            case choice: case choices: return chosen(field);
            case money: return value.empty() ? value : yuan(from_yuan(value).value_or(Fen{}));
            case bank_account: return value;
            case address: return place_and_door(field);
            case card_fact: return fact(field.fact);
            case signature: return value.empty() ? value : say(value == "pin" ? "signature.by_pin" : "signature.done");
            case picture: return visit().pictures.contains(field.key) ? say("picture.taken") : std::string();
            case slot: return time_of(field.calendar, value);
            case consent: return {};
        }
        return {};
    }

    std::string place_and_door(const flow::FormField& field) const {
        const auto found = visit().draft.values.find(field.key);
        if (found == visit().draft.values.end() || found->second.size() < 2) return {};
        return context_.model.regions->in_words(found->second[0], strings().language()) + "  " + found->second[1];
    }

    // When and where; the time alone where the place is not known any more.
    std::string time_of(const std::string& calendar, const std::string& value) const {
        if (value == flow::time_by_phone) return say("form.slot.call");
        const auto known = context_.model.slots.find(calendar);
        if (known == context_.model.slots.end()) return {};
        for (const auto& slot : known->second)
            if (slot.slot == value) return when(strings(), slot.starts_at) + "  " + say(slot.place);
        return {};
    }

    std::string fact(const std::string& name) const {
        if (flow::relative_named(visit(), visit().for_relative) && name != "listing") return flow::known_facts(context_.model)[name];
        if (name == "listing") {
            const auto* listing = flow::listing_named(context_.model, visit().from_listing);
            return listing ? say(listing->title) : std::string();
        }
        if (!visit().holder) return {};
        const auto found = visit().holder->facts.find(name);
        if (found == visit().holder->facts.end()) return {};
        const auto& value = found->second;
        if (name == "name") return ui::veil(value, ui::masked_name(value));
        if (name == "birth_date") return ui::veil(Page::date(value), value.substr(0, 4) + "-**-**");
        return ui::veil(value, ui::masked_number(value, name == "id_number" ? 3 : 0));
    }

    std::string chosen(const flow::FormField& field) const {
        std::string all;
        const auto found = visit().draft.values.find(field.key);
        if (found == visit().draft.values.end()) return all;
        for (const auto& option : field.options) {
            if (std::find(found->second.begin(), found->second.end(), option.value) == found->second.end()) continue;
            if (!all.empty()) all += say("review.and");
            all += say(option.label);
        }
        return all;
    }
};

}  // namespace

std::unique_ptr<Screen> make_review(Context context) { return std::make_unique<Review>(context); }

}  // namespace onecard::screens
