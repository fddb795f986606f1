#include "kiosk/ui/input/handwriting.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "base/random.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input/stroke_table.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

struct Sample {
    const char* text;
    std::vector<InkStroke> strokes;
};

/// As a person writes them: hundredths of a square, strokes divided by commas.
InkStroke stroke_of(std::string_view numbers) {
    InkStroke stroke;
    std::istringstream in{std::string(numbers)};
    for (float x = 0, y = 0; in >> x >> y;) stroke.push_back({x / 100, y / 100});
    return stroke;
}

std::vector<InkStroke> strokes_of(std::string_view text) {
    std::vector<InkStroke> strokes;
    for (const auto& one : split(text, ',')) strokes.push_back(stroke_of(one));
    return strokes;
}

std::vector<Sample> samples() {
    return {{"一", strokes_of("10 50 90 48")},
            {"十", strokes_of("10 45 90 44, 50 10 50 90")},
            {"口", strokes_of("20 20 22 80, 20 20 80 20 78 80, 22 78 78 78")},
            {"日", strokes_of("25 10 25 90, 25 10 75 10 75 90, 25 50 75 50, 25 88 75 88")},
            {"中", strokes_of("20 25 21 65, 20 25 80 24 79 64, 21 62 78 61, 50 8 50 95")},
            {"木", strokes_of("10 32 90 31, 50 8 50 95, 49 33 33 56 10 76, 51 33 68 56 90 75")},
            {"水", strokes_of("50 8 51 85 42 78, 12 38 38 36 12 78, 80 22 58 40, 55 38 68 60 92 80")},
            {"人", strokes_of("50 8 45 40 10 90, 48 38 62 62 92 90")},
            {"大", strokes_of("10 35 90 34, 50 5 46 45 10 92, 50 36 65 62 93 90")},
            {"王", strokes_of("15 12 85 12, 20 48 80 47, 50 12 50 88, 8 88 92 88")},
            {"小", strokes_of("50 8 50 90 40 82, 30 35 12 65, 70 35 90 65")},
            {"生", strokes_of("30 8 12 40, 25 28 85 27, 20 55 80 54, 52 5 52 90, 5 90 95 90")}};
}

/// Each stroke as a finger draws it: many points, a little beside the line.
void draw(Handwriting& hand, const std::vector<InkStroke>& strokes, Random& random, float left, float top, float size) {
    const auto shaken = [&](float place) { return place + (float(random.below(21)) - 10) * 0.0008f; };
    for (const InkStroke& stroke : strokes) {
        for (std::size_t i = 0; i < stroke.size(); ++i) {
            const InkPoint to{left + stroke[i].x * size, top + stroke[i].y * size};
            if (i == 0) {
                hand.begin_stroke(to);
                continue;
            }
            const InkPoint from{left + stroke[i - 1].x * size, top + stroke[i - 1].y * size};
            for (int step = 1; step <= 12; ++step) {
                const float part = float(step) / 12;
                hand.move_stroke({shaken(from.x + (to.x - from.x) * part), shaken(from.y + (to.y - from.y) * part)});
            }
        }
        hand.end_stroke();
    }
}

}  // namespace

TEST_CASE("characters written by a shaking finger, large or small and anywhere on the area, are among the first candidates") {
    constexpr std::uint64_t seed = 42;
    INFO("seed " << seed);
    SeededRandom random(seed);
    StrokeTable table(assets_folder() / "keyboards" / "strokes.bin");
    const auto hand = make_handwriting(table);
    for (const Sample& sample : samples()) {
        for (const auto& [left, top, size] : {std::tuple{0.1f, 0.05f, 0.9f}, {0.0f, 0.6f, 0.35f}, {1.6f, 0.1f, 0.5f}}) {
            INFO(std::string(sample.text) << " at " << left << " size " << size);
            hand->reset();
            draw(*hand, sample.strokes, random, left, top, size);
            const auto& all = hand->candidates();
            const auto place = std::find(all.begin(), all.end(), sample.text) - all.begin();
            CHECK(place < 5);
        }
    }
}

