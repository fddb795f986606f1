#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/kiosk/ui/sample_pages.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

Frame plain(std::string title = "样例") {
    Frame frame;
    frame.title = std::move(title);
    frame.can_go_back = frame.can_go_home = frame.can_end = true;
    return frame;
}

}  // namespace

TEST_CASE("a button answers once, when it is let go inside") {
    int answers = 0;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.text("t", "文字");
        if (kit.button("go", "去")) ++answers;
    });
    stage.press("go");
    CHECK(answers == 0);
    stage.release();
    CHECK(answers == 1);
    stage.frame();
    CHECK(answers == 1);
}

TEST_CASE("a finger that slips off a button presses nothing") {
    int answers = 0;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.text("t", "文字");
        if (kit.button("go", "去")) ++answers;
    });
    stage.press("go");
    stage.kit().feed(Touch{Touch::Kind::up, 5, 5});
    stage.frame();
    CHECK(answers == 0);
    const Rect rect = stage.find("go")->rect;
    stage.kit().feed(Touch{Touch::Kind::down, 5, 700});
    stage.kit().feed(Touch{Touch::Kind::up, rect.x + 9, rect.y + 9});
    stage.frame();
    CHECK(answers == 0);
}

TEST_CASE("a disabled button answers nothing") {
    int answers = 0;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        if (kit.button("go", "去", Emphasis::primary, Icon::none, false)) ++answers;
    });
    stage.tap("go");
    CHECK(answers == 0);
}

TEST_CASE("the strip below tells which of its buttons was let go") {
    std::vector<std::string> pressed;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.text("t", "文字");
        if (auto key = kit.pressed()) pressed.push_back(*key);
    });
    for (const char* key : {"back", "home", "help", "language", "larger", "ease", "voice", "end"}) REQUIRE(stage.tap(key));
    CHECK(pressed == std::vector<std::string>{"back", "home", "help", "language", "larger", "ease", "voice", "end"});
}

TEST_CASE("what a page does not allow is not in its strip, and the others keep their places") {
    Stage with([](Kit& kit) { kit.page(plain()); kit.text("t", "文字"); });
    Stage without([](Kit& kit) { Frame f = plain(); f.can_go_back = f.can_end = false; kit.page(f); kit.text("t", "文字"); });
    CHECK_FALSE(without.find("back"));
    CHECK_FALSE(without.find("end"));
    CHECK(without.find("help")->rect == with.find("help")->rect);
}

TEST_CASE("two touches in one go both count, the second on the page the first one led to") {
    std::vector<std::string> answers;
    bool second_page = false;
    Stage stage([&](Kit& kit) {
        kit.page(plain(second_page ? "二" : "一"));
        if (kit.button(second_page ? "b" : "a", "按钮")) {
            answers.push_back(second_page ? "b" : "a");
            second_page = true;
        }
    });
    const Rect rect = stage.find("a")->rect;
    for (int i = 0; i < 2; ++i) {
        stage.kit().feed(Touch{Touch::Kind::down, rect.x + 20, rect.y + 20});
        stage.kit().feed(Touch{Touch::Kind::up, rect.x + 20, rect.y + 20});
    }
    stage.frame();
    CHECK(answers == std::vector<std::string>{"a", "b"});
}

TEST_CASE("the PIN pad takes digits wherever they are, erases, enters, and shows no digit of what was typed") {
    SecretText pin;
    bool entered = false;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        if (kit.pin_pad(pin, 6)) entered = true;
    });
    CHECK_FALSE(stage.find("pin.enter")->enabled);
    for (const char digit : std::string("12345678")) REQUIRE(stage.tap(std::string("pin.") + digit));
    CHECK(pin.view() == "123456");
    REQUIRE(stage.tap("pin.erase"));
    CHECK(pin.view() == "12345");
    for (const Target& target : stage.kit().targets()) {
        if (target.role == Role::text) CHECK(target.label.find("12345") == std::string::npos);
        CHECK(target.value.empty());
    }
    REQUIRE(stage.tap("pin.enter"));
    CHECK(entered);
}

TEST_CASE("digits of the PIN pad stand elsewhere each time, and keep their place while one types") {
    SecretText pin;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.pin_pad(pin, 6);
    });
    const auto places = [&] {
        std::vector<float> all;
        for (char digit = '0'; digit <= '9'; ++digit) {
            const Rect rect = stage.find(std::string("pin.") + digit)->rect;
            all.push_back(rect.y * 10 + rect.x);
        }
        return all;
    };
    std::set<std::vector<float>> seen;
    for (int visit = 0; visit < 8; ++visit) {
        const auto before = places();
        stage.tap("pin.1");
        CHECK(places() == before);
        stage.tap("pin.enter");
        stage.frame();
        pin.clear();
        seen.insert(places());
    }
    CHECK(seen.size() >= 6);
}

