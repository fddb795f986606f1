// A kiosk in a process of its own, and the hand that drives it: looks at its targets, touches them, asks for pictures.
#pragma once
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/json.hpp"
#include "kiosk/play/line_socket.hpp"

namespace onecard::play {

/// One thing on the screen, as the kiosk reports it.
struct Seen {
    std::string key, role, label, value;
    float x = 0, y = 0, width = 0, height = 0;
    bool enabled = true, visible = true, selected = false;
};

struct View {
    std::string screen, language, spoken, slip;  ///< slip: text of the last one
    std::string pointed;             ///< key of what the keypad points at
    bool settled = false;
    bool pulled = false;             ///< the backend's changes have been here at least once
    std::int64_t queue = 0;          ///< submissions not yet received, without the parked ones
    std::vector<Seen> targets;

    const Seen* find(std::string_view key) const;
    const Seen* find_text(std::string_view text) const;
};

class Robot {
public:
    /// `command` is the kiosk's program and arguments, without the driving descriptor.
    explicit Robot(std::vector<std::string> command) : command_(std::move(command)) {}
    ~Robot();
    Robot(const Robot&) = delete;
    Robot& operator=(const Robot&) = delete;

    /// Starts the kiosk and waits until it shows its first frame. Errors `play.start`, `play.gone`, `play.silent`.
    Status start();
    /// SIGKILL, as a power cut would.
    void kill();
    /// SIGTERM, then waits; SIGKILL after five seconds. The exit status, or -1.
    int stop();
    /// Ends this kiosk, if it runs, and starts another. Errors as of start().
    Status become(std::vector<std::string> command);
    bool running() const { return child_ > 0; }
    pid_t pid() const { return child_; }

    Result<View> look();
    /// Touches a point: finger down, a frame, finger up.
    Status touch(float x, float y);
    /// Any other order of the driving protocol (kiosk/app/driven.hpp).
    Result<Json> order(const Json& order);

private:
    std::vector<std::string> command_;
    pid_t child_ = -1;
    LineSocket line_;
};

}  // namespace onecard::play
