// Linked cards of a family: who may act for whom, since when, until when, and what is told of it.
#include <doctest/doctest.h>

#include <algorithm>

#include "backend-client/wire/case_actions.hpp"
#include "backend/api/holders.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/family.hpp"
#include "backend/cases/moves.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;
using Relative = wire::HolderRecord::Relative;

namespace {

const std::string wang_xiaoyu = "3100000000123458", other_card_of_lin = "3100000000123495";

struct Family {
    /// The code of a refusal; empty when it was taken.
    std::string say(wire::CardLink::Kind kind, const std::string& one, const std::string& other, Timestamp at) {
        const wire::CardLink link{kind, one, other, wire::Relation::parent, at};
        return district.hand_in({district.new_id(), std::string(wire::card_link_kind), dump_json(wire::to_json(link)), at}).code;
    }
    std::string link(const std::string& one, const std::string& other) { return say(wire::CardLink::Kind::link, one, other, now()); }
    std::string unlink(const std::string& one, const std::string& other) { return say(wire::CardLink::Kind::unlink, one, other, now()); }
    wire::SubmissionAnswer ask_for(const std::string& helper, const std::string& helped, const std::string& item = {}) {
        auto request = street_lamp_request(helper, district.office().catalogue.version());
        request.for_card = helped;
        request.handed_in_at = now();
        if (!item.empty()) request.item_code = item;
        return district.hand_in(submission_of(district.new_id(), request));
    }
    std::string act(wire::CaseAction::Kind kind, const std::string& card, const std::string& number, const std::string& text = {}) {
        const wire::CaseAction action{kind, card, number, 0, text, now()};
        return district.hand_in({district.new_id(), std::string(wire::case_action_kind), dump_json(wire::to_json(action)), now()}).code;
    }
    /// What the case tells its resident last.
    wire::CaseEvent last_of(const std::string& number) { return file_of(district, number).as_told.events.back(); }
    std::vector<Relative> of(const std::string& card) {
        return district.write([&] { return api::holder_record(district.connection(), district.office().rules, card, now()).family; });
    }
    Timestamp now() { return district.clock().now(); }
    District district;
};

}  // namespace

TEST_CASE("Two cards agree: the one may act for the other, not the other way round, and both read it with masked names") {
    Family family;
    CHECK(family.link(wang_xiaoyu, lin_guilan).empty());
    const auto mine = family.of(wang_xiaoyu), hers = family.of(lin_guilan);
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].serial == lin_guilan);
    CHECK(mine[0].helps);
    CHECK(mine[0].relation == wire::Relation::parent);
    CHECK(mine[0].name.find("林") == 0);
    CHECK(mine[0].name.find("桂兰") == std::string::npos);
    REQUIRE(hers.size() == 1);
    CHECK(hers[0].serial == wang_xiaoyu);
    CHECK_FALSE(hers[0].helps);
    CHECK(family.ask_for(lin_guilan, wang_xiaoyu).code == "family.not_linked");
    CHECK(wire::holder_from(wire::to_json(family.district.write([&] {
              return api::holder_record(family.district.connection(), family.district.office().rules, wang_xiaoyu, family.now());
          })))->family == mine);
}

TEST_CASE("What a relative hands in is the case of whom it is for, and says who handed it in") {
    Family family;
    CHECK(family.ask_for(wang_xiaoyu, lin_guilan).code == "family.not_linked");
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    const auto answer = family.ask_for(wang_xiaoyu, lin_guilan);
    REQUIRE(answer.outcome == wire::SubmissionAnswer::Outcome::received);
    const auto file = family.district.write([&] { return *cases::find_case(family.district.connection(), answer.reference, family.now()); });
    CHECK(file.card_serial == lin_guilan);
    const auto told = std::find_if(file.as_told.events.begin(), file.as_told.events.end(), [](const auto& event) { return event.kind == "helped"; });
    REQUIRE(told != file.as_told.events.end());
    CHECK(told->note.find("王") == 0);
    CHECK(told->note.find("小雨") == std::string::npos);
}

