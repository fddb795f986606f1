#include "backend/money/loads.hpp"

#include <cstdio>

#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "backend/money/ledger.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace onecard::money {
namespace {

using data::Connection;
using wire::LoadBody;
using wire::LoadGrant;
using wire::LoadRequest;
using Outcome = wire::SubmissionAnswer::Outcome;

tl::unexpected<Error> refused(std::string code) { return failure(Error::Kind::refused, std::move(code)); }

std::string digest_of(const LoadRequest& request) { return crypto::sha256_hex(dump_json(wire::to_json(request))); }

std::string account_name(std::string_view resident) { return "deposit:" + std::string(resident); }

/// The bytes that MACs are made of.
struct CardFacts {
    card::Factor serial{};
    keys::OnlineChallenge challenge;
    card::PurseDeal deal;
    card::Mac mac1{};
};

template <std::size_t N>
void take(std::array<std::uint8_t, N>& into, std::string_view digits) {
    const auto bytes = from_hex(digits);
    require(bytes && bytes->size() == N, "digits that were checked when they came in");
    std::copy(bytes->begin(), bytes->end(), into.begin());
}

card::PurseAction action_of(bool off_card) { return off_card ? card::PurseAction::unload : card::PurseAction::load; }

CardFacts facts_of(const LoadRequest& request, Timestamp now) {
    CardFacts facts;
    take(facts.serial, request.card_serial);
    take(facts.challenge.random, request.random);
    take(facts.mac1, request.mac1);
    take(facts.deal.terminal, request.terminal);
    facts.challenge.online_number = request.online_number;
    facts.challenge.old_balance = request.old_balance;
    facts.deal.amount = request.amount;
    facts.deal.action = action_of(request.way == wire::LoadWay::off_card);
    facts.deal.when = card::to_purse_time(now);
    return facts;
}

/// The grant given before, or why there is none any more; nothing for a load that is new.
Result<std::optional<LoadGrant>> earlier_grant(Connection& connection, const LoadRequest& request) {
    auto row = connection.query("SELECT digest, state, date, time, mac2 FROM loads WHERE id = ?", request.id);
    if (!row.next()) return std::nullopt;
    if (row.text(1) != "authorised") return refused("load.ended");
    if (row.text(0) != digest_of(request)) return refused("load.other_body");
    return LoadGrant{request.id, row.text(2), row.text(3), row.text(4)};
}

Fen source_balance(Connection& connection, const LoadRequest& request, const std::string& resident) {
    if (request.source == wire::LoadSource::posted_credit) return posted_credit_of(connection, request.card_serial);
    auto row = connection.query("SELECT -balance FROM ledger_accounts WHERE code = ?", account_name(resident));
    return row.next() ? row.fen(0) : Fen();
}

/// Whatever refuses a load before its MAC is looked at.
Status may_load(Connection& connection, const LoadRequest& request, const std::string& kiosk) {
    const auto resident = data::resident_of(connection, request.card_serial);
    if (resident.empty()) return refused("card.unknown");
    if (data::is_black_listed(connection, request.card_serial)) return refused("card.black_listed");
    if (!connection.query("SELECT 1 FROM terminals WHERE number = ? AND kiosk = ?", request.terminal, kiosk).next()) return refused("terminal.unknown");
    const bool off_card = request.way == wire::LoadWay::off_card;
    if (off_card && request.amount > request.old_balance) return refused("load.card_short");
    if (!off_card && (request.amount < load_min || request.amount > load_max)) return refused("load.limit");
    if (!off_card && request.old_balance + request.amount > purse_max) return refused("load.purse_full");
    if (connection.query("SELECT 1 FROM loads WHERE card = ? AND state = 'authorised'", request.card_serial).next()) return refused("load.unsettled");
    if (connection.query("SELECT 1 FROM loads WHERE card = ? AND way = ? AND state IN ('loaded', 'held') AND online_number >= ?", request.card_serial,
                         wire::name(request.way), request.online_number).next())
        return refused("load.replayed");
    if (!off_card && source_balance(connection, request, resident) < request.amount) return refused("account.short");
    return {};
}

std::string new_number(Connection& connection, Timestamp at) {
    const int year = to_local(at).year;
    char text[40];
    std::snprintf(text, sizeof text, "L-%04d-%06lld", year, static_cast<long long>(data::next_number(connection, "load-" + std::to_string(year))));
    return text;
}

/// What one load moves, as its row has it.
struct Load {
    std::string number, card, resident, source, state, alarm;
    Fen amount;
    bool off_card = false;
};

Entry source_entry(const Load& load, Fen amount) {
    if (load.source == "posted_credit") return {std::string(posted_credit), amount, load.card};
    return {account_name(load.resident), amount, {}};
}

void move(Connection& connection, Timestamp at, const std::string& number, const Entry& from, const Entry& to) {
    const Entry entries[] = {from, to};
    post(connection, at, number, entries);
}

void write_down(Connection& connection, const LoadRequest& request, const LoadGrant& grant, const Arrival& arrival) {
    const Load load{new_number(connection, arrival.at), request.card_serial, data::resident_of(connection, request.card_serial),
                    std::string(wire::name(request.source)), "authorised", {}, request.amount,
                    request.way == wire::LoadWay::off_card};
    connection.run(
        "INSERT INTO loads (id, number, digest, card, resident, source, amount, old_balance, terminal, online_number, date, time, mac2, kiosk, receipt, "
        "state, alarm, tac, authorised_at, way, random) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'authorised', '', '', ?, ?, ?)",
        request.id, load.number, digest_of(request), load.card, load.resident, load.source, load.amount, request.old_balance, request.terminal,
        request.online_number, grant.date, grant.time, grant.mac2, arrival.kiosk, request.receipt, arrival.at,
        wire::name(request.way), request.random);
    if (!load.off_card) move(connection, arrival.at, load.number, source_entry(load, load.amount), {std::string(load_transit), -load.amount, {}});
    data::holder_changed(connection, load.card);
}

/// Whether the card's word is right: as TAC and MAC3 are made over what was granted, a wrong amount or another load shows too.
Result<bool> tac_right(Connection& connection, keys::KeyService& keys, const std::string& id, const LoadBody& body) {
    auto row = connection.query("SELECT card, terminal, date, time, amount, old_balance, online_number, way, random FROM loads WHERE id = ?", id);
    if (!row.next()) return false;
    card::Factor serial{};
    card::PurseDeal deal;
    take(serial, row.text(0));
    take(deal.terminal, row.text(1));
    take(deal.when.date, row.text(2));
    take(deal.when.time, row.text(3));
    deal.amount = row.fen(4);
    const bool off_card = row.text(7) == "off_card";
    deal.action = action_of(off_card);
    keys::OnlineChallenge challenge;
    challenge.old_balance = row.fen(5);
    challenge.online_number = static_cast<std::uint16_t>(row.number(6));
    if (off_card) take(challenge.random, row.text(8));
    const auto tac = off_card ? keys.unload_proof(serial, challenge, deal)
                              : keys.load_tac(serial, challenge.old_balance + deal.amount, challenge.online_number, deal);
    if (!tac) return failure(tac.error());
    return to_hex(*tac) == body.tac;
}

wire::SubmissionAnswer answer(Outcome outcome, std::string_view code, std::string reference) {
    return {{}, outcome, std::string(code), std::move(reference)};
}

void close(Connection& connection, const std::string& id, std::string_view state, std::string_view alarm, const LoadBody& body, Timestamp at) {
    connection.run("UPDATE loads SET state = ?, alarm = ?, tac = ?, ended_at = ? WHERE id = ?", state, alarm, body.tac, at, id);
}

/// So that a request which was under way longer than the answer to it is refused.
void note_unasked(Connection& connection, const LoadBody& body, const Arrival& arrival) {
    connection.run(
        "INSERT INTO loads (id, number, digest, card, resident, source, amount, old_balance, terminal, online_number, date, time, mac2, kiosk, receipt, "
        "state, alarm, tac, authorised_at, ended_at) VALUES (?1, ?2, '', ?3, '', 'account', ?4, 0, '', 0, '', '', '', ?5, ?6, 'never_asked', '', '', ?7, ?7)",
        arrival.submission, new_number(connection, arrival.at), body.card_serial, body.amount, arrival.kiosk, body.receipt, arrival.at);
}

}  // namespace

