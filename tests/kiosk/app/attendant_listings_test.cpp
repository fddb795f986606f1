// What is set by card on the public lists, with and without network, and certificates of registers.
#include <doctest/doctest.h>

#include <optional>
#include <vector>

#include "backend-client/wire/listings.hpp"
#include "backend-client/wire/registers.hpp"
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
    std::vector<device::Slip> slips;
    std::vector<std::string> asked;
    Bytes key = Bytes(32, 7);
    std::optional<app::Attendant> attendant;

    Hall() {
        app::AttendantParts parts{sample.model, &*store, disk.clock, disk.random, "K-0001", key,
                                  [this]() -> const ui::Strings& { return strings; }, [](pay::CardOrder) {}, [] {}, [](const std::string&) {},
                                  [](wire::LoadRequest) {}, [this](device::Slip slip) { slips.push_back(std::move(slip)); }, [] {}, [] {}, [] {}};
        parts.ask_registers = [this](const std::string& card) { asked.push_back(card); };
        attendant.emplace(std::move(parts));
        attendant->open();
    }

    void told(const wire::Listing& listing) {
        wire::Change change;
        change.kind = wire::Change::Kind::listing;
        change.subject = listing.id;
        change.listing = dump_json(wire::to_json(listing));
        REQUIRE(store->cache().apply(0, {1, false, {change}}));
        attendant->on(app::NetLetter{app::CacheChanged{false}});
    }
    void card_comes() {
        attendant->on(pay::CardIn{});
        pay::HolderRead read;
        read.holder.serial = SecretText(serial);
        read.holder.name = SecretText("林桂兰·测试");
        read.holder.enabled = true;
        read.tries_left = 3;
        attendant->on(pay::CardLetter{std::move(read)});
    }
    void pin_is_right() {
        sample.model.visit.pin_entry = SecretText("123456");
        attendant->on({Kind::pin_entered, {}});
        attendant->on(pay::CardLetter{pay::PinResult{card::PinOutcome{card::PinOutcome::Kind::right, 3}, {}}});
    }
    void open(const std::string& id) {
        attendant->on({Kind::open_listings, id});
        attendant->on({Kind::open_mark, id});
    }
    std::vector<wire::Mark> waiting() {
        std::vector<wire::Mark> marks;
        const auto due = store->outbox().due().value();
        for (const auto& one : due)
            if (one.kind == wire::mark_kind) marks.push_back(wire::mark_from(*parse_json(one.body)).value());
        return marks;
    }
};

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
    hall.told(listing("S-1", "second"));
    hall.open("S-1");
    CHECK(hall.attendant->screen() == ScreenId::present_card);
    hall.card_comes();
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::mark);
    hall.attendant->on({Kind::do_mark, "second"});
    hall.attendant->on({Kind::do_mark, "second"});
    REQUIRE(hall.waiting().size() == 1);
    CHECK(hall.waiting()[0].card_serial == serial);
    CHECK(hall.sample.model.visit.own_marks[0].state == "waiting");
    hall.attendant->on(pay::CardLetter{pay::CardOut{}});
    hall.card_comes();
    hall.open("S-1");
    hall.pin_is_right();
    REQUIRE(hall.attendant->screen() == ScreenId::mark);
    hall.attendant->on({Kind::do_mark, "second"});
    CHECK(hall.waiting().size() == 1);
}

TEST_CASE("an answer leaves only once every question has one, and differs from the next even where the choices are the same") {
    Hall hall;
    hall.told(listing("Q-1", "answer"));
    hall.card_comes();
    hall.open("Q-1");
    hall.pin_is_right();
    hall.attendant->on({Kind::do_mark, "answer"});
    CHECK(hall.sample.model.visit.show_troubles);
    CHECK(hall.waiting().empty());
    hall.sample.model.visit.mark_answers = {{"agree", "yes"}};
    hall.attendant->on({Kind::do_mark, "answer"});
    REQUIRE(hall.waiting().size() == 1);
    CHECK(hall.waiting()[0].answers.at("agree") == "yes");
    CHECK(hall.waiting()[0].blind.size() == 32);
    CHECK(hall.sample.model.visit.mark_answers.empty());
}

TEST_CASE("registers are asked for and shown only once the PIN was right, and what the backend counted is not offered again") {
    Hall hall;
    REQUIRE(hall.store->cache().put_registers(registers()));
    hall.told(listing("S-2", "second"));
    hall.card_comes();
    CHECK(hall.asked.empty());
    CHECK(hall.sample.model.visit.registers.empty());
    hall.attendant->on({Kind::open_registers, {}});
    hall.pin_is_right();
    CHECK(hall.attendant->screen() == ScreenId::registers);
    CHECK(hall.asked == std::vector<std::string>{serial});
    REQUIRE(hall.sample.model.visit.registers.size() == 1);
    hall.attendant->on({Kind::open_listings, "S-2"});
    hall.attendant->on({Kind::open_mark, "S-2"});
    hall.attendant->on({Kind::do_mark, "second"});
    CHECK(hall.waiting().empty());
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
}
