// The thread around a CardDesk.
#pragma once
#include <atomic>
#include <thread>

#include "kiosk/pay/card_desk.hpp"

namespace onecard::pay {

/// Ticks the desk until it is destroyed, which waits for the exchange under way. The desk must outlive it.
class CardThread {
public:
    explicit CardThread(CardDesk& desk);
    ~CardThread();

private:
    CardDesk& desk_;
    std::atomic<bool> ended_{false};
    std::jthread thread_;
};

}  // namespace onecard::pay
