#include "backend-client/wire/tickets.hpp"

#include <algorithm>

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::array priorities{Priority::ordinary, Priority::first, Priority::appointment};
constexpr std::size_t number_bytes_max = 8, service_bytes_max = 4;

bool is_plain(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string_view name(Priority priority) {
    switch (priority) {
        case Priority::ordinary: return "ordinary";
        case Priority::first: return "first";
        case Priority::appointment: return "appointment";
    }
    return {};
}

std::optional<Priority> priority_named(std::string_view word) {
    for (const auto priority : priorities)
        if (name(priority) == word) return priority;
    return std::nullopt;
}

Json to_json(const Ticket& value) {
    return {{"number", value.number}, {"service", value.service}, {"priority", name(value.priority)}, {"day", value.day},
            {"taken_at", instant_json(value.taken_at)}};
}

Json to_json(const CalledTicket& value) { return {{"number", value.number}, {"day", value.day}, {"counter", value.counter}}; }

Result<Ticket> ticket_from(const Json& json) {
    Members in(json);
    Ticket value;
    value.number = in.text("number", number_bytes_max);
    value.service = in.text("service", service_bytes_max);
    value.priority = in.named("priority", priorities);
    value.day = in.day("day");
    value.taken_at = in.instant("taken_at");
    if (!is_plain(value.number) || !is_plain(value.service) || !value.number.starts_with(value.service)) in.fail("number");
    return in.done(std::move(value));
}

Result<CalledTicket> called_ticket_from(const Json& json) {
    Members in(json);
    CalledTicket value;
    value.number = in.text("number", number_bytes_max);
    value.day = in.day("day");
    value.counter = in.text_or_empty("counter", 16);
    return in.done(std::move(value));
}

}  // namespace onecard::wire
