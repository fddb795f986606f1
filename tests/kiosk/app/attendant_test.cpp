// What the attendant does of itself: faults, orders, sounds, time, rest, elder mode, PIN.
#include <doctest/doctest.h>

#include "backend-client/wire/board.hpp"
#include "backend-client/wire/materials.hpp"
#include "base/json.hpp"
#include "tests/kiosk/app/hall.hpp"

using namespace onecard;
using namespace onecard::test;

TEST_CASE("a card coming, a thing done and a card leaving are heard, and so is a card that can't be used") {
    using device::Sound;
    Hall hall;
    hall.card_comes();
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(hall.sounds == std::vector<Sound>{Sound::card_in, Sound::done, Sound::card_out});
    hall.attendant->on(pay::CardLetter{pay::CardIn{}});
    hall.attendant->on(pay::CardLetter{pay::CardUnusable{"card.silent"}});
    CHECK(hall.sounds.back() == Sound::trouble);
}

TEST_CASE("troubles of the machine stand in the order of what they stop, and each leaves when its cause does") {
    Hall hall;
    const auto& faults = hall.sample.model.machine.faults;
    hall.attendant->on(device::PrinterState{false, "printer.cover_open", false});
    hall.attendant->on(pay::CardLetter{pay::PsamState{false, "sam.missing", {}}});
    hall.attendant->on(pay::CardLetter{pay::ReaderState{false}});
    CHECK(faults == std::vector<std::string>{"reader.gone", "sam.missing", "printer.cover_open"});
    hall.attendant->on(device::PrinterState{false, "printer.paper_out", false});
    CHECK(faults == std::vector<std::string>{"reader.gone", "sam.missing", "printer.paper_out"});
    hall.attendant->on(pay::CardLetter{pay::ReaderState{true}});
    hall.attendant->on(device::PrinterState{true, "printer.paper_low", true});
    CHECK(faults == std::vector<std::string>{"sam.missing"});
    CHECK(hall.sample.model.machine.slip_in_mouth);
    CHECK(hall.sample.model.machine.printer == "paper_low");
}

TEST_CASE("work that takes long says since when, and stops saying so when it is done") {
    Hall hall;
    hall.attendant->on(pay::CardIn{});
    hall.attendant->tick();
    CHECK(hall.sample.model.visit.working_seconds == 0);
    hall.disk.clock.advance(Millis(7'200));
    CHECK(hall.attendant->tick() <= Millis(1'000));
    CHECK(hall.sample.model.visit.working_seconds == 7);
    hall.attendant->on(pay::CardOut{});
    hall.attendant->tick();
    CHECK_FALSE(hall.sample.model.visit.working_seconds.has_value());
}

TEST_CASE("an order to rest waits for the end of the visit, is obeyed then and survives a restart") {
    Hall hall;
    hall.card_comes();
    const std::vector<wire::Order> orders{{make_id(hall.disk.clock, hall.disk.random), wire::Order::Kind::out_of_service}};
    REQUIRE(hall.store->orders().take(orders).has_value());
    hall.attendant->on(app::NetLetter{app::OrderCame{orders[0]}});
    CHECK(hall.attendant->screen() == ScreenId::my_page);
    CHECK(hall.sample.model.machine.in_service);
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(hall.attendant->screen() == ScreenId::out_of_service);
    CHECK(hall.store->orders().to_report().value().size() == 1);
    hall.sample.model.machine.in_service = true;
    hall.start();
    CHECK(hall.attendant->screen() == ScreenId::out_of_service);
}

TEST_CASE("the end of a visit lets go of the card and of everything the visitor left") {
    Hall hall;
    hall.card_comes();
    hall.pin_is_right();
    hall.attendant->on({Kind::end, {}});
    CHECK(hall.attendant->screen() == ScreenId::welcome);
    CHECK(hall.ordered<pay::EndVisit>() == 1);
    CHECK(hall.forgotten == 1);
    CHECK_FALSE(hall.sample.model.visit.holder);
    CHECK(hall.attendant->last_slip().empty());
}

TEST_CASE("a PIN goes to the card once and stays nowhere") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_bills, {}});
    CHECK(hall.attendant->screen() == ScreenId::pin);
    hall.pin_is_right();
    CHECK(hall.attendant->screen() == ScreenId::bills);
    CHECK(hall.ordered<pay::VerifyPin>() == 1);
    CHECK(hall.sample.model.visit.pin_entry.empty());
}

TEST_CASE("a card left on the reader is read again for whoever begins") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::end, {}});
    hall.attendant->on({Kind::open_bills, {}});
    CHECK(hall.attendant->screen() == ScreenId::present_card);
    CHECK(hall.ordered<pay::ReadAgain>() == 1);
}

TEST_CASE("a visit that nobody goes on with ends after warning, by uptime and not by the wall clock") {
    Hall hall;
    hall.card_comes();
    hall.disk.clock.jump(std::chrono::hours(24 * 365));
    hall.attendant->tick();
    CHECK(hall.attendant->screen() == ScreenId::my_page);
    hall.disk.clock.advance(app::IdleWatch::Patience{}.quiet + Millis(1));
    hall.attendant->tick();
    CHECK(hall.sample.model.visit.seconds_left == 30);
    hall.disk.clock.advance(app::IdleWatch::Patience{}.warning);
    hall.attendant->tick();
    CHECK(hall.attendant->screen() == ScreenId::welcome);
}

