#include "backend/cases/mediation.hpp"

#include <algorithm>
#include <map>

#include "backend-client/wire/case_actions.hpp"
#include "backend/cases/slots.hpp"
#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using Times = std::vector<std::string>;

tl::unexpected<Error> refused(std::string_view code) { return failure(Error::Kind::refused, std::string(code)); }

bool among(const Times& times, std::string_view time) { return std::find(times.begin(), times.end(), time) != times.end(); }

Times times_from(const std::string& text) {
    Times all;
    const auto json = parse_json(text).value_or(Json::array());
    for (const auto& one : json)
        if (one.is_string()) all.push_back(one.get<std::string>());
    return all;
}

/// What the form of the side that asked says about when it can come; empty where it was not asked.
Times wishes_of(Connection& connection, const std::string& number) {
    auto row = connection.query("SELECT json_extract(answers, '$.times') FROM cases WHERE number = ?", number);
    return row.next() && !row.null(0) ? times_from(row.text(0)) : Times{};
}

bool suits(const Times& wishes, const std::string& time) {
    constexpr std::string_view evening_begins = "18:00";
    constexpr std::size_t hour_at = 11;
    if (on_weekend(time)) return among(wishes, "weekend");
    const bool evening = time.size() > hour_at && std::string_view(time).substr(hour_at) >= evening_begins;
    return evening ? among(wishes, "evening") : wishes.empty() || among(wishes, "weekday");
}

/// The last ones go first, but not the few of weekends: whoever works all week has no others.
void shorten(Times& times) {
    for (auto i = times.size(); i-- > 0 && times.size() > wire::offered_times_max;)
        if (!on_weekend(times[i])) times.erase(times.begin() + static_cast<std::ptrdiff_t>(i));
    if (times.size() > wire::offered_times_max) times.resize(wire::offered_times_max);
}

/// Others than `before` as long as there are any: what suits nobody today may yet suit them when nothing else is left.
void offer(Connection& connection, const Rules& rules, const std::string& number, Timestamp now, const Times& before) {
    const auto wishes = wishes_of(connection, number);
    Times fresh, again, others;
    for (const auto& time : free_times(connection, rules, mediation_calendar, now))
        (!suits(wishes, time) ? others : among(before, time) ? again : fresh).push_back(time);
    auto& offered = !fresh.empty() ? fresh : !again.empty() ? again : others;
    shorten(offered);
    connection.run("INSERT INTO mediations (case_number, offered) VALUES (?1, ?2) ON CONFLICT (case_number) DO UPDATE SET offered = excluded.offered", number,
                   dump_json(Json(offered)));
    connection.run("UPDATE mediation_sides SET times = NULL WHERE case_number = ?", number);
}

/// Said without the words that were given: a history is read by both sides.
void tell_of(Connection& connection, const CaseRow& row, const Move& asked, std::string_view kind, std::string target = {}, std::string note = {}) {
    const bool resident = asked.by.kind == Mover::Kind::resident;
    tell(connection, row, {}, {kind, asked.by.name, resident ? "resident" : asked.by.role, std::move(target), std::move(note), asked.at});
}

std::string_view side_of(const Side& side) { return side.asked ? "asked" : "invited"; }

std::optional<Side> side_with(Connection& connection, const std::string& number, const std::string& card) {
    const auto sides = sides_of(connection, number);
    const auto found = std::find_if(sides.begin(), sides.end(), [&](const Side& side) { return side.card == card; });
    return found == sides.end() ? std::nullopt : std::optional(*found);
}

/// Books the earliest time that all sides chose and nobody has taken meanwhile. Empty when there is none.
std::string match(Connection& connection, const Rules& rules, const CaseRow& row, Timestamp now) {
    const auto sides = sides_of(connection, row.number);
    std::map<std::string, std::size_t> votes;
    for (const auto& side : sides)
        for (const auto& time : side.times.value_or(Times{})) ++votes[time];
    std::vector<std::string> others;
    for (const auto& side : sides)
        if (!side.asked) others.push_back(side.card);
    for (const auto& [time, count] : votes)
        if (count == sides.size() && book_time(connection, rules, mediation_calendar, time, {{}, row.number, row.card, {}, now}, others)) return time;
    return {};
}

