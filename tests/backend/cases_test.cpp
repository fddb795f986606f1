#include <doctest/doctest.h>

#include <fstream>

#include "backend/api/case_json.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/moves.hpp"
#include "base/json.hpp"
#include "tests/backend/district.hpp"

using namespace onecard;
using namespace onecard::test;
using namespace std::chrono_literals;

namespace {

cases::Day day(int year, unsigned month, unsigned number) {
    return cases::Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(number));
}

Timestamp moment(int month, int number, int hour) { return from_local({2026, month, number, hour, 0, 0, 0}); }

cases::Field field_of(cases::Field::Kind kind) {
    cases::Field field;
    field.key = "f";
    field.kind = kind;
    field.required = true;
    field.points_max = 5;
    return field;
}

/// The code that a single answer to a single field gets; empty when it is good.
std::string code_of(cases::Field field, const std::string& value) {
    cases::Item item;
    item.form = {std::move(field)};
    const auto good = cases::check_answers(item, {{"f", {value}}}, sample_now(), true);
    return good ? std::string() : good.error().code;
}

wire::Case told(District& district, const std::string& number) {
    return district.write([&] { return cases::find_case(district.connection(), number, district.clock().now())->as_told; });
}

const cases::Mover tester{cases::Mover::Kind::administrator, "tester", "administrator", {}};

Status advance(District& district, const std::string& number, const std::string& note = {}) {
    return district.connection().write(
        [&] { return cases::move(district.connection(), district.office().rules, number, {cases::Verb::advance, tester, note, {}, district.clock().now()}); });
}

}  // namespace

TEST_CASE("Holidays are free, make-up Saturdays and Sundays are worked, as the State Council arranged 2026") {
    District district;
    const auto& calendar = district.office().rules.calendar();
    CHECK_FALSE(calendar.works(day(2026, 2, 17)));  // first day of the first month
    CHECK_FALSE(calendar.works(day(2026, 10, 1)));
    CHECK(calendar.works(day(2026, 10, 10)));  // a Saturday
    CHECK(calendar.works(day(2026, 9, 20)));   // a Sunday
    CHECK_FALSE(calendar.works(day(2026, 10, 11)));
    CHECK(calendar.works(day(2026, 11, 23)));
    CHECK_FALSE(calendar.works(day(2026, 11, 22)));
    CHECK_FALSE(calendar.works(day(2027, 2, 6)));
    CHECK(calendar.works(day(2031, 2, 6)));  // no file for that year: weekends only
}

TEST_CASE("A limit is counted from the day after and ends with office hours") {
    const cases::Calendar weekends;
    CHECK(weekends.after(moment(11, 20, 9), 1) == moment(11, 23, 17));   // Friday → Monday
    CHECK(weekends.after(moment(11, 16, 23), 3) == moment(11, 19, 17));  // late on Monday is still Monday
    CHECK(weekends.after(moment(11, 16, 9), 0) == moment(11, 16, 17));
    CHECK(weekends.after(moment(11, 22, 9), 0) == moment(11, 23, 17));  // Sunday
    CHECK(weekends.after(moment(11, 22, 9), -5) == moment(11, 23, 17));
}

TEST_CASE("A limit over the October holidays reaches past them") {
    District district;
    CHECK(district.office().rules.calendar().after(moment(9, 30, 10), 1) == moment(10, 8, 17));
    CHECK(district.office().rules.calendar().after(moment(9, 30, 10), 3) == moment(10, 10, 17));  // the make-up Saturday
}

TEST_CASE("A calendar with a day that does not exist is refused, naming its file") {
    TemporaryFolder folder;
    std::ofstream(folder / "2026.json") << R"({"year": 2026, "days_off": ["2026-02-30"], "work_days": []})";
    const auto calendar = cases::Calendar::load(folder.path());
    REQUIRE_FALSE(calendar.has_value());
    CHECK(calendar.error().code == "calendar.malformed");
    CHECK(calendar.error().detail.find("2026.json") != std::string::npos);
}

