#include "kiosk/pay/card_thread.hpp"

namespace onecard::pay {
namespace {

constexpr Millis wait_at_most{1000};

}  // namespace

CardThread::CardThread(CardDesk& desk)
    : thread_([&desk](std::stop_token stop) {
          const std::stop_callback on_stop(stop, [&desk] { desk.wake(); });
          while (!stop.stop_requested()) desk.tick(wait_at_most);
      }) {}

}  // namespace onecard::pay
