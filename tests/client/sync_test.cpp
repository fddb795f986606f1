#include <doctest/doctest.h>

#include "tests/client/kiosk_in_the_net.hpp"
#include "tests/client/tampering.hpp"

using namespace onecard;
using namespace onecard::test;
using store::SubmissionState;
using sync::Network;

namespace {

SubmissionState state_of(KioskInTheNet& kiosk, const wire::Submission& submission) {
    return kiosk.store->outbox().find(submission.id).value().value().state;
}

wire::Order order(KioskInTheNet& kiosk, wire::Order::Kind kind) { return {make_id(kiosk.disk.clock, kiosk.disk.random), kind}; }

wire::Change notice(const std::string& id) {
    wire::Change change;
    change.kind = wire::Change::Kind::notice;
    change.subject = id;
    change.notice = wire::Notice{id, {"停水通知", "Water off"}, {"明天", "Tomorrow"}, {"社区", "Community"}, 1, "2026-11-22T09:00:00+08:00", ""};
    return change;
}

wire::Change black_list(const std::string& serial, bool gone = false) {
    wire::Change change;
    change.kind = gone ? wire::Change::Kind::black_list_gone : wire::Change::Kind::black_list;
    change.subject = serial;
    return change;
}

}  // namespace

TEST_CASE("what waits is handed in, in batches of at most five hundred, and shown as received") {
    KioskInTheNet kiosk;
    std::vector<store::NewSubmission> many;
    for (int i = 0; i < 1203; ++i) many.push_back({kiosk.disk.submission(), {}});
    REQUIRE(kiosk.store->outbox().add_many(many));
    kiosk.settle();
    CHECK(kiosk.backend.batches == std::vector<std::size_t>{500, 500, 203});
    CHECK(kiosk.backend.effects.size() == 1203);
    const auto& status = kiosk.engine->status();
    CHECK(status.network == Network::online);
    CHECK(status.waiting == 0);
    CHECK(status.received == 1203);
    CHECK(status.last_sync_at == kiosk.disk.clock.now());
    bool sending_shown = false;
    for (const auto& shown : kiosk.statuses) sending_shown = sending_shown || shown.in_flight.size() == 500;
    CHECK(sending_shown);
    CHECK(status.in_flight.empty());
}

TEST_CASE("no batch is larger than the backend takes, however much of it must be escaped") {
    KioskInTheNet kiosk;
    std::vector<store::NewSubmission> many;
    for (int i = 0; i < 40; ++i) many.push_back({kiosk.disk.submission(std::string(wire::submission_bytes_max, '"')), {}});
    REQUIRE(kiosk.store->outbox().add_many(many));
    kiosk.settle();
    CHECK(kiosk.backend.effects.size() == 40);
    CHECK(kiosk.backend.largest_request <= wire::batch_bytes_max);
    CHECK(kiosk.backend.largest_request > wire::batch_bytes_max / 2);
}

TEST_CASE("a refused submission is parked with its code and holds up nobody") {
    KioskInTheNet kiosk;
    const auto before = kiosk.hand_in(), bad = kiosk.hand_in(refused_word), after = kiosk.hand_in();
    kiosk.settle();
    CHECK(state_of(kiosk, before) == SubmissionState::received);
    CHECK(state_of(kiosk, after) == SubmissionState::received);
    CHECK(state_of(kiosk, bad) == SubmissionState::parked);
    CHECK(kiosk.store->outbox().parked()->front().code == "request.item_unknown");
    CHECK(kiosk.engine->status().parked == 1);
}

