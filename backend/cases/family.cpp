#include "backend/cases/family.hpp"

#include <algorithm>

#include "backend/cases/case_book.hpp"
#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"
#include "backend/listings/listings.hpp"

namespace onecard::cases {
namespace {

using data::Connection;
using Relative = wire::HolderRecord::Relative;

tl::unexpected<Error> refused(std::string_view code) { return failure(Error::Kind::refused, std::string(code)); }

/// Whom somebody acts for, but for one.
std::int64_t others_helped(Connection& connection, const std::string& helper, const std::string& but, Timestamp at) {
    auto row = connection.query("SELECT count(*) FROM card_links WHERE helper = ? AND helped <> ? AND ended_at IS NULL AND until > ?", helper,
                                but, at);
    return row.next() ? row.number(0) : 0;
}

/// Who acts for somebody, but for one.
std::int64_t other_helpers(Connection& connection, const std::string& helped, const std::string& but, Timestamp at) {
    auto row = connection.query("SELECT count(*) FROM card_links WHERE helped = ? AND helper <> ? AND ended_at IS NULL AND until > ?", helped,
                                but, at);
    return row.next() ? row.number(0) : 0;
}

void tell_both(Connection& connection, const wire::CardLink& link) {
    data::holder_changed(connection, link.card_serial);
    data::holder_changed(connection, link.other_serial);
}

Status unlink(Connection& connection, const std::string& one, const std::string& other, Timestamp at) {
    connection.run("UPDATE card_links SET ended_at = max(?1, agreed_at) WHERE ended_at IS NULL AND "
                   "((helper = ?2 AND helped = ?3) OR (helper = ?3 AND helped = ?2))",
                   at, one, other);
    return connection.changed() == 0 ? Status(refused("family.not_linked")) : Status();
}

}  // namespace

Status take_card_link(Connection& connection, const wire::CardLink& link, const std::string& kiosk, Timestamp now) {
    const auto at = std::min(link.at, now);
    const auto one = data::resident_of(connection, link.card_serial), other = data::resident_of(connection, link.other_serial);
    if (one.empty() || other.empty()) return refused("family.unknown_card");
    if (link.kind == wire::CardLink::Kind::unlink) {
        auto ended = unlink(connection, one, other, at);
        if (ended) tell_both(connection, link);
        return ended;
    }
    if (data::is_black_listed(connection, link.card_serial) || data::is_black_listed(connection, link.other_serial)) return refused("card.black_listed");
    if (one == other) return refused("family.same_person");
    const bool full = others_helped(connection, one, other, now) >= helped_max || other_helpers(connection, other, one, now) >= helpers_max;
    if (full) return refused("family.too_many");
    connection.run("UPDATE card_links SET ended_at = ?1 WHERE helper = ?2 AND helped = ?3 AND ended_at IS NULL", at, one, other);
    connection.run("INSERT INTO card_links (helper, helped, helper_card, helped_card, relation, kiosk, agreed_at, until) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   one, other, link.card_serial, link.other_serial, wire::name(link.relation), kiosk, at, at + link_kept);
    tell_both(connection, link);
    return {};
}

bool may_act_for(Connection& connection, const std::string& helper_card, const std::string& helped_card, Timestamp at) {
    return connection
        .query("SELECT 1 FROM card_links WHERE helper = (SELECT resident FROM cards WHERE serial = ?1) AND "
               "helped = (SELECT resident FROM cards WHERE serial = ?2) AND agreed_at <= ?3 AND until > ?3 AND (ended_at IS NULL OR ended_at > ?3)",
               helper_card, helped_card, at)
        .next();
}

std::vector<Relative> family_of(Connection& connection, const std::string& card, Timestamp now) {
    std::vector<Relative> family;
    const auto me = data::resident_of(connection, card);
    if (me.empty()) return family;
    auto row = connection.query(
        "SELECT helper = ?1, iif(helper = ?1, helped_card, helper_card), residents.name, relation, until FROM card_links JOIN residents ON "
        "residents.id = iif(helper = ?1, helped, helper) WHERE (helper = ?1 OR helped = ?1) AND ended_at IS NULL AND until > ?2 "
        "ORDER BY agreed_at, card_links.id",
        me, now);
    while (row.next())
        family.push_back({row.text(1), listings::masked(row.text(2)), wire::relation_named(row.text(3)).value_or(wire::Relation::other),
                          row.number(0) != 0, to_iso(row.time(4)), {}});
    return family;
}

void add_cases(Connection& connection, const Rules& rules, std::vector<Relative>& family) {
    for (auto& one : family) {
        if (!one.helps) continue;
        one.cases = cases_of(connection, rules, one.serial, relatives_cases_max);
        std::erase_if(one.cases, [&](const wire::Case& each) {
            return each.seconded || each.mediation || rules.chart_of_item(each.item_code).closed_to_figures;
        });
    }
}

std::vector<std::string> looked_at_today_first(Connection& connection, const std::string& by, const std::vector<Relative>& family,
                                               Timestamp now) {
    std::vector<std::string> cards;
    Timestamp midnight;
    if (!from_iso(to_iso(now).substr(0, 10) + "T00:00:00+08:00", midnight)) return cards;
    for (const auto& one : family) {
        if (!one.helps) continue;
        auto noted = connection.query("SELECT 1 FROM looks WHERE card = ? AND at >= ? AND role = ? AND user = ?", one.serial, midnight, family_role, by);
        if (!noted.next()) cards.push_back(one.serial);
    }
    return cards;
}

void note_help(Connection& connection, const std::string& helper_card, const std::string& number, Timestamp now) {
    connection.run("INSERT INTO looks (at, user, role, card, case_number, reason) SELECT ?, ?, ?, card, number, ? FROM cases WHERE number = ?", now,
                   helper_card, family_role, masked_name_of(connection, helper_card), number);
}

std::string masked_name_of(Connection& connection, const std::string& card) {
    auto row = connection.query("SELECT residents.name FROM cards JOIN residents ON residents.id = cards.resident WHERE cards.serial = ?", card);
    return row.next() ? listings::masked(row.text(0)) : std::string();
}

}  // namespace onecard::cases
