// Each check of the looks finds what it is for.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/looks/checks.hpp"

using namespace onecard;
using namespace onecard::looks;
using ui::Role;
using ui::Target;

namespace {

Target button(const std::string& key, const ui::Rect& rect) {
    Target target;
    target.key = key;
    target.role = Role::button;
    target.label = "Word";
    target.rect = rect;
    return target;
}

bool finds(const Faults& faults, const std::string& what) {
    return std::any_of(faults.begin(), faults.end(), [&](const std::string& fault) { return fault.starts_with("[" + what); });
}

ui::InkedLine line(const ui::Rect& box, float size = 34) {
    ui::InkedLine line;
    line.box = box;
    line.size = size;
    return line;
}

}  // namespace

TEST_CASE("the check of targets finds what is small, close, overlapping, outside, out of reach, without words or named twice") {
    const ui::View view;
    const auto good = button("a", {100, 1000, 300, 100});
    CHECK(target_faults({good, button("b", {100, 1110, 300, 100})}, view).empty());
    CHECK(finds(target_faults({good, button("b", {100, 1102, 300, 100})}, view), "close to a b"));
    CHECK(finds(target_faults({good, button("b", {100, 1050, 300, 100})}, view), "on a b"));
    CHECK(finds(target_faults({button("a", {100, 1000, 20, 100})}, view), "small a"));
    CHECK(finds(target_faults({button("a", {100, 1000, 300, 60})}, view), "thin a"));
    CHECK(finds(target_faults({button("a", {900, 1000, 300, 100})}, view), "outside a"));
    CHECK(finds(target_faults({good, button("a", {100, 1200, 300, 100})}, view), "twice a"));
    auto bad = good;
    bad.label = "pay {amount}";
    CHECK(finds(target_faults({bad}, view), "raw words a"));
    bad.label.clear();
    CHECK(finds(target_faults({bad}, view), "no words a"));

    ui::View low = view, left = view, elder = view;
    low.low = true;
    left.side = ui::View::Side::left;
    elder.elder = true;
    CHECK(finds(target_faults({button("a", {100, 500, 300, 100})}, low), "too high a"));
    CHECK(finds(target_faults({button("a", {700, 1000, 300, 100})}, left), "out of reach a"));
    CHECK(finds(target_faults({button("a", {100, 1000, 300, 70})}, elder), "thin a"));
}

TEST_CASE("the check of lines finds letters that are small, cut, or on each other") {
    const ui::View view;
    CHECK(line_faults({line({0, 0, 100, 48}), line({0, 48, 100, 48})}, {}, view).empty());
    CHECK(finds(line_faults({line({0, 0, 100, 48}, 18)}, {}, view), "small letters"));
    CHECK(finds(line_faults({line({0, 0, 100, 48}), line({50, 20, 100, 48})}, {}, view), "letters on letters"));
    auto cut = line({0, 0, 100, 48});
    cut.cut = true;
    CHECK(finds(line_faults({cut}, {}, view), "cut"));
    ui::View elder = view;
    elder.elder = true;
    CHECK(finds(line_faults({line({0, 0, 100, 48}, 30)}, {}, elder), "small letters"));
}

TEST_CASE("the check of contrast measures ink against the pixels around it") {
    ui::Surface picture(100, 50);
    for (int y = 0; y < 50; ++y) std::fill_n(picture.row(y), 100, 0xFFFFFFFFu);
    auto grey = line({0, 0, 100, 50});
    grey.ink = {119, 119, 119, 255};  // 4.48 : 1
    CHECK(finds(contrast_faults({grey}, {}, picture, 4.5), "contrast 4.47"));
    grey.ink = {0, 0, 0, 255};
    CHECK(contrast_faults({grey}, {}, picture, 15).empty());
}

TEST_CASE("the pseudo-language is two fifths longer and keeps its placeholders") {
    const auto longer = stretched("Pay {amount} at the desk now");
    CHECK(longer.find("{amount}") != std::string::npos);
    CHECK(longer.starts_with("["));
    CHECK(longer.ends_with("]"));
    CHECK(strings_of("en-XA").text("kit.help").find("é") != std::string::npos);
    std::size_t before = 0, after = 0;
    const auto english = strings_of("en");
    const auto stretched_english = strings_of("en-XA");
    for (const auto& [key, forms] : english.entries()) {
        before += forms.front().size();
        for (const unsigned char c : stretched_english.entries().at(key).front()) after += (c & 0xC0) != 0x80;
    }
    CHECK(after >= before * 13 / 10);
}
