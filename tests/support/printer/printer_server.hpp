// The software printer on a TCP port, one connection at a time as with real ones, and the socket by which a test makes its accidents happen.
#pragma once
#include <functional>
#include <string>

namespace onecard::test {

struct PrinterOptions {
    int port = 0;
    std::string control, out;
    int dots_across = 576;
};

/// Until `quit`, SIGTERM or SIGINT. `ready` gets the port. Orders, a line each, answered by `ok` or `error …`: those of SimPrinter::order, and
///   power off|on    refuses and cuts connections, or takes them again on the same port
///   drop after N    cuts the connection when N more bytes came
///   slips           how many were cut off so far
///   code N          what the QR code of slip N (from 1) says; `error none` without one
///   state           {"slips","torn","unknown","retracted","mouth"}
int serve_printer(const PrinterOptions& options, const std::function<void(int port)>& ready);

}  // namespace onecard::test
