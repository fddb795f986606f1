// What the attendant does with the public lists and the visitor's registers: shows them, keeps what is set by card.
#include <algorithm>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;
using store::SubmissionState;

flow::OwnMarkView view_of(const store::SubmissionRecord& record, const wire::Mark& mark) {
    flow::OwnMarkView view{mark.listing, mark.kind, "waiting", {}};
    const bool no = record.state == SubmissionState::parked || (record.state == SubmissionState::received && !record.code.empty());
    if (no) view.state = "refused", view.code = record.code;
    // Another kiosk, or the other card, was first: that is done, not lost.
    else if (record.state == SubmissionState::received) view.state = "counted";
    return view;
}

}  // namespace

void Attendant::load_listings() {
    auto listings = parts_.store->cache().listings();
    if (!listings) return log::failed("listings", listings.error());
    parts_.model.listings.clear();
    for (const auto& one : *listings) parts_.model.listings.push_back(app::view_of(one));
}

void Attendant::on_letter(const RegistersFetched& letter) {
    if (visit().pin_verified && visit().holder && visit().holder->card_serial == letter.card_serial) load_registers();
}

// From the cache; only once the PIN was right.
void Attendant::load_registers() {
    if (!parts_.store || !visit().holder) return;
    const auto kept = parts_.store->cache().registers(visit().holder->card_serial);
    if (!kept) return log::failed("registers", kept.error());
    visit().registers.clear();
    marks_told_.clear();
    visit().registers_as_of = *kept ? std::optional((*kept)->as_of) : std::nullopt;
    if (*kept) {
        for (const auto& one : (*kept)->registers) visit().registers.push_back(app::view_of(one));
        marks_told_ = (*kept)->marks;
    }
    load_own_marks();
}

// What the backend knows, and what was set here since: each once a person, also with no network.
void Attendant::load_own_marks() {
    if (!parts_.store || !visit().holder) return;
    auto& own = visit().own_marks;
    own.clear();
    for (const auto& mark : marks_told_) own.push_back({mark.listing, mark.kind, "counted", {}});
    const auto records = parts_.store->outbox().of_card(visit().holder->card_serial);
    if (!records) return log::failed("outbox", records.error());
    for (const auto& record : *records) {
        if (record.kind != wire::mark_kind) continue;
        const auto body = parts_.store->outbox().body(record.id);
        const auto json = body ? parse_json(*body) : Result<Json>(failure(body.error()));
        const auto mark = json ? wire::mark_from(*json) : Result<wire::Mark>(failure(json.error()));
        if (!mark) continue;
        const bool known = std::any_of(own.begin(), own.end(), [&](const auto& one) { return one.listing == mark->listing && one.kind == mark->kind; });
        if (!known) own.push_back(view_of(record, *mark));
    }
}

void Attendant::do_mark(const std::string& kind) {
    const auto* listing = flow::open_listing(parts_.model);
    if (screen_ != flow::ScreenId::mark || !listing || kind.empty() || flow::next_mark(*listing, visit().own_marks) != kind) return;
    const bool open = kind == "answer" && visit().mark_answers.size() < listing->questions.size();
    visit().show_troubles = open;
    if (open) return;
    const auto kept = keep_mark(*listing, kind);
    if (!kept) {
        log::failed("mark", kept.error());
        sound(device::Sound::trouble);
        return turn({Kind::request_failed, kept.error().code});
    }
    visit().fault.clear();
    for (auto& [question, option] : visit().mark_answers) wipe(option);
    visit().mark_answers.clear();
    sound(device::Sound::done);
    load_own_marks();
    parts_.nudge();
}

// Durable before anybody is told.
Status Attendant::keep_mark(const flow::ListingView& listing, const std::string& kind) {
    if (!parts_.store) return failure(Error::Kind::unavailable, "store.unavailable");
    if (!visit().holder) return failure(Error::Kind::invalid, "card.gone");
    wire::Mark mark;
    mark.listing = listing.id;
    mark.kind = kind;
    mark.card_serial = visit().holder->card_serial;
    if (kind == "answer") mark.answers = visit().mark_answers;
    Bytes chance(16);
    parts_.random.fill(chance);
    mark.blind = to_hex(chance);
    mark.at = parts_.clock.now();
    return parts_.store->outbox().add(frozen(wire::mark_kind, wire::to_json(mark), mark.at), {mark.card_serial, {}});
}

}  // namespace onecard::app