TEST_CASE("A case goes step by step to its end, each step with its own limit, and then no further") {
    District district;
    const std::string number = "C-2026-000101";
    CHECK(told(district, number).steps[2].state == wire::CaseStep::State::current);
    REQUIRE(advance(district, number).has_value());
    auto after = told(district, number);
    CHECK(after.steps[2].state == wire::CaseStep::State::done);
    CHECK(after.steps[3].state == wire::CaseStep::State::current);
    CHECK(after.steps[3].limit_at == "2026-11-24T17:00:00+08:00");
    CHECK(after.state == wire::Case::State::open);
    REQUIRE(advance(district, number).has_value());
    after = told(district, number);
    CHECK(after.state == wire::Case::State::closed);
    CHECK(after.closed_at == "2026-11-22T09:30:00+08:00");
    CHECK(after.result.starts_with("已办结。"));
    const auto again = advance(district, number);
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == "case.closed");
    CHECK(advance(district, "C-1999-000001").error().code == "case.unknown");
}

TEST_CASE("The note of the last step is what the resident reads as the result") {
    District district;
    advance(district, "C-2026-000101");
    advance(district, "C-2026-000101", "津贴自十二月起发放。");
    CHECK(told(district, "C-2026-000101").result == "津贴自十二月起发放。");
}

TEST_CASE("Every move is an event with its actor, and tells the kiosks of the holder's community") {
    District district;
    const auto before = district.number("SELECT max(cursor) FROM changes");
    advance(district, "C-2026-000101", "ok");
    const auto file = district.write([&] { return *cases::find_case(district.connection(), "C-2026-000101", district.clock().now()); });
    REQUIRE(file.history.size() == 4);
    CHECK(file.history.back().kind == "step_done");
    CHECK(file.history.back().actor == "tester");
    CHECK(district.number("SELECT count(*) FROM changes WHERE cursor > " + std::to_string(before) +
                          " AND topic = 'holder' AND subject = '3100000000123457' AND community = 'WT'") == 1);
}

TEST_CASE("A case is late on its step and on the whole, each by its own clock") {
    District district;
    const auto lateness = [&] {
        const auto file = district.write([&] { return *cases::find_case(district.connection(), "C-2026-000101", district.clock().now()); });
        return std::pair(file.step_late, file.late);
    };
    CHECK(lateness() == std::pair(false, false));
    district.clock().advance(24h * 4);
    CHECK(lateness() == std::pair(true, false));
    district.clock().advance(24h * 5);
    CHECK(lateness() == std::pair(true, true));
}

TEST_CASE("A resident identity number is checked by its last character") {
    CHECK(cases::is_id_number("11010519491231002X"));  // the example of GB 11643
    CHECK(cases::is_id_number("11010519491231002x"));
    CHECK_FALSE(cases::is_id_number("110105194912310021"));
    CHECK_FALSE(cases::is_id_number("11010519491231002"));
    CHECK_FALSE(cases::is_id_number("1101051949123100２X"));
}

TEST_CASE("Each kind of field takes what fits and refuses what does not") {
    using Kind = cases::Field::Kind;
    CHECK(code_of(field_of(Kind::text), "五个字的话").empty());
    CHECK(code_of(field_of(Kind::text), "有六个字的话") == "request.field_invalid");
    auto number = field_of(Kind::number);
    number.least = 1;
    number.most = 20;
    CHECK(code_of(number, "20").empty());
    CHECK(code_of(number, "21") == "request.field_invalid");
    CHECK(code_of(number, "0") == "request.field_invalid");
    CHECK(code_of(number, "2.5") == "request.field_invalid");
    auto date = field_of(Kind::date);
    date.first_day = "1900-01-01";
    date.last_day = "today";
    CHECK(code_of(date, "2026-11-22").empty());
    CHECK(code_of(date, "2026-11-23") == "request.field_invalid");
    CHECK(code_of(date, "2026-02-29") == "request.field_invalid");
    CHECK(code_of(date, "1899-12-31") == "request.field_invalid");
    CHECK(code_of(field_of(Kind::phone), "0571-8880 1234").empty());
    CHECK(code_of(field_of(Kind::phone), "abc") == "request.field_invalid");
    CHECK(code_of(field_of(Kind::consent), "yes").empty());
    CHECK(code_of(field_of(Kind::consent), "no") == "request.field_invalid");
    CHECK(code_of(field_of(Kind::consent), "") == "request.field_missing");
}

