// Names as people have them: rare characters, the dot between parts, scripts written from the right.
#include <doctest/doctest.h>

#include <hb.h>

#include <algorithm>
#include <fstream>

#include "base/text.hpp"
#include "cardreader/apps/holder.hpp"
#include "kiosk/device/slip_picture.hpp"
#include "kiosk/ui/formats.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

Frame titled(std::string title) {
    Frame frame;
    frame.title = std::move(title);
    return frame;
}

// Invented; from extensions B to F, with the dot, twenty-five characters long.
const std::string longest = "𠮷𪚥𫖯𫝆𬘭𮧵·阿卜杜拉热合曼·测试𠀀𪜀𫝀𬎆𬺰㐀䶮犇";

struct Press {
    Masks masks;
    Fonts fonts{installed_fonts(), masks};
    Typesetter typesetter{fonts};
    std::vector<PlacedGlyph> glyphs(std::string_view text) { return typesetter.set(text, {40}).lines.at(0).glyphs; }
};

void page_with(Kit& kit, std::string& name, std::size_t points_max) {
    kit.page(titled("样例"));
    kit.field({"name", "姓名", {}, {}, ui::FieldKind::text, points_max}, name);
    kit.fact("fact", "姓名", name);
}

}  // namespace

TEST_CASE("a name of 25 characters, rare ones and dots among them, is typed whole, shown whole and not one character longer") {
    REQUIRE(length_in_points(longest) == 25);
    std::string name;
    Stage stage([&](Kit& kit) { page_with(kit, name, 25); });
    REQUIRE(stage.tap("name"));
    stage.kit().feed(KeyPress{KeyPress::Kind::text, longest + "多"});
    stage.frame();
    CHECK(name == longest);
    CHECK(stage.find("fact")->value == longest);
    CHECK(stage.kit().overfull() == 0);
}

TEST_CASE("no name, amount or number is shortened: what is too long for a line takes another, also at twice the size of letters") {
    View large;
    large.text_scale = 2;
    for (const std::string& value : {longest, std::string("-123,456,789,012.34元"), std::string("999999195401010011 999999195401010011 999999195401010011")}) {
        for (const View& view : {View{}, large}) {
            Stage stage([&](Kit& kit) {
                Frame frame;
                frame.title = value;
                frame.hall = "很长很长名字的样例街道办事处便民服务大厅第一分厅";
                frame.clock = "09:30";
                frame.network = "已联网";
                kit.page(frame);
                kit.fact("fact", "姓名", value, TextStyle::amount);
                Row row;
                row.key = "row";
                row.title = row.value = value;
                kit.rows({&row, 1});
                Tile tile;
                tile.key = "tile";
                tile.title = value;
                kit.tiles({&tile, 1});
            }, "zh-Hans", view);
            CHECK_MESSAGE(stage.kit().overfull() == 0, value);
        }
    }
}

TEST_CASE("a name with rare characters keeps its first and last when it is masked") {
    CHECK(masked_name("𠮷𫖯·𬘭") == "𠮷**𬘭");
    CHECK(masked_name(longest) == "𠮷******犇");
}

TEST_CASE("the card gives a name with characters of four bytes and the dot") {
    const std::string name = "𠮷𫖯𬘭𮧵·试";
    const auto bytes = card::to_gb18030(name);
    REQUIRE(bytes);
    CHECK(bytes->size() == 20);  // all the room that a card has
    CHECK(card::from_gb18030(*bytes).view() == name);
}

TEST_CASE("a slip with a long rare name is longer, not cut") {
    device::Slip slip;
    slip.lines = {{"姓名", "王", false}};
    const int low = device::draw_slip(slip, device::Paper::mm58).height();
    slip.lines[0].value = longest;
    CHECK(device::draw_slip(slip, device::Paper::mm58).height() > low + 60);
}

