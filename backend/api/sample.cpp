#include "backend/api/sample.hpp"

#include <charconv>

#include "backend/cases/badges.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/cases/posts.hpp"
#include "backend/cases/slots.hpp"
#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "backend/listings/listings.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/loads.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using data::Connection;

tl::unexpected<Error> malformed(std::string where) { return failure(Error::Kind::invalid, "sample.malformed", std::move(where)); }

std::string zh(const Json& json, std::string_view key) { return text_at(object_at(json, key), "zh"); }
std::string en(const Json& json, std::string_view key) { return text_at(object_at(json, key), "en"); }

Result<Timestamp> instant_at(const Json& json, std::string_view key) {
    Timestamp time;
    if (!from_iso(text_at(json, key), time)) return malformed(std::string(key));
    return time;
}

void load_places(Connection& connection, const Json& district) {
    for (const auto& one : list_at(district, "streets"))
        connection.run("INSERT INTO streets (code, name_zh, name_en) VALUES (?, ?, ?)", text_at(one, "code"), zh(one, "name"), en(one, "name"));
    for (const auto& one : list_at(district, "communities"))
        connection.run("INSERT INTO communities (code, name_zh, name_en, street, region) VALUES (?, ?, ?, ?, nullif(?, ''))", text_at(one, "code"), zh(one, "name"),
                       en(one, "name"), text_at(one, "street"), text_at(one, "region"));
    for (const auto& one : list_at(district, "billers"))
        connection.run("INSERT INTO billers (code, service, name_zh, name_en) VALUES (?, ?, ?, ?)", text_at(one, "code"), text_at(one, "service"),
                       zh(one, "name"), en(one, "name"));
    for (const auto& one : list_at(district, "kiosks")) {
        connection.run("INSERT INTO kiosks (id, hall_zh, hall_en, community, revoked) VALUES (?, ?, ?, ?, ?)", text_at(one, "id"), zh(one, "hall"),
                       en(one, "hall"), text_at(one, "community"), flag_at(one, "revoked"));
        for (const auto& terminal : list_at(one, "terminals"))
            connection.run("INSERT INTO terminals (number, kiosk) VALUES (?, ?)", terminal.is_string() ? terminal.get<std::string>() : std::string(),
                           text_at(one, "id"));
    }
}

void load_account(Connection& connection, const Json& account, const std::string& resident) {
    const auto number = text_at(account, "number");
    connection.run("INSERT INTO utility_accounts (number, biller, resident) VALUES (?, ?, ?)", number, text_at(account, "biller"), resident);
    for (const auto& bill : list_at(account, "bills"))
        connection.run("INSERT INTO bills (id, account, period, due, amount, offer) VALUES (?, ?, ?, ?, ?, ?)", text_at(bill, "id"), number,
                       text_at(bill, "period"), text_at(bill, "due"), fen_at(bill, "amount"), flag_at(bill, "offer"));
}

void load_residents(Connection& connection, const Json& district, Timestamp now) {
    for (const auto& one : list_at(district, "residents")) {
        const auto id = text_at(one, "id");
        connection.run("INSERT INTO residents (id, name, community, grid) VALUES (?, ?, ?, ?)", id, text_at(one, "name"), text_at(one, "community"),
                       text_at(one, "grid"));
        if (const auto deposit = fen_at(one, "deposit"); deposit > Fen()) money::pay_in(connection, now, id, deposit, "opening");
        for (const auto& account : list_at(one, "accounts")) load_account(connection, account, id);
        if (const auto credit = fen_at(one, "posted_credit"); credit > Fen() && !list_at(one, "cards").empty()) {
            const money::Entry entries[] = {{std::string(money::bank), credit, {}},
                                            {std::string(money::posted_credit), -credit, list_at(one, "cards").front().get<std::string>()}};
            money::post(connection, now, "opening", entries);
        }
        for (const auto& serial : list_at(one, "cards")) {
            const auto text = serial.is_string() ? serial.get<std::string>() : std::string();
            connection.run("INSERT INTO cards (serial, resident) VALUES (?, ?)", text, id);
            data::holder_changed(connection, text);
        }
    }
}

