// What the attendant does for the hall's queue.
#include <algorithm>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"

namespace onecard::app {

// The number is on the disk before it is shown; the backend hears of it when it can.
void Attendant::take_ticket(const std::string& asked) {
    const auto stroke = asked.find('/');
    const auto service = asked.substr(0, stroke);
    const auto priority = wire::priority_named(stroke == std::string::npos ? std::string_view{} : std::string_view(asked).substr(stroke + 1));
    auto& queue = parts_.model.queue;
    const auto counter = std::find_if(queue.begin(), queue.end(), [&](const auto& one) { return one.code == service; });
    if (screen_ != flow::ScreenId::ticket || counter == queue.end() || !priority || visit().ticket) return;
    if (!parts_.store) return turn({flow::Event::Kind::request_failed, "store.unavailable"});
    const auto taken = parts_.store->queue().take(service, *priority);
    if (!taken) {
        log::failed("ticket", taken.error());
        return turn({flow::Event::Kind::request_failed, taken.error().code});
    }
    visit().fault.clear();
    visit().ticket = {taken->ticket.number, counter->name, std::string(wire::name(*priority)), taken->ahead};
    const wire::Submission submission{make_id(parts_.clock, parts_.random), std::string(wire::ticket_kind), dump_json(wire::to_json(taken->ticket)),
                                      parts_.clock.now()};
    if (auto kept = parts_.store->outbox().add(submission); !kept) log::failed("ticket", kept.error());
    auto slip = receipts().ticket(*visit().ticket, parts_.clock.now());
    last_slip_ = plain_text(slip);
    parts_.print(std::move(slip));
    load_queue();
    parts_.nudge();
}

// How many wait, and who was called last.
void Attendant::load_queue() {
    if (!parts_.store || parts_.model.queue.empty()) return;
    const auto states = parts_.store->queue().today();
    if (!states) return log::failed("queue", states.error());
    for (auto& counter : parts_.model.queue) {
        const auto state = std::find_if(states->begin(), states->end(), [&](const auto& one) { return one.service == counter.code; });
        counter.waiting = state == states->end() ? 0 : state->waiting;
        counter.called = state == states->end() ? std::string() : state->called;
    }
}

}  // namespace onecard::app
