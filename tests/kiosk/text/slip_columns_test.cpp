// The slip of a resident who reads Mongolian: columns across the roll, to be turned and read from the left.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "kiosk/device/picture_files.hpp"
#include "kiosk/device/qr.hpp"
#include "kiosk/device/slip_picture.hpp"
#include "base/file.hpp"

using namespace onecard;

namespace {

device::Slip slip_in_columns() {
    device::Slip slip;
    slip.hall = "样例社区便民服务大厅";
    slip.title = "ᠬᠦᠯᠢᠶᠡᠨ ᠠᠪᠤᠭᠰᠠᠨ ᠪᠠᠷᠢᠮᠲᠠ";
    slip.number = "K0001-20261122-0007";
    slip.state = "ᠡᠨᠳᠡ ᠬᠦᠯᠢᠶᠡᠨ ᠠᠪᠤᠪᠠ";
    slip.lines = {{"ᠨᠡᠷ\u180Eᠡ", "𠮷𫖯·试", false}, {"ᠡᠳᠦᠷ", "2026 ᠣᠨ\u202Fᠤ 11 ᠰᠠᠷ\u180Eᠠ\u202Fᠶᠢᠨ 22", false},
                  {"ᠨᠡᠶᠢᠲᠡ", "1,286.50 ᠲᠥᠭᠦᠷᠢᠭ", true}};
    slip.qr = "OC1/K0001-20261122-0007/R/0/20261122/1A2B3C4D";
    slip.footer = "ᠡᠨᠡ ᠪᠠᠷᠢᠮᠲᠠ\u202Fᠶᠢ ᠬᠠᠳᠠᠭᠠᠯᠠᠭᠠᠷᠠᠢ᠃ 0000-8800001";
    slip.vertical = true;
    return slip;
}

bool dark(const ui::Surface& picture, int x, int y) {
    return x >= 0 && y >= 0 && x < picture.width() && y < picture.height() && (picture.row(y)[x] & 0xFF) < 128;
}

// As a reader holds it: turned to the left again.
ui::Surface in_the_hand(const ui::Surface& printed) {
    ui::Surface held(printed.height(), printed.width());
    for (int y = 0; y < printed.height(); ++y)
        for (int x = 0; x < printed.width(); ++x) held.row(printed.width() - 1 - x)[y] = printed.row(y)[x];
    return held;
}

bool stands_at(const ui::Surface& picture, const device::QrMatrix& code, int left, int top, int module) {
    for (int y = 0; y < code.side; ++y)
        for (int x = 0; x < code.side; ++x)
            if (dark(picture, left + x * module + module / 2, top + y * module + module / 2) != code.dark(x, y)) return false;
    return true;
}

bool shows(const ui::Surface& picture, const device::QrMatrix& code) {
    for (int module = 4; module <= 12; ++module)
        for (int top = 0; top + code.side * module <= picture.height(); ++top)
            for (int left = 0; left + code.side * module <= picture.width(); ++left)
                if (dark(picture, left + 1, top + 1) && stands_at(picture, code, left, top, module)) return true;
    return false;
}

// The first and the last column that holds ink.
std::pair<int, int> inked_columns(const ui::Surface& picture) {
    int first = picture.width(), last = -1;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            if (dark(picture, x, y)) first = std::min(first, x), last = std::max(last, x);
    return {first, last};
}

}  // namespace

TEST_CASE("a slip in columns is as wide as the roll, and its code is not mirrored") {
    const auto slip = slip_in_columns();
    const auto printed = device::draw_slip(slip, device::Paper::mm80);
    CHECK(printed.width() == 80 * device::dots_per_millimetre);
    if (const char* folder = std::getenv("ONECARD_PICTURES")) {
        CHECK(write_file(std::filesystem::path(folder) / "slip_columns.png", device::make_png(in_the_hand(printed)).value()));
    }
    const auto code = device::qr_matrix(slip.qr);
    REQUIRE(code);
    CHECK(shows(in_the_hand(printed), *code));
    CHECK_FALSE(shows(printed, *code));  // lying, as it comes out of the printer
}

TEST_CASE("a longer text makes a slip in columns longer, and nothing of it lies off the paper") {
    auto slip = slip_in_columns();
    const int before = device::draw_slip(slip, device::Paper::mm58).height();
    for (int i = 0; i < 20; ++i) slip.lines.push_back({"ᠨᠡᠷ\u180Eᠡ", "ᠬᠦᠯᠢᠶᠡᠨ ᠠᠪᠤᠭᠰᠠᠨ ᠪᠠᠷᠢᠮᠲᠠ\u202Fᠶᠢ ᠬᠠᠳᠠᠭᠠᠯᠠᠭᠠᠷᠠᠢ", false});
    const auto longer = device::draw_slip(slip, device::Paper::mm58);
    CHECK(longer.height() > before + 600);
    const auto [first, last] = inked_columns(longer);
    CHECK(first >= 24);
    CHECK(last < longer.width() - 24);
}
