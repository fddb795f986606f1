#include "kiosk/device/escpos_printer.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "kiosk/device/escpos.hpp"
#include "kiosk/device/printer_line.hpp"
#include "kiosk/device/slip_picture.hpp"

namespace onecard::device {
namespace {

using Kind = PrintOutcome::Kind;

constexpr int band_rows = 128;
constexpr int strange_bytes_max = 256;  // a little may be left over from before; more is no printer of this kind
constexpr Millis ask_again{400};

PrinterState not_ready(const Error& error) { return {false, error.code, false}; }

/// One connection, from the first question to the last.
class Talk {
public:
    Talk(const EscposSettings& settings, const Clock& clock, const std::stop_token& stop) : settings_(settings), clock_(clock), stop_(stop) {}

    Status open() {
        auto line = PrinterLine::open(settings_.address, within(settings_.connect_within));
        if (!line) return failure(line.error());
        line_.emplace(*std::move(line));
        line_->drain();
        return {};
    }

    PrinterState look() {
        escpos::StatusBytes status{};
        for (int n = 1; n <= 4; ++n) {
            const auto byte = ask(escpos::ask(n), escpos::is_status);
            if (!byte) return not_ready(byte.error());
            status[static_cast<std::size_t>(n - 1)] = *byte;
        }
        auto state = escpos::state_of(status);
        if (state.ready && !settings_.mouth.ask.empty()) {
            const auto byte = ask(settings_.mouth.ask, [](std::uint8_t) { return true; });
            state.slip_in_mouth = byte && (*byte & settings_.mouth.taken_bits) != 0;
        }
        return state;
    }

    /// Trouble in the middle; nothing when all of the picture has gone out. The end of the slip is not sent here.
    std::optional<std::string> send_picture(const ui::Surface& picture, bool after_interruption, Millis at_most) {
        const auto limit = within(at_most);
        if (after_interruption)
            if (auto sent = line_->send(escpos::clear_away(settings_.paper, band_rows, settings_.cutter), limit); !sent) return sent.error().code;
        if (auto sent = line_->send(escpos::start(), limit); !sent) return sent.error().code;
        for (int top = 0; top < picture.height(); top += band_rows) {
            if (auto sent = line_->send(escpos::band(picture, settings_.paper, top, top + band_rows), limit); !sent) return sent.error().code;
            const auto first = ask(escpos::ask(1), escpos::is_status);
            if (!first) return first.error().code;
            if (!escpos::is_offline(*first)) continue;
            if (const auto state = look(); !state.ready) return state.code;
        }
        return std::nullopt;
    }

    /// Sends the end of the slip and waits for the printer's word that it came to it.
    PrintOutcome finish(Millis at_most) {
        const auto limit = within(at_most);
        auto end = escpos::finish(settings_.cutter);
        append(end, escpos::ask_when_done());
        if (auto sent = line_->send(end, limit); !sent) return {Kind::failed, sent.error().code, {}};
        came_to_end_ = false;
        while (!limit.over()) {
            const auto bytes = line_->receive(within(std::min(ask_again, limit.left())));
            if (bytes) note(*bytes);
            else if (bytes.error().code == "printer.gone") return {Kind::unknown, "printer.gone", {}};
            auto trouble = bytes || came_to_end_ ? std::nullopt : stopped_before_end();
            if (came_to_end_) return done();
            if (trouble) return *trouble;
        }
        return {Kind::unknown, owed_ > 0 ? "printer.silent" : "printer.unsure", {}};
    }

    Status send(ByteView bytes) { return line_->send(bytes, within(settings_.answer_within)); }

    void abandon() {
        if (line_) (void)line_->send(escpos::abandon(), within(settings_.answer_within));
    }

private:
    Limit within(Millis time) const { return {clock_, time, stop_}; }

