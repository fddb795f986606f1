#include "backend-client/store/cache.hpp"

#include <algorithm>
#include <set>

#include "backend-client/store/connection.hpp"
#include "backend-client/store/kiosk_keys.hpp"
#include "base/json.hpp"

namespace onecard::store {
namespace {

constexpr std::string_view setting_cursor = "changes.cursor", setting_pass = "changes.pass", setting_as_of = "changes.as_of",
                           setting_replacing = "changes.replacing";

void write_setting(Connection& connection, std::string_view name, std::string_view value) {
    connection.query("INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(1, name)
        .bind(2, value)
        .run();
}

std::optional<std::string> read_setting(Connection& connection, std::string_view name) {
    auto row = connection.query("SELECT value FROM settings WHERE name = ?1");
    if (!row.bind(1, name).step()) return std::nullopt;
    return row.text(0);
}

std::int64_t read_number(Connection& connection, std::string_view name) {
    const auto text = read_setting(connection, name);
    if (!text) return 0;
    std::int64_t value = 0;
    for (const char c : *text) {
        if (c < '0' || c > '9' || value > INT64_MAX / 10 - 1) return 0;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::string record_place(ByteView holder) { return "holder:" + to_hex(holder); }

/// Another record of the same card has another key, so that neither is found by who knows the other.
std::string registers_subject(const std::string& card_serial) { return card_serial + "/registers"; }

void write_record(Connection& connection, const std::string& subject, const Json& record) {
    const auto holder = connection.holder_key(subject);
    auto text = dump_json(record);
    const auto sealed = connection.seal(text, record_place(holder));
    wipe(text);
    connection.query("INSERT INTO holders (holder, kept_at, record) VALUES (?1, ?2, ?3)"
                     " ON CONFLICT (holder) DO UPDATE SET kept_at = excluded.kept_at, record = excluded.record")
        .bind(1, holder)
        .bind(2, connection.now())
        .bind(3, sealed)
        .run();
}

void write_holder(Connection& connection, const wire::HolderRecord& record) { write_record(connection, record.card_serial, wire::to_json(record)); }

/// Nothing when there is none, or only an old one.
Result<std::optional<Json>> read_record(Connection& connection, const std::string& subject) {
    const auto holder = connection.holder_key(subject);
    auto row = connection.query("SELECT record FROM holders WHERE holder = ?1 AND kept_at BETWEEN ?2 AND ?3");
    row.bind(1, holder).bind(2, connection.now() - personal_lifetime.count()).bind(3, connection.now() + personal_lifetime.count());
    if (!row.step()) return std::nullopt;
    auto text = connection.unseal(row.bytes(0), record_place(holder));
    if (!text) return failure(text.error());
    auto json = parse_json(*text);
    wipe(*text);
    if (!json) return failure(Error::Kind::corrupt, "store.facts", json.error().code);
    return *std::move(json);
}

void write_listing(Connection& connection, const wire::Change& change, std::int64_t pass) {
    const auto json = parse_json(change.listing).value_or(Json::object());
    connection.query("INSERT INTO listings (id, published_at, ends_on, pass, listing) VALUES (?1, ?2, ?3, ?4, ?5)"
                     " ON CONFLICT (id) DO UPDATE SET published_at = excluded.published_at, ends_on = excluded.ends_on,"
                     " pass = excluded.pass, listing = excluded.listing")
        .bind(1, change.subject)
        .bind(2, text_at(json, "published_at"))
        .bind(3, text_at(json, "ends_on"))
        .bind(4, pass)
        .bind(5, change.listing)
        .run();
}

void write_notice(Connection& connection, const wire::Notice& notice, std::int64_t pass) {
    connection.query("INSERT INTO notices (id, published_at, ends_on, pass, notice) VALUES (?1, ?2, ?3, ?4, ?5)"
                     " ON CONFLICT (id) DO UPDATE SET published_at = excluded.published_at, ends_on = excluded.ends_on,"
                     " pass = excluded.pass, notice = excluded.notice")
        .bind(1, notice.id)
        .bind(2, notice.published_at)
        .bind(3, notice.ends_on)
        .bind(4, pass)
        .bind(5, dump_json(wire::to_json(notice)))
        .run();
}

void write_black_listed(Connection& connection, const std::string& card_serial, std::int64_t pass) {
    connection.query("INSERT INTO black_list (holder, pass) VALUES (?1, ?2) ON CONFLICT (holder) DO UPDATE SET pass = excluded.pass")
        .bind(1, connection.holder_key(card_serial))
        .bind(2, pass)
        .run();
}

void write_badge(Connection& connection, const wire::Badge& badge, std::int64_t pass) {
    connection.query("INSERT INTO badges (number, pass, badge) VALUES (?1, ?2, ?3)"
                     " ON CONFLICT (number) DO UPDATE SET pass = excluded.pass, badge = excluded.badge")
        .bind(1, badge.number)
        .bind(2, pass)
        .bind(3, connection.seal(dump_json(wire::to_json(badge)), "badge:" + badge.number))
        .run();
}

std::optional<std::int64_t> version_in(const std::string& subject) {
    if (subject.empty() || subject.size() > 18 || subject.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    return std::stoll(subject);
}

/// The feed leaves private cases out; what a card that was put on here brought is kept until it is asked about again, and the record is as old as that.
wire::HolderRecord with_private(Connection& connection, wire::HolderRecord told) {
    const auto json = read_record(connection, told.card_serial);
    const auto known = json && *json ? wire::holder_from(**json) : tl::unexpected<Error>(Error{});
    if (!known || told.standing != wire::HolderRecord::Standing::active) return told;
    if (connection.now() - to_millis(known->as_of) > personal_lifetime.count()) return told;
    std::set<std::string> kept;
    for (const auto& one : known->cases) {
        const bool again = std::any_of(told.cases.begin(), told.cases.end(), [&](const wire::Case& other) { return other.number == one.number; });
        if (!one.mediation || again) continue;
        told.cases.push_back(one);
        kept.insert(one.number);
    }
    for (const auto& look : known->looks)
        if (kept.contains(look.case_number)) told.looks.push_back(look);
    if (kept.empty()) return told;
    if (told.looks.size() > wire::looks_max) told.looks.resize(wire::looks_max);
    std::stable_sort(told.cases.begin(), told.cases.end(), [](const wire::Case& one, const wire::Case& other) { return one.accepted_at > other.accepted_at; });
    std::stable_sort(told.looks.begin(), told.looks.end(), [](const auto& one, const auto& other) { return one.at > other.at; });
    told.as_of = std::min(told.as_of, known->as_of);
    return told;
}

void apply_one(Connection& connection, const wire::Change& change, std::int64_t pass) {
    switch (change.kind) {
        case wire::Change::Kind::notice: write_notice(connection, *change.notice, pass); break;
        case wire::Change::Kind::notice_gone: connection.query("DELETE FROM notices WHERE id = ?1").bind(1, change.subject).run(); break;
        case wire::Change::Kind::black_list: write_black_listed(connection, change.subject, pass); break;
        case wire::Change::Kind::black_list_gone:
            connection.query("DELETE FROM black_list WHERE holder = ?1").bind(1, connection.holder_key(change.subject)).run();
            break;
        case wire::Change::Kind::holder: write_holder(connection, with_private(connection, *change.holder)); break;
        case wire::Change::Kind::board: write_setting(connection, "board", change.board); break;
        case wire::Change::Kind::kiosk_key: write_kiosk_key(connection, *change.kiosk_key, pass); break;
        case wire::Change::Kind::kiosk_key_gone: remove_kiosk_keys(connection, change.subject); break;
        case wire::Change::Kind::listing: write_listing(connection, change, pass); break;
        case wire::Change::Kind::listing_gone: connection.query("DELETE FROM listings WHERE id = ?1").bind(1, change.subject).run(); break;
        case wire::Change::Kind::badge: write_badge(connection, *change.badge, pass); break;
        case wire::Change::Kind::badge_gone: connection.query("DELETE FROM badges WHERE number = ?1").bind(1, change.subject).run(); break;
        case wire::Change::Kind::reports: write_setting(connection, "reports", change.reports); break;
        case wire::Change::Kind::catalogue:
        case wire::Change::Kind::ceilings: break;  // fetched on their own
    }
}

void end_of_pages(Connection& connection, std::int64_t pass) {
    write_setting(connection, setting_as_of, std::to_string(connection.now()));
    if (read_number(connection, setting_replacing) == 0) return;
    connection.query("DELETE FROM notices WHERE pass < ?1").bind(1, pass).run();
    connection.query("DELETE FROM black_list WHERE pass < ?1").bind(1, pass).run();
    connection.query("DELETE FROM kiosk_keys WHERE pass < ?1").bind(1, pass).run();
    connection.query("DELETE FROM listings WHERE pass < ?1").bind(1, pass).run();
    connection.query("DELETE FROM badges WHERE pass < ?1").bind(1, pass).run();
    write_setting(connection, setting_replacing, "0");
}

CachedCatalogue catalogue_of(const Query& row) { return {row.number(0), row.text(1), {}, from_millis(row.number(2))}; }

}  // namespace

Status Cache::put_catalogue(const CachedCatalogue& catalogue) {
    return connection_->writing([&]() -> Status {
        connection_->query("INSERT INTO catalogue (one, version, etag, as_of, bundle) VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT (one) DO UPDATE"
                           " SET version = excluded.version, etag = excluded.etag, as_of = excluded.as_of, bundle = excluded.bundle")
            .bind(1, catalogue.version)
            .bind(2, catalogue.etag)
            .bind(3, to_millis(catalogue.as_of))
            .bind(4, catalogue.bundle)
            .run();
        return {};
    });
}

Result<std::optional<CachedCatalogue>> Cache::catalogue() {
    return connection_->guarded([&]() -> Result<std::optional<CachedCatalogue>> {
        auto row = connection_->query("SELECT version, etag, as_of, bundle FROM catalogue WHERE one = 1");
        if (!row.step()) return std::nullopt;
        auto found = catalogue_of(row);
        found.bundle = row.text(3);
        return found;
    });
}

Result<std::optional<CachedCatalogue>> Cache::catalogue_head() {
    return connection_->guarded([&]() -> Result<std::optional<CachedCatalogue>> {
        auto row = connection_->query("SELECT version, etag, as_of FROM catalogue WHERE one = 1");
        if (!row.step()) return std::nullopt;
        return catalogue_of(row);
    });
}

Status Cache::put_holder(const wire::HolderRecord& record) {
    return connection_->writing([&]() -> Status {
        write_holder(*connection_, record);
        return {};
    });
}

Result<std::optional<wire::HolderRecord>> Cache::holder(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<std::optional<wire::HolderRecord>> {
        const auto json = read_record(*connection_, card_serial);
        if (!json) return failure(json.error());
        if (!*json) return std::nullopt;
        auto record = wire::holder_from(**json);
        if (!record) return failure(Error::Kind::corrupt, "store.facts", record.error().code);
        return std::move(*record);
    });
}

Status Cache::put_registers(const wire::Registers& registers) {
    return connection_->writing([&]() -> Status {
        write_record(*connection_, registers_subject(registers.card_serial), wire::to_json(registers));
        return {};
    });
}

Result<std::optional<wire::Registers>> Cache::registers(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<std::optional<wire::Registers>> {
        const auto json = read_record(*connection_, registers_subject(card_serial));
        if (!json) return failure(json.error());
        if (!*json) return std::nullopt;
        auto registers = wire::registers_from(**json);
        if (!registers) return failure(Error::Kind::corrupt, "store.facts", registers.error().code);
        return std::move(*registers);
    });
}

Result<std::vector<wire::Listing>> Cache::listings() {
    return connection_->guarded([&]() -> Result<std::vector<wire::Listing>> {
        const auto today = to_iso(connection_->clock().now()).substr(0, 10);
        std::vector<wire::Listing> listings;
        auto row = connection_->query("SELECT listing FROM listings WHERE ends_on = '' OR ends_on >= ?1 ORDER BY published_at DESC, id");
        row.bind(1, today);
        while (row.step()) {
            const auto json = parse_json(row.text(0));
            auto listing = json ? wire::listing_from(*json) : failure(json.error());
            if (!listing) return failure(Error::Kind::corrupt, "store.facts", listing.error().code);
            listings.push_back(std::move(*listing));
        }
        return listings;
    });
}

Result<std::vector<wire::Notice>> Cache::notices() {
    return connection_->guarded([&]() -> Result<std::vector<wire::Notice>> {
        const auto today = to_iso(connection_->clock().now()).substr(0, 10);
        std::vector<wire::Notice> notices;
        auto row = connection_->query("SELECT notice FROM notices WHERE ends_on = '' OR ends_on >= ?1 ORDER BY published_at DESC, id");
        row.bind(1, today);
        while (row.step()) {
            const auto json = parse_json(row.text(0));
            auto notice = json ? wire::notice_from(*json) : failure(json.error());
            if (!notice) return failure(Error::Kind::corrupt, "store.facts", notice.error().code);
            notices.push_back(std::move(*notice));
        }
        return notices;
    });
}

Result<bool> Cache::black_listed(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<bool> {
        auto row = connection_->query("SELECT 1 FROM black_list WHERE holder = ?1");
        return row.bind(1, connection_->holder_key(card_serial)).step();
    });
}

Result<std::vector<wire::KioskKey>> Cache::kiosk_keys(const std::string& kiosk) {
    return connection_->guarded([&]() -> Result<std::vector<wire::KioskKey>> { return read_kiosk_keys(*connection_, kiosk); });
}

Result<std::optional<wire::Badge>> Cache::badge(const std::string& number) {
    return connection_->guarded([&]() -> Result<std::optional<wire::Badge>> {
        auto row = connection_->query("SELECT badge FROM badges WHERE number = ?1");
        if (!row.bind(1, number).step()) return std::nullopt;
        const auto text = connection_->unseal(row.bytes(0), "badge:" + number);
        if (!text) return failure(text.error());
        const auto json = parse_json(*text);
        auto badge = json ? wire::badge_from(*json) : Result<wire::Badge>(failure(json.error()));
        if (!badge) return failure(Error::Kind::corrupt, "store.facts", badge.error().code);
        return std::move(*badge);
    });
}

Result<std::int64_t> Cache::cursor() {
    return connection_->guarded([&]() -> Result<std::int64_t> { return read_number(*connection_, setting_cursor); });
}

Result<std::optional<std::int64_t>> Cache::apply(std::int64_t asked, const wire::Changes& changes) {
    return connection_->writing([&]() -> Result<std::optional<std::int64_t>> {
        auto pass = read_number(*connection_, setting_pass);
        if (asked == 0 || changes.cursor < asked) {
            write_setting(*connection_, setting_pass, std::to_string(++pass));
            write_setting(*connection_, setting_replacing, "1");
        }
        std::optional<std::int64_t> version;
        for (const auto& change : changes.entries) {
            apply_one(*connection_, change, pass);
            if (change.kind == wire::Change::Kind::catalogue) version = version_in(change.subject);
        }
        write_setting(*connection_, setting_cursor, std::to_string(changes.cursor));
        if (!changes.more) end_of_pages(*connection_, pass);
        return version;
    });
}

Result<std::optional<Timestamp>> Cache::as_of() {
    return connection_->guarded([&]() -> Result<std::optional<Timestamp>> {
        if (!read_setting(*connection_, setting_as_of)) return std::nullopt;
        return from_millis(read_number(*connection_, setting_as_of));
    });
}

Status Cache::set(const std::string& name, const std::string& value) {
    return connection_->writing([&]() -> Status {
        write_setting(*connection_, name, value);
        return {};
    });
}

Result<std::optional<std::string>> Cache::setting(const std::string& name) {
    return connection_->guarded([&]() -> Result<std::optional<std::string>> { return read_setting(*connection_, name); });
}

Result<std::size_t> Cache::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        auto row = connection_->query("DELETE FROM holders WHERE holder IN (SELECT holder FROM holders WHERE kept_at < ?1 OR kept_at > ?2 LIMIT ?3)");
        row.bind(1, connection_->now() - personal_lifetime.count()).bind(2, connection_->now() + personal_lifetime.count());
        return static_cast<std::size_t>(row.bind(3, static_cast<std::int64_t>(count_max)).run());
    });
}

}  // namespace onecard::store
