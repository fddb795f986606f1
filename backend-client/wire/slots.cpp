#include "backend-client/wire/slots.hpp"

#include <algorithm>

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::int64_t lease_max = 1'000'000'000'000;
constexpr std::size_t slot_bytes_max = 96, start_size = 16;  // YYYY-MM-DDTHH:MM

}  // namespace

Json to_json(const SlotLease& value) {
    return {{"lease", value.lease},
            {"slot", value.slot},
            {"calendar", value.calendar},
            {"name", localised_json(value.name)},
            {"place", localised_json(value.place)},
            {"starts_at", value.starts_at},
            {"ends_at", value.ends_at},
            {"until", value.until}};
}

Json to_json(const SlotAsk& value) { return {{"book", value.book}, {"after", value.after}, {"returned", value.returned}}; }

Json to_json(const std::vector<SlotLease>& leases) {
    auto list = Json::array();
    for (const auto& one : leases) list.push_back(to_json(one));
    return {{"leases", std::move(list)}};
}

Result<SlotLease> slot_lease_from(const Json& json) {
    Members in(json);
    SlotLease value;
    value.lease = in.number("lease", 1, lease_max);
    value.slot = in.text("slot", slot_bytes_max);
    value.calendar = in.text("calendar", 64);
    value.name = in.localised("name");
    value.place = in.localised("place");
    Timestamp starts = in.instant("starts_at"), ends = in.instant("ends_at");
    value.starts_at = in.instant_text("starts_at");
    value.ends_at = in.instant_text("ends_at");
    (void)in.instant("until");
    value.until = in.instant_text("until");
    if (calendar_of_slot(value.slot) != value.calendar) in.fail("slot");
    if (ends <= starts) in.fail("ends_at");
    return in.done(std::move(value));
}

Result<SlotAsk> slot_ask_from(const Json& json) {
    Members in(json);
    SlotAsk value;
    value.book = in.digits("book", 32, true);
    value.after = in.number("after", 0, lease_max);
    for (const auto& lease : in.list("returned", slots_returned_max)) {
        if (!lease.is_number_integer()) {
            in.fail("returned");
            break;
        }
        value.returned.push_back(lease.get<std::int64_t>());
    }
    return in.done(std::move(value));
}

Result<std::vector<SlotLease>> slot_leases_from(const Json& json) {
    Members in(json);
    auto leases = in.each<SlotLease>("leases", slot_leases_max, slot_lease_from);
    return in.done(std::move(leases));
}

std::string_view calendar_of_slot(std::string_view slot) {
    return start_of_slot(slot).empty() ? std::string_view{} : slot.substr(0, slot.find(':'));
}

std::string_view start_of_slot(std::string_view slot) {
    const auto colon = slot.find(':');
    if (slot.size() > slot_bytes_max || colon == std::string_view::npos || colon == 0) return {};
    const auto rest = slot.substr(colon + 1);
    if (rest.size() < start_size + 2 || rest[start_size] != ':' || rest[10] != 'T' || rest[13] != ':' || !is_day(rest.substr(0, 10))) return {};
    const auto digits = [](std::string_view text) { return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }); };
    const bool whole = digits(rest.substr(11, 2)) && digits(rest.substr(14, 2)) && digits(rest.substr(start_size + 1));
    return whole ? rest.substr(0, start_size) : std::string_view{};
}

}  // namespace onecard::wire
