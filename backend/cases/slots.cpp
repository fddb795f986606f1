#include "backend/cases/slots.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "backend/data/cards.hpp"
#include "backend/data/migrations.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

std::string written(Day day) {
    const std::chrono::year_month_day date(day);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
    return text;
}

Day day_of(Timestamp now) {
    const auto local = to_local(now);
    return Day(std::chrono::year(local.year) / local.month / local.day);
}

Timestamp moment(const std::string& day, const std::string& time) {
    Timestamp at;
    from_iso(day + "T" + time + ":00+08:00", at);
    return at;
}

/// A day on which one can come.
struct Open {
    std::string day;
    bool works = true;   ///< else a weekend
};

/// The next working days, tomorrow first, and where somebody is there on them the weekends between and right after.
std::vector<Open> open_days(const Calendar& calendar, const SlotCalendar& slots, Timestamp now) {
    std::vector<Open> days;
    constexpr int looked_at_max = 4 * slot_days_max;
    auto day = day_of(now);
    for (int looked = 0, working = 0; looked < looked_at_max; ++looked) {
        day += std::chrono::days(1);
        const bool works = calendar.works(day);
        if (works && working++ == slots.working_days_ahead) break;
        if (works || (!slots.weekend_times.empty() && on_weekend(written(day)))) days.push_back({written(day), works});
    }
    return days;
}

void open_day(Connection& connection, const SlotCalendar& calendar, const Open& open) {
    const auto& day = open.day;
    if (connection.query("SELECT 1 FROM slots WHERE calendar = ? AND day = ? LIMIT 1", calendar.code, day).next()) return;
    for (const auto& time : open.works ? calendar.times : calendar.weekend_times)
        for (int seat = 1; seat <= calendar.seats; ++seat) {
            const auto starts = moment(day, time);
            connection.run("INSERT INTO slots (id, calendar, day, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)",
                           calendar.code + ":" + day + "T" + time + ":" + std::to_string(seat), calendar.code, day, starts,
                           starts + std::chrono::minutes(calendar.minutes));
        }
}

/// Of a day's times that are nobody's, at most one of each hour and minute, spread over the day: mornings and afternoons for every kiosk.
std::vector<std::string> spread(Connection& connection, const std::string& calendar, const std::string& day, std::size_t wanted) {
    std::vector<std::string> ids;
    auto row = connection.query(
        "SELECT min(id) FROM slots WHERE calendar = ?1 AND day = ?2 AND kiosk IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM appointments WHERE slot = slots.id AND freed_at IS NULL) GROUP BY starts_at ORDER BY starts_at",
        calendar, day);
    while (row.next()) ids.push_back(row.text(0));
    if (ids.size() <= wanted) return ids;
    std::vector<std::string> chosen;
    for (std::size_t i = 0; i < wanted; ++i) chosen.push_back(ids[i * ids.size() / wanted]);
    return chosen;
}

struct Leasing {
    Connection& connection;
    const std::string& kiosk;
    const std::string& book;
    Timestamp now;
};

void lease_day(const Leasing& to, const SlotCalendar& calendar, const Open& open, int has) {
    if (has >= calendar.leased_a_day) return;
    open_day(to.connection, calendar, open);
    for (const auto& id : spread(to.connection, calendar.code, open.day, static_cast<std::size_t>(calendar.leased_a_day - has)))
        to.connection.run("UPDATE slots SET kiosk = ?, book = ?, lease = ?, leased_until = min(?, starts_at) WHERE id = ? AND kiosk IS NULL", to.kiosk,
                          to.book, data::next_number(to.connection, "slot-lease"), to.now + std::chrono::days(calendar.lease_days), id);
}

bool serves(const SlotCalendar& calendar, const std::string& community) {
    const auto& all = calendar.communities;
    return all.empty() || std::find(all.begin(), all.end(), community) != all.end();
}

