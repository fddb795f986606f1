// For halls without a printer: slips become pictures and PDF files in a folder.
#pragma once
#include "base/clock.hpp"
#include "base/result.hpp"
#include "kiosk/device/printer.hpp"
#include "kiosk/ui/fonts.hpp"

namespace onecard::device {

struct SpoolSettings {
    std::filesystem::path folder;
    Paper paper = Paper::mm80;
    std::vector<ui::FontFile> fonts = ui::installed_fonts();
};

/// Writes NUMBER.png and NUMBER.pdf, the PDF first: a picture that is there means both are. The folder and files are readable for
/// their owner only; slips older than spool_lifetime are removed with each print.
class SpoolPrinter final : public Printer {
public:
    SpoolPrinter(SpoolSettings settings, const Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

    /// `saved`, or `failed` with `printer.number` (no name for a file), `printer.disk_full`, `printer.unwritable`.
    PrintOutcome print(const Slip& slip, const std::stop_token& stop) override;
    /// What the last slip met.
    PrinterState look(const std::stop_token&) override { return state_; }
    void retract(const std::stop_token&) override {}

private:
    Status save(const Slip& slip, const std::filesystem::path& picture) const;
    void remove_old() const;

    SpoolSettings settings_;
    const Clock& clock_;
    PrinterState state_;
};

inline constexpr std::chrono::hours spool_lifetime{72};

}  // namespace onecard::device
