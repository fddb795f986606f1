// What stays of a thing that was typed, shown or begun, and what is gone once its page or its answer is.
#include <doctest/doctest.h>

#include "kiosk/flow/turn.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using namespace onecard::flow;
using Kind = Event::Kind;

namespace {

struct Walk : support::SampleVisit {
    explicit Walk(ScreenId page) : at(page) {
        holder_arrives();
        pin_is_right();
    }
    ScreenId go(Kind kind, std::string argument = {}) { return at = turn(model, at, {kind, std::move(argument)}); }
    Visit& visit = model.visit;
    ScreenId at;
};

}  // namespace

TEST_CASE("a PIN that was typed is gone with its answer, whichever it is") {
    for (const auto answer : {Kind::pin_right, Kind::pin_wrong, Kind::pin_blocked}) {
        Walk walk(ScreenId::pin);
        walk.visit.pin_verified = false;
        walk.visit.pin_entry = SecretText("123456");
        walk.go(answer, "2");
        CHECK(walk.visit.pin_entry.empty());
    }
}

TEST_CASE("a new PIN begins with nothing of an earlier try, and is under way from its own page alone") {
    Walk walk(ScreenId::card_service);
    walk.visit.new_pin.old_pin = SecretText("123456");
    walk.visit.new_pin.new_pin = SecretText("654321");
    walk.go(Kind::change_pin);
    CHECK(walk.visit.new_pin.state == NewPinView::State::typing);
    CHECK(walk.go(Kind::open_new_pin) == ScreenId::new_pin);
    CHECK(walk.visit.new_pin.old_pin.empty());
    CHECK(walk.visit.new_pin.new_pin.empty());
    walk.visit.new_pin.new_pin = SecretText("654321");
    walk.go(Kind::larger);
    CHECK_FALSE(walk.visit.new_pin.new_pin.empty());
    CHECK(walk.visit.new_pin.state == NewPinView::State::typing);
    walk.go(Kind::change_pin);
    CHECK(walk.visit.new_pin.state == NewPinView::State::working);
    walk.go(Kind::back);
    walk.go(Kind::open_new_pin);
    CHECK(walk.visit.new_pin.new_pin.empty());
}

TEST_CASE("a paper that came out is told of on the page of its case or register, and on no other") {
    for (const auto leave : {Kind::open_cases, Kind::help, Kind::home}) {
        Walk walk(ScreenId::case_detail);
        walk.visit.receipt.emplace();
        walk.go(Kind::larger);
        CHECK(walk.visit.receipt.has_value());
        walk.go(leave);
        CHECK_FALSE(walk.visit.receipt.has_value());
    }
    Walk walk(ScreenId::registers);
    walk.visit.receipt.emplace();
    walk.go(Kind::larger);
    CHECK(walk.visit.receipt.has_value());
    walk.go(Kind::open_registers, "medical");
    CHECK(walk.visit.open_register == "medical");
    CHECK_FALSE(walk.visit.receipt.has_value());
    walk.visit.receipt.emplace();
    walk.go(Kind::home);
    CHECK_FALSE(walk.visit.receipt.has_value());
}

TEST_CASE("a card that was reported lost is named on that page, and not when somebody comes there again") {
    Walk walk(ScreenId::card_service);
    walk.go(Kind::open_loss);
    walk.go(Kind::loss_kept, "3100****3457");
    CHECK(walk.visit.reported_card == "3100****3457");
    walk.go(Kind::larger);
    CHECK(walk.visit.reported_card == "3100****3457");
    walk.go(Kind::open_card_service);
    CHECK(walk.visit.reported_card == "3100****3457");
    walk.go(Kind::open_loss);
    CHECK(walk.visit.reported_card.empty());
}

TEST_CASE("a picture is taken for a field of the form that is open, and let go with its page") {
    Walk walk(ScreenId::form);
    walk.visit.open_item = "MZ-0003";
    walk.visit.draft.set("proof", std::string(picture_answer) + "1");
    walk.visit.pictures["proof"] = {};
    walk.go(Kind::larger);
    CHECK(walk.visit.pictures.contains("proof"));
    walk.go(Kind::take_picture, "proof");
    CHECK(walk.visit.taking_picture == "proof");
    CHECK(walk.visit.draft.value("proof").empty());
    CHECK_FALSE(walk.visit.pictures.contains("proof"));
    walk.go(Kind::help);
    CHECK(walk.visit.taking_picture.empty());
    walk.go(Kind::take_picture, "proof");
    CHECK(walk.visit.taking_picture.empty());
    Walk other(ScreenId::form);
    other.visit.pictures["proof"] = {};
    other.visit.picture_trouble = "camera.gone";
    other.go(Kind::drop_picture, "proof");
    CHECK_FALSE(other.visit.pictures.contains("proof"));
    CHECK(other.visit.taking_picture.empty());
    CHECK(other.visit.picture_trouble.empty());
}

