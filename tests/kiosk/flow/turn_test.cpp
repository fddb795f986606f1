// Whole visits, turn by turn, as the app plays them.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/random.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;
using Kind = Event::Kind;

namespace {

struct Walk : support::SampleVisit {
    ScreenId at = ScreenId::welcome;
    ScreenId go(Kind kind, std::string argument = {}) { return at = turn(model, at, {kind, std::move(argument)}); }
    void card_arrives() {
        go(Kind::card_in);
        holder_arrives();
        go(Kind::card_read);
    }
    void pin_given() {
        go(Kind::pin_entered);
        pin_is_right();
        go(Kind::pin_right);
    }
};

}  // namespace

TEST_CASE("bills asked for on the welcome page come after card and PIN, all chosen") {
    Walk walk;
    CHECK(walk.go(Kind::open_bills) == ScreenId::present_card);
    walk.card_arrives();
    CHECK(walk.at == ScreenId::pin);
    walk.pin_given();
    CHECK(walk.at == ScreenId::bills);
    CHECK(walk.model.visit.selected_bills.size() == 3);
    CHECK(chosen_total(walk.model.visit) == Fen(24890));
    CHECK(walk.go(Kind::back) == ScreenId::my_page);
}

TEST_CASE("a bill is left out and taken in again; all at once too") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.pin_given();
    walk.go(Kind::choose_bills, "W-2026-10-0457");
    CHECK(chosen_total(walk.model.visit) == Fen(16250));
    walk.go(Kind::choose_bills, "no such bill");
    CHECK(walk.model.visit.selected_bills.size() == 2);
    walk.go(Kind::choose_bills);
    CHECK(walk.model.visit.selected_bills.size() == 3);
    walk.go(Kind::choose_bills);
    CHECK(walk.model.visit.selected_bills.empty());
    CHECK(walk.go(Kind::pay) == ScreenId::bills);
}

TEST_CASE("a payment that is being booked can't be chosen again") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.go(Kind::pin_entered);
    walk.pin_is_right();
    walk.model.visit.bills[0].being_booked = true;
    walk.go(Kind::pin_right);
    CHECK(walk.model.visit.selected_bills.size() == 2);
    walk.go(Kind::choose_bills, "W-2026-10-0457");
    CHECK(walk.model.visit.selected_bills.size() == 2);
}

TEST_CASE("bills that come later are chosen, those left out before stay left out") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.pin_given();
    auto& visit = walk.model.visit;
    const auto all = visit.bills;
    visit.bills.clear();
    visit.selected_bills.clear();
    take_bills(visit, {all[0], all[1]});
    CHECK(visit.selected_bills.size() == 2);
    walk.go(Kind::choose_bills, all[0].id);
    take_bills(visit, all);
    CHECK(visit.selected_bills == std::set<std::string>{all[1].id, all[2].id});
    auto booked = all;
    booked[1].being_booked = true;
    take_bills(visit, booked);
    CHECK(visit.selected_bills == std::set<std::string>{all[2].id});
    take_bills(visit, {});
    CHECK(visit.selected_bills.empty());
}

TEST_CASE("a card found to be blocked in the middle of a visit makes its holder nobody") {
    Walk walk;
    walk.go(Kind::language, "en");
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.pin_given();
    CHECK(walk.go(Kind::card_unusable, "card.blocked") == ScreenId::present_card);
    CHECK_FALSE(walk.model.visit.holder);
    CHECK(walk.model.visit.bills.empty());
    CHECK_FALSE(walk.model.visit.pin_verified);
    CHECK(walk.model.visit.card_trouble == "card.blocked");
    CHECK(walk.model.visit.settings.language == "en");
    CHECK(walk.go(Kind::home) == ScreenId::welcome);
}

TEST_CASE("a card that could not be read does not lose what was wanted") {
    Walk walk;
    walk.go(Kind::open_services);
    walk.go(Kind::open_item, "MZ-0007");
    walk.go(Kind::start_item);
    walk.go(Kind::card_in);
    walk.go(Kind::card_unusable, "card.silent");
    CHECK(walk.go(Kind::card_out) == ScreenId::present_card);
    walk.card_arrives();
    CHECK(walk.at == ScreenId::pin);
    walk.pin_given();
    CHECK(walk.at == ScreenId::form);
}