/// Unbooked leases of a book, by calendar and day.
std::map<std::string, int> held_by(const Leasing& to) {
    std::map<std::string, int> held;
    auto row = to.connection.query(
        "SELECT calendar || ':' || day, count(*) FROM slots WHERE kiosk = ? AND book = ? AND NOT EXISTS "
        "(SELECT 1 FROM appointments WHERE slot = slots.id AND freed_at IS NULL) GROUP BY calendar, day",
        to.kiosk, to.book);
    while (row.next()) held[row.text(0)] = static_cast<int>(row.number(1));
    return held;
}

}  // namespace

std::vector<wire::SlotLease> lease_slots(Connection& connection, const Rules& rules, const std::string& kiosk, const wire::SlotAsk& ask, Timestamp now) {
    for (const auto lease : ask.returned)
        connection.run(
            "UPDATE slots SET kiosk = NULL, book = NULL, lease = NULL, leased_until = NULL WHERE lease = ? AND kiosk = ? AND book = ? AND NOT EXISTS "
            "(SELECT 1 FROM appointments WHERE slot = slots.id AND freed_at IS NULL)",
            lease, kiosk, ask.book);
    std::string community;
    if (auto row = connection.query("SELECT community FROM kiosks WHERE id = ?", kiosk); row.next()) community = row.text(0);
    const Leasing to{connection, kiosk, ask.book, now};
    auto held = held_by(to);
    for (const auto& calendar : rules.appointments().all()) {
        if (!serves(calendar, community)) continue;
        for (const auto& open : open_days(rules.calendar(), calendar, now)) lease_day(to, calendar, open, held[calendar.code + ":" + open.day]);
    }
    std::vector<wire::SlotLease> leases;
    auto row = connection.query(
        "SELECT lease, id, calendar, starts_at, ends_at, leased_until FROM slots WHERE kiosk = ? AND book = ? AND lease > ? AND NOT EXISTS "
        "(SELECT 1 FROM appointments WHERE slot = slots.id AND freed_at IS NULL) ORDER BY lease LIMIT ?",
        kiosk, ask.book, ask.after, wire::slot_leases_max);
    while (row.next())
        if (const auto* calendar = rules.appointments().find(row.text(2)))
            leases.push_back({row.number(0), row.text(1), row.text(2), calendar->name, calendar->place, to_iso(row.time(3)), to_iso(row.time(4)),
                              to_iso(row.time(5))});
    return leases;
}

namespace {

struct Span {
    Timestamp starts, ends;
};

/// On whatever card: an appointment of their own, or one that they were invited to.
bool is_busy(Connection& connection, const std::string& card, const std::string& resident, const Span& span) {
    return connection
        .query("SELECT 1 FROM appointments WHERE freed_at IS NULL AND starts_at < ?4 AND ends_at > ?3 AND (card = ?1 OR (?2 <> '' AND resident = ?2) OR "
               "case_number IN (SELECT case_number FROM mediation_sides LEFT JOIN cards ON cards.serial = card WHERE asked = 0 AND "
               "(card = ?1 OR (?2 <> '' AND cards.resident = ?2))))",
               card, resident, span.starts, span.ends)
        .next();
}

void write_appointment(Connection& connection, const SlotCalendar& calendar, const Booking& booking, const std::string& resident, const Span& span) {
    // What the same case had before was called off.
    connection.run("DELETE FROM appointments WHERE case_number = ? AND freed_at IS NOT NULL", booking.case_number);
    connection.run(
        "INSERT INTO appointments (case_number, slot, card, resident, name_zh, name_en, place_zh, place_en, starts_at, ends_at, booked_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        booking.case_number, booking.slot, booking.card, resident, calendar.name.zh, calendar.name.en, calendar.place.zh, calendar.place.en, span.starts,
        span.ends, booking.booked_at);
}

}  // namespace

