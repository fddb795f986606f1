#include "tests/looks/checks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kiosk/ui/colour.hpp"

namespace onecard::looks {
namespace {

using ui::InkedLine;
using ui::Rect;
using ui::Role;
using ui::Target;

constexpr float dp_millimetres = 25.4f / 160;

bool touchable(const Target& target) {
    switch (target.role) {
        case Role::button: case Role::tile: case Role::row: case Role::field: case Role::option: case Role::key: case Role::candidate: return true;
        case Role::text: case Role::title: case Role::notice: case Role::image: return false;
    }
    return false;
}

bool main_action(const Target& target) { return touchable(target) && target.role != Role::key && target.role != Role::candidate; }

// How much two boxes have in common on each axis; negative is the space between them.
float common(float a, float a_size, float b, float b_size) { return std::min(a + a_size, b + b_size) - std::max(a, b); }

bool overlap(const Rect& a, const Rect& b, float hair) {
    return common(a.x, a.width, b.x, b.width) > hair && common(a.y, a.height, b.y, b.height) > hair;
}

bool near(const Rect& a, const Rect& b, float apart) {
    return common(a.x, a.width, b.x, b.width) > -apart && common(a.y, a.height, b.y, b.height) > -apart;
}

bool scrolls(const std::vector<Target>& targets) {
    return std::any_of(targets.begin(), targets.end(), [](const Target& target) { return target.key == "page.up"; });
}

// On a page that scrolls, the last thing shown may lie under the buttons with its end; enough for a finger stays of both.
bool only_end_covered(const Rect& a, const Rect& b, float finger) {
    const float wide = common(a.x, a.width, b.x, b.width), high = common(a.y, a.height, b.y, b.height);
    return std::max(a.width - wide, a.height - high) >= finger || std::max(b.width - wide, b.height - high) >= finger;
}

bool typing(const std::vector<Target>& targets) {
    return std::any_of(targets.begin(), targets.end(), [](const Target& target) { return target.key.starts_with("key."); });
}

std::string at(const std::string& what, const std::string& key) { return "[" + what + " " + key + "]"; }

std::string key_at(const Rect& box, const std::vector<Target>& targets) {
    const float x = box.x + box.width / 2, y = box.y + box.height / 2;
    std::string key = "?";
    float smallest = 1e12f;
    for (const auto& target : targets) {
        if (!target.visible || !target.rect.holds(x, y) || target.rect.width * target.rect.height > smallest) continue;
        smallest = target.rect.width * target.rect.height;
        key = target.key;
    }
    return key;
}

void check_words(const Target& target, std::set<std::string>& keys, Faults& faults) {
    if (target.key.empty()) faults.push_back("[no key]");
    if (!keys.insert(target.key).second) faults.push_back(at("twice", target.key));
    if (target.role != Role::image && target.label.empty() && target.value.empty()) faults.push_back(at("no words", target.key));
    if (target.label.find('{') != std::string::npos || target.label == target.key) faults.push_back(at("raw words", target.key));
}

void check_size(const Target& target, const ui::View& view, Faults& faults) {
    const float one = view.pixels_per_millimetre, slack = 0.5f;
    const float least = (view.elder ? 60 : 44) * dp_millimetres * one, high = main_action(target) ? (view.elder ? 24 : 20) * one : least;
    if (target.rect.width < least - slack || target.rect.height < least - slack || std::max(target.rect.width, target.rect.height) < high - slack)
        faults.push_back(at("small", target.key));
    // A main action is so high that a finger that trembles finds it.
    if (std::min(target.rect.width, target.rect.height) < high - slack && main_action(target)) faults.push_back(at("thin", target.key));
}

void check_outside(const Target& target, const ui::View& view, bool scrolling, Faults& faults) {
    const Rect& box = target.rect;
    const float width = float(view.width), height = float(view.height);
    const bool out = box.x < 0 || box.x + box.width > width + 0.5f || box.y < 0 || box.y + box.height > height + 0.5f;
    if (out && !scrolling) faults.push_back(at("outside", target.key));
}

void check_reach(const Target& target, const ui::View& view, Faults& faults) {
    const Rect& box = target.rect;
    const float width = float(view.width), height = float(view.height);
    const float reach = std::max(0.0f, height - 350 * view.pixels_per_millimetre);
    if (view.low && box.y + box.height / 2 < reach) faults.push_back(at("too high", target.key));
    using Side = ui::View::Side;
    const float share = view.side == Side::left ? (box.x + box.width) / width : view.side == Side::right ? 1 - box.x / width : 0;
    if (share > 0.81f) faults.push_back(at("out of reach", target.key));
}

// The most frequent colour of a box that is not the ink.
ui::Colour ground_of(const ui::Surface& picture, const Rect& box, ui::Colour ink) {
    std::map<std::uint32_t, int> counts;
    const int x0 = std::max(0, int(box.x)), y0 = std::max(0, int(box.y));
    const int x1 = std::min(picture.width(), int(box.x + box.width)), y1 = std::min(picture.height(), int(box.y + box.height));
    for (int y = y0; y < y1; y += 2)
        for (int x = x0; x < x1; x += 2) ++counts[picture.at(x, y) & 0xFFFFFF];
    counts.erase((std::uint32_t(ink.red) << 16) | (std::uint32_t(ink.green) << 8) | ink.blue);
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == counts.end()) return ink;
    return {std::uint8_t(most->first >> 16), std::uint8_t(most->first >> 8), std::uint8_t(most->first), 255};
}

// Below a keyboard nothing is seen; it begins where its first key or word does.
float covered_from(const std::vector<InkedLine>& lines) {
    float top = 1e9f;
    for (const auto& line : lines)
        // A caption may stand over the strip above.
        if (line.layer == ui::Layer::keyboard && line.box.y > 100) top = std::min(top, line.box.y - line.size);
    return top;
}

bool hidden(const InkedLine& line, ui::Layer top, float covered) {
    return line.layer < top || !line.whole || (line.layer != ui::Layer::keyboard && line.box.y + line.box.height > covered);
}

// What the lines of a page take; those at its ends fade where it can be turned.
Rect page_of(const std::vector<InkedLine>& lines) {
    float left = 1e9f, above = 1e9f, right = 0, below = 0;
    for (const auto& line : lines) {
        if (line.layer != ui::Layer::page) continue;
        left = std::min(left, line.box.x), right = std::max(right, line.box.x + line.box.width);
        above = std::min(above, line.box.y), below = std::max(below, line.box.y + line.box.height);
    }
    return {left, above, right - left, below - above};
}

bool fades(const InkedLine& line, const Rect& page) {
    return line.box.y + line.box.height + 2 * line.size > page.y + page.height || line.box.x + line.box.width + 2 * line.size > page.x + page.width;
}

ui::Layer topmost(const std::vector<InkedLine>& lines) {
    auto top = ui::Layer::page;
    for (const auto& line : lines)
        if (line.layer == ui::Layer::dialog) top = ui::Layer::dialog;
    return top;
}

}  // namespace

