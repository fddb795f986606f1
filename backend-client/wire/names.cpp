#include "backend-client/wire/names.hpp"

namespace onecard::wire {

std::string_view name(Service service) {
    switch (service) {
        case Service::water: return "water";
        case Service::electricity: return "electricity";
        case Service::gas: return "gas";
        case Service::telecom: return "telecom";
    }
    return {};
}

std::string_view name(CaseStep::State state) {
    switch (state) {
        case CaseStep::State::done: return "done";
        case CaseStep::State::current: return "current";
        case CaseStep::State::ahead: return "ahead";
    }
    return {};
}

std::string_view name(Case::State state) {
    switch (state) {
        case Case::State::open: return "open";
        case Case::State::supplement: return "supplement";
        case Case::State::suspended: return "suspended";
        case Case::State::closed: return "closed";
        case Case::State::withdrawn: return "withdrawn";
    }
    return {};
}

std::string_view name(HolderRecord::Paid::State state) {
    switch (state) {
        case HolderRecord::Paid::State::received: return "received";
        case HolderRecord::Paid::State::booked: return "booked";
        case HolderRecord::Paid::State::returning: return "returning";
        case HolderRecord::Paid::State::returned: return "returned";
    }
    return {};
}

std::string_view name(HolderRecord::Standing standing) {
    switch (standing) {
        case HolderRecord::Standing::active: return "active";
        case HolderRecord::Standing::lost: return "lost";
        case HolderRecord::Standing::blocked: return "blocked";
        case HolderRecord::Standing::unknown: return "unknown";
    }
    return {};
}

std::string_view name(SubmissionAnswer::Outcome outcome) {
    switch (outcome) {
        case SubmissionAnswer::Outcome::received: return "received";
        case SubmissionAnswer::Outcome::refused: return "refused";
        case SubmissionAnswer::Outcome::later: return "later";
    }
    return {};
}

std::string_view name(PaymentBody::Proof proof) {
    switch (proof) {
        case PaymentBody::Proof::debit: return "debit";
        case PaymentBody::Proof::prove: return "prove";
        case PaymentBody::Proof::balance: return "balance";
    }
    return {};
}

std::string_view name(Order::Kind kind) {
    switch (kind) {
        case Order::Kind::out_of_service: return "out_of_service";
        case Order::Kind::back_in_service: return "back_in_service";
        case Order::Kind::picture: return "picture";
        case Order::Kind::restart: return "restart";
    }
    return {};
}

std::string_view name(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::notice: return "notice";
        case Change::Kind::notice_gone: return "notice_gone";
        case Change::Kind::black_list: return "black_list";
        case Change::Kind::black_list_gone: return "black_list_gone";
        case Change::Kind::holder: return "holder";
        case Change::Kind::catalogue: return "catalogue";
        case Change::Kind::board: return "board";
        case Change::Kind::kiosk_key: return "kiosk_key";
        case Change::Kind::kiosk_key_gone: return "kiosk_key_gone";
        case Change::Kind::listing: return "listing";
        case Change::Kind::listing_gone: return "listing_gone";
        case Change::Kind::badge: return "badge";
        case Change::Kind::badge_gone: return "badge_gone";
        case Change::Kind::reports: return "reports";
        case Change::Kind::ceilings: return "ceilings";
    }
    return {};
}

std::optional<Order::Kind> order_kind(std::string_view word) { return find_named(word, order_kinds); }

std::optional<Service> service_named(std::string_view word) { return find_named(word, services); }

std::optional<Case::State> case_state(std::string_view word) { return find_named(word, case_states); }

}  // namespace onecard::wire
