// The program that speaks, in a process of its own: it may crash, hang or be missing, and the screen never waits for it.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/result.hpp"

namespace onecard::speech {

class VoiceProcess {
public:
    /// Starts `program` with one end of a socket as its standard input and output. Error `speech.start`.
    static Result<VoiceProcess> start(const std::filesystem::path& program, const std::vector<std::string>& arguments);
    VoiceProcess(VoiceProcess&& other) noexcept;
    VoiceProcess& operator=(VoiceProcess&& other) noexcept;
    /// Kills it, with all it has in memory.
    ~VoiceProcess();

    /// Sends a line, at once or not at all: false when the other side does not read any more.
    bool send(const std::string& line);
    /// The next line that came, without waiting; nothing when none is whole yet. Lines of more than 4096 bytes end the conversation.
    std::optional<std::string> receive();
    /// True once the other side closed its end or talked nonsense.
    bool gone() const { return gone_; }

private:
    VoiceProcess(pid_t child, int socket) : child_(child), socket_(socket) {}
    void end();

    pid_t child_ = -1;
    int socket_ = -1;
    bool gone_ = false;
    std::string received_;
};

}  // namespace onecard::speech