TEST_CASE("one page back in a form is one page, and no further than the first") {
    Walk walk(ScreenId::form);
    walk.visit.open_item = "MZ-0003";
    walk.visit.form_page = 2;
    CHECK(walk.go(Kind::form_back) == ScreenId::form);
    CHECK(walk.visit.form_page == 1);
    walk.go(Kind::form_back);
    CHECK(walk.visit.form_page == 0);
    CHECK(walk.go(Kind::form_back) == ScreenId::item_guide);
    CHECK(walk.visit.form_page == 0);
    walk.go(Kind::form_next);
    CHECK(walk.visit.form_page == 0);
}

TEST_CASE("handing in with trouble leads to the page that has it, and with none it turns no page") {
    Walk walk(ScreenId::review);
    walk.visit.open_item = "MZ-0003";
    walk.visit.form_page = 3;
    CHECK(walk.go(Kind::hand_in) == ScreenId::form);
    CHECK(walk.visit.form_page == 0);
    CHECK(walk.visit.show_troubles);
    Walk good(ScreenId::review);
    good.visit.open_item = "CG-0001";
    good.fill_form();
    good.visit.form_page = 1;
    CHECK(good.go(Kind::hand_in) == ScreenId::review);
    CHECK(good.visit.form_page == 1);
    CHECK_FALSE(good.visit.show_troubles);
}

TEST_CASE("a card that leaves a public page is not there any more, nor being read") {
    support::SampleVisit sample;
    const auto at = turn(sample.model, ScreenId::services, {Kind::card_in, {}});
    CHECK(sample.model.visit.card_in);
    CHECK(sample.model.visit.reading_card);
    CHECK(turn(sample.model, at, {Kind::card_out, {}}) == ScreenId::services);
    CHECK_FALSE(sample.model.visit.card_in);
    CHECK_FALSE(sample.model.visit.reading_card);
    turn(sample.model, at, {Kind::card_in, {}});
    turn(sample.model, at, {Kind::card_unusable, "card.unknown"});
    CHECK(sample.model.visit.card_trouble == "card.unknown");
    CHECK_FALSE(sample.model.visit.reading_card);
    turn(sample.model, ScreenId::present_card, {Kind::card_in, {}});
    CHECK(sample.model.visit.card_trouble.empty());
}

TEST_CASE("what is looked for, read about or checked next begins without what was there before") {
    Walk walk(ScreenId::my_page);
    walk.visit.search = "lu deng";
    walk.go(Kind::open_services, "water");
    CHECK(walk.visit.search == "water");
    walk.visit.search = "lu deng";
    walk.go(Kind::open_services);
    CHECK(walk.visit.search == "lu deng");
    walk.visit.slip_check.emplace();
    walk.go(Kind::open_slip_check);
    CHECK_FALSE(walk.visit.slip_check.has_value());
    walk.go(Kind::help, "pin");
    CHECK(walk.visit.open_help == "pin");
    walk.go(Kind::open_notices, "N-1");
    CHECK(walk.visit.open_notice == "N-1");
    walk.visit.listing_search = "cook";
    walk.visit.mark_answers["q"] = "a";
    walk.go(Kind::open_listings, "@vacancy");
    CHECK(walk.visit.listing_kind == "vacancy");
    CHECK(walk.visit.listing_search.empty());
    CHECK(walk.visit.mark_answers.empty());
    walk.go(Kind::open_listings, "V-7");
    CHECK(walk.visit.open_listing == "V-7");
    CHECK(walk.visit.listing_kind == "vacancy");
    walk.visit.fault = "store.disk_full";
    walk.go(Kind::open_registers);
    CHECK(walk.visit.fault.empty());
}

TEST_CASE("for whom something is done is said on the page of a relative alone, and is over with the request and with every page of one's own") {
    const std::string mother = "3100000000123461";
    Walk elsewhere(ScreenId::item_guide);
    elsewhere.go(Kind::act_for, mother);
    CHECK(elsewhere.visit.for_relative.empty());
    for (const auto own : {Kind::home, Kind::open_card_service, Kind::open_cases, Kind::open_family}) {
        Walk walk(ScreenId::family);
        CHECK(walk.go(Kind::act_for, mother) == ScreenId::services);
        CHECK(walk.visit.for_relative == mother);
        walk.at = own == Kind::open_family ? ScreenId::family : walk.at;
        walk.go(own);
        CHECK(walk.visit.for_relative.empty());
    }
    Walk handed_in(ScreenId::review);
    handed_in.visit.for_relative = mother;
    CHECK(handed_in.go(Kind::request_kept, "K0001-1") == ScreenId::receipt);
    CHECK(handed_in.visit.for_relative.empty());
}

