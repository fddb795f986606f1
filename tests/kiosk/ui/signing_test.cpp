#include <doctest/doctest.h>

#include "kiosk/ui/signing.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

struct Paper {
    std::string strokes;
    int changes = 0;
    Stage stage{[this](Kit& kit) {
        Frame frame;
        frame.title = "样例";
        kit.page(frame);
        if (kit.signature("sign", "样例", strokes)) ++changes;
        kit.button("below", "样例");
    }};

    void draw(float from, float to) {
        const auto& rect = stage.find("sign")->rect;
        const auto at = [&](Touch::Kind kind, float share) {
            stage.kit().feed(Touch{kind, rect.x + rect.width * share, rect.y + rect.height * share, 1});
            stage.frame();
        };
        at(Touch::Kind::down, from);
        for (int i = 1; i <= 10; ++i) at(Touch::Kind::move, from + (to - from) * static_cast<float>(i) / 10);
        at(Touch::Kind::up, to);
    }
};

}  // namespace

TEST_CASE("each stroke of a finger is kept once, and comes back as it was drawn") {
    Paper paper;
    paper.draw(0.2F, 0.6F);
    paper.draw(0.7F, 0.8F);
    CHECK(paper.changes == 2);
    const auto strokes = read_signature(paper.strokes);
    REQUIRE(strokes.size() == 2);
    CHECK(strokes[0].front().x == doctest::Approx(0.2).epsilon(0.02));
    CHECK(strokes[0].back().x == doctest::Approx(0.6).epsilon(0.02));
    CHECK(strokes[0].size() > 5);
}

TEST_CASE("a signature changes the picture, and a finger that signs scrolls and presses nothing") {
    Paper paper;
    const auto& surface = paper.stage.paint();
    const auto& rect = paper.stage.find("sign")->rect;
    const int x = static_cast<int>(rect.x + rect.width * 0.4F), y = static_cast<int>(rect.y + rect.height * 0.4F);
    const auto before = surface.at(x, y);
    paper.draw(0.2F, 0.6F);
    CHECK(paper.stage.paint().at(x, y) != before);
    CHECK(paper.stage.find("sign")->rect.y == rect.y);
}

TEST_CASE("no signature grows beyond what is sent, and senseless text draws nothing") {
    std::string text;
    InkStroke stroke;
    for (int i = 0; i < 400; ++i) stroke.push_back({static_cast<float>(i % 7) / 7, static_cast<float>(i % 2)});
    int taken = 0;
    while (add_stroke(text, stroke) && taken < 1000) ++taken;
    CHECK(taken >= 1);
    CHECK(taken < 1000);
    CHECK(text.size() <= signature_bytes_max);
    CHECK(read_signature("pin").empty());
    CHECK(read_signature(";;,, 1,2x 99999999999,1 -1,4;").empty());
    CHECK_FALSE(add_stroke(text, {}));
}
