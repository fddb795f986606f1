#include "backend/api/feed.hpp"

#include <algorithm>
#include <set>

#include "backend/api/boards.hpp"
#include "backend/api/holders.hpp"
#include "backend/cases/badges.hpp"
#include "backend/api/reports.hpp"
#include "backend/data/migrations.hpp"
#include "backend/listings/listings.hpp"
#include "backend/money/ceilings.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using data::Connection;
using wire::Change;

/// An answer stays well below what a kiosk accepts.
constexpr std::size_t holder_bytes_max = wire::answer_bytes_max / 4;

std::int64_t newest_cursor(Connection& connection) {
    auto row = connection.query("SELECT coalesce(max(cursor), 0) FROM changes");
    return row.next() ? row.number(0) : 0;
}

std::optional<wire::Notice> notice_of(Connection& connection, const std::string& id) {
    auto row = connection.query(
        "SELECT id, title_zh, title_en, body_zh, body_en, publisher_zh, publisher_en, version, published_at, ends_on FROM notices WHERE id = ?", id);
    if (!row.next()) return std::nullopt;
    return wire::Notice{row.text(0),
                        {row.text(1), row.text(2)},
                        {row.text(3), row.text(4)},
                        {row.text(5), row.text(6)},
                        static_cast<int>(row.number(7)),
                        to_iso(row.time(8)),
                        row.text(9)};
}

std::optional<wire::KioskKey> kiosk_key_of(Connection& connection, const std::string& subject) {
    const auto stroke = subject.find('/');
    const auto kiosk = subject.substr(0, stroke);
    auto row = connection.query(
        "SELECT kiosk_keys.key, hall_zh, hall_en FROM kiosk_keys JOIN kiosks ON kiosks.id = kiosk_keys.kiosk "
        "WHERE kiosk = ? AND kiosk_keys.key = ? AND revoked = 0",
        kiosk, stroke == std::string::npos ? std::string() : subject.substr(stroke + 1));
    if (!row.next()) return std::nullopt;
    return wire::KioskKey{kiosk, row.text(0), {row.text(1), row.text(2)}};
}

/// Private cases come only with the answer about a card that somebody put on: kiosks where none of its sides ever was hold nothing of them.
wire::HolderRecord without_private(wire::HolderRecord record) {
    std::set<std::string> numbers;
    for (const auto& one : record.cases)
        if (one.mediation) numbers.insert(one.number);
    if (numbers.empty()) return record;
    std::erase_if(record.cases, [](const wire::Case& one) { return one.mediation.has_value(); });
    std::erase_if(record.looks, [&](const wire::HolderRecord::Look& look) { return numbers.contains(look.case_number); });
    for (auto& one : record.cases) std::erase_if(one.linked, [&](const std::string& number) { return numbers.contains(number); });
    return record;
}

/// Nothing for a topic that has nothing to tell any more.
std::optional<Change> change_from(Connection& connection, const cases::Rules& rules, const data::Query& row, Timestamp now) {
    const auto topic = row.text(1);
    Change change;
    change.subject = row.text(2);
    const bool gone = row.number(3) != 0;
    if (topic == "notice") {
        change.kind = gone ? Change::Kind::notice_gone : Change::Kind::notice;
        if (!gone && !(change.notice = notice_of(connection, change.subject))) return std::nullopt;
    } else if (topic == "listing") {
        change.kind = gone ? Change::Kind::listing_gone : Change::Kind::listing;
        const auto listing = gone ? std::nullopt : listings::find(connection, change.subject, now);
        if (!gone && !listing) return std::nullopt;
        if (listing) change.listing = dump_json(wire::to_json(*listing));
    } else if (topic == "black_list") {
        change.kind = gone ? Change::Kind::black_list_gone : Change::Kind::black_list;
    } else if (topic == "holder") {
        change.kind = Change::Kind::holder;
        change.holder = without_private(holder_record(connection, rules, change.subject, now));
    } else if (topic == "board") {
        const auto board = board_of(connection, rules, change.subject);
        if (!board) return std::nullopt;
        change.kind = Change::Kind::board;
        change.board = dump_json(wire::to_json(*board));
    } else if (topic == "badge") {
        change.badge = cases::find_badge(connection, change.subject);
        change.kind = change.badge ? Change::Kind::badge : Change::Kind::badge_gone;
    } else if (topic == "ceilings") {
        change.kind = Change::Kind::ceilings;
        const auto ceilings = money::ceilings_in_force(connection);
        if (!ceilings) return std::nullopt;
        change.subject = std::to_string(ceilings->version);
    } else if (topic == "kiosk_keys") {
        change.kind = Change::Kind::kiosk_key_gone;
    } else if (topic == "kiosk_key") {
        change.kind = Change::Kind::kiosk_key;
        if (!(change.kiosk_key = kiosk_key_of(connection, change.subject))) return std::nullopt;
        change.subject = change.kiosk_key->kiosk;
    } else if (topic == "reports") {
        change.kind = Change::Kind::reports;
        change.reports = dump_json(wire::to_json(open_reports(connection, change.subject, now)));
    } else if (topic != "catalogue") {
        return std::nullopt;
    } else {
        change.kind = Change::Kind::catalogue;
        change.subject = data::fact(connection, "catalogue_version");
    }
    return change;
}

/// About how many bytes an entry takes.
std::size_t weight(const Change& change) {
    constexpr std::size_t bytes_a_bill = 400, bytes_a_case = 3000, bytes_an_event = 300, bytes_else = 1000;
    if (!change.holder) return bytes_else + change.listing.size() + change.reports.size();
    std::size_t bytes = bytes_else + change.holder->bills.size() * bytes_a_bill;
    for (const auto& one : change.holder->cases) bytes += bytes_a_case + one.events.size() * bytes_an_event;
    return bytes;
}

}  // namespace

wire::Changes changes_since(Connection& connection, const cases::Rules& rules, const Asking& asking, Timestamp now) {
    const auto newest = newest_cursor(connection);
    const bool known = asking.cursor >= 0 && asking.cursor <= newest;
    wire::Changes changes;
    changes.cursor = known ? asking.cursor : 0;
    const auto limit = std::clamp<std::size_t>(asking.limit, 1, wire::change_entries_max);
    std::size_t bytes = 0;
    auto row = connection.query(
        "SELECT cursor, topic, subject, gone FROM changes WHERE cursor > ? AND (community IS NULL OR community = ?) ORDER BY cursor LIMIT ?",
        changes.cursor, asking.community, limit + 1);
    while (row.next()) {
        if (changes.entries.size() == limit || bytes > holder_bytes_max) {
            changes.more = true;
            return changes;
        }
        changes.cursor = row.number(0);
        auto change = change_from(connection, rules, row, now);
        if (!change) continue;
        bytes += weight(*change);
        changes.entries.push_back(std::move(*change));
    }
    // What concerns other communities need not be looked through again.
    changes.cursor = newest;
    return changes;
}

}  // namespace onecard::api
