// An office printer on a loopback port, spoken to by IPP: takes jobs, and says about itself and them what the test wants.
#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace onecard::test {

class IppPrinter {
public:
    IppPrinter();
    ~IppPrinter();

    std::string address() const { return "ipp://127.0.0.1:" + std::to_string(port_) + "/ipp/print"; }
    /// `printer-state` (3 idle, 5 stopped) and one keyword of `printer-state-reasons`, from now on; once a job is there `then`.
    void say(int state, const std::string& reason);
    void say_after_job(int state, const std::string& reason);
    /// What becomes of jobs: their `job-state` at each question, the last one from then on (9 completed, 8 aborted, 6 stopped, 5 processing).
    void jobs_go(std::vector<int> states);
    /// Hangs up instead of answering the operation with this code (RFC 8011, 5.4.15); 0: none.
    void hang_up_on(int operation) { hung_up_on_ = operation; }
    std::vector<std::string> documents();
    int canceled() const { return canceled_; }

private:
    void run();
    void serve(int socket);

    int listener_ = -1, port_ = 0;
    std::atomic<bool> stop_{false};
    std::atomic<int> hung_up_on_{0}, canceled_{0};
    std::mutex mutex_;
    int state_ = 3, state_after_job_ = 0;
    std::string reason_ = "none", reason_after_job_;
    std::vector<int> job_states_{9};
    std::vector<std::string> documents_;
    std::thread thread_;
};

}  // namespace onecard::test
