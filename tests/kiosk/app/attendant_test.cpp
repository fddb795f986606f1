// The attendant between a real store, real words and a visit, with card, network, printer and screen played by the test.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "backend-client/wire/board.hpp"
#include "backend-client/wire/case_actions.hpp"
#include "backend-client/wire/materials.hpp"
#include "backend-client/wire/reports.hpp"
#include "base/crypto.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/json.hpp"
#include "kiosk/app/attendant.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/support/sample_visit.hpp"

using namespace onecard;
using Kind = flow::Event::Kind;
using flow::ScreenId;

namespace {

constexpr const char* serial = "3100000000123457";

struct Hall {
    test::KioskDisk disk;
    std::optional<store::Store> store{disk.open()};
    support::SampleVisit sample;
    ui::Strings strings = ui::Strings::load(ONECARD_SOURCE_DIR "/assets/strings", "zh-Hans").value();
    std::vector<pay::CardOrder> card_orders;
    std::vector<device::Slip> slips;
    std::vector<std::string> asked_holders;
    std::vector<wire::LoadRequest> asked_loads;
    std::vector<device::Sound> sounds;
    Bytes screen{0xFF, 0xD8, 0xFF, 1};
    std::vector<std::string> pictures;  ///< fields asked for; empty: let go
    std::vector<sync::ChargeAsk> asked_charges;
    std::vector<app::SaleOrder> sales;
    int nudges = 0, restarts = 0, reloads = 0, forgotten = 0;
    Bytes key = Bytes(32, 7);
    std::optional<app::Attendant> attendant;

    Hall() { start(); }

    void start() {
        attendant.emplace(app::AttendantParts{sample.model, store ? &*store : nullptr, disk.clock, disk.random, "K-0001", key,
                                              [this]() -> const ui::Strings& { return strings; },
                                              [this](pay::CardOrder order) { card_orders.push_back(std::move(order)); }, [this] { ++nudges; },
                                              [this](const std::string& card) { asked_holders.push_back(card); },
                                              [this](wire::LoadRequest request) { asked_loads.push_back(std::move(request)); },
                                              [this](device::Slip slip) { slips.push_back(std::move(slip)); }, [this] { ++reloads; }, [this] { ++restarts; },
                                              [this] { ++forgotten; }, {}, [this](device::Sound sound) { sounds.push_back(sound); },
                                              [this] { return screen; },
                                              [this](const std::string& field) { pictures.push_back(field); },
                                              [this](sync::ChargeAsk ask) { asked_charges.push_back(std::move(ask)); },
                                              [this](app::SaleOrder order) { sales.push_back(std::move(order)); }});
        attendant->open();
    }

    void card_comes() {
        attendant->on(pay::CardIn{});
        pay::HolderRead read;
        read.holder.serial = SecretText(serial);
        read.holder.name = SecretText(test::canary);
        read.holder.enabled = true;
        read.holder.birth = std::chrono::year(1954) / 1 / 1;
        read.purse.balance = Fen(28650);
        read.tries_left = 3;
        attendant->on(pay::CardLetter{std::move(read)});
    }
    void pin_is_right() {
        sample.model.visit.pin_entry = SecretText("123456");
        attendant->on({Kind::pin_entered, {}});
        attendant->on(pay::CardLetter{pay::PinResult{card::PinOutcome{card::PinOutcome::Kind::right, 3}, {}}});
    }
    /// From the guide of an item to its review page.
    void fill_in(const std::string& item) {
        attendant->on({Kind::open_services, {}});
        attendant->on({Kind::open_item, item});
        attendant->on({Kind::start_item, {}});
        pin_is_right();
        sample.fill_form();
        for (int page = 0; page < 10 && attendant->screen() == ScreenId::form; ++page) attendant->on({Kind::form_next, {}});
        REQUIRE(attendant->screen() == ScreenId::review);
    }
    template <class Order>
    int ordered() const {
        int count = 0;
        for (const auto& order : card_orders) count += std::holds_alternative<Order>(order);
        return count;
    }
    pay::PaymentOutcome outcome(pay::PaymentOutcome::State state, const std::string& code) const {
        pay::PaymentOutcome outcome;
        outcome.state = state;
        outcome.receipt = "K0001-20261122-0009";
        outcome.card_serial = serial;
        outcome.amount = Fen(8640);
        outcome.lines = {{"W-2026-10-0457", Fen(8640)}};
        outcome.code = code;
        if (state == pay::PaymentOutcome::State::paid) outcome.balance_after = Fen(20010);
        return outcome;
    }
};

}  // namespace

