#include "backend-client/sync/engine.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::sync {
namespace {

constexpr Millis never = Millis::max();
constexpr Millis count_every = std::chrono::seconds(1);    // counting a long queue takes milliseconds
constexpr Millis prune_every = std::chrono::minutes(10);
constexpr Millis last_sync_kept_every = std::chrono::minutes(5);
constexpr std::string_view setting_last_sync = "sync.last_at";

}  // namespace

SyncEngine::SyncEngine(store::Store& store, web::HttpClient& client, const Clock& clock, Random& random, SyncEvents events, SyncSettings settings)
    : store_(store), api_(client), clock_(clock), random_(random), events_(std::move(events)), settings_(settings), batch_max_(settings.batch_max) {
    require(bool(events_.facts), "a kiosk that can say how it is");
    if (!events_.accept_ceilings) ceilings_at_ = never;
}

void SyncEngine::nudge() { words_.post({}); }

void SyncEngine::rest(Millis wait, std::stop_token stop) {
    if (wait <= Millis(0)) return;
    if (auto word = words_.wait(wait, std::move(stop))) hear(std::move(*word));
}

void SyncEngine::hear() {
    while (auto word = words_.take()) hear(std::move(*word));
}

Result<Millis> SyncEngine::tick(std::stop_token stop) {
    hear();
    if (!started_) {
        if (auto done = start(); !done) return failure(done.error());
    }
    const auto done = step(std::move(stop));
    if (!done) return failure(done.error());
    if (auto counted = count(); !counted) return failure(counted.error());
    show();
    if (*done == Step::again) return Millis(0);
    return rest_until_next();
}

Status SyncEngine::start() {
    auto last = store_.cache().setting(std::string(setting_last_sync));
    if (!last) return failure(last.error());
    Timestamp time;
    if (*last && from_iso(**last, time)) status_.last_sync_at = time;
    auto open = store_.orders().open();
    if (!open) return failure(open.error());
    for (const auto& order : *open)
        if (events_.order) events_.order(order);
    started_ = true;
    return {};
}

Result<SyncEngine::Step> SyncEngine::step(std::stop_token stop) {
    const auto again = [](const Status& done) -> Result<Step> {
        if (!done) return failure(done.error());
        return Step::again;
    };
    const auto now = clock_.uptime();
    if (!loads_.empty()) return again(ask_for_load(std::move(stop)));
    if (!charges_.empty()) return again(ask_about_charge(std::move(stop)));
    if (!unblocks_.empty()) return again(ask_for_unblock(std::move(stop)));
    if (!questions_.empty()) return again(answer_question(std::move(stop)));
    if (!draft_questions_.empty()) return answer_drafts(std::move(stop)), Step::again;
    if (!register_questions_.empty()) return again(answer_registers(std::move(stop)));
    if (now < not_before_) return Step::rest;
    if (now >= beat_at_) return again(beat(std::move(stop)));
    // Whoever has the card next can prove it.
    if (std::exchange(torn_untold_, false))
        if (const auto told = store_.journal().report_torn(); !told) return failure(told.error());
    auto batch = store_.outbox().due(batch_max_);
    if (!batch) return failure(batch.error());
    if (!batch->empty()) return again(hand_in(std::move(*batch), std::move(stop)));
    if (now >= drafts_at_) return tell_drafts(std::move(stop)), Step::again;
    if (now >= catalogue_at_) return again(pull_catalogue(std::move(stop)));
    if (now >= ceilings_at_) return again(pull_ceilings(std::move(stop)));
    if (now >= changes_at_) return again(pull_changes(std::move(stop)));
    if (now >= slots_at_) return again(pull_slots(std::move(stop)));
    if (now >= prune_at_) return again(prune());
    // Nothing to do but to find out whether the backend is back.
    if (status_.network == Network::offline) return again(beat(std::move(stop)));
    return Step::rest;
}

