#include "kiosk/ui/writing.hpp"

#include <hb.h>

#include <algorithm>
#include <iterator>

namespace onecard::ui {
namespace {

struct Range {
    char32_t first, last;
};

template <std::size_t count>
bool within(const Range (&ranges)[count], char32_t point) {
    const auto at = std::lower_bound(std::begin(ranges), std::end(ranges), point, [](const Range& range, char32_t p) { return range.last < p; });
    return at != std::end(ranges) && at->first <= point;
}

// UAX #50: Vertical_Orientation U, Tu and Tr, as far as this country's texts have them; all others lie on their side.
constexpr Range upright[] = {{0x1100, 0x11FF},   {0x203C, 0x203C},   {0x2047, 0x2049},   {0x2051, 0x2051},   {0x20DD, 0x20E0},   {0x2100, 0x2101},
                             {0x2103, 0x2109},   {0x210F, 0x210F},   {0x2113, 0x2114},   {0x2116, 0x2117},   {0x211E, 0x2123},   {0x2125, 0x2125},
                             {0x2127, 0x2127},   {0x2135, 0x213F},   {0x2145, 0x214A},   {0x2160, 0x2188},   {0x2460, 0x24FF},   {0x25A0, 0x2619},
                             {0x2620, 0x2767},   {0x2776, 0x2793},   {0x2E80, 0x3007},   {0x3012, 0x3013},   {0x3020, 0x302F},   {0x3031, 0x309F},
                             {0x30A1, 0x30FB},   {0x30FD, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7FF},   {0xE000, 0xFAFF},   {0xFE10, 0xFE1F},
                             {0xFE30, 0xFE48},   {0xFE50, 0xFE57},   {0xFE5F, 0xFE62},   {0xFF01, 0xFF07},   {0xFF0A, 0xFF0C},   {0xFF0E, 0xFF19},
                             {0xFF1F, 0xFF3A},   {0xFF3C, 0xFF3C},   {0xFF3E, 0xFF3E},   {0xFF40, 0xFF5A},   {0xFFE0, 0xFFE2},   {0xFFE4, 0xFFE7},
                             {0x16F00, 0x16F9F}, {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F000, 0x1FAFF}, {0x20000, 0x3FFFD}};
// Brackets, dashes and stops of Chinese: their fonts have forms for columns.
constexpr Range chinese_marks[] = {{0x2014, 0x2014}, {0x2018, 0x2019}, {0x201C, 0x201D}, {0x2025, 0x2026}, {0x3008, 0x3011}, {0x3014, 0x301F}, {0x3030, 0x3030}, {0x30A0, 0x30A0},
                                   {0x30FC, 0x30FC}, {0xFE59, 0xFE5E}, {0xFF08, 0xFF09}, {0xFF0D, 0xFF0D}, {0xFF1A, 0xFF1E}, {0xFF3B, 0xFF3B}, {0xFF3D, 0xFF3D},
                                   {0xFF3F, 0xFF3F}, {0xFF5B, 0xFF60}, {0xFFE3, 0xFFE3}};
constexpr std::size_t standing_digits_max = 2;

bool is_digit(char32_t point) { return point >= '0' && point <= '9'; }
// What makes one word with digits: a longer number, a code, an amount.
bool makes_word(char32_t point) { return (point > ' ' && point < 0x7F) || (point >= 0xA0 && point < 0x0250) || point == 0x20AC; }

}  // namespace

bool shows_nothing(char32_t point) {
    return point == '\n' || (point >= 0x200B && point <= 0x200F) || point == 0x061C || (point >= 0x2060 && point <= 0x2064) || point == 0xFEFF ||
           (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0x180B && point <= 0x180F) || (point >= 0xE0100 && point <= 0xE01EF) || point == 0x00AD;
}

bool is_hostile(char32_t point) {
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x206F) || (point >= 0xD800 && point <= 0xDFFF) || (point >= 0xE0000 && point <= 0xE007F);
}

bool clings(char32_t point) {
    if (point == 0x200C || point == 0x200D) return true;
    switch (hb_unicode_general_category(hb_unicode_funcs_get_default(), point)) {
        case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
        case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
        case HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK: return true;
        default: return false;
    }
}

bool is_common_space(char32_t point) { return point == ' ' || point == 0x00A0 || point == 0x202F; }

bool is_mongolian(char32_t point) { return (point >= 0x1800 && point <= 0x18AF) || (point >= 0x11660 && point <= 0x1167F); }

void drop_floods(std::vector<char32_t>& points) {
    std::size_t row = 0;
    std::erase_if(points, [&](char32_t point) {
        row = point != '\n' && (clings(point) || shows_nothing(point)) ? row + 1 : 0;
        return row > marks_max;
    });
}

std::vector<Stance> stances(const std::vector<char32_t>& points) {
    std::vector<Stance> all(points.size(), Stance::turned);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const char32_t point = points[i];
        if (within(upright, point) || within(chinese_marks, point)) all[i] = Stance::upright;
        else if (clings(point) && i > 0) all[i] = all[i - 1];
    }
    for (std::size_t i = 0; i < points.size();) {
        std::size_t end = i;
        bool digits = true;
        for (; end < points.size() && makes_word(points[end]); ++end) digits = digits && is_digit(points[end]);
        if (digits && end - i <= standing_digits_max) std::fill(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(end), Stance::number);
        i = std::max(end, i + 1);
    }
    return all;
}

}  // namespace onecard::ui
