// The whole keyboard under a finger, a physical keyboard and a scanner: what stands in the field afterwards.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

/// Two fields, as a form has them, and a button.
struct Form {
    std::string first, second;
    FieldKind kind = FieldKind::text;
    bool search = false;
    std::optional<std::string> scanned;
    std::string composing;
    int pressed = 0;

    std::function<void(Kit&)> page() {
        return [this](Kit& kit) {
            Frame frame;
            frame.title = "样例";
            kit.page(frame);
            kit.field({"f", "内容", "提示", {}, kind, 200, false, search}, first);
            kit.field({"g", "说明", "提示", {}, FieldKind::long_text, 200}, second);
            pressed += kit.button("next", "下一步");
            composing = kit.composing("f");
            if (auto code = kit.scanned()) scanned = std::move(code);
        };
    }
};

void type(Stage& stage, std::string_view text, Millis gap = Millis(40)) {
    for (const char32_t point : code_points(text)) {
        std::string one;
        append_utf8(one, point);
        stage.kit().feed(KeyPress{KeyPress::Kind::text, one});
        stage.clock().advance(gap);
        stage.frame();
    }
}

void key(Stage& stage, KeyPress::Kind kind) {
    stage.kit().feed(KeyPress{kind});
    stage.frame();
}

/// One finger over the writing area, in its heights from its left upper corner.
void draw(Stage& stage, std::initializer_list<InkPoint> stroke) {
    const Rect area = stage.find("key.area")->rect;
    Touch touch{Touch::Kind::down};
    for (const InkPoint& at : stroke) {
        touch.x = area.x + at.x * area.height;
        touch.y = area.y + at.y * area.height;
        stage.kit().feed(touch);
        touch.kind = Touch::Kind::move;
    }
    touch.kind = Touch::Kind::up;
    stage.kit().feed(touch);
    stage.frame();
}

void touch_at(Stage& stage, float x, float y) {
    stage.kit().feed(Touch{Touch::Kind::down, x, y});
    stage.kit().feed(Touch{Touch::Kind::up, x, y});
    stage.frame();
}

}  // namespace

TEST_CASE("a character is drawn with the finger and chosen; a stroke is taken back, all of it begun anew") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.handwriting");
    draw(stage, {{0.3f, 0.5f}, {0.7f, 0.49f}, {1.1f, 0.5f}});
    REQUIRE(stage.find("candidate.0"));
    CHECK(stage.find("candidate.0")->label == "一");
    draw(stage, {{0.7f, 0.1f}, {0.7f, 0.5f}, {0.7f, 0.9f}});
    CHECK(stage.find("candidate.0")->label == "十");
    stage.tap("key.undo");
    CHECK(stage.find("candidate.0")->label == "一");
    stage.tap("key.clear");
    CHECK_FALSE(stage.find("candidate.0"));
    draw(stage, {{0.3f, 0.5f}, {1.1f, 0.5f}});
    draw(stage, {{0.7f, 0.1f}, {0.7f, 0.9f}});
    stage.tap("key.space");
    CHECK(form.first == "十");
    CHECK(stage.kit().focus() == "f");
    draw(stage, {{0.3f, 0.5f}, {1.1f, 0.5f}});
    stage.tap("key.erase");
    CHECK(form.first == "十");
    CHECK_FALSE(stage.find("candidate.0"));
    stage.tap("key.erase");
    CHECK(form.first.empty());
}

TEST_CASE("a finger that slides off the writing area while drawing presses no key") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.handwriting");
    draw(stage, {{0.3f, 0.5f}, {0.7f, 1.35f}});
    CHECK(form.first.empty());
    CHECK(stage.kit().focus() == "f");
    CHECK(stage.find("key.area")->value == "1");
}

TEST_CASE("strokes lead to a character, and those that lead nowhere leave nothing behind") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.strokes");
    for (const char stroke : std::string("2511")) REQUIRE(stage.tap(std::string("key.") + stroke));
    CHECK(stage.find("candidate.0")->label == "日");
    stage.tap("candidate.0");
    CHECK(form.first == "日");
    stage.tap("key.1");
    stage.tap("key.mode.latin");
    stage.tap("key.a");
    CHECK(form.first == "日a");
}

