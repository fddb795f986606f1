// Money put on cards and taken off them: who may, what moves, and what a wrong word of a card costs nobody.
#include <doctest/doctest.h>

#include "backend/api/lost_cards.hpp"
#include "backend/money/ledger.hpp"
#include "backend/money/loads.hpp"
#include "backend/money/money_cases.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using Outcome = wire::SubmissionAnswer::Outcome;

namespace {

constexpr Fen opening{50'000}, amount{10'000}, old_balance{28'650};

template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(const std::string& text) {
    return card::fixed<N>(hex(text)).value();
}

card::PurseAction action_of(const wire::LoadRequest& request) {
    return request.way == wire::LoadWay::off_card ? card::PurseAction::unload : card::PurseAction::load;
}

struct Counter {
    District district;

    /// A card that gives money back from its deposit account, rightly.
    wire::LoadRequest back(Fen how_much = amount, std::uint16_t number = 1) {
        auto request = this->request(how_much, number);
        request.way = wire::LoadWay::off_card;
        sign(request);
        return request;
    }

    /// What the card says, rightly.
    wire::LoadRequest request(Fen how_much = amount, std::uint16_t number = 3, const std::string& serial = lin_guilan) {
        wire::LoadRequest request;
        request.id = district.new_id();
        request.receipt = "K0001-20261122-0001";
        request.card_serial = serial;
        request.issuer = "0571000000000001";
        request.amount = how_much;
        request.old_balance = old_balance;
        request.terminal = sample_terminal;
        request.online_number = number;
        request.key_version = 1;
        request.random = "5A6B7C8D";
        sign(request);
        return request;
    }
    void sign(wire::LoadRequest& request) {
        const card::PurseDeal deal{request.amount, action_of(request), bytes_of<6>(request.terminal), {}};
        const auto macs = district.keys().load_macs(bytes_of<8>(request.card_serial), {bytes_of<4>(request.random), request.online_number, request.old_balance}, deal);
        request.mac1 = to_hex(macs->mac1);
    }
    Result<wire::LoadGrant> ask(const wire::LoadRequest& request, const std::string& kiosk = "K-0001") {
        return money::authorise(district.connection(), district.keys(), request, {request.id, kiosk, sample_now()});
    }
    std::string code_of(const wire::LoadRequest& request, const std::string& kiosk = "K-0001") {
        const auto grant = ask(request, kiosk);
        return grant ? "granted" : grant.error().code;
    }
    wire::SubmissionAnswer end(const wire::LoadRequest& request, const wire::LoadBody& body) {
        return district.hand_in({request.id, "load", dump_json(wire::to_json(body)), sample_now()});
    }
    wire::LoadBody loaded(const wire::LoadRequest& request, const wire::LoadGrant& grant) {
        const card::PurseDeal deal{request.amount, action_of(request), bytes_of<6>(request.terminal), {bytes_of<4>(grant.date), bytes_of<3>(grant.time)}};
        const keys::OnlineChallenge challenge{bytes_of<4>(request.random), request.online_number, request.old_balance};
        const bool off_card = request.way == wire::LoadWay::off_card;
        const auto tac = off_card ? district.keys().unload_proof(bytes_of<8>(request.card_serial), challenge, deal) : district.keys().load_tac(bytes_of<8>(request.card_serial), request.old_balance + request.amount, request.online_number, deal);
        return {request.receipt, request.card_serial, request.amount, wire::LoadBody::Outcome::loaded, wire::PaymentBody::Proof::debit, to_hex(*tac), sample_now()};
    }
    wire::LoadBody not_loaded(const wire::LoadRequest& request) {
        return {request.receipt, request.card_serial, request.amount, wire::LoadBody::Outcome::not_loaded, wire::PaymentBody::Proof::balance, {}, sample_now()};
    }
    Fen account() { return district.write([&] { return money::account_of(district.connection(), lin_guilan).value_or(Fen()); }); }
    std::int64_t differences() { return district.differences(); }
};

}  // namespace

TEST_CASE("A load moves from the account to the purse in two steps, the second with the card's proof") {
    Counter counter;
    const auto request = counter.request();
    const auto grant = counter.ask(request);
    REQUIRE(grant.has_value());
    CHECK(counter.account() == opening - amount);
    CHECK(counter.district.balance("load_transit") == -amount.count());
    CHECK(counter.differences() == 0);
    const auto answer = counter.end(request, counter.loaded(request, *grant));
    CHECK(answer.outcome == Outcome::received);
    CHECK(answer.reference == "L-2026-000001");
    CHECK(counter.district.balance("load_transit") == 0);
    CHECK(counter.district.balance("purse_float") == -amount.count());
    CHECK(counter.differences() == 0);
}

TEST_CASE("A load that did not happen gives the account its money back, once") {
    Counter counter;
    const auto request = counter.request();
    REQUIRE(counter.ask(request).has_value());
    CHECK(counter.end(request, counter.not_loaded(request)).outcome == Outcome::received);
    CHECK(counter.end(request, counter.not_loaded(request)).outcome == Outcome::received);
    CHECK(counter.account() == opening);
    CHECK(counter.code_of(request) == "load.ended");
    CHECK(counter.differences() == 0);
}

TEST_CASE("The same request asked for many times debits once and gets the same grant") {
    Counter counter;
    const auto request = counter.request();
    const auto first = counter.ask(request);
    counter.district.clock().advance(std::chrono::minutes(5));
    for (int i = 0; i < 5; ++i) CHECK(counter.ask(request).value() == first.value());
    CHECK(counter.account() == opening - amount);
}

TEST_CASE("A request that comes after its kiosk had given up is refused") {
    Counter counter;
    const auto request = counter.request();
    CHECK(counter.end(request, counter.not_loaded(request)).outcome == Outcome::received);
    CHECK(counter.code_of(request) == "load.ended");
    CHECK(counter.account() == opening);
    CHECK(counter.differences() == 0);
}

TEST_CASE("Nothing is debited for a card whose word is wrong in any one fact") {
    Counter counter;
    const auto wrong_with = [&](auto change) {
        auto request = counter.request();
        change(request);
        return counter.code_of(request);
    };
    CHECK(wrong_with([](auto& r) { r.mac1 = "00000000"; }) == "load.mac_wrong");
    CHECK(wrong_with([](auto& r) { r.amount = r.amount + Fen(1); }) == "load.mac_wrong");
    CHECK(wrong_with([](auto& r) { r.old_balance = r.old_balance - Fen(1); }) == "load.mac_wrong");
    CHECK(wrong_with([](auto& r) { r.online_number = 4; }) == "load.mac_wrong");
    CHECK(wrong_with([](auto& r) { r.random = "5A6B7C8E"; }) == "load.mac_wrong");
    CHECK(wrong_with([](auto& r) { r.card_serial = zhang_jianguo; }) == "load.mac_wrong");
    CHECK(counter.account() == opening);
    CHECK(counter.district.number("SELECT count(*) FROM loads") == 0);
}

TEST_CASE("Who may not load is told why, and nothing moves") {
    Counter counter;
    CHECK(counter.code_of(counter.request(Fen(99))) == "load.limit");
    CHECK(counter.code_of(counter.request(money::load_max + Fen(1))) == "load.limit");
    CHECK(counter.code_of(counter.request(Fen(72'000))) == "load.purse_full");
    CHECK(counter.code_of(counter.request(Fen(60'000))) == "account.short");
    CHECK(counter.code_of(counter.request(amount, 3, nobodys_card)) == "card.unknown");
    CHECK(counter.code_of(counter.request(amount, 3, blocked_card)) == "card.black_listed");
    CHECK(counter.code_of(counter.request(), "K-0002") == "terminal.unknown");
    auto credit = counter.request();
    credit.source = wire::LoadSource::posted_credit;
    CHECK(counter.code_of(credit) == "account.short");
    counter.district.keys().away(true);
    auto away = counter.request();
    const auto refused = counter.ask(away);
    CHECK(refused.error().code == "keys.unavailable");
    CHECK(refused.error().kind == Error::Kind::unavailable);
    CHECK(counter.account() == opening);
    CHECK(counter.differences() == 0);
}

TEST_CASE("A card with a load under way gets no second one, and a copy with an older counter none at all") {
    Counter counter;
    const auto first = counter.request();
    const auto grant = counter.ask(first);
    REQUIRE(grant.has_value());
    CHECK(counter.code_of(counter.request(amount, 3)) == "load.unsettled");
    counter.end(first, counter.loaded(first, *grant));
    CHECK(counter.code_of(counter.request(amount, 3)) == "load.replayed");
    CHECK(counter.code_of(counter.request(amount, 2)) == "load.replayed");
    CHECK(counter.code_of(counter.request(amount, 4)) == "granted");
    auto other = first;
    other.amount = Fen(500);
    CHECK(counter.code_of(other) == "load.ended");
}

TEST_CASE("A wrong TAC, none, and one of another load are held for a person, with an alarm; the money stays where it is") {
    for (const auto& tac : {std::string("00000000"), std::string(), std::string("99C98A81")}) {
        Counter counter;
        const auto request = counter.request();
        const auto grant = counter.ask(request);
        auto body = counter.loaded(request, *grant);
        body.tac = tac;
        if (tac.empty()) body.proof = wire::PaymentBody::Proof::balance;
        const auto answer = counter.end(request, body);
        CHECK(answer.outcome == Outcome::received);
        CHECK(answer.code == "load.held");
        CHECK(counter.district.balance("load_transit") == -amount.count());
        CHECK(counter.district.number("SELECT count(*) FROM loads WHERE alarm <> '' AND state = 'held'") == 1);
        CHECK(counter.differences() == 0);
    }
}

TEST_CASE("An end that contradicts the first, or is about another card or amount, changes nothing") {
    Counter counter;
    const auto request = counter.request();
    const auto grant = counter.ask(request);
    auto body = counter.loaded(request, *grant);
    body.amount = body.amount + Fen(1);
    CHECK(counter.end(request, body).code == "load.other_end");
    CHECK(counter.district.balance("load_transit") == -amount.count());
    const auto never = counter.request(amount, 9);
    CHECK(counter.end(never, counter.loaded(never, *grant)).code == "load.unknown");
    CHECK(counter.differences() == 0);
}

TEST_CASE("The books themselves end a load once and for its own card, whatever the door lets through") {
    Counter counter;
    auto& connection = counter.district.connection();
    const auto request = counter.request();
    const auto grant = counter.ask(request);
    REQUIRE(grant.has_value());
    const auto ended = [&](const wire::LoadBody& body) {
        return counter.district.write([&] { return money::end_load(connection, counter.district.keys(), body, {request.id, "K-0001", sample_now()}).code; });
    };
    auto other_card = counter.not_loaded(request);
    other_card.card_serial = "3100000000123456";
    CHECK(ended(other_card) == "load.other_end");
    CHECK(counter.account() == opening - amount);
    CHECK(ended(counter.loaded(request, *grant)).empty());
    CHECK(ended(counter.not_loaded(request)) == "load.other_end");
    CHECK(ended(counter.loaded(request, *grant)) == "load.other_end");
    CHECK(counter.account() == opening - amount);
    CHECK(counter.differences() == 0);
}

TEST_CASE("Money that was returned to a card is collected with it, to the last fen and no further") {
    Counter counter;
    const wire::PaymentBody::Line water{"W-2026-10-0457", Fen(8640)};
    for (const auto number : {std::uint16_t{1}, std::uint16_t{2}}) counter.district.hand_in(submission_of(counter.district.new_id(), payment(lin_guilan, {water}, number)));
    auto request = counter.request(Fen(8640));
    request.source = wire::LoadSource::posted_credit;
    const auto grant = counter.ask(request);
    REQUIRE(grant.has_value());
    CHECK(counter.end(request, counter.loaded(request, *grant)).outcome == Outcome::received);
    CHECK(counter.district.balance("posted_credit") == 0);
    auto again = counter.request(Fen(100), 4);
    again.source = wire::LoadSource::posted_credit;
    CHECK(counter.code_of(again) == "account.short");
    CHECK(counter.account() == opening);
    CHECK(counter.differences() == 0);
}

TEST_CASE("While the key service is away the end of a load waits, and is booked once it is back") {
    Counter counter;
    const auto request = counter.request();
    const auto body = counter.loaded(request, counter.ask(request).value());
    counter.district.keys().away(true);
    CHECK(counter.end(request, body).outcome == Outcome::later);
    counter.district.keys().away(false);
    CHECK(counter.end(request, body).outcome == Outcome::received);
    CHECK(counter.differences() == 0);
}

TEST_CASE("Money off a card reaches the account once the card's word is there, and not before") {
    Counter counter;
    const auto request = counter.back();
    const auto grant = counter.ask(request);
    REQUIRE(grant.has_value());
    CHECK(counter.account() == opening);
    CHECK(counter.district.number("SELECT count(*) FROM postings WHERE reference LIKE 'L-%'") == 0);
    CHECK(counter.ask(request).value() == *grant);
    CHECK(counter.end(request, counter.loaded(request, *grant)).outcome == Outcome::received);
    CHECK(counter.account() == opening + amount);
    CHECK(counter.district.balance("purse_float") == amount.count());
    CHECK(counter.differences() == 0);
    CHECK(counter.end(request, counter.loaded(request, *grant)).outcome == Outcome::received);
    CHECK(counter.account() == opening + amount);
}

TEST_CASE("An unload that did not happen moves nothing, also when its request comes after its end") {
    Counter counter;
    const auto request = counter.back();
    REQUIRE(counter.ask(request).has_value());
    CHECK(counter.end(request, counter.not_loaded(request)).outcome == Outcome::received);
    CHECK(counter.code_of(request) == "load.ended");
    const auto never = counter.back(amount, 2);
    CHECK(counter.end(never, counter.not_loaded(never)).outcome == Outcome::received);
    CHECK(counter.code_of(never) == "load.ended");
    CHECK(counter.account() == opening);
    CHECK(counter.differences() == 0);
}

TEST_CASE("A wrong MAC3, none, and that of another unload give nobody money until two persons have said so") {
    for (const bool given : {true, false})
        for (const auto& mac3 : {std::string("00000000"), std::string(), std::string("E5D83D3E")}) {
            Counter counter;
            const auto request = counter.back();
            const auto grant = counter.ask(request);
            auto body = counter.loaded(request, *grant);
            body.tac = mac3;
            if (mac3.empty()) body.proof = wire::PaymentBody::Proof::balance;
            CHECK(counter.end(request, body).code == "load.held");
            CHECK(counter.account() == opening);
            CHECK(counter.differences() == 0);
            CHECK(counter.code_of(counter.back(amount, request.online_number)) == "load.replayed");
            counter.district.write([&] {
                auto& connection = counter.district.connection();
                CHECK(money::open_cases(connection, sample_now()) == 1);
                const auto one = money::money_cases(connection, false).front();
                CHECK(one.kind == "load_held");
                CHECK(money::propose(connection, one.number, given ? "loaded" : "return", "a").has_value());
                CHECK(money::confirm(connection, one.number, "b", sample_now()).has_value());
                return true;
            });
            CHECK(counter.account() == (given ? opening + amount : opening));
            CHECK(counter.differences() == 0);
        }
}

TEST_CASE("Who may not take money off a card is told why, and a copy with an older counter gives nothing") {
    Counter counter;
    CHECK(counter.code_of(counter.back(old_balance + Fen(1))) == "load.card_short");
    auto forged = counter.back();
    forged.mac1 = "00000000";
    CHECK(counter.code_of(forged) == "load.mac_wrong");
    // The card's word for a load opens no unload.
    auto other_way = counter.request(amount, 1);
    other_way.way = wire::LoadWay::off_card;
    CHECK(counter.code_of(other_way) == "load.mac_wrong");
    const auto all = counter.back(old_balance);
    const auto grant = counter.ask(all);
    REQUIRE(grant.has_value());
    CHECK(counter.code_of(counter.request()) == "load.unsettled");
    counter.end(all, counter.loaded(all, *grant));
    CHECK(counter.code_of(counter.back(Fen(1), 1)) == "load.replayed");
    // The purse's own counter is another one.
    CHECK(counter.code_of(counter.request(amount, 1)) == "granted");
    CHECK(counter.differences() == 0);
}

TEST_CASE("A tampered unload is found by the audit") {
    for (const auto* sql : {"UPDATE loads SET amount = amount + 1", "UPDATE loads SET way = 'onto_card'", "UPDATE loads SET state = 'held'"}) {
        CAPTURE(sql);
        Counter counter;
        const auto request = counter.back();
        counter.end(request, counter.loaded(request, counter.ask(request).value()));
        REQUIRE(counter.differences() == 0);
        counter.district.write([&] {
            counter.district.connection().run(sql);
            return true;
        });
        CHECK(counter.differences() > 0);
    }
}

TEST_CASE("A tampered load is found by the audit") {
    Counter counter;
    const auto request = counter.request();
    counter.end(request, counter.loaded(request, counter.ask(request).value()));
    REQUIRE(counter.differences() == 0);
    counter.district.write([&] {
        counter.district.connection().run("UPDATE loads SET amount = amount + 1");
        return true;
    });
    CHECK(counter.differences() > 0);
}

TEST_CASE("A card reported lost is refused from then on, whoever else's card is not, and reporting twice is one report") {
    Counter counter;
    const auto report = [&](const std::string& with, const std::string& lost) {
        const wire::LossReport body{with, lost, sample_now()};
        return counter.district.hand_in({counter.district.new_id(), "loss_report", dump_json(wire::to_json(body)), sample_now()});
    };
    const std::string other = "3100000000123495";
    CHECK(report(lin_guilan, zhang_jianguo).code == "card.other_holder");
    CHECK(report(blocked_card, "3100000000123471").code == "card.black_listed");
    for (int i = 0; i < 2; ++i) CHECK(report(lin_guilan, other).outcome == Outcome::received);
    CHECK(counter.district.number("SELECT count(*) FROM black_list WHERE serial = '" + other + "' AND reason = 'lost'") == 1);
    CHECK(counter.district.number("SELECT count(*) FROM changes WHERE topic = 'black_list' AND subject = '" + other + "'") == 1);
    CHECK(report(lin_guilan, lin_guilan).outcome == Outcome::received);
    CHECK(counter.code_of(counter.request()) == "card.black_listed");
}
