#include <doctest/doctest.h>

#include "kiosk/speech/narrator.hpp"
#include "kiosk/ui/veil.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;
using Kind = KeyPress::Kind;

namespace {

/// A page, a keypad and an ear.
class Listener {
public:
    explicit Listener(std::function<void(Kit&)> page, std::string_view language = "zh-Hans")
        : stage(std::move(page), language), strings_(Strings::load(assets_folder() / "strings", language).value()) {}

    std::string hear() {
        stage.frame();
        speech::Scene scene{"page", stage.kit().reading(), stage.kit().pointer(), nullptr, strings_};
        if (!stage.kit().focus().empty()) scene.field = stage.find(stage.kit().focus());
        std::string all;
        for (const auto& one : narrator.look(scene)) all += one.spoken + "\n";
        return all;
    }
    std::string press(Kind kind) {
        stage.kit().feed(KeyPress{kind});
        return hear();
    }
    std::string spell() {
        speech::Scene scene{"page", stage.kit().reading(), stage.kit().pointer(), nullptr, strings_};
        const auto speech = narrator.spell(scene);
        return speech.empty() ? std::string() : speech.front().spoken;
    }

    Stage stage;
    speech::Narrator narrator;

private:
    Strings strings_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Frame titled(std::string title) {
    Frame frame;
    frame.title = std::move(title);
    frame.hall = "梧桐社区服务大厅";
    return frame;
}

}  // namespace

TEST_CASE("a new page says its title, what is announced, its sums and how much there is to choose, and nothing of the strips") {
    Listener listener([](Kit& kit) {
        kit.page(titled("要缴的费"));
        kit.notice("n", Tone::caution, "网络断开");
        kit.fact("total", "共", "86.40元");
        kit.button("pay", "缴费");
        kit.button("not", "不缴");
    });
    const auto heard = listener.hear();
    CHECK(has(heard, "语音已开启"));
    CHECK(has(heard, "要缴的费"));
    CHECK(has(heard, "网络断开"));
    CHECK(has(heard, "共  八十六元四角"));
    CHECK(has(heard, "有 二 项可以选择"));
    CHECK_FALSE(has(heard, "梧桐"));
    CHECK(listener.hear().empty());
}

TEST_CASE("each thing says what it is called, what it is, how it stands and where among others") {
    Listener listener([](Kit& kit) {
        kit.page(titled("Bills"));
        const Row rows[] = {{"a", Icon::none, "Water", {}, "¥23.50", Tone::info, true, true}, {"b", Icon::none, "Gas", {}, "¥7.05", Tone::info, false, true}};
        kit.rows(rows);
        std::string value;
        kit.field({"f", "Name", "", "", FieldKind::text, 9, false}, value);
        kit.button("go", "Go on", Emphasis::primary, Icon::none, false);
    }, "en");
    listener.hear();
    CHECK(listener.press(Kind::down) == "Water  twenty-three yuan fifty, chosen, one of two\n");
    CHECK(listener.press(Kind::down) == "Gas  seven yuan oh five, not chosen, two of two\n");
    CHECK(listener.press(Kind::down) == "Name, field, empty\n");
    CHECK(listener.press(Kind::down) == "Go on, button, not available now\n");
}

TEST_CASE("choosing says the new state first and then the sum that follows from it") {
    bool chosen = true;
    Listener listener([&](Kit& kit) {
        kit.page(titled("要缴的费"));
        const Row row{"water", Icon::none, "水费", {}, {}, Tone::info, chosen, true};
        if (kit.rows({&row, 1})) chosen = !chosen;
        kit.fact("total", "共", chosen ? "86.40元" : "0.00元");
    });
    listener.hear();
    listener.press(Kind::down);
    CHECK(listener.press(Kind::enter) == "未选，水费\n共  零元\n");
}

TEST_CASE("a PIN is counted, never said") {
    SecretText pin;
    Listener listener([&](Kit& kit) {
        kit.page(titled("密码"));
        kit.pin_pad(pin, 6);
    });
    CHECK(has(listener.hear(), "数字不会读出来"));
    std::string all;
    for (const char* digit : {"7", "3", "5"}) {
        listener.stage.kit().feed(KeyPress{Kind::text, digit});
        listener.stage.clock().advance(scanner_gap);
        all += listener.hear();
    }
    CHECK(all == "已输入 一 位\n已输入 二 位\n已输入 三 位\n");
    for (int i = 0; i < 20; ++i) {
        all = listener.press(Kind::down) + listener.spell();
        for (const char* digit : {"七", "五", "7", "5"}) CHECK_FALSE(has(all, digit));
    }
}

TEST_CASE("a veiled amount is heard only while it shows") {
    Listener listener([](Kit& kit) {
        kit.page(titled("我的卡"));
        kit.fact("money", "余额", veil("86.40元", "••••"));
    });
    CHECK_FALSE(has(listener.hear(), "八十六"));
    CHECK_FALSE(has(listener.press(Kind::down) + listener.spell(), "八十六"));
    CHECK(has(listener.press(Kind::enter), "八十六元四角"));
    listener.stage.clock().advance(Millis(10'001));
    CHECK(listener.hear() == "余额  已隐藏\n");
    CHECK_FALSE(has(listener.spell(), "八"));
}

TEST_CASE("an error that appears is said at once, a dialog as a page of its own with its count") {
    bool wrong = false, asking = false;
    int seconds = 30;
    Listener listener([&](Kit& kit) {
        kit.page(titled("表"));
        std::string value;
        kit.field({"f", "电话", "", wrong ? "电话不对" : "", FieldKind::phone, 20, false}, value);
        if (!asking) return;
        kit.begin_dialog("time_over", "您还在吗");
        kit.text("time_over.count", std::to_string(seconds) + " 秒后结束");
        kit.button("more_time", "还在");
        kit.end_dialog();
    });
    listener.hear();
    wrong = true;
    CHECK(has(listener.hear(), "电话不对"));
    asking = true;
    const auto heard = listener.hear();
    CHECK(has(heard, "您还在吗"));
    CHECK(has(heard, "三十 秒后结束"));
    CHECK_FALSE(has(heard, "电话"));
    int said = 0;
    while (--seconds > 0) said += listener.hear().empty() ? 0 : 1;
    CHECK(said == 2);
}

TEST_CASE("writing says the field, each piece and what the field holds at the end") {
    std::string value;
    Listener listener([&](Kit& kit) {
        kit.page(titled("Form"));
        kit.field({"place", "Place", "", "", FieldKind::text, 20, false}, value);
    }, "en");
    listener.hear();
    listener.press(Kind::down);
    CHECK(has(listener.press(Kind::enter), "Writing Place"));
    listener.stage.kit().feed(KeyPress{Kind::text, "ab"});
    CHECK(listener.hear() == "ab\n");
    CHECK(listener.press(Kind::erase) == "erased b\n");
    CHECK(has(listener.press(Kind::cancel), "Place, holds a"));
}

TEST_CASE("after forgetting nothing of the visit is repeated") {
    Listener listener([](Kit& kit) {
        kit.page(titled("页"));
        kit.fact("name", "姓名", "林桂兰");
    });
    CHECK(has(listener.hear(), "林桂兰"));
    listener.narrator.forget();
    listener.stage.show([](Kit& kit) { kit.page(titled("开始")); }, "welcome");
    CHECK_FALSE(has(listener.hear(), "林桂兰"));
}

TEST_CASE("Mongolian has captions and says in Chinese that it has no voice yet") {
    Listener listener([](Kit& kit) { kit.page(titled("ᠮᠣᠩᠭᠣᠯ")); }, "mn-Mong");
    CHECK(has(listener.hear(), "蒙古语暂时没有语音"));
}
