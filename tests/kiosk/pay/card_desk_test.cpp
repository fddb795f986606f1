#include <doctest/doctest.h>

#include "base/file.hpp"
#include "kiosk/pay/card_thread.hpp"
#include "tests/kiosk/pay/hall.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::pay;
using namespace onecard::test;
using State = PaymentOutcome::State;
using Pin = card::PinOutcome::Kind;

namespace {

VerifyPin pin(const char* digits) { return {SecretText(digits)}; }

HolderRead only_holder(const std::vector<CardLetter>& letters) {
    const auto read = of_kind<HolderRead>(letters);
    REQUIRE(read.size() == 1);
    return read.front();
}

PinResult only_pin(const std::vector<CardLetter>& letters) {
    const auto results = of_kind<PinResult>(letters);
    REQUIRE(results.size() == 1);
    return results.front();
}

PaymentOutcome only_payment(const std::vector<CardLetter>& letters) {
    const auto ended = of_kind<PaymentEnded>(letters);
    REQUIRE(ended.size() == 1);
    return ended.front().outcome;
}

std::string trouble(const std::vector<CardLetter>& letters) {
    const auto codes = of_kind<CardUnusable>(letters);
    REQUIRE(codes.size() == 1);
    CHECK(of_kind<HolderRead>(letters).empty());
    return codes.front().code;
}

}  // namespace

TEST_CASE("a card that is put on is announced, then read: holder, balance, log and tries left") {
    Hall hall;
    const auto letters = hall.arrive(hall.card("lin_guilan"));
    REQUIRE(letters.size() == 3);
    CHECK(std::holds_alternative<CardIn>(letters[0]));
    CHECK(std::holds_alternative<HolderRead>(letters[1]));
    CHECK(std::holds_alternative<PurseRead>(letters[2]));
    const auto read = only_holder(letters);
    CHECK(read.holder.name.view() == "林桂兰·测试");
    CHECK(read.holder.application == card::Application::pbc_purse);
    CHECK(read.purse.balance == Fen(28650));
    CHECK(read.tries_left == 3);
    hall.take_off();
    const auto after = hall.run();
    REQUIRE(after.size() == 1);
    CHECK(std::holds_alternative<CardOut>(after[0]));
}

TEST_CASE("the log of the purse comes newest first") {
    Hall hall;
    const auto read = of_kind<PurseRead>(hall.arrive(hall.card("zhang_jianguo")));
    REQUIRE(read.size() == 1);
    CHECK(read[0].purse.balance == Fen(10000));
    REQUIRE(read[0].purse.log.size() == 4);
    CHECK(read[0].purse.log[0].amount == Fen(200));
    CHECK(read[0].purse.log[1].amount == Fen(1280));
}

TEST_CASE("a national transit card is served over its own protocol") {
    Hall hall;
    auto& card = hall.card("transit");
    CHECK(only_holder(hall.arrive(card)).purse.balance == Fen(4300));
    CHECK(only_payment(hall.run(order_of(Fen(300)))).state == State::paid);
    CHECK(card.state().balance == Fen(4000));
}

TEST_CASE("a card of a city whose application and layout are only in the city's own file is read and pays") {
    Hall hall;
    auto image = card_image("lin_guilan");
    auto& purse = image.purses.front();
    purse.aid = hex("535558494E2E4444463031");
    const auto part = [&](std::size_t at, std::size_t size) { return Bytes(purse.public_data.begin() + static_cast<long>(at), purse.public_data.begin() + static_cast<long>(at + size)); };
    purse.public_data = join({part(12, 8), part(0, 8), part(8, 2), part(20, 4), part(24, 4)});
    auto& card = hall.card(std::move(image));
    CHECK(trouble(hall.arrive(card)) == "card.unknown");
    hall.take_off();

    const TemporaryFolder city;
    REQUIRE(write_file(city / "suxin.json", R"({"format": 1, "order": 1, "application": "pbc_purse", "aid": "535558494E2E4444463031",
        "public_data": {"file": "15", "serial": 0, "issuer": 8, "type": 16, "enabled": 17, "start": 18, "expiry": 22, "bytes_min": 26},
        "holder": {"file": "16", "name": 2, "name_bytes": 20, "number": 22, "bytes_min": 39, "bytes_long": 55},
        "pin": {"references": "00", "digits_min": 6, "digits_max": 6, "change": "purse", "unblock_p1": "00", "unblock_p2": "00"},
        "purchase": {"action": "purchase", "factors": ["serial", "issuer"]}})").has_value());
    auto profiles = card::Profiles::read(city.path());
    REQUIRE(profiles.has_value());
    hall.settings.profiles = *std::move(profiles);
    hall.restart();
    const auto read = only_holder(hall.arrive(card));
    CHECK(read.holder.name.view() == "林桂兰·测试");
    CHECK(read.purse.balance == Fen(28650));
    CHECK(only_payment(hall.run(order_of(Fen(650)))).state == State::paid);
    CHECK(card.state().balance == Fen(28000));
    REQUIRE(hall.payments().size() == 1);
}

