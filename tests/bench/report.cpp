// Makes a benchmark's line from files with one reading a line, for what is measured by scripts.
//
//   report NAME UNIT OURS RIVAL RIVAL-NAME [NOTE]     less is better; RIVAL may be - for none
#include <cstdio>
#include <sstream>

#include "base/file.hpp"
#include "tests/bench/measure.hpp"

namespace onecard::bench {
namespace {

std::vector<double> readings_of(const std::string& file) {
    if (file == "-") return {};
    std::istringstream lines(must(read_file(file), file));
    std::vector<double> readings;
    for (double reading = 0; lines >> reading;) readings.push_back(reading);
    if (readings.empty() || !lines.eof()) give_up(file + ": not one number a line");
    return readings;
}

}  // namespace
}  // namespace onecard::bench

int main(int count, char** words) {
    using namespace onecard::bench;
    if (count < 6 || count > 7) return std::fprintf(stderr, "report: takes NAME UNIT OURS RIVAL RIVAL-NAME [NOTE]\n"), 2;
    Measured measured{.name = words[1], .unit = words[2], .ours = readings_of(words[3]), .rival = readings_of(words[4])};
    if (!measured.rival.empty()) measured.rival_name = words[5];
    if (count == 7) measured.note = words[6];
    constexpr std::size_t enough_for_p99 = 100;
    if (measured.ours.size() >= enough_for_p99) measured.p99 = percentile(measured.ours, 0.99);
    if (measured.rival.size() >= enough_for_p99) measured.rival_p99 = percentile(measured.rival, 0.99);
    print(measured);
}
