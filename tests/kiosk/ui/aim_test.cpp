// A page that moves by itself under a finger on its way.
#include <doctest/doctest.h>

#include "kiosk/ui/aim.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

/// Two buttons, and news above them that come when they like.
struct Moving {
    int first = 0, second = 0;
    bool news = true;
    Stage stage{[this](Kit& kit) {
        Frame frame;
        frame.title = "样例";
        kit.page(frame);
        if (news) kit.notice("news", Tone::info, "样例");
        if (kit.button("first", "样例")) ++first;
        kit.text("between", "样例");
        if (kit.button("second", "样例")) ++second;
        kit.text("end", "样例");
    }};

    struct Place {
        float x = 0, y = 0;
    };
    Place middle_of(const std::string& key) {
        const auto* target = stage.find(key);
        REQUIRE(target != nullptr);
        return {target->rect.x + target->rect.width / 2, target->rect.y + target->rect.height / 2};
    }
    void touch(Place at) {
        for (const auto kind : {Touch::Kind::down, Touch::Kind::up}) {
            stage.kit().feed(Touch{kind, at.x, at.y, 1, stage.clock().uptime()});
            stage.frame();
            stage.clock().advance(Millis(150));
        }
    }
    void later(Millis time) {
        stage.clock().advance(time);
        stage.frame();
    }
};

}  // namespace

TEST_CASE("a press right after the page moved by itself goes to what was aimed at") {
    Moving page;
    page.later(Millis(2000));
    const auto second = page.middle_of("second");
    page.news = false;
    page.later(Millis(1));
    REQUIRE(page.middle_of("second").y < second.y);
    page.later(Millis(100));
    page.touch(second);
    CHECK(page.second == 1);
    CHECK(page.first == 0);
}

TEST_CASE("a press long after the page moved goes to what stands there now") {
    Moving page;
    page.later(Millis(2000));
    const auto first = page.middle_of("first");
    page.news = false;
    page.later(Millis(1));
    page.later(Aim::reaction + Millis(1));
    const auto now_second = page.middle_of("second");
    page.touch(now_second);
    CHECK(page.second == 1);
    CHECK(page.first == 0);
    CHECK(first.y != now_second.y);
}

TEST_CASE("who has read the page after it moved is taken at their word") {
    const std::vector<Touchable> before{{"a", {0, 0, 100, 50}}, {"b", {0, 60, 100, 50}}}, after{{"a", {0, 60, 100, 50}}, {"b", {0, 120, 100, 50}}};
    Aim aim;
    aim.stood(before, Millis(1000), false);
    aim.stood(after, Millis(2000), false);
    const Touch touch{Touch::Kind::down, 50, 80, 1, Millis(2050)};
    CHECK(aim.corrected(touch, after, Millis(2050)).y == 145);
    aim.known(after);
    CHECK(aim.corrected(touch, after, Millis(2050)).y == 80);
}

TEST_CASE("what moved because of a press does not move the next press") {
    const std::vector<Touchable> before{{"a", {0, 0, 100, 50}}, {"b", {0, 60, 100, 50}}}, after{{"a", {0, 60, 100, 50}}, {"b", {0, 120, 100, 50}}};
    Aim aim;
    aim.stood(before, Millis(1000), false);
    aim.stood(after, Millis(2000), true);
    CHECK(aim.corrected({Touch::Kind::down, 50, 80, 1, Millis(2050)}, after, Millis(2050)).y == 80);
}

TEST_CASE("what was aimed at and is gone leaves the press where it came down") {
    const std::vector<Touchable> before{{"a", {0, 0, 100, 50}}, {"b", {0, 60, 100, 50}}}, after{{"c", {0, 60, 100, 50}}};
    Aim aim;
    aim.stood(before, Millis(1000), false);
    aim.stood(after, Millis(2000), false);
    CHECK(aim.corrected({Touch::Kind::down, 50, 80, 1, Millis(2050)}, after, Millis(2050)).y == 80);
}