TEST_CASE("a card whose application may only be spoken to in the protocol that its reader did not take is reset into it, pays, and one that can't is refused for that") {
    Hall both(as_both(card_image("lin_guilan")));
    auto& card = both.card(as_both(card_image("lin_guilan")));
    CHECK(only_holder(both.arrive(card)).purse.balance == Fen(28650));
    CHECK(card.fetches_answers());
    CHECK(only_pin(both.run(pin("123456"))).outcome->kind == Pin::right);
    CHECK(only_payment(both.run(order_of(Fen(650)))).state == State::paid);
    CHECK(card.state().balance == Fen(28000));
    both.take_off();
    both.run();
    CHECK(trouble(both.arrive(both.card(as_t1(card_image("wang_xiaoyu"))))) == "card.protocol");
}

TEST_CASE("a reader with contacts and a field serves whichever has a card, one after the other, and takes the same card on both for one") {
    Hall hall;
    hall.readers.add(card::Slot::contactless);
    hall.restart();
    hall.run();
    auto& first = hall.card("lin_guilan");
    auto& second = hall.card("transit");
    hall.readers.insert(card::Slot::contactless, second);
    CHECK(only_holder(hall.run()).purse.balance == Fen(4300));
    CHECK(only_payment(hall.run(order_of(Fen(300)))).state == State::paid);
    CHECK(second.state().balance == Fen(4000));
    CHECK(hall.arrive(first).empty());
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
    CHECK(first.state().balance == Fen(28650));
    CHECK(second.state().balance == Fen(3900));
    hall.readers.remove(card::Slot::contactless);
    auto letters = hall.run();
    CHECK(of_kind<CardOut>(letters).size() == 1);
    CHECK(only_holder(letters).purse.balance == Fen(28650));
    CHECK(only_pin(hall.run(pin("123456"))).outcome->kind == Pin::right);
    // The field sees the card that is in the contacts, and a little longer than they do.
    hall.readers.insert(card::Slot::contactless, first);
    CHECK(hall.run().empty());
    hall.take_off();
    letters = hall.run();
    CHECK(of_kind<CardOut>(letters).size() == 1);
    CHECK(of_kind<CardIn>(letters).empty());
    hall.readers.remove(card::Slot::contactless);
    CHECK(hall.run().empty());
    only_holder(hall.arrive(first));
}

TEST_CASE("a payment torn on one face is proven on the other, and either face alone keeps the kiosk ready") {
    Hall hall;
    hall.readers.add(card::Slot::contactless);
    hall.restart();
    hall.run();
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::unresolved);
    hall.run();
    hall.readers.insert(card::Slot::contactless, card);
    const auto letters = hall.run();
    REQUIRE(of_kind<Repaired>(letters).size() == 1);
    CHECK(of_kind<Repaired>(letters).front().outcome.state == State::paid);
    hall.readers.unplug(card::Slot::citizen);
    CHECK(of_kind<ReaderState>(hall.run()).empty());
    hall.readers.unplug(card::Slot::contactless);
    const auto states = of_kind<ReaderState>(hall.run());
    REQUIRE(states.size() == 1);
    CHECK_FALSE(states.front().ready);
}