TEST_CASE("one submission that spoils its whole batch is singled out and parked, the others arrive") {
    for (const int at : {0, 1, 77, 299}) {
        KioskInTheNet kiosk;
        std::vector<store::NewSubmission> many;
        for (int i = 0; i < 300; ++i) many.push_back({kiosk.disk.submission(i == at ? poison_word : "{}"), {}});
        REQUIRE(kiosk.store->outbox().add_many(many));
        kiosk.settle();
        CHECK(kiosk.backend.effects.size() == 299);
        const auto parked = kiosk.store->outbox().parked().value();
        REQUIRE(parked.size() == 1);
        CHECK(parked.front().id == many[static_cast<std::size_t>(at)].submission.id);
        CHECK(parked.front().code == "submission.malformed");
        many.clear();
        for (int i = 0; i < 1500; ++i) many.push_back({kiosk.disk.submission(), {}});
        REQUIRE(kiosk.store->outbox().add_many(many));
        kiosk.engine->nudge();
        kiosk.settle();
        CHECK(kiosk.backend.effects.size() == 1799);
        CHECK(std::count(kiosk.backend.batches.begin(), kiosk.backend.batches.end(), 500) >= 1);  // whole batches again
    }
}

TEST_CASE("without a network nothing is parked, waits grow to their cap, and one success sets them back") {
    KioskInTheNet kiosk;
    kiosk.backend.connected = false;
    const auto mine = kiosk.hand_in();
    Millis before{0};
    for (int i = 0; i < 40; ++i) {
        const auto wait = kiosk.settle();
        CHECK(wait >= Millis(500));
        CHECK(wait <= sync::SyncSettings{}.offline_wait_max);
        if (i < 4) CHECK(wait > before / 2);
        before = wait;
        kiosk.disk.clock.advance(wait);
    }
    CHECK(kiosk.engine->status().network == Network::offline);
    CHECK(kiosk.engine->status().code == "net.offline");
    CHECK(state_of(kiosk, mine) == SubmissionState::waiting);
    CHECK(kiosk.store->outbox().find(mine.id)->value().attempts == 0);
    kiosk.backend.connected = true;
    kiosk.disk.clock.advance(sync::SyncSettings{}.offline_wait_max);
    kiosk.settle();
    CHECK(kiosk.engine->status().network == Network::online);
    CHECK(kiosk.engine->status().code.empty());
    CHECK(state_of(kiosk, mine) == SubmissionState::received);
    kiosk.backend.connected = false;
    kiosk.hand_in();
    CHECK(kiosk.settle() <= sync::SyncSettings{}.first_wait);
}

TEST_CASE("a call that fails for ever holds up none of the others") {
    for (const std::string path : {"/v1/heartbeat", "/v1/changes", "/v1/catalogue", "/v1/holders"})
        for (const int status : {400, 404, 500, 503}) {
            CAPTURE(path);
            CAPTURE(status);
            KioskInTheNet kiosk;
            kiosk.backend.broken_path = path;
            kiosk.backend.broken_status = status;
            kiosk.backend.publish(notice("N-1"));
            const auto mine = kiosk.hand_in();
            kiosk.engine->ask_holder("3100000000123457");
            kiosk.live(std::chrono::minutes(3));
            CHECK(state_of(kiosk, mine) == SubmissionState::received);
            CHECK((kiosk.backend.heartbeats > 5) == (path != "/v1/heartbeat"));
            CHECK(kiosk.store->cache().notices()->size() == (path == "/v1/changes" ? 0 : 1));
            CHECK(kiosk.store->cache().catalogue()->has_value() == (path != "/v1/catalogue"));
        }
}

TEST_CASE("a nudge ends a rest: what was handed in goes at once") {
    KioskInTheNet kiosk;
    kiosk.backend.connected = false;
    kiosk.hand_in();
    kiosk.settle();
    kiosk.backend.connected = true;
    const auto mine = kiosk.hand_in();
    kiosk.settle();
    CHECK(state_of(kiosk, mine) == SubmissionState::received);
}

TEST_CASE("a backend in trouble is asked less and less often, but never forgotten") {
    KioskInTheNet kiosk;
    kiosk.backend.trouble = 100;
    kiosk.hand_in();
    Millis longest{0};
    for (int i = 0; i < 30; ++i) {
        const auto wait = kiosk.settle();
        longest = std::max(longest, wait);
        kiosk.disk.clock.advance(wait);
    }
    CHECK(longest > std::chrono::seconds(20));
    CHECK(longest <= sync::SyncSettings{}.wait_max);
    CHECK(kiosk.store->outbox().counts()->waiting == 1);
}

