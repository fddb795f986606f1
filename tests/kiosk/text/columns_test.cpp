// Pages written in columns: everything can be touched where it is seen, pages move sideways, and strips stay where they always are.
#include <doctest/doctest.h>

#include <array>

#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

Frame frame() {
    Frame all;
    all.title = "ᠬᠦᠰᠡᠯᠲᠡ";
    all.hall = "样例街道便民服务大厅";
    all.clock = "09:30";
    all.network = "已联网";
    all.online = all.can_go_back = all.can_go_home = all.can_end = true;
    return all;
}

Row row(const std::string& key, const std::string& title, const std::string& value = {}) {
    Row one;
    one.key = key;
    one.title = title;
    one.value = value;
    return one;
}

// A page longer than the screen, in which the last row touched is remembered.
struct LongPage {
    std::string touched;
    void draw(Kit& kit) {
        kit.page(frame());
        std::vector<Row> rows;
        for (int i = 0; i < 20; ++i) rows.push_back(row("row." + std::to_string(i), "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "12.50"));
        if (const auto key = kit.rows(rows)) touched = *key;
    }
};

void drag(Stage& stage, float from_x, float from_y, float to_x, float to_y) {
    stage.kit().feed(Touch{Touch::Kind::down, from_x, from_y});
    for (int i = 1; i <= 10; ++i) {
        const float share = float(i) / 10;
        stage.kit().feed(Touch{Touch::Kind::move, from_x + (to_x - from_x) * share, from_y + (to_y - from_y) * share});
    }
    stage.kit().feed(Touch{Touch::Kind::up, to_x, to_y});
    stage.frame();
}

float middle(const Target& target) { return target.rect.x + target.rect.width / 2; }

}  // namespace

TEST_CASE("on a page in columns elements stand side by side from the left, each as high as the page") {
    LongPage page;
    Stage stage([&](Kit& kit) { page.draw(kit); }, "mn-Mong");
    const Target *title = stage.find("title"), *first = stage.find("row.0"), *second = stage.find("row.1");
    REQUIRE(title);
    REQUIRE(second);
    CHECK(title->rect.x + title->rect.width <= first->rect.x);
    CHECK(first->rect.x + first->rect.width <= second->rect.x);
    CHECK(first->rect.y == second->rect.y);
    CHECK(first->rect.height > 1000);
    CHECK(stage.kit().overfull() == 0);
}

TEST_CASE("a touch on a page in columns finds what is seen there") {
    LongPage page;
    Stage stage([&](Kit& kit) { page.draw(kit); }, "mn-Mong");
    CHECK(stage.tap("row.2"));
    CHECK(page.touched == "row.2");
}

TEST_CASE("a page in columns follows a finger to the side, not up or down") {
    LongPage page;
    Stage stage([&](Kit& kit) { page.draw(kit); }, "mn-Mong");
    const float before = stage.find("row.1")->rect.x;
    drag(stage, 800, 700, 800, 300);
    CHECK(stage.find("row.1")->rect.x == before);
    drag(stage, 800, 700, 400, 700);
    CHECK(stage.find("row.1")->rect.x < before - 300);
    CHECK(page.touched.empty());
}

TEST_CASE("turning a page in columns brings what was on the right, and back again") {
    LongPage page;
    Stage stage([&](Kit& kit) { page.draw(kit); }, "mn-Mong");
    CHECK_FALSE(stage.find("row.9")->visible);
    const Target *back = stage.find("page.up"), *on = stage.find("page.down");
    REQUIRE(back);
    CHECK(middle(*back) < middle(*on));
    CHECK(stage.tap("page.down"));
    CHECK(stage.find("row.9")->visible);
    CHECK_FALSE(stage.find("row.0")->visible);
    CHECK(stage.tap("page.up"));
    CHECK(stage.find("row.0")->visible);
}

TEST_CASE("the keys of the lower strip stand at the same place in columns as in Chinese") {
    const auto strip = [](const char* language) {
        Stage stage([](Kit& kit) { kit.page(frame()); }, language);
        std::array<float, 7> places{};
        std::size_t i = 0;
        for (const char* key : {"back", "home", "help", "language", "larger", "voice", "end"}) {
            const Target* target = stage.find(key);
            REQUIRE(target);
            CHECK(target->rect.y + target->rect.height > 1900);
            places[i++] = middle(*target);
        }
        return places;
    };
    CHECK(strip("mn-Mong") == strip("zh-Hans"));
}

TEST_CASE("a field in columns is typed into above the keyboard, and its caret stays in sight") {
    std::string text;
    Stage stage([&](Kit& kit) {
        kit.page(frame());
        for (int i = 0; i < 6; ++i) kit.text("text." + std::to_string(i), "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", TextStyle::large);
        kit.field({"name", "ᠨᠡᠷ\u180Eᠡ", {}, {}, FieldKind::text, 200}, text);
    }, "mn-Mong");
    REQUIRE(stage.tap("name"));
    stage.kit().feed(KeyPress{KeyPress::Kind::text, "王𠮷"});
    stage.frame();
    CHECK(text == "王𠮷");
    const Target* field = stage.find("name");
    CHECK(field->visible);
    CHECK(field->focused);
    const Target* key = stage.find("key.done");
    REQUIRE(key);
    CHECK(field->rect.y + field->rect.height <= key->rect.y);
}

TEST_CASE("the title in the other language stands beside, before or after as the hall wants it") {
    for (const bool first : {false, true}) {
        Stage stage([&](Kit& kit) {
            Frame both = frame();
            both.title_beside = "申请";
            both.beside_first = first;
            kit.page(both);
        }, "mn-Mong");
        const Target *title = stage.find("title"), *beside = stage.find("title.beside");
        REQUIRE(beside);
        CHECK((middle(*beside) < middle(*title)) == first);
        CHECK(beside->rect.width == doctest::Approx(title->rect.width));  // as large
    }
}