TEST_CASE("a PIN key looks the same whether it is held or not") {
    SecretText pin;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.pin_pad(pin, 6);
    });
    stage.paint();
    stage.press("pin.5");
    stage.paint();
    CHECK(stage.kit().tiles_drawn() == 0);
}

TEST_CASE("while a dialog is up nothing else can be touched") {
    int page_answers = 0, dialog_answers = 0;
    bool asking = true;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.text("t", "文字");
        if (kit.button("under", "下面")) ++page_answers;
        if (!asking) return;
        kit.begin_dialog("ask", "还在吗？");
        kit.text("ask.text", "请回答");
        if (kit.button("yes", "在", Emphasis::primary)) {
            ++dialog_answers;
            asking = false;
        }
        kit.button("no", "结束");
        kit.end_dialog();
    });
    CHECK_FALSE(stage.find("under")->visible);
    CHECK_FALSE(stage.find("help")->visible);
    const Rect rect = stage.find("under")->rect;
    stage.kit().feed(Touch{Touch::Kind::down, rect.x + 9, rect.y + 9});
    stage.kit().feed(Touch{Touch::Kind::up, rect.x + 9, rect.y + 9});
    stage.frame();
    CHECK(page_answers == 0);
    REQUIRE(stage.tap("yes"));
    CHECK(dialog_answers == 1);
    CHECK(stage.find("under")->visible);
    REQUIRE(stage.tap("under"));
    CHECK(page_answers == 1);
}

TEST_CASE("choices change their value and say that they did") {
    std::string sex = "f";
    std::vector<std::string> needs;
    int changes = 0;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        const Option sexes[] = {{"f", "女", {}}, {"m", "男", {}}}, all[] = {{"meal", "助餐", {}}, {"bath", "助浴", {}}};
        changes += kit.choice("sex", "性别", sexes, sex);
        changes += kit.choices("needs", "需要", all, needs);
    });
    stage.tap("sex.m");
    stage.tap("sex.m");
    CHECK(sex == "m");
    CHECK(changes == 1);
    stage.tap("needs.bath");
    stage.tap("needs.meal");
    stage.tap("needs.bath");
    CHECK(needs == std::vector<std::string>{"meal"});
    CHECK(stage.find("needs.meal")->selected);
    CHECK(stage.find("sex.m")->selected);
    CHECK_FALSE(stage.find("sex.f")->selected);
}

TEST_CASE("a date is stepped or typed, and a day that does not exist is complained about") {
    std::string born;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.date("born", "出生日期", born);
    });
    stage.tap("born.year");
    for (const char digit : std::string("1954")) REQUIRE(stage.tap(std::string("key.") + digit));
    stage.tap("key.done");
    stage.tap("born.month.plus");
    stage.tap("born.month.plus");
    stage.tap("born.day.minus");  // begins today, which is the first on this clock
    stage.tap("born.day.minus");
    CHECK(born == "1954-02-28");
    stage.tap("born.day");
    for (const char digit : std::string("31")) stage.tap(std::string("key.") + digit);
    stage.tap("key.done");
    CHECK(born == "1954-02-31");
    CHECK(stage.find("born.trouble"));
    stage.tap("born.month.minus");
    CHECK(born == "1954-01-31");
    CHECK_FALSE(stage.find("born.trouble"));
}

TEST_CASE("a keypad goes through all targets in reading order and enters one") {
    std::vector<std::string> answers;
    Stage stage([&](Kit& kit) {
        Frame frame;
        frame.title = "样例";
        kit.page(frame);
        kit.text("t", "文字");
        for (const char* key : {"a", "b"}) {
            if (kit.button(key, key)) answers.emplace_back(key);
        }
    });
    stage.kit().feed(KeyPress{KeyPress::Kind::next});
    stage.kit().feed(KeyPress{KeyPress::Kind::next});
    stage.kit().feed(KeyPress{KeyPress::Kind::enter});
    stage.frame();
    CHECK(answers == std::vector<std::string>{"b"});
    stage.kit().feed(KeyPress{KeyPress::Kind::previous});
    stage.kit().feed(KeyPress{KeyPress::Kind::enter});
    stage.frame();
    CHECK(answers == std::vector<std::string>{"b", "a"});
}

TEST_CASE("a drag scrolls and presses nothing") {
    int answers = 0;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        std::vector<Row> rows;
        for (int i = 0; i < 40; ++i) rows.push_back({"row." + std::to_string(i), Icon::water, "水费", "样例", "1.00元"});
        if (kit.rows(rows)) ++answers;
    });
    const Rect before = stage.find("row.3")->rect;
    stage.kit().feed(Touch{Touch::Kind::down, 300, before.y + 20});
    stage.kit().feed(Touch{Touch::Kind::move, 300, before.y - 180});
    stage.kit().feed(Touch{Touch::Kind::up, 300, before.y - 180});
    stage.frame();
    CHECK(answers == 0);
    CHECK(stage.find("row.3")->rect.y == doctest::Approx(before.y - 200).epsilon(0.02));
}