TEST_CASE("answers that are nonsense settle nothing") {
    KioskInTheNet kiosk;
    kiosk.backend.nonsense = 100;
    const auto mine = kiosk.hand_in();
    kiosk.live(std::chrono::minutes(5));
    CHECK(state_of(kiosk, mine) == SubmissionState::waiting);
    CHECK(kiosk.engine->status().code == "net.nonsense");
    kiosk.backend.nonsense = 0;
    kiosk.live(std::chrono::minutes(2));
    CHECK(state_of(kiosk, mine) == SubmissionState::received);
}

TEST_CASE("the wall clock may jump by years in both directions: submissions arrive and heartbeats keep their pace") {
    KioskInTheNet kiosk;
    kiosk.settle();
    for (const int years : {10, -20, 10, -5, 3}) {
        kiosk.disk.clock.jump(std::chrono::hours(24 * 365) * years);
        const auto mine = kiosk.hand_in();
        kiosk.settle();
        CHECK(state_of(kiosk, mine) == SubmissionState::received);
        const auto beats = kiosk.backend.heartbeats;
        kiosk.live(std::chrono::minutes(1));
        CHECK(kiosk.backend.heartbeats - beats >= 3);
        CHECK(kiosk.backend.heartbeats - beats <= 5);
    }
}

TEST_CASE("a heartbeat tells queue, parked and last sync, and how far the clock is off is known") {
    KioskInTheNet kiosk;
    kiosk.hand_in(refused_word);
    kiosk.settle();
    kiosk.backend.later = 100;
    kiosk.hand_in();
    kiosk.hand_in();
    kiosk.live(std::chrono::seconds(40));
    CHECK(kiosk.backend.last_beat.queue_length == 2);
    CHECK(kiosk.backend.last_beat.parked == 1);
    CHECK(kiosk.backend.last_beat.last_sync_at.has_value());
    CHECK(kiosk.backend.last_beat.version == "0.1.0");
    CHECK(std::chrono::abs(kiosk.engine->status().clock_ahead) < std::chrono::seconds(2));
}

TEST_CASE("what is unresolved is told at once and asked about with each heartbeat, until it ended elsewhere") {
    KioskInTheNet kiosk;
    kiosk.settle();
    const auto payment = kiosk.disk.payment();
    auto& journal = kiosk.store->journal();
    REQUIRE(journal.intend(payment));
    REQUIRE(journal.debiting(payment.id, KioskDisk::facts()));
    REQUIRE(journal.unresolved(payment.id, "card.silent"));
    kiosk.engine->nudge();
    kiosk.settle();
    const auto told = [&](const auto& one) { return one.second.starts_with(std::string(wire::torn_kind) + " "); };
    CHECK(std::count_if(kiosk.backend.bodies.begin(), kiosk.backend.bodies.end(), told) == 1);
    kiosk.live(std::chrono::seconds(40));
    CHECK(kiosk.backend.last_beat.unresolved == std::vector<std::string>{payment.id});
    kiosk.backend.settled = {{payment.id, true}};
    kiosk.live(std::chrono::seconds(40));
    CHECK(journal.find(payment.id).value().value().state == store::JournalEntry::State::paid);
    CHECK(kiosk.backend.last_beat.unresolved.empty());
    CHECK(std::count_if(kiosk.backend.bodies.begin(), kiosk.backend.bodies.end(), told) == 1);
    CHECK(kiosk.backend.bodies.count(payment.id) == 0);
}

TEST_CASE("when the backend last answered is known after a restart without network, within five minutes") {
    KioskInTheNet kiosk;
    kiosk.live(std::chrono::minutes(34));
    const auto last = kiosk.engine->status().last_sync_at;
    REQUIRE(last);
    kiosk.backend.connected = false;
    kiosk.start();
    kiosk.live(std::chrono::seconds(10));
    const auto known = kiosk.engine->status().last_sync_at;
    REQUIRE(known);
    CHECK(*known <= *last);
    CHECK(*last - *known <= std::chrono::minutes(5));
}