Result<LoadGrant> authorise(Connection& connection, keys::KeyService& keys, const LoadRequest& request, const Arrival& arrival) {
    std::optional<LoadGrant> given;
    const auto looked = connection.read([&]() -> Status {
        auto earlier = earlier_grant(connection, request);
        if (!earlier) return failure(earlier.error());
        given = *earlier;
        return given ? Status() : may_load(connection, request, arrival.kiosk);
    });
    if (!looked) return failure(looked.error());
    if (given) return *given;
    const auto facts = facts_of(request, arrival.at);
    const auto macs = keys.load_macs(facts.serial, facts.challenge, facts.deal);
    if (!macs) return failure(macs.error());
    if (!equal_in_constant_time(macs->mac1, facts.mac1)) {
        log::error("a load whose MAC1 is wrong, from kiosk " + arrival.kiosk);
        return refused("load.mac_wrong");
    }
    const LoadGrant grant{request.id, to_hex(facts.deal.when.date), to_hex(facts.deal.when.time), to_hex(macs->mac2)};
    const auto written = connection.write([&]() -> Status {
        // Another request may have come in between: what was true before is asked again.
        auto earlier = earlier_grant(connection, request);
        if (!earlier) return failure(earlier.error());
        given = *earlier;
        if (given) return {};
        if (auto may = may_load(connection, request, arrival.kiosk); !may) return may;
        write_down(connection, request, grant, arrival);
        return {};
    });
    if (!written) return failure(written.error());
    return given.value_or(grant);
}