TEST_CASE("a card whose application's file is wrong is refused for that, and others are served") {
    Hall hall;
    const TemporaryFolder city;
    const auto shipped = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets/cards/applications";
    std::filesystem::copy(shipped, city.path(), std::filesystem::copy_options::recursive);
    auto text = *read_file(shipped / "t_union.json");
    text.replace(text.find("\"type\": 8"), 9, "\"tipe\": 8");
    REQUIRE(write_file(city / "t_union.json", text).has_value());
    hall.settings.profiles = *card::Profiles::read(city.path());
    hall.restart();
    hall.run();
    CHECK(trouble(hall.arrive(hall.card("transit"))) == "profile.closed");
    hall.take_off();
    hall.run();
    only_holder(hall.arrive(hall.card("lin_guilan")));
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
}

TEST_CASE("with settings of the PSAM that are wrong nothing is paid and everything else works, whatever lies in its slot") {
    Hall hall;
    hall.settings.psam = failure(Error::Kind::invalid, "sam.settings", "psam.json: keys.file is missing");
    hall.restart();
    const auto states = of_kind<PsamState>(hall.run());
    REQUIRE(states.size() == 1);
    CHECK_FALSE(states.front().ready);
    CHECK(states.front().code == "sam.settings");
    CHECK(only_holder(hall.arrive(hall.card("lin_guilan"))).purse.balance == Fen(28650));
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "sam.settings");
    hall.readers.remove(card::Slot::sam);
    CHECK(of_kind<PsamState>(hall.run()).empty());
}

TEST_CASE("a PSAM of a city that names it by an AID serves once the city's file says so") {
    Hall hall;
    auto image = card_image("psam");
    image.psam->application = hex("A000000003869807FF");
    const auto own = load_card(image, hall.random);
    hall.readers.insert(card::Slot::sam, *own);
    auto states = of_kind<PsamState>(hall.run());
    REQUIRE_FALSE(states.empty());
    CHECK(states.back().code == "sam.unknown");
    hall.settings.psam->application = hex("A000000003869807FF");
    hall.restart();
    states = of_kind<PsamState>(hall.run());
    REQUIRE_FALSE(states.empty());
    CHECK(states.back().ready);
    hall.arrive(hall.card("lin_guilan"));
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
    hall.readers.insert(card::Slot::sam, *hall.psam);
    hall.run();
}

TEST_CASE("a social security card is read, and has no purse to pay from") {
    Hall hall;
    const auto read = only_holder(hall.arrive(hall.card("social_security")));
    CHECK(read.holder.application == card::Application::social_security);
    CHECK_FALSE(read.purse.balance.has_value());
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "card.no_purse");
}

TEST_CASE("each card that can't be used is given its own reason") {
    const auto reason = [](const std::string& name) {
        Hall hall;
        return trouble(hall.arrive(hall.card(name)));
    };
    CHECK(reason("unknown") == "card.unknown");
    CHECK(reason("storage") == "card.storage");
    CHECK(reason("storage_felica") == "card.storage");
    CHECK(reason("social_security_sealed") == "card.needs_sam");
    CHECK(reason("expired") == "card.expired");
    CHECK(reason("not_enabled") == "card.not_enabled");
    CHECK(reason("app_locked") == "card.locked");
    CHECK(reason("silent") == "card.silent");
    CHECK(reason("upside_down") == "card.unresponsive");
    CHECK(reason("nonsense").starts_with("card."));
    CHECK(reason("overlong").starts_with("card."));
    CHECK(reason("truncated").starts_with("card."));
}

TEST_CASE("a card on the black list is refused after it was read, by serial") {
    Hall hall;
    hall.settings.refusal = [](const SecretText& serial) -> std::optional<std::string> {
        if (serial.view() == "3100000000123470") return "card.blocked";
        return std::nullopt;
    };
    hall.restart();
    hall.run();
    CHECK(trouble(hall.arrive(hall.card("blocked"))) == "card.blocked");
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "card.gone");
    hall.take_off();
    hall.run();
    CHECK_FALSE(of_kind<HolderRead>(hall.arrive(hall.card("lin_guilan"))).empty());
}

