// Payments, bills, the ledger and the figures of the district.
#include <algorithm>

#include "backend/api/holders.hpp"
#include "backend/api/looking.hpp"
#include "backend/api/masked.hpp"
#include "backend/api/office.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/loads.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

using data::Connection;
using http::Answer;
using http::Method;

constexpr int payments_shown_max = 200;

std::string payment_condition(const std::string& card, const std::string& receipt) {
    return std::string(card.empty() ? "''" : "card") + " = ?1 AND " + (receipt.empty() ? "''" : "receipt") + " = ?2";
}

Json lines_of(Connection& connection, const std::string& payment) {
    auto lines = Json::array();
    auto row = connection.query("SELECT bill, amount, state, reason FROM payment_lines WHERE payment = ? ORDER BY position", payment);
    while (row.next())
        lines.push_back({{"bill", row.text(0)}, {"amount", row.number(1)}, {"state", row.text(2)}, {"reason", row.text(3)}});
    return lines;
}

Json payment_json(Connection& connection, const data::Query& row, Role role) {
    return {{"number", row.text(0)},
            {"receipt", row.text(1)},
            {"card_serial", shown_serial(row.text(2), role)},
            {"amount", row.number(3)},
            {"state", row.text(4)},
            {"alarm", row.text(5)},
            {"kiosk", row.text(6)},
            {"paid_at", to_iso(row.time(7))},
            {"received_at", to_iso(row.time(8))},
            {"lines", lines_of(connection, row.text(0))}};
}

Answer tell_payments(Call& call) {
    const auto card = http::query_value(call.request.query, "card"), receipt = http::query_value(call.request.query, "receipt");
    // Lists of everybody's payments name nobody; a slip in the hand is why one asks, a card's number is not.
    const bool one_resident = !card.empty() || !receipt.empty();
    const auto reason = reason_to_list(call, card, "payments");
    if (!reason) return http::problem(422, reason.error().code);
    auto payments = Json::array();
    auto row = call.connection.query(
        "SELECT number, receipt, card, amount, state, alarm, kiosk, paid_at, received_at FROM payments WHERE " + payment_condition(card, receipt) +
            " ORDER BY rowid DESC LIMIT ?3",
        card, receipt, payments_shown_max);
    while (row.next()) {
        if (one_resident) note_look(call, row.text(2), *reason);
        payments.push_back(payment_json(call.connection, row, call.role));
    }
    Json json{{"payments", std::move(payments)}, {"count", 0}, {"total", 0}};
    auto sum = call.connection.query(
        "SELECT count(*), coalesce(sum(amount), 0) FROM payments WHERE " + payment_condition(card, receipt), card, receipt);
    if (sum.next()) {
        json["count"] = sum.number(0);
        json["total"] = sum.number(1);
    }
    return http::json_answer(json);
}

Answer tell_bills(const Office& office, Call& call) {
    const auto serial = http::query_value(call.request.query, "card");
    if (!is_card_serial(serial)) return http::problem(400, "card.serial");
    const auto reason = reason_to_look(call, "bills");
    if (!reason) return http::problem(422, reason.error().code);
    auto bills = Json::array();
    note_look(call, serial, *reason);
    const auto record = holder_record(call.connection, office.rules, serial, call.now);
    for (const auto& bill : record.bills) bills.push_back(wire::to_json(bill));
    return http::json_answer({{"bills", std::move(bills)}});
}

Answer tell_submissions(Call& call) {
    const auto kind = http::query_value(call.request.query, "kind");
    auto counts = Json::array();
    std::int64_t count = 0;
    auto row = call.connection.query(
        "SELECT kind, outcome, code, count(*) FROM submissions WHERE (?1 = '' OR kind = ?1) GROUP BY kind, outcome, code "
        "ORDER BY kind, outcome, code",
        kind);
    while (row.next()) {
        counts.push_back({{"kind", row.text(0)}, {"outcome", row.text(1)}, {"code", row.text(2)}, {"count", row.number(3)}});
        count += row.number(3);
    }
    return http::json_answer({{"submissions", std::move(counts)}, {"count", count}});
}

constexpr std::string_view load_states[] = {"authorised", "loaded", "returned", "held"};

Answer tell_loads(Call& call) {
    const auto card = http::query_value(call.request.query, "card"), receipt = http::query_value(call.request.query, "receipt");
    const auto state = http::query_value(call.request.query, "state");
    if (!state.empty() && std::find(std::begin(load_states), std::end(load_states), state) == std::end(load_states)) return http::problem(400, "load.state");
    const auto reason = reason_to_list(call, card, "payments");
    if (!reason) return http::problem(422, reason.error().code);
    auto loads = Json::array();
    // By the beginning of a receipt's number, as it stands on the slip; with the case that is open, else the last one.
    auto row = call.connection.query(
        "SELECT loads.number, receipt, card, source, loads.amount, loads.state, alarm, kiosk, authorised_at, way, coalesce(money_cases.number, ''), "
        "coalesce(money_cases.state, '') FROM loads LEFT JOIN money_cases ON money_cases.number = (SELECT one.number FROM money_cases AS one "
        "WHERE one.subject = loads.number ORDER BY one.state = 'closed', one.opened_at DESC LIMIT 1) "
        "WHERE (?1 = '' OR card = ?1) AND (?2 = '' OR (receipt >= ?2 AND receipt < ?2 || '~')) AND (?3 = '' OR loads.state = ?3) AND "
        "loads.state <> 'never_asked' ORDER BY loads.rowid DESC LIMIT ?4",
        card, receipt, state, payments_shown_max);
    while (row.next()) {
        if (!card.empty() || !receipt.empty()) note_look(call, row.text(2), *reason);
        loads.push_back({{"number", row.text(0)},
                         {"receipt", row.text(1)},
                         {"card_serial", shown_serial(row.text(2), call.role)},
                         {"source", row.text(3)},
                         {"way", row.text(9)},
                         {"amount", row.number(4)},
                         {"state", row.text(5)},
                         {"alarm", row.text(6)},
                         {"kiosk", row.text(7)},
                         {"authorised_at", to_iso(row.time(8))},
                         {"case", row.text(10)},
                         {"case_state", row.text(11)}});
    }
    return http::json_answer({{"loads", std::move(loads)}});
}