TEST_CASE("Mongolian is written by sound, with its endings offered after the word") {
    Form form;
    Stage stage(form.page(), "mn-Mong");
    stage.tap("f");
    for (const char* letter : {"ᠬ", "ᠣ", "ᠲ", "ᠠ"}) REQUIRE(stage.tap("key." + std::string(letter)));
    REQUIRE(stage.find("candidate.0"));
    CHECK(stage.find("candidate.0")->label == "\u202Fᠶᠢᠨ");
    stage.tap("candidate.0");
    CHECK(form.first == "ᠬᠣᠲᠠ\u202Fᠶᠢᠨ");
    stage.tap("key.space");
    stage.tap("key.ᠰ");
    stage.tap("key.ᠠ");
    stage.tap("key.ᠷ");
    stage.tap("key.\u180Eᠠ");
    CHECK(form.first == "ᠬᠣᠲᠠ\u202Fᠶᠢᠨ ᠰᠠᠷ\u180Eᠠ");
    type(stage, " ger");
    CHECK(form.first.ends_with("ᠰᠠᠷ\u180Eᠠ ᠭᠡᠷ"));
}

TEST_CASE("whatever way of writing comes next, the text stays as it was") {
    Form form;
    form.first = "古丽·Ab1";
    Stage stage(form.page());
    stage.tap("f");
    for (int round = 0; round < 2; ++round)
        for (const KeyMode mode : key_modes) {
            REQUIRE(stage.tap("key.mode." + std::string(name(mode))));
            CHECK(stage.find("key.mode." + std::string(name(mode)))->selected);
            CHECK(form.first == "古丽·Ab1");
        }
    stage.tap("key.done");
    CHECK(form.first == "古丽·Ab1");
}

TEST_CASE("a finger sets the caret: what is typed goes in there, and erase takes what stands before it") {
    Form form;
    form.first = "水费账单";
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.latin");
    stage.tap("key.x");
    CHECK(form.first == "水费账单x");
    const Rect box = stage.find("f")->rect;
    touch_at(stage, box.x + 40, box.y + box.height / 2);
    stage.tap("key.a");
    CHECK(form.first == "a水费账单x");
    stage.tap("key.right");
    stage.tap("key.right");
    stage.tap("key.erase");
    CHECK(form.first == "a水账单x");
    stage.tap("key.left");
    stage.tap("key.b");
    CHECK(form.first == "ab水账单x");
    touch_at(stage, box.x + box.width - 10, box.y + box.height / 2);
    stage.tap("key.z");
    CHECK(form.first == "ab水账单xz");
}

TEST_CASE("in a text of several lines the caret goes to the line that was touched") {
    Form form;
    for (int i = 0; i < 60; ++i) form.second += "字";
    Stage stage(form.page());
    stage.tap("g");
    stage.tap("key.mode.latin");
    const Rect box = stage.find("g")->rect;
    touch_at(stage, box.x + 30, box.y + 40);
    stage.tap("key.a");
    CHECK(form.second.starts_with("a字"));
    touch_at(stage, box.x + 30, box.y + box.height - 40);
    stage.tap("key.b");
    const auto at = form.second.find('b');
    REQUIRE(at != std::string::npos);
    CHECK((at > 30 && at < form.second.size() - 1));
}

TEST_CASE("a field is cleared with one touch and brought back with another, until something is typed") {
    Form form;
    form.first = "写了很久的话";
    Stage stage(form.page());
    CHECK_FALSE(stage.find("f.clear"));
    stage.tap("f");
    REQUIRE(stage.tap("f.clear"));
    CHECK(form.first.empty());
    REQUIRE(stage.tap("f.clear"));
    CHECK(form.first == "写了很久的话");
    stage.tap("f.clear");
    stage.tap("key.mode.latin");
    stage.tap("key.a");
    stage.tap("key.erase");
    CHECK(form.first.empty());
    CHECK_FALSE(stage.find("f.clear"));
}