TEST_CASE("paying: look once more, confirm, and the visit can't be left until it is decided") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.pin_given();
    CHECK(walk.go(Kind::pay) == ScreenId::pay_review);
    CHECK(walk.model.visit.payment.total == Fen(24890));
    CHECK(walk.model.visit.payment.bills.size() == 3);
    CHECK(walk.go(Kind::back) == ScreenId::bills);
    walk.go(Kind::pay);
    CHECK(walk.go(Kind::confirm_payment) == ScreenId::paying);
    CHECK(walk.go(Kind::end) == ScreenId::paying);
    CHECK(walk.go(Kind::time_over) == ScreenId::paying);
    walk.model.visit.payment.state = PaymentView::State::paid;
    CHECK(walk.go(Kind::payment_ended) == ScreenId::pay_result);
    CHECK(walk.go(Kind::close_receipt) == ScreenId::my_page);
    CHECK(walk.model.visit.payment.bills.empty());
}

TEST_CASE("a card pulled while paying is asked back, and leaving forgets the visitor") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.pin_given();
    walk.go(Kind::pay);
    walk.go(Kind::confirm_payment);
    CHECK(walk.go(Kind::card_out) == ScreenId::paying);
    walk.model.visit.payment.state = PaymentView::State::bring_back;
    CHECK(walk.go(Kind::payment_ended) == ScreenId::pay_result);
    CHECK(walk.go(Kind::card_unusable, "card.other_awaited") == ScreenId::pay_result);
    CHECK(walk.model.visit.card_trouble == "card.other_awaited");
    CHECK(walk.go(Kind::card_in) == ScreenId::pay_result);
    CHECK(walk.model.visit.card_trouble.empty());
    CHECK(walk.go(Kind::time_over) == ScreenId::welcome);
    CHECK_FALSE(walk.model.visit.holder);
    CHECK(walk.model.visit.payment.state == PaymentView::State::none);
}