Status SyncEngine::hand_in(std::vector<wire::Submission> batch, std::stop_token stop) {
    for (const auto& submission : batch) status_.in_flight.push_back(submission.id);
    show();
    auto answers = api_.hand_in(batch, std::move(stop));
    status_.in_flight.clear();
    if (answers) {
        succeeded();
        batch_max_ = std::min(settings_.batch_max, batch_max_ * 2);
        return settle(*answers);
    }
    if (!api_.is_about_content()) {
        failed(answers.error());
        return {};
    }
    // Something in the batch is not to the backend's liking: halves are tried until it stands alone, then it is parked.
    if (batch.size() > 1) {
        batch_max_ = batch.size() / 2;
        return {};
    }
    log::failed("a submission was refused", answers.error());
    return settle({{batch.front().id, wire::SubmissionAnswer::Outcome::refused, answers.error().code, {}}});
}

Status SyncEngine::settle(const std::vector<wire::SubmissionAnswer>& answers) {
    if (auto settled = store_.outbox().settle(answers); !settled) return settled;
    for (const auto& answer : answers) {
        if (answer.outcome == wire::SubmissionAnswer::Outcome::later) continue;
        --status_.waiting;
        ++(answer.outcome == wire::SubmissionAnswer::Outcome::received ? status_.received : status_.parked);
    }
    return {};
}

Status SyncEngine::beat(std::stop_token stop) {
    auto beat = events_.facts();
    auto obeyed = store_.orders().to_report();
    if (!obeyed) return failure(obeyed.error());
    beat.obeyed = *obeyed;
    beat.queue_length = status_.waiting;
    beat.parked = status_.parked;
    if (const auto kept = store_.policies().ceilings(); kept && *kept) beat.ceilings = (*kept)->version;
    beat.ceilings_refused = ceilings_refused_;
    auto unresolved = store_.journal().unresolved_ids(torn_turn_);
    if (!unresolved) return failure(unresolved.error());
    beat.unresolved = *std::move(unresolved);
    beat.last_sync_at = status_.last_sync_at;
    beat.kiosk_time = clock_.now();
    torn_untold_ = !beat.unresolved.empty();
    const auto answer = api_.heartbeat(beat, std::move(stop));
    beat_at_ = clock_.uptime() + settings_.heartbeat_every;
    if (!answer) {
        failed_in("heartbeat", answer.error());
        return {};
    }
    succeeded();
    status_.clock_ahead = clock_.now() - answer->server_time;
    if (auto heard = store_.orders().reported(*obeyed); !heard) return heard;
    const auto called = store_.queue().called(answer->called);
    if (!called) return failure(called.error());
    const auto shown = note_calls(answer->called);
    if (!shown) return failure(shown.error());
    if ((*called || *shown) && events_.refreshed) events_.refreshed(Part::queue);
    for (const auto& end : answer->settled)
        if (auto kept = store_.journal().ended_elsewhere(end); !kept) return kept;
    if (!answer->refunds.empty() && events_.refunds) events_.refunds(answer->refunds);
    auto fresh = store_.orders().take(answer->orders);
    if (!fresh) return failure(fresh.error());
    for (const auto& order : *fresh)
        if (events_.order) events_.order(order);
    return keep_last_sync();
}

// For the time after a restart without network; not worth a write to the disk with every heartbeat.
Status SyncEngine::keep_last_sync() {
    if (last_sync_kept_ && clock_.uptime() - *last_sync_kept_ < last_sync_kept_every) return {};
    last_sync_kept_ = clock_.uptime();
    return store_.cache().set(std::string(setting_last_sync), to_iso(*status_.last_sync_at));
}