Status load_black_list(Connection& connection, const Json& district) {
    for (const auto& one : list_at(district, "black_list")) {
        const auto since = instant_at(one, "since");
        if (!since) return failure(since.error());
        connection.run("INSERT INTO black_list (serial, reason, since) VALUES (?, ?, ?)", text_at(one, "serial"), text_at(one, "reason"), *since);
        data::black_list_changed(connection, text_at(one, "serial"), false);
    }
    return {};
}

Status load_badges(Connection& connection, const Json& district) {
    for (const auto& one : list_at(district, "badges")) {
        wire::Badge badge{text_at(one, "number"), text_at(one, "key"), {zh(one, "name"), en(one, "name")}, {zh(one, "post"), en(one, "post")}, {}, {}};
        for (const auto& code : list_at(one, "departments"))
            if (code.is_string()) badge.departments.push_back(code.get<std::string>());
        if (auto put = cases::put_badge(connection, badge, text_at(one, "resident")); !put) return put;
    }
    return {};
}

Status load_notices(Connection& connection, const Json& district) {
    for (const auto& one : list_at(district, "notices")) {
        const auto published = instant_at(one, "published_at");
        if (!published) return failure(published.error());
        connection.run(
            "INSERT INTO notices (id, version, title_zh, title_en, body_zh, body_en, publisher_zh, publisher_en, published_at, ends_on) "
            "VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
            text_at(one, "id"), zh(one, "title"), en(one, "title"), zh(one, "body"), en(one, "body"), zh(one, "publisher"), en(one, "publisher"),
            *published, text_at(one, "ends_on"));
        data::notice_changed(connection, text_at(one, "id"), false);
    }
    return {};
}

/// New cases are numbered after the ones that came along.
void raise_counter(Connection& connection, const std::string& number) {
    constexpr std::size_t year_at = 2, year_size = 4, rest_at = 7;
    std::int64_t rest = 0;
    if (number.size() <= rest_at) return;
    std::from_chars(number.data() + rest_at, number.data() + number.size(), rest);
    connection.run("INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
                   "case-" + number.substr(year_at, year_size), rest);
}

/// At a time of today, whichever day that is, so that somebody is always expected.
Status load_appointment(const Office& office, Connection& connection, const Json& one) {
    const auto& wanted = object_at(one, "appointment");
    if (wanted.empty()) return {};
    const auto number = text_at(one, "number");
    const auto* calendar = office.rules.appointments().find(text_at(wanted, "calendar"));
    const auto day = to_iso(office.clock.now()).substr(0, 10), time = day + "T" + text_at(wanted, "time");
    Timestamp starts, midnight;
    if (!calendar || !from_iso(time + ":00+08:00", starts) || !from_iso(day + "T00:00:00+08:00", midnight)) return malformed("appointment of case " + number);
    connection.run("INSERT INTO slots (id, calendar, day, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)", calendar->code + ":" + time + ":1", calendar->code, day,
                   starts, starts + std::chrono::minutes(calendar->minutes));
    const bool booked = cases::book_time(connection, office.rules, calendar->code, time, {{}, number, text_at(one, "card"), {}, midnight}, {});
    return booked ? Status() : Status(malformed("appointment of case " + number));
}

Status load_case(const Office& office, Connection& connection, const Json& one) {
    const auto number = text_at(one, "number");
    const auto* item = office.catalogue.find(text_at(one, "item"));
    const auto accepted = instant_at(one, "accepted_at");
    if (!item || !accepted) return malformed("case " + number);
    cases::Answers answers;
    for (const auto& [key, values] : object_at(one, "answers").items())
        for (const auto& value : values)
            if (value.is_string()) answers[key].push_back(value.get<std::string>());
    cases::open_case(connection, office.rules, *item, {{}, {}, text_at(one, "card"), text_at(one, "channel"), *accepted, answers, number, {}, {}});
    raise_counter(connection, number);
    for (const auto& done : list_at(one, "steps_done")) {
        Timestamp at;
        if (!done.is_string() || !from_iso(done.get<std::string>(), at)) return malformed("steps of case " + number);
        const cases::Mover channel{cases::Mover::Kind::administrator, text_at(one, "channel"), "staff", {}};
        const auto moved = cases::move(connection, office.rules, number, {cases::Verb::advance, channel, {}, {}, at});
        if (!moved) return malformed("steps of case " + number);
    }
    return load_appointment(office, connection, one);
}

