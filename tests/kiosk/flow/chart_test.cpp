// The state chart over all screens × events × facts.
#include <doctest/doctest.h>

#include <set>

#include "kiosk/flow/flow.hpp"

using namespace onecard::flow;
using Kind = Event::Kind;

namespace {

constexpr int flag_count = 11;

ScreenId screen_at(int number) { return static_cast<ScreenId>(number); }

Facts facts_of_bits(unsigned bits) {
    Facts facts;
    const auto flag = [&bits] {
        const bool value = bits & 1;
        bits >>= 1;
        return value;
    };
    facts.in_service = flag();
    facts.holder_known = flag();
    facts.card_in = flag();
    facts.pin_verified = flag();
    facts.payment_unsettled = flag();
    facts.load_chosen = flag();
    facts.form_complete = flag();
    facts.form_first_page = flag();
    facts.form_last_page = flag();
    facts.form_page_good = flag();
    facts.staff_there = flag();
    return facts;
}

bool is_payment(ScreenId screen) { return screen == ScreenId::paying || screen == ScreenId::pay_result; }

// All screens × events × flags. Wanted and previous screen are taken in turn, `a_time` of them for each of those.
template <class Check>
long over_all(Check check, int a_time = 2) {
    long inputs = 0;
    for (int from = 0; from < screen_count; ++from)
        for (int kind = 0; kind < event_count; ++kind) {
            const Event event{static_cast<Kind>(kind), {}};
            for (unsigned bits = 0; bits < 1u << flag_count; ++bits)
                for (int time = 0; time < a_time; ++time) {
                    auto facts = facts_of_bits(bits);
                    facts.wanted = screen_at(static_cast<int>(inputs % screen_count));
                    facts.previous = screen_at(static_cast<int>((inputs / screen_count + inputs) % screen_count));
                    check(screen_at(from), event, facts, next(screen_at(from), event, facts));
                    ++inputs;
                }
        }
    return inputs;
}

Facts visiting() {
    Facts facts;
    facts.holder_known = facts.card_in = true;
    return facts;
}

Facts trusted() {
    auto facts = visiting();
    facts.pin_verified = true;
    return facts;
}

ScreenId after(ScreenId from, Kind kind, const Facts& facts) { return next(from, {kind, {}}, facts); }

}  // namespace

TEST_CASE("whatever happens on any screen, a private page is shown only while its holder's card is there, and behind the PIN where it is asked for") {
    long wrong = 0;
    const long inputs = over_all([&](ScreenId, const Event&, const Facts& facts, ScreenId to) {
        if (static_cast<int>(to) < 0 || static_cast<int>(to) >= screen_count) ++wrong;
        if (facts.payment_unsettled && is_payment(to)) return;
        if (needs_card(to) && !facts.holder_known) ++wrong;
        if (needs_card(to) && !facts.card_in && to != ScreenId::pay_result) ++wrong;
        if (needs_pin(to) && !facts.pin_verified) ++wrong;
        if (to == ScreenId::pin && !facts.holder_known) ++wrong;
    }, screen_count);
    CHECK(wrong == 0);
    MESSAGE(inputs << " inputs");
    CHECK(inputs > 7'000'000);
}

TEST_CASE("the resting page always tells whether the machine is in service") {
    long wrong = 0;
    over_all([&](ScreenId, const Event&, const Facts& facts, ScreenId to) {
        if (to == ScreenId::welcome && !facts.in_service) ++wrong;
        if (to == ScreenId::out_of_service && facts.in_service) ++wrong;
    });
    CHECK(wrong == 0);
}

TEST_CASE("taking the card ends the visit on every private page unless a payment is unsettled") {
    long wrong = 0;
    over_all([&](ScreenId from, const Event& event, const Facts& facts, ScreenId to) {
        if (event.kind != Kind::card_out || !needs_card(from)) return;
        const bool resting = to == (facts.in_service ? ScreenId::welcome : ScreenId::out_of_service);
        const bool settling = facts.payment_unsettled && is_payment(from);
        if (settling ? to != from : !resting) ++wrong;
    });
    CHECK(wrong == 0);
}

TEST_CASE("when time is over every screen rests, save while the card in place is being charged") {
    long wrong = 0;
    over_all([&](ScreenId from, const Event& event, const Facts& facts, ScreenId to) {
        if (event.kind != Kind::time_over) return;
        const bool charging = from == ScreenId::paying && facts.payment_unsettled && facts.card_in;
        const bool resting = to == (facts.in_service ? ScreenId::welcome : ScreenId::out_of_service);
        if (charging ? to != from : !resting) ++wrong;
    });
    CHECK(wrong == 0);
}

TEST_CASE("nobody can leave while a card is being charged, and only confirming leads there") {
    long wrong = 0;
    over_all([&](ScreenId from, const Event& event, const Facts& facts, ScreenId to) {
        if (from == ScreenId::paying && facts.payment_unsettled && facts.card_in && to != from && event.kind != Kind::payment_ended) ++wrong;
        if (to == ScreenId::paying && from != ScreenId::paying && !(from == ScreenId::pay_review && event.kind == Kind::confirm_payment) &&
            !(from == ScreenId::load && event.kind == Kind::confirm_load && facts.load_chosen))
            ++wrong;
    });
    CHECK(wrong == 0);
}