TEST_CASE("an order reaches the kiosk once, survives its restart until obeyed, and is reported until it was heard") {
    KioskInTheNet kiosk;
    const auto out = order(kiosk, wire::Order::Kind::out_of_service);
    kiosk.backend.give_order(out);
    kiosk.live(std::chrono::minutes(2));
    CHECK(kiosk.orders == std::vector{out});
    kiosk.start();  // it died before obeying
    kiosk.live(std::chrono::minutes(1));
    CHECK(kiosk.orders == std::vector{out, out});
    REQUIRE(kiosk.store->orders().obeyed(out.id));
    CHECK(kiosk.store->orders().obeyed(out.id).error().code == "store.no_open_order");
    kiosk.backend.lost_answers = 100;
    kiosk.live(std::chrono::minutes(3));
    const auto told = kiosk.backend.orders_obeyed[out.id];
    CHECK(told >= 2);  // nobody said that it was heard
    kiosk.backend.lost_answers = 0;
    kiosk.live(std::chrono::minutes(5));
    kiosk.start();
    kiosk.live(std::chrono::minutes(5));
    CHECK(kiosk.backend.orders_obeyed[out.id] <= told + 1);
    CHECK(kiosk.orders.size() == 2);
}

TEST_CASE("a holder is asked for before anything else and kept for the time without a network") {
    KioskInTheNet kiosk;
    kiosk.backend.later = 100;
    kiosk.hand_in();
    kiosk.engine->ask_holder("3100000000123457");
    kiosk.tick();
    REQUIRE(kiosk.records.size() == 1);
    CHECK(kiosk.records.front()->card_serial == "3100000000123457");
    CHECK(kiosk.backend.heartbeats == 0);
    CHECK(kiosk.store->cache().holder("3100000000123457")->has_value());
    kiosk.backend.connected = false;
    kiosk.engine->ask_holder("3100000000123456");
    kiosk.tick();
    CHECK(kiosk.records.back().error().code == "net.offline");
    CHECK(kiosk.engine->status().network == Network::offline);
}

TEST_CASE("changes are pulled page by page, and a backend that starts again replaces what was there") {
    KioskInTheNet kiosk;
    for (int i = 0; i < 7; ++i) kiosk.backend.publish(notice("N-" + std::to_string(i)));
    kiosk.backend.publish(black_list("3100000000123470"));
    kiosk.settle();
    CHECK(kiosk.store->cache().notices()->size() == 7);
    CHECK(kiosk.store->cache().black_listed("3100000000123470").value());
    CHECK_FALSE(kiosk.store->cache().black_listed("3100000000123457").value());
    CHECK(kiosk.store->cache().cursor().value() == 8);
    kiosk.backend.publish(black_list("3100000000123470", true));
    kiosk.live(std::chrono::minutes(1));
    CHECK_FALSE(kiosk.store->cache().black_listed("3100000000123470").value());
    kiosk.backend.forget_feed(4);
    kiosk.live(std::chrono::minutes(2));
    CHECK(kiosk.store->cache().notices()->size() == 4);
    CHECK(kiosk.store->cache().cursor().value() == 4);
    CHECK(kiosk.store->cache().as_of()->has_value());
}

TEST_CASE("a catalogue that is refused changes nothing, and a good one after it is taken") {
    KioskInTheNet kiosk;
    kiosk.settle();
    kiosk.refreshed.clear();
    kiosk.refuse_catalogue = "{\"version\":2";
    kiosk.backend.set_catalogue(2);
    wire::Change change;
    change.kind = wire::Change::Kind::catalogue;
    change.subject = "2";
    kiosk.backend.publish(change);
    kiosk.live(std::chrono::minutes(3));
    CHECK(kiosk.store->cache().catalogue()->value().version == 1);
    CHECK(std::count(kiosk.refreshed.begin(), kiosk.refreshed.end(), sync::Part::catalogue) == 0);
    CHECK(kiosk.backend.catalogues_sent > 1);
    CHECK(kiosk.engine->status().network == Network::online);
    kiosk.refuse_catalogue.clear();
    kiosk.live(std::chrono::minutes(2));
    CHECK(kiosk.store->cache().catalogue()->value().version == 2);
    CHECK(std::count(kiosk.refreshed.begin(), kiosk.refreshed.end(), sync::Part::catalogue) == 1);
}

