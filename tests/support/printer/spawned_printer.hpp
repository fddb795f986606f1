// onecard-printer in a process of its own for the time of a test.
#pragma once
#include <cstring>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace onecard::test {

class SpawnedPrinter {
public:
    explicit SpawnedPrinter(int dots_across = 576)
        : program_({ONECARD_PRINTER_PROGRAM, "--control", (folder_ / "orders").string(), "--out", folder_.path().string(), "--dots",
                    std::to_string(dots_across)}) {
        const auto line = program_.line();
        require(line.starts_with("ready "), "the printer came up");
        port_ = std::stoi(line.substr(6));
        socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        (folder_ / "orders").string().copy(at.sun_path, sizeof at.sun_path - 1);
        require(::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0, "its control socket");
    }
    ~SpawnedPrinter() { ::close(socket_); }

    std::string address() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

    /// One line out, one line back.
    std::string ask(const std::string& order) {
        const auto line = order + "\n";
        require(::send(socket_, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size()), "an order to the printer");
        std::string answer;
        for (char c = 0; ::recv(socket_, &c, 1, 0) == 1 && c != '\n';) answer.push_back(c);
        return answer;
    }
    void order(const std::string& line) { require(ask(line) == "ok", "an order that the printer knows: " + line); }
    int slips() { return std::stoi(ask("slips")); }
    Json state() { return parse_json(ask("state")).value(); }
    /// The picture of slip `number`, from 1; the bytes of a PNG file.
    std::filesystem::path picture(int number) const { return folder_ / ("slip-" + std::to_string(number) + ".png"); }

private:
    TemporaryFolder folder_;
    ChildProcess program_;
    int port_ = 0, socket_ = -1;
};

}  // namespace onecard::test
