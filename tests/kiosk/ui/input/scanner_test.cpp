#include "kiosk/ui/input/scanner.hpp"

#include <doctest/doctest.h>

using namespace onecard;
using namespace onecard::ui;
using Kind = KeyPress::Kind;

namespace {

KeyPress letter(char one) { return {Kind::text, std::string(1, one)}; }

/// What goes on when `text` arrives with `gap` between the keys, then Enter.
std::vector<KeyPress> heard(Scanner& scanner, std::string_view text, Millis gap, Millis& now) {
    std::vector<KeyPress> all;
    const auto keep = [&](std::vector<KeyPress> keys) {
        for (KeyPress& key : keys) all.push_back(std::move(key));
    };
    for (const char one : text) {
        keep(scanner.due(now));
        keep(scanner.take(letter(one), now));
        now += gap;
    }
    keep(scanner.due(now));
    keep(scanner.take({Kind::enter}, now));
    return all;
}

std::string text_of(const std::vector<KeyPress>& keys) {
    std::string text;
    for (const KeyPress& key : keys)
        if (key.kind == Kind::text) text += key.text;
    return text;
}

}  // namespace

TEST_CASE("a burst of keys ended by Enter is a code; its Enter presses nothing") {
    Scanner scanner;
    Millis now{1000};
    const auto keys = heard(scanner, "K0001-20261122-0003", Millis(4), now);
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].kind == Kind::code);
    CHECK(keys[0].text == "K0001-20261122-0003");
}

TEST_CASE("thirty keys a second are a person's: none is lost, each waits no longer than the gap") {
    Scanner scanner;
    Millis now{1000};
    const auto keys = heard(scanner, "thequickbrownfox", Millis(33), now);
    CHECK(text_of(keys) == "thequickbrownfox");
    CHECK(keys.back().kind == Kind::enter);
    CHECK_FALSE(scanner.due_in(now));
    scanner.take(letter('a'), now);
    CHECK(scanner.due_in(now) == scanner_gap);
    CHECK(scanner.due(now + scanner_gap - Millis(1)).empty());
    CHECK(text_of(scanner.due(now + scanner_gap)) == "a");
}

TEST_CASE("a few fast keys before Enter are still a person's") {
    Scanner scanner;
    Millis now{1000};
    const auto keys = heard(scanner, "12345", Millis(5), now);
    CHECK(text_of(keys) == "12345");
    CHECK(keys.back().kind == Kind::enter);
}

TEST_CASE("a pause in the middle makes it no code, and the order stays") {
    Scanner scanner;
    Millis now{1000};
    std::vector<KeyPress> all = scanner.take(letter('a'), now);
    for (KeyPress& key : scanner.take({Kind::erase}, now)) all.push_back(std::move(key));
    REQUIRE(all.size() == 2);
    CHECK(all[0].text == "a");
    CHECK(all[1].kind == Kind::erase);
}

TEST_CASE("an endless code is dropped whole, and the next one is read") {
    Scanner scanner;
    Millis now{1000};
    CHECK(heard(scanner, std::string(100'000, '7'), Millis(1), now).empty());
    now += Millis(100);
    CHECK(heard(scanner, "1234567", Millis(1), now).front().text == "1234567");
}

TEST_CASE("a word that comes at once is not held back") {
    Scanner scanner;
    CHECK(text_of(scanner.take({Kind::text, "水费水费"}, Millis(5))) == "水费水费");
    scanner.take(letter('x'), Millis(6));
    scanner.forget();
    CHECK(scanner.release().empty());
}
