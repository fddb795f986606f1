#include "backend/cases/case_book.hpp"

#include <algorithm>
#include <cstdio>

#include "backend/cases/case_row.hpp"
#include "backend/cases/family.hpp"
#include "backend/cases/mediation.hpp"
#include "backend/cases/promise.hpp"
#include "backend/cases/slots.hpp"
#include "backend/data/migrations.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using data::Query;
using wire::Case;
using wire::CaseStep;

constexpr std::string_view case_columns =
    "number, receipt, item_code, item_zh, item_en, department_zh, department_en, state, accepted_at, promised_at, closed_at, result, "
    "card, kiosk, statutory_at, answers, post, holder, coalesce(officer, ''), community, chart, coalesce(served, ''), step_card, whole_card, "
    "decision, up_at, urged_at, escalated_at, pause_ends_at, question, coalesce(rating, 0), clocks_stopped, step_limit_at, "
    "(SELECT count(*) FROM seconders WHERE case_number = number), class, place";

constexpr int chart_column = 20, decision_column = 24;

std::string select_cases(std::string_view condition) {
    return "SELECT " + std::string(case_columns) + " FROM cases WHERE " + std::string(condition);
}

std::string new_number(Connection& connection, Timestamp at) {
    const int year = to_local(at).year;
    char text[40];
    std::snprintf(text, sizeof text, "C-%04d-%06lld", year, static_cast<long long>(data::next_number(connection, "case-" + std::to_string(year))));
    return text;
}

Case::State state_from(const std::string& word) {
    return wire::case_state(word).value_or(Case::State::open);
}

std::string instant(const Query& row, int column) { return row.null(column) ? std::string() : to_iso(row.time(column)); }

std::vector<CaseStep> steps_of(Connection& connection, const std::string& number, bool open) {
    std::vector<CaseStep> steps;
    bool current_seen = !open;
    auto row = connection.query(
        "SELECT name_zh, name_en, holder_zh, holder_en, limit_at, done_at, code FROM case_steps WHERE case_number = ? ORDER BY position", number);
    while (row.next()) {
        CaseStep step;
        step.name = {row.text(0), row.text(1)};
        step.holder = {row.text(2), row.text(3)};
        step.limit_at = instant(row, 4);
        step.done_at = instant(row, 5);
        step.code = row.text(6);
        if (!row.null(5)) step.state = CaseStep::State::done;
        else if (!current_seen) step.state = CaseStep::State::current;
        current_seen = current_seen || row.null(5);
        steps.push_back(std::move(step));
    }
    return steps;
}

void write_steps(Connection& connection, const std::vector<Step>& steps, const std::string& number) {
    int position = 0;
    for (const auto& step : steps)
        connection.run(
            "INSERT INTO case_steps (case_number, position, code, name_zh, name_en, holder_zh, holder_en, days, hours, urgent, department) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            number, position++, step.code, step.name.zh, step.name.en, step.holder.zh, step.holder.en, step.limit.days, step.limit.hours,
            step.limit.urgent ? 1 : 0, step.department);
}

bool has_one_of(const Answers& answers, const std::string& field, const std::vector<std::string>& values) {
    const auto found = answers.find(field);
    if (found == answers.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const auto& value) { return std::find(values.begin(), values.end(), value) != values.end(); });
}

/// The chart's fast track, where these answers ask for it and the matter is small.
const FastTrack* fast_track_for(const Chart& chart, const Answers& answers) {
    if (!chart.fast || !has_one_of(answers, chart.fast->field, {chart.fast->value})) return nullptr;
    return has_one_of(answers, chart.fast->unless_field, chart.fast->unless_values) ? nullptr : &*chart.fast;
}

void hurry(std::vector<Step>& steps, const FastTrack& fast) {
    for (auto& step : steps)
        for (const auto& [code, days] : fast.steps)
            if (step.code == code) step.limit = {days, 0, false};
}

