#include <doctest/doctest.h>

#include "kiosk/flow/form.hpp"

using namespace onecard;
using namespace onecard::flow;
using Kind = FormField::Kind;

namespace {

constexpr auto today = "2026-11-22";

FormField field(Kind kind, bool required = true) {
    FormField one;
    one.key = "it";
    one.kind = kind;
    one.required = required;
    return one;
}

std::string trouble_of(const FormField& one, std::string value) {
    Draft draft;
    if (!value.empty()) draft.values["it"] = {std::move(value)};
    return trouble(one, draft, today);
}

Item item_of(std::vector<FormField> form) {
    Item item;
    item.form = std::move(form);
    return item;
}

FormField keyed(std::string key, Kind kind = Kind::text) {
    auto one = field(kind);
    one.key = std::move(key);
    return one;
}

}  // namespace

TEST_CASE("nothing, or only spaces, in a required field is trouble, in another it is not") {
    for (const auto kind : {Kind::text, Kind::long_text, Kind::number, Kind::choice, Kind::choices, Kind::date, Kind::phone, Kind::id_number}) {
        CHECK(trouble_of(field(kind), "") == "form.required");
        CHECK(trouble_of(field(kind), "  ") == "form.required");
        CHECK(trouble_of(field(kind, false), "") == "");
    }
}

