#include "kiosk/ui/input/mongolian.hpp"

#include <doctest/doctest.h>

#include <set>

#include "kiosk/ui/input/layouts.hpp"

using namespace onecard::ui;

namespace {

bool offers(std::string_view word, std::string_view ending) {
    for (const auto& suffix : suffixes_for(word))
        if (suffix == "\u202F" + std::string(ending)) return true;
    return false;
}

}  // namespace

TEST_CASE("endings follow the vowels of the word and its last sound") {
    // qota, city: back vowels, ends in a vowel.
    CHECK(offers("ᠬᠣᠲᠠ", "ᠶᠢᠨ"));
    CHECK(offers("ᠬᠣᠲᠠ", "ᠳᠤ"));
    CHECK(offers("ᠬᠣᠲᠠ", "ᠠᠴᠠ"));
    CHECK_FALSE(offers("ᠬᠣᠲᠠ", "ᠡᠴᠡ"));
    // ger, house: front vowels, ends in r.
    CHECK(offers("ᠭᠡᠷ", "ᠦᠨ"));
    CHECK(offers("ᠭᠡᠷ", "ᠲᠦ"));
    CHECK(offers("ᠭᠡᠷ", "ᠢᠶᠡᠷ"));
    // ajiltan, clerk: ends in n.
    CHECK(offers("ᠠᠵᠢᠯᠲᠠᠨ", "ᠤ"));
    CHECK(offers("ᠠᠵᠢᠯᠲᠠᠨ", "ᠳᠤ"));
    // sar-a, month: the separated a is a vowel.
    CHECK(offers("ᠰᠠᠷ\u180Eᠠ", "ᠶᠢᠨ"));
}

TEST_CASE("only the last word counts, and nothing is offered after anything else") {
    CHECK(offers("ᠬᠣᠲᠠ ᠭᠡᠷ", "ᠦᠨ"));
    CHECK_FALSE(offers("ᠬᠣᠲᠠ ᠭᠡᠷ", "ᠤᠨ"));
    for (const char* text : {"", "abc", "水", "ᠭᠡᠷ ", "ᠭᠡᠷ5", "ᠭᠡᠷ\u202F"}) CHECK(suffixes_for(text).empty());
}

TEST_CASE("every basic Mongolian letter has its key on the screen and on a physical keyboard") {
    std::set<std::string> shown, typed;
    for (const bool shifted : {false, true})
        for (const KeyRow& row : text_layout(KeyMode::mongolian, shifted).rows)
            for (const KeySpec& key : row) shown.emplace(key.key);
    for (char one = 'A'; one <= 'z'; ++one) typed.emplace(mongolian_key(one));
    for (char32_t point = 0x1820; point <= 0x1842; ++point) {
        const std::string letter{char(0xE0 | point >> 12), char(0x80 | (point >> 6 & 63)), char(0x80 | (point & 63))};
        INFO(letter);
        CHECK(shown.contains(letter));
        CHECK(typed.contains(letter));
    }
}