TEST_CASE("a request is durable in the outbox before its receipt is shown, and its slip goes to the printer") {
    Hall hall;
    hall.card_comes();
    CHECK(hall.attendant->screen() == ScreenId::my_page);
    CHECK(hall.asked_holders == std::vector<std::string>{serial});
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    CHECK(hall.attendant->screen() == ScreenId::receipt);
    auto again = hall.disk.open();
    const auto due = again.outbox().due().value();
    REQUIRE(due.size() == 1);
    const auto body = parse_json(due[0].body).value();
    CHECK(text_at(body, "item_code") == "CG-0001");
    CHECK(text_at(body, "card_serial") == serial);
    REQUIRE(hall.slips.size() == 1);
    CHECK(hall.slips[0].number == text_at(body, "receipt"));
    CHECK(hall.nudges >= 1);
}

TEST_CASE("no slip came out: the receipt stays with its code and reason, and is printed again only once the printer can") {
    Hall hall;
    hall.card_comes();
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    auto& receipt = hall.sample.model.visit.receipt;
    REQUIRE(receipt.has_value());
    const auto number = receipt->number;
    CHECK(receipt->slip == "");
    hall.attendant->on({Kind::print_again, {}});
    CHECK(hall.slips.size() == 1);  // the first is still on its way
    hall.attendant->on(app::SlipDone{number, {device::PrintOutcome::Kind::failed, "printer.paper_out", {}}});
    hall.attendant->on(device::PrinterState{false, "printer.paper_out", false});
    CHECK(receipt->slip == "failed");
    CHECK(receipt->slip_code == "printer.paper_out");
    CHECK(hall.sample.model.machine.faults == std::vector<std::string>{"printer.paper_out"});
    CHECK(hall.sample.model.machine.printer == "paper_out");
    hall.attendant->on({Kind::print_again, {}});
    CHECK(hall.slips.size() == 1);
    hall.attendant->on(device::PrinterState{});
    CHECK(hall.sample.model.machine.faults.empty());
    hall.attendant->on({Kind::print_again, {}});
    REQUIRE(hall.slips.size() == 2);
    CHECK(hall.slips[1].number == number);
    hall.attendant->on(app::SlipDone{number, {device::PrintOutcome::Kind::unknown, "printer.unsure", {}}});
    CHECK(receipt->slip == "unknown");
    hall.attendant->on({Kind::print_again, {}});
    CHECK(hall.slips.size() == 3);
    hall.attendant->on(app::SlipDone{number, {device::PrintOutcome::Kind::printed, {}, {}}});
    hall.attendant->on({Kind::print_again, {}});
    CHECK(hall.slips.size() == 3);
    CHECK(hall.attendant->screen() == ScreenId::receipt);
}

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