// Those who look at a resting screen must not wait for the next ordinary heartbeat.
Result<bool> SyncEngine::note_calls(const std::vector<wire::CalledTicket>& called) {
    constexpr Millis while_people_wait = std::chrono::seconds(5);
    auto open = Json::array();
    for (const auto& one : called)
        if (!one.counter.empty()) open.push_back(wire::to_json(one));
    const auto queue = store_.queue().today();
    if (!queue) return failure(queue.error());
    const bool waits = std::any_of(queue->begin(), queue->end(), [](const auto& one) { return one.waiting > 0; });
    if (waits || !open.empty()) beat_at_ = clock_.uptime() + std::min(settings_.heartbeat_every, while_people_wait);
    const auto text = dump_json(open);
    const auto known = store_.cache().setting(std::string(store::calls_setting));
    if (!known) return failure(known.error());
    if (known->value_or("[]") == text) return false;
    if (auto kept = store_.cache().set(std::string(store::calls_setting), text); !kept) return failure(kept.error());
    return true;
}

Status SyncEngine::pull_changes(std::stop_token stop) {
    auto cursor = store_.cache().cursor();
    if (!cursor) return failure(cursor.error());
    const auto changes = api_.changes(*cursor, std::move(stop));
    changes_at_ = clock_.uptime() + settings_.changes_every;
    if (!changes) {
        failed_in("changes", changes.error());
        return {};
    }
    succeeded();
    auto version = store_.cache().apply(*cursor, *changes);
    if (!version) return failure(version.error());
    if (*version) catalogue_at_ = Millis(0);
    const auto& told = changes->entries;
    const bool new_ceilings = std::any_of(told.begin(), told.end(), [](const auto& one) { return one.kind == wire::Change::Kind::ceilings; });
    if (new_ceilings && events_.accept_ceilings) ceilings_at_ = Millis(0);
    // "More" without a step forward would go round for ever.
    if (changes->more && changes->cursor != *cursor) changes_at_ = Millis(0);
    if (!changes->entries.empty() && events_.refreshed) events_.refreshed(Part::changes);
    return {};
}

Status SyncEngine::pull_catalogue(std::stop_token stop) {
    auto head = store_.cache().catalogue_head();
    if (!head) return failure(head.error());
    const auto catalogue = api_.catalogue(*head ? (*head)->etag : std::string(), std::move(stop));
    if (!catalogue) {
        catalogue_at_ = clock_.uptime() + settings_.changes_every;
        failed_in("catalogue", catalogue.error());
        return {};
    }
    succeeded();
    catalogue_at_ = never;
    if (!*catalogue) return {};
    const auto& fresh = **catalogue;
    if (const auto good = events_.accept_catalogue(fresh.bundle, fresh.signature); !good) {
        log::failed("catalogue refused", good.error());
        catalogue_at_ = clock_.uptime() + settings_.changes_every;
        return {};
    }
    if (auto kept = store_.cache().put_catalogue({fresh.version, fresh.etag, fresh.bundle, clock_.now()}); !kept) return kept;
    if (events_.refreshed) events_.refreshed(Part::catalogue);
    return {};
}

// Somebody who can mend it must hear of it: whoever set them believes that they hold here.
void SyncEngine::refuse_ceilings(const Error& error) {
    log::failed("ceilings refused", error);
    if (ceilings_refused_ != error.code) beat_at_ = Millis(0);
    ceilings_refused_ = error.code;
}

// What is refused (forged, older, cut short) changes nothing and is asked for again: the trouble may be the clock here.
Status SyncEngine::pull_ceilings(std::stop_token stop) {
    const auto kept = store_.policies().ceilings();
    if (!kept) return failure(kept.error());
    const auto came = api_.ceilings(*kept ? (*kept)->version : 0, std::move(stop));
    ceilings_at_ = clock_.uptime() + settings_.changes_every;
    if (!came) {
        // An answer that is none is no trouble of the way here.
        if (is_of_this_call(came.error()) && !api_.is_about_content()) refuse_ceilings(came.error());
        else failed_in("ceilings", came.error());
        return {};
    }
    succeeded();
    if (!*came) {
        ceilings_at_ = never;
        ceilings_refused_.clear();
        return {};
    }
    auto good = events_.accept_ceilings((*came)->content, (*came)->signature);
    const auto ceilings = wire::read_ceilings_document((*came)->content);
    if (good && !ceilings) good = failure(ceilings.error());
    if (good) good = store_.policies().put_ceilings(*ceilings);
    if (!good) {
        refuse_ceilings(good.error());
        return {};
    }
    ceilings_at_ = never;
    ceilings_refused_.clear();
    if (events_.refreshed) events_.refreshed(Part::ceilings);
    return {};
}

