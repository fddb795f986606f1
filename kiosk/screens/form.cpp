// A page of the form of an item, at most three things to answer; which ones is data. What the card tells is not asked; the review shows it.
#include <algorithm>
#include <utility>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

constexpr std::size_t number_points_max = 12, phone_points_max = 14, id_number_points_max = 18, money_points_max = 10,
                      bank_card_points_max = 23;

class Form final : public Page {
public:
    using Page::Page;
    std::string part() const override { return std::to_string(page_index()); }

private:
    std::string title() const override {
        const auto* item = flow::open_item(context_.model);
        return item ? say(item->name) : say("form.title");
    }
    flow::Event back() const override { return {Kind::form_back, {}}; }
    void adjust(ui::Frame& frame) const override {
        frame.steps = static_cast<int>(flow::open_pages(context_.model).size()) + 1;  // the review is the last one
        frame.step = static_cast<int>(page_index()) + 1;
    }
    std::size_t page_index() const { return std::min(visit().form_page, flow::open_pages(context_.model).size() - 1); }

    Asked content(ui::Kit& kit) override {
        const auto* item = flow::open_item(context_.model);
        if (!item) {
            kit.notice("guide.gone", ui::Tone::info, say("guide.gone"));
            return std::nullopt;
        }
        const auto page = flow::open_pages(context_.model)[page_index()];
        const auto today = flow::today(context_.model);
        if (visit().resumed && page_index() == 0) {
            kit.notice("form.resumed", ui::Tone::info, say("form.resumed"));
            if (kit.button("form.afresh", say("form.afresh"), ui::Emphasis::quiet, ui::Icon::erase)) visit().draft.forget(), visit().resumed = false;
        }
        asked_.reset();
        for (const auto* field : page) {
            ask(kit, *field, visit().show_troubles ? flow::trouble(*field, visit().draft, today) : std::string{});
            kit.gap(3);
        }
        const bool on = kit.button("form.next", say("form.next"), ui::Emphasis::primary);
        const bool gone_back = kit.button("form.back", say("form.back"), ui::Emphasis::quiet);
        if (asked_) return std::exchange(asked_, std::nullopt);
        if (on) return flow::Event{Kind::form_next, {}};
        return gone_back ? Asked{flow::Event{Kind::form_back, {}}} : std::nullopt;
    }

    std::string label(const flow::FormField& field) const {
        auto text = say(field.label);
        if (!say(field.unit).empty()) text = say("form.with_unit", {{"label", text}, {"unit", say(field.unit)}});
        return field.required ? text : say("form.optional", {{"label", text}});
    }

    std::string limit_of(const flow::FormField& field, const std::string& wrong) const {
        if (field.kind == flow::FormField::Kind::address) return std::to_string(flow::address_door_points_max);
        if (field.kind == flow::FormField::Kind::money) return yuan(Fen((wrong == "form.too_small" ? field.min : field.max).value_or(0)));
        if (wrong == "form.too_small" && field.min) return std::to_string(*field.min);
        if (wrong == "form.too_large" && field.max) return std::to_string(*field.max);
        return std::to_string(wrong == "form.too_short" ? field.points_min : field.points_max);
    }

    std::string explained(const flow::FormField& field, const std::string& wrong) const {
        return wrong.empty() ? wrong : say(wrong, {{"limit", limit_of(field, wrong)}});
    }

    void ask(ui::Kit& kit, const flow::FormField& field, const std::string& wrong) {
        using enum flow::FormField::Kind;
        const auto sentence = explained(field, wrong);
        switch (field.kind) {
            case text: ask_text(kit, field, ui::FieldKind::text, field.points_max, sentence); break;
            case long_text: ask_text(kit, field, ui::FieldKind::long_text, field.points_max, sentence); break;
            case number: ask_text(kit, field, ui::FieldKind::digits, number_points_max, sentence); break;
            case phone: ask_text(kit, field, ui::FieldKind::phone, phone_points_max, sentence); break;
            case id_number: ask_text(kit, field, ui::FieldKind::id_number, id_number_points_max, sentence); break;
            case choice: case choices: case consent: ask_options(kit, field, sentence); break;
            case date: ask_date(kit, field, sentence); break;
            case money: ask_text(kit, field, ui::FieldKind::amount, money_points_max, sentence); break;
            case bank_account: ask_text(kit, field, ui::FieldKind::digits, bank_card_points_max, sentence); break;
            case address: ask_address(kit, field, sentence); break;
            case signature: ask_signature(kit, field, sentence); break;
            case picture: ask_picture(kit, field, sentence); break;
            case slot: ask_slot(kit, field, sentence); break;
            case card_fact: break;
        }
    }

