// Where slips go. Only what surely happened is reported: "printed" is never said of a slip that may not have been.
#pragma once
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

#include "kiosk/device/slip.hpp"

namespace onecard::device {

/// How a printer is, as far as it says so itself.
struct PrinterState {
    bool ready = true;           ///< a slip can be begun
    std::string code;            ///< why not; or, while ready, what somebody should see to soon: `printer.paper_low`
    bool slip_in_mouth = false;  ///< an earlier slip was not taken yet; only of devices that can tell
    bool operator==(const PrinterState&) const = default;
};

/// As the heartbeat says it: `ready`, `paper_low`, `paper_out`, `missing` (nobody answers), `fault`.
std::string_view heartbeat_word(const PrinterState& state);

struct PrintOutcome {
    enum class Kind {
        printed,  ///< the device said so after the last dot and the cut
        saved,    ///< there is no printer; the slip lies in a folder
        failed,   ///< surely no whole slip came out
        unknown,  ///< a slip may have come out: somebody has to look
    };
    Kind kind = Kind::failed;
    std::string code;             ///< why it failed or is unknown
    std::filesystem::path saved;  ///< the picture, when saved
};

/// From one thread, never the UI's: paper takes seconds. Each call has a limit of its own and ends early when a stop is asked for.
class Printer {
public:
    virtual ~Printer() = default;
    virtual PrintOutcome print(const Slip& slip, const std::stop_token& stop) = 0;
    /// Asks the device; some seconds at most.
    virtual PrinterState look(const std::stop_token& stop) = 0;
    /// Takes a slip that nobody took back in, where the device can; else does nothing.
    virtual void retract(const std::stop_token& stop) = 0;
};

}  // namespace onecard::device
