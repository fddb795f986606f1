// Asks those outside while the backend serves, on a thread that may wait for them: the gateway about charges (opens, follows, closes, gives back) and, each
// night, for its file of the day, with which the day is closed; and billers of prepaid meters for the numbers that were bought.
#pragma once
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "backend/data/connection.hpp"
#include "backend/money/charges.hpp"
#include "backend/money/meters.hpp"
#include "base/clock.hpp"

namespace onecard {

class ChargeWatch {
public:
    /// Opens a connection of its own. `gateway` (null: none), `meters` and `clock` must outlive it.
    static Result<std::unique_ptr<ChargeWatch>> open(const std::filesystem::path& database, money::Gateway* gateway, money::MeterBiller& meters, const Clock& clock);
    ~ChargeWatch();

private:
    ChargeWatch(std::unique_ptr<data::Connection> connection, money::Gateway* gateway, money::MeterBiller& meters, const Clock& clock);
    void run(const std::stop_token& stop);
    void look();
    void look_at_meters();
    void look_for_statements();

    std::unique_ptr<data::Connection> connection_;
    money::Gateway* gateway_;
    money::MeterBiller& meters_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

/// One errand done: the gateway is asked outside any unit of work, its word written in one. For tests without a thread too.
Status run_errand(data::Connection& connection, money::Gateway& gateway, const money::ChargeErrand& errand, Timestamp now);

}  // namespace onecard
