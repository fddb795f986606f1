// Asks the gateway about charges while the backend serves: opens, follows, closes and gives back, on a thread that may wait for it.
#pragma once
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "backend/data/connection.hpp"
#include "backend/money/charges.hpp"
#include "base/clock.hpp"

namespace onecard {

class ChargeWatch {
public:
    /// Opens a connection of its own. `gateway` and `clock` must outlive it.
    static Result<std::unique_ptr<ChargeWatch>> open(const std::filesystem::path& database, money::Gateway& gateway, const Clock& clock);
    ~ChargeWatch();

private:
    ChargeWatch(std::unique_ptr<data::Connection> connection, money::Gateway& gateway, const Clock& clock);
    void run(const std::stop_token& stop);
    /// One round; false when nothing was due.
    bool look();

    std::unique_ptr<data::Connection> connection_;
    money::Gateway& gateway_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

/// One errand done: the gateway is asked outside any unit of work, its word written in one. For tests without a thread too.
Status run_errand(data::Connection& connection, money::Gateway& gateway, const money::ChargeErrand& errand, Timestamp now);

}  // namespace onecard