void forget_agreement(Connection& connection, const std::string& number, const std::string& agreement, const std::optional<Timestamp>& at) {
    connection.run("UPDATE mediations SET agreement = ?, proposed_at = ? WHERE case_number = ?", agreement, at, number);
    connection.run("UPDATE mediation_sides SET accepted_at = NULL WHERE case_number = ?", number);
}

}  // namespace

Status invite(Connection& connection, const Rules& rules, CaseRow& row, const Move& asked) {
    const auto resident = data::resident_of(connection, asked.to);
    if (asked.to == row.card || (!resident.empty() && resident == data::resident_of(connection, row.card))) return refused("mediation.own_card");
    if (resident.empty()) return refused("mediation.card_unknown");
    if (data::is_black_listed(connection, asked.to)) return refused("card.black_listed");
    for (const auto& side : sides_of(connection, row.number)) {
        if (side.asked) continue;
        if (side.card == asked.to || side.times) return refused("mediation.invited");
        data::holder_changed(connection, side.card);  // it learns no more of it
    }
    connection.run("DELETE FROM mediation_sides WHERE case_number = ?", row.number);
    for (const auto& [card, side] : {std::pair{row.card, 1}, std::pair{asked.to, 0}})
        connection.run("INSERT INTO mediation_sides (case_number, card, asked) VALUES (?, ?, ?)", row.number, card, side);
    offer(connection, rules, row.number, asked.at, {});
    forget_agreement(connection, row.number, {}, std::nullopt);
    tell_of(connection, row, asked, "invited", {}, asked.note);
    return {};
}

Status offer_times(Connection& connection, const Rules& rules, CaseRow& row, const Move& asked) {
    if (sides_of(connection, row.number).empty()) return refused("mediation.alone");
    free_slot(connection, row.number, asked.at);
    offer(connection, rules, row.number, asked.at, offered_of(connection, row.number));
    tell_of(connection, row, asked, "times_offered", {}, asked.note);
    return {};
}

Result<bool> choose_times(Connection& connection, const Rules& rules, CaseRow& row, const Move& asked) {
    const auto offered = offered_of(connection, row.number);
    const auto side = side_with(connection, row.number, asked.by.card);
    if (sides_of(connection, row.number).empty()) return refused("mediation.alone");
    if (!side) return refused("case.not_yours");
    if (appointment_of(connection, row.number)) return refused("mediation.time_set");
    Times chosen;
    for (const auto& time : split(asked.note, ',')) {
        if (time.empty()) continue;
        if (!among(offered, time)) return refused("mediation.time");
        if (!among(chosen, time)) chosen.push_back(time);
    }
    connection.run("UPDATE mediation_sides SET times = ? WHERE case_number = ? AND card = ?", dump_json(Json(chosen)), row.number, asked.by.card);
    tell_of(connection, row, asked, chosen.empty() ? "no_time_suits" : "times_chosen", std::string(side_of(*side)));
    const auto sides = sides_of(connection, row.number);
    const bool all_chose = std::all_of(sides.begin(), sides.end(), [](const Side& one) { return one.times.has_value(); });
    if (!all_chose && !chosen.empty()) return false;
    if (const auto time = chosen.empty() ? std::string() : match(connection, rules, row, asked.at); !time.empty()) {
        tell(connection, row, {}, {"time_set", {}, "system", time, {}, asked.at});
        return true;
    }
    offer(connection, rules, row.number, asked.at, offered);
    tell(connection, row, {}, {"times_differ", {}, "system", {}, {}, asked.at});
    return false;
}