TEST_CASE("a machine that can't keep anything says so instead of taking a request") {
    Hall hall;
    hall.store.reset();
    hall.start();
    hall.card_comes();
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    CHECK(hall.attendant->screen() == ScreenId::review);
    CHECK(hall.sample.model.visit.fault == "store.unavailable");
    CHECK(hall.slips.empty());
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

TEST_CASE("an earlier payment that its card settles is shown to its holder, with a receipt, and to nobody else") {
    for (const bool own : {true, false}) {
        Hall hall;
        auto settled = hall.outcome(pay::PaymentOutcome::State::paid, {});
        if (!own) settled.card_serial = "3100000000123458";
        hall.attendant->on(pay::CardLetter{pay::CardIn{}});
        hall.attendant->on(pay::CardLetter{pay::Repaired{settled}});
        hall.card_comes();
        CHECK(hall.sample.model.visit.receipt.has_value() == own);
        CHECK(hall.slips.size() == (own ? 1 : 0));
        CHECK(hall.attendant->screen() == (own ? ScreenId::pay_result : ScreenId::my_page));
    }
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

TEST_CASE("what the backend told of is offered before handing in, and joining in is durable, has a receipt, and sends nothing of the form") {
    Hall hall;
    const wire::OpenReports told{hall.disk.clock.now(), {{"C-2026-000301", "CG-0011", "p0101", "990102001001003002", to_iso(hall.disk.clock.now()), 2}}};
    wire::Change change;
    change.kind = wire::Change::Kind::reports;
    change.subject = "WT";
    change.reports = dump_json(wire::to_json(told));
    REQUIRE(hall.store->cache().apply(0, {1, false, {change}}));
    hall.attendant->on(app::NetLetter{app::CacheChanged{false}});
    REQUIRE(hall.sample.model.reports.size() == 1);
    hall.card_comes();
    hall.fill_in("CG-0011");
    hall.attendant->on({Kind::second_case, "C-2026-000999"});
    CHECK(hall.attendant->screen() == ScreenId::review);
    hall.attendant->on({Kind::second_case, "C-2026-000301"});
    CHECK(hall.attendant->screen() == ScreenId::receipt);
    auto again = hall.disk.open();
    const auto due = again.outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due[0].kind == "case_action");
    const auto action = wire::case_action_from(parse_json(due[0].body).value()).value();
    CHECK(action.kind == wire::CaseAction::Kind::second);
    CHECK(action.case_number == "C-2026-000301");
    CHECK(action.text.empty());
    REQUIRE(hall.slips.size() == 1);
    CHECK(hall.sample.model.visit.draft.values.empty());
    hall.attendant->on({Kind::close_receipt, {}});
    const auto& cases = hall.sample.model.visit.cases;
    const auto mine = std::find_if(cases.begin(), cases.end(), [](const auto& one) { return one.number == "C-2026-000301"; });
    REQUIRE(mine != cases.end());
    CHECK(mine->state == "waiting");
    CHECK(mine->seconded);
}

TEST_CASE("a form half filled in is kept when the card goes, comes back with card and PIN, and is gone once handed in") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_item, "CG-0001"});
    CHECK(hall.attendant->screen() == ScreenId::item_guide);
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::form);
    hall.sample.model.visit.draft.set("place", test::canary);
    hall.sample.model.visit.draft.set("gone_from_the_form", "x");
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(hall.attendant->screen() == ScreenId::welcome);
    CHECK(hall.sample.model.visit.draft.values.empty());
    CHECK(hall.sample.model.visit.drafts.empty());

    hall.store.emplace(hall.disk.open());  // the power failed
    hall.sample.model.visit = {};
    hall.start();
    hall.card_comes();
    CHECK(hall.sample.model.visit.drafts.empty());  // not before the PIN
    hall.attendant->on({Kind::open_item, "CG-0001"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::form);
    CHECK(hall.sample.model.visit.resumed);
    CHECK(hall.sample.model.visit.draft.value("place") == test::canary);
    CHECK(hall.sample.model.visit.draft.value("gone_from_the_form").empty());

    hall.sample.fill_form();
    for (int page = 0; page < 10 && hall.attendant->screen() == ScreenId::form; ++page) hall.attendant->on({Kind::form_next, {}});
    hall.attendant->on({Kind::hand_in, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::receipt);
    CHECK(hall.store->drafts().of_card(serial).value().empty());
    CHECK(hall.sample.model.visit.drafts.empty());
}

TEST_CASE("a form that was emptied is not kept, and one that was never touched neither") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_item, "CG-0001"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::form_back, {}});
    CHECK(hall.store->drafts().of_card(serial).value().empty());
    hall.attendant->on({Kind::start_item, {}});
    hall.sample.model.visit.draft.set("place", "梧桐路");
    hall.attendant->on({Kind::form_back, {}});
    CHECK(hall.store->drafts().of_card(serial).value().size() == 1);
    hall.attendant->on({Kind::start_item, {}});
    hall.sample.model.visit.draft.forget();
    hall.attendant->on({Kind::form_back, {}});
    CHECK(hall.store->drafts().of_card(serial).value().empty());
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

