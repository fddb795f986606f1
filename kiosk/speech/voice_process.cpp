#include "kiosk/speech/voice_process.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace onecard::speech {
namespace {

constexpr std::size_t line_bytes_max = 4096;

pid_t spawn(const std::filesystem::path& program, const std::vector<std::string>& words, int socket) {
    std::string path = program.string();
    std::vector<std::string> copies(words);
    std::vector<char*> arguments{path.data()};
    for (auto& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    // Sound libraries talk a lot where there is no device.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);  // nothing of the kiosk's own files
    pid_t child = -1;
    const int failed = ::posix_spawn(&child, path.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? child : -1;
}

}  // namespace

Result<VoiceProcess> VoiceProcess::start(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return failure(Error::Kind::exhausted, "speech.start", "no socket pair");
    const pid_t child = spawn(program, arguments, ends[1]);
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return failure(Error::Kind::unavailable, "speech.start", program.filename().string());
    }
    return VoiceProcess(child, ends[0]);
}

VoiceProcess::VoiceProcess(VoiceProcess&& other) noexcept
    : child_(std::exchange(other.child_, -1)), socket_(std::exchange(other.socket_, -1)), gone_(other.gone_), received_(std::move(other.received_)) {}

VoiceProcess& VoiceProcess::operator=(VoiceProcess&& other) noexcept {
    if (this == &other) return *this;
    end();
    child_ = std::exchange(other.child_, -1);
    socket_ = std::exchange(other.socket_, -1);
    gone_ = other.gone_;
    received_ = std::move(other.received_);
    return *this;
}

VoiceProcess::~VoiceProcess() { end(); }

void VoiceProcess::end() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    // A process that hangs in a driver may take its time to die; whoever waits for it must not be the screen.
    constexpr int looks = 20;
    for (int i = 0; i < looks && ::waitpid(child_, nullptr, WNOHANG) == 0; ++i) ::usleep(500);
    child_ = -1;
}

bool VoiceProcess::send(const std::string& line) {
    const auto whole = line + "\n";
    const auto sent = ::send(socket_, whole.data(), whole.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(whole.size())) return true;
    gone_ = true;  // half a line can't be mended
    return false;
}

std::optional<std::string> VoiceProcess::receive() {
    char part[1024];
    for (;;) {
        if (const auto end = received_.find('\n'); end != std::string::npos) {
            auto line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        if (gone_ || received_.size() > line_bytes_max) {
            gone_ = true;
            return std::nullopt;
        }
        const auto size = ::recv(socket_, part, sizeof part, MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
        if (size <= 0) {
            gone_ = true;
            continue;
        }
        received_.append(part, static_cast<std::size_t>(size));
    }
}

}  // namespace onecard::speech
