// What somebody fills in, on the disk at every step; and what they began at another machine.
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/drafts.hpp"

namespace onecard::app {

using Kind = flow::Event::Kind;
using flow::ScreenId;

// Whatever ends or moves a visit, what was typed is on the disk before: the card may be pulled, the power may fail.
void Attendant::keep_draft(const flow::Event& event) {
    const bool filling_in = screen_ == ScreenId::form || screen_ == ScreenId::review;
    if (!filling_in || event.kind == Kind::hand_in || event.kind == Kind::second_case || !parts_.store || !visit().holder) return;
    const auto& serial = visit().holder->card_serial;
    const auto& item = visit().open_item;
    const bool done = event.kind == Kind::request_kept || (visit().draft.values.empty() && visit().drafts.contains(item));
    Status kept;
    if (done) {
        if (const auto saved = visit().drafts.find(item); saved != visit().drafts.end()) saved->second.forget(), visit().drafts.erase(saved);
        kept = parts_.store->drafts().remove(serial, item);
    } else if (visit().draft.values.empty() || flow::is_kept(visit())) {
        return;
    } else {
        visit().drafts[item] = visit().draft;
        auto text = written(visit().draft);
        kept = parts_.store->drafts().put(serial, item, text);
        wipe(text);
    }
    drafts_changed_ = true;
    if (!kept) log::failed("draft", kept.error());
}

void Attendant::load_drafts() {
    if (!parts_.store || !visit().holder) return;
    auto saved = parts_.store->drafts().of_card(visit().holder->card_serial);
    if (!saved) return log::failed("drafts", saved.error());
    std::map<std::string, flow::Draft> drafts;
    for (auto& one : *saved) {
        const auto* item = parts_.model.catalogue->item(one.item_code);
        auto draft = item ? draft_from(one.text, *item) : Result<flow::Draft>(flow::Draft{});
        wipe(one.text);
        if (draft && !draft->values.empty()) drafts[one.item_code] = *std::move(draft);
    }
    flow::take_drafts(visit(), screen_, std::move(drafts));
}

void Attendant::drop_draft(const std::string& item) {
    if (!parts_.store || !visit().holder || !visit().drafts.contains(item)) return;
    drafts_changed_ = true;
    if (auto gone = parts_.store->drafts().remove(visit().holder->card_serial, item); !gone) log::failed("draft", gone.error());
}

// Begun at another machine, or handed in there since.
void Attendant::on_letter(const DraftsFetched& letter) {
    if (visit().pin_verified && visit().holder && visit().holder->card_serial == letter.card_serial) load_drafts();
}

}  // namespace onecard::app
