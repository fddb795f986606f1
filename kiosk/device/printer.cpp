#include "kiosk/device/printer.hpp"

namespace onecard::device {

std::string_view heartbeat_word(const PrinterState& state) {
    if (state.code == "printer.paper_out") return "paper_out";
    if (state.code == "printer.gone" || state.code == "printer.silent") return "missing";
    if (!state.ready) return "fault";
    return state.code == "printer.paper_low" ? "paper_low" : "ready";
}

}  // namespace onecard::device
