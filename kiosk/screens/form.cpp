// A page of the form of an item, at most three things to answer; which ones is data. What the card tells is not asked; the review shows it.
#include <algorithm>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

constexpr std::size_t number_points_max = 12, phone_points_max = 14, id_number_points_max = 18;

class Form final : public Page {
public:
    using Page::Page;

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
        for (const auto* field : page) {
            ask(kit, *field, visit().show_troubles ? flow::trouble(*field, visit().draft, today) : std::string{});
            kit.gap(3);
        }
        const bool on = kit.button("form.next", say("form.next"), ui::Emphasis::primary);
        const bool gone_back = kit.button("form.back", say("form.back"), ui::Emphasis::quiet);
        if (on) return flow::Event{Kind::form_next, {}};
        return gone_back ? Asked{flow::Event{Kind::form_back, {}}} : std::nullopt;
    }

    std::string label(const flow::FormField& field) const {
        auto text = say(field.label);
        if (!say(field.unit).empty()) text = say("form.with_unit", {{"label", text}, {"unit", say(field.unit)}});
        return field.required ? text : say("form.optional", {{"label", text}});
    }

    static std::string limit_of(const flow::FormField& field, const std::string& wrong) {
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
            case card_fact: break;
        }
    }

    void ask_text(ui::Kit& kit, const flow::FormField& field, ui::FieldKind kind, std::size_t points_max, const std::string& sentence) {
        auto value = visit().draft.value(field.key);
        if (kit.field({"form." + field.key, label(field), say(field.hint), sentence, kind, points_max, false}, value))
            visit().draft.set(field.key, std::move(value));
    }

    void ask_date(ui::Kit& kit, const flow::FormField& field, const std::string& sentence) {
        auto value = visit().draft.value(field.key);
        if (kit.date("form." + field.key, label(field), value, sentence)) visit().draft.set(field.key, std::move(value));
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
};

}  // namespace

std::unique_ptr<Screen> make_form(Context context) { return std::make_unique<Form>(context); }

}  // namespace onecard::screens
