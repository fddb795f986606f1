#include "cardreader/pcsc/line.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/result.hpp"

namespace onecard::card {

struct Line::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::function<void()> job;
    bool working = false;
    bool ending = false;

    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return job || ending; });
            if (!job) return;
            {
                const auto now = std::exchange(job, nullptr);
                lock.unlock();
                now();
            }
            lock.lock();
            working = false;
            changed.notify_all();
        }
    }
};

Line::Line() : shared_(std::make_shared<Shared>()) {
    std::thread([shared = shared_] { shared->work(); }).detach();
}

Line::~Line() {
    const std::lock_guard lock(shared_->mutex);
    shared_->ending = true;
    shared_->changed.notify_all();
}

bool Line::run(std::function<void()> job, Millis at_most) {
    std::unique_lock lock(shared_->mutex);
    if (shared_->working) return false;
    shared_->job = std::move(job);
    shared_->working = true;
    shared_->changed.notify_all();
    return shared_->changed.wait_for(lock, at_most, [this] { return !shared_->working; });
}

bool Line::busy() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->working;
}

}  // namespace onecard::card