TEST_CASE("a Uyghur word runs from the right, and the words around it stay where they are") {
    Press press;
    const auto glyphs = press.glyphs("张گۈل三");
    REQUIRE(glyphs.size() == 5);
    for (std::size_t i = 1; i < glyphs.size(); ++i) CHECK(glyphs[i].x > glyphs[i - 1].x);
    const auto form = [&](const PlacedGlyph& glyph) {
        char name[64] = {};
        hb_font_glyph_to_string(press.fonts.shaper(glyph.face), glyph.number, name, sizeof name);
        return std::string(name);
    };
    const auto word = press.glyphs("گۈل");
    CHECK(form(word.front()) == "uni0644");
    CHECK(form(word.back()) == "uniFB94");  // its first letter, in its first form, stands last on the line
    CHECK(glyphs[0].number == press.glyphs("张")[0].number);
    CHECK(glyphs[4].number == press.glyphs("三")[0].number);
    for (std::size_t i = 0; i < 3; ++i) CHECK(glyphs[i + 1].number == word[i].number);
}

TEST_CASE("characters that would turn a name around are shown as codes and turn nothing") {
    Press press;
    const auto plain = press.glyphs("张三·李四");
    for (const char32_t control : {0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x202C}) {
        std::string name = "张";
        append_utf8(name, control);
        name += "三·李四";
        auto glyphs = press.glyphs(name);
        REQUIRE(glyphs.size() == plain.size() + 1);
        CHECK(glyphs[1].face == PlacedGlyph::no_face);
        CHECK(glyphs[1].number == control);
        glyphs.erase(glyphs.begin() + 1);
        for (std::size_t i = 0; i < plain.size(); ++i) CHECK(glyphs[i].number == plain[i].number);
        CHECK(std::is_sorted(glyphs.begin(), glyphs.end(), [](const auto& a, const auto& b) { return a.x < b.x; }));
    }
}

namespace {

bool among(const std::vector<std::uint32_t>& glyphs, const PlacedGlyph& one) { return std::find(glyphs.begin(), glyphs.end(), one.number) != glyphs.end(); }

// Lines that begin with what must not begin one, or end with what must not end one.
int misplaced(Press& press, std::string_view text, const TextSpec& spec) {
    const auto numbers = [&](std::initializer_list<std::string_view> marks) {
        std::vector<std::uint32_t> all;
        TextSpec alone = spec;
        alone.width = 0;
        for (const auto mark : marks) all.push_back(press.typesetter.set(mark, alone).lines[0].glyphs.at(0).number);
        return all;
    };
    const auto closing = numbers({"，", "。", "、", "；", "：", "？", "！", "）", "》", "”"}), opening = numbers({"（", "《", "“"});
    int wrong = 0;
    for (const TextLine& line : press.typesetter.set(text, spec).lines)
        if (!line.glyphs.empty()) wrong += among(closing, line.glyphs.front()) + among(opening, line.glyphs.back());
    return wrong;
}

// How often this process has a font's file mapped.
std::size_t mapped(std::string_view font) {
    std::ifstream maps("/proc/self/maps");
    std::size_t count = 0;
    for (std::string line; std::getline(maps, line);) count += line.find(font) != std::string::npos;
    return count;
}

}  // namespace

TEST_CASE("no line begins with a closing mark or ends with an opening one, in lines and in columns, whatever their length") {
    Press press;
    constexpr std::string_view text = "请把市民卡（一卡通）放在“读卡区”，听到提示音；再拿开。《高龄津贴申领》：年满八十岁、住在本街道的老人，可以申领吗？可以！";
    for (const bool vertical : {false, true})
        for (float width = 140; width < 900; width += 13) CHECK_MESSAGE(misplaced(press, text, {32, false, width, 1.45f, vertical}) == 0, width);
}

TEST_CASE("everyday words open no rare font, and a rare name opens the one that has it") {
    Press press;
    press.typesetter.set("您好，请放卡。12:30 card ¥286.50", {40});
    CHECK(mapped("HanaMin") == 0);
    CHECK(mapped("NotoSansMongolian") == 0);
    press.typesetter.set("𪜀", {40});
    CHECK(mapped("HanaMinB") > 0);
    CHECK(mapped("HanaMinA") == 0);
    CHECK(mapped("NotoSansYi") == 0);
}