bool on_weekend(std::string_view local) {
    int year = 0;
    unsigned month = 0, date = 0;
    if (std::sscanf(std::string(local).c_str(), "%4d-%2u-%2u", &year, &month, &date) != 3) return false;
    const std::chrono::weekday day(Day(std::chrono::year(year) / month / date));
    return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

std::string book_slot(Connection& connection, const Rules& rules, const Booking& booking) {
    const auto* calendar = rules.appointments().find(wire::calendar_of_slot(booking.slot));
    if (!calendar) return "slot.taken";
    Span span;
    {
        auto row = connection.query(
            "SELECT starts_at, ends_at FROM slots WHERE id = ? AND kiosk = ? AND NOT EXISTS "
            "(SELECT 1 FROM appointments WHERE slot = slots.id AND freed_at IS NULL)",
            booking.slot, booking.kiosk);
        if (!row.next()) return "slot.taken";
        span = {row.time(0), row.time(1)};
    }
    const auto resident = data::resident_of(connection, booking.card);
    if (is_busy(connection, booking.card, resident, span)) {
        // Its kiosk counts it as booked and never offers it again: somebody else may have it.
        connection.run("UPDATE slots SET kiosk = NULL, book = NULL, lease = NULL, leased_until = NULL WHERE id = ?", booking.slot);
        return "slot.overlap";
    }
    write_appointment(connection, *calendar, booking, resident, span);
    return {};
}

std::vector<std::string> free_times(Connection& connection, const Rules& rules, std::string_view calendar, Timestamp now) {
    std::vector<std::string> times;
    const auto* known = rules.appointments().find(calendar);
    if (!known) return times;
    for (const auto& open : open_days(rules.calendar(), *known, now)) {
        open_day(connection, *known, open);
        for (const auto& id : spread(connection, known->code, open.day, known->times.size())) times.emplace_back(wire::start_of_slot(id));
    }
    return times;
}

bool book_time(Connection& connection, const Rules& rules, std::string_view calendar, const std::string& time, const Booking& asked,
               const std::vector<std::string>& others) {
    const auto* known = rules.appointments().find(calendar);
    if (!known) return false;
    Booking booking = asked;
    Span span;
    {
        auto row = connection.query(
            "SELECT id, starts_at, ends_at FROM slots WHERE id > ?1 AND id < ?1 || '~' AND kiosk IS NULL AND starts_at > ?2 AND NOT EXISTS "
            "(SELECT 1 FROM appointments WHERE slot = slots.id AND freed_at IS NULL) LIMIT 1",
            known->code + ":" + time + ":", asked.booked_at);
        if (!row.next()) return false;
        booking.slot = row.text(0);
        span = {row.time(1), row.time(2)};
    }
    const auto resident = data::resident_of(connection, booking.card);
    const auto busy = [&](const std::string& card) { return is_busy(connection, card, data::resident_of(connection, card), span); };
    if (busy(booking.card) || std::any_of(others.begin(), others.end(), busy)) return false;
    write_appointment(connection, *known, booking, resident, span);
    return true;
}

void free_slot(Connection& connection, const std::string& case_number, Timestamp now) {
    connection.run("UPDATE appointments SET freed_at = ? WHERE case_number = ? AND freed_at IS NULL", now, case_number);
    if (connection.changed() == 0) return;
    connection.run(
        "UPDATE slots SET kiosk = NULL, book = NULL, lease = NULL, leased_until = NULL WHERE id = (SELECT slot FROM appointments WHERE case_number = ?)",
        case_number);
}

std::string booking_trouble(Connection& connection, const std::string& case_number) {
    auto row = connection.query("SELECT kind FROM case_events WHERE case_number = ? AND kind IN ('time_taken', 'time_overlaps') LIMIT 1", case_number);
    if (!row.next()) return {};
    return row.text(0) == "time_taken" ? "slot.taken" : "slot.overlap";
}

std::optional<wire::Appointment> appointment_of(Connection& connection, const std::string& case_number) {
    auto row = connection.query(
        "SELECT name_zh, name_en, place_zh, place_en, starts_at, ends_at FROM appointments WHERE case_number = ? AND freed_at IS NULL", case_number);
    if (!row.next()) return std::nullopt;
    return wire::Appointment{{row.text(0), row.text(1)}, {row.text(2), row.text(3)}, to_iso(row.time(4)), to_iso(row.time(5))};
}

}  // namespace onecard::cases
