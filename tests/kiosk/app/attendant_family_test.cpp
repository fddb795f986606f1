// What the attendant does with two cards on one reader, for whom it hands in, and for the hall's queue.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend-client/wire/family.hpp"
#include "base/json.hpp"
#include "tests/kiosk/app/hall.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

constexpr const char* other_serial = "3100000000123461";

pay::CardLetter other_card(const char* card = other_serial) {
    pay::HolderRead read;
    read.holder.serial = SecretText(card);
    read.holder.name = SecretText("刘淑芬·测试");
    read.holder.enabled = true;
    read.tries_left = 3;
    return pay::CardLetter{std::move(read)};
}

/// Up to where the other card is awaited.
void begin_linking(Hall& hall) {
    hall.card_comes();
    hall.attendant->on({Kind::open_card_service, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::open_family, {}});
    hall.attendant->on({Kind::link_card, "parent"});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    REQUIRE(hall.attendant->screen() == ScreenId::family);
    hall.attendant->on(pay::CardLetter{pay::CardIn{}});
}

std::vector<Json> links_in(Hall& hall) {
    std::vector<Json> links;
    auto again = hall.disk.open();
    const auto due = again.outbox().due().value();
    for (const auto& one : due)
        if (one.kind == wire::card_link_kind) links.push_back(parse_json(one.body).value());
    return links;
}

}  // namespace

TEST_CASE("two cards are linked by the second one's PIN alone, durable before anybody is told, and the holder stays who began") {
    Hall hall;
    begin_linking(hall);
    hall.attendant->on(other_card());
    CHECK(hall.attendant->screen() == ScreenId::pin);
    CHECK(hall.sample.model.visit.holder->card_serial == serial);
    CHECK(hall.sample.model.visit.linking.name.find("淑芬") == std::string::npos);
    CHECK(links_in(hall).empty());
    hall.pin_is_right();
    CHECK(hall.attendant->screen() == ScreenId::family);
    CHECK(hall.sample.model.visit.linking.state == flow::LinkingView::State::done);
    const auto links = links_in(hall);
    REQUIRE(links.size() == 1);
    const auto link = wire::card_link_from(links.front()).value();
    CHECK(link.card_serial == serial);
    CHECK(link.other_serial == other_serial);
    CHECK(link.relation == wire::Relation::parent);
    // Nobody can go on with the other card as if it were the first one's.
    hall.attendant->on({Kind::home, {}});
    CHECK(hall.attendant->screen() == ScreenId::welcome);
    CHECK_FALSE(hall.sample.model.visit.holder.has_value());
}

TEST_CASE("the same card again, a broken one, or none links nothing") {
    Hall hall;
    begin_linking(hall);
    hall.attendant->on(other_card(serial));
    CHECK(hall.attendant->screen() == ScreenId::family);
    CHECK(hall.sample.model.visit.fault == "family.same_card");
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.attendant->on(pay::CardLetter{pay::CardIn{}});
    hall.attendant->on(pay::CardLetter{pay::CardUnusable{"card.expired"}});
    CHECK(hall.attendant->screen() == ScreenId::family);
    CHECK(hall.sample.model.visit.fault == "card.expired");
    CHECK_FALSE(hall.sample.model.visit.reading_card);
    hall.attendant->on({Kind::end, {}});
    CHECK(hall.attendant->screen() == ScreenId::welcome);
    CHECK(links_in(hall).empty());
}

TEST_CASE("what is handed in for a relative names both cards; what must be done in person is not handed in") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_card_service, {}});
    hall.pin_is_right();
    wire::HolderRecord record;
    record.card_serial = serial;
    record.standing = wire::HolderRecord::Standing::active;
    record.as_of = hall.disk.clock.now();
    record.family = {{other_serial, "刘****试", wire::Relation::parent, true, "2027-11-20T09:30:00+08:00", {}}};
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.attendant->on(app::NetLetter{app::HolderFetched{serial}});
    hall.attendant->on({Kind::open_family, {}});
    REQUIRE(hall.sample.model.visit.family.size() == 1);
    hall.attendant->on({Kind::act_for, other_serial});
    hall.fill_in("CG-0001");
    hall.attendant->on({Kind::hand_in, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::receipt);
    {
        auto again = hall.disk.open();
        const auto due = again.outbox().due().value();
        REQUIRE(due.size() == 1);
        const auto body = wire::request_from(parse_json(due[0].body).value()).value();
        CHECK(body.card_serial == serial);
        CHECK(body.for_card == other_serial);
    }
    hall.attendant->on({Kind::close_receipt, {}});
    hall.attendant->on({Kind::open_card_service, {}});
    hall.attendant->on({Kind::open_family, {}});
    hall.attendant->on({Kind::act_for, other_serial});
    hall.fill_in("RS-0022");
    hall.attendant->on({Kind::hand_in, {}});
    CHECK(hall.attendant->screen() == ScreenId::review);
    CHECK(hall.sample.model.visit.fault == "family.in_person");
}

