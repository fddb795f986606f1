#include "kiosk/app/paper_desk.hpp"

namespace onecard::app {

PaperDesk::PaperDesk(device::Printer& printer, Mailbox<SlipDone>& letters)
    : printer_(printer), letters_(letters), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void PaperDesk::run(const std::stop_token& stop) {
    constexpr Millis look_again{3'600'000};
    while (!stop.stop_requested()) {
        auto slip = slips_.wait(look_again, stop);
        if (!slip) continue;
        auto outcome = printer_.print(*slip);
        letters_.post({slip->number, std::move(outcome)});
    }
}

}  // namespace onecard::app
