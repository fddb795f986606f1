// What the attendant keeps of requests: the outbox, receipts, drafts, papers under the camera, a badge beside the card.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend-client/wire/case_actions.hpp"
#include "backend-client/wire/materials.hpp"
#include "backend-client/wire/reports.hpp"
#include "base/crypto.hpp"
#include "base/crypto_ed25519.hpp"
#include "base/json.hpp"
#include "tests/kiosk/app/hall.hpp"

using namespace onecard;
using namespace onecard::test;

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

TEST_CASE("a slip promises by the holidays and make-up days of the catalogue, and what is handed in says the same day") {
    Hall hall;
    const auto promised = [&](Timestamp at) {
        hall.disk.clock.jump(std::chrono::duration_cast<Millis>(at - hall.disk.clock.now()));
        hall.sample.model.machine.now = at;
        hall.attendant->on({Kind::end, {}});
        hall.card_comes();
        hall.fill_in("CG-0001");
        hall.attendant->on({Kind::hand_in, {}});
        REQUIRE(hall.attendant->screen() == ScreenId::receipt);
        const auto due = hall.store->outbox().due().value();
        const auto body = parse_json(due.back().body).value();
        CHECK(text_at(body, "promised_on") == hall.sample.model.visit.receipt->promised_on);
        return text_at(body, "promised_on");
    };
    const auto noon = [](int month, int day) { return from_local({2026, month, day, 12, 0, 0, 0}); };
    CHECK(promised(noon(9, 30)) == "2026-10-13");  // the October holidays, then a Saturday that is worked: 8, 9, 10, 12, 13
    CHECK(promised(noon(11, 23)) == "2026-11-30");
    const auto item = *hall.sample.model.catalogue->item("CG-0001");
    CHECK(item.promised_days == 5);
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

TEST_CASE("a form begun at another machine is there when word of it comes, for its holder only, and reading it makes it no newer") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_item, "CG-0001"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::form);
    CHECK(hall.sample.model.visit.draft.values.empty());
    REQUIRE(hall.store->drafts().heard({serial, {}}, {serial, {{"CG-0001", Millis(0), R"({"place":["梧桐路"]})"}}}).has_value());
    hall.attendant->on(app::NetLetter{app::DraftsFetched{"3100000000123458"}});
    CHECK(hall.sample.model.visit.draft.values.empty());
    hall.attendant->on(app::NetLetter{app::DraftsFetched{serial}});
    CHECK(hall.sample.model.visit.resumed);
    CHECK(hall.sample.model.visit.draft.value("place") == "梧桐路");
    const auto nudged = hall.nudges;
    hall.attendant->on({Kind::form_back, {}});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(hall.store->drafts().to_tell(serial)->drafts.empty());
    CHECK(hall.nudges == nudged);

    hall.card_comes();
    hall.attendant->on(app::NetLetter{app::DraftsFetched{serial}});
    CHECK(hall.sample.model.visit.drafts.empty());  // not before the PIN
    hall.attendant->on({Kind::open_item, "CG-0001"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    hall.sample.model.visit.draft.set("place", "梧桐路 5 号");
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(hall.store->drafts().to_tell(serial)->drafts.size() == 1);
    CHECK(hall.nudges == nudged + 1);
}

TEST_CASE("what was begun is thrown away by a touch, here and, through the backend, in every hall") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_item, "CG-0001"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    hall.sample.model.visit.draft.set("place", "梧桐路");
    hall.attendant->on({Kind::form_back, {}});
    REQUIRE(hall.store->drafts().of_card(serial)->size() == 1);
    hall.attendant->on({Kind::drop_draft, "CG-0001"});
    CHECK(hall.store->drafts().of_card(serial)->empty());
    CHECK(hall.sample.model.visit.drafts.empty());
    const auto told = hall.store->drafts().to_tell(serial).value();
    REQUIRE(told.drafts.size() == 1);
    CHECK_FALSE(told.drafts[0].text.has_value());
    hall.attendant->on({Kind::start_item, {}});
    CHECK(hall.sample.model.visit.draft.values.empty());
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});

    REQUIRE(hall.store->drafts().heard(told, {serial, {{"CG-0001", Millis(0), R"({"place":["梧桐路"]})"}}}).has_value());
    hall.card_comes();
    hall.attendant->on({Kind::open_item, "CG-0001"});
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::form_back, {}});
    const auto nudged = hall.nudges;
    hall.attendant->on({Kind::drop_draft, "CG-0001"});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    CHECK(hall.nudges == nudged + 1);  // the other halls hear of it now
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

TEST_CASE("a request that the backend sent back stays among one's cases and says why") {
    Hall hall;
    hall.card_comes();
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    const wire::SubmissionAnswer answer{due[0].id, wire::SubmissionAnswer::Outcome::refused, "request.item_unknown", {}};
    REQUIRE(hall.store->outbox().settle({&answer, 1}).has_value());
    hall.attendant->on({Kind::close_receipt, {}});
    REQUIRE(hall.sample.model.visit.cases.size() == 1);
    const auto& one = hall.sample.model.visit.cases[0];
    CHECK(one.state == "parked");
    CHECK(one.refused == "request.item_unknown");
    hall.sample.model.visit.open_case = one.receipt;
    const std::string receipt = one.receipt;
    CHECK_FALSE(receipt.empty());
    hall.attendant->on({Kind::end, {}});
    CHECK(hall.sample.model.visit.cases.empty());
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
