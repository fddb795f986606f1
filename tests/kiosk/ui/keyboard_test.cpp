#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.hpp"
#include "kiosk/ui/keyboard.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

struct Writing {
    std::string value;
    std::size_t points_max = 200;
    FieldKind kind = FieldKind::text;
    int changes = 0;

    std::function<void(Kit&)> page() {
        return [this](Kit& kit) {
            Frame frame;
            frame.title = "样例";
            kit.page(frame);
            changes += kit.field({"f", "内容", "提示", {}, kind, points_max}, value);
        };
    }
};

}  // namespace

TEST_CASE("Chinese is written by touching pinyin keys and candidates") {
    Writing writing;
    Stage stage(writing.page());
    REQUIRE(stage.tap("f"));
    for (const char letter : std::string("shuifei")) REQUIRE(stage.tap(std::string("key.") + letter));
    CHECK(writing.value.empty());
    CHECK(stage.find("composed")->label == "shui fei");
    std::string key;
    for (const Target& target : stage.kit().targets()) {
        if (target.role == Role::candidate && target.label == "水费") key = target.key;
    }
    REQUIRE_FALSE(key.empty());
    REQUIRE(stage.tap(key));
    CHECK(writing.value == "水费");
    CHECK(writing.changes == 1);
}

TEST_CASE("whole sentences with names, digits and signs can be written") {
    for (const char* text : {"我要办理高龄补贴", "林桂兰", "古丽·阿依", "重庆市长寿区", "西安", "12号楼3单元"}) {
        Writing writing;
        Stage stage(writing.page());
        INFO(text);
        REQUIRE(stage.tap("f"));
        for (const Spelling& piece : stage.kit().pinyin().spelling(text)) {
            if (piece.letters.empty()) {
                stage.tap("key.mode.digits");
                for (const char32_t point : code_points(piece.text)) {
                    std::string one;
                    append_utf8(one, point);
                    REQUIRE(stage.tap("key." + one));
                }
                stage.tap("key.mode.pinyin");
            } else {
                REQUIRE(stage.write(piece.text));
            }
        }
        CHECK(writing.value == text);
    }
}

TEST_CASE("initials are enough for common words") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    stage.tap("key.s");
    stage.tap("key.f");
    bool found = false;
    for (const std::string& candidate : stage.kit().pinyin().candidates()) found = found || candidate == "水费" || candidate == "身份";
    CHECK(found);
}

TEST_CASE("the space key takes the first candidate, erase takes back letters first and then characters") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    for (const char letter : std::string("nihao")) stage.tap(std::string("key.") + letter);
    stage.tap("key.space");
    CHECK(writing.value == "你好");
    stage.tap("key.m");
    stage.tap("key.erase");
    CHECK(writing.value == "你好");
    stage.tap("key.erase");
    CHECK(writing.value == "你");
}

TEST_CASE("a candidate that uses only the first letters leaves the others composed") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    for (const char letter : std::string("shuifei")) stage.tap(std::string("key.") + letter);
    REQUIRE(stage.kit().pinyin().candidates().size() > 5);
    std::size_t single = 0;
    const auto& all = stage.kit().pinyin().candidates();
    while (single < all.size() && all[single] != "水") ++single;
    REQUIRE(single < all.size());
    CHECK(stage.kit().pinyin().choose(single) == "水");
    CHECK(stage.kit().pinyin().letters() == "fei");
}

TEST_CASE("switching the way of writing keeps the text and what was being composed") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    for (const char letter : std::string("abc")) stage.tap(std::string("key.") + letter);
    stage.tap("key.mode.latin");
    CHECK(writing.value == "abc");
    stage.tap("key.shift");
    stage.tap("key.D");
    stage.tap("key.e");
    stage.tap("key.mode.digits");
    stage.tap("key.5");
    stage.tap("key.·");
    CHECK(writing.value == "abcDe5·");
}

TEST_CASE("done closes the keyboard and keeps what was composed as characters") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    for (const char letter : std::string("nihao")) stage.tap(std::string("key.") + letter);
    stage.tap("key.done");
    CHECK(writing.value == "你好");
    CHECK_FALSE(stage.find("key.n"));
    CHECK_FALSE(stage.find("f")->focused);
}

TEST_CASE("an identity number takes digits and X and no more than eighteen") {
    Writing writing;
    writing.kind = FieldKind::id_number;
    writing.points_max = 18;
    Stage stage(writing.page());
    stage.tap("f");
    CHECK_FALSE(stage.find("key.a"));
    for (const char digit : std::string("99999919540101001X9")) REQUIRE(stage.tap(std::string("key.") + digit));
    CHECK(writing.value == "99999919540101001X");
    stage.kit().feed(KeyPress{KeyPress::Kind::erase});
    stage.kit().feed(KeyPress{KeyPress::Kind::text, "ax汉7"});
    stage.frame();
    CHECK(writing.value == "99999919540101001X");
}

TEST_CASE("a physical keyboard writes into the field that has the focus, and into nothing else") {
    Writing writing;
    Stage stage(writing.page());
    stage.kit().feed(KeyPress{KeyPress::Kind::text, "x"});
    stage.clock().advance(scanner_gap);
    stage.frame();
    CHECK(writing.value.empty());
    stage.tap("f");
    stage.tap("key.mode.latin");
    stage.kit().feed(KeyPress{KeyPress::Kind::text, "Hé\xff"});
    stage.frame();
    CHECK(writing.value == "Hé\xEF\xBF\xBD");
}

TEST_CASE("no more goes into a field than it takes, however it comes") {
    Writing writing;
    writing.points_max = 25;
    Stage stage(writing.page());
    stage.tap("f");
    stage.tap("key.mode.latin");
    stage.kit().feed(KeyPress{KeyPress::Kind::text, std::string(10'000, 'a')});
    stage.frame();
    CHECK(length_in_points(writing.value) == 25);
}

TEST_CASE("the method learns nothing from what was chosen") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    InputMethod& pinyin = stage.kit().pinyin();
    const auto type = [&] {
        pinyin.reset();
        for (const char letter : std::string("nihao")) pinyin.type(letter);
        return pinyin.candidates();
    };
    const auto before = type();
    REQUIRE(before.size() > 10);
    for (int i = 0; i < 20; ++i) {
        // A method that learns would move what is chosen again and again to the front.
        type();
        pinyin.choose(7);
    }
    CHECK(type() == before);
}

TEST_CASE("after the visit the keyboard remembers nothing") {
    Writing writing;
    Stage stage(writing.page());
    stage.tap("f");
    for (const char letter : std::string("nihao")) stage.tap(std::string("key.") + letter);
    const auto before = stage.kit().pinyin().candidates();
    stage.kit().forget();
    CHECK(stage.kit().pinyin().letters().empty());
    CHECK(stage.kit().pinyin().candidates().empty());
    CHECK(stage.kit().focus().empty());
    for (const char letter : std::string("nihao")) stage.kit().pinyin().type(letter);
    CHECK(stage.kit().pinyin().candidates() == before);
}

TEST_CASE("what was typed exactly comes before what only sounds alike, and both are offered") {
    const auto pinyin = make_pinyin();
    for (const char letter : std::string("shuifei")) pinyin->type(letter);
    const auto& all = pinyin->candidates();
    const auto place = [&](std::string_view text) { return std::find(all.begin(), all.end(), text) - all.begin(); };
    CHECK(place("水费") < 4);
    CHECK(place("水费") < place("虽非"));
    pinyin->reset();
    for (const char letter : std::string("cifan")) pinyin->type(letter);
    CHECK(place("吃饭") < static_cast<std::ptrdiff_t>(all.size()));
}