TEST_CASE("money goes back from the card's deposit account only, as much as is there, and the way onto the card is another one") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_card_service);
    walk.pin_given();
    auto& visit = walk.model.visit;
    visit.load.known = true;
    visit.load.account = Fen(50'000);
    visit.holder->deposit = Fen(6'000);
    REQUIRE(walk.go(Kind::open_load, "off_card") == ScreenId::load);
    CHECK(visit.load.off_card);
    CHECK(walk.go(Kind::confirm_load) == ScreenId::load);
    for (const auto& [argument, amount] : {std::pair("20000", 0), {"collect", 0}, {"-5", 0}, {"5000", 5'000}, {"all", 6'000}}) {
        walk.go(Kind::choose_load, argument);
        CHECK(visit.load.amount == Fen(amount));
    }
    CHECK(walk.go(Kind::confirm_load) == ScreenId::paying);
    CHECK(visit.payment.load);
    CHECK(visit.payment.off_card);
    CHECK(visit.payment.total == Fen(6'000));
    visit.payment = {};
    walk.at = ScreenId::card_service;
    REQUIRE(walk.go(Kind::open_load) == ScreenId::load);
    CHECK_FALSE(visit.load.off_card);
    walk.go(Kind::choose_load, "20000");
    CHECK(visit.load.amount == Fen(20'000));
    walk.go(Kind::choose_load, "all");
    CHECK(visit.load.amount == Fen{});
}

TEST_CASE("a request goes from the guide through card, PIN, pages and review to the receipt") {
    Walk walk;
    walk.go(Kind::open_services);
    CHECK(walk.go(Kind::open_item, "MZ-0007") == ScreenId::item_guide);
    CHECK(walk.go(Kind::start_item) == ScreenId::present_card);
    walk.card_arrives();
    CHECK(walk.at == ScreenId::pin);
    walk.pin_given();
    REQUIRE(walk.at == ScreenId::form);
    CHECK(walk.go(Kind::form_next) == ScreenId::form);
    CHECK(walk.model.visit.show_troubles);
    CHECK(walk.model.visit.form_page == 0);
    walk.fill_form();
    walk.fill_form();
    int pages = 0;
    while (walk.at == ScreenId::form && pages < 20) walk.go(Kind::form_next), ++pages;
    REQUIRE(walk.at == ScreenId::review);
    CHECK(walk.go(Kind::form_back, "99") == ScreenId::form);
    CHECK(walk.model.visit.form_page + 1 == open_pages(walk.model).size());
    CHECK(walk.go(Kind::form_next) == ScreenId::review);
    CHECK(walk.go(Kind::form_back, "0") == ScreenId::form);
    CHECK(walk.model.visit.form_page == 0);
    while (walk.at == ScreenId::form) walk.go(Kind::form_next);
    CHECK(walk.go(Kind::hand_in) == ScreenId::review);
    CHECK(walk.go(Kind::request_failed, "store.disk_full") == ScreenId::review);
    CHECK(walk.model.visit.fault == "store.disk_full");
    CHECK_FALSE(walk.model.visit.draft.values.empty());
    CHECK(walk.go(Kind::hand_in) == ScreenId::review);
    CHECK(walk.model.visit.fault.empty());
    CHECK(walk.go(Kind::request_kept) == ScreenId::receipt);
    CHECK(walk.model.visit.form_page == 0);  // the same item once more begins at its first page
    CHECK(walk.model.visit.draft.values.empty());
    CHECK(walk.go(Kind::close_receipt) == ScreenId::my_page);
}

TEST_CASE("an answer that went wrong in between brings the form back to its page") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_services);
    walk.go(Kind::open_item, "MZ-0007");
    walk.go(Kind::start_item);
    walk.pin_given();
    walk.fill_form();
    while (walk.at == ScreenId::form) walk.go(Kind::form_next);
    walk.model.visit.draft.set("phone", "1");
    CHECK(walk.go(Kind::hand_in) == ScreenId::form);
    CHECK(walk.model.visit.show_troubles);
    const auto page = open_pages(walk.model)[walk.model.visit.form_page];
    CHECK(std::any_of(page.begin(), page.end(), [](const FormField* field) { return field->key == "phone"; }));
}

TEST_CASE("back walks the way that was come, page by page") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_services);
    walk.go(Kind::open_item, "MZ-0007");
    walk.go(Kind::help);
    CHECK(walk.go(Kind::back) == ScreenId::item_guide);
    CHECK(walk.go(Kind::back) == ScreenId::services);
    CHECK(walk.go(Kind::back) == ScreenId::my_page);
    CHECK(walk.go(Kind::back) == ScreenId::my_page);
}

TEST_CASE("help on the way to the PIN leads back to the PIN") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_cases);
    REQUIRE(walk.at == ScreenId::pin);
    walk.go(Kind::help);
    CHECK(walk.go(Kind::back) == ScreenId::pin);
    walk.pin_given();
    CHECK(walk.at == ScreenId::cases);
}

TEST_CASE("what was given up at the card is not wanted any more, and help on the way keeps it") {
    Walk walk;
    walk.go(Kind::open_services);
    walk.go(Kind::open_item, "MZ-0007");
    walk.go(Kind::start_item);
    walk.go(Kind::help);
    CHECK(walk.model.visit.wanted == ScreenId::form);
    walk.go(Kind::back);
    REQUIRE(walk.at == ScreenId::present_card);
    CHECK(walk.go(Kind::back) == ScreenId::item_guide);
    CHECK(walk.model.visit.wanted == ScreenId::my_page);
}

