// Forms begun earlier: there again when their item is opened, on this or another machine.
#include "kiosk/flow/turn.hpp"

namespace onecard::flow {
namespace {

void resume(Visit& visit) {
    const auto saved = visit.drafts.find(visit.open_item);
    visit.resumed = saved != visit.drafts.end();
    if (!visit.resumed) return;
    // A picture is kept no longer than the visit it was taken in.
    const auto digest_alone = [&](const auto& answer) {
        return answer.second.size() == 1 && answer.second.front().starts_with(picture_answer) && !visit.pictures.contains(answer.first);
    };
    std::erase_if(saved->second.values, digest_alone);
    visit.draft = saved->second;
}

bool is_filling_in(ScreenId screen) { return screen == ScreenId::form || screen == ScreenId::review; }

}  // namespace

void resume_draft(Visit& visit, ScreenId from, ScreenId to) {
    if (to == ScreenId::form && !is_filling_in(from) && visit.draft.values.empty()) resume(visit);
}

void drop_draft(Visit& visit, const std::string& item) {
    if (const auto saved = visit.drafts.find(item); saved != visit.drafts.end()) {
        saved->second.forget();
        visit.drafts.erase(saved);
    }
    if (visit.open_item != item) return;
    visit.draft.forget();
    visit.pictures.clear();
    visit.form_page = 0;
    visit.show_troubles = visit.resumed = false;
}

bool is_kept(const Visit& visit) {
    const auto saved = visit.drafts.find(visit.open_item);
    return saved != visit.drafts.end() && saved->second.values == visit.draft.values;
}

void take_drafts(Visit& visit, ScreenId at, std::map<std::string, Draft> drafts) {
    const bool untouched = visit.draft.values.empty() || is_kept(visit);
    for (auto& [item, draft] : visit.drafts) draft.forget();
    visit.drafts = std::move(drafts);
    if (is_filling_in(at) && untouched && visit.drafts.contains(visit.open_item)) resume(visit);
}

}  // namespace onecard::flow