    // Whoever can't or won't draw signs with what proves them anyway: the card that lies there and the PIN that was right.
    void ask_signature(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        const auto key = "form." + field.key;
        auto& draft = visit().draft;
        auto value = draft.value(field.key);
        const bool by_pin = value == "pin";
        if (by_pin) kit.notice(key + ".by_pin", ui::Tone::good, say("signature.by_pin"));
        else if (kit.signature(key, label(field), value, sentence)) draft.set(field.key, value);
        if (!value.empty() && kit.button(key + ".again", say("signature.again"), ui::Emphasis::quiet, ui::Icon::erase)) draft.set(field.key, {});
        if (!by_pin && kit.button(key + ".pin", say("signature.use_pin"), ui::Emphasis::quiet, ui::Icon::shield)) draft.set(field.key, "pin");
        // What follows a field's own buttons keeps them apart from those of the page.
        kit.text(key + ".hint", say(field.hint), ui::TextStyle::muted);
    }

    void ask_picture(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        const auto key = "form." + field.key;
        kit.text(key + ".label", label(field), ui::TextStyle::strong);
        const auto taken = visit().pictures.find(field.key);
        if (!machine().camera) return kit.notice(key + ".none", ui::Tone::info, say("picture.no_camera"));
        if (visit().taking_picture == field.key) return kit.waiting(key + ".taking", say("picture.taking"));
        if (taken != visit().pictures.end()) kit.photo(key + ".photo", say("picture.taken"), {taken->second.id, taken->second.width, taken->second.height, taken->second.preview});
        if (!visit().picture_trouble.empty()) trouble(kit, key + ".trouble", visit().picture_trouble);
        else if (!sentence.empty()) kit.notice(key + ".trouble", ui::Tone::trouble, sentence);
        const bool again = taken != visit().pictures.end();
        if (kit.button(key + ".take", say(again ? "picture.again" : "picture.take"), again ? ui::Emphasis::quiet : ui::Emphasis::normal, ui::Icon::camera))
            asked_ = flow::Event{Kind::take_picture, field.key};
        if (again && kit.button(key + ".drop", say("picture.drop"), ui::Emphasis::quiet, ui::Icon::erase)) asked_ = flow::Event{Kind::drop_picture, field.key};
        kit.text(key + ".hint", again ? say("picture.readable") : say(field.hint), ui::TextStyle::muted);
    }

    void ask_text(ui::Kit& kit, const flow::FormField& field, ui::FieldKind kind, std::size_t points_max, const std::string& sentence) {
        auto value = visit().draft.value(field.key);
        if (kit.field({"form." + field.key, label(field), say(field.hint), sentence, kind, points_max, false}, value))
            visit().draft.set(field.key, std::move(value));
    }

    void ask_date(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        auto value = visit().draft.value(field.key);
        // A day still to come is near today, not where the steppers begin.
        if (value.empty() && field.required && field.earliest == "today") visit().draft.set(field.key, value = flow::today(context_.model));
        if (kit.date("form." + field.key, label(field), value, sentence)) visit().draft.set(field.key, std::move(value));
    }

    // From street to building by touch, then the door in writing. The place reached so far is the answer's first value.
    void ask_address(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        const auto& regions = *context_.model.regions;
        auto& values = visit().draft.values[field.key];
        values.resize(2);
        auto& place = values[0];
        const bool complete = place.size() == Regions::building_digits;
        const auto key = "form." + field.key;
        kit.text(key + ".label", label(field), ui::TextStyle::strong);
        const auto so_far = regions.in_words(place, strings().language());
        if (!so_far.empty()) {
            const ui::Row back{key + ".back", ui::Icon::location, so_far, say("form.address.change"), {}, ui::Tone::info};
            if (kit.rows(std::span(&back, 1))) place = place.size() <= regions.root().size() + Regions::digits_a_level
                                                           ? std::string{}
                                                           : place.substr(0, place.size() - Regions::digits_a_level);
        }
        if (complete) {
            const ui::Field door{key + ".door", say("form.address.door"), say(field.hint), sentence, ui::FieldKind::text, flow::address_door_points_max, false};
            kit.field(door, values[1]);
        } else {
            choose_place(kit, key, place);
            if (!sentence.empty()) kit.notice(key + ".trouble", ui::Tone::trouble, sentence);
        }
        if (values[0].empty() && values[1].empty()) visit().draft.values.erase(field.key);
    }

    void choose_place(ui::Kit& kit, const std::string& key, std::string& place) {
        const auto& regions = *context_.model.regions;
        const auto from = place.empty() ? std::string(regions.root()) : place;
        kit.text(key + ".which", say("form.address.level." + std::to_string(from.size())), ui::TextStyle::muted);
        std::vector<ui::Row> rows;
        for (const auto* region : regions.below(from)) {
            ui::Row row;
            row.key = key + "." + region->code;
            row.title = strings().language() == "en" ? region->en : region->zh;
            rows.push_back(std::move(row));
        }
        if (const auto touched = kit.rows(rows)) place = touched->substr(key.size() + 1);
    }