TEST_CASE("a text is measured in characters, after trimming") {
    auto one = field(Kind::text);
    one.points_min = 2;
    one.points_max = 4;
    CHECK(trouble_of(one, "水") == "form.too_short");
    CHECK(trouble_of(one, "  路灯不亮  ") == "");
    CHECK(trouble_of(one, "路灯不亮了") == "form.too_long");
    CHECK(trouble_of(one, std::string(10'000, 'x')) == "form.too_long");
}

TEST_CASE("ill-formed UTF-8 and control characters are no text; lines are, in long texts only") {
    CHECK(trouble_of(field(Kind::text), "\xC3\x28") == "form.not_text");
    CHECK(trouble_of(field(Kind::text), "a\x07") == "form.not_text");
    CHECK(trouble_of(field(Kind::text), "a\nb") == "form.not_text");
    CHECK(trouble_of(field(Kind::long_text), "a\nb") == "");
}

TEST_CASE("a number is whole and within its bounds") {
    auto one = field(Kind::number);
    one.min = 1;
    one.max = 20;
    CHECK(trouble_of(one, "7") == "");
    CHECK(trouble_of(one, "0") == "form.too_small");
    CHECK(trouble_of(one, "-3") == "form.too_small");
    CHECK(trouble_of(one, "21") == "form.too_large");
    for (const auto* wrong : {"3.5", "three", "三", "1e3", "99999999999999999999", "0x10", "+1"}) CHECK(trouble_of(one, wrong) == "form.not_a_number");
}

TEST_CASE("a date exists and lies between its bounds, today included") {
    auto one = field(Kind::date);
    one.earliest = "1930-01-01";
    one.latest = "today";
    CHECK(trouble_of(one, "2026-11-22") == "");
    CHECK(trouble_of(one, "2026-11-23") == "form.too_late");
    CHECK(trouble_of(one, "1929-12-31") == "form.too_early");
    for (const auto* wrong : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01", "2026/04/01", "2026-4-1"})
        CHECK(trouble_of(one, wrong) == "form.not_a_date");
    CHECK(is_date("2024-02-29"));
    CHECK_FALSE(is_date("2100-02-29"));
}

TEST_CASE("phones are mobile, landline with area code, or local") {
    for (const auto* good : {"13900000457", "139 0000 0457", "0000-8801001", "010-12345678", "88010010", "400-123-4567"})
        CHECK_MESSAGE(trouble_of(field(Kind::phone), good) == (std::string(good) == "0000-8801001" ? "form.not_a_phone" : ""), good);
    for (const auto* wrong : {"12345", "12900000457", "139000004570", "phone", "1390000045七", "----", "+8613900000457"})
        CHECK_MESSAGE(trouble_of(field(Kind::phone), wrong) == "form.not_a_phone", wrong);
}

TEST_CASE("an identity number has a birthday and the right check character") {
    CHECK(is_id_number("11010519491231002X"));   // the example of GB 11643
    CHECK(is_id_number("11010519491231002x"));
    CHECK_FALSE(is_id_number("110105194912310021"));
    CHECK_FALSE(is_id_number("11010519491331002X"));
    CHECK_FALSE(is_id_number("11010519491231002"));
    CHECK(trouble_of(field(Kind::id_number), "110105194912310021") == "form.not_an_id_number");
    for (const auto* each_remainder :
         {"999999195401010041", "999999195401010180", "99999919540101005X", "999999195401010009", "999999195401010068", "999999195401010017",
          "999999195401010076", "999999195401010025", "999999195401010084", "999999195401010033", "999999195401010092"})
        CHECK(is_id_number(each_remainder));
    const std::string good = "11010519491231002X";
    for (std::size_t i = 0; i < 17; ++i) {
        auto wrong = good;
        wrong[i] = static_cast<char>('0' + (wrong[i] - '0' + 1) % 10);
        CHECK_FALSE(is_id_number(wrong));
    }
}

TEST_CASE("only options that are offered are accepted, each once, and one of a single choice") {
    auto one = field(Kind::choice);
    one.options = {{"first", {}}, {"other", {}}};
    Draft draft;
    draft.values["it"] = {"second"};
    CHECK(trouble(one, draft, today) == "form.not_an_option");
    draft.values["it"] = {"first", "other"};
    CHECK(trouble(one, draft, today) == "form.not_an_option");
    one.kind = Kind::choices;
    CHECK(trouble(one, draft, today) == "");
    draft.values["it"] = {"first", "first"};
    CHECK(trouble(one, draft, today) == "form.not_an_option");
}

TEST_CASE("consent is a yes") {
    CHECK(trouble_of(field(Kind::consent), "") == "form.consent");
    CHECK(trouble_of(field(Kind::consent), "no") == "form.consent");
    CHECK(trouble_of(field(Kind::consent), "yes") == "");
    CHECK(trouble_of(field(Kind::consent, false), "") == "");
}

TEST_CASE("a field that hangs on an answer comes and goes with it, and so do those that hang on it") {
    auto kind = keyed("kind", Kind::choice);
    kind.options = {{"first", {}}, {"other", {}}};
    auto other = keyed("other", Kind::choice);
    other.options = {{"a", {}}, {"b", {}}};
    other.when_key = "kind";
    other.when_is = {"other"};
    auto deeper = keyed("deeper");
    deeper.when_key = "other";
    deeper.when_is = {"b"};
    const auto item = item_of({kind, other, deeper});
    Draft draft;
    CHECK(applying(item, draft).size() == 1);
    draft.set("kind", "other");
    draft.set("other", "b");
    draft.set("deeper", "why");
    CHECK(applying(item, draft).size() == 3);
    draft.set("kind", "first");
    CHECK(applying(item, draft).size() == 1);
    CHECK(answers(item, draft, {}).size() == 1);
    draft.set("kind", "other");
    CHECK(answers(item, draft, {}).at("deeper") == std::vector<std::string>{"why"});
}

TEST_CASE("a page holds at most three answers, fewer tall ones, and no facts of the card") {
    auto fact = keyed("name", Kind::card_fact);
    fact.fact = "name";
    const auto item = item_of({fact, keyed("a"), keyed("b"), keyed("c"), keyed("d", Kind::long_text), keyed("e", Kind::date), keyed("f")});
    const auto all = pages(item, {});
    REQUIRE(all.size() == 3);
    CHECK(all[0].size() == 3);
    CHECK(all[1].size() == 1);
    CHECK(all[2].size() == 2);
}

TEST_CASE("answers are handed in tidy, with the facts of the card") {
    auto fact = keyed("holder_name", Kind::card_fact);
    fact.fact = "name";
    auto missing = keyed("number", Kind::card_fact);
    missing.fact = "card_number";
    const auto item = item_of({fact, missing, keyed("phone", Kind::phone), keyed("id", Kind::id_number), keyed("note"), keyed("empty")});
    Draft draft;
    draft.set("phone", " 139-0000 0457 ");
    draft.set("id", "11010519491231002x");
    draft.set("note", "  谢谢 ");
    draft.set("empty", "   ");
    draft.set("unknown", "left over from another item");
    const auto handed_in = answers(item, draft, {{"name", "林桂兰·测试"}});
    CHECK(handed_in.size() == 4);
    CHECK(handed_in.at("holder_name").front() == "林桂兰·测试");
    CHECK(handed_in.at("phone").front() == "13900000457");
    CHECK(handed_in.at("id").front() == "11010519491231002X");
    CHECK(handed_in.at("note").front() == "谢谢");
}

TEST_CASE("a sum is typed in yuan, kept within its limits and handed in as fen") {
    auto one = field(Kind::money);
    one.min = 1'000;
    one.max = 500'000;
    CHECK(trouble_of(one, "12.5") == "");
    CHECK(trouble_of(one, "9.99") == "form.too_small");
    CHECK(trouble_of(one, "5000.01") == "form.too_large");
    for (const char* nonsense : {"12,50", "about 20", "1.234", "-5", "99999999999999999999"}) CHECK(trouble_of(one, nonsense) == "form.not_money");
    Draft draft;
    draft.set("it", " 120.50 ");
    CHECK(answers(item_of({one}), draft, {}).at("it") == std::vector<std::string>{"12050"});
}

TEST_CASE("a bank card number needs its check digit; blanks between its groups are nothing") {
    const auto one = field(Kind::bank_account);
    CHECK(trouble_of(one, "6299 9900 0000 0000 004") == "");
    CHECK(trouble_of(one, "6299990000000000005") == "form.not_a_bank_card");
    CHECK(trouble_of(one, "629999000000004") == "form.not_a_bank_card");
    CHECK(trouble_of(one, "six two nine nine") == "form.not_a_bank_card");
    Draft draft;
    draft.set("it", "6299 9900 0000 0000 004");
    CHECK(answers(item_of({one}), draft, {}).at("it") == std::vector<std::string>{"6299990000000000004"});
}

TEST_CASE("an address is a building and a door; whatever is missing is said") {
    const auto one = field(Kind::address);
    const auto trouble_with = [&](std::vector<std::string> values) {
        Draft draft;
        draft.values["it"] = std::move(values);
        return trouble(one, draft, today);
    };
    CHECK(trouble_of(one, "") == "form.required");
    CHECK(trouble_with({"990102001", ""}) == "form.address_open");
    CHECK(trouble_with({"990102001001003", "501"}) == "form.address_open");
    CHECK(trouble_with({"990102001001003002", "  "}) == "form.no_door");
    CHECK(trouble_with({"990102001001003002", std::string(61, 'x')}) == "form.too_long");
    CHECK(trouble_with({"990102001001003002", "a\x07"}) == "form.not_text");
    CHECK(trouble_with({"990102001001003002", "2单元501"}) == "");
    CHECK(trouble_of(field(Kind::address, false), "") == "");
}
