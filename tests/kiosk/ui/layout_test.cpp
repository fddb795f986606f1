#include <doctest/doctest.h>

#include <algorithm>

#include "tests/kiosk/ui/sample_pages.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

struct Case {
    std::string name;
    View view;
};

std::vector<Case> views() {
    View tall, wide, small;
    wide.width = 1920;
    wide.height = 1080;
    small.width = 1280;
    small.height = 800;
    small.pixels_per_millimetre = 3.86f;
    std::vector<Case> all{{"tall", tall}, {"wide", wide}, {"small", small}};
    for (const float scale : {1.5f, 2.0f}) {
        for (Case one : {all[0], all[1], all[2]}) {
            one.name += " at " + std::to_string(scale);
            one.view.text_scale = scale;
            all.push_back(one);
        }
    }
    View low;
    low.low = true;
    all.push_back({"low", low});
    return all;
}

bool touched(const Target& target) {
    return target.role != Role::text && target.role != Role::title && target.role != Role::notice && target.role != Role::image;
}

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.x + b.width - 0.5f && b.x < a.x + a.width - 0.5f && a.y < b.y + b.height - 0.5f && b.y < a.y + a.height - 0.5f;
}

void check_page(const Stage& stage, const View& view) {
    std::vector<const Target*> visible;
    for (const Target& target : const_cast<Stage&>(stage).kit().targets()) {
        if (target.visible && touched(target)) visible.push_back(&target);
    }
    const float dp = view.pixels_per_millimetre * 25.4f / 160;  // a density-independent pixel is 1/160 inch
    for (const Target* target : visible) {
        INFO(target->key);
        CHECK(target->rect.width >= 44 * dp);
        CHECK(target->rect.height >= 44 * dp);
        const bool main = target->role == Role::button || target->role == Role::tile || target->role == Role::row || target->role == Role::option ||
                          target->role == Role::field;
        if (main) CHECK(target->rect.height >= 20 * view.pixels_per_millimetre - 1);
        if (target->role != Role::field) CHECK_FALSE(target->label.empty());
        CHECK(target->rect.x >= 0);
        CHECK(target->rect.x + target->rect.width <= float(view.width) + 0.5f);
        CHECK(target->rect.y + target->rect.height * 0.5f <= float(view.height));
        if (view.low && target->role != Role::key) CHECK(target->rect.y >= float(view.height) * 0.4f);
        for (const Target* other : visible) {
            if (other == target || other->key >= target->key) continue;
            INFO(other->key);
            // Content that is partly scrolled under the bars is cut there, not overlapped.
            const bool fixed = target->key.starts_with("page.") || other->key.starts_with("page.");
            if (!fixed && target->role == other->role) CHECK_FALSE(overlap(target->rect, other->rect));
        }
    }
    CHECK_FALSE(visible.empty());
}

}  // namespace

TEST_CASE("on every page, language, size and scale targets are large, apart and inside, and no text is wider than its place") {
    for (const bool chinese : {true, false}) {
        for (const Case& one : views()) {
            const auto pages = sample_pages(chinese);
            Stage stage(pages.front().draw, chinese ? "zh-Hans" : "en", one.view);
            for (const SamplePage& page : pages) {
                INFO(one.name << " " << page.name << (chinese ? " zh" : " en"));
                stage.show(page.draw, page.name);
                CHECK_FALSE(stage.kit().wants_frame());
                check_page(stage, one.view);
                CHECK(stage.kit().overfull() == 0);
            }
        }
    }
}

TEST_CASE("while typing the field stands above the keyboard on every screen") {
    for (const Case& one : views()) {
        const auto pages = sample_pages(true);
        const auto form = std::find_if(pages.begin(), pages.end(), [](const SamplePage& p) { return p.name == "form"; });
        Stage stage(form->draw, "zh-Hans", one.view);
        for (const std::string key : {"name", "id"}) {
            INFO(one.name << " " << key);
            for (int turns = 0; turns < 12 && !stage.find(key)->visible; ++turns) stage.tap("page.down");
            REQUIRE(stage.tap(key));
            const Target* field = stage.find(key);
            CHECK(field->focused);
            CHECK(field->visible);
            const Target* letter = stage.find(key == "id" ? "key.1" : "key.q");
            REQUIRE(letter);
            CHECK(field->rect.y + std::min(field->rect.height, 60.0f) <= letter->rect.y);
            CHECK(stage.kit().overfull() == 0);
            REQUIRE(stage.tap("key.done"));
            CHECK_FALSE(stage.find("key.q"));
        }
    }
}

TEST_CASE("every target of a long page can be reached with the page buttons") {
    const auto pages = sample_pages(true);
    View view;
    view.text_scale = 2;
    for (const SamplePage& page : pages) {
        Stage stage(page.draw, "zh-Hans", view);
        std::vector<std::string> wanted;
        for (const Target& target : stage.kit().targets()) {
            if (touched(target) && !target.visible && page.name != "dialog") wanted.push_back(target.key);
        }
        for (int turns = 0; turns < 20 && !wanted.empty(); ++turns) {
            if (!stage.tap("page.down")) break;
            std::erase_if(wanted, [&](const std::string& key) { return stage.find(key) && stage.find(key)->visible; });
        }
        INFO(page.name);
        CHECK(wanted.empty());
    }
}

TEST_CASE("the last buttons of a page stay in sight however long it is") {
    Stage stage([](Kit& kit) {
        Frame frame;
        frame.title = "长页面";
        kit.page(frame);
        for (int i = 0; i < 60; ++i) kit.text("t" + std::to_string(i), "很长的一页");
        kit.button("next", "下一步", Emphasis::primary);
        kit.button("save", "存草稿");
    });
    CHECK(stage.find("next")->visible);
    CHECK(stage.find("save")->visible);
    CHECK(stage.find("next")->rect.x > stage.find("save")->rect.x);
    CHECK_FALSE(stage.find("t59")->visible);
    for (int i = 0; i < 10; ++i) stage.tap("page.down");
    CHECK(stage.find("t59")->visible);
    CHECK_FALSE(stage.find("t0")->visible);
    CHECK(stage.find("next")->visible);
}

TEST_CASE("a page of ten thousand characters and bytes that are no UTF-8 is drawn and can be scrolled to its end") {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "一二三四五六七八九十";
    text += "\xff\xfe";
    Stage stage([&](Kit& kit) {
        Frame frame;
        frame.title = text;
        frame.title.resize(300);
        kit.page(frame);
        kit.text("long", text);
        kit.text("end", "完");
    });
    stage.paint();
    for (int i = 0; i < 60 && !stage.find("end")->visible; ++i) REQUIRE(stage.tap("page.down"));
    CHECK(stage.find("end")->visible);
}
