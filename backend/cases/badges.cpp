#include "backend/cases/badges.hpp"

#include <algorithm>

#include "backend/data/changes.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/json.hpp"

namespace onecard::cases {
namespace {

using data::Connection;

std::vector<std::string> cards_of(Connection& connection, const std::string& resident) {
    std::vector<std::string> cards;
    auto row = connection.query("SELECT serial FROM cards WHERE resident = ? ORDER BY serial LIMIT 50", resident);
    while (row.next()) cards.push_back(row.text(0));
    return cards;
}

tl::unexpected<Error> refused(std::string_view code) { return failure(Error::Kind::refused, std::string(code)); }

bool among(const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

}  // namespace

std::optional<wire::Badge> find_badge(Connection& connection, const std::string& number) {
    auto row = connection.query("SELECT key, name_zh, name_en, post_zh, post_en, coalesce(resident, ''), departments FROM badges WHERE number = ? AND revoked = 0",
                                number);
    if (!row.next()) return std::nullopt;
    wire::Badge badge{number, row.text(0), {row.text(1), row.text(2)}, {row.text(3), row.text(4)}, {}, cards_of(connection, row.text(5))};
    const auto departments = parse_json(row.text(6)).value_or(Json::array());
    for (const auto& code : departments)
        if (code.is_string()) badge.departments.push_back(code.get<std::string>());
    return badge;
}

Status put_badge(Connection& connection, const wire::Badge& badge, const std::string& resident) {
    if (auto good = wire::badge_from(wire::to_json(badge)); !good)
        return failure(Error::Kind::invalid, "badge.malformed", "ten digits, a key of 64 hexadecimal digits in capitals, a name and a post");
    if (!resident.empty() && !connection.query("SELECT 1 FROM residents WHERE id = ?", resident).next())
        return failure(Error::Kind::invalid, "badge.resident", "there is no resident of this id");
    const auto bearer = resident.empty() ? std::nullopt : std::optional(resident);
    connection.run(
        "INSERT OR REPLACE INTO badges (number, key, name_zh, name_en, post_zh, post_en, resident, departments) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        badge.number, badge.key, badge.name.zh, badge.name.en, badge.post.zh, badge.post.en, bearer, dump_json(Json(badge.departments)));
    data::badge_changed(connection, badge.number);
    return {};
}

Status set_badge_revoked(Connection& connection, const std::string& number, bool revoked) {
    connection.run("UPDATE badges SET revoked = ? WHERE number = ?", revoked, number);
    if (connection.changed() == 0) return failure(Error::Kind::refused, "badge.unknown", "there is no badge of this number");
    data::badge_changed(connection, number);
    return {};
}

Result<wire::Badge> check_assistance(Connection& connection, const wire::RequestBody& request) {
    constexpr auto agreed_before_max = std::chrono::hours(24);
    const auto& assisted = *request.assisted;
    auto badge = find_badge(connection, assisted.badge);
    if (!badge) return refused("assist.badge_unknown");
    const auto key = from_hex(badge->key), signature = from_hex(assisted.signature);
    const auto challenge = wire::assisted_challenge(request);
    const std::string said(challenge.begin(), challenge.end());
    if (!key || !signature || !crypto::ed25519_good(*key, said, *signature)) return refused("assist.signature");
    if (among(badge->own_cards, request.card_serial)) return refused("assist.own_card");
    const auto department = request.item_code.substr(0, request.item_code.find('-'));
    const auto& scope = badge->departments;
    if (!scope.empty() && !among(scope, department) && !among(scope, request.item_code)) return refused("assist.scope");
    const bool in_time = assisted.agreed_at <= request.handed_in_at && request.handed_in_at - assisted.agreed_at <= agreed_before_max;
    if (!in_time) return refused("assist.time");
    return std::move(*badge);
}

}  // namespace onecard::cases
