// Another program for the time of a test: started with arguments, its output read line by line, ended with the object.
#pragma once
#include <csignal>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/result.hpp"

namespace onecard::test {

class ChildProcess {
public:
    explicit ChildProcess(const std::vector<std::string>& arguments) {
        int ends[2];
        require(::pipe(ends) == 0, "a pipe");
        std::vector<char*> words;
        for (const auto& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        id_ = ::fork();
        require(id_ >= 0, "a process");
        if (id_ == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execvp(words[0], words.data());
            ::_exit(127);
        }
        ::close(ends[1]);
        output_ = ends[0];
    }
    ~ChildProcess() {
        kill();
        ::close(output_);
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Without its line end; empty when the output has ended or nothing comes for `milliseconds`.
    std::string line(int milliseconds = 20'000) {
        std::string text;
        for (char c = 0;;) {
            pollfd wait{output_, POLLIN, 0};
            if (::poll(&wait, 1, milliseconds) <= 0 || ::read(output_, &c, 1) != 1) return {};
            if (c == '\n') return text;
            text.push_back(c);
        }
    }

    /// SIGKILL, then waits for its end; harmless when it has ended.
    void kill() {
        if (id_ <= 0) return;
        ::kill(id_, SIGKILL);
        wait();
    }
    /// Its exit status, or -1 when a signal ended it.
    int wait() {
        int status = 0;
        if (id_ > 0) ::waitpid(id_, &status, 0);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    int id() const { return id_; }

private:
    int id_ = 0;
    int output_ = -1;
};

}  // namespace onecard::test