constexpr std::pair<const char*, std::string_view> figures[] = {
    {"cards", "SELECT count(*) FROM cards"},
    {"residents", "SELECT count(*) FROM residents"},
    {"kiosks", "SELECT count(*) FROM kiosks"},
    {"bills_open", "SELECT count(*) FROM bills WHERE payment IS NULL"},
    {"bills_paid", "SELECT (SELECT count(*) FROM bills) - (SELECT count(*) FROM bills WHERE payment IS NULL)"},
    {"payments", "SELECT count(*) FROM payments"},
    {"payments_total", "SELECT coalesce(sum(amount), 0) FROM payments"},
    {"payments_held", "SELECT count(*) FROM payments WHERE state = 'held'"},
    {"alarms", "SELECT (SELECT count(*) FROM payments WHERE alarm <> '') + (SELECT count(*) FROM loads WHERE alarm <> '')"},
    {"loads", "SELECT count(*) FROM loads WHERE state <> 'never_asked'"},
    {"loads_open", "SELECT count(*) FROM loads WHERE state = 'authorised'"},
    {"submissions", "SELECT count(*) FROM submissions"},
    {"refused", "SELECT count(*) FROM submissions WHERE outcome = 'refused'"},
};

/// Private cases are in no figure.
constexpr std::pair<const char*, std::string_view> case_figures[] = {
    {"cases", "SELECT count(*) FROM cases WHERE chart NOT IN (SELECT value FROM json_each(?))"},
    {"cases_open", "SELECT count(*) FROM cases WHERE state IN ('open', 'supplement') AND chart NOT IN (SELECT value FROM json_each(?))"},
    {"cases_closed", "SELECT count(*) FROM cases WHERE state = 'closed' AND chart NOT IN (SELECT value FROM json_each(?))"},
};

Answer tell_summary(const Office& office, Call& call) {
    Json json;
    const auto note = [&](const char* figure, data::Query row) { json[figure] = row.next() ? row.number(0) : 0; };
    for (const auto& [figure, sql] : figures) note(figure, call.connection.query(sql));
    for (const auto& [figure, sql] : case_figures) note(figure, call.connection.query(sql, office.rules.private_charts()));
    return http::json_answer(json);
}

Answer tell_ledger(Call& call) {
    auto accounts = Json::array();
    Fen sum;
    for (const auto& balance : money::balances(call.connection)) {
        accounts.push_back({{"code", balance.account}, {"balance", balance.amount.count()}});
        sum += balance.amount;
    }
    return http::json_answer({{"accounts", std::move(accounts)}, {"sum", sum.count()}});
}

Answer tell_card(const Office& office, Call& call) {
    const auto serial = http::query_value(call.request.query, "serial");
    if (!is_card_serial(serial)) return http::problem(400, "card.serial");
    const auto reason = reason_to_look(call, "card");
    if (!reason) return http::problem(422, reason.error().code);
    note_look(call, serial, *reason);
    const auto record = holder_record(call.connection, office.rules, serial, call.now);
    return http::json_answer({{"card_serial", shown_serial(serial, call.role)},
                              {"standing", wire::name(record.standing)},
                              {"community", {{"zh", record.community.zh}, {"en", record.community.en}}},
                              {"grid", record.grid},
                              {"account", money::account_of(call.connection, serial).value_or(Fen()).count()},
                              {"posted_credit", money::posted_credit_of(call.connection, serial).count()}});
}

}  // namespace

std::vector<Route> money_routes(const Office& office) {
    return {
        {Method::get, "/v1/admin/payments", Caller::staff, tell_payments},
        {Method::get, "/v1/admin/loads", Caller::staff, tell_loads},
        {Method::get, "/v1/admin/bills", Caller::staff, [&office](Call& call) { return tell_bills(office, call); }},
        {Method::get, "/v1/admin/submissions", Caller::signed_in, tell_submissions},
        {Method::get, "/v1/admin/summary", Caller::signed_in, [&office](Call& call) { return tell_summary(office, call); }},
        {Method::get, "/v1/admin/ledger", Caller::administrator, tell_ledger},
        {Method::get, "/v1/admin/cards", Caller::staff, [&office](Call& call) { return tell_card(office, call); }},
    };
}

}  // namespace onecard::api
