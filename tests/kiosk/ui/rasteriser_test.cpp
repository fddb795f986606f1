#include <doctest/doctest.h>

#include "tests/kiosk/ui/sample_pages.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

bool same_picture(const Surface& a, const Surface& b) {
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (a.at(x, y) != b.at(x, y)) return false;
        }
    }
    return true;
}

/// Everything drawn anew, for comparing.
Surface drawn_whole(Stage& stage) {
    Surface whole(stage.kit().view().width, stage.kit().view().height);
    stage.kit().repaint();
    stage.kit().paint(whole);
    return whole;
}

std::function<void(Kit&)> two_buttons() {
    return [](Kit& kit) {
        Frame frame;
        frame.title = "样例";
        kit.page(frame);
        kit.text("t", "一段文字");
        kit.button("first", "第一", Emphasis::primary);
        kit.button("second", "第二");
    };
}

}  // namespace

TEST_CASE("a frame in which nothing changed draws no tile") {
    Stage stage(two_buttons());
    stage.paint();
    CHECK(stage.kit().tiles_drawn() == 17 * 30);
    stage.frame();
    stage.paint();
    CHECK(stage.kit().tiles_drawn() == 0);
}

TEST_CASE("a pressed button draws the tiles it lies on and few others") {
    Stage stage(two_buttons());
    stage.paint();
    REQUIRE(stage.press("first"));
    stage.paint();
    const Target* target = stage.find("first");
    const int columns = static_cast<int>(target->rect.width) / Rasteriser::tile_edge + 2,
              rows = static_cast<int>(target->rect.height) / Rasteriser::tile_edge + 2;
    CHECK(stage.kit().tiles_drawn() > 0);
    CHECK(stage.kit().tiles_drawn() <= columns * rows);
}

TEST_CASE("the boxes returned hold every pixel that changed") {
    Stage stage(two_buttons());
    Surface surface(1080, 1920);
    stage.kit().repaint();
    stage.kit().paint(surface);
    Surface before(1080, 1920);
    for (int y = 0; y < 1920; ++y) std::copy_n(surface.row(y), 1080, before.row(y));
    REQUIRE(stage.press("second"));
    const auto boxes = stage.kit().paint(surface);
    int outside = 0, inside = 0;
    for (int y = 0; y < 1920; ++y) {
        for (int x = 0; x < 1080; ++x) {
            if (surface.at(x, y) == before.at(x, y)) continue;
            const bool held = std::any_of(boxes.begin(), boxes.end(), [&](const Box& b) { return x >= b.x0 && x < b.x1 && y >= b.y0 && y < b.y1; });
            (held ? inside : outside) += 1;
        }
    }
    CHECK(inside > 1000);
    CHECK(outside == 0);
}

TEST_CASE("drawing only what changed gives the same picture as drawing everything") {
    for (const bool chinese : {true, false}) {
        const auto pages = sample_pages(chinese);
        Stage stage(pages.front().draw, chinese ? "zh-Hans" : "en");
        stage.paint();
        for (const SamplePage& page : pages) {
            INFO(page.name);
            stage.show(page.draw, page.name);
            Surface partly(1080, 1920);
            const Surface& now = stage.paint();
            for (int y = 0; y < 1920; ++y) std::copy_n(now.row(y), 1080, partly.row(y));
            CHECK(same_picture(partly, drawn_whole(stage)));
            stage.kit().repaint();
            stage.paint();
        }
    }
}

TEST_CASE("nothing of one visitor's page is left on the next one's screen") {
    const auto pages = sample_pages(true);
    Stage used(pages[1].draw), fresh(pages[0].draw);
    used.paint();
    CHECK(used.kit().texts_kept() > 5);
    used.kit().forget();
    CHECK(used.kit().texts_kept() == 0);
    CHECK(used.kit().targets().empty());
    used.show(pages[0].draw, "welcome");
    CHECK(same_picture(used.paint(), fresh.paint()));
}