TEST_CASE("somebody of 65 is offered elder mode, and an answer that is to be kept is not asked for again") {
    Hall hall;
    auto& visit = hall.sample.model.visit;
    hall.card_comes();
    CHECK(visit.offers_elder);
    hall.attendant->on({Kind::set, "elder=off"});
    CHECK_FALSE(visit.offers_elder);
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.card_comes();
    CHECK(visit.offers_elder);
    visit.remember_elder = true;
    hall.attendant->on({Kind::set, "elder=on"});
    CHECK(visit.settings.elder);
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK_FALSE(visit.settings.elder);
    hall.card_comes();
    CHECK(visit.settings.elder);
    CHECK_FALSE(visit.offers_elder);
    hall.attendant->on({Kind::set, "elder=off"});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.card_comes();
    CHECK_FALSE(visit.settings.elder);
    CHECK_FALSE(visit.offers_elder);
}

TEST_CASE("elder mode gives twice the time") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::set, "elder=on"});
    hall.attendant->tick();
    hall.disk.clock.advance(2 * app::IdleWatch::Patience{}.quiet - Millis(1));
    hall.attendant->tick();
    CHECK_FALSE(hall.sample.model.visit.seconds_left);
    hall.disk.clock.advance(Millis(1));
    hall.attendant->tick();
    CHECK(hall.sample.model.visit.seconds_left == 60);
}

TEST_CASE("the start page rests when nobody is there, not over a card that was left, and a card ends the rest") {
    Hall hall;
    auto& visit = hall.sample.model.visit;
    const auto alone = [&] {
        hall.attendant->tick();
        hall.disk.clock.advance(app::IdleWatch::Patience{}.rest);
        hall.attendant->tick();
    };
    alone();
    CHECK(visit.over == flow::Over::rest);
    CHECK(hall.attendant->screen() == ScreenId::welcome);
    hall.card_comes();
    CHECK(visit.over == flow::Over::nothing);
    CHECK(hall.attendant->screen() == ScreenId::my_page);
    hall.attendant->on({Kind::end, {}});
    CHECK(hall.attendant->screen() == ScreenId::welcome);
    alone();
    CHECK(visit.over == flow::Over::nothing);
}

TEST_CASE("the on-time board the backend sent stands on the resting machine, without the lines of which nothing was counted") {
    Hall hall;
    CHECK_FALSE(hall.sample.model.board);
    wire::Board board;
    board.community = {"梧桐社区", "Wutong community"};
    board.as_of = hall.disk.clock.now();
    board.figures = {{"on_time", {"按时办结率", "Closed on time"}, 46, 48}, {"satisfaction", {"满意率", "Satisfied"}, 0, 0}};
    board.departments = {{"MZ", {"民政局", "Civil affairs"}, 140, 141}};
    wire::Change change;
    change.kind = wire::Change::Kind::board;
    change.subject = "330106001001";
    change.board = dump_json(wire::to_json(board));
    REQUIRE(hall.store->cache().apply(0, {1, false, {change}}));
    hall.attendant->on(app::NetLetter{app::CacheChanged{false}});
    const auto& shown = hall.sample.model.board;
    REQUIRE(shown);
    REQUIRE(shown->figures.size() == 1);
    CHECK(shown->figures.front().counted == 46);
    CHECK(shown->figures.front().of == 48);
    CHECK(shown->departments.front().name.zh == "民政局");
}

TEST_CASE("a new catalogue waits until nobody is there; a refused one is a fault until a good one comes") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on(app::NetLetter{app::CacheChanged{true}});
    CHECK(hall.reloads == 0);
    hall.attendant->on({Kind::end, {}});
    CHECK(hall.reloads == 1);
    hall.attendant->on(app::NetLetter{app::CatalogueRefused{}});
    CHECK(hall.sample.model.machine.faults == std::vector<std::string>{"catalogue.refused"});
    CHECK(hall.reloads == 1);
    hall.attendant->on(app::NetLetter{app::CacheChanged{true}});
    CHECK(hall.reloads == 2);
    CHECK(hall.sample.model.machine.faults.empty());
}

TEST_CASE("a picture of the screen that a technician asked for is taken when nobody is there, and handed in") {
    Hall hall;
    hall.card_comes();
    const wire::Order order{"01890000-0000-7000-8000-000000000009", wire::Order::Kind::picture};
    REQUIRE(hall.store->orders().take(std::span(&order, 1)));
    hall.attendant->on(app::NetLetter{app::OrderCame{}});
    CHECK(hall.store->outbox().due().value().empty());
    hall.attendant->on({Kind::end, {}});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due[0].kind == wire::screen_picture_kind);
    const auto picture = wire::screen_picture_from(*parse_json(due[0].body)).value();
    CHECK(picture.order == order.id);
    CHECK(picture.content == hall.screen);
}
