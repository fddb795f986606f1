#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "kiosk/ui/input/stroke_table.hpp"
#include "kiosk/ui/input_method.hpp"
#include "tests/kiosk/ui/stage.hpp"

using namespace onecard;
using namespace onecard::ui;

namespace {

const std::filesystem::path file = assets_folder() / "keyboards" / "strokes.bin";

const std::vector<std::string>& typed(InputMethod& method, std::string_view letters) {
    method.reset();
    for (const char letter : letters) method.type(letter);
    return method.candidates();
}

bool offers(const std::vector<std::string>& candidates, std::string_view text) {
    return std::find(candidates.begin(), candidates.end(), text) != candidates.end();
}

}  // namespace

TEST_CASE("a character is found by its strokes, exact ones and common ones first") {
    StrokeTable table(file);
    const auto strokes = make_strokes(table);
    CHECK(typed(*strokes, "1").front() == "一");
    CHECK(offers({typed(*strokes, "12").begin(), typed(*strokes, "12").begin() + 2}, "十"));
    CHECK(typed(*strokes, "34").front() == "人");
    CHECK(typed(*strokes, "2511").front() == "日");
    CHECK(typed(*strokes, "2512").front() == "中");
    CHECK(strokes->composed() == "丨乛一丨");
    CHECK(offers(typed(*strokes, "515"), "张"));
}

TEST_CASE("a stroke that is not remembered may be any") {
    StrokeTable table(file);
    const auto strokes = make_strokes(table);
    CHECK(offers(typed(*strokes, "25*1"), "日"));
    CHECK(offers(typed(*strokes, "2*12"), "中"));
}

TEST_CASE("rare characters of every extension up to F are reached with all their strokes") {
    StrokeTable table(file);
    const auto strokes = make_strokes(table);
    for (const char* text : {"㐂", "龘", "𠮷", "𡈽", "𪜈", "𫝀", "𫠠", "𬺰"}) {
        INFO(text);
        const auto pieces = strokes->spelling(text);
        REQUIRE(pieces.size() == 1);
        REQUIRE_FALSE(pieces[0].letters.empty());
        // Whoever writes it knows its strokes: the ones that the table does not know are typed as any of the five.
        std::string letters = pieces[0].letters;
        std::replace(letters.begin(), letters.end(), '*', '1');
        CHECK(offers(typed(*strokes, letters), text));
    }
}

TEST_CASE("of forty characters chosen at random in each block to extension F, every one is found by its own strokes") {
    constexpr std::uint64_t seed = 20261122;
    INFO("seed " << seed);
    SeededRandom random(seed);
    StrokeTable table(file);
    const std::pair<char32_t, char32_t> blocks[] = {{0x3400, 0x4DB5},   {0x4E00, 0x9FA5},   {0x20000, 0x2A6D6}, {0x2A700, 0x2B734},
                                                    {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}};
    for (const auto& [first, last] : blocks)
        for (int i = 0; i < 40; ++i) {
            const char32_t point = first + static_cast<char32_t>(random.below(last - first + 1));
            INFO(std::hex << std::uint32_t(point));
            std::string strokes = table.strokes_of(point);
            REQUIRE_FALSE(strokes.empty());
            // Whoever writes it knows the strokes that the table leaves open.
            for (char& stroke : strokes)
                if (stroke == '*') stroke = static_cast<char>('1' + random.below(5));
            const auto found = table.find(strokes, 240);
            CHECK(std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.point == point && one.left == 0; }));
        }
}

TEST_CASE("letters that are no strokes, and more than any character has, are passed over") {
    StrokeTable table(file);
    const auto strokes = make_strokes(table);
    CHECK(typed(*strokes, "abc069").empty());
    CHECK(strokes->letters().empty());
    typed(*strokes, std::string(500, '1'));
    CHECK(strokes->letters().size() <= 40);
    CHECK(strokes->choose(99).empty());
}

TEST_CASE("a missing, cut or scrambled table offers less, never nonsense or a fall") {
    const auto whole = read_file(file);
    REQUIRE(whole);
    constexpr std::uint64_t seed = 7;
    INFO("seed " << seed);
    SeededRandom random(seed);
    const auto folder = std::filesystem::temp_directory_path() / ("onecard-strokes-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    for (int round = 0; round < 60; ++round) {
        std::string bytes = whole->substr(0, round == 0 ? whole->size() : random.below(4000));
        for (int i = 0; i < round && !bytes.empty(); ++i) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        std::ofstream(folder / "strokes.bin", std::ios::binary) << bytes;
        StrokeTable table(folder / "strokes.bin");
        const auto strokes = make_strokes(table);
        for (const std::string& one : typed(*strokes, "1*")) CHECK(length_in_points(one) == 1);
    }
    std::filesystem::remove_all(folder);
    StrokeTable missing(folder / "strokes.bin");
    const auto none = make_strokes(missing);
    CHECK(typed(*none, "12").empty());
    CHECK(none->letters() == "12");
}

TEST_CASE("after forgetting nothing of the strokes is left") {
    StrokeTable table(file);
    const auto strokes = make_strokes(table);
    typed(*strokes, "2511");
    strokes->forget();
    CHECK(strokes->letters().empty());
    CHECK(strokes->candidates().empty());
    CHECK(strokes->composed().empty());
    CHECK(typed(*strokes, "2511").front() == "日");
}
