// What the attendant does for the cases of a resident: keeps what they ask, and shows what became of it.
#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"
#include "kiosk/flow/case_actions.hpp"
#include "kiosk/flow/reports.hpp"

namespace onecard::app {
namespace {

using Action = wire::CaseAction;
using store::SubmissionState;

/// Of the holder, or of somebody whom they act for.
flow::CaseView* known_case(flow::Visit& visit, const std::string& number) {
    const auto in = [&](std::vector<flow::CaseView>& all) -> flow::CaseView* {
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.number == number; });
        return found == all.end() ? nullptr : &*found;
    };
    if (auto* own = in(visit.cases)) return own;
    for (auto& relative : visit.family)
        if (auto* theirs = in(relative.cases)) return theirs;
    return nullptr;
}

/// What the resident is told of it; nothing once the backend's record shows it itself, or after a day.
std::optional<flow::AskedView> asked_view(const store::SubmissionRecord& record, const Action& action, const std::optional<Timestamp>& as_of, Timestamp now) {
    flow::AskedView asked{std::string(wire::name(action.kind)), "waiting", {}};
    if (record.state == SubmissionState::waiting) return asked;
    if (record.state == SubmissionState::received && record.code.empty()) {
        if (as_of && record.settled_at && *as_of > *record.settled_at) return std::nullopt;
        return asked;
    }
    if (now - record.created_at > std::chrono::hours(24)) return std::nullopt;
    asked.state = "refused";
    asked.code = record.code;
    return asked;
}

}  // namespace

void Attendant::do_case(const std::string& name) {
    const auto* one = flow::open_case(parts_.model);
    if (one && name == flow::no_time_suits && visit().case_ask == "choose_times") {
        visit().case_times.clear();
        return keep_asked(*one, Action::Kind::choose_times);
    }
    const auto kind = wire::case_action_named(name);
    if (!one || !kind || (flow::is_prepared(name) && visit().case_ask != name)) return;
    const auto offered = flow::actions_for(*one, parts_.clock.now());
    if (std::find(offered.begin(), offered.end(), name) == offered.end()) return;
    const bool unfinished = (flow::needs_words(name) && visit().case_words.empty()) || (*kind == Action::Kind::rate && visit().case_rating.empty()) ||
                            (*kind == Action::Kind::choose_times && visit().case_times.empty());
    if (unfinished) {
        visit().show_troubles = true;
        return;
    }
    keep_asked(*one, *kind);
}

void Attendant::keep_asked(const flow::CaseView& one, Action::Kind kind) {
    if (auto kept = keep_case_action(one, kind); !kept) {
        log::failed("case action", kept.error());
        return turn({flow::Event::Kind::request_failed, kept.error().code});
    }
    turn({flow::Event::Kind::ask_case, {}});
    load_holder_data();
    parts_.nudge();
}

std::string Attendant::words_for(Action::Kind kind, const flow::CaseView& one) {
    if (kind == Action::Kind::accept && one.mediation) return wire::agreement_digest(one.mediation->agreement);
    if (kind != Action::Kind::choose_times) return visit().case_words;
    std::string times;
    for (const auto& time : visit().case_times) times += (times.empty() ? "" : ",") + time;
    return times;
}

// Durable before anybody is told.
Status Attendant::keep_case_action(const flow::CaseView& one, Action::Kind kind) {
    if (!parts_.store) return failure(Error::Kind::unavailable, "store.unavailable");
    if (!visit().holder) return failure(Error::Kind::invalid, "card.gone");
    Action action;
    action.kind = kind;
    action.card_serial = visit().holder->card_serial;
    action.case_number = one.number;
    action.text = words_for(kind, one);
    action.at = parts_.clock.now();
    if (kind == Action::Kind::rate && visit().case_rating.size() == 1) action.rating = visit().case_rating[0] - '0';
    return parts_.store->outbox().add(frozen(wire::case_action_kind, wire::to_json(action), action.at), {action.card_serial, {}});
}

// Joining in with what others told of: kept like a request, with a receipt of its own, and nothing of the form goes anywhere.
void Attendant::second_case(const std::string& number) {
    const auto* report = flow::report_of(parts_.model, number);
    const auto* item = flow::open_item(parts_.model);
    if (!report || !item || !visit().holder) return;
    if (!parts_.store) return turn({flow::Event::Kind::request_failed, "store.unavailable"});
    const auto now = parts_.clock.now();
    const Action action{Action::Kind::second, visit().holder->card_serial, number, 0, {}, now};
    const auto submission = frozen(wire::case_action_kind, wire::to_json(action), now);
    auto receipt = parts_.store->next_receipt(parts_.kiosk);
    const auto kept = receipt ? parts_.store->outbox().add(submission, {action.card_serial, *receipt}) : Status(failure(receipt.error()));
    if (!kept) {
        log::failed("joining in with a case", kept.error());
        sound(device::Sound::trouble);
        return turn({flow::Event::Kind::request_failed, kept.error().code});
    }
    visit().receipt = receipts().of_second({*receipt, now, digest_of(submission.body)}, *item, *report);
    turn({flow::Event::Kind::request_kept, *receipt});
    sound(device::Sound::done);
    print_receipt();
    parts_.nudge();
}

void Attendant::load_reports() {
    const auto kept = parts_.store->cache().setting("reports");
    if (!kept) return log::failed("reports", kept.error());
    if (!*kept) return;
    const auto json = parse_json(**kept);
    const auto reports = json ? wire::open_reports_from(*json) : tl::unexpected<Error>(json.error());
    if (!reports) return log::failed("reports", reports.error());
    parts_.model.reports = view_of(*reports);
}

// Beside each case, what was asked of it here: the newest of each kind.
void Attendant::note_asked(const std::string& serial, const std::optional<Timestamp>& as_of) {
    auto records = parts_.store->outbox().of_card(serial);
    if (!records) return log::failed("outbox", records.error());
    for (const auto& record : *records) {
        if (record.kind != wire::case_action_kind) continue;
        const auto body = parts_.store->outbox().body(record.id);
        const auto json = body ? parse_json(*body) : Result<Json>(failure(body.error()));
        const auto action = json ? wire::case_action_from(*json) : Result<Action>(failure(json.error()));
        if (!action) continue;
        if (shown_.contains(record.id)) continue;
        auto asked = asked_view(record, *action, as_of, parts_.clock.now());
        if (asked && asked->state == "waiting") follow(record, serial);
        auto* one = known_case(visit(), action->case_number);
        if (!asked || !one) continue;
        const bool newer = std::any_of(one->asked.begin(), one->asked.end(), [&](const auto& other) { return other.action == asked->action; });
        if (!newer) one->asked.push_back(std::move(*asked));
    }
}

}  // namespace onecard::app