    // The day, then a time of it; a time that was booked meanwhile is taken out of the answer.
    void ask_slot(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        const auto key = "form." + field.key;
        static const std::vector<flow::SlotView> none;
        const auto known = context_.model.slots.find(field.calendar);
        const auto& slots = known == context_.model.slots.end() ? none : known->second;
        auto value = visit().draft.value(field.key);
        const auto chosen = std::find_if(slots.begin(), slots.end(), [&](const flow::SlotView& slot) { return slot.slot == value; });
        const bool by_phone = value == flow::time_by_phone, day_only = flow::is_date(value);
        if (!value.empty() && !by_phone && !day_only && chosen == slots.end()) {
            kit.notice(key + ".gone", ui::Tone::caution, say("form.slot_gone"));
            visit().draft.set(field.key, value = {});
        }
        const auto day = day_only ? value : chosen != slots.end() ? chosen->day : std::string{};
        if (day.empty()) ask_day(kit, field, slots, by_phone);
        else ask_time(kit, field, day, slots);
        if (!sentence.empty()) kit.notice(key + ".trouble", ui::Tone::trouble, sentence);
    }

    // Days and times are called by their place, so that their keys are the same on every day.
    void ask_day(ui::Kit& kit, const flow::FormField& field, const std::vector<flow::SlotView>& slots, bool by_phone) {
        const auto key = "form." + field.key;
        std::vector<std::string> days;
        std::vector<ui::Option> options;
        for (const auto& slot : slots)
            if (days.empty() || days.back() != slot.day) {
                days.push_back(slot.day);
                options.push_back({"day" + std::to_string(days.size()), Page::date(slot.day), {}});
            }
        if (days.empty()) kit.notice(key + ".none", ui::Tone::info, say("form.slot_none"));
        options.push_back({std::string(flow::time_by_phone), say("form.slot.call"), {}});
        auto option = by_phone ? std::string(flow::time_by_phone) : std::string{};
        if (!kit.choice(key + "_day", label(field), options, option)) return;
        const auto touched = std::find_if(options.begin(), options.end(), [&](const ui::Option& one) { return one.value == option; });
        const auto number = static_cast<std::size_t>(touched - options.begin());
        visit().draft.set(field.key, number < days.size() ? days[number] : option);
    }

    void ask_time(ui::Kit& kit, const flow::FormField& field, const std::string& day, const std::vector<flow::SlotView>& slots) {
        const auto key = "form." + field.key;
        std::vector<const flow::SlotView*> of_day;
        std::vector<ui::Option> options;
        std::string option;
        for (const auto& slot : slots) {
            if (slot.day != day) continue;
            of_day.push_back(&slot);
            options.push_back({"time" + std::to_string(of_day.size()), slot.time, {}});
            if (slot.slot == visit().draft.value(field.key)) option = options.back().value;
        }
        kit.text(key + ".what", label(field), ui::TextStyle::strong);
        const ui::Row back{key + ".back", ui::Icon::calendar, Page::date(day), say("form.slot.change"), {}, ui::Tone::info};
        if (kit.rows(std::span(&back, 1))) return visit().draft.set(field.key, {});
        if (of_day.empty()) return kit.notice(key + ".none", ui::Tone::info, say("form.slot_none"));
        kit.text(key + ".place", say("form.slot.place", {{"place", say(of_day.front()->place)}}), ui::TextStyle::muted);
        if (!kit.choice(key, say("form.slot.time"), options, option)) return;
        for (std::size_t i = 0; i < options.size(); ++i)
            if (options[i].value == option) visit().draft.set(field.key, of_day[i]->slot);
    }

    void ask_options(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        const auto key = "form." + field.key;
        std::vector<ui::Option> options;
        for (const auto& option : field.options) options.push_back({option.value, say(option.label), {}});
        auto& values = visit().draft.values;
        if (field.kind == flow::FormField::Kind::choice) {
            auto value = visit().draft.value(field.key);
            if (kit.choice(key, label(field), options, value)) visit().draft.set(field.key, std::move(value));
        } else {
            if (field.kind == flow::FormField::Kind::consent) options = {{"yes", say("form.agree"), {}}};
            auto chosen = values.contains(field.key) ? values[field.key] : std::vector<std::string>{};
            if (kit.choices(key, field.kind == flow::FormField::Kind::consent ? say(field.label) : label(field), options, chosen)) {
                if (chosen.empty()) values.erase(field.key);
                else values[field.key] = std::move(chosen);
            }
        }
        if (!sentence.empty()) kit.notice(key + ".trouble", ui::Tone::trouble, sentence);
    }

    Asked asked_;  ///< by a field of the page
};

}  // namespace

std::unique_ptr<Screen> make_form(Context context) { return std::make_unique<Form>(context); }

}  // namespace onecard::screens
