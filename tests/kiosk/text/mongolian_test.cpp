// Traditional Mongolian as HarfBuzz shapes it with Noto Sans Mongolian: the font's glyph names say which form of a letter was chosen.
#include <doctest/doctest.h>

#include <hb.h>

#include <cstdio>

#include "base/text.hpp"
#include "kiosk/ui/strings.hpp"
#include "kiosk/ui/typesetter.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

struct Press {
    Masks masks;
    Fonts fonts{installed_fonts(), masks};
    Typesetter typesetter{fonts};

    const Paragraph& column(std::string_view text, float length = 0) {
        TextSpec spec{40, false, length};
        spec.vertical = true;
        return typesetter.set(text, spec);
    }

    // `u182E.ini u1823.med …`, and `!` with the number for what no font has.
    std::string forms(std::string_view text) {
        std::string all;
        for (const auto& glyph : column(text).lines.at(0).glyphs) {
            char name[64] = {};
            if (glyph.face == PlacedGlyph::no_face) std::snprintf(name, sizeof name, "!%X", static_cast<unsigned>(glyph.number));
            else hb_font_glyph_to_string(fonts.shaper(glyph.face), glyph.number, name, sizeof name);
            all += (all.empty() ? "" : " ") + std::string(name);
        }
        return all;
    }
};

struct Case {
    const char* what;
    const char* text;
    const char* forms;
};

// MVS is U+180E, NNBSP U+202F, FVS1 U+180B.
constexpr Case cases[] = {
    {"letters take their forms from their place in a word", "ᠮᠣᠩᠭᠣᠯ", "u182E.ini u1823.med u1829.med u182D.med u1823.med u182F.fin"},
    {"b and a round vowel are one shape at the end", "ᠪᠣ", "u182A_1823"},
    {"b and i are one shape", "ᠪᠢ", "u182A_1822"},
    {"k and e are one shape, q and a are two", "ᠬᠡ", "u182C_1821"},
    {"q before a back vowel", "ᠬᠠ", "u182C.ini u1820.fin"},
    {"t and a", "ᠲᠠ", "u1832.ini u1820.fin"},
    {"the last vowel stands apart after MVS, and what is before it ends", "ᠰᠠᠷ\u180Eᠠ", "u1830.ini u1820.med u1837.fin space u1820.finV1"},
    {"without MVS the word goes on", "ᠰᠠᠷᠠ", "u1830.ini u1820.med u1837.med u1820.fin"},
    {"a suffix after NNBSP begins in its middle form", "ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ",
     "u182E.ini u1823.med u1829.med u182D.med u1823.med u182F.fin NNBSP u1824.med u1828.fin"},
    {"a suffix of one letter after NNBSP takes its last form", "ᠣᠨ\u202Fᠤ", "u1823.ini u1828.fin NNBSP u1824.fin"},
    {"the instrumental after NNBSP", "ᠭᠠᠷ\u202Fᠢᠶᠠᠷ", "u182D.ini u1820.med u1837.fin NNBSP u1822.med u1836.med u1820.med u1837.fin"},
    {"FVS1 chooses the other form of a", "ᠠ\u180B", "u1820.V1"},
    {"FVS1 takes the dot from n", "ᠨ\u180B", "u1828.iniV1"},
    {"FVS1 and MVS together", "ᠴᠠᠭ\u180B\u180Eᠠ", "u1834.ini u1820.med u182D.finV1 space u1820.finV1"},
    {"comma and full stop", "ᠠᠪᠤ᠂ ᠠᠪᠤ᠃", "u1820.ini u182A_1824.fin u1802 space u1820.ini u182A_1824.fin u1803"},
    {"digits of its own", "᠑᠒", "u1811 u1812"},
    {"the stem alone", "᠊", "u180A"},
};

std::vector<std::string> words_of_the_catalogue() {
    std::vector<std::string> all;
    const auto strings = Strings::load(assets_folder() / "strings", "mn-Mong");
    REQUIRE(strings);
    for (const auto& [key, forms] : strings->entries())
        for (const auto& form : forms) all.push_back(form);
    return all;
}

}  // namespace

TEST_CASE("Mongolian letters take the forms that their words ask for") {
    Press press;
    std::size_t good = 0;
    for (const Case& one : cases) {
        const auto forms = press.forms(one.text);
        CHECK_MESSAGE(forms == one.forms, one.what);
        good += forms == one.forms;
    }
    std::printf("%zu of %zu Mongolian shaping cases\n", good, std::size(cases));
}

TEST_CASE("a Mongolian word has the same forms beside Chinese, brackets and numbers as alone") {
    Press press;
    const auto alone = press.forms("ᠮᠣᠩᠭᠣᠯ");
    for (const char* text : {"民ᠮᠣᠩᠭᠣᠯ", "（ᠮᠣᠩᠭᠣᠯ）", "12ᠮᠣᠩᠭᠣᠯ2026", "card·ᠮᠣᠩᠭᠣᠯ"}) CHECK_MESSAGE(press.forms(text).find(alone) != std::string::npos, text);
}

TEST_CASE("a column chooses the same forms as a line, and lays every letter on its side") {
    Press press;
    const Paragraph column = press.column("ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ ᠬᠡᠯᠡ");
    const Paragraph line = press.typesetter.set("ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ ᠬᠡᠯᠡ", {40});
    REQUIRE(column.lines[0].glyphs.size() == line.lines[0].glyphs.size());
    for (std::size_t i = 0; i < line.lines[0].glyphs.size(); ++i) {
        CHECK(column.lines[0].glyphs[i].number == line.lines[0].glyphs[i].number);
        CHECK(column.lines[0].glyphs[i].turned);
    }
    CHECK(column.width == doctest::Approx(line.width));
}

TEST_CASE("a column ends between words, never before a suffix") {
    Press press;
    const std::string word = "ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ";
    const float length = press.column(word).width;
    for (float room = length + 1; room < 2 * length; room += length / 4) {
        const Paragraph& set = press.column(word + " " + word, room);
        REQUIRE(set.lines.size() == 2);
        CHECK(set.lines[0].width == doctest::Approx(length));
        CHECK(set.lines[1].width == doctest::Approx(length));
    }
}

TEST_CASE("every word that the machine says in Mongolian is drawn by a font") {
    Press press;
    std::size_t framed = 0, notdef = 0, glyphs = 0;
    const auto words = words_of_the_catalogue();
    for (const auto& text : words) {
        for (const auto& line : press.column(text, 900).lines) {
            for (const auto& glyph : line.glyphs) {
                ++glyphs;
                framed += glyph.face == PlacedGlyph::no_face;
                notdef += glyph.number == 0;
            }
        }
    }
    CHECK(framed == 0);
    CHECK(notdef == 0);
    std::printf("%zu Mongolian texts of the catalogue set with %zu glyphs, %zu framed\n", words.size(), glyphs, framed);
}
