// The bytes between kiosk and printer: a device file (USB, serial) or a TCP connection.
#pragma once
#include <stop_token>
#include <string>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace onecard::device {

/// Until when something may take, on the clock that never jumps.
struct Limit {
    const Clock& clock;
    Millis until;
    const std::stop_token& stop;

    Limit(const Clock& time, Millis at_most, const std::stop_token& ending) : clock(time), until(time.uptime() + at_most), stop(ending) {}
    Millis left() const { return until - clock.uptime(); }
    bool over() const { return stop.stop_requested() || left() <= Millis(0); }
};

/// One owner, one thread.
class PrinterLine {
public:
    /// `tcp://ADDRESS:PORT` with a numeric address (looking up names has no limit), or the path of a device file; a serial line is set to eight
    /// bits without flow control of its own and keeps its speed. Errors `printer.address`, `printer.gone`.
    static Result<PrinterLine> open(const std::string& address, const Limit& limit);
    PrinterLine(PrinterLine&& other) noexcept;
    PrinterLine& operator=(PrinterLine&&) = delete;
    ~PrinterLine();

    /// All of it or an error: `printer.stalled` (it takes no more in time), `printer.gone`.
    Status send(ByteView bytes, const Limit& limit);
    /// At least one byte; `printer.silent` when none comes in time, `printer.gone`.
    Result<Bytes> receive(const Limit& limit);
    /// Throws away what has come in already.
    void drain();

private:
    explicit PrinterLine(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

}  // namespace onecard::device