    /// The first byte that `fits`, after the answers still owed to earlier questions; others are noise.
    Result<std::uint8_t> ask(ByteView question, bool (*fits)(std::uint8_t)) {
        const auto limit = within(settings_.answer_within);
        if (auto sent = line_->send(question, limit); !sent) return failure(sent.error());
        for (int strange = 0; strange < strange_bytes_max;) {
            const auto bytes = line_->receive(limit);
            if (!bytes && strange > 0 && bytes.error().code == "printer.silent") break;
            if (!bytes && bytes.error().code == "printer.silent") ++owed_;
            if (!bytes) return failure(bytes.error());
            std::optional<std::uint8_t> answer;
            for (const auto byte : *bytes) {
                came_to_end_ = came_to_end_ || escpos::is_done_answer(byte);
                if (!fits(byte)) ++strange;
                else if (owed_ > 0) --owed_;
                else answer = byte;
            }
            if (answer) return *answer;
        }
        return failure(Error::Kind::corrupt, "printer.confused", "answers that are none");
    }

    void note(const Bytes& bytes) {
        for (const auto byte : bytes) {
            came_to_end_ = came_to_end_ || escpos::is_done_answer(byte);
            if (escpos::is_status(byte) && owed_ > 0) --owed_;
        }
    }

    /// While waiting for the end: trouble that keeps the slip from being finished.
    std::optional<PrintOutcome> stopped_before_end() {
        const auto first = ask(escpos::ask(1), escpos::is_status);
        if (!first && first.error().code != "printer.silent") return PrintOutcome{Kind::unknown, first.error().code, {}};
        if (!first || !escpos::is_offline(*first)) return std::nullopt;
        const auto state = look();
        if (state.ready) return std::nullopt;
        // A slip that was not cut may hang out whole.
        const bool surely_not = state.code == "printer.paper_out" || state.code == "printer.cover_open" || state.code == "printer.jammed";
        return PrintOutcome{surely_not ? Kind::failed : Kind::unknown, state.code, {}};
    }

    PrintOutcome done() {
        const auto after = look();
        // The roll may end right behind the cut; everything else says that this slip may not be in anybody's hand.
        if (after.ready || after.code == "printer.paper_out") return {Kind::printed, {}, {}};
        return {Kind::unknown, after.code, {}};
    }

    const EscposSettings& settings_;
    const Clock& clock_;
    const std::stop_token& stop_;
    std::optional<PrinterLine> line_;
    int owed_ = 0;              ///< answers that did not come in time and may still come
    bool came_to_end_ = false;  ///< the answer behind the cut was here
};

}  // namespace

PrintOutcome EscposPrinter::print(const Slip& slip, const std::stop_token& stop) {
    const auto picture = draw_slip(slip, settings_.paper, settings_.fonts);
    Talk talk(settings_, clock_, stop);
    if (auto opened = talk.open(); !opened) return {Kind::failed, opened.error().code, {}};
    if (const auto before = talk.look(); !before.ready) return {Kind::failed, before.code, {}};
    const auto at_most = settings_.spare + Millis(1000) * (picture.height() / dots_per_millimetre) / slowest_millimetres_per_second;
    const bool after_interruption = std::exchange(interrupted_, true);
    if (auto trouble = talk.send_picture(picture, after_interruption, at_most)) {
        talk.abandon();
        return {Kind::failed, *trouble, {}};
    }
    const auto outcome = talk.finish(at_most);
    interrupted_ = outcome.kind != Kind::printed;
    if (outcome.kind == Kind::failed) talk.abandon();
    return outcome;
}

PrinterState EscposPrinter::look(const std::stop_token& stop) {
    Talk talk(settings_, clock_, stop);
    if (auto opened = talk.open(); !opened) return not_ready(opened.error());
    return talk.look();
}

void EscposPrinter::retract(const std::stop_token& stop) {
    if (settings_.mouth.retract.empty()) return;
    Talk talk(settings_, clock_, stop);
    auto sent = talk.open();
    if (sent) sent = talk.send(settings_.mouth.retract);
    if (!sent) log::failed("a slip was not taken back", sent.error());
}

}  // namespace onecard::device
