#include <doctest/doctest.h>

#include "kiosk/ui/veil.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

void veiled_page(Kit& kit) {
    Frame frame;
    frame.title = "我的卡";
    kit.page(frame);
    kit.fact("number", "卡号", veil("3100000000123457", "************3457"));
    kit.fact("name", "姓名", veil("林桂兰·测试", "林****试"));
    const Row row{"bill", Icon::none, "水费", "账单 " + veil("86.40元", "••••"), veil("86.40元", "••••"), Tone::info};
    kit.rows({&row, 1});
    kit.button("pay", "缴费 " + veil("86.40元", "••••"));
}

bool anywhere(const Stage& stage, std::string_view text) {
    for (const auto* key : {"number", "name", "bill", "pay"}) {
        const auto* target = stage.find(key);
        if (target->label.find(text) != std::string::npos || target->value.find(text) != std::string::npos) return true;
    }
    return false;
}

std::vector<std::uint32_t> pixels(Stage& stage) {
    const Surface& surface = stage.paint();
    std::vector<std::uint32_t> all;
    for (int y = 0; y < surface.height(); ++y) all.insert(all.end(), surface.row(y), surface.row(y) + surface.width());
    return all;
}

}  // namespace

TEST_CASE("what is veiled shows only in the thing that was touched, and is hidden again after ten seconds") {
    Stage stage(veiled_page);
    CHECK(stage.find("number")->value == "************3457");
    CHECK_FALSE(anywhere(stage, "3100000000123457"));
    CHECK_FALSE(anywhere(stage, "86.40"));
    const auto hidden = pixels(stage);
    REQUIRE(stage.tap("number"));
    CHECK(stage.find("number")->value == "3100000000123457");
    CHECK(stage.find("name")->value == "林****试");
    CHECK(pixels(stage) != hidden);
    REQUIRE(stage.kit().next_frame_in());
    CHECK(*stage.kit().next_frame_in() <= Millis(10'000));
    stage.clock().advance(Millis(9'999));
    stage.frame();
    CHECK(stage.find("number")->value == "3100000000123457");
    stage.clock().advance(Millis(1));
    CHECK(*stage.kit().next_frame_in() == Millis(0));
    stage.frame();
    CHECK_FALSE(anywhere(stage, "3100000000123457"));
    CHECK(pixels(stage) == hidden);
}

TEST_CASE("the keypad uncovers as a finger does, and the end of a visit covers") {
    Stage stage(veiled_page);
    stage.kit().feed(KeyPress{KeyPress::Kind::down});
    stage.kit().feed(KeyPress{KeyPress::Kind::enter});
    stage.frame();
    CHECK(stage.find("number")->value == "3100000000123457");
    stage.kit().forget();
    stage.frame();
    CHECK(stage.find("number")->value == "************3457");
}

TEST_CASE("a veil cut in two by a hostile text never shows a mark nor what it hides") {
    const auto whole = veil("secret", "hidden");
    CHECK(without_veil("a" + whole + "b", false) == "ahiddenb");
    CHECK(without_veil("a" + whole + "b", true) == "asecretb");
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        const auto text = without_veil(whole.substr(0, cut) + "x", false);
        CHECK(text.find("\xEF\xB7\x90") == std::string::npos);
        CHECK(text.find("secret") == std::string::npos);
    }
    CHECK(without_veil(veil("a\xEF\xB7\x92\xEF\xB7\x91z", "-"), false) == "-");
}

TEST_CASE("a picture for support keeps the words of the catalogue and dots out everything else") {
    const auto page = [](const std::string& name) {
        return [name](Kit& kit) {
            Frame frame;
            frame.title = "要缴的费";
            kit.page(frame);
            kit.text("name", name);
        };
    };
    Stage one(page("林桂兰")), other(page("王小雨"));
    CHECK(pixels(one) != pixels(other));
    one.kit().conceal(true);
    other.kit().conceal(true);
    one.frame();
    other.frame();
    CHECK(pixels(one) == pixels(other));
    const auto titled = pixels(one);
    const auto no_title = [](Kit& kit) { kit.page({}); };
    one.show(no_title, "page");
    CHECK(pixels(one) != titled);
}
