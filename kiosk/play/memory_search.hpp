// Looks for a text in all memory of a running process, to prove that a visitor was forgotten.
#pragma once
#include <string_view>
#include <sys/types.h>

#include "base/result.hpp"

namespace onecard::play {

/// How often `text` stands in the readable, private memory of process `pid`. Error `play.memory` when it may not be read.
Result<int> count_in_memory(pid_t pid, std::string_view text);

}  // namespace onecard::play