/// The item's steps, where a class says whose work one of them is and by when.
std::vector<Step> steps_for(Connection& connection, const Item& item, const CaseClass* chosen) {
    auto steps = item.steps;
    if (!chosen) return steps;
    const auto post = find_post(connection, department_post(chosen->department));
    for (auto& step : steps) {
        if (step.code != item.class_step) continue;
        step.limit = chosen->limit;
        step.department = chosen->department;
        if (post) step.holder = post->name;
    }
    return steps;
}

std::vector<Event> history_of(Connection& connection, const std::string& number) {
    std::vector<Event> history;
    auto row = connection.query(
        "SELECT at, kind, step, actor, role, coalesce(posts.name_zh, ''), coalesce(posts.name_en, ''), target, note FROM case_events "
        "LEFT JOIN posts ON posts.code = case_events.post WHERE case_number = ? ORDER BY id",
        number);
    while (row.next())
        history.push_back({row.time(0), row.text(1), row.text(2), row.text(3), row.text(4), {row.text(5), row.text(6)}, row.text(7), row.text(8)});
    return history;
}

wire::Localised title_of(Connection& connection, const std::string& post) {
    const auto found = find_post(connection, post);
    return found ? found->name : wire::Localised{post, post};
}

/// What a resident is told of the history: what happened and who answered, never the name of an officer, nor what officers say to each other.
std::vector<wire::CaseEvent> events_for_resident(Connection& connection, const std::string& number) {
    constexpr std::string_view told[] = {"accepted", "supplement_asked", "supplemented", "transferred", "given_back", "suspended", "resumed", "urged",
                                         "escalated", "handed_over", "supervised", "time_taken", "time_overlaps", "reopened", "rated", "followed_up", "closed", "withdrawn", "confirmed",
                                         "ended_unanswered", "assisted", "helped", "seconded", "fast_track", "invited", "invitation_declined", "times_offered",
                                         "times_chosen", "no_time_suits", "times_differ", "time_set", "proposed", "agreement_accepted", "agreement_refused"};
    constexpr std::string_view passed_on = "docked_";
    constexpr std::string_view with_note[] = {"supplement_asked", "supplemented", "suspended", "reopened", "closed", "assisted", "helped", "invited", "times_offered"};
    const auto among = [](const auto& words, const std::string& kind) { return std::find(std::begin(words), std::end(words), kind) != std::end(words); };
    std::vector<wire::CaseEvent> events;
    for (auto& event : history_of(connection, number)) {
        const bool docked = event.kind.starts_with(passed_on);
        if (!docked && !among(told, event.kind)) continue;
        const bool moved_on = docked || event.kind == "escalated" || event.kind == "transferred" || event.kind == "handed_over";
        auto post = moved_on ? title_of(connection, event.target) : std::move(event.post);
        auto note = among(with_note, event.kind) ? event.note : std::string();
        const bool relative = event.role == family_role;  // whose masked name is the target
        if (relative) note = event.target + (note.empty() ? "" : "：" + note);
        events.push_back({event.kind + (relative ? "_by_relative" : ""), to_iso(event.at), std::move(post), std::move(note)});
    }
    constexpr auto events_max = static_cast<std::ptrdiff_t>(wire::case_events_max);
    if (std::ssize(events) > events_max) events.erase(events.begin(), events.end() - events_max);
    return events;
}

/// Of the same resident only: a bundle's name alone links nobody to another's case.
std::vector<std::string> linked_with(Connection& connection, const std::string& number) {
    std::vector<std::string> numbers;
    auto row = connection.query(
        "SELECT other.number FROM cases JOIN cases AS other ON other.bundle = cases.bundle AND other.bundle <> '' AND other.card = cases.card "
        "WHERE cases.number = ?1 AND other.number <> ?1 ORDER BY other.number LIMIT ?2",
        number, wire::linked_cases_max);
    while (row.next()) numbers.push_back(row.text(0));
    return numbers;
}

