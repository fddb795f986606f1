#include "kiosk/pay/card_thread.hpp"

namespace onecard::pay {
namespace {

constexpr Millis wakes_again{10};

}  // namespace

CardThread::CardThread(CardDesk& desk)
    : desk_(desk), thread_([this](std::stop_token stop) {
          while (!stop.stop_requested()) desk_.tick(desk_.rest());
          ended_ = true;
      }) {}

CardThread::~CardThread() {
    thread_.request_stop();
    // A wake that meets the very beginning of a wait is lost.
    for (; !ended_; std::this_thread::sleep_for(wakes_again)) desk_.wake();
}

}  // namespace onecard::pay