TEST_CASE("a physical keyboard composes pinyin as the keys on the screen do") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    type(stage, "shuifei");
    CHECK(form.first.empty());
    CHECK(stage.find("composed")->label == "shui fei");
    std::size_t place = 0;
    while (place < 9 && stage.find("candidate." + std::to_string(place))->label != "水费") ++place;
    type(stage, std::to_string(place + 1));
    CHECK(form.first == "水费");
    type(stage, "nihao ");
    CHECK(form.first == "水费你好");
    type(stage, "abc");
    key(stage, KeyPress::Kind::enter);
    CHECK(form.first == "水费你好abc");
    type(stage, "xyz");
    key(stage, KeyPress::Kind::cancel);
    CHECK(form.first == "水费你好abc");
    CHECK(stage.kit().focus() == "f");
    key(stage, KeyPress::Kind::left);
    key(stage, KeyPress::Kind::erase);
    key(stage, KeyPress::Kind::erase_next);
    key(stage, KeyPress::Kind::first);
    type(stage, "5");
    CHECK(form.first == "5水费你好a");
}

TEST_CASE("Tab goes from field to field and then to the button, Escape leaves a field, Enter presses what is pointed at") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.latin");
    type(stage, "a");
    key(stage, KeyPress::Kind::next);
    CHECK(stage.kit().focus() == "g");
    type(stage, "b");
    key(stage, KeyPress::Kind::previous);
    CHECK(stage.kit().focus() == "f");
    type(stage, "c");
    key(stage, KeyPress::Kind::next);
    key(stage, KeyPress::Kind::next);
    CHECK(stage.kit().focus().empty());
    key(stage, KeyPress::Kind::enter);
    CHECK(form.pressed == 1);
    CHECK(form.first == "ac");
    CHECK(form.second == "b");
    stage.tap("f");
    key(stage, KeyPress::Kind::cancel);
    CHECK(stage.kit().focus().empty());
}

TEST_CASE("letters composed when Tab is pressed stay in the field they were typed for") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    type(stage, "nihao");
    key(stage, KeyPress::Kind::next);
    CHECK(form.first == "你好");
    CHECK(form.second.empty());
}

TEST_CASE("a scanner writes its code into the field with the focus, and tells the page when none has it") {
    Form form;
    Stage stage(form.page());
    type(stage, "K0001-20261122-0003", Millis(3));
    key(stage, KeyPress::Kind::enter);
    REQUIRE(form.scanned);
    CHECK(*form.scanned == "K0001-20261122-0003");
    CHECK(form.pressed == 0);
    stage.tap("f");
    type(stage, "K0001-20261122-0003", Millis(3));
    key(stage, KeyPress::Kind::enter);
    CHECK(form.first == "K0001-20261122-0003");
    CHECK(stage.kit().focus() == "f");
}

TEST_CASE("a code goes only as far into a field as the field takes it") {
    Form form;
    form.kind = FieldKind::digits;
    Stage stage(form.page());
    stage.tap("f");
    type(stage, "12ab34;56", Millis(2));
    key(stage, KeyPress::Kind::enter);
    CHECK(form.first == "123456");
}

TEST_CASE("keys that wait for a scanner's Enter are due by themselves") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.latin");
    stage.kit().feed(KeyPress{KeyPress::Kind::text, "q"});
    CHECK(stage.kit().next_frame_in() == scanner_gap);
    CHECK_FALSE(stage.kit().wants_frame());
    stage.clock().advance(scanner_gap);
    CHECK(stage.kit().wants_frame());
    stage.frame();
    CHECK(form.first == "q");
    CHECK_FALSE(stage.kit().next_frame_in());
}

TEST_CASE("letters being composed are told to a page that searches, and stay letters when the keyboard closes") {
    Form form;
    form.search = true;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.s");
    stage.tap("key.f");
    CHECK(form.first.empty());
    CHECK(form.composing == "sf");
    stage.tap("key.done");
    CHECK(form.first == "sf");
    CHECK(form.composing.empty());
}

TEST_CASE("sixty touches that arrive within one frame are sixty letters") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.latin");
    std::string expected;
    for (int i = 0; i < 60; ++i) {
        const char letter = static_cast<char>('a' + i * 7 % 26);
        const Rect at = stage.find(std::string("key.") + letter)->rect;
        stage.kit().feed(Touch{Touch::Kind::down, at.x + 5, at.y + 5});
        stage.kit().feed(Touch{Touch::Kind::up, at.x + 9, at.y + 8});
        expected += letter;
    }
    stage.frame();
    CHECK(form.first == expected);
}

