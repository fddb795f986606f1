#include "tests/backend/served_district.hpp"

#include <chrono>
#include <cstdio>

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace onecard::test {
namespace {

using Clock = std::chrono::steady_clock;

struct Child {
    int process = -1;
    int output = -1;  // what it prints
};

Child launch(const std::vector<std::string>& arguments, bool errors_too) {
    int ends[2];
    require(::pipe2(ends, O_CLOEXEC) == 0, "a pipe");
    const int process = ::fork();
    require(process >= 0, "a process");
    if (process == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        const int errors = errors_too ? ends[1] : ::open("/dev/null", O_WRONLY);
        ::dup2(errors, STDERR_FILENO);
        std::vector<char*> pointers{const_cast<char*>(ONECARD_BACKEND)};
        for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
        pointers.push_back(nullptr);
        ::execv(ONECARD_BACKEND, pointers.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    return {process, ends[0]};
}

int exit_code_of(int process) {
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string read_all(int from) {
    std::string all;
    char bytes[4096];
    for (ssize_t count; (count = ::read(from, bytes, sizeof bytes)) > 0;) all.append(bytes, static_cast<std::size_t>(count));
    ::close(from);
    return all;
}

/// Certificates cost a second; one set serves a whole test program.
const std::filesystem::path& shared_certificates() {
    static const TemporaryFolder folder;
    static const bool made = [] {
        const auto command = "sh '" + std::string(ONECARD_SOURCE_DIR) + "/tests/support/make_certificates' '" + folder.path().string() +
                             "' K-0001 K-0002 K-0003 K-9999 > /dev/null";
        return std::system(command.c_str()) == 0;
    }();
    require(made, "certificates for tests");
    return folder.path();
}

}  // namespace

Ending run_backend(const std::vector<std::string>& arguments) {
    const auto began = Clock::now();
    const auto child = launch(arguments, true);
    Ending ending;
    ending.output = read_all(child.output);
    ending.exit_code = exit_code_of(child.process);
    ending.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    return ending;
}

ServedDistrict::ServedDistrict() : certificates_(shared_certificates()) { start(); }

ServedDistrict::~ServedDistrict() { kill(); }

std::vector<std::string> ServedDistrict::serve_arguments() const {
    return {"serve",    "--data",          data().string(), "--cert", certificate("server.pem").string(),
            "--key",    certificate("server.key").string(), "--ca",   certificate("ca.pem").string(),
            "--assets", std::string(ONECARD_SOURCE_DIR) + "/assets",  "--kiosk-port", std::to_string(kiosk_port_),
            "--console-port", std::to_string(console_port_), "--sample"};
}

void ServedDistrict::start() {
    const auto child = launch(serve_arguments(), false);
    process_ = child.process;
    output_ = child.output;
    std::string line;
    for (char c; ::read(output_, &c, 1) == 1 && c != '\n';) line += c;
    unsigned kiosk = 0, console = 0;
    require(std::sscanf(line.c_str(), "serving kiosks at https://127.0.0.1:%u and the console at https://127.0.0.1:%u/", &kiosk, &console) == 2,
            "a backend that serves");
    kiosk_port_ = static_cast<std::uint16_t>(kiosk);
    console_port_ = static_cast<std::uint16_t>(console);
}

void ServedDistrict::kill() {
    if (process_ > 0) stop(SIGKILL);
}

Ending ServedDistrict::stop(int signal) {
    const auto began = Clock::now();
    ::kill(process_, signal);
    Ending ending;
    ending.exit_code = exit_code_of(process_);
    ending.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    ::close(output_);
    process_ = output_ = -1;
    return ending;
}

Identity ServedDistrict::kiosk(const std::string& id) const { return {certificate("ca.pem"), certificate(id + ".pem"), certificate(id + ".key")}; }

Identity ServedDistrict::person() const { return {certificate("ca.pem"), {}, {}}; }

}  // namespace onecard::test
