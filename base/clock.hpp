// The only source of time. Tests and the simulated world bring their own.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace onecard {

using Millis = std::chrono::milliseconds;
using Timestamp = std::chrono::sys_time<Millis>;

class Clock {
public:
    virtual ~Clock() = default;
    /// Wall time, UTC. May jump, in both directions and by years.
    virtual Timestamp now() const = 0;
    /// Time since some start; never jumps, never goes back.
    virtual Millis uptime() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    Millis uptime() const override;
};

/// A clock that stands still until told otherwise.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start) : now_(start) {}
    Timestamp now() const override { return now_; }
    Millis uptime() const override { return uptime_; }
    void advance(Millis by) { now_ += by; uptime_ += by; }
    /// Moves the wall clock only.
    void jump(Millis by) { now_ += by; }

private:
    Timestamp now_;
    Millis uptime_{0};
};

/// Another clock with its wall time moved, or with time let pass that did not; for trying what a wrong clock and an idle hour do.
/// May be read from any thread while another moves it.
class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(const Clock& under) : under_(under) {}
    Timestamp now() const override { return under_.now() + Millis(shift_) + Millis(passed_); }
    Millis uptime() const override { return under_.uptime() + Millis(passed_); }
    /// Moves the wall clock only, to this far from the true one.
    void shift(Millis by) { shift_ = by.count(); }
    /// Lets time pass for both.
    void pass(Millis time) { passed_ += time.count(); }

private:
    const Clock& under_;
    std::atomic<std::int64_t> shift_{0}, passed_{0};
};

/// A day and a time of day in China Standard Time (UTC+8, no summer time), which all halls keep.
struct LocalTime {
    int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
    int weekday = 0;  ///< 0 Sunday … 6 Saturday
};
LocalTime to_local(Timestamp time);
Timestamp from_local(const LocalTime& local);

/// `2026-11-22T09:30:00+08:00` and back; any offset is read. Error-free form for output, optional for input.
std::string to_iso(Timestamp time);
bool from_iso(const std::string& text, Timestamp& time);

/// Milliseconds since 1970-01-01 UTC, as stored and sent.
inline std::int64_t to_millis(Timestamp time) { return time.time_since_epoch().count(); }
inline Timestamp from_millis(std::int64_t millis) { return Timestamp(Millis(millis)); }

}  // namespace onecard
