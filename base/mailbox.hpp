// The only way results pass between threads.
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace onecard {

/// A bounded queue of letters from any thread to one reader. When it is full the oldest letter gives way: a reader that
/// has fallen so far behind needs the newest state, not the whole story. Nothing may be put in that must not be lost;
/// such things go into the store first.
template <class Letter>
class Mailbox {
public:
    static constexpr std::size_t letters_max = 1024;

    /// `wake` is called after each post, outside the lock, from the posting thread.
    explicit Mailbox(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    void post(Letter letter) {
        {
            const std::lock_guard lock(mutex_);
            if (letters_.size() == letters_max) letters_.pop_front();
            letters_.push_back(std::move(letter));
        }
        arrived_.notify_one();
        if (wake_) wake_();
    }

    std::optional<Letter> take() {
        const std::lock_guard lock(mutex_);
        return take_first();
    }

    /// Waits until a letter comes, the time is over or a stop is asked for.
    std::optional<Letter> wait(std::chrono::milliseconds at_most, std::stop_token stop) {
        std::unique_lock lock(mutex_);
        arrived_.wait_for(lock, stop, at_most, [this] { return !letters_.empty(); });
        return take_first();
    }

private:
    std::optional<Letter> take_first() {
        std::optional<Letter> letter;
        if (!letters_.empty()) {
            letter.emplace(std::move(letters_.front()));
            letters_.pop_front();
        }
        return letter;
    }

    std::function<void()> wake_;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Letter> letters_;
};

}  // namespace onecard
