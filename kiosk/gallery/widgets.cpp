#include "kiosk/gallery/widgets.hpp"

#include <array>

#include "kiosk/ui/formats.hpp"

namespace onecard::gallery {
namespace {

using ui::Emphasis;
using ui::Icon;
using ui::Kit;
using ui::Strings;
using ui::TextStyle;
using ui::Tone;

class WidgetScreen final : public screens::Screen {
public:
    WidgetScreen(std::function<void(Kit&, const Strings&)> draw, const Strings& strings) : draw_(std::move(draw)), strings_(strings) {}
    std::optional<flow::Event> draw(Kit& kit) override {
        draw_(kit, strings_);
        return std::nullopt;
    }

private:
    std::function<void(Kit&, const Strings&)> draw_;
    const Strings& strings_;
};

// Words of the pages themselves, so that every language shows its own.
void begin(Kit& kit, const Strings& say, std::string_view title) {
    ui::Frame frame;
    frame.title = say.text(title);
    frame.hall = "梧桐社区便民服务大厅";
    frame.clock = "09:30";
    frame.online = true;
    frame.network = say.text("strip.online");
    frame.can_go_back = frame.can_go_home = frame.can_end = true;
    kit.page(frame);
}

void buttons(Kit& kit, const Strings& say) {
    begin(kit, say, "my.title");
    kit.text("words", say.text("pay.hold"));
    kit.button("primary", say.text("pay.again"), Emphasis::primary, Icon::money);
    kit.text("between", say.text("receipt.waiting"), TextStyle::muted);
    kit.button("normal", say.text("cases.services"), Emphasis::normal, Icon::request);
    kit.text("between.2", say.text("receipt.waiting"), TextStyle::muted);
    kit.button("danger", say.text("card.lost"), Emphasis::danger, Icon::warning);
    kit.text("between.3", say.text("receipt.waiting"), TextStyle::muted);
    kit.button("quiet", say.text("pay.cancel"), Emphasis::quiet);
    kit.button("disabled", say.text("form.next"), Emphasis::primary, Icon::none, false);
}

void words(Kit& kit, const Strings& say) {
    begin(kit, say, "notices.title");
    for (const auto& [key, style] : std::initializer_list<std::pair<const char*, TextStyle>>{{"large", TextStyle::large}, {"strong", TextStyle::strong},
             {"body", TextStyle::body}, {"muted", TextStyle::muted}, {"small", TextStyle::small}})
        kit.text(key, say.text("pay.hold"), style);
    kit.fact("fact", say.text("pay.total"), "248.90", TextStyle::amount);
    kit.fact("fact.2", say.text("card.number"), "3100 **** **** 3457");
    kit.notice("info", Tone::info, say.text("welcome.offline"));
    kit.notice("good", Tone::good, say.text("bills.none"));
    kit.notice("caution", Tone::caution, say.text("my.no_payment"));
    kit.notice("trouble", Tone::trouble, say.text("trouble.card.silent"));
}

void lists(Kit& kit, const Strings& say) {
    begin(kit, say, "bills.title");
    std::vector<ui::Row> rows(4);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].key = "row." + std::to_string(i);
        rows[i].icon = std::array{Icon::water, Icon::electricity, Icon::gas, Icon::telecom}[i];
        rows[i].title = say.text(std::array{"bill.water", "bill.electricity", "bill.gas", "bill.telecom"}[i]);
        rows[i].note = say.text("pay.hold");
        rows[i].value = "86.40";
        rows[i].checkable = i < 2;
        rows[i].checked = i == 0;
        rows[i].tone = i == 1 ? Tone::caution : Tone::info;
        rows[i].enabled = i != 3;
    }
    kit.rows(rows);
    const std::array tiles{ui::Tile{"tile.1", Icon::bills, say.text("my.bills"), say.text("welcome.bills.note"), true},
                           ui::Tile{"tile.2", Icon::card, say.text("my.card"), say.text("welcome.card.note"), false}};
    kit.tiles(tiles);
}

