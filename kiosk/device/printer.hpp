// Where slips go. Only what surely happened is reported: "printed" is never said of a slip that may not have been.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/device/slip.hpp"

namespace onecard::device {

struct PrintOutcome {
    enum class Kind { printed, saved, failed };
    Kind kind = Kind::failed;
    std::string code;             ///< why it failed
    std::filesystem::path saved;  ///< the picture, when saved
};

class Printer {
public:
    virtual ~Printer() = default;
    /// May take as long as paper takes: not for the UI thread.
    virtual PrintOutcome print(const Slip& slip) = 0;
    /// As the heartbeat says it: `ready`, `missing`, `fault`, `paper_out`.
    virtual std::string_view state() const = 0;
};

}  // namespace onecard::device
