// What is open to everybody, without a card: the kinds, the list of one kind, and the one that is open.
#include <algorithm>
#include <array>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

struct Shown {
    std::string_view kind;
    ui::Icon icon;
};
constexpr std::array<Shown, 8> kinds{{{"vacancy", ui::Icon::work},
                                      {"course", ui::Icon::school},
                                      {"public_notice", ui::Icon::scales},
                                      {"suggestion", ui::Icon::star},
                                      {"document", ui::Icon::book},
                                      {"survey", ui::Icon::check},
                                      {"activity", ui::Icon::people},
                                      {"organisation", ui::Icon::house}}};

class Listings final : public Page {
public:
    using Page::Page;

private:
    const flow::ListingView* open() const { return flow::open_listing(context_.model); }
    std::string kind_name(std::string_view kind) const { return say("listings.kind." + std::string(kind)); }

    std::string title() const override {
        if (open()) return kind_name(open()->kind);
        const auto known = std::any_of(kinds.begin(), kinds.end(), [&](const Shown& one) { return one.kind == visit().listing_kind; });
        return known ? kind_name(visit().listing_kind) : say("listings.title");
    }

    flow::Event back() const override {
        if (!visit().open_listing.empty()) return {Kind::open_listings, visit().listing_kind.empty() ? std::string() : "@" + visit().listing_kind};
        return visit().listing_kind.empty() ? flow::Event{Kind::back, {}} : flow::Event{Kind::open_listings, {}};
    }

    std::string part() const override { return visit().listing_kind + "/" + visit().open_listing; }

    Asked content(ui::Kit& kit) override {
        show_age(kit, "listings.as_of", machine().notices_as_of);
        if (const auto* listing = open()) return one(kit, *listing);
        if (!visit().open_listing.empty()) {
            kit.notice("listing.gone", ui::Tone::info, say("listing.gone"));
            return std::nullopt;
        }
        return visit().listing_kind.empty() ? all_kinds(kit) : of_kind(kit);
    }

