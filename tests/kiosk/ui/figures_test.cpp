#include <doctest/doctest.h>

#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

Frame plain() {
    Frame frame;
    frame.title = "样例";
    frame.can_cover = true;
    return frame;
}

}  // namespace

TEST_CASE("every bar of a chart says its label and its value, and no more than twenty-four are drawn") {
    std::vector<Bar> bars;
    for (int i = 0; i < 30; ++i) bars.push_back({std::to_string(i) + "月", std::to_string(i * 10), float(i) / 30});
    for (const auto kind : {ChartKind::standing, ChartKind::lying}) {
        Stage stage([&](Kit& kit) {
            kit.page(plain());
            kit.chart("chart", "样例", bars, kind);
        });
        REQUIRE(stage.find("chart.7"));
        CHECK(stage.find("chart.7")->label == "7月");
        CHECK(stage.find("chart.7")->value == "70");
        CHECK_FALSE(stage.find("chart.24"));
    }
}

TEST_CASE("longer bars are drawn higher") {
    Stage stage([](Kit& kit) {
        kit.page(plain());
        const Bar bars[] = {{"一", "1", 0.2f}, {"二", "2", 1.0f}};
        kit.chart("chart", {}, bars);
    });
    const auto ink_of = [&](const char* key) {
        const Rect rect = stage.find(key)->rect;
        const int x = int(rect.x + rect.width / 2);
        const auto ground = stage.paint().at(x, int(rect.y) + 1);
        int ink = 0;
        for (int y = int(rect.y); y < int(rect.y + rect.height); ++y) ink += stage.paint().at(x, y) != ground;
        return ink;
    };
    CHECK(ink_of("chart.1") > 2 * ink_of("chart.0"));
}

TEST_CASE("a table that is too wide becomes facts under their heads") {
    Table table{{"月份", "水费", "电费"}, {{"2026-10", "86.40", "123.50"}}};
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.table("table", table);
    });
    REQUIRE(stage.find("table.0"));
    CHECK(stage.find("table.0")->value == "86.40  123.50");
    for (std::string& cell : table.rows[0]) cell = "一二三四五六七八九十" + cell;
    stage.frame();
    CHECK_FALSE(stage.find("table.0"));
    REQUIRE(stage.find("table.0.2"));
    CHECK(stage.find("table.0.2")->label == "电费");
}

TEST_CASE("what nobody knows the end of moves, what is known stands still and says how far it is") {
    std::optional<float> done;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.progress("progress", "正在发送", done);
    });
    CHECK(stage.kit().next_frame_in());
    CHECK(stage.find("progress")->value.empty());
    done = 0.4f;
    stage.frame();
    CHECK_FALSE(stage.kit().next_frame_in());
    CHECK(stage.find("progress")->value == "40 %");
    done = 7;
    stage.frame();
    CHECK(stage.find("progress")->value == "100 %");
}

TEST_CASE("steps are named in their order") {
    const std::vector<std::string> texts{"放卡", "输密码", "缴费"};
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.steps("steps", texts, 1);
    });
    for (std::size_t i = 0; i < texts.size(); ++i) CHECK(stage.find("steps." + std::to_string(i + 1))->label == texts[i]);
}

TEST_CASE("a dialog higher than the screen is turned by its own buttons, and what answers it stays in sight") {
    View low;
    low.width = 1280;
    low.height = 800;
    low.text_scale = 2;
    int answers = 0;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        for (int i = 0; i < 40; ++i) kit.text("below." + std::to_string(i), "后面的页面");
        kit.begin_dialog("dialog", "请看完");
        for (int i = 0; i < 20; ++i) kit.text("line." + std::to_string(i), "对话框里的一行");
        if (kit.button("done", "好了", Emphasis::primary)) ++answers;
        kit.end_dialog();
    }, "zh-Hans", low);
    CHECK_FALSE(stage.find("line.19")->visible);
    CHECK(stage.find("done")->visible);
    for (int turns = 0; turns < 20 && !stage.find("line.19")->visible; ++turns) REQUIRE(stage.tap("page.down"));
    CHECK(stage.find("line.19")->visible);
    CHECK_FALSE(stage.find("line.0")->visible);
    CHECK_FALSE(stage.find("below.0")->visible);
    REQUIRE(stage.tap("done"));
    CHECK(answers == 1);
}

TEST_CASE("the key beside the title covers the page, and an opaque dialog lets nothing shine through") {
    std::optional<std::string> pressed;
    bool covered = false, red = false;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.notice("secret", red ? Tone::trouble : Tone::good, "一千元");
        if (const auto key = kit.pressed()) pressed = key;
        if (!covered) return;
        kit.begin_dialog("curtain", "已遮挡", true);
        kit.text("text", "没有人看");
        kit.end_dialog();
    });
    REQUIRE(stage.tap("cover"));
    CHECK(pressed == "cover");
    covered = true;
    stage.frame();
    const Rect where = stage.find("secret")->rect;
    const int x = int(where.x + 8), y = int(where.y + where.height / 2);
    const auto before = stage.paint().at(x, y);
    red = true;
    stage.frame();
    CHECK(stage.paint().at(x, y) == before);
}
