// A real PC/SC daemon of the test's own, with two virtual readers, beside whatever the machine runs.
#pragma once
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace onecard::test {

/// One in a process: the PC/SC client library looks up the daemon's place once. The script and library come from the build.
class PrivatePcscd {
public:
    PrivatePcscd() {
        std::string name = (std::filesystem::temp_directory_path() / "onecard-pcscd-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        folder_ = name;
        port_ = two_free_ports();
        setenv("PCSCLITE_CSOCK_NAME", socket_file().c_str(), 1);
    }
    ~PrivatePcscd() {
        stop();
        std::filesystem::remove_all(folder_);
    }
    PrivatePcscd(const PrivatePcscd&) = delete;
    PrivatePcscd& operator=(const PrivatePcscd&) = delete;

    std::uint16_t port() const { return port_; }

    void start() {
        REQUIRE(process_ == 0);
        process_ = fork();
        REQUIRE(process_ >= 0);
        if (process_ == 0) {
            // A test that crashes must not leave its daemon behind.
            prctl(PR_SET_PDEATHSIG, SIGTERM);
            execl(ONECARD_PRIVATE_PCSCD, "private-pcscd", folder_.c_str(), std::to_string(port_).c_str(), ONECARD_PCSCD_REDIRECT, nullptr);
            _exit(127);
        }
        for (int tries = 0; tries < 500 && !answers(); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        REQUIRE(answers());
    }
    void stop() {
        if (process_ <= 0) return;
        kill(process_, SIGTERM);
        while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {}
        process_ = 0;
    }

private:
    std::string socket_file() const { return (folder_ / "pcscd/pcscd.comm").string(); }

    bool answers() const {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        socket_file().copy(at.sun_path, sizeof at.sun_path - 1);
        const int number = socket(AF_UNIX, SOCK_STREAM, 0);
        const bool connected = connect(number, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
        close(number);
        return connected;
    }

    static std::uint16_t two_free_ports() {
        for (int tries = 0; tries < 100; ++tries) {
            const auto first = bound_port(0);
            if (first != 0 && first < 65535 && bound_port(static_cast<std::uint16_t>(first + 1)) != 0) return first;
        }
        FAIL("no two free ports side by side");
        return 0;
    }
    static std::uint16_t bound_port(std::uint16_t wanted) {
        const int number = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(wanted);
        socklen_t size = sizeof at;
        const bool bound = bind(number, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 &&
                           getsockname(number, reinterpret_cast<sockaddr*>(&at), &size) == 0;
        close(number);
        return bound ? ntohs(at.sin_port) : 0;
    }

    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    pid_t process_ = 0;
};

}  // namespace onecard::test
