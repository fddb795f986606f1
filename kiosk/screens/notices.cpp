// Notices of the community and the district: the list, and the one that is open.
#include <algorithm>
#include <vector>

#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"

namespace onecard::screens {
namespace {

class Notices final : public Page {
public:
    using Page::Page;

private:
    const flow::NoticeView* open() const {
        const auto& all = context_.model.notices;
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& notice) { return notice.id == visit().open_notice; });
        return found == all.end() ? nullptr : &*found;
    }

    std::string title() const override { return open() ? say(open()->title) : say("notices.title"); }
    flow::Event back() const override { return open() ? flow::Event{Kind::open_notices, {}} : flow::Event{Kind::back, {}}; }

    Asked content(ui::Kit& kit) override {
        if (const auto* notice = open()) {
            kit.text("notice.publisher", say(notice->publisher) + "  " + date(notice->published_at), ui::TextStyle::muted);
            kit.gap(2);
            kit.text("notice.body", say(notice->body), ui::TextStyle::large);
            return std::nullopt;
        }
        const std::vector<ui::Row> lists{{"notices.listings", ui::Icon::people, say("notices.listings"), say("notices.listings.note"), {}}};
        if (kit.rows(lists)) return flow::Event{Kind::open_listings, {}};
        if (context_.model.notices.empty()) {
            kit.picture("notices.picture", ui::Icon::megaphone);
            kit.notice("notices.none", ui::Tone::info, say("notices.none"));
            return std::nullopt;
        }
        std::vector<ui::Row> rows;
        for (const auto& notice : context_.model.notices) {
            ui::Row row;
            row.key = "notice." + notice.id;
            row.icon = ui::Icon::megaphone;
            row.title = say(notice.title);
            row.note = say(notice.publisher) + "  " + date(notice.published_at);
            rows.push_back(std::move(row));
        }
        const auto touched = kit.rows(rows);
        return touched ? Asked{flow::Event{Kind::open_notices, touched->substr(7)}} : std::nullopt;
    }
};

}  // namespace

std::unique_ptr<Screen> make_notices(Context context) { return std::make_unique<Notices>(context); }

}  // namespace onecard::screens
