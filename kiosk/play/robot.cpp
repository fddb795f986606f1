#include "kiosk/play/robot.hpp"

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace onecard::play {
namespace {

constexpr Millis start_max{20'000}, answer_max{10'000};

// The child: keeps only the driving end and becomes the kiosk. Nothing here may allocate after fork.
[[noreturn]] void become_kiosk(std::vector<char*>& arguments, int driving) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a player that is killed leaves no kiosk behind
    ::fcntl(driving, F_SETFD, 0);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

Seen seen_from(const Json& json) {
    Seen seen{text_at(json, "key"), text_at(json, "role"), text_at(json, "label"), text_at(json, "value")};
    const auto& rect = list_at(json, "rect");
    if (rect.size() == 4) seen.x = rect[0], seen.y = rect[1], seen.width = rect[2], seen.height = rect[3];
    seen.enabled = flag_at(json, "enabled", true);
    seen.visible = flag_at(json, "visible", true);
    seen.selected = flag_at(json, "selected");
    return seen;
}

}  // namespace

const Seen* View::find(std::string_view key) const {
    const Seen* hidden = nullptr;
    for (const auto& target : targets) {
        if (target.key != key) continue;
        if (target.visible) return &target;
        hidden = &target;
    }
    return hidden;
}

const Seen* View::find_text(std::string_view text) const {
    const Seen* part = nullptr;
    for (const auto& target : targets) {
        if (target.label == text || target.value == text) return &target;
        if (!part && (target.label.find(text) != std::string::npos || target.value.find(text) != std::string::npos)) part = &target;
    }
    return part;
}

Robot::~Robot() {
    if (running()) stop();
}

Status Robot::start() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return failure(Error::Kind::exhausted, "play.start", "no socket pair");
    auto words = command_;
    words.push_back("--driven-fd");
    words.push_back(std::to_string(ends[1]));
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    child_ = ::fork();
    if (child_ == 0) become_kiosk(arguments, ends[1]);
    ::close(ends[1]);
    line_ = LineSocket(ends[0]);
    if (child_ < 0) return failure(Error::Kind::exhausted, "play.start", "no new process");
    auto first = line_.ask(R"({"do":"look"})", start_max);
    if (!first) return failure(Error::Kind::unavailable, "play.start", "the kiosk did not come up");
    return {};
}

void Robot::kill() {
    if (!running()) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
    line_ = LineSocket();
}

int Robot::stop() {
    if (!running()) return -1;
    ::kill(child_, SIGTERM);
    int status = 0;
    for (int i = 0; i < 250; ++i) {
        if (::waitpid(child_, &status, WNOHANG) == child_) {
            child_ = -1;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        std::this_thread::sleep_for(Millis(20));
    }
    kill();
    return -1;
}

Status Robot::become(std::vector<std::string> command) {
    stop();
    command_ = std::move(command);
    return start();
}

Result<Json> Robot::order(const Json& order) {
    auto line = line_.ask(dump_json(order), answer_max);
    if (!line) return failure(line.error());
    auto answer = parse_json(*line);
    if (!answer) return failure(answer.error());
    if (const auto trouble = text_at(*answer, "error"); !trouble.empty()) return failure(Error::Kind::refused, "play.refused", trouble);
    return answer;
}

Result<View> Robot::look() {
    auto answer = order({{"do", "look"}});
    if (!answer) return failure(answer.error());
    View view{text_at(*answer, "screen"), text_at(*answer, "language"), text_at(*answer, "spoken"), text_at(*answer, "slip"), text_at(*answer, "pointed"),
              flag_at(*answer, "settled"), flag_at(*answer, "pulled"), number_at(*answer, "queue"), {}};
    for (const auto& target : list_at(*answer, "targets")) view.targets.push_back(seen_from(target));
    return view;
}

Status Robot::touch(float x, float y) {
    auto done = order({{"do", "touch"}, {"x", x}, {"y", y}});
    if (!done) return failure(done.error());
    return {};
}

}  // namespace onecard::play
