#include "kiosk/app/terminal_desk.hpp"

namespace onecard::app {
namespace {

constexpr Millis look_every{5'000}, ask_again{1'000};

}  // namespace

TerminalDesk::TerminalDesk(device::BankTerminal& terminal, Mailbox<TerminalLetter>& letters)
    : terminal_(terminal), letters_(letters), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void TerminalDesk::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const bool ready = terminal_.ready(stop);
        if (ready_ != ready) letters_.post(TerminalReady{ready});
        ready_ = ready;
        const auto order = orders_.wait(look_every, stop);
        if (order) std::visit([&](const auto& what) { serve(what, stop); }, *order);
    }
}

void TerminalDesk::serve(const SaleOrder& order, const std::stop_token& stop) {
    auto word = order.begun ? device::find_out(terminal_, order.id, order.amount, stop) : device::sell(terminal_, order.id, order.amount, stop);
    bool told = false;
    while (word.outcome == device::SaleWord::Outcome::unknown && !stop.stop_requested()) {
        // A terminal that is back after a moment spares everybody a fright.
        constexpr int tries = 5;
        for (int i = 0; i < tries && word.outcome == device::SaleWord::Outcome::unknown && !stop.stop_requested(); ++i) {
            std::mutex mutex;
            std::condition_variable_any never;
            std::unique_lock lock(mutex);
            never.wait_for(lock, stop, ask_again, [] { return false; });
            word = device::find_out(terminal_, order.id, order.amount, stop);
        }
        if (word.outcome != device::SaleWord::Outcome::unknown || told) continue;
        word.id = order.id, word.amount = order.amount;
        letters_.post(SaleEnded{word});
        told = true;
    }
    if (stop.stop_requested()) return;
    word.id = order.id, word.amount = order.amount;
    letters_.post(SaleEnded{std::move(word)});
}

void TerminalDesk::serve(const RefundOrder& order, const std::stop_token& stop) {
    auto word = terminal_.refund(order.charge, order.trace, order.amount, stop);
    letters_.post(RefundEnded{std::move(word)});
}

}  // namespace onecard::app
