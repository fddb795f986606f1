// Texts that nobody writes: they are drawn quickly, bounded, and hide nothing of what is beside them. And a machine without its fonts.
#include <doctest/doctest.h>

#include <chrono>

#include "base/file.hpp"
#include "base/text.hpp"
#include "kiosk/device/slip_picture.hpp"
#include "tests/kiosk/ui/stage.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

Frame titled(std::string title) {
    Frame frame;
    frame.title = std::move(title);
    return frame;
}

struct Press {
    Masks masks;
    Fonts fonts{installed_fonts(), masks};
    Typesetter typesetter{fonts};
};

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

std::size_t glyphs_in(const Paragraph& paragraph) {
    std::size_t count = 0;
    for (const TextLine& line : paragraph.lines) count += line.glyphs.size();
    return count;
}

// Far more than it takes; a square of the length would need minutes.
template <class Work>
bool is_quick(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - begin < std::chrono::seconds(2);
}

std::vector<FontFile> without(std::string_view part, const std::filesystem::path& instead = "/nowhere/missing.ttf") {
    auto fonts = installed_fonts();
    for (auto& font : fonts) {
        if (font.regular.string().find(part) == std::string::npos) continue;
        font.regular = instead;
        font.bold.clear();
    }
    return fonts;
}

int ink(const Surface& picture) {
    int dark = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) dark += (picture.row(y)[x] & 0xFF) < 128;
    return dark;
}

}  // namespace

TEST_CASE("five thousand marks on one letter leave a handful, quickly, and the rest of the name whole") {
    Press press;
    for (const char* mark : {"\u0301", "\u0E49", "\u20DD", "\u3099", "\u0F71"}) {
        const std::string name = "张a" + repeated(mark, 5000) + "三";
        std::size_t count = 0;
        CHECK(is_quick([&] { count = glyphs_in(press.typesetter.set(name, {40, false, 300})); }));
        CHECK(count >= 3);
        CHECK(count <= 3 + 2 * marks_max);
        CHECK(press.typesetter.set(name, {40, false, 300}).cut);
    }
}

TEST_CASE("invisible characters by the thousand show nothing and hide nothing") {
    Press press;
    for (const char* invisible : {"\u200B", "\u200D", "\uFEFF", "\u2060", "\uFE0F", "\u180B"}) {
        const Paragraph* set = nullptr;
        CHECK(is_quick([&] { set = &press.typesetter.set("张" + repeated(invisible, 5000) + "三", {40, false, 300}); }));
        CHECK(set->lines.size() == 1);
        CHECK(set->width == doctest::Approx(80));
    }
}

TEST_CASE("a name full of floods goes through a page: it is typed, shown and wiped without a stall") {
    std::string name = "张" + repeated("\u0301", 5000) + repeated("\u202E", 500) + repeated("\u200D", 5000) + repeated("𪚥", 500);
    Stage stage([&](Kit& kit) {
        kit.page(titled(name));
        kit.field({"name", "姓名", {}, {}, ui::FieldKind::text, 20'000}, name);
        kit.fact("fact", "姓名", name);
    });
    CHECK(is_quick([&] { stage.frame(); }));
    CHECK(stage.find("name"));
}

TEST_CASE("half a surrogate, cut sequences and bytes of no character each show one sign and no more") {
    Press press;
    for (const std::string_view text : {"\xED\xA0\x80", "\xED\xBF\xBF"}) CHECK(glyphs_in(press.typesetter.set(text, {40})) == 3);
    CHECK(glyphs_in(press.typesetter.set("\xF0\x9F\x98", {40})) == 1);
    CHECK(glyphs_in(press.typesetter.set("张\xFF三", {40})) == 3);
    CHECK(is_quick([&] { press.typesetter.set(repeated("\xFF", 100'000), {40, false, 300}); }));
}

TEST_CASE("without the Chinese font the rare one speaks Chinese") {
    Masks masks;
    Fonts fonts(without("NotoSansCJK"), masks);
    Typesetter typesetter(fonts);
    for (const auto& glyph : typesetter.set("居民服务12", {40}).lines[0].glyphs) CHECK(glyph.face != PlacedGlyph::no_face);
}

TEST_CASE("a font file that is empty, a folder, cut short or something else is as if it were missing") {
    const test::TemporaryFolder folder;
    const auto whole = read_file(installed_fonts().front().regular, 64 << 20).value();
    for (const auto& bytes : {std::string(), whole.substr(0, 20), whole.substr(0, 5'000), std::string(9'000, 'A')}) {
        REQUIRE(write_file(folder / "font.otf", bytes));
        Masks masks;
        Fonts fonts(without("NotoSansCJK", folder / "font.otf"), masks);
        const auto face = fonts.face_for(U'居', false);
        REQUIRE(face);
        CHECK(fonts.name(*face) != "font");
    }
    Masks masks;
    Fonts fonts(without("NotoSansCJK", folder.path()), masks);
    CHECK(fonts.face_for(U'居', true));
}

TEST_CASE("without any font pages stand, each character as a framed code that can be read") {
    const SystemClock clock;
    SeededRandom random(3);
    const auto strings = Strings::load(assets_folder() / "strings", "zh-Hans").value();
    auto kit = ScreenKit::open(assets_folder(), strings, {}, {clock, random, without("/")});
    REQUIRE(kit);
    do {
        (*kit)->begin_frame("page");
        (*kit)->page(titled("样例"));
        (*kit)->button("go", "去缴费");
        (*kit)->end_frame();
    } while ((*kit)->wants_frame());
    Surface surface(1080, 1920);
    (*kit)->paint(surface);
    CHECK(ink(surface) > 2000);
    CHECK((*kit)->targets().size() > 5);

    device::Slip one, other;
    one.title = "甲";
    other.title = "乙";
    const auto a = device::draw_slip(one, device::Paper::mm80, without("/")), b = device::draw_slip(other, device::Paper::mm80, without("/"));
    CHECK(ink(a) > 100);
    CHECK(ink(a) != ink(b));  // the codes differ
}