TEST_CASE("a draft waits while its item is read about, and makes way for another item") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_services);
    walk.go(Kind::open_item, "MZ-0007");
    walk.go(Kind::start_item);
    walk.pin_given();
    walk.model.visit.draft.set("phone", "13900000457");
    CHECK(walk.go(Kind::form_back) == ScreenId::item_guide);
    CHECK(walk.go(Kind::start_item) == ScreenId::form);
    CHECK(walk.model.visit.draft.value("phone") == "13900000457");
    walk.go(Kind::form_back);
    walk.go(Kind::back);
    walk.go(Kind::open_item, "MZ-0007");
    CHECK(walk.model.visit.draft.value("phone") == "13900000457");
    walk.go(Kind::back);
    walk.go(Kind::open_item, "CG-0001");
    CHECK(walk.model.visit.draft.values.empty());
}

TEST_CASE("the PIN events say what the page shows, and never keep what was typed") {
    Walk walk;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.model.visit.pin_entry = SecretText("111111");
    walk.go(Kind::pin_entered);
    CHECK(walk.model.visit.pin.checking);
    CHECK(walk.go(Kind::pin_wrong, "2") == ScreenId::pin);
    CHECK(walk.model.visit.pin.tries_left == 2);
    CHECK(walk.model.visit.pin.wrong);
    CHECK(walk.model.visit.pin_entry.empty());
    CHECK(walk.go(Kind::pin_blocked) == ScreenId::pin);
    CHECK(walk.model.visit.pin.blocked);
    CHECK(walk.go(Kind::back) == ScreenId::my_page);
}

TEST_CASE("language and size change at any moment and nothing else is lost; the next visitor starts afresh") {
    Walk walk;
    walk.go(Kind::language, "en");
    CHECK(walk.model.visit.settings.language == "en");
    walk.card_arrives();
    walk.go(Kind::larger);
    walk.go(Kind::set, "look=contrast");
    CHECK(walk.model.visit.settings.look == Look::contrast);
    CHECK(walk.at == ScreenId::my_page);
    CHECK(walk.model.visit.settings.language == "en");
    walk.go(Kind::card_out);
    CHECK(walk.model.visit.settings.language == "zh-Hans");
    CHECK(walk.model.visit.settings.larger == 0);
    walk.go(Kind::language, "mn-Mong");
    CHECK(walk.model.visit.settings.language == "mn-Mong");
    walk.go(Kind::time_over);
    CHECK(walk.model.visit.settings.language == "zh-Hans");
}

TEST_CASE("the list of languages is gone after a choice") {
    Walk walk;
    walk.go(Kind::show_over, "languages");
    CHECK(walk.model.visit.over == Over::languages);
    walk.go(Kind::language, "mn-Mong");
    CHECK(walk.model.visit.over == Over::nothing);
    CHECK(walk.model.visit.settings.language == "mn-Mong");
    walk.go(Kind::language);
    CHECK(walk.model.visit.settings.language == "mn-Mong");
}

TEST_CASE("an order to rest is obeyed when the visit ends") {
    Walk walk;
    walk.card_arrives();
    CHECK(walk.go(Kind::out_of_service) == ScreenId::my_page);
    CHECK(walk.go(Kind::card_out) == ScreenId::out_of_service);
    CHECK(walk.go(Kind::card_in) == ScreenId::out_of_service);
    CHECK(walk.go(Kind::back_in_service) == ScreenId::welcome);
}

TEST_CASE("any order of events keeps private pages for their holder and ends clean") {
    constexpr std::uint64_t seed = 20261122;
    MESSAGE("seed " << seed);
    SeededRandom random(seed);
    Walk walk;
    for (int step = 0; step < 200'000; ++step) {
        const auto kind = static_cast<Kind>(random.below(event_count));
        if (kind == Kind::card_read && !walk.model.visit.holder) walk.holder_arrives();
        if (kind == Kind::pin_right && walk.at == ScreenId::pin) walk.pin_is_right();
        if (kind == Kind::payment_ended) {
            walk.model.visit.payment.state = static_cast<PaymentView::State>(random.below(7));
            walk.model.visit.payment.card_left = random.below(2) == 0;
        }
        constexpr const char* arguments[]{"", "MZ-0007", "0", "7", "C-2026-000101", "-1", "99999999999999999999", "\xFF", "W-2026-10-0457", "N-1"};
        const auto from = walk.at;
        walk.go(kind, arguments[random.below(std::size(arguments))]);
        const auto& visit = walk.model.visit;
        const auto facts = facts_of(walk.model);
        const bool settling = facts.payment_unsettled && (walk.at == ScreenId::paying || walk.at == ScreenId::pay_result);
        if (!settling) REQUIRE((!needs_card(walk.at) || visit.holder));
        if (!settling) REQUIRE((!needs_pin(walk.at) || visit.pin_verified));
        if (ends_visit(from, walk.at)) REQUIRE((!visit.holder && visit.draft.values.empty() && visit.bills.empty() && visit.trail.empty()));
        REQUIRE(visit.trail.size() < screen_count);
    }
}

