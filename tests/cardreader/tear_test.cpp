// The card is pulled at every command of a purchase, before and after it acts: the truth can always be found out.
#include <doctest/doctest.h>

#include "cardreader/apps/psam.hpp"
#include "tests/cardreader/sample_cards.hpp"
#include "tests/support/shipped_profiles.hpp"

using namespace onecard;
using namespace onecard::card;
using test::Counter;

namespace {

const PurseTime when{{0x20, 0x24, 0x03, 0x15}, {0x10, 0x30, 0x45}};
constexpr Fen amount{250};

enum class Outcome { paid, not_paid };

/// What a kiosk does: pay, and when the effect is unknown take the card again and ask it.
Outcome pay(Counter& counter) {
    const auto module = counter.connect(Slot::sam);
    auto psam = Psam::open(*module);
    REQUIRE(psam.has_value());
    std::optional<PurchaseInit> init;
    {
        const auto card = counter.connect();
        const auto holder = recognise(*card, test::shipped_profiles());
        if (!holder) return Outcome::not_paid;
        const auto begun = init_purchase(*card, amount, psam->key_index(), psam->terminal());
        if (!begun) return Outcome::not_paid;
        init = *begun;
        const auto voucher = psam->begin_purchase(*holder, *init, {amount, when});
        REQUIRE(voucher.has_value());
        const auto debited = debit(*card, {voucher->terminal_sequence, when, voucher->mac1});
        if (debited) return Outcome::paid;
        REQUIRE(debited.error().kind == Error::Kind::timed_out);
    }
    counter.room.insert(Slot::citizen, *counter.resident);
    const auto card = counter.connect();
    REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
    const auto after = static_cast<std::uint16_t>(init->offline_number + 1);
    const auto proof = prove(*card, PurseAction::purchase, after);
    REQUIRE(proof.has_value());
    const auto counters = read_counters(*card, psam->key_index(), psam->terminal());
    REQUIRE(counters.has_value());
    CHECK(proof->has_value() == (counters->number == after));
    if (!proof->has_value()) return Outcome::not_paid;
    CHECK(psam->confirm((*proof)->mac2).has_value());
    return Outcome::paid;
}

}  // namespace

TEST_CASE("whenever the card is pulled, what it says afterwards is what it did") {
    for (const auto* name : {"zhang_jianguo", "transit"}) {
        for (const auto moment : {Tear::Moment::before, Tear::Moment::after}) {
            for (int command = 1; command <= 10; ++command) {
                CAPTURE(name);
                CAPTURE(moment == Tear::Moment::before ? "before" : "after");
                CAPTURE(command);
                Counter counter(name);
                const auto before = counter.resident->state();
                counter.room.plan(Slot::citizen, {moment, command});
                const auto outcome = pay(counter);
                const auto after = counter.resident->state();
                const bool taken = after.balance == before.balance - amount;
                CHECK((taken || after.balance == before.balance));
                CHECK(taken == (outcome == Outcome::paid));
                CHECK(after.offline_number == before.offline_number + (taken ? 1 : 0));
                CHECK(after.log_entries == before.log_entries + (taken ? 1 : 0));
            }
        }
    }
}

TEST_CASE("torn before the debit the card has not paid, torn after it, or while its answer is fetched, it has") {
    // Over T=0: selection, its answer, initialize, its answer, debit, its answer.
    const auto paid_when_torn = [](Tear tear) {
        Counter counter;
        counter.room.plan(Slot::citizen, tear);
        return pay(counter) == Outcome::paid;
    };
    CHECK_FALSE(paid_when_torn({Tear::Moment::after, 4}));
    CHECK_FALSE(paid_when_torn({Tear::Moment::before, 5}));
    CHECK(paid_when_torn({Tear::Moment::after, 5}));
    CHECK(paid_when_torn({Tear::Moment::before, 6}));
    CHECK(paid_when_torn({Tear::Moment::after, 6}));
}

TEST_CASE("a torn card is silent in that exchange and gone in the next") {
    Counter counter;
    const auto card = counter.connect();
    REQUIRE(recognise(*card, test::shipped_profiles()).has_value());
    counter.room.plan(Slot::citizen, {Tear::Moment::before, 1});
    CHECK(read_balance(*card).error().code == "card.silent");
    CHECK(read_balance(*card).error().code == "card.gone");
    counter.room.insert(Slot::citizen, *counter.resident);
    CHECK(read_balance(*card).error().code == "card.gone");
    CHECK(counter.room.reader(Slot::citizen)->connect().has_value());
}
