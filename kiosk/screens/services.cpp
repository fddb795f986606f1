// Finding an item: by typing, by what happens in one's life, or by who is responsible. Never more than a page or two of rows at once.
#include <algorithm>
#include <array>
#include <map>
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
constexpr std::size_t rows_at_ease = 15;  ///< more of one life event are first parted by department
constexpr std::size_t query_points_max = 40;

using Items = std::vector<const flow::Item*>;

class Services final : public Page {
public:
    using Page::Page;
    void enter() override { start_over(); }
    std::string part() const override { return (by_department_ ? "departments/" : event_ + "/") + department_; }

private:
    std::string title() const override { return say("services.title"); }

    Asked content(ui::Kit& kit) override {
        ui::Field field{"services.search", say("services.search"), say("services.search.hint"), {}, ui::FieldKind::text, query_points_max, false, true};
        // What was chosen stays below: another part of the page would take the keys away under the first letter.
        kit.field(field, visit().search);
        // Letters that are not yet characters search too: whoever writes "sf" need not choose among fifty of that sound.
        const auto query = visit().search + kit.composing(field.key);
        if (!query.empty()) return list(kit, searched(query));
        if (writing(kit)) {
            kit.text("services.writing", say("services.writing"), ui::TextStyle::muted);  // tiles would crowd above the keys
            return std::nullopt;
        }
        where(kit);
        if (!by_department_ && event_.empty()) return life_event_tiles(kit);
        const auto found = narrowed();
        const bool choose_department = department_.empty() && (by_department_ || found.size() > rows_at_ease);
        return choose_department ? department_tiles(kit, found) : list(kit, found);
    }

    static bool writing(ui::Kit& kit) {
        const auto& targets = kit.targets();
        return std::any_of(targets.begin(), targets.end(), [](const ui::Target& one) { return one.key == "services.search" && one.focused; });
    }

    void start_over() {
        by_department_ = false;
        event_.clear();
        department_.clear();
    }

    // What was chosen so far, and the way back from it.
    void where(ui::Kit& kit) {
        if (!by_department_ && event_.empty()) {
            kit.text("services.ask", say("services.ask"), ui::TextStyle::strong);
            return;
        }
        auto chosen = event_.empty() ? std::string() : say("event." + event_);
        if (!department_.empty()) chosen += (chosen.empty() ? "" : " · ") + department_name();
        if (!chosen.empty()) kit.text("services.chosen", chosen, ui::TextStyle::strong);
        if (kit.button("services.all", say("services.all"), ui::Emphasis::quiet, ui::Icon::left)) start_over();
    }

    std::string department_name() const {
        const auto* department = context_.model.catalogue->department(department_);
        return department ? say(department->name) : std::string();
    }

    Asked life_event_tiles(ui::Kit& kit) {
        std::vector<ui::Tile> tiles;
        for (const auto& [name, picture] : life_events) {
            const std::string key = "event." + std::string(name);
            tiles.push_back({key, picture, say(key), {}, true});
        }
        tiles.push_back({"services.by_department", ui::Icon::shield, say("services.by_department"), {}, true});
        if (const auto touched = kit.tiles(tiles)) {
            by_department_ = *touched == "services.by_department";
            if (!by_department_) event_ = touched->substr(6);
        }
        return std::nullopt;
    }

    Asked department_tiles(ui::Kit& kit, const Items& found) {
        std::map<std::string_view, int> count;
        for (const auto* item : found) ++count[item->department];
        std::vector<ui::Tile> tiles;
        for (const auto& department : context_.model.catalogue->departments) {
            const auto items = count.find(department.code);
            if (items == count.end()) continue;
            tiles.push_back({"department." + department.code, picture_of(department.code), say(department.name),
                             say("services.count", items->second), true});
        }
        if (const auto touched = kit.tiles(tiles)) department_ = touched->substr(11);
        return std::nullopt;
    }

    // A department looks like what it does most.
    ui::Icon picture_of(std::string_view department) const {
        std::map<std::string_view, int> count;
        std::string_view most;
        for (const auto& item : context_.model.catalogue->items)
            if (item.department == department && ++count[item.icon] > count[most]) most = item.icon;
        return icon(most);
    }

    Asked list(ui::Kit& kit, const Items& found) {
        if (found.empty()) {
            kit.notice("services.none", ui::Tone::info, say("services.none"));
            return std::nullopt;
        }
        const auto touched = kit.rows(rows(found));
        return touched ? Asked{flow::Event{Kind::open_item, touched->substr(8)}} : std::nullopt;
    }

    Items searched(const std::string& query) const {
        const auto& model = context_.model;
        return model.search ? model.search->find(query, rows_max) : Items{};
    }

    Items narrowed() const {
        Items found;
        if (!context_.model.catalogue) return found;
        for (const auto& item : context_.model.catalogue->items) {
            const auto& events = item.life_events;
            const bool fits = (event_.empty() || std::find(events.begin(), events.end(), event_) != events.end()) &&
                              (department_.empty() || item.department == department_);
            if (fits) found.push_back(&item);
        }
        return found;
    }

    std::vector<ui::Row> rows(const Items& found) const {
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

    bool by_department_ = false;  ///< departments were asked for instead of life events
    std::string event_, department_;  ///< only items of these; empty for all
};

}  // namespace

std::unique_ptr<Screen> make_services(Context context) { return std::make_unique<Services>(context); }

}  // namespace onecard::screens
