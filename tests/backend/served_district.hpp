// The real onecard-backend, as a process, over the sample district.
#pragma once
#include <string>
#include <vector>

#include "tests/backend/https_client.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::test {

/// How a program ended.
struct Ending {
    int exit_code = -1;   ///< -1 when a signal ended it
    std::string output;   ///< standard output and error
    double seconds = 0;
};

/// Runs the backend's binary to its end with these arguments; at most 30 s.
Ending run_backend(const std::vector<std::string>& arguments);

class ServedDistrict {
public:
    /// Makes certificates and a data folder and starts on free ports.
    ServedDistrict();
    /// Kills what still runs.
    ~ServedDistrict();

    void start();
    void kill();                ///< SIGKILL
    Ending stop(int signal);    ///< and waits; output is empty

    std::uint16_t kiosk_port() const { return kiosk_port_; }
    std::uint16_t console_port() const { return console_port_; }
    std::filesystem::path data() const { return folder_ / "data"; }
    std::vector<std::string> serve_arguments() const;

    Identity kiosk(const std::string& id = "K-0001") const;
    Identity person() const;
    std::filesystem::path certificate(const std::string& name) const { return certificates_ / name; }

private:
    TemporaryFolder folder_;
    std::filesystem::path certificates_;
    std::uint16_t kiosk_port_ = 0, console_port_ = 0;
    int process_ = -1;
    int output_ = -1;
};

}  // namespace onecard::test