TEST_CASE("A field that is asked only under a condition is needed only then") {
    cases::Item item;
    auto kind = field_of(cases::Field::Kind::choice);
    kind.key = "kind";
    kind.options = {{"first", {}}, {"other", {}}};
    auto which = field_of(cases::Field::Kind::text);
    which.key = "which";
    which.when = cases::Field::Condition{"kind", {"other"}};
    item.form = {kind, which};
    CHECK(cases::check_answers(item, {{"kind", {"first"}}}, sample_now(), true).has_value());
    CHECK(cases::check_answers(item, {{"kind", {"other"}}}, sample_now(), true).error().code == "request.field_missing");
    CHECK(cases::check_answers(item, {{"kind", {"other"}}, {"which", {"this"}}}, sample_now(), true).has_value());
}

TEST_CASE("Money, bank cards and addresses are checked again where they arrive") {
    using Kind = cases::Field::Kind;
    auto money = field_of(Kind::money);
    money.least = 100;
    money.most = 5'000;
    CHECK(code_of(money, "5000").empty());
    CHECK(code_of(money, "5001") == "request.field_invalid");
    CHECK(code_of(money, "12.50") == "request.field_invalid");
    CHECK(code_of(field_of(Kind::bank_account), "6299990000000000004").empty());
    CHECK(code_of(field_of(Kind::bank_account), "6299990000000000005") == "request.field_invalid");
    cases::Item item;
    item.form = {field_of(Kind::address)};
    const auto good = [&](std::vector<std::string> values) { return cases::check_answers(item, {{"f", std::move(values)}}, sample_now(), true).has_value(); };
    CHECK(good({"990102001001003002", "501"}));
    CHECK_FALSE(good({"990102001001003002"}));
    CHECK_FALSE(good({"990102001001003", "501"}));
    CHECK_FALSE(good({"99010200100100300x", "501"}));
    CHECK_FALSE(good({"990102001001003002", std::string(61, 'x')}));
    CHECK_FALSE(good({"990102001001003002", "501", "502"}));
}

TEST_CASE("The catalogue keeps its version while its content stays, and raises it by one when that changes") {
    District district;
    const auto services = std::filesystem::path(ONECARD_SOURCE_DIR) / "assets" / "services";
    const auto first = district.office().catalogue.version();
    auto same = *cases::Catalogue::load(services);
    same.keep_days(district.office().rules.calendar().days());
    district.write([&] {
        same.publish(district.connection());
        return true;
    });
    CHECK(same.version() == first);
    CHECK(same.digest() == district.office().catalogue.digest());
    // Another holiday is news for kiosks too: what their slips promise is counted by it.
    auto holiday = *cases::Catalogue::load(services);
    WorkingDays days = district.office().rules.calendar().days();
    REQUIRE(days.add(Json{{"days_off", {"2026-12-24"}}}).has_value());
    holiday.keep_days(days);
    district.write([&] {
        holiday.publish(district.connection());
        return true;
    });
    CHECK(holiday.version() == first + 1);
    CHECK(holiday.bundle().find("2026-12-24") != std::string::npos);
    TemporaryFolder folder;
    for (const char* name : {"justice.json", "shared.json"}) std::filesystem::copy_file(services / name, folder / name);
    auto other = *cases::Catalogue::load(folder.path());
    district.write([&] {
        other.publish(district.connection());
        return true;
    });
    CHECK(other.version() == first + 2);
    CHECK(other.digest() != same.digest());
}

TEST_CASE("Whoever works on a case reads the answers in the order they were asked and in words; last what an older form asked") {
    District district;
    const cases::Answers answers{{"agree", {"yes"}}, {"kind", {"first"}}, {"asked_last_year", {"x"}}, {"phone", {"13900000457"}}};
    const auto* item = district.office().catalogue.find("MZ-0007");
    REQUIRE(item);
    const auto json = api::answers_json(district.office().regions, item, answers);
    std::vector<std::string> keys;
    for (const auto& one : json) keys.push_back(text_at(one, "key"));
    CHECK(keys == std::vector<std::string>{"kind", "phone", "agree", "asked_last_year"});
    CHECK(text_at(json[0]["values"][0], "zh") == "第一次申请");
    CHECK(text_at(json[2]["values"][0], "zh") == "同意");
    CHECK(text_at(json[3]["values"][0], "zh") == "x");
}