TEST_CASE("a key of the keyboard that is held down writes with every repeat and no more than the field takes") {
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    stage.tap("key.mode.latin");
    for (int i = 0; i < 300; ++i) type(stage, "w", Millis(33));
    CHECK(form.first == std::string(200, 'w'));
}

TEST_CASE("every key is at least 60 by 60 density-independent pixels in elder mode, whatever the screen and the way of writing") {
    for (const auto& [width, height, density] : {std::tuple{1080, 1920, 3.21f}, {1920, 1080, 3.21f}, {1280, 800, 3.86f}}) {
        for (const float scale : {1.0f, 1.5f}) {
            View view;
            view.width = width;
            view.height = height;
            view.pixels_per_millimetre = density;
            view.text_scale = scale;
            view.elder = true;
            const float least = 60 * 25.4f / 160 * density;
            Form form;
            Stage stage(form.page(), "zh-Hans", view);
            stage.tap("f");
            for (const KeyMode mode : key_modes) {
                REQUIRE(stage.tap("key.mode." + std::string(name(mode))));
                for (const Target& target : stage.kit().targets()) {
                    if (target.role != Role::key && target.role != Role::candidate) continue;
                    INFO(width << "x" << height << " " << name(mode) << " " << target.key);
                    CHECK(target.rect.width >= least);
                    CHECK(target.rect.height >= least);
                    CHECK(target.rect.x >= 0);
                    CHECK(target.rect.x + target.rect.width <= float(width) + 0.5f);
                    CHECK(target.rect.y + target.rect.height <= float(height) + 0.5f);
                }
            }
        }
    }
}

TEST_CASE("no keys of one keyboard overlap, and none is there twice") {
    for (const char* language : {"zh-Hans", "mn-Mong"})
        for (const FieldKind kind : {FieldKind::text, FieldKind::amount, FieldKind::id_number, FieldKind::digits, FieldKind::phone}) {
            Form form;
            form.kind = kind;
            Stage stage(form.page(), language);
            stage.tap("f");
            for (const KeyMode mode : key_modes) {
                if (kind == FieldKind::text) stage.tap("key.mode." + std::string(name(mode)));
                std::vector<Target> keys;
                std::set<std::string> names;
                for (const Target& target : stage.kit().targets())
                    if (target.role == Role::key) keys.push_back(target);
                for (const Target& a : keys) {
                    INFO(int(kind) << " " << name(mode) << " " << a.key);
                    CHECK(names.insert(a.key).second);
                    for (const Target& b : keys) {
                        constexpr float hair = 0.5f;
                        const bool beside = a.rect.x + a.rect.width <= b.rect.x + hair || b.rect.x + b.rect.width <= a.rect.x + hair;
                        const bool below = a.rect.y + a.rect.height <= b.rect.y + hair || b.rect.y + b.rect.height <= a.rect.y + hair;
                        CHECK_MESSAGE((a.key == b.key || beside || below), b.key);
                    }
                }
            }
        }
}

TEST_CASE("no way of writing leaves a file, and after the visit none remembers anything") {
    const auto folders = [] {
        std::set<std::string> found;
        for (const char* place : {"/dev/shm", "/tmp"})
            for (const auto& entry : std::filesystem::directory_iterator(place))
                if (entry.path().filename().string().starts_with("onecard-pinyin-")) found.insert(entry.path());
        return found;
    };
    const auto before = folders();
    Form form;
    Stage stage(form.page());
    stage.tap("f");
    for (const char letter : std::string("zhangjianguo")) stage.tap(std::string("key.") + letter);
    stage.tap("candidate.1");
    stage.tap("key.mode.strokes");
    stage.tap("key.1");
    stage.tap("key.mode.handwriting");
    draw(stage, {{0.3f, 0.5f}, {1.1f, 0.5f}});
    stage.tap("f.clear");
    stage.kit().forget();
    CHECK(folders() == before);
    CHECK(stage.kit().strokes().letters().empty());
    CHECK(stage.kit().pinyin().letters().empty());
    form.first.clear();
    stage.frame();
    stage.tap("f");
    CHECK(stage.find("key.mode.pinyin")->selected);
    CHECK_FALSE(stage.find("candidate.0"));
    stage.tap("key.mode.handwriting");
    CHECK(stage.find("key.area")->value == "0");
    CHECK_FALSE(stage.find("f.clear"));
}