    Asked all_kinds(ui::Kit& kit) {
        std::vector<ui::Tile> tiles;
        for (const auto& shown : kinds) {
            const auto& all = context_.model.listings;
            const auto count = std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.kind == shown.kind; });
            tiles.push_back({"listings." + std::string(shown.kind), shown.icon, kind_name(shown.kind), say("listings.count", static_cast<std::int64_t>(count))});
        }
        const auto touched = kit.tiles(tiles);
        return touched ? Asked{flow::Event{Kind::open_listings, "@" + touched->substr(9)}} : std::nullopt;
    }

    bool fits(const flow::ListingView& listing) const {
        const auto& wanted = visit().listing_search;
        const auto has = [&](const flow::Text& text) { return say(text).find(wanted) != std::string::npos; };
        if (wanted.empty() || has(listing.title) || has(listing.body)) return true;
        return std::any_of(listing.facts.begin(), listing.facts.end(), [&](const auto& fact) { return has(fact.second); });
    }

    Asked of_kind(ui::Kit& kit) {
        const auto kind = visit().listing_kind;
        if (kind == "vacancy" || kind == "course" || kind == "organisation") {
            ui::Field field;
            field.key = "listings.search";
            field.label = say("listings.search");
            field.hint = say("listings.search.hint");
            field.points_max = 20;
            kit.field(field, visit().listing_search);
        }
        std::vector<ui::Row> rows;
        bool any = false;
        for (const auto& listing : context_.model.listings) {
            if (listing.kind != kind) continue;
            any = true;
            if (!fits(listing)) continue;
            ui::Row row;
            row.key = "listing." + listing.id;
            row.icon = icon_of(kind);
            row.title = say(listing.title);
            row.note = listing.facts.empty() || kind == "public_notice" || kind == "suggestion"
                           ? say(listing.publisher) + "  " + date(listing.published_at)
                           : say(listing.facts.front().first) + " " + say(listing.facts.front().second);
            if (!listing.mark.empty()) row.value = say("listing.marks." + listing.mark, listing.marks);
            rows.push_back(std::move(row));
        }
        if (rows.empty()) kit.notice("listings.none", ui::Tone::info, say(any ? "listings.not_found" : "listings.none"));
        const auto touched = rows.empty() ? std::nullopt : kit.rows(rows);
        return touched ? Asked{flow::Event{Kind::open_listings, touched->substr(8)}} : std::nullopt;
    }

    static ui::Icon icon_of(std::string_view kind) {
        for (const auto& shown : kinds)
            if (shown.kind == kind) return shown.icon;
        return ui::Icon::request;
    }

    Asked one(ui::Kit& kit, const flow::ListingView& listing) {
        kit.text("listing.title", say(listing.title), ui::TextStyle::title);
        kit.text("listing.publisher", say(listing.publisher), ui::TextStyle::muted);
        kit.text("listing.version", say("listing.version", {{"version", std::to_string(listing.version)}, {"day", date(listing.published_at)}}),
                 ui::TextStyle::muted);
        stale(kit, listing);
        kit.gap(2);
        if (!say(listing.body).empty()) kit.text("listing.body", say(listing.body), ui::TextStyle::large);
        int number = 0;
        for (const auto& [label, value] : listing.facts)
            kit.fact("listing.fact." + std::to_string(++number), say(label), say(value), ui::TextStyle::strong);
        due(kit, listing);
        if (!listing.mark.empty()) kit.text("listing.marks", say("listing.marks." + listing.mark, listing.marks), ui::TextStyle::strong);
        if (listing.places > 0) kit.fact("listing.places", say("listing.places"), std::to_string(listing.places));
        if (!listing.answer.zh.empty()) {
            kit.gap(2);
            kit.notice("listing.answer", ui::Tone::good, say("listing.answer") + "  " + date(listing.answered_at));
            kit.text("listing.answer.text", say(listing.answer), ui::TextStyle::large);
        }
        results(kit, listing);
        return buttons(kit, listing);
    }

    // Old papers are read as new ones unless somebody says so: first on the page, so that it is also said aloud first.
    void stale(ui::Kit& kit, const flow::ListingView& listing) const {
        Timestamp published;
        if (listing.fresh_days == 0 || !from_iso(listing.published_at, published)) return;
        if (machine().now - published < std::chrono::hours(24 * listing.fresh_days)) return;
        kit.notice("listing.stale", ui::Tone::caution, say("listing.stale", {{"age", age(strings(), published, machine().now)}}));
    }

    void due(ui::Kit& kit, const flow::ListingView& listing) const {
        if (listing.due_at.empty() || !listing.answer.zh.empty()) return;
        const auto own = "listing.due." + listing.kind;
        kit.fact("listing.due", say(strings().has(own) ? own : "listing.due"), date(listing.due_at), ui::TextStyle::strong);
        Timestamp limit;
        if (listing.kind == "suggestion" && from_iso(listing.due_at, limit) && machine().now > limit)
            kit.notice("listing.late", ui::Tone::caution, say("listing.due.late"));
    }

    void results(ui::Kit& kit, const flow::ListingView& listing) const {
        if (!listing.told) return;
        for (const auto& question : listing.questions) {
            std::int64_t sum = 0;
            for (const auto& option : question.options) sum += option.chosen;
            if (sum == 0) continue;
            std::vector<ui::Bar> bars;
            for (const auto& option : question.options)
                bars.push_back({say(option.label), std::to_string(option.chosen), static_cast<float>(option.chosen) / static_cast<float>(sum)});
            kit.chart("listing.result." + question.key, say(question.text), bars, ui::ChartKind::lying);
        }
    }

    Asked buttons(ui::Kit& kit, const flow::ListingView& listing) {
        const bool cards = machine().reader_ready || visit().holder;
        const bool mark = !listing.mark.empty() && kit.button("listing.mark", say("listing.mark." + listing.mark), ui::Emphasis::primary, ui::Icon::card, cards);
        const auto known = context_.model.catalogue && context_.model.catalogue->item(listing.item_code);
        const auto own = "listing.item." + listing.kind;
        const bool item = known && kit.button("listing.item", say(strings().has(own) ? own : "listing.item.other"),
                                              listing.mark.empty() ? ui::Emphasis::primary : ui::Emphasis::normal, ui::Icon::request);
        if (mark) return flow::Event{Kind::open_mark, listing.id};
        return item ? Asked{flow::Event{Kind::open_item, listing.item_code}} : std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_listings(Context context) { return std::make_unique<Listings>(context); }

}  // namespace onecard::screens