TEST_CASE("the list of papers goes to the printer with what is there and what is not") {
    Hall hall;
    hall.attendant->on({Kind::open_services, {}});
    hall.attendant->on({Kind::open_item, "MZ-0001"});
    hall.attendant->on({Kind::print_list, "household_book"});
    REQUIRE(hall.slips.size() == 1);
    const auto& slip = hall.slips[0];
    CHECK(slip.state == "最低生活保障申请");
    REQUIRE(slip.lines.size() == 3);
    CHECK(slip.lines[0].value == "市民卡代替");
    CHECK(slip.lines[1].value == "已有");
    CHECK(slip.lines[2].value == "要带");
    CHECK(slip.lines[2].strong);
    CHECK(slip.qr.find("□ 家庭收入和财产声明") != std::string::npos);
}

TEST_CASE("what the backend has received is among one's cases at once, also before the backend's own word of it comes") {
    Hall hall;
    wire::HolderRecord record;
    record.card_serial = serial;
    record.as_of = hall.disk.clock.now();
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.disk.clock.advance(Millis(60'000));
    hall.card_comes();
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(hall.sample.model.visit.cases.empty());  // the receipt is on the screen
    const wire::SubmissionAnswer answer{due[0].id, wire::SubmissionAnswer::Outcome::received, {}, "C-2026-000777"};
    REQUIRE(hall.store->outbox().settle({&answer, 1}).has_value());
    hall.attendant->on({Kind::close_receipt, {}});
    REQUIRE(hall.sample.model.visit.cases.size() == 1);
    CHECK(hall.sample.model.visit.cases[0].number == "C-2026-000777");
    CHECK(hall.sample.model.visit.cases[0].state == "open");
    record.as_of = hall.disk.clock.now() + Millis(60'000);
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.attendant->on(app::NetLetter{app::CacheChanged{}});
    CHECK(hall.sample.model.visit.cases.empty());
}

TEST_CASE("a paper laid under the camera is handed in before the request that names it, and leaves with the visit") {
    Hall hall;
    hall.card_comes();
    CHECK(hall.pictures.back().empty());
    hall.fill_in("MZ-0003");
    hall.attendant->on({Kind::form_back, "0"});
    hall.attendant->on({Kind::take_picture, "proof"});
    CHECK(hall.pictures.back() == "proof");
    hall.attendant->on(app::PictureTaken{"another", flow::TakenPicture{1, 1, 1, {0}, "other"}, {}});
    CHECK(hall.sample.model.visit.pictures.empty());
    hall.attendant->on(app::PictureTaken{"proof", std::nullopt, "camera.no_picture"});
    CHECK(hall.sample.model.visit.picture_trouble == "camera.no_picture");
    hall.attendant->on({Kind::take_picture, "proof"});
    hall.attendant->on(app::PictureTaken{"proof", flow::TakenPicture{2, 1, 1, {0}, "\xFF\xD8\xFF a paper"}, {}});
    for (int page = 0; page < 10 && hall.attendant->screen() == ScreenId::form; ++page) hall.attendant->on({Kind::form_next, {}});
    hall.attendant->on({Kind::hand_in, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::receipt);
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 2);
    REQUIRE(due[0].kind == wire::material_kind);
    const auto material = wire::material_from(*parse_json(due[0].body)).value();
    const auto request = wire::request_from(*parse_json(due[1].body)).value();
    CHECK(material.receipt == request.receipt);
    CHECK(to_text(material.content) == "\xFF\xD8\xFF a paper");
    CHECK(request.answers.at("proof").front() == crypto::sha256_hex(to_text(material.content)));
    hall.attendant->on({Kind::end, {}});
    CHECK(hall.sample.model.visit.pictures.empty());
}

TEST_CASE("a form that comes back from an earlier visit has no picture and says so by asking again") {
    Hall hall;
    hall.card_comes();
    hall.fill_in("MZ-0003");
    hall.attendant->on({Kind::form_back, "0"});
    hall.attendant->on({Kind::take_picture, "proof"});
    hall.attendant->on(app::PictureTaken{"proof", flow::TakenPicture{2, 1, 1, {0}, "a paper"}, {}});
    CHECK_FALSE(hall.sample.model.visit.draft.value("proof").empty());
    hall.attendant->on({Kind::end, {}});
    hall.card_comes();
    hall.attendant->on({Kind::open_services, {}});
    hall.attendant->on({Kind::open_item, "MZ-0003"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    REQUIRE(hall.sample.model.visit.resumed);
    CHECK(hall.sample.model.visit.draft.value("proof").empty());
    CHECK_FALSE(hall.sample.model.visit.draft.value("reason").empty());
}

namespace {

/// As far as the page on which a phone or bank card pays.
void choose_way(Hall& hall, const std::string& way) {
    wire::HolderRecord record;
    record.card_serial = serial;
    record.standing = wire::HolderRecord::Standing::active;
    record.as_of = hall.disk.clock.now();
    record.bills = {{"W-2026-10-0457", wire::Service::water, {"清河自来水公司", "Qinghe Water"}, "100405724", "2026-10", "2026-12-05", Fen(8640), false}};
    hall.sample.model.machine.online = true;
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.card_comes();
    hall.pin_is_right();
    hall.attendant->on({Kind::open_bills, {}});
    hall.attendant->on({Kind::pay, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::pay_review);
    hall.attendant->on({Kind::confirm_payment, way});
    REQUIRE(hall.attendant->screen() == ScreenId::paying);
}

app::ChargeAnswered charge_word(const Hall& hall, wire::ChargeState::State state, const std::string& code = {}) {
    const auto& request = hall.asked_charges.front().request;
    return {request.id, wire::ChargeState{request.id, state, code, "https://pay.invalid/1", request.amount, hall.disk.clock.now() + std::chrono::minutes(2), {}}, {}, false};
}

}  // namespace

TEST_CASE("a phone pays: asked until the backend says so, then booked on page and slip, and the purse is left alone") {
    Hall hall;
    choose_way(hall, "shown");
    REQUIRE(hall.asked_charges.size() == 1);
    CHECK(hall.asked_charges[0].kind == sync::ChargeAsk::Kind::open);
    CHECK(hall.asked_charges[0].request.bills.size() == hall.sample.model.visit.payment.bills.size());
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    CHECK(hall.sample.model.visit.payment.qr == "https://pay.invalid/1");
    hall.disk.clock.advance(std::chrono::seconds(1));
    hall.attendant->tick();
    REQUIRE(hall.asked_charges.size() == 2);
    CHECK(hall.asked_charges[1].kind == sync::ChargeAsk::Kind::look);
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::paid)});
    CHECK(hall.attendant->screen() == ScreenId::pay_result);
    CHECK(hall.sample.model.visit.receipt->state == "booked");
    CHECK(hall.slips.size() == 1);
    CHECK(hall.ordered<pay::Pay>() == 0);
}

TEST_CASE("a code that was shown is given up only when the backend agrees; without any word the page says that it is not known") {
    Hall hall;
    choose_way(hall, "shown");
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    hall.attendant->on({Kind::cancel_payment, {}});
    CHECK(hall.asked_charges.back().kind == sync::ChargeAsk::Kind::close);
    CHECK(hall.attendant->screen() == ScreenId::paying);
    CHECK(hall.sample.model.visit.payment.cancelling);
    const auto id = hall.asked_charges.front().request.id;
    for (int i = 0; i < 12 && hall.attendant->screen() == ScreenId::paying; ++i) {
        hall.attendant->on(app::NetLetter{app::ChargeAnswered{id, std::nullopt, "net.timed_out", false}});
        hall.disk.clock.advance(std::chrono::seconds(2));
        hall.attendant->tick();
    }
    CHECK(hall.attendant->screen() == ScreenId::pay_result);
    CHECK(hall.sample.model.visit.payment.state == flow::PaymentView::State::unresolved);
    CHECK(hall.sample.model.visit.payment.reason == "charge.unclear");
}

TEST_CASE("nothing begun is not paid at once, with the reason") {
    Hall hall;
    choose_way(hall, "shown");
    hall.attendant->on(app::NetLetter{app::ChargeAnswered{hall.asked_charges.front().request.id, std::nullopt, "bill.paid", true}});
    CHECK(hall.sample.model.visit.payment.state == flow::PaymentView::State::not_paid);
    CHECK(hall.sample.model.visit.payment.reason == "bill.paid");
    CHECK(hall.slips.empty());
}

TEST_CASE("a scanned code makes the charge, and giving up before that leaves nothing") {
    Hall hall;
    choose_way(hall, "scanned");
    CHECK(hall.asked_charges.empty());
    hall.attendant->on({Kind::code_scanned, "280000000000000000"});
    REQUIRE(hall.asked_charges.size() == 1);
    CHECK(hall.asked_charges[0].request.code == "280000000000000000");
    Hall other;
    choose_way(other, "scanned");
    other.attendant->on({Kind::cancel_payment, {}});
    CHECK(other.attendant->screen() == ScreenId::pay_result);
    CHECK(other.asked_charges.empty());
}

TEST_CASE("a sale at the bank card terminal is written down before it begins, and found out about after a power cut") {
    Hall hall;
    choose_way(hall, "terminal");
    hall.attendant->on(app::NetLetter{charge_word(hall, wire::ChargeState::State::created)});
    REQUIRE(hall.sales.size() == 1);
    const auto id = hall.sales[0].id;
    hall.start();  // another process over the same store
    REQUIRE(hall.sales.size() == 2);
    CHECK(hall.sales[1].begun);
    CHECK(hall.sales[1].id == id);
    hall.attendant->on(app::TerminalLetter{app::SaleEnded{{device::SaleWord::Outcome::approved, id, hall.sales[0].amount, "T000001", {}}}});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    CHECK(due[0].kind == "terminal_sale");
    CHECK(due[0].id == id);
    hall.start();
    CHECK(hall.sales.size() == 2);  // nothing is open any more
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

TEST_CASE("a badge counts only once it has signed what nobody knew before, and signs what is handed in together") {
    // As in assets/cards/staff_chen.json.
    const auto seed = hex("31995EF40F2C1C7F10B70DE789E2E819E304673F1D2E7C8E1A2B21C7BD0EC49A");
    Hall hall;
    wire::Change change;
    change.kind = wire::Change::Kind::badge;
    change.subject = "0571000012";
    change.badge = wire::Badge{"0571000012", to_hex(crypto::ed25519_public(seed)), {"陈明", {}}, {"帮办", {}}, {}, {}};
    REQUIRE(hall.store->cache().apply(0, {1, false, {change}}));
    const auto signs = [&](const Bytes& with) {
        for (auto order = hall.card_orders.rbegin(); order != hall.card_orders.rend(); ++order)
            if (const auto* asked = std::get_if<pay::SignByBadge>(&*order)) {
                const std::string said(asked->challenge.begin(), asked->challenge.end());
                return hall.attendant->on(pay::CardLetter{pay::BadgeSigned{crypto::ed25519_sign(with, said), {}}});
            }
        FAIL("the badge was not asked");
    };
    auto& visit = hall.sample.model.visit;
    auto foreign = seed;
    foreign[0] ^= 1;
    hall.attendant->on(pay::CardLetter{pay::StaffBadge{"0571000012", {}}});
    signs(foreign);
    CHECK(visit.staff_trouble == "badge.false");
    CHECK_FALSE(visit.staff);
    hall.attendant->on(pay::CardLetter{pay::StaffGone{}});
    CHECK(visit.staff_trouble.empty());
    hall.attendant->on(pay::CardLetter{pay::StaffBadge{"0571000012", {}}});
    signs(seed);
    REQUIRE(visit.staff);
    hall.card_comes();
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    CHECK(visit.fault == "assist.not_agreed");
    CHECK(hall.store->outbox().due().value().empty());
    hall.attendant->on({Kind::agree_staff, {}});
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::review);
    hall.attendant->on({Kind::hand_in, {}});
    CHECK(hall.store->outbox().due().value().empty());
    signs(seed);
    CHECK(hall.attendant->screen() == ScreenId::receipt);
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    const auto request = wire::request_from(*parse_json(due[0].body));
    REQUIRE(request.has_value());
    REQUIRE(request->assisted.has_value());
    const auto challenge = wire::assisted_challenge(*request);
    CHECK(crypto::ed25519_good(crypto::ed25519_public(seed), std::string(challenge.begin(), challenge.end()), *from_hex(request->assisted->signature)));
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(visit.staff);
    hall.attendant->on(pay::CardLetter{pay::StaffGone{}});
    CHECK_FALSE(visit.staff);
}