TEST_CASE("ceilings come when they are announced; forged, cut short and older ones change nothing and the backend hears why, and what is kept outlives a restart") {
    KioskInTheNet kiosk;
    kiosk.settle();
    const auto kept = [&] { return kiosk.store->policies().ceilings().value(); };
    const auto announce = [&](std::int64_t version, Fen payment) {
        kiosk.backend.ceilings = wire::ceilings_document({version, payment, Fen(900), Fen(1'000), Fen(800), Fen(5'000)});
        kiosk.backend.ceilings_version = version;
        wire::Change change;
        change.kind = wire::Change::Kind::ceilings;
        change.subject = std::to_string(version);
        kiosk.backend.publish(change);
        kiosk.live(std::chrono::minutes(2));
    };
    CHECK_FALSE(kept());
    announce(5, Fen(700));
    REQUIRE(kept());
    CHECK(kept()->payment == Fen(700));
    CHECK(kiosk.backend.ceilings_sent == 1);
    CHECK(kiosk.backend.last_beat.ceilings == 5);
    kiosk.start();
    kiosk.live(std::chrono::minutes(2));
    CHECK(kept()->version == 5);
    CHECK(kiosk.backend.ceilings_sent == 1);
    kiosk.backend.ceilings_signature = "0102";
    announce(6, Fen(500));
    CHECK(kept()->version == 5);
    CHECK(kiosk.backend.ceilings_sent > 2);
    CHECK(kiosk.backend.last_beat.ceilings == 5);
    CHECK(kiosk.backend.last_beat.ceilings_refused == "signature.broken");
    CHECK(kiosk.engine->status().network == Network::online);
    kiosk.backend.ceilings_signature = "01";
    announce(4, Fen(400));
    CHECK(kept()->version == 5);
    CHECK(kiosk.backend.last_beat.ceilings_refused == "policy.older");
    const auto whole = wire::ceilings_document({7, Fen(300), Fen(900), Fen(1'000), Fen(800), Fen(5'000)});
    kiosk.backend.ceilings = whole.substr(0, whole.size() / 2);
    kiosk.live(std::chrono::minutes(2));
    CHECK(kept()->version == 5);
    CHECK(kiosk.backend.last_beat.ceilings_refused == "json.malformed");
    kiosk.backend.ceilings = whole, kiosk.backend.ceilings_version = 7;
    kiosk.live(std::chrono::minutes(2));
    CHECK(kept()->payment == Fen(300));
    CHECK(kiosk.backend.last_beat.ceilings == 7);
    CHECK(kiosk.backend.last_beat.ceilings_refused.empty());
    // Another document of the same version is none of ours.
    CHECK(kiosk.store->policies().put_ceilings({7, Fen(1), Fen(900), Fen(1'000), Fen(800), Fen(5'000)}).error().code == "policy.older");
    CHECK(std::count(kiosk.refreshed.begin(), kiosk.refreshed.end(), sync::Part::ceilings) == 2);
}

TEST_CASE("the catalogue comes once and again when it has changed") {
    KioskInTheNet kiosk;
    kiosk.settle();
    CHECK(kiosk.store->cache().catalogue()->value().version == 1);
    CHECK(kiosk.refreshed == std::vector{sync::Part::catalogue});
    kiosk.start();
    kiosk.live(std::chrono::minutes(10));
    CHECK(kiosk.backend.catalogues_sent == 1);
    kiosk.backend.set_catalogue(2);
    wire::Change change;
    change.kind = wire::Change::Kind::catalogue;
    change.subject = "2";
    kiosk.backend.publish(change);
    kiosk.live(std::chrono::minutes(1));
    CHECK(kiosk.store->cache().catalogue()->value().version == 2);
    CHECK(kiosk.backend.catalogues_sent == 2);
}