TEST_CASE("a setting is changed by its name and value, and by nothing else") {
    Settings settings;
    for (const char* good : {"larger=2", "look=night", "side=left", "elder=on", "low=on", "calm=on", "slower=on", "hide_amounts=on", "voice=on", "slow_voice=on",
                             "volume=5"}) {
        CAPTURE(good);
        const auto before = settings;
        CHECK(set(settings, good));
        CHECK_FALSE(settings == before);
    }
    const auto before = settings;
    for (const char* bad : {"", "=", "larger", "larger=3", "larger=-1", "larger=1x", "look=", "look=dark", "side=up", "elder=1", "volume=0", "volume=6", "nothing=on"}) {
        CAPTURE(bad);
        CHECK_FALSE(set(settings, bad));
        CHECK(settings == before);
    }
}

TEST_CASE("what stands over a page hides nothing for good and goes with the visit") {
    Walk walk;
    walk.card_arrives();
    CHECK(walk.go(Kind::show_over, "ease") == ScreenId::my_page);
    CHECK(walk.model.visit.over == Over::ease);
    CHECK(walk.go(Kind::show_over, "curtain") == ScreenId::my_page);
    CHECK(walk.model.visit.over == Over::curtain);
    CHECK(walk.go(Kind::show_over) == ScreenId::my_page);
    CHECK(walk.model.visit.over == Over::nothing);
    walk.go(Kind::show_over, "ease");
    walk.go(Kind::card_out);
    CHECK(walk.model.visit.over == Over::nothing);
}

TEST_CASE("the holder agrees to a helper with the PIN, to what stands on the review page, and to nothing after it changed or the helper left") {
    support::SampleVisit sample;
    auto& model = sample.model;
    sample.holder_arrives();
    sample.pin_is_right();
    model.visit.open_item = "CG-0001";
    sample.fill_form();
    model.visit.staff = StaffView{"0571000012", {"陈明", {}}, {"帮办", {}}, {}, {}};
    auto at = turn(model, ScreenId::review, {Event::Kind::agree_staff, {}});
    REQUIRE(at == ScreenId::pin);
    CHECK(turn(model, at, {Event::Kind::pin_wrong, "2"}) == ScreenId::pin);
    CHECK_FALSE(model.visit.staff_agreed_at);
    at = turn(model, at, {Event::Kind::pin_right, {}});
    REQUIRE(at == ScreenId::review);
    CHECK(model.visit.staff_agreed_at == model.machine.now);
    at = turn(model, at, {Event::Kind::form_back, "0"});
    CHECK(at == ScreenId::form);
    CHECK_FALSE(model.visit.staff_agreed_at);
    model.visit.staff_agreed_at = model.machine.now;
    CHECK(turn(model, ScreenId::review, {Event::Kind::staff_out, {}}) == ScreenId::my_page);
    CHECK_FALSE(model.visit.staff_agreed_at);
    CHECK_FALSE(model.visit.staff);
    CHECK(turn(model, ScreenId::review, {Event::Kind::agree_staff, {}}) == ScreenId::review);
    CHECK(turn(model, ScreenId::my_page, {Event::Kind::pin_right, {}}) == ScreenId::my_page);
    CHECK_FALSE(model.visit.staff_agreed_at);
}