TEST_CASE("language, look and size change at any moment without losing what was entered") {
    std::string name;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        kit.field({"name", "姓名", {}, {}, FieldKind::text, 25}, name);
    });
    stage.tap("name");
    stage.tap("key.mode.latin");
    stage.tap("key.a");
    const auto english = Strings::load(assets_folder() / "strings", "en").value();
    stage.kit().use(english);
    View large;
    large.text_scale = 2;
    stage.kit().use(large);
    stage.kit().use(load_theme(assets_folder() / "themes" / "contrast.json").value());
    stage.frame();
    CHECK(stage.find("name")->focused);
    CHECK(stage.find("key.done")->label == "Done");
    stage.tap("key.b");
    CHECK(name == "ab");
}

TEST_CASE("only what moves asks for pictures by itself, and nothing does when motion is reduced") {
    bool busy = true;
    Stage stage([&](Kit& kit) {
        kit.page(plain());
        if (busy) kit.waiting("w", "请稍候");
        else kit.text("t", "好了");
    });
    CHECK(stage.kit().next_frame_in() > Millis(0));
    stage.paint();
    stage.clock().advance(Millis(200));
    CHECK(stage.kit().next_frame_in() == Millis(0));
    stage.frame();
    stage.paint();
    CHECK(stage.kit().tiles_drawn() > 0);
    CHECK(stage.kit().tiles_drawn() < 20);
    View calm;
    calm.reduced_motion = true;
    stage.kit().use(calm);
    stage.frame();
    CHECK_FALSE(stage.kit().next_frame_in());
    stage.kit().use(View{});
    busy = false;
    stage.frame();
    CHECK_FALSE(stage.kit().next_frame_in());
}

TEST_CASE("what is switched on shows it in the strip") {
    Stage stage([](Kit& kit) { kit.page(plain()); kit.text("t", "文字"); });
    CHECK_FALSE(stage.find("larger")->selected);
    View view;
    view.text_scale = 1.5f;
    view.speech = true;
    stage.kit().use(view);
    stage.kit().use(load_theme(assets_folder() / "themes" / "contrast.json").value());
    stage.frame();
    for (const char* key : {"larger", "ease", "voice"}) CHECK(stage.find(key)->selected);
    CHECK_FALSE(stage.find("help")->selected);
}

TEST_CASE("whatever fingers and keys do, every page settles and stays whole") {
    constexpr std::uint64_t seed = 20261122;
    INFO("seed " << seed);
    SeededRandom random(seed);
    const auto pages = sample_pages(true);
    Stage stage(pages.front().draw);
    for (int i = 0; i < 1500; ++i) {
        const auto x = float(random.below(1080)), y = float(random.below(1920));
        switch (random.below(8)) {
            case 0: stage.kit().feed(KeyPress{static_cast<KeyPress::Kind>(random.below(23)), "a\xff中"}); break;
            case 1: stage.kit().feed(Touch{Touch::Kind::move, x, y}); break;
            case 2: stage.kit().feed(Touch{Touch::Kind::cancel, x, y}); break;
            case 3: {
                const auto& page = pages[random.below(pages.size())];
                stage.show(page.draw, page.name);
                break;
            }
            default:
                stage.kit().feed(Touch{Touch::Kind::down, x, y});
                if (random.below(4) > 0) stage.kit().feed(Touch{Touch::Kind::up, x, y});
                break;
        }
        if (random.below(3) == 0) stage.frame();
        if (random.below(50) == 0) stage.kit().forget();
    }
    stage.frame();
    CHECK_FALSE(stage.kit().wants_frame());
    CHECK(stage.kit().overfull() == 0);
    CHECK(stage.kit().targets().size() > 5);
}

TEST_CASE("a date begins today at the first touch, and counts from there") {
    std::string day;
    Stage stage([&day](Kit& kit) {
        Frame frame;
        frame.title = "样例";
        kit.page(frame);
        kit.date("when", "样例", day);
    });
    stage.clock().advance(std::chrono::hours(24 * 20'000));
    const auto today = to_iso(stage.clock().now()).substr(0, 10);
    for (const auto* part : {"year", "month", "day"}) REQUIRE(stage.tap("when." + std::string(part) + ".minus"));
    CHECK(day == today);
    REQUIRE(stage.tap("when.year.minus"));
    CHECK(std::stoi(day) == std::stoi(today) - 1);
}