wire::SubmissionAnswer end_load(Connection& connection, keys::KeyService& keys, const LoadBody& body, const Arrival& arrival) {
    Load load;
    {
        auto row = connection.query("SELECT number, card, resident, source, state, amount, way FROM loads WHERE id = ?", arrival.submission);
        if (row.next()) load = {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), {}, row.fen(5), row.text(6) == "off_card"};
    }
    const bool loaded = body.outcome == LoadBody::Outcome::loaded;
    if (load.number.empty()) {
        if (loaded) return answer(Outcome::refused, "load.unknown", {});
        note_unasked(connection, body, arrival);
        return answer(Outcome::received, {}, {});
    }
    if (load.state != "authorised" || load.card != body.card_serial || load.amount != body.amount)
        return answer(Outcome::refused, "load.other_end", load.number);
    if (!loaded) {
        if (!load.off_card) move(connection, arrival.at, load.number, {std::string(load_transit), load.amount, {}}, source_entry(load, -load.amount));
        close(connection, arrival.submission, "returned", {}, body, arrival.at);
    } else {
        const bool has_tac = body.proof != wire::PaymentBody::Proof::balance;
        const auto right = has_tac ? tac_right(connection, keys, arrival.submission, body) : Result<bool>(false);
        if (!right) return answer(Outcome::later, right.error().code, {});
        if (!*right) {
            close(connection, arrival.submission, "held", has_tac ? "load.tac_wrong" : "load.no_tac", body, arrival.at);
            return answer(Outcome::received, "load.held", load.number);
        }
        const Entry card_side{std::string(purse_float), load.off_card ? load.amount : -load.amount, {}};
        move(connection, arrival.at, load.number, load.off_card ? source_entry(load, -load.amount) : Entry{std::string(load_transit), load.amount, {}}, card_side);
        close(connection, arrival.submission, "loaded", {}, body, arrival.at);
    }
    data::holder_changed(connection, load.card);
    return answer(Outcome::received, {}, load.number);
}

std::optional<Fen> account_of(Connection& connection, std::string_view card_serial) {
    const auto resident = data::resident_of(connection, card_serial);
    if (resident.empty()) return std::nullopt;
    auto row = connection.query("SELECT -balance FROM ledger_accounts WHERE code = ?", account_name(resident));
    return row.next() ? row.fen(0) : Fen();
}

void pay_in(Connection& connection, Timestamp at, std::string_view resident, Fen amount, std::string_view reference) {
    const Entry entries[] = {{std::string(bank), amount, {}}, {account_name(resident), -amount, {}}};
    post(connection, at, reference, entries);
}

}  // namespace onecard::money
