// The thread beside the printer: paper takes seconds, and neither the screen nor a card may wait for it.
#pragma once
#include <functional>
#include <thread>

#include "base/mailbox.hpp"
#include "kiosk/app/attendant.hpp"
#include "kiosk/device/printer.hpp"

namespace onecard::app {

class PaperDesk {
public:
    /// `printer` is used from the desk's thread only; each slip gives one letter. Both must outlive the desk.
    PaperDesk(device::Printer& printer, Mailbox<SlipDone>& letters);

    /// From any thread.
    void print(device::Slip slip) { slips_.post(std::move(slip)); }

private:
    void run(const std::stop_token& stop);

    device::Printer& printer_;
    Mailbox<SlipDone>& letters_;
    Mailbox<device::Slip> slips_;
    std::jthread thread_;
};

}  // namespace onecard::app
