// Keeps the clocks of cases while the backend serves: a thread that looks at what is due.
#pragma once
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "backend/cases/rules.hpp"
#include "backend/data/connection.hpp"
#include "base/clock.hpp"

namespace onecard {

class CaseWatch {
public:
    /// Opens a connection of its own. `rules` and `clock` must outlive it.
    static Result<std::unique_ptr<CaseWatch>> open(const std::filesystem::path& database, const cases::Rules& rules, const Clock& clock);
    ~CaseWatch();

private:
    CaseWatch(std::unique_ptr<data::Connection> connection, const cases::Rules& rules, const Clock& clock);
    void run(const std::stop_token& stop);
    void keep_figures();

    std::unique_ptr<data::Connection> connection_;
    const cases::Rules& rules_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace onecard