TEST_CASE("a wrong PIN costs a try and says how many are left, a right one opens the visit") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    auto result = only_pin(hall.run(pin("000000")));
    REQUIRE(result.outcome.has_value());
    CHECK(result.outcome->kind == Pin::wrong);
    CHECK(result.outcome->tries_left == 2);
    result = only_pin(hall.run(pin("123456")));
    REQUIRE(result.outcome.has_value());
    CHECK(result.outcome->kind == Pin::right);
    CHECK(card.state().pin_tries == 3);
}

TEST_CASE("a PIN that is none is not sent to the card") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    for (const char* nonsense : {"", "12", "12345x", "1234567890123"}) {
        const auto result = only_pin(hall.run(pin(nonsense)));
        CHECK_FALSE(result.outcome.has_value());
        CHECK(result.code == "card.pin_form");
    }
    CHECK(card.state().pin_tries == 3);
}

TEST_CASE("the last try and a blocked PIN are told before anything is typed") {
    Hall hall;
    CHECK(only_holder(hall.arrive(hall.card("pin_last_try"))).tries_left == 1);
    CHECK(only_pin(hall.run(pin("000000"))).outcome->kind == Pin::blocked);
    hall.take_off();
    hall.run();
    CHECK(only_holder(hall.arrive(hall.card("pin_blocked"))).tries_left == 0);
}

TEST_CASE("the PIN holds for the visit and is forgotten at its end, though the card stays on") {
    Hall hall;
    auto image = card_image("lin_guilan");
    image.purses.front().log_needs_pin = true;
    auto& card = hall.card(image);
    CHECK(of_kind<PurseRead>(hall.arrive(card)).empty());
    const auto opened = of_kind<PurseRead>(hall.run(pin("123456")));
    REQUIRE(opened.size() == 1);
    CHECK_FALSE(opened.front().purse.log.empty());
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
    CHECK(hall.run(EndVisit{}).empty());
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "card.gone");
    const auto again = hall.run(ReadAgain{});
    only_holder(again);
    CHECK(of_kind<PurseRead>(again).empty());
}

TEST_CASE("orders without a card are answered, not forgotten") {
    Hall hall;
    CHECK(only_pin(hall.run(pin("123456"))).code == "card.gone");
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "card.gone");
    const auto letters = hall.run(ReadAgain{});
    REQUIRE(letters.size() == 1);
    CHECK(std::holds_alternative<CardOut>(letters[0]));
}

TEST_CASE("a card that another program has reset is taken again, and the resident enters the PIN once more") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.room().plan({1, Fault::card_reset});
    CHECK(only_pin(hall.run(pin("123456"))).code == "card.reset");
    CHECK(only_pin(hall.run(pin("123456"))).outcome->kind == Pin::right);
    hall.room().plan({1, Fault::card_reset});
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "card.reset");
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
}

TEST_CASE("without a PSAM everything works but paying, and it is said again when it is back") {
    Hall hall;
    hall.readers.remove(card::Slot::sam);
    auto states = of_kind<PsamState>(hall.run());
    REQUIRE(states.size() == 1);
    CHECK_FALSE(states.front().ready);
    CHECK(states.front().code == "sam.missing");
    auto& card = hall.card("lin_guilan");
    CHECK(only_holder(hall.arrive(card)).purse.balance == Fen(28650));
    CHECK(only_payment(hall.run(order_of(Fen(100)))).code == "sam.missing");
    hall.readers.insert(card::Slot::sam, *hall.psam);
    states = of_kind<PsamState>(hall.run());
    REQUIRE(states.size() == 1);
    CHECK(states.front().ready);
    CHECK(states.front().terminal == "057100000001");
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
}

TEST_CASE("a resident's card in the slot of the PSAM is named as what it is: unknown") {
    Hall hall;
    hall.readers.remove(card::Slot::sam);
    hall.run();
    hall.readers.insert(card::Slot::sam, hall.card("wang_xiaoyu"));
    const auto states = of_kind<PsamState>(hall.run());
    REQUIRE(states.size() == 1);
    CHECK(states.front().code == "sam.unknown");
}

