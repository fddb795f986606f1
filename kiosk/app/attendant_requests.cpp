// What the attendant does with a form that is filled in: books the times in it, keeps the requests it stands for, and shows those that wait.
#include <algorithm>
#include <set>

#include "backend-client/wire/materials.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/app/present.hpp"

namespace onecard::app {
namespace {

using Kind = flow::Event::Kind;

std::vector<std::string> slots_in(const flow::Asking& asking) {
    std::vector<std::string> slots;
    for (const auto* field : flow::applying(*asking.item, asking.draft)) {
        const auto value = asking.draft.value(field->key);
        if (field->kind == flow::FormField::Kind::slot && !value.empty() && value != flow::time_by_phone) slots.push_back(value);
    }
    return slots;
}

flow::SlotView view_of(const wire::SlotLease& lease) {
    const auto start = wire::start_of_slot(lease.slot);
    return {lease.slot, std::string(start.substr(0, 10)), std::string(start.substr(11)), app::view_of(lease.name), app::view_of(lease.place), lease.starts_at};
}

}  // namespace

void Attendant::hand_in() {
    const auto* item = flow::open_item(parts_.model);
    if (!item) return;
    auto requests = ready_requests(*item);
    if (!requests) return request_refused(requests.error());
    if (visit().staff) return ask_badge(*std::move(requests));
    keep(*requests);
}

void Attendant::request_refused(const Error& error) {
    log::failed("request", error);
    sound(device::Sound::trouble);
    turn({Kind::request_failed, error.code});
    load_slots();
}

void Attendant::keep(const std::vector<ReadyRequest>& requests) {
    const auto* item = flow::open_item(parts_.model);
    if (!item || requests.empty()) return;
    const auto kept = keep_requests(*item, requests);
    if (!kept) return request_refused(kept.error());
    visit().receipt = receipts().of_requests(*kept, *item);
    turn({Kind::request_kept, kept->front().number});
    sound(device::Sound::done);
    print_receipt();
    parts_.nudge();
}

// What stands on the review page, as it will be frozen.
Result<std::vector<ReadyRequest>> Attendant::ready_requests(const flow::Item& item) {
    if (!parts_.store) return failure(Error::Kind::unavailable, "store.unavailable");
    if (!visit().holder) return failure(Error::Kind::invalid, "card.gone");
    if (!visit().for_relative.empty() && (item.in_person || visit().staff)) return failure(Error::Kind::refused, "family.in_person");
    const auto askings = flow::askings(*parts_.model.catalogue, item, visit().draft);
    const auto today = flow::today(parts_.model);
    const bool whole = !askings.empty() && std::all_of(askings.begin(), askings.end(), [&](const auto& one) { return flow::is_whole(one, today); });
    if (!whole) return failure(Error::Kind::invalid, "request.incomplete");
    std::vector<ReadyRequest> requests;
    for (const auto& asking : askings) {
        auto number = parts_.store->next_receipt(parts_.kiosk);
        if (!number) return failure(number.error());
        const auto first = requests.empty() ? *number : requests.front().body.receipt;
        requests.push_back({body_of(asking, *number, askings.size() > 1 ? first : std::string()), asking.item, slots_in(asking)});
    }
    return requests;
}

// Durable before anybody is told; all requests of a bundle or none.
Result<std::vector<KeptRequest>> Attendant::keep_requests(const flow::Item& item, const std::vector<ReadyRequest>& requests) {
    std::vector<KeptRequest> kept;
    std::vector<store::NewSubmission> batch;
    for (const auto& [body, what, slots] : requests) {
        batch.push_back({frozen("request", wire::to_json(body), body.handed_in_at), {body.card_serial, body.receipt}});
        kept.push_back({body.receipt, body.handed_in_at, digest_of(batch.back().submission.body), what, {}});
    }
    if (auto pictures = keep_pictures(item, kept.front().number); !pictures) return failure(pictures.error());
    // The times last: from here on only the disk can fail, and then they are given back.
    std::vector<std::string> booked;
    Status done;
    for (std::size_t i = 0; i < requests.size() && done; ++i)
        for (const auto& slot : requests[i].slots) {
            if (done = parts_.store->slots().book(slot, requests[i].body.card_serial); !done) break;
            booked.push_back(slot);
            kept[i].slot = slot;
        }
    if (done) done = parts_.store->outbox().add_many(batch);
    if (done) return kept;
    for (const auto& slot : booked)
        if (auto given_back = parts_.store->slots().release(slot); !given_back) log::failed("slot", given_back.error());
    return failure(done.error());
}

wire::RequestBody Attendant::body_of(const flow::Asking& asking, const std::string& number, const std::string& bundle) {
    wire::RequestBody request;
    request.receipt = number;
    request.card_serial = visit().holder->card_serial;
    request.item_code = asking.item->code;
    request.catalogue_version = parts_.model.catalogue->version;
    request.answers = flow::answers(*asking.item, asking.draft, flow::known_facts(parts_.model));
    for (const auto& material : asking.item->materials) request.materials.push_back(material.code);
    request.language = visit().settings.language;
    request.handed_in_at = parts_.clock.now();
    request.promised_on = promised_on(request.handed_in_at, *asking.item, parts_.model.catalogue->days);
    request.bundle = bundle;
    request.for_card = visit().for_relative;
    return request;
}

// Before the request that names them, so that no request waits for its papers.
Status Attendant::keep_pictures(const flow::Item& item, const std::string& receipt) {
    for (const auto* field : flow::applying(item, visit().draft)) {
        const auto picture = visit().pictures.find(field->key);
        if (picture == visit().pictures.end() || visit().draft.value(field->key).empty()) continue;
        const auto content = as_bytes(picture->second.jpeg);
        const wire::Material material{receipt, visit().holder->card_serial, field->key, Bytes(content.begin(), content.end()), parts_.clock.now()};
        const auto submission = frozen(wire::material_kind, wire::to_json(material), parts_.clock.now());
        if (auto kept = parts_.store->outbox().add(submission, {material.card_serial, receipt}); !kept) return kept;
    }
    return {};
}

void Attendant::on(PictureTaken letter) {
    if (visit().taking_picture != letter.field) return;
    visit().taking_picture.clear();
    visit().picture_trouble = letter.code;
    if (!letter.picture) return;
    visit().draft.set(letter.field, std::string(flow::picture_answer) + crypto::sha256_hex(letter.picture->jpeg));
    visit().pictures[letter.field] = *std::move(letter.picture);
}

void Attendant::follow(const store::SubmissionRecord& record, const std::string& serial) {
    if (record.state == store::SubmissionState::received && followed_.insert(record.id).second) parts_.ask_holder(serial);
}

// What was handed in here and is not in the backend's word of `known_at` yet, be it that it still waits or that it got there since.
std::vector<flow::CaseView> Attendant::waiting_cases(const std::string& serial, Timestamp known_at) {
    std::vector<flow::CaseView> cases;
    auto records = parts_.store->outbox().of_card(serial);
    if (!records) {
        log::failed("outbox", records.error());
        return cases;
    }
    for (const auto& record : *records) {
        const bool told_since = record.state == store::SubmissionState::received && record.settled_at.value_or(known_at) <= known_at;
        if (record.kind == wire::terminal_sale_kind && !told_since) follow(record, serial);
        const bool joins = record.kind == wire::case_action_kind && !record.receipt.empty();
        if ((record.kind != "request" && !joins) || told_since) continue;
        follow(record, serial);
        auto body = parts_.store->outbox().body(record.id);
        if (!body) continue;
        auto json = parse_json(*body);
        if (!json) continue;
        if (joins) {
            if (const auto action = wire::case_action_from(*json)) cases.push_back(joined_case(record, *action, parts_.model));
            continue;
        }
        const auto request = wire::request_from(*json);
        if (!request) continue;
        cases.push_back(waiting_case(record, *request, *parts_.model.catalogue));
        cases.back().appointment = waiting_appointment(*request);
    }
    return cases;
}

std::optional<flow::AppointmentView> Attendant::waiting_appointment(const wire::RequestBody& request) {
    for (const auto& [key, values] : request.answers) {
        if (values.empty() || wire::start_of_slot(values.front()).empty()) continue;
        const auto slot = parts_.store->slots().find(values.front());
        if (slot && *slot) return flow::AppointmentView{app::view_of((*slot)->name), app::view_of((*slot)->place), (*slot)->starts_at};
    }
    return std::nullopt;
}

// The times that the open form can offer.
void Attendant::load_slots() {
    parts_.model.slots.clear();
    const auto* item = flow::open_item(parts_.model);
    if (!item || !parts_.store) return;
    for (const auto& field : item->form) {
        if (field.kind != flow::FormField::Kind::slot) continue;
        const auto leases = parts_.store->slots().free(field.calendar);
        if (!leases) {
            log::failed("slots", leases.error());
            continue;
        }
        auto& views = parts_.model.slots[field.calendar];
        for (const auto& lease : *leases) {
            auto view = view_of(lease);
            // Of two seats at the same time one is shown.
            if (views.empty() || views.back().starts_at != view.starts_at) views.push_back(std::move(view));
        }
    }
}

}  // namespace onecard::app
