// An office printer that takes PDF by IPP: a queue of CUPS, or a printer in the net.
#pragma once
#include "base/clock.hpp"
#include "kiosk/device/printer.hpp"
#include "kiosk/ui/fonts.hpp"

namespace onecard::device {

struct SheetSettings {
    std::string address;           ///< `ipp://HOST:PORT/printers/NAME` or `ipps://…`
    Millis answer_within{4000}, print_within{45'000};
    Millis look_every{300};
    std::vector<ui::FontFile> fonts = ui::installed_fonts();
};

/// Slips become A4 sheets. `printed` only when the job is completed (RFC 8011, 5.3.7); a job that is canceled or aborted failed; one that is not done
/// in time, or whose printer is not heard of any more, is `unknown`: it may come yet. A job that stops for want of paper is canceled.
class SheetPrinter final : public Printer {
public:
    SheetPrinter(SheetSettings settings, const Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

    PrintOutcome print(const Slip& slip, const std::stop_token& stop) override;
    PrinterState look(const std::stop_token& stop) override;
    void retract(const std::stop_token&) override {}

private:
    SheetSettings settings_;
    const Clock& clock_;
};

}  // namespace onecard::device
