// The registers about one resident, the yearly proof, certificates; notice periods and what is confirmed by card.
#include <doctest/doctest.h>

#include "backend-client/wire/case_actions.hpp"
#include "backend-client/wire/registers.hpp"
#include "backend/api/holders.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "backend/listings/listings.hpp"
#include "backend/listings/registers.hpp"
#include "base/json.hpp"
#include "tests/backend/desk.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

const std::string wang_xiaoyu = "3100000000123458", liu_shufen = "3100000000123461";

wire::Registers registers_of(District& district, const std::string& card) {
    return district.write([&] { return listings::registers_of(district.connection(), card, district.clock().now()); });
}

const wire::Register* named(const wire::Registers& all, std::string_view kind) {
    for (const auto& one : all.registers)
        if (one.kind == kind) return &one;
    return nullptr;
}

wire::SubmissionAnswer request(District& district, const std::string& item, const std::string& card, std::map<std::string, std::vector<std::string>> answers) {
    wire::RequestBody body{"K0001-1", card, item, 1, std::move(answers), {}, "zh-Hans", district.clock().now(), {}, {}};
    body.catalogue_version = district.office().catalogue.version();
    return district.hand_in({district.new_id(), "request", dump_json(wire::to_json(body)), district.clock().now()});
}

Status move(District& district, const std::string& number, cases::Verb verb, const std::string& note = {}, const std::string& to = {}) {
    return district.write([&] { return cases::move(district.connection(), district.office().rules, number, {verb, full_rights, note, to, district.clock().now()}); });
}

std::optional<wire::Listing> listing(District& district, const std::string& id) {
    return district.write([&] { return listings::find(district.connection(), id, district.clock().now()); });
}

/// As if it had come in: the step of the public notice begins.
std::string open_welfare(District& district) {
    const auto* item = district.office().catalogue.find("MZ-0001");
    REQUIRE(item);
    const auto number = district.write([&] {
        return cases::open_case(district.connection(), district.office().rules, *item, {{}, {}, lin_guilan, "K-0001", district.clock().now(), {}, {}, {}});
    });
    while (file_of(district, number).as_told.steps.at(0).state != wire::CaseStep::State::done || !listing(district, "P-" + number)) {
        const auto moved = move(district, number, cases::Verb::advance);
        if (!moved) break;
    }
    return number;
}

}  // namespace

TEST_CASE("Registers come back from JSON as they were, hold nothing for a stranger or a blocked card, and are not in the feed") {
    District district;
    const auto all = registers_of(district, wang_xiaoyu);
    REQUIRE(named(all, "social_insurance"));
    CHECK(named(all, "social_insurance")->rows.size() == 11);
    CHECK(*wire::registers_from(wire::to_json(all)) == all);
    CHECK(registers_of(district, nobodys_card).registers.empty());
    CHECK(registers_of(district, blocked_card).registers.empty());
    CHECK(district.number("SELECT count(*) FROM changes WHERE topic LIKE '%register%'") == 0);
}

TEST_CASE("A life proof that has run out holds the pension; being there with card and PIN renews it for a year and closes the case at once") {
    District district;
    auto pension = *named(registers_of(district, lin_guilan), "pension");
    CHECK(pension.tone == "trouble");
    CHECK(pension.item_code == "RS-0022");
    CHECK(pension.rows[0][2] == "暂停");
    CHECK(pension.rows[2][2] == "已发放");
    const auto answer = request(district, "RS-0022", lin_guilan, {{"live", {"here"}}, {"health", {"well"}}, {"phone", {"13900000058"}}, {"agree", {"yes"}}});
    REQUIRE(answer.code.empty());
    CHECK(file_of(district, answer.reference).as_told.state == wire::Case::State::closed);
    CHECK(file_of(district, answer.reference).as_told.result.find("2027-11-22") != std::string::npos);
    pension = *named(registers_of(district, lin_guilan), "pension");
    CHECK(pension.tone == "good");
    CHECK(pension.item_code.empty());
    CHECK(pension.rows[0][2] == "将补发");
    district.clock().advance(24h * 320);
    CHECK(named(registers_of(district, lin_guilan), "pension")->tone == "caution");
    district.clock().advance(24h * 60);
    CHECK(named(registers_of(district, lin_guilan), "pension")->tone == "trouble");
}

TEST_CASE("A proof that runs out within two months is reminded of, and a stranger's request proves nothing") {
    District district;
    CHECK(named(registers_of(district, liu_shufen), "pension")->tone == "caution");
    const auto answer = request(district, "RS-0022", wang_xiaoyu, {{"live", {"here"}}, {"health", {"well"}}, {"phone", {"13900000058"}}, {"agree", {"yes"}}});
    CHECK(file_of(district, answer.reference).as_told.state == wire::Case::State::open);
    CHECK(district.number("SELECT count(*) FROM proofs") == 0);
}