TEST_CASE("Either may unlink, also with another card of the same person; what was handed in before counts, what comes after is refused") {
    Family family;
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    const auto before = family.now();
    family.district.clock().advance(1h);
    CHECK(family.unlink(other_card_of_lin, wang_xiaoyu).empty());
    CHECK(family.unlink(lin_guilan, wang_xiaoyu) == "family.not_linked");
    family.district.clock().advance(1h);
    CHECK(family.of(wang_xiaoyu).empty());
    CHECK(family.of(lin_guilan).empty());
    CHECK(family.ask_for(wang_xiaoyu, lin_guilan).code == "family.not_linked");
    // A kiosk without network hands in later what was agreed and asked for while it held.
    auto late = street_lamp_request(wang_xiaoyu, family.district.office().catalogue.version());
    late.for_card = lin_guilan;
    late.handed_in_at = before + 10min;
    CHECK(family.district.hand_in(submission_of(family.district.new_id(), late)).outcome == wire::SubmissionAnswer::Outcome::received);
}

TEST_CASE("A link is over after a year unless both say it again") {
    Family family;
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    family.district.clock().advance(24h * 364);
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    CHECK(family.of(wang_xiaoyu).size() == 1);
    family.district.clock().advance(24h * 300);
    CHECK(family.of(wang_xiaoyu).size() == 1);
    family.district.clock().advance(24h * 66);
    CHECK(family.of(wang_xiaoyu).empty());
    CHECK(family.district.write([&] { return cases::may_act_for(family.district.connection(), wang_xiaoyu, lin_guilan, family.now()); }) == false);
}

TEST_CASE("Nobody is linked with themselves, with a card that nobody knows or that is blocked, or with too many") {
    Family family;
    CHECK(family.link(lin_guilan, other_card_of_lin) == "family.same_person");
    CHECK(family.link(lin_guilan, lin_guilan) == "wire.other_serial");
    CHECK(family.link(lin_guilan, nobodys_card) == "family.unknown_card");
    CHECK(family.link(lin_guilan, blocked_card) == "card.black_listed");
    for (const char* helper : {"3100000000123459", "3100000000123460", "3100000000123461"}) CHECK(family.link(helper, lin_guilan).empty());
    CHECK(family.link(wang_xiaoyu, lin_guilan) == "family.too_many");
    CHECK(family.link("3100000000123459", lin_guilan).empty());
    CHECK(family.unlink(lin_guilan, "3100000000123459").empty());
    CHECK(family.link(wang_xiaoyu, lin_guilan).empty());
}

TEST_CASE("Nobody acts for more than five, and saying it again for one of them is no sixth") {
    Family family;
    for (const char* helped : {"3100000000123457", "3100000000123459", "3100000000123460", "3100000000123461", "3100000000123462"})
        CHECK(family.link(wang_xiaoyu, helped).empty());
    CHECK(family.link(wang_xiaoyu, "3100000000123463") == "family.too_many");
    CHECK(family.link(wang_xiaoyu, "3100000000123462").empty());
    CHECK(family.of(wang_xiaoyu).size() == 5);
}

TEST_CASE("What was asked for before they agreed is not covered by what they agreed later") {
    Family family;
    const auto before = family.now();
    family.district.clock().advance(1h);
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    auto early = street_lamp_request(wang_xiaoyu, family.district.office().catalogue.version());
    early.for_card = lin_guilan;
    early.handed_in_at = before;
    CHECK(family.district.hand_in(submission_of(family.district.new_id(), early)).code == "family.not_linked");
}

TEST_CASE("What only somebody themselves can say is handed in by no relative, and a badge does not stand beside a link") {
    Family family;
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    for (const char* item : {"RS-0022", "MZ-0009", "SF-0003"}) CHECK(family.ask_for(wang_xiaoyu, lin_guilan, item).code == "family.in_person");
    auto both = street_lamp_request(wang_xiaoyu, family.district.office().catalogue.version());
    both.for_card = lin_guilan;
    both.assisted = wire::Assistance{"0571000012", both.handed_in_at, std::string(128, '0')};
    CHECK(family.district.hand_in(submission_of(family.district.new_id(), both)).code == "family.with_badge");
}

