// What registers hold about the visitor, by card and PIN: the list, and one of them with its history; a certificate of it on paper.
#include <algorithm>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::screens {
namespace {

ui::Icon icon_of(const std::string& kind) {
    if (kind == "social_insurance") return ui::Icon::shield;
    if (kind == "medical_insurance") return ui::Icon::health;
    if (kind == "pension") return ui::Icon::elder;
    if (kind == "volunteer") return ui::Icon::people;
    return kind == "water" ? ui::Icon::water : ui::Icon::book;
}

ui::Tone tone_of(const std::string& tone) {
    if (tone == "good") return ui::Tone::good;
    if (tone == "trouble") return ui::Tone::trouble;
    return tone == "caution" ? ui::Tone::caution : ui::Tone::info;
}

class Registers final : public Page {
public:
    using Page::Page;

private:
    const flow::RegisterView* open() const {
        const auto& all = visit().registers;
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.kind == visit().open_register; });
        return found == all.end() ? nullptr : &*found;
    }

    std::string title() const override { return open() ? say(open()->title) : say("registers.title"); }
    flow::Event back() const override { return open() ? flow::Event{Kind::open_registers, {}} : flow::Event{Kind::back, {}}; }
    std::string part() const override { return visit().open_register; }

    Asked content(ui::Kit& kit) override {
        show_age(kit, "registers.as_of", visit().registers_as_of);
        if (const auto* one = open()) return show(kit, *one);
        if (visit().registers.empty()) {
            kit.picture("registers.picture", ui::Icon::book);
            if (visit().registers_as_of) kit.notice("registers.none", ui::Tone::info, say("registers.none"));
            else if (machine().online) kit.waiting("registers.waiting", say("registers.waiting"));
            else kit.notice("registers.none", ui::Tone::info, say("registers.unknown"));
            return std::nullopt;
        }
        std::vector<ui::Row> rows;
        for (const auto& one : visit().registers) {
            ui::Row row;
            row.key = "register." + one.kind;
            row.icon = icon_of(one.kind);
            row.title = say(one.title);
            row.note = one.tone == "trouble" || one.tone == "caution" ? say(one.word) : say(one.keeper);
            rows.push_back(std::move(row));
        }
        const auto touched = kit.rows(rows);
        return touched ? Asked{flow::Event{Kind::open_registers, touched->substr(9)}} : std::nullopt;
    }

    std::string shown(const std::string& text) const { return visit().settings.hide_amounts ? ui::veil(text, "••••") : text; }

    Asked show(ui::Kit& kit, const flow::RegisterView& one) {
        if (!one.word.zh.empty()) kit.notice("register.word", tone_of(one.tone), say(one.word));
        if (!visit().fault.empty()) trouble(kit, "register.trouble", visit().fault);
        show_paper(kit);
        int number = 0;
        for (const auto& [label, value] : one.facts)
            kit.fact("register.fact." + std::to_string(++number), say(label), shown(say(value)), ui::TextStyle::strong);
        kit.fact("register.keeper", say("register.keeper"), say(one.keeper));
        kit.fact("register.as_of", say("register.as_of"), date(one.as_of));
        history(kit, one);
        const bool known = context_.model.catalogue && context_.model.catalogue->item(one.item_code);
        const bool item = known && kit.button("register.item", say("register.item"), ui::Emphasis::primary, ui::Icon::request);
        const bool paper = one.certificate && kit.button("register.certificate", say("register.certificate"),
                                                         known ? ui::Emphasis::normal : ui::Emphasis::primary, ui::Icon::printer);
        if (item) return flow::Event{Kind::open_item, one.item_code};
        return paper ? Asked{flow::Event{Kind::print_certificate, one.kind}} : print_again(kit);
    }

    void show_paper(ui::Kit& kit) const {
        const auto& receipt = visit().receipt;
        if (!receipt || receipt->kind != flow::Receipt::Kind::certificate) return;
        kit.notice("register.certified", ui::Tone::good, say("register.certified", {{"number", receipt->number}}));
        show_slip(kit);
        if (slip_missing()) kit.qr("register.qr", receipt->qr);
    }

    void history(ui::Kit& kit, const flow::RegisterView& one) const {
        if (!one.bars.empty() && !visit().settings.hide_amounts) {
            std::vector<ui::Bar> bars;
            for (const auto& bar : one.bars) bars.push_back({bar.label, bar.value, static_cast<float>(bar.percent) / 100.0F});
            bars.back().strong = true;
            kit.gap(2);
            kit.chart("register.chart", say(one.chart), bars);
        }
        if (one.rows.empty()) return;
        ui::Table table;
        for (const auto& head : one.heads) table.heads.push_back(say(head));
        for (const auto& row : one.rows) {
            auto& line = table.rows.emplace_back();
            for (std::size_t column = 0; column < row.size(); ++column) line.push_back(column == 0 ? row[column] : shown(row[column]));
        }
        kit.gap(2);
        kit.table("register.table", table);
    }
};

}  // namespace

std::unique_ptr<Screen> make_registers(Context context) { return std::make_unique<Registers>(context); }

}  // namespace onecard::screens
