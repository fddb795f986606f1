// A receipt printer made of software: takes ESC/POS bytes, moves paper at the speed of a motor, answers what it is asked, and has the accidents
// of the real thing. No connection and no thread: whoever owns it feeds bytes and time.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"

namespace onecard::test {

/// What was cut off: one byte a dot, 1 is dark.
struct PrintedSlip {
    int width = 0, height = 0;
    std::vector<std::uint8_t> dots;
};

class SimPrinter {
public:
    explicit SimPrinter(int dots_across) : width_(dots_across) {}

    /// From the kiosk. Real-time commands are obeyed at once, inside pictures too; all else waits for the paper. False when no room is left.
    bool feed(ByteView bytes);
    /// Lets this much time pass.
    void pass(Millis time);
    /// What it says by now.
    Bytes take_answers();
    /// Nobody listens any more: what it would have said is lost.
    void hang_up() { answers_.clear(); }
    bool busy() const { return !waiting_.empty() || !answers_.empty(); }

    /// `paper out`, `paper in`, `paper left MM`, `cover open|closed`, `cutter jammed|free`, `jam after MM`, `jam cleared`, `late MS`, `speed MM`,
    /// `garbage on|off`, `silent on|off`, `silent at end` (from the cut on), `take` (a hand takes the slip). False for anything else.
    bool order(const std::vector<std::string>& words);

    const std::vector<PrintedSlip>& slips() const { return slips_; }
    int torn() const { return torn_; }          ///< pieces that never became a slip
    int unknown() const { return unknown_; }    ///< commands it does not know: a mistake of the driver
    int retracted() const { return retracted_; }
    bool in_mouth() const { return in_mouth_; }
    bool moving() const { return slip_.height > 0; }

private:
    struct Answer {
        Millis due;
        std::uint8_t byte;
    };
    enum class Step { done, needs_more, stopped };

    bool stopped() const { return cover_open_ || left_ <= 0 || cutter_error_ || jammed_; }
    void obey_now(std::uint8_t verb, std::uint8_t n);
    std::uint8_t status(int n) const;
    void answer(std::uint8_t byte);
    Step one();
    Step picture();
    Step paper_rows(int rows, const std::uint8_t* dots, std::size_t bytes_a_row);
    Step cut();
    void consume(std::size_t bytes) { waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(bytes)); }
    void tear_off();

    int width_;
    std::deque<std::uint8_t> waiting_;
    Bytes real_time_;               ///< the beginning of a real-time command
    std::vector<Answer> answers_;
    Millis now_{0};
    double rows_due_ = 0;           ///< that the motor could have moved and did not yet
    int rows_done_ = 0;             ///< of the picture in front
    PrintedSlip slip_;
    std::vector<PrintedSlip> slips_;
    int left_ = 50'000 * 8, jam_in_ = -1;
    bool cover_open_ = false, cutter_blocked_ = false, cutter_error_ = false, jammed_ = false, garbage_ = false, silent_ = false, silent_at_end_ = false, in_mouth_ = false;
    Millis late_{0};
    double rows_a_ms_ = 400 * 8 / 1000.0;
    int torn_ = 0, unknown_ = 0, retracted_ = 0;
    std::mt19937 noise_{20261122};
};

}  // namespace onecard::test