TEST_CASE("The cases of whom somebody acts for come with their own card only, no private one among them") {
    Family family;
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    auto& connection = family.district.connection();
    const auto open = [&](const char* item) {
        cases::Arrival arrival;
        arrival.card_serial = lin_guilan;
        arrival.kiosk = "K-0001";
        arrival.at = family.now();
        return family.district.write([&] { return cases::open_case(connection, family.district.office().rules, *family.district.office().catalogue.find(item), arrival); });
    };
    const auto secret = open("SF-0003"), known = open("CG-0001");
    auto mine = family.of(wang_xiaoyu);
    CHECK(mine[0].cases.empty());
    family.district.write([&] {
        cases::add_cases(connection, family.district.office().rules, mine);
        return true;
    });
    const auto has = [&](const std::string& number) { return std::any_of(mine[0].cases.begin(), mine[0].cases.end(), [&](const auto& one) { return one.number == number; }); };
    CHECK(has(known));
    CHECK_FALSE(has(secret));
    // Withdrawing stays with whom it is for.
    for (const auto& one : mine[0].cases) CHECK_FALSE(one.may_withdraw);
    auto hers = family.of(lin_guilan);
    family.district.write([&] {
        cases::add_cases(connection, family.district.office().rules, hers);
        return true;
    });
    CHECK(hers[0].cases.empty());
}

TEST_CASE("A relative urges once a day and answers what is asked for, by the same rules; the case and the record of looks say that a relative did it") {
    Family family;
    const auto number = [&] {
        REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
        return family.ask_for(wang_xiaoyu, lin_guilan).reference;
    }();
    using Kind = wire::CaseAction::Kind;
    CHECK(family.act(Kind::urge, wang_xiaoyu, number).empty());
    CHECK(family.act(Kind::urge, wang_xiaoyu, number) == "case.urged_today");
    CHECK(family.act(Kind::urge, lin_guilan, number) == "case.urged_today");
    CHECK(family.last_of(number).kind == "urged_by_relative");
    CHECK(family.last_of(number).note.find("王") == 0);
    CHECK(family.last_of(number).note.find("小雨") == std::string::npos);
    CHECK(family.act(Kind::answer, wang_xiaoyu, number, "三号楼东边") == "case.state");
    const cases::Mover officer{cases::Mover::Kind::administrator, "everybody", "administrator", {}};
    REQUIRE(family.district.write([&] {
        return cases::move(family.district.connection(), family.district.office().rules, number, {cases::Verb::ask_supplement, officer, "哪一盏灯？", {}, family.now()});
    }));
    CHECK(family.act(Kind::answer, wang_xiaoyu, number, "三号楼东边").empty());
    CHECK(family.last_of(number).kind == "supplemented_by_relative");
    CHECK(family.last_of(number).note.ends_with("三号楼东边"));
    for (const auto kind : {Kind::withdraw, Kind::escalate}) CHECK(family.act(kind, wang_xiaoyu, number) == "case.not_yours");
    const auto looks = family.district.write([&] { return api::holder_record(family.district.connection(), family.district.office().rules, lin_guilan, family.now()).looks; });
    CHECK(std::count_if(looks.begin(), looks.end(), [&](const auto& look) { return look.role == cases::family_role && look.case_number == number; }) == 2);
}

TEST_CASE("Who is not linked, or no longer, does nothing for others, and nobody does anything for a side of a private matter") {
    Family family;
    using Kind = wire::CaseAction::Kind;
    cases::Arrival arrival;
    arrival.card_serial = lin_guilan;
    arrival.kiosk = "K-0001";
    arrival.at = family.now();
    const auto open = [&](const char* item) {
        return family.district.write(
            [&] { return cases::open_case(family.district.connection(), family.district.office().rules, *family.district.office().catalogue.find(item), arrival); });
    };
    const auto known = open("CG-0001"), secret = open("SF-0003");
    CHECK(family.act(Kind::urge, wang_xiaoyu, known) == "case.not_yours");
    REQUIRE(family.link(wang_xiaoyu, lin_guilan).empty());
    CHECK(family.act(Kind::urge, wang_xiaoyu, secret) == "case.not_yours");
    CHECK(family.act(Kind::urge, wang_xiaoyu, known).empty());
    family.district.clock().advance(24h);
    REQUIRE(family.unlink(lin_guilan, wang_xiaoyu).empty());
    family.district.clock().advance(1h);
    CHECK(family.act(Kind::urge, wang_xiaoyu, known) == "case.not_yours");
    // The other way round was never agreed.
    CHECK(family.act(Kind::urge, lin_guilan, "C-2026-000103") == "case.not_yours");
}