TEST_CASE("Volunteer hours are the time between signing in and out, a day at most, and their sum is certified") {
    District district;
    const auto set = [&](const std::string& kind) {
        const wire::Mark mark{"A-2026-001", kind, wang_xiaoyu, {}, "0123456789ABCDEF0123456789ABCDEF", district.clock().now()};
        return district.hand_in({district.new_id(), std::string(wire::mark_kind), dump_json(wire::to_json(mark)), district.clock().now()}).code;
    };
    CHECK(set("sign_up").empty());
    CHECK(named(registers_of(district, wang_xiaoyu), "volunteer")->rows[0][2] == "已报名");
    CHECK(set("sign_in").empty());
    district.clock().advance(2h + 30min);
    CHECK(set("sign_out").empty());
    const auto all = registers_of(district, wang_xiaoyu);
    CHECK(named(all, "volunteer")->facts[0].value.zh == "2.5");
    CHECK(named(all, "volunteer")->certificate);
    CHECK(all.marks.size() == 3);
}

TEST_CASE("A certificate has a number that finds it, whose holder is masked; the number serves once, and only for one's own register") {
    District district;
    const auto print = [&](const std::string& number, const std::string& kind, const std::string& card) {
        const wire::CertificateBody body{number, card, kind, "2026-11-15T00:00:00+08:00", district.clock().now()};
        return district.hand_in({district.new_id(), std::string(wire::certificate_kind), dump_json(wire::to_json(body)), district.clock().now()}).code;
    };
    CHECK(print("K0001-20261122-0001", "social_insurance", wang_xiaoyu).empty());
    CHECK(print("K0001-20261122-0001", "social_insurance", wang_xiaoyu) == "certificate.number");
    CHECK(print("K0001-20261122-0002", "pension", wang_xiaoyu) == "certificate.register");
    const auto found = district.write([&] { return listings::find_certificate(district.connection(), "K0001-20261122-0001"); });
    REQUIRE(found);
    CHECK(found->masked_name == "王**");
    CHECK(found->body.kind == "social_insurance");
}

TEST_CASE("Welfare is granted only after its public notice: five working days, the name masked, and no objection open") {
    District district;
    const auto number = open_welfare(district);
    const auto notice = listing(district, "P-" + number);
    REQUIRE(notice);
    CHECK(notice->title.zh.starts_with("林**"));
    CHECK(dump_json(wire::to_json(*notice)).find("桂兰") == std::string::npos);
    CHECK(notice->due_at.starts_with("2026-11-27"));
    CHECK(move(district, number, cases::Verb::advance).error().code == "case.notice_runs");
    CHECK(move(district, number, cases::Verb::decide, "同意。", "granted").error().code == "case.notice_runs");
    const auto objection = request(district, "MZ-0022", zhang_jianguo,
                                   {{"listing", {"P-" + number}}, {"reason", {"income"}}, {"story", {"他家有两套房。"}}, {"phone", {"13900000058"}}, {"agree", {"yes"}}});
    REQUIRE(objection.code.empty());
    district.clock().advance(24h * 6);
    CHECK(move(district, number, cases::Verb::advance).error().code == "case.objected");
    REQUIRE(move(district, objection.reference, cases::Verb::decide, "查无此事。", "declined").has_value());
    CHECK(move(district, number, cases::Verb::advance).has_value());
}

TEST_CASE("Welfare can't be granted before its notice began, but may be declined") {
    District district;
    const auto* item = district.office().catalogue.find("MZ-0001");
    const auto number = district.write([&] {
        return cases::open_case(district.connection(), district.office().rules, *item, {{}, {}, lin_guilan, "K-0001", district.clock().now(), {}, {}, {}});
    });
    CHECK(move(district, number, cases::Verb::decide, "同意。", "granted").error().code == "case.notice_missing");
    CHECK(move(district, number, cases::Verb::decide, "收入超过标准。", "declined").has_value());
}

TEST_CASE("A suggestion is public without its writer's name once it was accepted, and its answer is too; whoever said no stays private") {
    District district;
    const auto suggest = [&](const std::string& open_to) {
        const auto answer = request(district, "WG-0004", zhang_jianguo,
                                    {{"field", {"city"}}, {"title_line", {"东门加个垃圾桶"}}, {"story", {"公交站没有垃圾桶。"}}, {"open_to", {open_to}},
                                     {"phone", {"13900000058"}}, {"agree", {"yes"}}});
        REQUIRE(answer.code.empty());
        REQUIRE(move(district, answer.reference, cases::Verb::advance).has_value());
        return answer.reference;
    };
    const auto plain = suggest("plain");
    const auto shown = listing(district, "P-" + plain);
    REQUIRE(shown);
    CHECK(shown->title.zh == "东门加个垃圾桶");
    CHECK(shown->mark == "second");
    CHECK_FALSE(shown->due_at.empty());
    CHECK(dump_json(wire::to_json(*shown)).find("张") == std::string::npos);
    CHECK_FALSE(listing(district, "P-" + suggest("no")));
    CHECK(listing(district, "P-" + suggest("named"))->publisher.zh.find("张建国") == 0);
    REQUIRE(move(district, plain, cases::Verb::decide, "本月内安装两个。", "granted").has_value());
    CHECK(listing(district, "P-" + plain)->answer.zh == "本月内安装两个。");
}

