#include "kiosk/device/escpos.hpp"

#include <algorithm>

namespace onecard::device::escpos {
namespace {

constexpr std::uint8_t esc = 0x1B, gs = 0x1D, dle = 0x10, eot = 0x04, enq = 0x05, dc4 = 0x14;
constexpr std::uint32_t dark_below = 150;  // thin strokes of small letters are grey: better a little bolder than broken

std::uint8_t eight_dots(const std::uint32_t* row, int count) {
    int dots = 0;
    for (int i = 0; i < count; ++i) dots |= ((row[i] & 0xFF) < dark_below ? 0x80 : 0) >> i;
    return static_cast<std::uint8_t>(dots);
}

void defuse(Bytes& command, std::size_t from) {
    for (std::size_t i = from; i < command.size(); ++i)
        if (command[i - 1] == dle && (command[i] == eot || command[i] == enq || command[i] == dc4)) command[i] |= 0x02;
}

}  // namespace

Bytes start() { return {esc, '@', gs, 'a', 0}; }

Bytes band(const ui::Surface& picture, Paper paper, int top, int bottom) {
    const int dots = std::min(printable_dots(paper), picture.width()), left = (picture.width() - dots) / 2;
    const int width = (dots + 7) / 8, height = std::min(bottom, picture.height()) - top;
    const auto low = [](int value) { return static_cast<std::uint8_t>(value & 0xFF); };
    Bytes command{gs, 'v', '0', 0, low(width), low(width >> 8), low(height), low(height >> 8)};
    const auto head = command.size();
    for (int y = top; y < top + height; ++y)
        for (int x = 0; x < dots; x += 8) command.push_back(eight_dots(picture.row(y) + left + x, std::min(8, dots - x)));
    defuse(command, head + 1);
    return command;
}

Bytes finish(bool cutter) {
    constexpr std::uint8_t lines_to_tear_bar = 6;
    if (!cutter) return {esc, 'd', lines_to_tear_bar};
    return {gs, 'V', 66, 0};
}

Bytes ask(int n) { return {dle, eot, static_cast<std::uint8_t>(n)}; }

// Bits 1 and 4 are always set, 0 and 7 never.
bool is_status(std::uint8_t byte) { return (byte & 0x93) == 0x12; }

Bytes ask_when_done() { return {gs, 'r', 1}; }

// Bits 4 and 7 are never set.
bool is_done_answer(std::uint8_t byte) { return (byte & 0x90) == 0; }

// NUL is white inside a picture and nothing outside of one.
Bytes clear_away(Paper paper, int rows, bool cutter) {
    Bytes bytes(static_cast<std::size_t>(printable_dots(paper) / 8 * rows), 0);
    append(bytes, start());
    append(bytes, finish(cutter));
    return bytes;
}

Bytes abandon() { return {dle, enq, 2}; }

bool is_offline(std::uint8_t first) { return (first & 0x08) != 0; }

PrinterState state_of(const StatusBytes& status) {
    const auto [printer, offline, error, paper] = status;
    const auto stopped = [](std::string_view code) { return PrinterState{false, std::string(code), false}; };
    if (offline & 0x04) return stopped("printer.cover_open");
    if ((offline & 0x20) || (paper & 0x60)) return stopped("printer.paper_out");
    if (error & 0x08) return stopped("printer.cutter");
    if ((offline & 0x40) || (error & 0x24)) return stopped("printer.jammed");
    if (error & 0x40) return stopped("printer.hot");
    if (is_offline(printer)) return stopped("printer.offline");
    if (paper & 0x0C) return {true, "printer.paper_low", false};
    return {};
}

}  // namespace onecard::device::escpos
