#include <doctest/doctest.h>

#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;
using Kind = KeyPress::Kind;

namespace {

Frame titled(std::string title) {
    Frame frame;
    frame.title = std::move(title);
    frame.can_go_back = frame.can_go_home = true;
    return frame;
}

void press(Stage& stage, Kind kind, int times = 1) {
    for (int i = 0; i < times; ++i) {
        stage.kit().feed(KeyPress{kind});
        stage.frame();
    }
}

}  // namespace

TEST_CASE("down goes through texts as well, begins after the title and comes round past the strips") {
    Stage stage([](Kit& kit) {
        kit.page(titled("样例"));
        kit.text("t", "文字");
        kit.button("a", "甲");
    });
    press(stage, Kind::down);
    CHECK(stage.kit().pointer() == "t");
    press(stage, Kind::down);
    CHECK(stage.kit().pointer() == "a");
    press(stage, Kind::down);
    CHECK(stage.kit().pointer() == "back");
    press(stage, Kind::up, 3);
    CHECK(stage.kit().pointer() == "title");
    bool round = false;
    for (int i = 0; i < 30 && !round; ++i) {
        press(stage, Kind::down);
        round = stage.kit().pointer() == "title";
    }
    CHECK(round);
}

TEST_CASE("what the keypad points at is scrolled into view and can be entered") {
    std::string chosen;
    Stage stage([&](Kit& kit) {
        kit.page(titled("长页"));
        for (int i = 0; i < 40; ++i) {
            const auto key = "row" + std::to_string(i);
            kit.text("note" + std::to_string(i), "说明");
            const Row row{key, Icon::none, "第" + std::to_string(i) + "行", {}, {}, Tone::info};
            if (kit.rows({&row, 1})) chosen = key;
        }
    });
    REQUIRE_FALSE(stage.find("row30")->visible);
    press(stage, Kind::down, 62);
    CHECK(stage.kit().pointer() == "row30");
    CHECK(stage.find("row30")->visible);
    press(stage, Kind::enter);
    CHECK(chosen == "row30");
}

TEST_CASE("a dialog keeps the keypad to itself, and back takes its last button") {
    std::string answer;
    bool open = true;
    Stage stage([&](Kit& kit) {
        kit.page(titled("页"));
        kit.button("below", "下面");
        if (!open) return;
        kit.begin_dialog("ask", "真的吗");
        for (const char* key : {"yes", "no"})
            if (kit.button(key, key)) answer = key;
        kit.end_dialog();
    });
    for (int i = 0; i < 6; ++i) {
        press(stage, Kind::down);
        CHECK(stage.kit().pointer() != "below");
    }
    press(stage, Kind::cancel);
    CHECK(answer == "no");
    open = false;
    stage.frame();
    press(stage, Kind::down);
    CHECK(stage.kit().pointer() == "below");
}

TEST_CASE("a field is opened, written on the screen's keys and left with the keypad alone") {
    std::string value;
    Stage stage([&](Kit& kit) {
        kit.page(titled("表"));
        kit.field({"name", "名称", "", "", FieldKind::text, 20, false}, value);
        kit.button("next", "下一步");
    }, "en");
    press(stage, Kind::down);
    REQUIRE(stage.kit().pointer() == "name");
    press(stage, Kind::enter);
    REQUIRE(stage.kit().focus() == "name");
    for (int i = 0; i < 60 && stage.kit().pointer() != "key.h"; ++i) press(stage, Kind::down);
    REQUIRE(stage.kit().pointer() == "key.h");
    press(stage, Kind::enter, 2);
    CHECK(value == "hh");
    press(stage, Kind::cancel);
    CHECK(stage.kit().focus().empty());
    CHECK(stage.kit().pointer() == "name");
}

TEST_CASE("digits typed on the pad go into the field that is pointed at, all of them") {
    std::string value;
    Stage stage([&](Kit& kit) {
        kit.page(titled("表"));
        kit.field({"phone", "电话", "", "", FieldKind::phone, 20, false}, value);
    });
    press(stage, Kind::down);
    stage.kit().feed(KeyPress{Kind::text, "13900000058"});
    stage.frame();
    stage.frame();
    CHECK(value == "13900000058");
    CHECK(stage.kit().focus() == "phone");
}

TEST_CASE("a PIN is typed on the pad's own digits; the shuffled ones are never pointed at") {
    SecretText pin;
    bool entered = false;
    Stage stage([&](Kit& kit) {
        kit.page(titled("密码"));
        entered = kit.pin_pad(pin, 6) || entered;
    });
    for (int i = 0; i < 30; ++i) {
        press(stage, Kind::down);
        const auto& at = stage.kit().pointer();
        CHECK_FALSE((at.size() == 5 && at.starts_with("pin.")));
    }
    stage.kit().feed(Touch{Touch::Kind::cancel});
    stage.kit().feed(KeyPress{Kind::text, "12"});
    stage.kit().feed(KeyPress{Kind::text, "x34"});
    stage.kit().feed(KeyPress{Kind::text, "3"});
    stage.clock().advance(scanner_gap);
    for (int i = 0; i < 4; ++i) stage.frame();
    CHECK(pin.view() == "123");
    press(stage, Kind::erase);
    CHECK(pin.view() == "12");
    press(stage, Kind::enter);
    CHECK(entered);
}

TEST_CASE("keys of the strip do what its buttons do, and nothing where there is none") {
    std::vector<std::string> pressed;
    Stage stage([&](Kit& kit) {
        auto frame = titled("页");
        frame.can_go_home = false;
        kit.page(frame);
        if (const auto key = kit.pressed()) pressed.push_back(*key);
    });
    for (const auto kind : {Kind::cancel, Kind::home, Kind::help, Kind::voice, Kind::end, Kind::repeat}) press(stage, kind);
    CHECK(pressed == std::vector<std::string>{"back", "help", "voice"});
}

TEST_CASE("the strip with what is spoken takes its room from the page, not from a button") {
    View view;
    view.speech = true;
    Stage stage([](Kit& kit) {
        kit.page(titled("页"));
        for (int i = 0; i < 30; ++i) kit.text("t" + std::to_string(i), "很多文字");
        kit.button("go", "去");
    }, "zh-Hans", view);
    stage.kit().caption("有 3 项可以选择");
    stage.frame();
    const Surface& picture = stage.paint();
    std::vector<std::uint32_t> before(picture.row(0), picture.row(0) + picture.width() * picture.height());
    const auto bottom = stage.find("go")->rect.y + stage.find("go")->rect.height, strip = stage.find("help")->rect.y;
    CHECK(strip - bottom > 100);
    stage.kit().caption("另一句话");
    stage.frame();
    auto& after = stage.paint();
    bool changed = false;
    for (int y = int(bottom); y < int(strip); ++y)
        for (int x = 0; x < after.width(); ++x) changed = changed || before[static_cast<std::size_t>(y * after.width() + x)] != after.row(y)[x];
    CHECK(changed);
}
