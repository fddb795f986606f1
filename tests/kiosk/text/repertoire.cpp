#include "tests/kiosk/text/repertoire.hpp"

#include <hb.h>

namespace onecard::test {
namespace {

void add(std::vector<char32_t>& to, char32_t first, char32_t last) {
    for (char32_t point = first; point <= last; ++point) to.push_back(point);
}

// What Unicode has assigned in a block.
std::vector<char32_t> assigned(char32_t first, char32_t last) {
    std::vector<char32_t> points;
    for (char32_t point = first; point <= last; ++point) {
        const auto category = hb_unicode_general_category(hb_unicode_funcs_get_default(), point);
        if (category != HB_UNICODE_GENERAL_CATEGORY_UNASSIGNED && category != HB_UNICODE_GENERAL_CATEGORY_CONTROL) points.push_back(point);
    }
    return points;
}

}  // namespace

std::vector<char32_t> characters_and_radicals() {
    std::vector<char32_t> all;
    add(all, 0x3400, 0x4DB5);
    add(all, 0x4E00, 0x9FEF);
    add(all, 0x20000, 0x2A6D6);
    add(all, 0x2A700, 0x2B734);
    add(all, 0x2B740, 0x2B81D);
    add(all, 0x2B820, 0x2CEA1);
    add(all, 0x2CEB0, 0x2EBE0);
    for (const char32_t point : {0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29}) all.push_back(point);
    add(all, 0x2F00, 0x2FD5);
    for (const char32_t point : {0x2E81, 0x2E84, 0x2E88, 0x2E8B, 0x2E8C, 0x2E97, 0x2EA7, 0x2EAA, 0x2EAE, 0x2EB3, 0x2EB6, 0x2EB7, 0x2EBB, 0x2ECA})
        all.push_back(point);
    return all;
}

std::vector<Script> other_scripts() {
    return {{"Latin, Greek, Cyrillic", assigned(0x20, 0x451)}, {"punctuation and symbols", assigned(0x2010, 0x2642)},
            {"kana, bopomofo, marks", assigned(0x2FF0, 0x33D5)}, {"Hangul", assigned(0xAC00, 0xD7A3)},
            {"Uyghur, Kazakh, Kirghiz", assigned(0x060C, 0x06F9)}, {"Uyghur forms", assigned(0xFB56, 0xFBFF)},
            {"Tibetan", assigned(0x0F00, 0x0FDA)}, {"Mongolian", assigned(0x1800, 0x18AA)}, {"Mongolian supplement", assigned(0x11660, 0x1166C)},
            {"Tai Le", assigned(0x1950, 0x1974)}, {"New Tai Lue", assigned(0x1980, 0x19DF)}, {"Tai Tham", assigned(0x1A20, 0x1AAD)},
            {"Yi", assigned(0xA000, 0xA4C6)}, {"Lisu", assigned(0xA4D0, 0xA4FF)}, {"Miao", assigned(0x16F00, 0x16F9F)},
            {"compatibility ideographs", assigned(0xF900, 0xFA6D)}, {"forms for columns", assigned(0xFE30, 0xFE44)},
            {"stops for columns", assigned(0xFE10, 0xFE19)},
            {"full and half width", assigned(0xFF01, 0xFFE5)}};
}

}  // namespace onecard::test