Status decline(Connection& connection, CaseRow& row, const Move& asked) {
    const auto side = side_with(connection, row.number, asked.by.card);
    if (!side || side->asked) return refused("case.not_yours");
    free_slot(connection, row.number, asked.at);
    connection.run("DELETE FROM mediation_sides WHERE case_number = ?", row.number);
    connection.run("DELETE FROM mediations WHERE case_number = ?", row.number);
    data::holder_changed(connection, asked.by.card);
    tell_of(connection, row, asked, "invitation_declined");
    return {};
}

Status propose(Connection& connection, CaseRow& row, const Move& asked) {
    if (sides_of(connection, row.number).empty()) return refused("mediation.alone");
    forget_agreement(connection, row.number, asked.note, asked.at);
    tell_of(connection, row, asked, "proposed");
    return {};
}

Result<bool> accept_agreement(Connection& connection, CaseRow& row, const Move& asked) {
    const auto side = side_with(connection, row.number, asked.by.card);
    const auto agreement = agreement_of(connection, row.number);
    if (!side) return refused("case.not_yours");
    if (agreement.empty()) return refused("mediation.no_agreement");
    if (asked.note != wire::agreement_digest(agreement)) return refused("mediation.other_text");
    if (side->accepted) return refused("mediation.accepted");
    connection.run("UPDATE mediation_sides SET accepted_at = ? WHERE case_number = ? AND card = ?", asked.at, row.number, asked.by.card);
    tell_of(connection, row, asked, "agreement_accepted", std::string(side_of(*side)), "sha256 " + asked.note);
    return !awaits_acceptance(connection, row.number);
}

Status refuse_agreement(Connection& connection, CaseRow& row, const Move& asked) {
    const auto side = side_with(connection, row.number, asked.by.card);
    if (!side) return refused("case.not_yours");
    if (agreement_of(connection, row.number).empty()) return refused("mediation.no_agreement");
    forget_agreement(connection, row.number, {}, std::nullopt);
    tell_of(connection, row, asked, "agreement_refused", std::string(side_of(*side)), asked.note);
    return {};
}

std::vector<Side> sides_of(Connection& connection, const std::string& number) {
    std::vector<Side> sides;
    auto row = connection.query("SELECT card, asked, times, accepted_at IS NOT NULL FROM mediation_sides WHERE case_number = ? ORDER BY asked DESC", number);
    while (row.next())
        sides.push_back({row.text(0), row.number(1) != 0, row.null(2) ? std::nullopt : std::optional(times_from(row.text(2))), row.number(3) != 0});
    return sides;
}

bool awaits_acceptance(Connection& connection, const std::string& number) {
    const auto sides = sides_of(connection, number);
    return std::any_of(sides.begin(), sides.end(), [](const Side& side) { return !side.accepted; });
}

std::string agreement_of(Connection& connection, const std::string& number) {
    auto row = connection.query("SELECT agreement FROM mediations WHERE case_number = ?", number);
    return row.next() ? row.text(0) : std::string();
}

std::vector<std::string> offered_of(Connection& connection, const std::string& number) {
    auto row = connection.query("SELECT offered FROM mediations WHERE case_number = ?", number);
    return row.next() ? times_from(row.text(0)) : Times{};
}

wire::Mediation mediation_of(Connection& connection, const std::string& number, const std::string& card) {
    const auto side = side_with(connection, number, card);
    if (!side) return {};
    wire::Mediation told;
    told.invited = !side->asked;
    told.chosen = side->times.value_or(Times{});
    told.agreement = agreement_of(connection, number);
    told.accepted = side->accepted;
    told.agreed = !told.agreement.empty() && !awaits_acceptance(connection, number);
    if (!appointment_of(connection, number)) told.offered = offered_of(connection, number);
    return told;
}

bool is_invited(Connection& connection, const std::string& number, const std::string& card) {
    return connection.query("SELECT 1 FROM mediation_sides WHERE case_number = ? AND card = ? AND asked = 0", number, card).next();
}

}  // namespace onecard::cases
