// The thread beside the bank card terminal: a sale takes as long as somebody needs to find their PIN.
#pragma once
#include <thread>
#include <variant>

#include "base/mailbox.hpp"
#include "kiosk/device/bank_terminal.hpp"

namespace onecard::app {

/// How a sale ended. Unknown comes once, when the terminal can't be asked; it is asked on until it says.
struct SaleEnded {
    device::SaleWord word;  ///< `id` is always that of the order
};
struct TerminalReady {
    bool ready = false;
};
/// What became of a refund. Where that is unknown, the backend's next word asks for it again.
struct RefundEnded {
    device::RefundWord word;
};
using TerminalLetter = std::variant<SaleEnded, RefundEnded, TerminalReady>;

struct SaleOrder {
    std::string id;
    Fen amount;
    bool begun = false;     ///< by an earlier process: only found out about
};

struct RefundOrder {
    std::string charge, trace;
    Fen amount;
};

class TerminalDesk {
public:
    /// `terminal` is used from the desk's thread only. All must outlive the desk.
    TerminalDesk(device::BankTerminal& terminal, Mailbox<TerminalLetter>& letters);

    /// From any thread.
    void order(SaleOrder order) { orders_.post(std::move(order)); }
    void order(RefundOrder order) { orders_.post(std::move(order)); }

private:
    void run(const std::stop_token& stop);
    void serve(const SaleOrder& order, const std::stop_token& stop);
    void serve(const RefundOrder& order, const std::stop_token& stop);

    device::BankTerminal& terminal_;
    Mailbox<TerminalLetter>& letters_;
    Mailbox<std::variant<SaleOrder, RefundOrder>> orders_;
    std::optional<bool> ready_;
    std::jthread thread_;
};

}  // namespace onecard::app
