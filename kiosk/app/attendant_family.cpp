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