// After what waits has been handed in, so that a time booked meanwhile is known there.
Status SyncEngine::pull_slots(std::stop_token stop) {
    const auto ask = store_.slots().ask();
    if (!ask) return failure(ask.error());
    const auto leases = api_.slots(*ask, std::move(stop));
    slots_at_ = clock_.uptime() + settings_.slots_every;
    if (!leases) {
        failed_in("slots", leases.error());
        return {};
    }
    succeeded();
    const auto changed = store_.slots().take(*ask, *leases);
    if (!changed) return failure(changed.error());
    if (*changed && events_.refreshed) events_.refreshed(Part::slots);
    return {};
}

Status SyncEngine::prune() {
    auto count = store_.prune();
    if (!count) return failure(count.error());
    if (*count == 0) prune_at_ = clock_.uptime() + prune_every;
    return {};
}

Status SyncEngine::count() {
    if (clock_.uptime() < counted_at_) return {};
    auto counts = store_.outbox().counts();
    if (!counts) return failure(counts.error());
    status_.waiting = counts->waiting;
    status_.received = counts->received;
    status_.parked = counts->parked;
    counted_at_ = clock_.uptime() + count_every;
    return {};
}

void SyncEngine::succeeded() {
    failures_ = 0;
    not_before_ = Millis(0);
    status_.network = Network::online;
    status_.code.clear();
    status_.last_sync_at = clock_.now();
}

void SyncEngine::failed(const Error& error) {
    if (error.code == "net.stopped") return;
    if (status_.code != error.code) log::failed("no exchange with the backend", error);
    const auto longest = error.code == "net.offline" ? settings_.offline_wait_max : settings_.wait_max;
    auto wait = settings_.first_wait;
    for (int i = 0; i < failures_ && wait < longest; ++i) wait *= 2;
    wait = std::min(wait, longest);
    // Up to half is left to chance, so that kiosks that lost the backend together don't come back together.
    const auto half = static_cast<std::uint64_t>(wait.count() / 2);
    wait -= Millis(static_cast<std::int64_t>(random_.below(half + 1)));
    ++failures_;
    not_before_ = clock_.uptime() + wait;
    status_.network = Network::offline;
    status_.code = error.code;
}

bool SyncEngine::is_of_this_call(const Error& error) const {
    return api_.is_about_content() || error.code == "net.nonsense" || error.code == "net.answer_too_large";
}

void SyncEngine::failed_in(std::string_view call, const Error& error) {
    if (is_of_this_call(error)) log::failed(call, error);
    else failed(error);
}

void SyncEngine::show() {
    if (status_ == shown_) return;
    shown_ = status_;
    if (events_.status) events_.status(status_);
}

Millis SyncEngine::rest_until_next() {
    const auto now = clock_.uptime();
    auto next = std::min({beat_at_, changes_at_, catalogue_at_, ceilings_at_, slots_at_, drafts_at_, prune_at_});
    if (const auto due_in = store_.outbox().next_due_in(); due_in && *due_in) next = std::min(next, now + **due_in);
    if (status_.network == Network::offline) next = not_before_;
    next = std::max(next, not_before_);
    return std::max(Millis(0), next - now);
}

void run(SyncEngine& engine, std::stop_token stop) {
    constexpr Millis after_trouble = std::chrono::seconds(5);
    while (!stop.stop_requested()) {
        const auto wait = engine.tick(stop);
        if (!wait) log::failed("sync", wait.error());
        engine.rest(wait ? *wait : after_trouble, stop);
    }
}

}  // namespace onecard::sync
