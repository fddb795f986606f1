// The other end of the visit player: with `--driven-fd N` the kiosk answers, on that socket, what it shows, and takes touches, pictures and
// faults from there. One JSON object a line each way, answered in order. A kiosk in a hall is never started so.
//
//   {"do":"draw","points":[[x,y],…]}    → {}: one stroke of a finger
//   {"do":"look"}                        → {"screen","language","settled","queue","pulled","spoken","pointed","slip","targets":[{"key","role","label","value","rect":[x,y,w,h],…}]}
//   {"do":"touch","x":…,"y":…}           → {} once the finger is up again and the frame after it is drawn
//   {"do":"key","name":"down"} · {"do":"key","text":"7"}  → {} once the frame after it is drawn
//   {"do":"scan","text":"…"}             → {} as if a scanner had read it
//   {"do":"spelling","text":"…"}         → {"pieces":[{"text","keys","mode"}]}: how the input methods write it
//   {"do":"shot","path":"…"} · {"do":"clock","shift_ms":…} · {"do":"idle","ms":…} · {"do":"server_error","status":…} · {"do":"sync"}  → {}
//   anything that can't be done          → {"error":"…"}
#pragma once
#include <functional>
#include <string>
#include <thread>

#include "base/json.hpp"
#include "base/mailbox.hpp"

namespace onecard::app {

class DrivingLine {
public:
    /// Reads lines on a thread of its own and posts them; `wake` is called after each. Ends when the player closes its end.
    DrivingLine(int descriptor, std::function<void()> wake);
    ~DrivingLine();
    DrivingLine(const DrivingLine&) = delete;
    DrivingLine& operator=(const DrivingLine&) = delete;

    /// The next order; from the UI thread.
    std::optional<Json> take();
    void answer(const Json& answer);

private:
    void read();

    int descriptor_;
    Mailbox<std::string> lines_;
    std::thread thread_;
};

}  // namespace onecard::app