long touchable_count(const std::vector<Target>& targets) {
    return std::count_if(targets.begin(), targets.end(), [](const Target& target) { return target.visible && touchable(target); });
}

Faults target_faults(const std::vector<Target>& targets, const ui::View& view) {
    Faults faults;
    std::set<std::string> keys;
    const bool keyboard = typing(targets), scrolling = keyboard || scrolls(targets);
    const float apart = 8 * dp_millimetres * view.pixels_per_millimetre - 0.5f;
    for (const auto& target : targets) {
        check_words(target, keys, faults);
        if (!target.visible) continue;
        check_outside(target, view, scrolling, faults);
        if (!touchable(target)) continue;
        // A keyboard needs the width of the screen, and stands low.
        if (!keyboard) check_reach(target, view, faults);
        check_size(target, view, faults);
        for (const auto& other : targets) {
            if (!other.visible || !touchable(other) || other.key >= target.key || !near(target.rect, other.rect, apart)) continue;
            const bool on = overlap(target.rect, other.rect, 0.5f);
            if (scrolling && (!on || only_end_covered(target.rect, other.rect, 44 * dp_millimetres * view.pixels_per_millimetre))) continue;
            faults.push_back(at(on ? "on" : "close to", other.key + " " + target.key));
        }
    }
    return faults;
}

Faults line_faults(const std::vector<InkedLine>& lines, const std::vector<Target>& targets, const ui::View& view) {
    Faults faults;
    const float smallest = (view.elder ? 30 : 18) * 25.4f / 72 * view.pixels_per_millimetre - 0.5f;
    const auto top = topmost(lines);
    const float covered = covered_from(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const InkedLine& line = lines[i];
        if (line.size < smallest) faults.push_back(at("small letters " + std::to_string(int(line.size)), key_at(line.box, targets)));
        if (line.cut) faults.push_back(at("cut", key_at(line.box, targets)));
        if (hidden(line, top, covered)) continue;
        for (std::size_t j = 0; j < i; ++j) {
            const InkedLine& other = lines[j];
            // Leading belongs to nobody: letters reach a little less far than their lines.
            const float hair = 0.22f * std::min(line.size, other.size);
            if (other.whole && other.layer == line.layer && overlap(line.box, other.box, hair))
                faults.push_back(at("letters on letters", key_at(line.box, targets) + " " + key_at(other.box, targets)));
        }
    }
    return faults;
}

Faults contrast_faults(const std::vector<InkedLine>& lines, const std::vector<Target>& targets, const ui::Surface& picture, double least) {
    Faults faults;
    const auto top = topmost(lines);
    const float covered = covered_from(lines);
    const bool scrolling = scrolls(targets);
    const Rect page = page_of(lines);
    for (const InkedLine& line : lines) {
        if (hidden(line, top, covered) || (scrolling && line.layer == ui::Layer::page && fades(line, page))) continue;
        const std::string key = key_at(line.box, targets);
        const auto target = std::find_if(targets.begin(), targets.end(), [&](const Target& one) { return one.key == key; });
        // What can't be used now is exempt in WCAG 1.4.3; here it still has to be readable.
        const bool off = target != targets.end() && !target->enabled;
        const double ratio = ui::contrast(line.ink, ground_of(picture, line.box, line.ink));
        if (ratio < (off ? 3.0 : least)) faults.push_back(at("contrast " + std::to_string(ratio).substr(0, 4), key));
    }
    return faults;
}

}  // namespace onecard::looks