TEST_CASE("a PSAM that fell silent is looked for again, every five seconds and not more often") {
    Hall hall;
    hall.arrive(hall.card("lin_guilan"));
    hall.room().plan({3, Fault::answer_lost});
    const auto letters = hall.run(order_of(Fen(100)));
    CHECK(only_payment(letters).code == "sam.gone");
    const auto states = of_kind<PsamState>(letters);
    REQUIRE(states.size() >= 1);
    CHECK(states.front().code == "sam.gone");
    CHECK(of_kind<PsamState>(hall.run()).empty());
    hall.clock.advance(Millis(5000));
    const auto found = of_kind<PsamState>(hall.run());
    REQUIRE(found.size() == 1);
    CHECK(found.front().ready);
    CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::paid);
}

TEST_CASE("a reader that is unplugged takes the card with it, and both come back without anyone's help") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.readers.unplug(card::Slot::citizen);
    auto letters = hall.run();
    CHECK(of_kind<CardOut>(letters).size() == 1);
    REQUIRE(of_kind<ReaderState>(letters).size() == 1);
    CHECK_FALSE(of_kind<ReaderState>(letters).front().ready);
    hall.readers.plug(card::Slot::citizen);
    letters = hall.run();
    REQUIRE(of_kind<ReaderState>(letters).size() == 1);
    CHECK(of_kind<ReaderState>(letters).front().ready);
    CHECK(only_holder(letters).purse.balance == Fen(28650));
}

TEST_CASE("while one card is awaited another is sent away, until the visit ends") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    auto& other = hall.card("wang_xiaoyu");
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    const auto torn = hall.run(order_of(Fen(100)));
    CHECK(only_payment(torn).state == State::unresolved);
    CHECK(of_kind<PaymentEnded>(torn).front().bring_back);
    CHECK(trouble(hall.arrive(other)) == "card.other_awaited");
    hall.run(EndVisit{});
    hall.take_off();
    hall.run();
    only_holder(hall.arrive(other));
    hall.take_off();
    hall.run();
    const auto letters = hall.arrive(card);
    REQUIRE(of_kind<Repaired>(letters).size() == 1);
    CHECK(of_kind<Repaired>(letters).front().outcome.state == State::paid);
    only_holder(letters);
}

TEST_CASE("a card exchanged for another in the middle of a payment is not taken for it") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    auto& other = hall.card("wang_xiaoyu");
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after, 0, [&] { hall.put_on(other); }});
    const auto letters = hall.run(order_of(Fen(100)));
    CHECK(only_payment(letters).state == State::unresolved);
    CHECK(trouble(letters) == "card.other_awaited");
    hall.take_off();
    hall.run();
    const auto repaired = of_kind<Repaired>(hall.arrive(card));
    REQUIRE(repaired.size() == 1);
    CHECK(repaired.front().outcome.state == State::paid);
}

TEST_CASE("an answer lost while the card stays on is cleared up at once, without the resident's help") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.room().plan({5, Fault::answer_lost});
    const auto letters = hall.run(order_of(Fen(100)));
    CHECK(only_payment(letters).state == State::paid);
    CHECK_FALSE(of_kind<PaymentEnded>(letters).front().bring_back);
    CHECK(of_kind<Repaired>(letters).empty());
    REQUIRE(hall.payments().size() == 1);
    CHECK(hall.payments().front().proof == wire::PaymentBody::Proof::prove);
    // The PSAM heard of it too and counted on.
    CHECK(hall.psam->state().terminal_sequence == 19);
}

TEST_CASE("the PSAM is not told of a repaired payment when it has begun another since") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    auto& other = hall.card("wang_xiaoyu");
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    hall.run(order_of(Fen(100)));
    hall.run(EndVisit{});
    hall.arrive(other);
    hall.room().plan({5, Fault::card_leaves_before});
    hall.run(order_of(Fen(100)));
    hall.run(EndVisit{});
    const auto repaired = of_kind<Repaired>(hall.arrive(card));
    REQUIRE(repaired.size() == 1);
    CHECK(repaired.front().outcome.state == State::paid);
    CHECK(repaired.front().outcome.alarm.empty());
}

