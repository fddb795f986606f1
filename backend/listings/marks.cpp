#include "backend/listings/marks.hpp"

#include <algorithm>

#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"
#include "backend/listings/listings.hpp"
#include "base/json.hpp"

namespace onecard::listings {
namespace {

using data::Connection;

bool has(Connection& connection, const std::string& listing, std::string_view kind, const std::string& resident) {
    return connection.query("SELECT 1 FROM marks WHERE listing = ? AND kind = ? AND resident = ?", listing, kind, resident).next();
}

bool answers_fit(const wire::Listing& listing, const wire::Mark& mark) {
    if (mark.kind != "answer") return mark.answers.empty();
    if (mark.answers.size() != listing.questions.size()) return false;
    return std::all_of(listing.questions.begin(), listing.questions.end(), [&](const wire::Listing::Question& question) {
        const auto given = mark.answers.find(question.key);
        if (given == mark.answers.end()) return false;
        return std::any_of(question.options.begin(), question.options.end(), [&](const auto& option) { return option.value == given->second; });
    });
}

/// Why it does not count; empty when it does.
std::string judge(Connection& connection, const wire::Listing& listing, const wire::Mark& mark, const std::string& resident, Timestamp at) {
    const bool attends = mark.kind == "sign_in" || mark.kind == "sign_out";
    if (listing.mark != (attends ? "sign_up" : mark.kind)) return "mark.other";
    if (has(connection, listing.id, mark.kind, resident)) return "mark.already";
    if (mark.kind == "sign_in" && !has(connection, listing.id, "sign_up", resident)) return "mark.not_signed_up";
    if (mark.kind == "sign_out" && !has(connection, listing.id, "sign_in", resident)) return "mark.not_signed_in";
    Timestamp due;
    if (!attends && from_iso(listing.due_at, due) && at > due) return "mark.late";
    if (!attends && listing.places > 0 && listing.marks >= listing.places) return "mark.full";
    return answers_fit(listing, mark) ? std::string() : "mark.answers";
}

}  // namespace

Result<std::string> take_mark(Connection& connection, const wire::Mark& mark, const std::string& kiosk, Timestamp now) {
    const auto resident = data::resident_of(connection, mark.card_serial);
    if (resident.empty()) return failure(Error::Kind::refused, "mark.card_unknown");
    const auto at = std::min(mark.at, now);  // a kiosk whose clock is ahead gives nobody more
    // As it stood when the mark was set: its last day may have passed while the hall had no network.
    const auto listing = find(connection, mark.listing, at);
    if (!listing) return std::string("mark.gone");
    if (auto why_not = judge(connection, *listing, mark, resident, at); !why_not.empty()) return why_not;
    connection.run("INSERT INTO marks (listing, kind, resident, at, kiosk) VALUES (?, ?, ?, ?, ?)", mark.listing, mark.kind, resident, at, kiosk);
    for (const auto& [question, option] : mark.answers)
        connection.run("INSERT INTO tallies (listing, question, option, chosen) VALUES (?, ?, ?, 1) "
                       "ON CONFLICT (listing, question, option) DO UPDATE SET chosen = chosen + 1",
                       mark.listing, question, option);
    auto row = connection.query("SELECT community FROM listings WHERE id = ? AND state = 'published'", mark.listing);
    const auto community = row.next() && !row.null(0) ? std::optional(row.text(0)) : std::nullopt;
    data::listing_changed(connection, mark.listing, community, false);
    return std::string();
}

bool is_secret(const wire::Submission& submission) {
    if (submission.kind != wire::mark_kind) return false;
    const auto json = parse_json(submission.body);
    return json && text_at(*json, "mark") == "answer";
}

}  // namespace onecard::listings