Case case_from(Connection& connection, const Query& row) {
    Case one;
    one.number = row.text(0);
    one.receipt = row.text(1);
    one.item_code = row.text(2);
    one.item = {row.text(3), row.text(4)};
    one.department = {row.text(5), row.text(6)};
    one.state = state_from(row.text(7));
    one.accepted_at = instant(row, 8);
    one.promised_at = instant(row, 9);
    one.closed_at = instant(row, 10);
    one.result = row.text(11);
    one.steps = steps_of(connection, one.number, one.state != Case::State::closed && one.state != Case::State::withdrawn);
    one.events = events_for_resident(connection, one.number);
    one.appointment = appointment_of(connection, one.number);
    one.linked = linked_with(connection, one.number);
    one.urged_at = instant(row, 26);
    one.escalated_at = instant(row, 27);
    one.rating = static_cast<int>(row.number(30));
    one.told_by = 1 + static_cast<int>(row.number(33));
    one.granted = row.text(decision_column) == "granted";
    // Which of several people urged is nobody else's business.
    if (one.told_by > 1)
        for (auto& event : one.events)
            if (event.kind.starts_with("urged")) event.kind = "urged_by_one", event.note.clear();
    if (!row.null(10)) return one;
    one.holder = title_of(connection, row.text(17));
    one.goes_up_at = instant(row, 25);
    if (!row.null(25))
        if (const auto up = next_up(connection, row.text(17)); !up.empty()) one.goes_up_to = title_of(connection, up);
    one.waits_until = instant(row, 28);
    one.question = row.text(29);
    one.clocks_stopped = row.number(31) != 0;
    return one;
}

Answers answers_from(const std::string& text) {
    Answers answers;
    const auto json = parse_json(text).value_or(Json::object());
    for (const auto& [key, values] : json.items())
        for (const auto& value : values)
            if (value.is_string()) answers[key].push_back(value.get<std::string>());
    return answers;
}

/// Sent back with a reason instead of refused: nothing that was handed in is lost.
void ask_at_once(Connection& connection, const Rules& rules, CaseRow& row, const Arrival& arrival) {
    const auto* rule = rules.chart(row.chart).rule(Verb::ask_supplement);
    if (!rule) return;
    row.state = "supplement";
    row.question = arrival.question;
    pause(rules, row, *rule, arrival.at);
    tell(connection, row, {}, {"supplement_asked", {}, "system", to_iso(*row.pause_ends_at), arrival.question, arrival.at});
}

/// Whoever joined in knows how it goes, and nothing that was said between the first teller and the office.
Case for_seconder(Case one) {
    one.seconded = true;
    one.may_withdraw = false;
    one.receipt.clear();
    one.question.clear();
    one.rating = 0;
    for (auto& event : one.events)
        if (event.kind != "closed") event.note.clear();
    std::erase_if(one.events, [](const wire::CaseEvent& event) { return event.kind == "rated" || event.kind == "followed_up"; });
    return one;
}

/// Whoever was invited knows where it stands and what both are to agree on: not what the other side said to the office, nor the office to it.
Case for_invited(Case one) {
    for (auto* text : {&one.receipt, &one.question, &one.waits_until, &one.urged_at, &one.escalated_at, &one.goes_up_at}) text->clear();
    if (!one.mediation->accepted) one.result.clear();
    one.goes_up_to = {};
    one.linked.clear();
    one.rating = 0;
    constexpr std::string_view hidden[] = {"supplement_asked", "supplemented", "urged", "escalated", "rated", "followed_up", "assisted", "fast_track"};
    std::erase_if(one.events, [&](const wire::CaseEvent& event) { return std::find(std::begin(hidden), std::end(hidden), event.kind) != std::end(hidden); });
    for (auto& event : one.events)
        if (event.kind != "invited" && event.kind != "times_offered") event.note.clear();
    return one;
}

/// Where a case belongs: where it is about, else with its holder, else with the kiosk that took it.
Place place_of(Connection& connection, const Arrival& arrival) {
    if (!arrival.community.empty()) return {arrival.community, arrival.grid, {}};
    {
        auto row = connection.query(
            "SELECT residents.community, residents.grid FROM cards JOIN residents ON residents.id = cards.resident WHERE cards.serial = ?",
            arrival.card_serial);
        if (row.next()) return {row.text(0), row.text(1), {}};
    }
    auto row = connection.query("SELECT community FROM kiosks WHERE id = ?", arrival.kiosk);
    return {row.next() ? row.text(0) : std::string(), {}, {}};
}

