// A visit script: one command a line, words or "quoted text", # begins a comment. See tests/visits/README.md.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace onecard::play {

struct Line {
    int number = 0;                  ///< in the file, from 1
    std::vector<std::string> words;  ///< the command and its arguments; never empty
};

/// Splits a script into lines and checks each command and how many arguments it has. Error `visit.syntax` names the line.
Result<std::vector<Line>> read_script(std::string_view text);

/// `+3d`, `-2h`, `+90m`, `+5s` in milliseconds; error `visit.syntax`.
Result<long long> read_shift(std::string_view text);

}  // namespace onecard::play
