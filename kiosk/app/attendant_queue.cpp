// What the attendant does for the hall's queue.
#include <algorithm>

#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/flow/expected.hpp"

namespace onecard::app {

// The number is on the disk before it is shown; the backend hears of it when it can.
void Attendant::take_ticket(const std::string& asked) {
    const auto stroke = asked.find('/');
    const auto service = asked.substr(0, stroke);
    const auto priority = wire::priority_named(stroke == std::string::npos ? std::string_view{} : std::string_view(asked).substr(stroke + 1));
    auto& queue = parts_.model.queue;
    const auto counter = std::find_if(queue.begin(), queue.end(), [&](const auto& one) { return one.code == service; });
    if (screen_ != flow::ScreenId::ticket || counter == queue.end() || !priority || visit().ticket) return;
    if (*priority == wire::Priority::appointment && !flow::expected_today(parts_.model)) return;
    if (!parts_.store) return turn({flow::Event::Kind::request_failed, "store.unavailable"});
    const auto taken = parts_.store->queue().take(service, *priority);
    if (!taken) {
        log::failed("ticket", taken.error());
        return turn({flow::Event::Kind::request_failed, taken.error().code});
    }
    visit().fault.clear();
    visit().ticket = {taken->ticket.number, counter->name, std::string(wire::name(*priority)), taken->ahead};
    if (auto kept = parts_.store->outbox().add(frozen(wire::ticket_kind, wire::to_json(taken->ticket), parts_.clock.now())); !kept) log::failed("ticket", kept.error());
    auto slip = receipts().ticket(*visit().ticket, parts_.clock.now());
    last_slip_ = plain_text(slip);
    parts_.print(std::move(slip));
    load_queue();
    parts_.nudge();
}

// How many wait, who was called last, and who is being called; a new call rings where nobody is busy with something else.
void Attendant::load_queue() {
    if (!parts_.store || parts_.model.queue.empty()) return;
    auto calls = calls_under_way();
    const bool new_call = !calls.empty() && (parts_.model.calls.empty() || calls.front() != parts_.model.calls.front());
    parts_.model.calls = std::move(calls);
    if (new_call && resting()) sound(device::Sound::card_in);
    const auto states = parts_.store->queue().today();
    if (!states) return log::failed("queue", states.error());
    for (auto& counter : parts_.model.queue) {
        const auto state = std::find_if(states->begin(), states->end(), [&](const auto& one) { return one.service == counter.code; });
        counter.waiting = state == states->end() ? 0 : state->waiting;
        counter.called = state == states->end() ? std::string() : state->called;
    }
}

std::vector<flow::CallView> Attendant::calls_under_way() {
    constexpr std::size_t shown_max = 3;
    std::vector<flow::CallView> calls;
    const auto kept = parts_.store->cache().setting(std::string(store::calls_setting));
    const auto json = kept && *kept ? parse_json(**kept) : Result<Json>(Json::array());
    if (!kept || !json || !json->is_array()) return calls;
    const auto today = flow::today(parts_.model);
    for (const auto& entry : *json) {
        const auto one = wire::called_ticket_from(entry);
        if (one && one->day == today) calls.insert(calls.begin(), {one->number, one->counter});
    }
    if (calls.size() > shown_max) calls.resize(shown_max);
    return calls;
}

}  // namespace onecard::app
