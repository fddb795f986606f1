#include "kiosk/app/paper_desk.hpp"

namespace onecard::app {

PaperDesk::PaperDesk(device::Printer& printer, Mailbox<PaperLetter>& letters, const Clock& clock, PaperRhythm rhythm)
    : printer_(printer), letters_(letters), clock_(clock), rhythm_(rhythm), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void PaperDesk::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        look(stop);
        const bool calm = state_->ready && !state_->slip_in_mouth;
        auto slip = slips_.wait(calm ? rhythm_.look_every : rhythm_.look_in_trouble_every, stop);
        if (!slip) continue;
        auto outcome = printer_.print(*slip, stop);
        letters_.post(SlipDone{slip->number, std::move(outcome)});
    }
}

void PaperDesk::look(const std::stop_token& stop) {
    auto state = printer_.look(stop);
    if (stop.stop_requested()) return;
    if (!state.slip_in_mouth) hangs_since_.reset();
    else if (!hangs_since_) hangs_since_ = clock_.uptime();
    if (hangs_since_ && clock_.uptime() - *hangs_since_ >= rhythm_.take_back_after) {
        printer_.retract(stop);
        hangs_since_ = clock_.uptime();  // the next look says whether it went; tried again after as long
    }
    if (state_ == state) return;
    state_ = state;
    letters_.post(std::move(state));
}

}  // namespace onecard::app
