#include "backend/listings/listings.hpp"

#include "backend/data/changes.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::listings {
namespace {

using data::Connection;

std::optional<std::string> none_if_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

void tell(Connection& connection, const std::string& id, bool gone) {
    auto row = connection.query("SELECT community FROM listings WHERE id = ? AND state IN ('published', 'gone') ORDER BY version DESC LIMIT 1", id);
    const auto community = row.next() && !row.null(0) ? std::optional(row.text(0)) : std::nullopt;
    data::listing_changed(connection, id, community, gone);
}

wire::Listing listing_in(const std::string& content) {
    const auto json = parse_json(content);
    auto listing = json ? wire::listing_from(*json) : Result<wire::Listing>(failure(json.error()));
    return listing ? *std::move(listing) : wire::Listing{};
}

void count(Connection& connection, wire::Listing& listing) {
    {
        auto row = connection.query("SELECT count(*) FROM marks WHERE listing = ? AND kind = ?", listing.id, listing.mark);
        if (row.next()) listing.marks = row.number(0);
    }
    if (!listing.told) return;
    auto row = connection.query("SELECT question, option, chosen FROM tallies WHERE listing = ?", listing.id);
    while (row.next())
        for (auto& question : listing.questions)
            for (auto& option : question.options)
                if (question.key == row.text(0) && option.value == row.text(1)) option.chosen = row.number(2);
}

}  // namespace

int propose(Connection& connection, wire::Listing listing, const Origin& origin, Timestamp at) {
    connection.run("DELETE FROM listings WHERE id = ? AND state = 'proposed'", listing.id);
    {
        auto row = connection.query("SELECT coalesce(max(version), 0) + 1 FROM listings WHERE id = ?", listing.id);
        listing.version = row.next() ? static_cast<int>(row.number(0)) : 1;
    }
    connection.run(
        "INSERT INTO listings (id, version, kind, state, community, content, case_number, proposed_by, proposed_at) "
        "VALUES (?, ?, ?, 'proposed', ?, ?, ?, ?, ?)",
        listing.id, listing.version, listing.kind, none_if_empty(origin.community), dump_json(wire::to_json(listing)), none_if_empty(origin.case_number),
        origin.by, at);
    return listing.version;
}

Status approve(Connection& connection, const std::string& id, const std::string& by, Timestamp at) {
    wire::Listing listing;
    {
        auto row = connection.query("SELECT content, proposed_by FROM listings WHERE id = ? AND state = 'proposed'", id);
        if (!row.next()) return failure(Error::Kind::refused, "listing.unknown");
        if (row.text(1) == by && !by.empty()) return failure(Error::Kind::refused, "listing.own");
        listing = listing_in(row.text(0));
    }
    listing.published_at = to_iso(at);
    connection.run("UPDATE listings SET state = 'replaced' WHERE id = ? AND state = 'published'", id);
    connection.run("UPDATE listings SET state = 'published', content = ?, approved_by = ?, approved_at = ? WHERE id = ? AND state = 'proposed'",
                   dump_json(wire::to_json(listing)), by, at, id);
    tell(connection, id, false);
    return {};
}

void publish(Connection& connection, wire::Listing listing, const Origin& origin, Timestamp at) {
    const auto id = listing.id;
    propose(connection, std::move(listing), {origin.community, {}, origin.case_number}, at);
    (void)approve(connection, id, {}, at);  // can't be refused: it was proposed just now, by nobody
}

Status take_back(Connection& connection, const std::string& id, const std::string& by, Timestamp at) {
    connection.run("UPDATE listings SET state = 'gone', approved_by = ?, approved_at = ? WHERE id = ? AND state = 'published'", by, at, id);
    if (connection.changed() == 0) return failure(Error::Kind::refused, "listing.unknown");
    tell(connection, id, true);
    return {};
}

std::optional<wire::Listing> find(Connection& connection, const std::string& id, Timestamp now) {
    wire::Listing listing;
    {
        auto row = connection.query("SELECT content FROM listings WHERE id = ? AND state = 'published'", id);
        if (!row.next()) return std::nullopt;
        listing = listing_in(row.text(0));
    }
    if (listing.id.empty() || (!listing.ends_on.empty() && listing.ends_on < to_iso(now).substr(0, 10))) return std::nullopt;
    count(connection, listing);
    return listing;
}

std::vector<Version> versions(Connection& connection, const std::string& kind, const std::string& state) {
    std::vector<Version> found;
    {
        auto row = connection.query(
            "SELECT content, state, coalesce(community, ''), proposed_by, coalesce(case_number, ''), approved_by FROM listings "
            "WHERE (?1 = '' OR kind = ?1) AND (?2 = '' OR state = ?2) ORDER BY proposed_at DESC, id, version DESC LIMIT ?3",
            kind, state, versions_listed_max);
        while (row.next())
            found.push_back({listing_in(row.text(0)), row.text(1), {row.text(2), row.text(3), row.text(4)}, row.text(5)});
    }
    for (auto& one : found)
        if (one.state == "published") count(connection, one.listing);
    return found;
}

void answer_of_case(Connection& connection, const std::string& case_number, const wire::Localised& answer, Timestamp at) {
    std::vector<std::pair<std::string, std::string>> answered;
    {
        auto row = connection.query("SELECT id, content FROM listings WHERE case_number = ? AND state = 'published'", case_number);
        while (row.next()) answered.emplace_back(row.text(0), row.text(1));
    }
    for (const auto& [id, content] : answered) {
        auto listing = listing_in(content);
        listing.answer = answer;
        listing.answered_at = to_iso(at);
        connection.run("UPDATE listings SET content = ? WHERE id = ? AND state = 'published'", dump_json(wire::to_json(listing)), id);
        tell(connection, id, false);
    }
}

std::string masked(std::string_view name) {
    const auto stop = name.find("·");
    const auto plain = name.substr(0, stop);
    const auto points = length_in_points(plain);
    std::size_t first = 1;
    while (first < plain.size() && (static_cast<unsigned char>(plain[first]) & 0xC0U) == 0x80U) ++first;
    return std::string(plain.substr(0, first)) + std::string(points > 1 ? points - 1 : 1, '*');
}

}  // namespace onecard::listings
