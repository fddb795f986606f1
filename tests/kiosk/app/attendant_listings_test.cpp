// What is set by card on the public lists, with and without network, and certificates of registers.
#include <doctest/doctest.h>

#include <algorithm>

#include <vector>

#include "backend-client/wire/listings.hpp"
#include "backend-client/wire/registers.hpp"
#include "base/json.hpp"
#include "tests/kiosk/app/hall.hpp"

using namespace onecard;
using namespace onecard::test;

namespace {

void told(Hall& hall, const wire::Listing& listing) {
    wire::Change change;
    change.kind = wire::Change::Kind::listing;
    change.subject = listing.id;
    change.listing = dump_json(wire::to_json(listing));
    REQUIRE(hall.store->cache().apply(0, {1, false, {change}}));
    hall.attendant->on(app::NetLetter{app::CacheChanged{false}});
}

void open(Hall& hall, const std::string& id) {
    hall.attendant->on({Kind::open_listings, id});
    hall.attendant->on({Kind::open_mark, id});
}

std::vector<wire::Mark> waiting(Hall& hall) {
    std::vector<wire::Mark> marks;
    const auto due = hall.store->outbox().due().value();
    for (const auto& one : due)
        if (one.kind == wire::mark_kind) marks.push_back(wire::mark_from(*parse_json(one.body)).value());
    return marks;
}

wire::Listing listing(const std::string& id, const std::string& mark) {
    wire::Listing one;
    one.id = id;
    one.kind = mark == "answer" ? "survey" : "suggestion";
    one.title = one.publisher = {"东门公交站", "East Gate"};
    one.mark = mark;
    one.published_at = "2026-11-16T09:00:00+08:00";
    if (mark == "answer") one.questions = {{"agree", {"同意吗", "Agree?"}, {{"yes", {"同意", "Yes"}, 0}, {"no", {"不", "No"}, 0}}}};
    return one;
}

wire::Registers registers() {
    wire::Register one;
    one.kind = "social_insurance";
    one.title = {"社会保险", "Social insurance"};
    one.keeper = {"社保中心", "Centre"};
    one.as_of = "2026-11-15T00:00:00+08:00";
    one.certificate = true;
    one.facts = {{{"参保状态", "Standing"}, {"正常参保", "Insured"}}};
    return {serial, test::morning, {one}, {{"S-2", "second", "2026-11-01T09:00:00+08:00"}}};
}

}  // namespace

TEST_CASE("a card seconds once: kept before it is shown, and not offered again in a later visit without network") {
    Hall hall;
    told(hall, listing("S-1", "second"));
    open(hall, "S-1");
    CHECK(hall.attendant->screen() == ScreenId::present_card);
    hall.card_comes();
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::mark);
    hall.attendant->on({Kind::do_mark, "second"});
    hall.attendant->on({Kind::do_mark, "second"});
    REQUIRE(waiting(hall).size() == 1);
    CHECK(waiting(hall)[0].card_serial == serial);
    CHECK(hall.sample.model.visit.own_marks[0].state == "waiting");
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.card_comes();
    open(hall, "S-1");
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::mark);
    hall.attendant->on({Kind::do_mark, "second"});
    CHECK(waiting(hall).size() == 1);
}

TEST_CASE("an answer leaves only once every question has one, and differs from the next even where the choices are the same") {
    Hall hall;
    told(hall, listing("Q-1", "answer"));
    hall.card_comes();
    open(hall, "Q-1");
    hall.pin_is_right();
    hall.attendant->on({Kind::do_mark, "answer"});
    CHECK(hall.sample.model.visit.show_troubles);
    CHECK(waiting(hall).empty());
    hall.sample.model.visit.mark_answers = {{"agree", "yes"}};
    hall.attendant->on({Kind::do_mark, "answer"});
    REQUIRE(waiting(hall).size() == 1);
    CHECK(waiting(hall)[0].answers.at("agree") == "yes");
    CHECK(waiting(hall)[0].blind.size() == 32);
    CHECK(hall.sample.model.visit.mark_answers.empty());
}

TEST_CASE("registers are asked for and shown only once the PIN was right, and what the backend counted is not offered again") {
    Hall hall;
    REQUIRE(hall.store->cache().put_registers(registers()));
    told(hall, listing("S-2", "second"));
    hall.card_comes();
    CHECK(hall.asked_registers.empty());
    CHECK(hall.sample.model.visit.registers.empty());
    hall.attendant->on({Kind::open_registers, {}});
    hall.pin_is_right();
    CHECK(hall.attendant->screen() == ScreenId::registers);
    CHECK(hall.asked_registers == std::vector<std::string>{serial});
    REQUIRE(hall.sample.model.visit.registers.size() == 1);
    hall.attendant->on({Kind::open_listings, "S-2"});
    hall.attendant->on({Kind::open_mark, "S-2"});
    hall.attendant->on({Kind::do_mark, "second"});
    CHECK(waiting(hall).empty());
}

TEST_CASE("a certificate has a number of its own, told to the backend before the paper leaves") {
    Hall hall;
    REQUIRE(hall.store->cache().put_registers(registers()));
    hall.card_comes();
    hall.attendant->on({Kind::open_registers, {}});
    hall.pin_is_right();
    hall.attendant->on({Kind::open_registers, "social_insurance"});
    hall.attendant->on({Kind::print_certificate, "social_insurance"});
    hall.attendant->on({Kind::print_certificate, "social_insurance"});
    const auto due = hall.store->outbox().due().value();
    REQUIRE(due.size() == 2);
    const auto first = wire::certificate_from(*parse_json(due[0].body)).value(), second = wire::certificate_from(*parse_json(due[1].body)).value();
    CHECK(first.kind == "social_insurance");
    CHECK(first.number != second.number);
    REQUIRE(hall.slips.size() == 2);
    CHECK(hall.slips[0].number == first.number);
    CHECK(app::plain_text(hall.slips[0]).find("正常参保") != std::string::npos);
    const auto mark = device::read_mark(hall.slips[0].qr, [&](const std::string&) { return std::vector<Bytes>{device::mark_key(hall.key)}; });
    REQUIRE(mark.has_value());
    CHECK(mark->number == first.number);
    CHECK(std::any_of(mark->says.begin(), mark->says.end(), [](const auto& line) { return line.second == "正常参保"; }));
}