/// Where no time could be given, the case says so, and goes on by telephone or ends: nothing that was handed in is lost.
void book_times(Connection& connection, const Rules& rules, const Item& item, CaseRow& row, const Arrival& arrival) {
    for (const auto& field : item.form) {
        const auto answer = arrival.answers.find(field.key);
        if (field.kind != Field::Kind::slot || answer == arrival.answers.end() || answer->second.empty()) continue;
        const auto& slot = answer->second.front();
        if (slot == time_by_phone) continue;
        const auto trouble = book_slot(connection, rules, {slot, row.number, arrival.card_serial, arrival.kiosk, arrival.at});
        if (trouble.empty()) continue;
        const bool overlaps = trouble == "slot.overlap";
        tell(connection, row, {}, {overlaps ? "time_overlaps" : "time_taken", {}, "system", slot, {}, arrival.at});
        if (!overlaps) continue;
        row.state = "withdrawn";
        row.closed_at = arrival.at;
        row.step_limit_at.reset();
        row.result = "您在这个时间已有另一个预约，这一个没有约上。请换个时间再约。";
    }
}

}  // namespace

const CaseClass* class_of(const Item& item, const Answers& answers) {
    const auto one = [&](const std::string& key) {
        const auto found = answers.find(key);
        return found == answers.end() || found->second.size() != 1 ? std::string() : found->second.front();
    };
    if (item.classes.empty()) return nullptr;
    const auto group = one(item.class_key), value = one(item.class_key + "_" + group);
    const auto found = std::find_if(item.classes.begin(), item.classes.end(), [&](const CaseClass& known) { return known.value == value && known.group == group; });
    return found == item.classes.end() ? nullptr : &*found;
}

std::string open_case(Connection& connection, const Rules& rules, const Item& item, const Arrival& arrival) {
    const auto number = arrival.number.empty() ? new_number(connection, arrival.at) : arrival.number;
    const auto none_if_empty = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
    const auto place = place_of(connection, arrival);
    const auto& calendar = rules.calendar();
    const auto* chosen = class_of(item, arrival.answers);
    const auto* fast = fast_track_for(rules.chart_of_item(item.code), arrival.answers);
    auto steps = steps_for(connection, item, chosen);
    if (fast) hurry(steps, *fast);
    const auto from = counted_from(arrival);
    const auto promised = promised_for(calendar, item, arrival, {steps, chosen != nullptr, fast ? fast->days : 0});
    const auto statutory = calendar.after(from, item.statutory_days);
    const auto title = chosen ? wire::Localised{item.name.zh + "：" + chosen->name.zh, item.name.en + ": " + chosen->name.en} : item.name;
    connection.run(
        "INSERT INTO cases (number, submission, receipt, card, kiosk, item_code, item_zh, item_en, department_zh, department_en, department_code, "
        "answers, state, accepted_at, promised_at, statutory_at, outcome_zh, result, community, grid, chart, served, bundle, class, place) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?)",
        number, none_if_empty(arrival.submission), arrival.receipt, arrival.card_serial, arrival.kiosk, item.code, title.zh, title.en,
        item.department.zh, item.department.en, item.code.substr(0, item.code.find('-')), dump_json(Json(arrival.answers)), arrival.at, promised,
        statutory, item.result.zh, place.community, place.grid, rules.chart_of_item(item.code).code, none_if_empty(arrival.served),
        arrival.bundle, chosen ? chosen->value : std::string(), arrival.place);
    write_steps(connection, steps, number);
    auto row = load_row(connection, number);
    if (!row) return number;
    begin_step(connection, rules, *row, arrival.at);
    if (from != arrival.at) count_step_from(connection, rules, *row, from);
    tell(connection, *row, {}, {"accepted", arrival.kiosk, "resident", {}, {}, arrival.at});
    if (const auto& helper = arrival.assistant; !helper.badge.empty())
        tell(connection, *row, {}, {"assisted", helper.badge, "staff", to_iso(helper.agreed_at), helper.post.zh, arrival.at});
    if (fast) tell(connection, *row, {}, {"fast_track", {}, "system", to_iso(promised), {}, arrival.at});
    if (!arrival.helper.empty()) {
        connection.run("UPDATE cases SET helper = ? WHERE number = ?", arrival.helper, number);
        tell(connection, *row, {}, {"helped", arrival.kiosk, "resident", {}, masked_name_of(connection, arrival.helper), arrival.at});
    }
    book_times(connection, rules, item, *row, arrival);
    if (!arrival.question.empty()) ask_at_once(connection, rules, *row, arrival);
    save_row(connection, rules, *row);
    return number;
}

