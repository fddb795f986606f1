// What every benchmark shares: readings of ours and of the rival, and the one line of JSON that is printed for them.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard::bench {

/// Time, memory and processor use are better when less, rates when more.
enum class Better { less, more };

struct Measured {
    std::string name{};
    std::string unit{};
    Better better = Better::less;
    std::vector<double> ours{};
    std::vector<double> rival{};  ///< empty where there is none here
    std::string rival_name{};
    std::optional<double> p99{};  ///< of ours
    std::optional<double> rival_p99{};
    std::string note{};
};

/// The middle reading; of an even number, the mean of the two in the middle. At least one reading.
double median(std::vector<double> readings);
/// The smallest reading that `share` (0 … 1) of all do not exceed. At least one reading.
double percentile(std::vector<double> readings, double share);

/// One JSON object: medians, and their ratio so that below 1 is always ahead. `ours` must not be empty.
std::string line_of(const Measured& measured);
/// Prints the line at once, so that a benchmark that dies later has said what it knew.
void print(const Measured& measured);

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
    double milliseconds() const { return seconds() * 1e3; }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// A benchmark that can't be carried out says why on standard error and ends with status 1: no figure is better than a wrong one.
[[noreturn]] void give_up(std::string_view what, const Error& error);
[[noreturn]] void give_up(std::string_view what);

template <class T>
T must(Result<T> result, std::string_view what) {
    if (!result) give_up(what, result.error());
    return *std::move(result);
}
inline void must(const Status& status, std::string_view what) {
    if (!status) give_up(what, status.error());
}

}  // namespace onecard::bench
