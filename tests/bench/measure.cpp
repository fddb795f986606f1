#include "tests/bench/measure.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/json.hpp"

namespace onecard::bench {
namespace {

/// Four digits tell all that such a machine can say; more would only look exact.
double rounded(double value) {
    if (value == 0) return 0;
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 3);
    return unit >= 1 ? std::round(value / unit) * unit : std::round(value * std::round(1 / unit)) / std::round(1 / unit);
}

}  // namespace

double median(std::vector<double> readings) {
    require(!readings.empty(), "at least one reading");
    std::sort(readings.begin(), readings.end());
    const auto middle = readings.size() / 2;
    return readings.size() % 2 == 1 ? readings[middle] : (readings[middle - 1] + readings[middle]) / 2;
}

double percentile(std::vector<double> readings, double share) {
    require(!readings.empty(), "at least one reading");
    std::sort(readings.begin(), readings.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(readings.size())));
    return readings[std::clamp<std::size_t>(rank, 1, readings.size()) - 1];
}

std::string line_of(const Measured& measured) {
    const double ours = median(measured.ours);
    nlohmann::ordered_json line{{"name", measured.name}, {"unit", measured.unit}, {"ours", rounded(ours)}, {"rival", nullptr},
                                {"rival_name", nullptr}, {"ratio", nullptr}};
    if (!measured.rival_name.empty()) line["rival_name"] = measured.rival_name;
    if (!measured.rival.empty()) {
        const double rival = median(measured.rival);
        line["rival"] = rounded(rival);
        const double below = measured.better == Better::less ? rival : ours;
        if (below > 0) line["ratio"] = rounded((measured.better == Better::less ? ours : rival) / below);
    }
    if (measured.p99) line["p99"] = rounded(*measured.p99);
    if (measured.rival_p99) line["rival_p99"] = rounded(*measured.rival_p99);
    line["runs"] = measured.ours.size();
    if (!measured.note.empty()) line["note"] = measured.note;
    return line.dump();
}

void print(const Measured& measured) {
    std::puts(line_of(measured).c_str());
    std::fflush(stdout);
}

void give_up(std::string_view what, const Error& error) {
    give_up(std::string(what) + ": " + error.code + (error.detail.empty() ? "" : " (" + error.detail + ")"));
}

void give_up(std::string_view what) {
    std::fprintf(stderr, "benchmark: %.*s\n", static_cast<int>(what.size()), what.data());
    std::exit(EXIT_FAILURE);
}

}  // namespace onecard::bench