TEST_CASE("a bundle is handed in as a request a part, all of them naming the first, on one slip") {
    Hall hall;
    hall.card_comes();
    hall.attendant->on({Kind::open_services, {}});
    hall.attendant->on({Kind::open_item, "WG-0008"});
    hall.sample.model.visit.draft.values["wants"] = {"insurance", "job"};
    hall.attendant->on({Kind::start_item, {}});
    hall.pin_is_right();
    for (int i = 0; i < 3; ++i) hall.sample.fill_form();
    for (int page = 0; page < 12 && hall.attendant->screen() == ScreenId::form; ++page) hall.attendant->on({Kind::form_next, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::review);
    hall.attendant->on({Kind::hand_in, {}});
    REQUIRE(hall.attendant->screen() == ScreenId::receipt);
    auto again = hall.disk.open();
    const auto due = again.outbox().due().value();
    REQUIRE(due.size() == 3);
    const auto first = wire::request_from(parse_json(due[0].body).value()).value();
    REQUIRE(hall.slips.size() == 1);
    std::string slip;
    for (const auto& line : hall.slips[0].lines) slip += line.value + "\n";
    for (const auto& one : due) {
        const auto body = wire::request_from(parse_json(one.body).value()).value();
        CHECK(body.bundle == first.receipt);
        CHECK(slip.find(body.receipt) != std::string::npos);
    }
}

TEST_CASE("numbers that are called show at once, ring where nobody is busy, and are gone when their day or call is over") {
    Hall hall;
    hall.sample.model.queue = {{"A", {"综合", "General"}, 0, {}}};
    const auto calls = [&](const std::string& text) {
        REQUIRE(hall.store->cache().set(std::string(store::calls_setting), text).has_value());
        hall.attendant->on(app::NetLetter{app::CacheChanged{}});
    };
    const auto today = to_iso(hall.disk.clock.now()).substr(0, 10);
    const auto rung = hall.sounds.size();
    calls(R"([{"number": "A001", "day": ")" + today + R"(", "counter": "3"}, {"number": "A002", "day": ")" + today + R"(", "counter": "5"}])");
    REQUIRE(hall.sample.model.calls.size() == 2);
    CHECK(hall.sample.model.calls[0].number == "A002");
    CHECK(hall.sample.model.calls[0].counter == "5");
    CHECK(hall.sounds.size() == rung + 1);
    hall.attendant->on(app::NetLetter{app::CacheChanged{}});
    CHECK(hall.sounds.size() == rung + 1);
    calls(R"([{"number": "A003", "day": "2020-01-01", "counter": "3"}, {"number": 7}])");
    CHECK(hall.sample.model.calls.empty());
    calls("[");
    CHECK(hall.sample.model.calls.empty());
}

TEST_CASE("nobody gets an early number for saying that they have an appointment") {
    Hall hall;
    hall.sample.model.queue = {{"A", {"综合", "General"}, 0, {}}};
    hall.attendant->on({Kind::open_tickets, {}});
    hall.attendant->on({Kind::take_ticket, "A/appointment"});
    CHECK_FALSE(hall.sample.model.visit.ticket.has_value());
    hall.attendant->on({Kind::take_ticket, "A/first"});
    CHECK(hall.sample.model.visit.ticket.has_value());
}

TEST_CASE("a link that the backend refused later is told at the next card reading until its holder has read why, and once") {
    Hall hall;
    begin_linking(hall);
    hall.attendant->on(other_card());
    hall.pin_is_right();
    hall.attendant->on({Kind::end, {}});
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.card_comes();
    CHECK(hall.sample.model.visit.refused_links.empty());
    hall.attendant->on({Kind::end, {}});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    const wire::SubmissionAnswer answer{due[0].id, wire::SubmissionAnswer::Outcome::received, "family.too_many", {}};
    REQUIRE(hall.store->outbox().settle({&answer, 1}).has_value());
    hall.card_comes();
    const auto& refused = hall.sample.model.visit.refused_links;
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].code == "family.too_many");
    CHECK(refused[0].masked_number.ends_with("3461"));
    CHECK(refused[0].masked_number.find("31000000") == std::string::npos);
    hall.attendant->on({Kind::end, {}});
    hall.card_comes();
    REQUIRE(refused.size() == 1);  // nobody has read why
    hall.attendant->on({Kind::open_card_service, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::open_family, {}});
    hall.attendant->on(app::NetLetter{app::CacheChanged{}});
    CHECK(refused.size() == 1);
    hall.attendant->on({Kind::end, {}});
    hall.card_comes();
    CHECK(refused.empty());
}

TEST_CASE("what is asked of a relative's case goes out with the holder's card and shows beside that case") {
    Hall hall;
    wire::HolderRecord record;
    record.card_serial = serial;
    record.standing = wire::HolderRecord::Standing::active;
    record.as_of = hall.disk.clock.now();
    wire::Case theirs;
    theirs.number = "C-2026-000199", theirs.item_code = "CG-0001";
    theirs.item = {"路灯", "Lamp"}, theirs.department = {"城管局", "City"};
    theirs.accepted_at = to_iso(hall.disk.clock.now());
    record.family = {{other_serial, "刘****试", wire::Relation::parent, true, "2027-11-20T09:30:00+08:00", {theirs}}};
    REQUIRE(hall.store->cache().put_holder(record).has_value());
    hall.card_comes();
    hall.attendant->on({Kind::open_card_service, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::open_family, {}});
    hall.attendant->on({Kind::open_family, other_serial});
    hall.attendant->on({Kind::open_case, "C-2026-000199"});
    REQUIRE(hall.attendant->screen() == ScreenId::case_detail);
    hall.attendant->on({Kind::do_case, "urge"});
    hall.attendant->on({Kind::do_case, "urge"});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 1);
    const auto action = wire::case_action_from(parse_json(due[0].body).value()).value();
    CHECK(action.card_serial == serial);
    CHECK(action.case_number == "C-2026-000199");
    REQUIRE(hall.sample.model.visit.family[0].cases[0].asked.size() == 1);
    CHECK(hall.sample.model.visit.family[0].cases[0].asked[0].action == "urge");
}