void keep_private(Connection& connection, const Rules& rules, const Catalogue& catalogue) {
    for (const auto& [code, item] : catalogue.items())
        if (const auto& chart = rules.chart_of_item(code); chart.closed_to_figures)
            connection.run("UPDATE cases SET chart = ?1 WHERE item_code = ?2 AND chart <> ?1", chart.code, code);
}

std::optional<CaseFile> find_case(Connection& connection, const std::string& number, Timestamp now) {
    auto row = connection.query(select_cases("number = ?"), number);
    if (!row.next()) return std::nullopt;
    CaseFile file;
    file.as_told = case_from(connection, row);
    file.card_serial = row.text(12);
    file.kiosk = row.text(13);
    file.statutory_at = row.time(14);
    const bool runs = row.null(10) && row.number(31) == 0;
    file.late = runs && now > row.time(9);
    file.step_late = runs && !row.null(32) && now > row.time(32);
    int column = 16;
    for (auto* text : {&file.post, &file.holder, &file.officer, &file.community, &file.chart, &file.served, &file.step_card, &file.whole_card,
                       &file.decision})
        *text = row.text(column++);
    file.answers = answers_from(row.text(15));
    file.case_class = row.text(34);
    file.place = row.text(35);
    file.history = history_of(connection, number);
    return file;
}

std::vector<Case> cases_of(Connection& connection, const Rules& rules, const std::string& card_serial, int limit) {
    std::vector<Case> cases;
    auto row = connection.query(select_cases("card = ? ORDER BY accepted_at DESC, number DESC LIMIT ?"), card_serial, limit);
    while (row.next()) {
        cases.push_back(case_from(connection, row));
        if (rules.chart(row.text(chart_column)).closed_to_figures) cases.back().mediation = mediation_of(connection, cases.back().number, card_serial);
    }
    auto invited = connection.query(select_cases("number IN (SELECT case_number FROM mediation_sides WHERE card = ? AND asked = 0) LIMIT ?"), card_serial, limit);
    while (invited.next()) {
        auto one = case_from(connection, invited);
        one.mediation = mediation_of(connection, one.number, card_serial);
        cases.push_back(for_invited(std::move(one)));
    }
    auto joined = connection.query(select_cases("number IN (SELECT case_number FROM seconders WHERE card = ?) LIMIT ?"), card_serial, limit);
    while (joined.next()) cases.push_back(for_seconder(case_from(connection, joined)));
    std::stable_sort(cases.begin(), cases.end(), [](const Case& one, const Case& other) { return one.accepted_at > other.accepted_at; });
    if (cases.size() > static_cast<std::size_t>(limit)) cases.resize(static_cast<std::size_t>(limit));
    return cases;
}

std::vector<std::string> case_numbers(Connection& connection, const CaseFilter& filter, int limit) {
    std::vector<std::string> numbers;
    // A condition that is not asked for must not stand in the way of the index of one that is.
    const auto term = [](const std::string& wanted, std::string_view column, std::string_view place) {
        const std::string asked(column);
        return wanted.empty() ? "'' = " + std::string(place) : asked + " <> '' AND " + asked + " = " + std::string(place);
    };
    auto row = connection.query("SELECT number FROM cases WHERE " + term(filter.card_serial, "card", "?1") + " AND " +
                                    term(filter.receipt, "receipt", "?2") + " AND " + term(filter.state, "state", "?3") +
                                    " ORDER BY accepted_at DESC, number DESC LIMIT ?4",
                                filter.card_serial, filter.receipt, filter.state, limit);
    while (row.next()) numbers.push_back(row.text(0));
    return numbers;
}

}  // namespace onecard::cases