TEST_CASE("an order to rest waits for the end of the visit and is obeyed then, from every screen") {
    long wrong = 0;
    over_all([&](ScreenId from, const Event& event, const Facts& facts, ScreenId to) {
        const bool resting = from == ScreenId::welcome || from == ScreenId::out_of_service;
        if (event.kind == Kind::out_of_service && !facts.in_service && resting && to != ScreenId::out_of_service) ++wrong;
        if (event.kind == Kind::end && !facts.in_service && from != ScreenId::paying && to != ScreenId::out_of_service) ++wrong;
        if (event.kind == Kind::back_in_service && facts.in_service && resting && to != ScreenId::welcome) ++wrong;
    });
    CHECK(wrong == 0);
    auto facts = trusted();
    facts.in_service = false;
    CHECK(after(ScreenId::bills, Kind::out_of_service, facts) == ScreenId::bills);
    CHECK(after(ScreenId::bills, Kind::end, facts) == ScreenId::out_of_service);
}

TEST_CASE("every screen can be reached and every screen can be left") {
    std::set<ScreenId> reached, left;
    over_all([&](ScreenId from, const Event&, const Facts&, ScreenId to) {
        if (from != to) reached.insert(to), left.insert(from);
    });
    CHECK(reached.size() == screen_count);
    CHECK(left.size() == screen_count);
}

TEST_CASE("every event means something somewhere") {
    std::set<Kind> meant;
    over_all([&](ScreenId from, const Event& event, const Facts&, ScreenId to) {
        if (from != to) meant.insert(event.kind);
    });
    for (const auto quiet : {Kind::language, Kind::larger, Kind::voice, Kind::set, Kind::show_over, Kind::more_time, Kind::choose_bills,
                             Kind::choose_load, Kind::change_pin, Kind::report_loss, Kind::pin_changed, Kind::loss_kept, Kind::staff_in, Kind::staff_unusable, Kind::pin_entered, Kind::pin_wrong, Kind::pin_blocked, Kind::request_failed})
        meant.insert(quiet);  // they change what is shown, not where
    CHECK(meant.size() == event_count);
}

TEST_CASE("screens and events have names, each its own") {
    std::set<std::string_view> names;
    for (int i = 0; i < screen_count; ++i) names.insert(name(screen_at(i)));
    CHECK(names.size() == screen_count);
    CHECK_FALSE(names.contains(""));
    names.clear();
    for (int i = 0; i < event_count; ++i) names.insert(name(static_cast<Kind>(i)));
    CHECK(names.size() == event_count);
    CHECK_FALSE(names.contains(""));
}

TEST_CASE("a card laid on the resting machine leads to the holder's page without a PIN") {
    Facts facts;
    facts.card_in = true;
    CHECK(after(ScreenId::welcome, Kind::card_in, facts) == ScreenId::present_card);
    facts.holder_known = true;
    CHECK(after(ScreenId::present_card, Kind::card_read, facts) == ScreenId::my_page);
}

TEST_CASE("bills ask for the PIN once a visit") {
    CHECK(after(ScreenId::my_page, Kind::open_bills, visiting()) == ScreenId::pin);
    auto facts = trusted();
    facts.wanted = ScreenId::bills;
    CHECK(after(ScreenId::pin, Kind::pin_right, facts) == ScreenId::bills);
    CHECK(after(ScreenId::my_page, Kind::open_cases, facts) == ScreenId::cases);
}

TEST_CASE("an item is read about without a card, and starting it asks for card and PIN in this order") {
    Facts nobody;
    CHECK(after(ScreenId::services, Kind::open_item, nobody) == ScreenId::item_guide);
    CHECK(after(ScreenId::item_guide, Kind::start_item, nobody) == ScreenId::present_card);
    CHECK(after(ScreenId::item_guide, Kind::start_item, visiting()) == ScreenId::pin);
    CHECK(after(ScreenId::item_guide, Kind::start_item, trusted()) == ScreenId::form);
}

TEST_CASE("a card that can't be used is told about where the card is asked for") {
    for (const auto from : {ScreenId::welcome, ScreenId::present_card, ScreenId::services, ScreenId::notices, ScreenId::help})
        CHECK(after(from, Kind::card_unusable, {}) == ScreenId::present_card);
}

TEST_CASE("a form with trouble is not left forward, and is not handed in") {
    auto facts = trusted();
    facts.form_last_page = true;
    CHECK(after(ScreenId::form, Kind::form_next, facts) == ScreenId::form);
    facts.form_page_good = true;
    CHECK(after(ScreenId::form, Kind::form_next, facts) == ScreenId::review);
    CHECK(after(ScreenId::review, Kind::hand_in, facts) == ScreenId::form);
    facts.form_complete = true;
    CHECK(after(ScreenId::review, Kind::hand_in, facts) == ScreenId::review);
    CHECK(after(ScreenId::review, Kind::request_kept, facts) == ScreenId::receipt);
}

TEST_CASE("a torn payment is shown until its card comes back or its owner leaves") {
    auto facts = trusted();
    facts.payment_unsettled = true;
    facts.card_in = false;
    CHECK(after(ScreenId::paying, Kind::card_out, facts) == ScreenId::paying);
    CHECK(after(ScreenId::paying, Kind::payment_ended, facts) == ScreenId::pay_result);
    CHECK(after(ScreenId::pay_result, Kind::card_out, facts) == ScreenId::pay_result);
    CHECK(after(ScreenId::pay_result, Kind::card_in, facts) == ScreenId::pay_result);
    CHECK(after(ScreenId::pay_result, Kind::end, facts) == ScreenId::welcome);
    facts.payment_unsettled = false;
    CHECK(after(ScreenId::pay_result, Kind::payment_ended, facts) == ScreenId::pay_result);
    CHECK(after(ScreenId::pay_result, Kind::card_out, facts) == ScreenId::welcome);
}
