// A thermal slip printer that speaks ESC/POS, over a device file or TCP 9100.
#pragma once
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "kiosk/device/printer.hpp"
#include "kiosk/ui/fonts.hpp"

namespace onecard::device {

/// How to ask for a slip that hangs in the mouth of a presenter, and how to take it back. Makers differ, so the bytes are settings.
struct Mouth {
    Bytes ask;                   ///< empty: this printer can't tell
    std::uint8_t taken_bits = 0; ///< set in the one byte of the answer while a slip hangs there
    Bytes retract;               ///< empty: it can't take a slip back
};

struct EscposSettings {
    std::string address;         ///< see PrinterLine::open
    Paper paper = Paper::mm80;
    bool cutter = true;
    Mouth mouth = {};
    Millis connect_within{2000}, answer_within{1500};
    Millis spare{8000};          ///< for a slip, besides what its length needs at slowest_millimetres_per_second
    std::vector<ui::FontFile> fonts = ui::installed_fonts();
};

inline constexpr int slowest_millimetres_per_second = 50;

/// A connection is made for each slip and each look and let go, so that a technician's laptop gets its turn and no late answer is taken for
/// a new one.
class EscposPrinter final : public Printer {
public:
    EscposPrinter(EscposSettings settings, const Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

    /// Looks first, and sends nothing to a printer in trouble. `printed` only after the device answered behind the cut and then reported no
    /// trouble; `unknown` with `printer.unsure`, `printer.silent`, `printer.gone` or `printer.cutter`
    /// when everything was sent and that answer is missing.
    PrintOutcome print(const Slip& slip, const std::stop_token& stop) override;
    PrinterState look(const std::stop_token& stop) override;
    void retract(const std::stop_token& stop) override;

private:
    EscposSettings settings_;
    const Clock& clock_;
    bool interrupted_ = false;   ///< the last slip was begun and did not surely end
};

}  // namespace onecard::device