TEST_CASE("a draft is told when the visit ends or within half a minute, and those of a card are asked for once its PIN was right") {
    KioskInTheNet kiosk;
    kiosk.settle();
    const std::string card = "3100000000123457", other = "3100000000123458";
    auto& drafts = kiosk.store->drafts();
    REQUIRE(drafts.put(card, "MZ-0007", "half").has_value());
    kiosk.engine->nudge();
    kiosk.settle();
    CHECK(kiosk.backend.drafts[card].drafts.size() == 1);
    REQUIRE(drafts.put(card, "MZ-0007", "more").has_value());
    kiosk.live(std::chrono::seconds(31));
    CHECK(kiosk.backend.drafts[card].drafts.front().text == "more");
    kiosk.drafts_heard.clear();

    kiosk.backend.drafts[other] = {other, {{"CG-0001", Millis(5000), "begun elsewhere"}}};
    kiosk.engine->ask_private(other);
    kiosk.tick();
    CHECK(kiosk.drafts_heard == std::vector<std::string>{other});
    CHECK(drafts.of_card(other)->front().text == "begun elsewhere");
}

TEST_CASE("a backend that knows nothing of drafts, or has trouble with them, is still a backend") {
    for (const int status : {404, 422, 500, 503}) {
        CAPTURE(status);
        KioskInTheNet kiosk;
        kiosk.backend.broken_path = "/v1/drafts";
        kiosk.backend.broken_status = status;
        kiosk.settle();
        REQUIRE(kiosk.store->drafts().put("3100000000123457", "MZ-0007", "half").has_value());
        const auto waiting = kiosk.hand_in();
        kiosk.live(std::chrono::minutes(2));
        CHECK(state_of(kiosk, waiting) == SubmissionState::received);
        CHECK(kiosk.store->drafts().of_card("3100000000123457")->size() == 1);
        const bool wants_none = status == 404 || status == 422;
        if (wants_none) CHECK(kiosk.engine->status().network == Network::online);
        kiosk.backend.broken_path.clear();
        kiosk.engine->nudge();
        kiosk.live(std::chrono::minutes(2));
        CHECK(kiosk.backend.drafts.size() == (wants_none ? 0 : 1));
        kiosk.engine->ask_private("3100000000123457");
        kiosk.settle();
        CHECK(kiosk.backend.drafts["3100000000123457"].drafts.size() == 1);
    }
}

TEST_CASE("while the district's keys are away drafts wait, and nothing else does") {
    KioskInTheNet kiosk;
    kiosk.backend.broken_path = "/v1/drafts";
    kiosk.backend.broken_status = 503;
    kiosk.backend.broken_code = "keys.unavailable";
    REQUIRE(kiosk.store->drafts().put("3100000000123457", "MZ-0007", "half").has_value());
    const auto waiting = kiosk.hand_in();
    kiosk.live(std::chrono::minutes(2));
    CHECK(state_of(kiosk, waiting) == SubmissionState::received);
    CHECK(kiosk.engine->status().network == Network::online);
    kiosk.backend.broken_path.clear();
    kiosk.live(std::chrono::minutes(1));
    CHECK(kiosk.backend.drafts.size() == 1);
}

TEST_CASE("a draft that can't be read any more stops nothing else") {
    KioskInTheNet kiosk;
    kiosk.settle();
    REQUIRE(kiosk.store->drafts().put("3100000000123457", "MZ-0007", "half").has_value());
    tamper(kiosk.disk.file(), "UPDATE drafts SET draft = card, card = draft");
    const auto waiting = kiosk.hand_in();
    kiosk.live(std::chrono::minutes(1));
    CHECK(state_of(kiosk, waiting) == SubmissionState::received);
    CHECK(kiosk.engine->status().network == Network::online);
    CHECK(kiosk.backend.drafts.empty());
}