TEST_CASE("a card that hides its log until the PIN is cleared up after the PIN") {
    Hall hall;
    auto image = card_image("lin_guilan");
    image.purses.front().log_needs_pin = true;
    auto& card = hall.card(image);
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    hall.run(order_of(Fen(100)));
    spend_elsewhere(card, Fen(33), hall.random);
    auto repaired = of_kind<Repaired>(hall.arrive(card));
    REQUIRE(repaired.size() == 1);
    CHECK(repaired.front().outcome.state == State::unresolved);
    repaired = of_kind<Repaired>(hall.run(pin("123456")));
    REQUIRE(repaired.size() == 1);
    CHECK(repaired.front().outcome.state == State::paid);
    CHECK(hall.books(card).paid == Fen(100));
}

TEST_CASE("a payment is cleared up also for a card that has expired or was blocked since") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    hall.run(order_of(Fen(100)));
    hall.clock.jump(std::chrono::hours(24 * 3653));
    const auto letters = hall.arrive(card);
    REQUIRE(of_kind<Repaired>(letters).size() == 1);
    CHECK(of_kind<Repaired>(letters).front().outcome.state == State::paid);
    CHECK(trouble(letters) == "card.expired");
}

TEST_CASE("what a card elsewhere went through meanwhile does not deceive the repair") {
    struct Meanwhile {
        Fault fault;
        std::vector<int> spent;
        int loaded;
        State end;
    };
    const std::vector<Meanwhile> table{
        {Fault::card_leaves_before, {}, 5000, State::not_paid}, {Fault::card_leaves_after, {}, 5000, State::paid},
        {Fault::card_leaves_before, {200}, 0, State::not_paid}, {Fault::card_leaves_after, {200}, 0, State::paid},
        {Fault::card_leaves_before, {100}, 0, State::not_paid}, {Fault::card_leaves_after, {100}, 100, State::paid},
        {Fault::card_leaves_before, {7, 8, 9}, 24, State::not_paid}, {Fault::card_leaves_after, {7, 8, 9}, 24, State::paid},
    };
    for (const auto& row : table) {
        INFO(name(row.fault) << ", spent " << row.spent.size() << " times, loaded " << row.loaded);
        Hall hall;
        auto& card = hall.card("lin_guilan");
        hall.arrive(card);
        hall.room().plan({5, row.fault});
        CHECK(only_payment(hall.run(order_of(Fen(100)))).state == State::unresolved);
        for (const int amount : row.spent) spend_elsewhere(card, Fen(amount), hall.random);
        if (row.loaded > 0) load_elsewhere(card, Fen(row.loaded));
        const auto repaired = of_kind<Repaired>(hall.arrive(card));
        REQUIRE(repaired.size() == 1);
        CHECK(repaired.front().outcome.state == row.end);
        CHECK(hall.payments().size() == (row.end == State::paid ? 1 : 0));
    }
}

TEST_CASE("a card of the same serial from another issuer is not taken for the one awaited") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    hall.arrive(card);
    hall.room().plan({5, Fault::card_leaves_after});
    hall.run(order_of(Fen(100)));
    hall.run(EndVisit{});
    auto image = card_image("lin_guilan");
    image.purses.front().public_data[7] = 0x02;
    const auto letters = hall.arrive(hall.card(image));
    CHECK(of_kind<Repaired>(letters).empty());
    CHECK(hall.books(card).unresolved_count == 1);
}

TEST_CASE("in its own thread the desk answers orders from others and ends when asked") {
    Hall hall;
    auto& card = hall.card("lin_guilan");
    {
        const CardThread thread(hall.desk());
        const auto next = [&] { return hall.letters().wait(Millis(5000), {}); };
        hall.put_on(card);
        auto letter = next();
        REQUIRE(letter.has_value());
        CHECK(std::holds_alternative<CardIn>(*letter));
        letter = next();
        REQUIRE(letter.has_value());
        CHECK(std::holds_alternative<HolderRead>(*letter));
        letter = next();
        REQUIRE(letter.has_value());
        CHECK(std::holds_alternative<PurseRead>(*letter));
        hall.desk().order(pin("123456"));
        letter = next();
        REQUIRE(letter.has_value());
        CHECK(std::holds_alternative<PinResult>(*letter));
        hall.take_off();
    }
    CHECK(card.state().balance == Fen(28650));
}