TEST_CASE("A home service is done when its resident says so by card, and not before the provider came") {
    District district;
    const auto answer = request(district, "MZ-0023", lin_guilan,
                                {{"wanted", {"meal"}}, {"time", {"call"}}, {"home", {"990102001001003002", "2-501"}}, {"phone", {"13900000058"}}, {"agree", {"yes"}}});
    REQUIRE(answer.code.empty());
    CHECK(file_of(district, answer.reference).post == "HOMECARE");
    const auto confirm = [&] {
        const wire::CaseAction action{wire::CaseAction::Kind::confirm, lin_guilan, answer.reference, 0, {}, district.clock().now()};
        return district.hand_in({district.new_id(), std::string(wire::case_action_kind), dump_json(wire::to_json(action)), district.clock().now()}).code;
    };
    CHECK(confirm() == "case.step");
    REQUIRE(move(district, answer.reference, cases::Verb::advance).has_value());
    REQUIRE(move(district, answer.reference, cases::Verb::advance).has_value());
    CHECK(move(district, answer.reference, cases::Verb::advance).error().code == "case.step");
    CHECK(move(district, answer.reference, cases::Verb::decide, "做完了。", "granted").error().code == "case.step");
    CHECK(confirm().empty());
    CHECK(file_of(district, answer.reference).as_told.state == wire::Case::State::closed);
}

TEST_CASE("What a case came to is certified only once it was granted, for whose it is, where a paper is its end") {
    District district;
    int printed = 0;
    const auto print = [&](const std::string& number, const std::string& card) {
        const wire::CertificateBody body{"K0001-20261122-" + std::to_string(100 + ++printed), card, std::string(wire::certificate_of_case), to_iso(district.clock().now()),
                                         district.clock().now(), number};
        return district.hand_in({district.new_id(), std::string(wire::certificate_kind), dump_json(wire::to_json(body)), district.clock().now()}).code;
    };
    const auto ask = [&] {
        const auto answer = request(district, "GA-0015", wang_xiaoyu, {{"purpose", {"work"}}, {"to_whom", {"清河食品厂"}}, {"phone", {"13900000058"}}, {"agree", {"yes"}}});
        REQUIRE(answer.code.empty());
        return answer.reference;
    };
    const auto granted = ask(), declined = ask();
    CHECK(print(granted, wang_xiaoyu) == "certificate.case");
    REQUIRE(move(district, granted, cases::Verb::decide, "没有发现犯罪记录。", "granted").has_value());
    REQUIRE(move(district, declined, cases::Verb::decide, "不在本区。", "declined").has_value());
    CHECK(file_of(district, granted).as_told.granted);
    CHECK_FALSE(file_of(district, declined).as_told.granted);
    CHECK(wire::case_from(wire::to_json(file_of(district, granted).as_told))->granted);
    CHECK(print(granted, lin_guilan) == "certificate.case");
    CHECK(print(declined, wang_xiaoyu) == "certificate.case");
    CHECK(print("C-2026-000103", wang_xiaoyu) == "certificate.case");
    CHECK(print({}, wang_xiaoyu) == "wire.case");
    CHECK(print(granted, wang_xiaoyu).empty());
    const auto found = district.write([&] { return listings::find_certificate(district.connection(), "K0001-20261122-" + std::to_string(100 + printed)); });
    REQUIRE(found);
    CHECK(found->body.case_number == granted);
    CHECK(found->masked_name == "王**");
}

TEST_CASE("Whoever checks a certificate by its number stands in its holder's record") {
    Office office;
    auto& district = office.district;
    const wire::CertificateBody body{"K0001-20261122-0001", lin_guilan, "pension", "2026-11-15T00:00:00+08:00", district.clock().now()};
    district.hand_in({district.new_id(), std::string(wire::certificate_kind), dump_json(wire::to_json(body)), district.clock().now()});
    const auto token = office.token("staff");
    REQUIRE(office.ask(Method::get, "/v1/admin/certificates/K0001-20261122-0001", {}, token).status == 200);
    CHECK(office.ask(Method::get, "/v1/admin/certificates/K0001-20261122-0002", {}, token).status == 404);
    const auto looks = district.write([&] { return api::holder_record(district.connection(), district.office().rules, lin_guilan, district.clock().now()); }).looks;
    REQUIRE(looks.size() == 1);
    CHECK(looks.front().role == "staff");
    CHECK(looks.front().reason == "certificate");
}