/// A file beside the district's own; nothing to load when it is not there.
Result<Json> beside(const std::filesystem::path& file, const char* name) {
    const auto path = file.parent_path() / name;
    std::error_code none;
    if (!std::filesystem::exists(path, none)) return Json::object();
    const auto text = read_file(path);
    if (!text) return failure(text.error());
    auto json = parse_json(*text);
    if (!json) return malformed(name);
    return json;
}

/// Days and instants of the sample are said from today on, so that a notice period still runs whenever it is looked at.
std::string moved(const Json& json, std::string_view key, Timestamp now) {
    const auto text = text_at(json, key);
    if (!text.starts_with("+") && !text.starts_with("-")) return text;
    int days = 0;
    std::from_chars(text.data() + (text.front() == '+' ? 1 : 0), text.data() + text.size(), days);
    const auto day = to_iso(now + std::chrono::hours(24 * days)).substr(0, 10);
    return key.ends_with("_at") ? day + "T17:00:00+08:00" : day;
}

Status load_listings(const Office& office, Connection& connection, const std::filesystem::path& file) {
    const auto json = beside(file, "listings.json");
    if (!json) return failure(json.error());
    const auto now = office.clock.now();
    for (auto one : list_at(*json, "listings")) {
        for (const auto* key : {"ends_on", "due_at", "published_at"}) one[key] = moved(one, key, now);
        auto listing = wire::listing_from(one);
        if (!listing) return malformed("listing " + text_at(one, "id") + " " + listing.error().code);
        const auto id = listing->id;
        Timestamp published = now;
        (void)from_iso(listing->published_at, published);
        const listings::Origin origin{text_at(one, "community"), text_at(one, "proposed_by"), {}};
        listings::propose(connection, *std::move(listing), origin, published);
        if (const auto by = text_at(one, "approved_by"); !by.empty())
            if (auto done = listings::approve(connection, id, by, published); !done) return malformed("listing " + id);
        for (const auto& tally : list_at(one, "tallies"))
            connection.run("INSERT INTO tallies (listing, question, option, chosen) VALUES (?, ?, ?, ?)", id, text_at(tally, "question"),
                           text_at(tally, "option"), number_at(tally, "chosen"));
    }
    return {};
}

Status load_registers(const Office& office, Connection& connection, const std::filesystem::path& file) {
    const auto json = beside(file, "registers.json");
    if (!json) return failure(json.error());
    for (auto one : list_at(*json, "registers")) {
        const auto as_of = instant_at(one, "as_of");
        if (!as_of) return failure(as_of.error());
        if (one.contains("proof")) one["proof"]["valid_until"] = moved(object_at(one, "proof"), "valid_until", office.clock.now());
        connection.run("INSERT INTO registers (resident, kind, as_of, content) VALUES (?, ?, ?, ?)", text_at(one, "resident"), text_at(one, "kind"), *as_of,
                       dump_json(one));
    }
    return {};
}

}  // namespace

Status load_sample(const Office& office, Connection& connection, const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return failure(text.error());
    const auto district = parse_json(*text);
    if (!district) return malformed(district.error().code);
    return connection.write([&]() -> Status {
        if (!data::fact(connection, "sample").empty()) return {};
        load_places(connection, *district);
        load_residents(connection, *district, office.clock.now());
        cases::set_up_posts(connection, office.rules, office.catalogue, office.clock.now());
        if (auto loaded = load_badges(connection, *district); !loaded) return loaded;
        if (auto loaded = load_black_list(connection, *district); !loaded) return loaded;
        if (auto loaded = load_notices(connection, *district); !loaded) return loaded;
        if (auto loaded = load_listings(office, connection, file); !loaded) return loaded;
        if (auto loaded = load_registers(office, connection, file); !loaded) return loaded;
        for (const auto& one : list_at(*district, "cases"))
            if (auto loaded = load_case(office, connection, one); !loaded) return loaded;
        data::set_fact(connection, "sample", "loaded");
        return {};
    });
}

}  // namespace onecard::api