void entries(Kit& kit, const Strings& say) {
    begin(kit, say, "review.title");
    std::string empty, full = "139 0000 0457", chosen = "a";
    std::vector<std::string> several{"a"};
    kit.field({"empty", say.text("services.search"), say.text("services.search.hint"), {}, ui::FieldKind::text, 40, true}, empty);
    kit.field({"full", say.text("phone.keeper"), {}, say.text("kit.date_wrong"), ui::FieldKind::phone, 20, false}, full);
    const std::array options{ui::Option{"a", say.text("ease.larger.0"), {}}, ui::Option{"b", say.text("ease.larger.1"), {}}};
    kit.choice("one", say.text("ease.larger"), options, chosen);
    const std::array notes{ui::Option{"a", say.text("ease.more.low"), say.text("pay.hold")}, ui::Option{"b", say.text("ease.more.calm"), {}}};
    kit.choices("several", say.text("ease.more"), notes, several);
}

void dates(Kit& kit, const Strings& say) {
    begin(kit, say, "review.title");
    std::string day = "1954-01-01", wrong = "2026-02-30";
    kit.date("day", say.text("case.accepted"), day);
    kit.date("wrong", say.text("case.closed"), wrong);
}

void order(Kit& kit, const Strings& say) {
    begin(kit, say, "case.title");
    const std::vector<std::string> steps{say.text("present_card.where"), say.text("pin.title"), say.text("pay.title"), say.text("receipt.done")};
    kit.steps("steps", steps, 2);
    using State = ui::Moment::State;
    const std::array moments{ui::Moment{say.text("case.accepted"), "2026-10-28", {}, State::done}, ui::Moment{say.text("case.department"), {}, {}, State::current},
                             ui::Moment{say.text("case.closed"), {}, {}, State::ahead}};
    kit.timeline("moments", moments);
    kit.progress("progress", say.text("receipt.waiting"), 0.4f);
}

void figures(Kit& kit, const Strings& say) {
    begin(kit, say, "bills.months");
    std::vector<ui::Bar> months;
    for (int i = 0; i < 6; ++i) {
        const std::array amounts{184.2f, 231.8f, 265.1f, 198.7f, 209.9f, 248.9f};
        const auto at = static_cast<std::size_t>(i);
        const std::string period = std::string("2026-") + std::array{"06", "07", "08", "09", "10", "11"}[at];
        months.push_back({ui::month(period, ui::language_from(say.language())), std::to_string(int(amounts[at])), amounts[at] / 265.1f, Tone::info, i == 5});
    }
    kit.chart("months", say.text("bills.months"), months);
    const std::array departments{ui::Bar{"民政局", "98 %", 0.98f, Tone::good}, ui::Bar{"住房和城乡建设局", "91 %", 0.91f, Tone::good},
                                 ui::Bar{"城市管理局", "74 %", 0.74f, Tone::caution}};
    kit.chart("departments", say.text("case.department"), departments, ui::ChartKind::lying);
    kit.table("table", {{say.text("kit.month"), say.text("bill.water"), say.text("bill.gas")}, {{"2026-09", "45.60", "120.00"}, {"2026-10", "86.40", "98.75"}}});
}

void waiting(Kit& kit, const Strings& say) {
    begin(kit, say, "paying.title");
    kit.picture("picture", Icon::card);
    kit.waiting("waiting", say.text("paying.wait"));
    kit.qr("code", "ONECARD1 K0001-20261122-0007");
    kit.text("below", say.text("receipt.slip.saved"), TextStyle::muted);
}

}  // namespace

std::vector<Scene> widget_scenes() {
    const auto nothing = [](SampleVisit&) {};
    const auto page = [&](const char* name, void (*draw)(Kit&, const Strings&)) {
        return Scene{std::string("widgets_") + name, flow::ScreenId::welcome, nothing, {}, draw};
    };
    return {page("buttons", buttons), page("words", words), page("lists", lists), page("entries", entries), page("dates", dates), page("order", order),
            page("figures", figures), page("waiting", waiting)};
}

std::unique_ptr<screens::Screen> make_widget_screen(std::function<void(Kit&, const Strings&)> draw, const Strings& strings) {
    return std::make_unique<WidgetScreen>(std::move(draw), strings);
}

}  // namespace onecard::gallery
