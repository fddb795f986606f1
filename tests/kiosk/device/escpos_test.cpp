// The bytes of ESC/POS and what status bytes mean, against the software printer in the same process.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "kiosk/device/escpos.hpp"
#include "tests/support/printer/sim_printer.hpp"

using namespace onecard;
using namespace onecard::device;

namespace {

ui::Surface white_sheet(int width, int height) {
    ui::Surface sheet(width, height);
    for (int y = 0; y < height; ++y) std::fill_n(sheet.row(y), width, 0xFFFFFFFF);
    return sheet;
}

/// Everything from start to cut, in bands of so many rows.
Bytes whole_slip(const ui::Surface& sheet, Paper paper, int band_rows) {
    auto bytes = escpos::start();
    for (int top = 0; top < sheet.height(); top += band_rows) append(bytes, escpos::band(sheet, paper, top, top + band_rows));
    append(bytes, escpos::finish(true));
    return bytes;
}

const test::PrintedSlip printed(const ui::Surface& sheet, Paper paper, int band_rows) {
    test::SimPrinter printer(printable_dots(paper));
    REQUIRE(printer.feed(whole_slip(sheet, paper, band_rows)));
    for (int i = 0; i < 100; ++i) printer.pass(Millis(100));
    REQUIRE(printer.slips().size() == 1);
    CHECK(printer.unknown() == 0);
    return printer.slips().front();
}

}  // namespace

TEST_CASE("every dot between the margins comes out where it was drawn, on both rolls and across bands") {
    SeededRandom random(20261122);
    for (const auto paper : {Paper::mm58, Paper::mm80}) {
        const int width = (paper == Paper::mm58 ? 58 : 80) * dots_per_millimetre, margin = (width - printable_dots(paper)) / 2;
        auto sheet = white_sheet(width, 301);
        std::vector<std::pair<int, int>> dark;
        for (int i = 0; i < 400; ++i) {
            const int x = margin + static_cast<int>(random.below(static_cast<std::uint64_t>(printable_dots(paper))));
            const int y = static_cast<int>(random.below(301));
            sheet.row(y)[x] = 0xFF000000;
            dark.emplace_back(x - margin, y);
        }
        const auto slip = printed(sheet, paper, 64);
        CHECK(slip.width == printable_dots(paper));
        CHECK(slip.height > 301);
        std::vector<std::uint8_t> expected(slip.dots.size(), 0);
        for (const auto& [x, y] : dark)
            expected[static_cast<std::size_t>(y) * static_cast<std::size_t>(slip.width) + static_cast<std::size_t>(x)] = 1;
        long wrong = 0;
        for (std::size_t i = 0; i < expected.size(); ++i) wrong += slip.dots[i] != expected[i];
        CHECK(wrong <= 1);  // two dots may by chance look like a command and get a third
    }
}

TEST_CASE("a picture full of what reads like real-time commands prints as a picture and makes the printer do nothing else") {
    auto sheet = white_sheet(640, 200);
    const std::uint8_t commands[][3] = {{0x10, 0x04, 0x01}, {0x10, 0x05, 0x02}, {0x10, 0x14, 0x01}, {0x10, 0x04, 0x10}};
    for (int y = 0; y < 200; ++y)
        for (int group = 0; group < 24; ++group)
            for (int byte = 0; byte < 3; ++byte)
                for (int bit = 0; bit < 8; ++bit)
                    if ((commands[(y + group) % 4][byte] >> (7 - bit)) & 1) sheet.row(y)[32 + (group * 3 + byte) * 8 + bit] = 0xFF000000;
    const auto slip = printed(sheet, Paper::mm80, 50);
    // At most one dot was added to each such group.
    long drawn = 0, came = 0;
    for (int y = 0; y < 200; ++y)
        for (int x = 32; x < 608; ++x) {
            drawn += (sheet.at(x, y) & 0xFF) == 0;
            came += slip.dots[static_cast<std::size_t>(y) * 576 + static_cast<std::size_t>(x - 32)];
        }
    CHECK(came >= drawn);
    CHECK(came <= drawn + 200 * 24 * 2);
}

TEST_CASE("the status bytes of a printer in order say ready, and each trouble says its own code") {
    using escpos::state_of;
    CHECK(state_of({0x12, 0x12, 0x12, 0x12}) == PrinterState{});
    CHECK(state_of({0x12, 0x12, 0x12, 0x1E}) == PrinterState{true, "printer.paper_low", false});
    CHECK(state_of({0x1A, 0x12, 0x12, 0x7E}).code == "printer.paper_out");
    CHECK(state_of({0x1A, 0x32, 0x12, 0x12}).code == "printer.paper_out");
    CHECK(state_of({0x1A, 0x16, 0x12, 0x12}).code == "printer.cover_open");
    CHECK(state_of({0x1A, 0x52, 0x1A, 0x12}).code == "printer.cutter");
    CHECK(state_of({0x1A, 0x52, 0x16, 0x12}).code == "printer.jammed");
    CHECK(state_of({0x1A, 0x52, 0x32, 0x12}).code == "printer.jammed");
    CHECK(state_of({0x1A, 0x12, 0x52, 0x12}).code == "printer.hot");
    CHECK(state_of({0x1A, 0x12, 0x12, 0x12}).code == "printer.offline");
    for (const auto& trouble : {"printer.paper_out", "printer.cover_open"}) CHECK(heartbeat_word({false, trouble, false}) != "ready");
    CHECK(heartbeat_word({}) == "ready");
    CHECK(heartbeat_word({true, "printer.paper_low", false}) == "paper_low");
    CHECK(heartbeat_word({false, "printer.paper_out", false}) == "paper_out");
    CHECK(heartbeat_word({false, "printer.silent", false}) == "missing");
    CHECK(heartbeat_word({false, "printer.jammed", false}) == "fault");
}

TEST_CASE("a byte is the answer to one kind of question only") {
    int both = 0;
    for (int byte = 0; byte < 256; ++byte) {
        const auto one = static_cast<std::uint8_t>(byte);
        both += escpos::is_status(one) && escpos::is_done_answer(one);
    }
    CHECK(both == 0);
    CHECK(escpos::is_status(0x12));
    CHECK_FALSE(escpos::is_status(0x10));
    CHECK(escpos::is_done_answer(0x00));
    CHECK(escpos::is_done_answer(0x0F));
}
