#include <doctest/doctest.h>

#include <chrono>

#include "base/text.hpp"
#include "kiosk/ui/typesetter.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

struct Press {
    Masks masks;
    Fonts fonts{installed_fonts(), masks};
    Typesetter typesetter{fonts};
};

std::size_t glyphs_in(const Paragraph& paragraph) {
    std::size_t count = 0;
    for (const TextLine& line : paragraph.lines) count += line.glyphs.size();
    return count;
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("Chinese breaks between characters but never before a full stop") {
    Press press;
    // Exactly nine characters fit: the tenth is the stop and takes its neighbour along.
    const Paragraph& set = press.typesetter.set("一二三四五六七八九。十", {30, false, 270});
    REQUIRE(set.lines.size() == 2);
    CHECK(set.lines[0].glyphs.size() == 8);
    CHECK(set.lines[1].glyphs.size() == 3);
}

TEST_CASE("English breaks between words, and a word too long for a line breaks inside") {
    Press press;
    const Paragraph& words = press.typesetter.set("alpha beta gamma delta", {30, false, 180});
    CHECK(words.lines.size() >= 2);
    for (const TextLine& line : words.lines) CHECK(line.width <= 180.5f);
    const Paragraph& word = press.typesetter.set(repeated("x", 100), {30, false, 180});
    CHECK(word.lines.size() > 3);
    for (const TextLine& line : word.lines) CHECK(line.width <= 180.5f);
    CHECK(glyphs_in(word) == 100);
}

TEST_CASE("a line feed always ends a line") {
    Press press;
    CHECK(press.typesetter.set("一\n二\n", {30, false, 400}).lines.size() == 3);
    CHECK(press.typesetter.set("", {30, false, 400}).lines.size() == 1);
}

TEST_CASE("no line is wider than it may be, whatever the width") {
    Press press;
    for (float width = 40; width < 700; width += 37) {
        const Paragraph& set =
            press.typesetter.set("请把市民一卡通 (citizen one-card) 平放在读卡区，余额 1,286.50元。Please wait…", {32, false, width});
        for (const TextLine& line : set.lines) CHECK(line.width <= width + 0.6f);
    }
}

TEST_CASE("a code point that no font has is drawn as a frame with its number") {
    Press press;
    const char32_t nowhere = 0xE123;  // private use
    std::string text;
    append_utf8(text, nowhere);
    const Paragraph& set = press.typesetter.set(text, {48, false});
    REQUIRE(glyphs_in(set) == 1);
    CHECK(set.lines[0].glyphs[0].face == PlacedGlyph::no_face);
    CHECK(set.lines[0].glyphs[0].number == nowhere);
    const Mask& mask = press.fonts.code(nowhere, 48);
    REQUIRE(mask.width == 48);
    int ink = 0;
    for (int i = 0; i < 48 * 48; ++i) ink += press.masks.page(mask.page)[(mask.y + i / 48) * Masks::page_edge + mask.x + i % 48] > 128;
    CHECK(ink > 200);
    const Mask& other = press.fonts.code(0xE124, 48);
    bool same = true;
    for (int i = 0; i < 48 * 48; ++i) {
        same = same && press.masks.page(mask.page)[(mask.y + i / 48) * Masks::page_edge + mask.x + i % 48] ==
                           press.masks.page(other.page)[(other.y + i / 48) * Masks::page_edge + other.x + i % 48];
    }
    CHECK_FALSE(same);
}

TEST_CASE("rare characters of names have glyphs") {
    Press press;
    for (const char* text : {"𠮷", "㛃", "䶮", "犇", "喆", "·", "ᠮᠣᠩᠭᠣᠯ", "é", "€", "→", "∑"}) {
        INFO(text);
        for (const TextLine& line : press.typesetter.set(text, {30, false}).lines) {
            for (const PlacedGlyph& glyph : line.glyphs) CHECK(glyph.face != PlacedGlyph::no_face);
        }
    }
}

TEST_CASE("bytes that are no UTF-8 and characters that steer the line are safe") {
    Press press;
    for (const std::string_view text : {std::string_view("\xff\xfe\x80"), std::string_view("a\xe4\xb8"), std::string_view("\x01\x02\x1b[0m"),
                                        std::string_view("\xe2\x80\xae abc \xe2\x80\xac"), std::string_view("a\0b", 3)}) {
        const Paragraph& set = press.typesetter.set(text, {30, true, 300});
        CHECK(set.lines.size() >= 1);
        for (const TextLine& line : set.lines) {
            for (const PlacedGlyph& glyph : line.glyphs) CHECK(glyph.x >= -30);
        }
    }
}

TEST_CASE("ten thousand characters are all set, a million are cut") {
    Press press;
    const std::string long_text = repeated("一二三四五六七八九十", 1000);
    const Paragraph& set = press.typesetter.set(long_text, {30, false, 900});
    CHECK(glyphs_in(set) == 10'000);
    CHECK_FALSE(set.cut);
    const Paragraph& cut = press.typesetter.set(repeated(long_text, 100), {30, false, 900});
    CHECK(cut.cut);
    CHECK(glyphs_in(cut) == points_set_max);
}

TEST_CASE("masks stay bounded however many glyphs are asked for") {
    Press press;
    const auto face = press.fonts.face_for(U'一', false);
    REQUIRE(face);
    for (int round = 0; round < 3; ++round) {
        for (std::uint32_t glyph = 1; glyph < 9000; ++glyph) press.fonts.glyph(*face, glyph, 60, 0);
        CHECK(press.masks.pages() <= Masks::pages_max);
        press.masks.settle();
        CHECK(press.masks.pages() <= Masks::pages_kept);
    }
}

namespace {

TextSpec column(float size, float length = 0) {
    TextSpec spec{size, false, length};
    spec.vertical = true;
    return spec;
}

}  // namespace

TEST_CASE("in a column Chinese stands upright, Mongolian and Latin words lie on their side") {
    Press press;
    const auto glyphs = [&](std::string_view text) { return press.typesetter.set(text, column(40)).lines.at(0).glyphs; };
    for (const auto& glyph : glyphs("民（）。")) CHECK_FALSE(glyph.turned);
    for (const auto& glyph : glyphs("ᠮᠣᠩᠭᠣᠯ")) CHECK(glyph.turned);
    for (const auto& glyph : glyphs("card")) CHECK(glyph.turned);
}

TEST_CASE("in a column a number of one or two digits stands in the place of one character, a longer one lies") {
    Press press;
    const Paragraph two = press.typesetter.set("22", column(40));
    CHECK(two.width == doctest::Approx(40));
    for (const auto& glyph : two.lines[0].glyphs) CHECK_FALSE(glyph.turned);
    CHECK(two.lines[0].glyphs[0].y > two.lines[0].glyphs[1].y);  // the first digit is on the left
    for (const std::string_view text : {"2026", "12.50", "A1", "09:30"})
        for (const auto& glyph : press.typesetter.set(text, column(40)).lines[0].glyphs) CHECK_MESSAGE(glyph.turned, text);
}

TEST_CASE("a column is no longer than it may be, and the next one stands beside it") {
    Press press;
    const Paragraph& set = press.typesetter.set("请把市民一卡通平放在读卡区，余额1,286.50元。ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", column(32, 200));
    CHECK(set.vertical);
    CHECK(set.lines.size() > 2);
    for (const TextLine& line : set.lines) CHECK(line.width <= 200.6f);
}
