// Finding an item: by typing, or by what happens in one's life.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

constexpr std::array<std::pair<std::string_view, ui::Icon>, 10> life_events{{{"birth", ui::Icon::people}, {"school", ui::Icon::school},
    {"work", ui::Icon::work}, {"housing", ui::Icon::house}, {"moving", ui::Icon::location}, {"illness", ui::Icon::health},
    {"retirement", ui::Icon::elder}, {"death", ui::Icon::leaf}, {"business", ui::Icon::scales}, {"daily", ui::Icon::wrench}}};
constexpr std::size_t rows_max = 60;
constexpr std::size_t query_points_max = 40;

class Services final : public Page {
public:
    using Page::Page;
    void enter() override {
        by_event_ = false;
        event_.clear();
    }

private:
    std::string title() const override { return say("services.title"); }

    Asked content(ui::Kit& kit) override {
        ui::Field field{"services.search", say("services.search"), say("services.search.hint"), {}, ui::FieldKind::text, query_points_max, false, true};
        if (kit.field(field, visit().search)) event_.clear(), by_event_ = false;
        // Letters that are not yet characters search too: whoever writes "sf" need not choose among fifty of that sound.
        const auto query = visit().search + kit.composing(field.key);
        if (query.empty()) ways(kit);
        if (by_event_ && event_.empty() && query.empty()) {
            life_event_tiles(kit);
            return std::nullopt;
        }
        const auto found = items(query);
        if (found.empty()) {
            kit.notice("services.none", ui::Tone::info, say("services.none"));
            return std::nullopt;
        }
        const auto touched = kit.rows(rows(found));
        return touched ? Asked{flow::Event{Kind::open_item, touched->substr(8)}} : std::nullopt;
    }

    void ways(ui::Kit& kit) {
        if (by_event_ || !event_.empty()) {
            if (!event_.empty()) kit.text("services.event", say("event." + event_), ui::TextStyle::strong);
            if (kit.button("services.all", say("services.all"), ui::Emphasis::quiet, ui::Icon::request)) by_event_ = false, event_.clear();
            return;
        }
        if (kit.button("services.by_event", say("services.by_event"), ui::Emphasis::quiet, ui::Icon::people)) by_event_ = true;
    }

    void life_event_tiles(ui::Kit& kit) {
        std::vector<ui::Tile> tiles;
        for (const auto& [name, picture] : life_events) {
            const std::string key = "event." + std::string(name);
            tiles.push_back({key, picture, say(key), {}, true});
        }
        if (const auto touched = kit.tiles(tiles)) event_ = touched->substr(6);
    }

    std::vector<const flow::Item*> items(const std::string& query) const {
        const auto& model = context_.model;
        if (model.search && !query.empty()) return model.search->find(query, rows_max);
        std::vector<const flow::Item*> found;
        if (!model.catalogue) return found;
        for (const auto& item : model.catalogue->items) {
            const auto& events = item.life_events;
            const bool fits = event_.empty() || std::find(events.begin(), events.end(), event_) != events.end();
            if (fits && found.size() < rows_max) found.push_back(&item);
        }
        return found;
    }

    std::vector<ui::Row> rows(const std::vector<const flow::Item*>& found) const {
        std::vector<ui::Row> rows;
        for (const auto* item : found) {
            ui::Row row;
            row.key = "service." + item->code;
            row.icon = icon(item->icon);
            row.title = say(item->name);
            row.note = say(item->summary);
            rows.push_back(std::move(row));
        }
        return rows;
    }

    bool by_event_ = false;   ///< life events are shown instead of items
    std::string event_;       ///< only items of this life event
};

}  // namespace

std::unique_ptr<Screen> make_services(Context context) { return std::make_unique<Services>(context); }

}  // namespace onecard::screens
