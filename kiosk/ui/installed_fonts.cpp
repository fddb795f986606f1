// Which fonts show what. A font is opened when a text first needs it, so that a long chain costs nothing.
#include "kiosk/ui/fonts.hpp"

namespace onecard::ui {

std::vector<FontFile> installed_fonts() {
    const std::filesystem::path cjk = "/usr/share/fonts/opentype/noto", noto = "/usr/share/fonts/truetype/noto",
                                hanazono = "/usr/share/fonts/truetype/hanazono";
    constexpr int simplified_chinese = 2;
    constexpr PointRange symbols{0x2000, 0x2BFF};
    return {
        {cjk / "NotoSansCJK-Regular.ttc", cjk / "NotoSansCJK-Bold.ttc", simplified_chinese},
        {noto / "NotoSansMongolian-Regular.ttf", {}, 0, {{0x1800, 0x18AF}, {0x202F, 0x202F}, {0x11660, 0x1167F}}},
        {noto / "NotoSans-Regular.ttf", noto / "NotoSans-Bold.ttf", 0, {{0x00A0, 0x058F}, {0x1AB0, 0x1AFF}, {0x1C80, 0x1CFF}, {0x1D00, 0x1FFF}, symbols, {0x2C60, 0x2C7F}, {0xA640, 0xAB6F}}},
        {noto / "NotoSansArabic-Regular.ttf", noto / "NotoSansArabic-Bold.ttf", 0, {{0x0600, 0x08FF}, {0xFB50, 0xFDFF}, {0xFE70, 0xFEFF}}},
        {noto / "NotoSerifTibetan-Regular.ttf", noto / "NotoSerifTibetan-Bold.ttf", 0, {{0x0F00, 0x0FFF}}},
        {noto / "NotoSansTaiLe-Regular.ttf", {}, 0, {{0x1950, 0x197F}}},
        {noto / "NotoSansNewTaiLue-Regular.ttf", {}, 0, {{0x1980, 0x19DF}}},
        {noto / "NotoSansTaiTham-Regular.ttf", noto / "NotoSansTaiTham-Bold.ttf", 0, {{0x1A20, 0x1AAF}}},
        {noto / "NotoSansYi-Regular.ttf", {}, 0, {{0xA000, 0xA4CF}}},
        {noto / "NotoSansLisu-Regular.ttf", noto / "NotoSansLisu-Bold.ttf", 0, {{0xA4D0, 0xA4FF}, {0x11FB0, 0x11FBF}}},
        {noto / "NotoSansPhagsPa-Regular.ttf", {}, 0, {{0xA840, 0xA87F}}},
        {noto / "NotoSansMiao-Regular.ttf", {}, 0, {{0x16F00, 0x16F9F}}},
        {noto / "NotoSansSymbols-Regular.ttf", noto / "NotoSansSymbols-Bold.ttf", 0, {symbols, {0x1F100, 0x1F8FF}}},
        {noto / "NotoSansSymbols2-Regular.ttf", {}, 0, {symbols, {0x1F000, 0x1FBFF}}},
        {noto / "NotoSansMath-Regular.ttf", {}, 0, {symbols, {0x1D400, 0x1EEFF}}},
        // Characters of names that the first font lacks; without the first font, all of Chinese.
        {hanazono / "HanaMinA.ttf", {}, 0, {{0x0020, 0x024F}, symbols, {0x2E80, 0x9FFF}, {0xF900, 0xFAFF}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}}},
        {hanazono / "HanaMinB.ttf", {}, 0, {{0x20000, 0x2FFFF}}},
    };
}

}  // namespace onecard::ui
