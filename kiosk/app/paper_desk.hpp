// The thread beside the printer: paper takes seconds, and neither the screen nor a card may wait for it.
#pragma once
#include <functional>
#include <thread>

#include "base/clock.hpp"
#include "base/mailbox.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/device/printer.hpp"

namespace onecard::app {

/// When nothing is to be printed.
struct PaperRhythm {
    Millis look_every{10'000};          ///< how the printer is
    Millis look_in_trouble_every{2'000};
    Millis take_back_after{30'000};     ///< a slip that hangs in the mouth: it may be somebody's bill
};

class PaperDesk {
public:
    /// `printer` is used from the desk's thread only; each slip gives one letter, and each change of
    /// the printer's state one. All must outlive the desk.
    PaperDesk(device::Printer& printer, Mailbox<PaperLetter>& letters, const Clock& clock, PaperRhythm rhythm = {});

    /// From any thread.
    void print(device::Slip slip) { slips_.post(std::move(slip)); }

private:
    void run(const std::stop_token& stop);
    void look(const std::stop_token& stop);

    device::Printer& printer_;
    Mailbox<PaperLetter>& letters_;
    const Clock& clock_;
    PaperRhythm rhythm_;
    Mailbox<device::Slip> slips_;
    std::optional<device::PrinterState> state_;
    std::optional<Millis> hangs_since_;
    std::jthread thread_;
};

}  // namespace onecard::app