TEST_CASE("what the holder agreed to with a helper is one request: the next one is asked about anew") {
    Walk walk(ScreenId::review);
    walk.visit.open_item = "CG-0001";
    walk.fill_form();
    walk.visit.staff = StaffView{"0571000012", {"陈明", "Chen"}, {"窗口", "Desk"}, {}, {}};
    CHECK(walk.go(Kind::agree_staff) == ScreenId::pin);
    // Help on the way loses nothing of it.
    walk.go(Kind::help);
    CHECK(walk.go(Kind::back) == ScreenId::pin);
    CHECK(walk.go(Kind::pin_right) == ScreenId::review);
    CHECK(walk.visit.staff_agreed_at.has_value());
    CHECK(walk.go(Kind::request_kept, "K0001-1") == ScreenId::receipt);
    CHECK_FALSE(walk.visit.staff_agreed_at.has_value());
    Walk alone(ScreenId::review);
    alone.go(Kind::agree_staff);
    CHECK_FALSE(alone.visit.agreeing);
}

TEST_CASE("what was left out of a payment stays left out after help and after looking once more") {
    Walk walk(ScreenId::my_page);
    walk.go(Kind::open_bills);
    walk.go(Kind::choose_bills, "W-2026-10-0457");
    const auto chosen = walk.visit.selected_bills;
    REQUIRE(chosen.size() == 2);
    for (const auto away : {Kind::help, Kind::open_emergency, Kind::pay}) {
        CHECK(walk.go(away) != ScreenId::bills);
        CHECK(walk.go(Kind::back) == ScreenId::bills);
        CHECK(walk.visit.selected_bills == chosen);
    }
    walk.at = ScreenId::my_page;
    walk.go(Kind::choose_bills, "E-2026-10-0457");
    CHECK(walk.visit.selected_bills == chosen);
    walk.go(Kind::open_bills);
    CHECK(walk.visit.selected_bills.size() == 3);
}

TEST_CASE("money moves only from the page on which it was looked at once more") {
    Walk walk(ScreenId::bills);
    walk.visit.selected_bills = {"W-2026-10-0457"};
    walk.go(Kind::confirm_payment);
    CHECK(walk.visit.payment.state == PaymentView::State::none);
    walk.go(Kind::pay);
    CHECK(walk.visit.payment.state == PaymentView::State::none);
    CHECK(walk.visit.payment.total == Fen(8640));
    CHECK(walk.go(Kind::confirm_payment) == ScreenId::paying);
    CHECK(walk.visit.payment.state == PaymentView::State::paying);
    Walk load(ScreenId::card_service);
    load.visit.load.known = true;
    load.visit.load.account = Fen(10'000);
    load.go(Kind::choose_load, "5000");
    CHECK(load.visit.load.amount == Fen());
    load.go(Kind::confirm_load);
    CHECK(load.visit.payment.state == PaymentView::State::none);
    load.go(Kind::open_load);
    load.go(Kind::choose_load, "10001");
    CHECK(load.go(Kind::confirm_load) == ScreenId::load);
    load.go(Kind::choose_load, "5000");
    CHECK(load.go(Kind::confirm_load) == ScreenId::paying);
    CHECK(load.visit.payment.total == Fen(5000));
}

TEST_CASE("who takes their card away ends the visit on a page that is open to everybody, too") {
    for (const auto page : {ScreenId::services, ScreenId::item_guide, ScreenId::notices, ScreenId::listings, ScreenId::help, ScreenId::emergency}) {
        Walk walk(page);
        walk.visit.open_item = "CG-0001";
        walk.visit.draft.set("place", "hall");
        CHECK(walk.go(Kind::card_out) == ScreenId::welcome);
        CHECK_FALSE(walk.visit.holder.has_value());
        CHECK(walk.visit.draft.values.empty());
    }
}

TEST_CASE("a helper is agreed to on the page where everything is looked at once more, and a card read without linking leads nowhere") {
    Walk walk(ScreenId::form);
    walk.visit.staff = StaffView{"0571000012", {"陈明", "Chen"}, {"窗口", "Desk"}, {}, {}};
    CHECK(walk.go(Kind::agree_staff) == ScreenId::form);
    CHECK_FALSE(walk.visit.agreeing);
    Walk family(ScreenId::family);
    CHECK(family.go(Kind::relative_read) == ScreenId::family);
}
