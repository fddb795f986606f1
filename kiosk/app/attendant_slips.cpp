// Checking anybody's slip from its code, with no network: the signature by the key of the kiosk that wrote it, and what this machine knows
// of it since.
#include "base/log.hpp"
#include "kiosk/app/attendant.hpp"

namespace onecard::app {
namespace {

/// YYYYMMDD[HHMM] as a day, or an instant in the hall.
std::string day_in(const std::string& digits) { return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2); }
std::string instant_in(const std::string& digits) { return day_in(digits) + "T" + digits.substr(8, 2) + ":" + digits.substr(10, 2) + ":00+08:00"; }

std::string_view name(device::ReceiptMark::Kind kind) {
    switch (kind) {
        case device::ReceiptMark::Kind::payment: return "payment";
        case device::ReceiptMark::Kind::load: return "load";
        case device::ReceiptMark::Kind::request: return "request";
        case device::ReceiptMark::Kind::certificate: return "certificate";
    }
    return {};
}

}  // namespace

std::string Attendant::fate_of(const std::string& number, bool request) const {
    const auto record = parts_.store ? parts_.store->outbox().find_receipt(number) : Result<std::optional<store::SubmissionRecord>>(std::nullopt);
    if (!record || !*record || (*record)->state != store::SubmissionState::received) return {};
    if (request) return "received";
    // A code beside `received` says that not all of the money went to its bills; what is held for a person stays "received but not booked".
    if ((*record)->code.empty()) return "booked";
    return (*record)->code == "payment.returned" ? "returned" : std::string();
}

void Attendant::check_slip(const std::string& scanned) {
    const auto keys = [this](const std::string& kiosk) {
        std::vector<Bytes> found;
        if (kiosk == parts_.kiosk) found.push_back(device::mark_key(parts_.kiosk_key));
        const auto known = parts_.store ? parts_.store->cache().kiosk_keys(kiosk) : std::vector<wire::KioskKey>{};
        if (!known) log::failed("keys of kiosks", known.error());
        else
            for (const auto& one : *known)
                if (auto key = from_hex(one.key)) found.push_back(*std::move(key));
        return found;
    };
    const auto mark = device::read_mark(scanned, keys);
    if (!mark) log::info("a slip was not believed: " + mark.error().code);
    sound(mark ? device::Sound::done : device::Sound::trouble);
    visit().slip_check = mark ? shown(*mark) : flow::SlipCheckView{mark.error().code, {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, {}, {}, {}, {}, {}};
}

flow::SlipCheckView Attendant::shown(const device::ReceiptMark& mark) const {
    const bool request = mark.kind == device::ReceiptMark::Kind::request;
    flow::SlipCheckView view;
    view.kind = name(mark.kind);
    view.number = mark.number;
    view.kiosk = mark.kiosk;
    view.at = instant_in(mark.at);
    if (mark.kiosk == parts_.kiosk) view.hall = {parts_.model.machine.hall, {}};
    else if (const auto known = parts_.store ? parts_.store->cache().kiosk_keys(mark.kiosk) : std::vector<wire::KioskKey>{}; known && !known->empty())
        view.hall = {known->front().hall.zh, known->front().hall.en};
    view.state = request ? "received_here" : mark.settled ? "paid" : "unresolved";
    view.now = fate_of(mark.number, request);
    view.amount = mark.amount;
    if (mark.kind == device::ReceiptMark::Kind::certificate) {
        view.state = "certificate";
        view.now.clear();
        view.item = {mark.title, {}};
        view.says = mark.says;
    }
    if (!request) return view;
    view.days = mark.days;
    view.promised_on = day_in(mark.promised_on);
    view.goes_up_at = instant_in(mark.goes_up_at);
    view.digest = mark.digest;
    view.item = {mark.item, {}};
    if (const auto* item = parts_.model.catalogue->item(mark.item)) {
        view.item = item->name;
        if (const auto* department = parts_.model.catalogue->department(item->department)) view.department = department->name;
        if (!item->steps.empty()) view.post = item->steps.front().holder;
    }
    return view;
}

}  // namespace onecard::app
