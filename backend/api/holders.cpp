#include "backend/api/holders.hpp"

#include <algorithm>

#include "backend/cases/case_book.hpp"
#include "backend/cases/family.hpp"
#include "backend/cases/moves.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/loads.hpp"
#include "backend/money/meters.hpp"
#include "backend/money/torn.hpp"

namespace onecard::api {
namespace {

using data::Connection;
using wire::HolderRecord;

constexpr int bills_max = 200, cards_max = 50;

std::optional<HolderRecord::Standing> black_listed(Connection& connection, const std::string& card_serial) {
    auto row = connection.query("SELECT reason FROM black_list WHERE serial = ?", card_serial);
    if (!row.next()) return std::nullopt;
    return row.text(0) == "lost" ? HolderRecord::Standing::lost : HolderRecord::Standing::blocked;
}

wire::Service service_named(const std::string& word) {
    for (const auto service : {wire::Service::water, wire::Service::electricity, wire::Service::gas})
        if (wire::name(service) == word) return service;
    return wire::Service::telecom;
}

std::vector<wire::Bill> bills_of(Connection& connection, const std::string& resident) {
    std::vector<wire::Bill> bills;
    // Open ones first, so that a long history never hides what is due.
    auto row = connection.query(
        "SELECT bills.id, billers.service, billers.name_zh, billers.name_en, bills.account, bills.period, bills.due, bills.amount, "
        "bills.payment IS NOT NULL AS paid, bills.offer FROM utility_accounts JOIN billers ON billers.code = utility_accounts.biller "
        "JOIN bills ON bills.account = utility_accounts.number WHERE utility_accounts.resident = ? ORDER BY paid, bills.due, bills.id LIMIT ?",
        resident, bills_max);
    while (row.next())
        bills.push_back({row.text(0), service_named(row.text(1)), {row.text(2), row.text(3)}, row.text(4), row.text(5), row.text(6), row.fen(7),
                         row.number(8) != 0, row.number(9) != 0});
    return bills;
}

/// What has been said to go back by the way it came is there once its gateway or terminal has said so.
HolderRecord::Paid::State state_of(const std::string& word, Fen still_to_go_back) {
    using State = HolderRecord::Paid::State;
    if (word == "held") return State::received;
    if (still_to_go_back > Fen()) return State::returning;
    return word == "returned" ? State::returned : State::booked;
}

std::vector<HolderRecord::Paid> paid_by(Connection& connection, const std::string& resident) {
    std::vector<HolderRecord::Paid> all;
    auto row = connection.query(
        "SELECT payments.number, payments.receipt, payments.way, payments.state, payments.amount, payments.paid_at, coalesce(charges.refund_due, 0) "
        "FROM cards JOIN payments ON payments.card = cards.serial LEFT JOIN charges ON charges.payment = payments.number "
        "WHERE cards.resident = ? ORDER BY payments.paid_at DESC, payments.number DESC LIMIT ?",
        resident, static_cast<int>(wire::paid_max));
    while (row.next()) {
        HolderRecord::Paid paid{row.text(1), row.text(2), state_of(row.text(3), row.fen(6)), row.fen(4), to_iso(row.time(5)), {}};
        auto service = connection.query(
            "SELECT DISTINCT billers.service FROM payment_lines JOIN bills ON bills.id = payment_lines.bill "
            "JOIN utility_accounts ON utility_accounts.number = bills.account JOIN billers ON billers.code = utility_accounts.biller "
            "WHERE payment_lines.payment = ? ORDER BY billers.service",
            row.text(0));
        while (service.next()) paid.services.push_back(service_named(service.text(0)));
        all.push_back(std::move(paid));
    }
    return all;
}

/// Personal, and asked for only with one of the resident's cards.
std::vector<HolderRecord::OtherCard> other_cards_of(Connection& connection, const std::string& resident, const std::string& card_serial) {
    std::vector<HolderRecord::OtherCard> cards;
    auto row = connection.query("SELECT serial FROM cards WHERE resident = ? AND serial <> ? ORDER BY serial LIMIT ?", resident, card_serial, cards_max);
    while (row.next()) cards.push_back({row.text(0), black_listed(connection, row.text(0)).value_or(HolderRecord::Standing::active)});
    return cards;
}

/// Looks at any card of the same resident: whoever looked does not always know which one is in use.
std::vector<HolderRecord::Look> looks_at(Connection& connection, const std::string& card_serial) {
    std::vector<HolderRecord::Look> looks;
    auto row = connection.query(
        "SELECT at, role, case_number, reason FROM looks WHERE card IN (SELECT ?1 UNION SELECT other.serial FROM cards JOIN cards AS "
        "other ON other.resident = cards.resident WHERE cards.serial = ?1) ORDER BY at DESC, id DESC LIMIT ?2",
        card_serial, static_cast<int>(wire::looks_max));
    while (row.next()) looks.push_back({to_iso(row.time(0)), row.text(1), row.text(2), row.text(3)});
    return looks;
}

}  // namespace

bool is_card_serial(std::string_view text) {
    return text.size() == 16 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
}

HolderRecord holder_record(Connection& connection, const cases::Rules& rules, const std::string& card_serial, Timestamp now) {
    HolderRecord record;
    record.card_serial = card_serial;
    record.as_of = now;
    std::string resident;
    {
        auto row = connection.query(
            "SELECT residents.id, communities.name_zh, communities.name_en, residents.grid FROM cards "
            "JOIN residents ON residents.id = cards.resident JOIN communities ON communities.code = residents.community WHERE serial = ?",
            card_serial);
        if (row.next()) {
            resident = row.text(0);
            record.standing = HolderRecord::Standing::active;
            record.community = {row.text(1), row.text(2)};
            record.grid = row.text(3);
        }
    }
    if (const auto listed = black_listed(connection, card_serial)) {
        record.standing = *listed;
        return record;
    }
    if (!resident.empty()) {
        record.bills = bills_of(connection, resident);
        for (const auto& token : money::tokens_of(connection, resident))
            record.tokens.push_back({token.receipt, token.account, token.amount, token.token, to_iso(token.paid_at)});
        record.paid = paid_by(connection, resident);
        record.account = money::account_of(connection, card_serial).value_or(Fen());
        record.posted_credit = money::posted_credit_of(connection, card_serial);
        record.other_cards = other_cards_of(connection, resident, card_serial);
    }
    record.cases = cases::cases_of(connection, rules, card_serial);
    for (auto& one : record.cases)
        one.may_withdraw = one.closed_at.empty() && !one.seconded && !(one.mediation && one.mediation->invited) &&
                           cases::resident_may(connection, rules, one.number, cases::Verb::withdraw);
    record.torn = money::torn_of(connection, card_serial);
    record.looks = looks_at(connection, card_serial);
    record.family = cases::family_of(connection, card_serial, now);
    return record;
}

}  // namespace onecard::api