TEST_CASE("a helper can't hand in for themselves or outside their departments") {
    support::SampleVisit sample;
    auto& model = sample.model;
    sample.holder_arrives();
    sample.pin_is_right();
    model.visit.open_item = "CG-0001";
    CHECK(staff_objection(model).empty());
    model.visit.staff = StaffView{"0571000012", {"陈明", {}}, {"帮办", {}}, {"MZ"}, {}};
    CHECK(staff_objection(model) == "assist.scope");
    model.visit.staff->departments = {"MZ", "CG"};
    CHECK(staff_objection(model).empty());
    model.visit.staff->departments = {"CG-0003"};
    CHECK(staff_objection(model) == "assist.scope");
    model.visit.staff->departments = {"CG-0003", "CG-0001"};
    CHECK(staff_objection(model).empty());
    // Of a bundle every part that is wanted must be in the scope, whatever department keeps the bundle.
    model.visit.open_item = "WG-0008";
    model.visit.draft.values["wants"] = {"job"};
    model.visit.staff->departments = {"WG", "GA"};
    CHECK(staff_objection(model) == "assist.scope");
    model.visit.staff->departments = {"GA", "RS-0019"};
    CHECK(staff_objection(model).empty());
    model.visit.staff->own_cards = {model.visit.holder->card_serial};
    CHECK(staff_objection(model) == "assist.own_card");
}

TEST_CASE("a blocked PIN is opened only beside somebody else's proven badge, and the new one has to be typed before anything opens") {
    using Opening = PinView::Opening;
    Walk walk;
    auto& visit = walk.model.visit;
    walk.card_arrives();
    CHECK(walk.go(Kind::open_bills) == ScreenId::pin);
    const auto staff = StaffView{"0571000012", {"陈明", {}}, {"帮办", {}}, {}, {}};
    visit.staff = staff;
    walk.go(Kind::unblock_pin, "checked");
    CHECK(visit.pin.opening == Opening::no);  // it is not blocked
    walk.go(Kind::pin_blocked);
    visit.staff.reset();
    walk.go(Kind::unblock_pin, "checked");
    CHECK(visit.pin.opening == Opening::no);  // nobody is there
    visit.staff = staff;
    visit.staff->own_cards = {visit.holder->card_serial};
    CHECK(unblock_objection(visit) == "pin.own_card");
    walk.go(Kind::unblock_pin, "checked");
    CHECK(visit.pin.opening == Opening::no);
    visit.staff = staff;
    walk.go(Kind::unblock_pin, "checked");
    CHECK(visit.pin.opening == Opening::typing);
    visit.new_pin.new_pin = SecretText("482915");
    walk.go(Kind::unblock_pin);
    CHECK(visit.pin.opening == Opening::working);
    walk.go(Kind::pin_unblocked, "pin.too_often");
    CHECK(visit.pin.opening_trouble == "pin.too_often");
    CHECK(visit.pin.blocked);
    CHECK(visit.new_pin.new_pin.empty());
    walk.go(Kind::unblock_pin, "checked");
    walk.go(Kind::unblock_pin);
    CHECK(walk.go(Kind::pin_unblocked) == ScreenId::pin);
    CHECK(visit.pin.opened);
    CHECK_FALSE(visit.pin.blocked);
    CHECK_FALSE(visit.pin_verified);
    walk.pin_given();
    CHECK(walk.at == ScreenId::bills);
    CHECK_FALSE(visit.pin.opened);
}

TEST_CASE("a badge that leaves while the new PIN is typed takes the opening with it") {
    Walk walk;
    auto& visit = walk.model.visit;
    walk.card_arrives();
    walk.go(Kind::open_bills);
    walk.go(Kind::pin_blocked);
    visit.staff = StaffView{"0571000012", {"陈明", {}}, {"帮办", {}}, {}, {}};
    walk.go(Kind::unblock_pin, "checked");
    visit.new_pin.new_pin = SecretText("482915");
    CHECK(walk.go(Kind::staff_out) == ScreenId::my_page);
    CHECK(visit.pin.opening == PinView::Opening::no);
    CHECK(visit.new_pin.new_pin.empty());
    CHECK(visit.pin.blocked);
}
