// Linked cards: the second card on the same reader, its holder's PIN as their word, and what is said of it to the backend.
#include "backend-client/wire/family.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;
using State = flow::LinkingView::State;

constexpr auto refusal_told_for = std::chrono::hours(24 * 30);

std::string told_setting(const std::string& id) { return "family.told." + id; }

bool is_refused(const store::SubmissionRecord& record) {
    return record.state == store::SubmissionState::parked || (record.state == store::SubmissionState::received && !record.code.empty());
}

}  // namespace

// Nothing of the second holder is shown but a masked name, and nothing of the first while this card lies there.
void Attendant::on_relative(const pay::HolderRead& letter) {
    visit().reading_card = false;
    if (screen_ != flow::ScreenId::family || visit().linking.state != State::waiting) return turn({Kind::time_over, {}});
    const std::string serial(letter.holder.serial.view());
    if (serial == visit().holder->card_serial) {
        visit().fault = "family.same_card";
        return;
    }
    visit().fault.clear();
    visit().linking.state = State::consenting;
    visit().linking.serial = serial;
    visit().linking.name = ui::masked_name(std::string(letter.holder.name.view()));
    visit().pin = {};
    visit().pin.tries_left = letter.tries_left;
    turn({Kind::relative_read, {}});
}

// The second PIN was right: kept before anybody is told.
void Attendant::keep_link() {
    auto& linking = visit().linking;
    const auto relation = wire::relation_named(linking.relation).value_or(wire::Relation::other);
    const auto kept = keep_card_link({wire::CardLink::Kind::link, visit().holder->card_serial, linking.serial, relation, parts_.clock.now()});
    linking.state = State::done;
    if (kept) return sound(device::Sound::done);
    log::failed("linking cards", kept.error());
    visit().fault = kept.error().code;
    sound(device::Sound::trouble);
}

void Attendant::unlink_card(const std::string& serial) {
    const auto* relative = flow::relative_named(visit(), serial);
    if (!relative || relative->ending || !visit().holder) return;
    const auto kept = keep_card_link({wire::CardLink::Kind::unlink, visit().holder->card_serial, serial, wire::Relation::other, parts_.clock.now()});
    if (!kept) {
        log::failed("unlinking cards", kept.error());
        return turn({Kind::request_failed, kept.error().code});
    }
    unlinked_.insert(serial);
    load_holder_data();
    turn({Kind::open_family, {}});
}

Status Attendant::keep_card_link(const wire::CardLink& link) {
    if (!parts_.store) return failure(Error::Kind::unavailable, "store.unavailable");
    auto kept = parts_.store->outbox().add(frozen(wire::card_link_kind, wire::to_json(link), link.at), {link.card_serial, {}});
    if (kept) parts_.nudge();
    return kept;
}

// Newest first: a card that was asked for again since is told of by what came of that.
void Attendant::load_refused_links() {
    const auto records = parts_.store->outbox().of_card(visit().holder->card_serial);
    if (!records) return log::failed("outbox", records.error());
    visit().refused_links.clear();
    refused_links_.clear();
    std::set<std::string> seen;
    for (const auto& record : *records) {
        if (record.kind != wire::card_link_kind || parts_.clock.now() - record.created_at > refusal_told_for) continue;
        const auto body = parts_.store->outbox().body(record.id);
        const auto json = body ? parse_json(*body) : Result<Json>(failure(body.error()));
        const auto link = json ? wire::card_link_from(*json) : Result<wire::CardLink>(failure(json.error()));
        if (!link || !seen.insert(link->other_serial).second || link->kind != wire::CardLink::Kind::link || !is_refused(record)) continue;
        const auto told = parts_.store->cache().setting(told_setting(record.id));
        if (told && *told && !refused_links_read_.contains(record.id)) continue;
        visit().refused_links.push_back({ui::masked_number(link->other_serial, 0), record.code});
        refused_links_.push_back(record.id);
    }
}

// They stay on the page until the visit ends, and are not told again after it.
void Attendant::refused_links_read() {
    if (!parts_.store) return;
    for (const auto& id : refused_links_) {
        if (!refused_links_read_.insert(id).second) continue;
        if (auto kept = parts_.store->cache().set(told_setting(id), "yes"); !kept) log::failed("links that were refused", kept.error());
    }
}

void Attendant::load_family(const wire::HolderRecord& record) {
    visit().family.clear();
    for (const auto& one : record.family) {
        flow::RelativeView view{one.serial, one.name, std::string(wire::name(one.relation)), one.helps, one.until, {}, false};
        view.ending = unlinked_.contains(one.serial);
        for (const auto& each : one.cases) {
            view.cases.push_back(app::view_of(each));
            view.cases.back().of_relative = true;
        }
        visit().family.push_back(std::move(view));
    }
}

}  // namespace onecard::app
