// A thread for calls that may never come back: a daemon's call about a card that keeps silent can't be cancelled, only left behind.
#pragma once
#include <functional>
#include <memory>

#include "base/clock.hpp"

namespace onecard::card {

/// Used from one thread. Jobs must own what they use (shared pointers), as the caller may be long gone when they end.
class Line {
public:
    Line();
    /// Lets a job that hangs go on by itself; its thread ends with it.
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// Runs `job` on the thread and waits for it. False when it has not ended in time: the line is busy() until it does.
    bool run(std::function<void()> job, Millis at_most);
    bool busy() const;

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

}  // namespace onecard::card