TEST_CASE("the kind of a stroke is told by where it goes and whether it turns; a hook is no turn") {
    CHECK(kind_of({{0.1f, 0.5f}, {0.9f, 0.45f}}) == '1');
    CHECK(kind_of({{0.5f, 0.1f}, {0.5f, 0.9f}}) == '2');
    CHECK(kind_of({{0.5f, 0.1f}, {0.5f, 0.9f}, {0.4f, 0.82f}}) == '2');
    CHECK(kind_of({{0.8f, 0.1f}, {0.5f, 0.4f}, {0.1f, 0.9f}}) == '3');
    CHECK(kind_of({{0.2f, 0.2f}, {0.4f, 0.5f}}) == '4');
    CHECK(kind_of({{0.2f, 0.2f}}) == '4');
    CHECK(kind_of({{0.1f, 0.1f}, {0.8f, 0.1f}, {0.8f, 0.9f}}) == '5');
    CHECK(kind_of({{0.1f, 0.1f}, {0.1f, 0.8f}, {0.8f, 0.8f}}) == '5');
}

TEST_CASE("a rare character that the model of shapes does not know is found by its strokes") {
    SeededRandom random(9);
    StrokeTable table(assets_folder() / "keyboards" / "strokes.bin");
    const auto hand = make_handwriting(table);
    // 土 above 口: across, down, across, then down, turning, across.
    draw(*hand, strokes_of("20 20 80 20, 50 5 50 45, 10 45 90 45, 25 60 25 95, 25 60 75 60 75 95, 25 93 75 93"), random, 0, 0, 1);
    const auto& all = hand->candidates();
    CHECK(std::find(all.begin(), all.end(), "吉") != all.end());
    CHECK(std::find(all.begin(), all.end(), "𠮷") != all.end());
}

TEST_CASE("candidates come after every stroke and change with it, also when one is taken back") {
    SeededRandom random(3);
    StrokeTable table(assets_folder() / "keyboards" / "strokes.bin");
    const auto hand = make_handwriting(table);
    const auto strokes = samples()[1].strokes;
    draw(*hand, {strokes[0]}, random, 0, 0, 1);
    CHECK(hand->candidates().front() == "一");
    draw(*hand, {strokes[1]}, random, 0, 0, 1);
    CHECK(hand->candidates().front() == "十");
    CHECK(hand->erase());
    CHECK(hand->candidates().front() == "一");
    CHECK(hand->erase());
    CHECK(hand->candidates().empty());
    CHECK_FALSE(hand->erase());
}

TEST_CASE("no finger makes more strokes or points than are kept, and places that are no numbers do no harm") {
    StrokeTable table(assets_folder() / "keyboards" / "strokes.bin");
    const auto hand = make_handwriting(table);
    hand->move_stroke({0.5f, 0.5f});
    hand->end_stroke();
    CHECK(hand->ink().empty());
    hand->begin_stroke({std::numeric_limits<float>::quiet_NaN(), -5});
    for (int i = 0; i < 5000; ++i) hand->move_stroke({float(i % 100) / 50, float(i % 97) / 97});
    hand->move_stroke({std::numeric_limits<float>::infinity(), 1e30f});
    hand->end_stroke();
    REQUIRE(hand->ink().size() == 1);
    CHECK(hand->ink()[0].size() <= ink_points_max);
    for (const InkPoint& at : hand->ink()[0]) CHECK((at.x >= 0 && at.x <= 4 && at.y >= 0 && at.y <= 1));
    for (std::size_t i = 0; i < 3 * ink_strokes_max; ++i) {
        hand->begin_stroke({0.1f, 0.1f});
        hand->drop_stroke();
        hand->begin_stroke({0.1f, 0.1f});
        hand->end_stroke();
    }
    CHECK(hand->ink().size() == ink_strokes_max);
}

TEST_CASE("after the visit no ink is left") {
    SeededRandom random(5);
    StrokeTable table(assets_folder() / "keyboards" / "strokes.bin");
    const auto hand = make_handwriting(table);
    draw(*hand, samples()[2].strokes, random, 0, 0, 1);
    CHECK(hand->choose(500).empty());
    hand->forget();
    CHECK(hand->ink().empty());
    CHECK(hand->candidates().empty());
    draw(*hand, samples()[2].strokes, random, 0, 0, 1);
    CHECK_FALSE(hand->choose(0).empty());
    CHECK(hand->ink().empty());
}
